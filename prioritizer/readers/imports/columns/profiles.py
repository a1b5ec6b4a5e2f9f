"""Mapping profiles: what the user decided for one kind of file, kept and used again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from prioritizer.domain.imports import ColumnMatch, ImportOptions
from prioritizer.readers.imports.columns.plans import unusable
from prioritizer.readers.imports.words.fields import find_field
from prioritizer.readers.imports.words.records import options_from
from prioritizer.readers.imports.words.units import NOTHING, read_unit
from prioritizer.readers.tables import fault
from prioritizer.readers.yaml_text import load_yaml

VERSION = 1
FORMAT = "pilot-prioritizer import profile"
TEXTS = ("sheet", "layer", "encoding", "delimiter", "decimal", "crs")
MAPS = ("columns", "units", "constants")
MAX_BYTES = 1_000_000


def profile_text(
    options: ImportOptions, matches: tuple[ColumnMatch, ...] = (), *, as_yaml: bool = False
) -> str:
    """Return a profile: the stated options, and each column as it was taken."""
    columns = {match.header: match.field or "ignore" for match in matches} | dict(
        options.columns
    )
    units = {
        match.header: match.unit for match in matches if match.unit and _is_usable(match)
    } | dict(options.units)
    data: dict[str, Any] = {"format": FORMAT, "version": VERSION}
    data |= {name: getattr(options, name) for name in TEXTS if getattr(options, name)}
    data |= {
        "columns": columns,
        "units": units,
        "values": {k: dict(v) for k, v in options.values.items()},
        "constants": dict(options.constants),
    }
    if as_yaml:
        import yaml

        return str(yaml.safe_dump(data, allow_unicode=True, sort_keys=False))
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _is_usable(match: ColumnMatch) -> bool:
    """Return whether a column was read with its unit; one that was asked for is not kept."""
    field = find_field(match.field)
    phrase = read_unit(match.unit, field.dimension) if field else NOTHING
    return field is not None and phrase.is_understood and not unusable("", phrase, field)


def read_profile(path: Path) -> ImportOptions:
    """Read a profile.

    Raises
    ------
    DataError
        If it is no profile of this version.
    """
    data = _load(path)
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise fault(
            path.name,
            "a file that is not an import profile",
            f"a file with format '{FORMAT}'",
            "Write one with --save-profile.",
        )
    if data.get("version") != VERSION:
        raise fault(
            path.name,
            f"version {str(data.get('version'))[:20]!r}",
            f"version {VERSION}",
            "Write it again with --save-profile of this version.",
        )
    strangers = sorted(set(map(str, data)) - {"format", "version", *TEXTS, *MAPS, "values"})
    if strangers:
        raise fault(
            path.name,
            f"the entry '{strangers[0][:40]}'",
            f"one of: {', '.join((*TEXTS, *MAPS, 'values'))}",
            "Delete or correct it.",
        )
    texts = {name: _text(data.get(name, ""), name, path) for name in TEXTS}
    maps = {name: _texts(data.get(name, {}), name, path) for name in MAPS}
    values = {
        name: _texts(entry, f"values.{name}", path)
        for name, entry in _mapping(data.get("values", {}), "values", path).items()
    }
    return options_from({**texts, **maps, "values": values})


def merge(profile: ImportOptions, stated: ImportOptions) -> ImportOptions:
    """Return the options of a profile, overruled by what was stated beside it."""
    changes: dict[str, Any] = {
        name: getattr(stated, name) or getattr(profile, name) for name in TEXTS
    }
    changes |= {
        name: {**getattr(profile, name), **getattr(stated, name)} for name in (*MAPS, "values")
    }
    own = {*stated.columns, *stated.units, *stated.values}
    named = {*profile.columns, *profile.units, *profile.values} - own
    return replace(stated, **changes, from_profile=tuple(sorted(named)))


def _load(path: Path) -> Any:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise fault(
                path.name,
                f"{path.stat().st_size} bytes",
                f"at most {MAX_BYTES}",
                "Choose a profile.",
            )
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise fault(
            path.name,
            "no readable file",
            "an import profile (JSON or YAML)",
            "Check the name and the folder.",
        ) from None
    if path.suffix.casefold() not in {".yaml", ".yml"}:
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            raise fault(
                path.name, "invalid JSON", "an import profile", "Correct the file."
            ) from None
    import yaml

    try:
        return load_yaml(text)
    except (yaml.YAMLError, RecursionError):
        raise fault(
            path.name, "invalid YAML", "an import profile", "Correct the file."
        ) from None


def _mapping(value: Any, name: str, path: Path) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise fault(
            path.name,
            f"{name} that is not a table of names",
            "names and values",
            "Correct the profile.",
        )
    return {_text(key, name, path): entry for key, entry in value.items()}


def _texts(value: Any, name: str, path: Path) -> dict[str, str]:
    return {
        key: _text(entry, f"{name}.{key}", path)
        for key, entry in _mapping(value, name, path).items()
    }


def _text(value: Any, name: str, path: Path) -> str:
    # YAML reads NO and yes as true and false; a country code must not become False.
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise fault(
            path.name,
            f"{name[:60]} with the value {value!r:.40}",
            "a text",
            "Put it in quotes.",
        )
    return str(value)
