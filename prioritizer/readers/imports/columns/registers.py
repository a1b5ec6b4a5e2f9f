"""Registers that many people have: told by their header, and read by a profile that is data."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from prioritizer import shipped
from prioritizer.domain.imports import ImportOptions, Topic
from prioritizer.readers.imports.columns.profiles import MAPS, merge
from prioritizer.readers.imports.words.fields import OWN
from prioritizer.readers.imports.words.id_schemes import EXTERNAL_IDS
from prioritizer.readers.imports.words.records import Cell, Log
from prioritizer.readers.imports.words.vocabulary import fold

FOLDER = shipped.CRITERIA / "profiles"
# What of the decisions of an import is kept for the next file with its header.
KEPT = ("decimal", "crs", "columns", "units", "values", "constants")
# Between spellings of one name.
OR = "|"
SURE = {"verified": 0.97, "recalled": 0.8}
_COLUMN = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True, slots=True)
class Composed:
    """A column put together from others; ``parts`` name them in braces.

    ``words`` says what their texts mean; a blank one leaves the part out. Without the column of
    ``needs`` the whole is blank.
    """

    parts: tuple[str, ...]
    join: str = " "
    needs: str = ""
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Register:
    """A register, how its header is told, and how its columns are read."""

    id: str
    title: str
    status: str
    recognise: tuple[str, ...]
    id_column: str
    name: str
    options: ImportOptions
    composed: Mapping[str, Composed] = field(default_factory=dict)

    def fits(self, header: Sequence[str]) -> bool:
        """Return whether a header is that of this register, each name in one spelling."""
        known = {fold(name) for name in header}
        return all(known & {fold(one) for one in names.split(OR)} for names in self.recognise)

    def present(self, header: Sequence[str]) -> list[str]:
        """Return the names by which a header was told."""
        wanted = {fold(one) for names in self.recognise for one in names.split(OR)}
        return [name for name in header if fold(name) in wanted]


@cache
def registers(folder: Path = FOLDER) -> tuple[Register, ...]:
    """Return the registers shipped here."""
    import yaml

    paths = sorted(folder.glob("*.yaml"))
    return tuple(_register(yaml.safe_load(path.read_text(encoding="utf-8"))) for path in paths)


def recognised(
    header: Sequence[str], options: ImportOptions, log: Log
) -> tuple[Register | None, ImportOptions]:
    """Return the register of a header, and the options with what its profile adds.

    A profile of the user's own leaves no room for one. Decisions that were kept for this very
    header go before those of the register, and what is stated now before both.
    """
    if options.from_profile:
        return None, options
    if earlier := options.remembered.get(header_key(header)):
        log.read_as(
            Topic.HEADER,
            log.file,
            "the header of an earlier import; the decisions kept then are used again",
            0.95,
            reason="every name of a column is the same",
        )
        options = merge(replace(ImportOptions(), **earlier), options)
    found = _found(header)
    if found is None:
        return None, options
    log.read_as(
        Topic.HEADER,
        log.file,
        f"recognised as {found.title}; read by the profile {found.id}",
        SURE[found.status],
        reason=f"columns {', '.join(found.present(header))}; the names are {found.status}",
    )
    present = {fold(name): name for name in header}
    kept: dict[str, Any] = {
        name: {
            present[fold(column)]: value
            for column, value in getattr(found.options, name).items()
            if fold(column) in present
        }
        for name in ("columns", "units", "values")
    }
    return found, merge(replace(found.options, **kept), options)


def header_key(header: Sequence[str]) -> str:
    """Return what tells a header from others, whatever the order and case of its names."""
    names = "\0".join(sorted(fold(name) for name in header))
    return hashlib.sha256(names.encode()).hexdigest()[:32]


def added_cells(register: Register, cells: Mapping[str, Cell]) -> dict[str, str]:
    """Return what a register says of a row beyond single columns, by column of a site table.

    Parameters
    ----------
    cells
        The row by folded header.
    """
    found: dict[str, str] = {}
    own = next(filter(None, (_text(cells, c) for c in register.id_column.split(OR))), "")
    if own:
        found[EXTERNAL_IDS] = f"{register.name}:{own}"
    for name, composed in register.composed.items():
        text = _compose(composed, cells)
        if text:
            found[name] = text
    return found


def _found(header: Sequence[str]) -> Register | None:
    return next((one for one in registers() if one.fits(header)), None)


def _compose(composed: Composed, cells: Mapping[str, Cell]) -> str:
    words = {fold(text): word for text, word in composed.words.items()}
    parts = []
    for part in composed.parts:
        said = {name: _text(cells, name) for name in _COLUMN.findall(part)}
        meant = {name: words.get(fold(text), text) for name, text in said.items()}
        if all(meant.values()):
            parts.append(_filled(part, meant))
        elif composed.needs in said:
            return ""
    return composed.join.join(parts)


def _filled(part: str, meant: Mapping[str, str]) -> str:
    for name, text in meant.items():
        part = part.replace(f"{{{name}}}", text)
    return part


def _text(cells: Mapping[str, Cell], column: str) -> str:
    value = cells.get(fold(column), "")
    text = f"{value:.12g}" if isinstance(value, float) else str(value)
    return " ".join(text.split())


def _composing(data: Mapping[str, Any]) -> dict[str, str]:
    """Return the columns that others are put together from: they stay as they are, too."""
    parts = (part for one in data.get("compose", {}).values() for part in one["parts"])
    return {name: OWN for part in parts for name in _COLUMN.findall(part)}


def _register(data: Mapping[str, Any]) -> Register:
    maps: dict[str, Any] = {
        name: {str(key): str(value) for key, value in data.get(name, {}).items()}
        for name in MAPS
    }
    values = {
        str(column): {str(text): str(code) for text, code in codes.items()}
        for column, codes in data.get("values", {}).items()
    }
    external = data.get("external_id", {})
    return Register(
        id=data["id"],
        title=data["title"],
        status=data["status"],
        recognise=tuple(data["recognise"]),
        id_column=external.get("column", ""),
        name=external.get("register", ""),
        options=ImportOptions(
            **{**maps, "columns": _composing(data) | maps["columns"]}, values=values
        ),
        composed={
            name: Composed(
                tuple(one["parts"]),
                one.get("join", " "),
                one.get("needs", ""),
                {str(text): str(word) for text, word in one.get("words", {}).items()},
            )
            for name, one in data.get("compose", {}).items()
        },
    )
