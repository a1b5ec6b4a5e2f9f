"""What a person decides of an import: field and unit of a column, and what a profile says."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from prioritizer.domain.imports import ColumnMatch, ImportOptions
from prioritizer.errors import InputError
from prioritizer.readers.cells import quoted
from prioritizer.readers.imports.columns.profiles import merge, read_profile
from prioritizer.readers.imports.words.fields import OWN_KINDS, fields, find_field, is_own
from prioritizer.readers.imports.words.id_schemes import FIELD, schemes

IGNORE = "ignore"


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """What a column is to be read as; a blank ``field``: not at all."""

    field: str
    unit: str


def field_names(analytes: Collection[str]) -> tuple[str, ...]:
    """Return what a column can be read as: fields, ids of other registers, then grades."""
    elsewhere = (f"{FIELD}{scheme}" for scheme in schemes())
    return (*fields(), *OWN_KINDS, *elsewhere, *(f"grade:{name}" for name in analytes))


def field_label(name: str) -> str:
    """Return what a field means in words; an unknown one as it is, a shared meaning with it."""
    field = find_field(name)
    words = field.description if field is not None else ""
    if not words:
        return name
    if field is not None and field.kind == "degrees":
        return f"{name.capitalize()}, {words[0].lower()}{words[1:]}"
    is_shared = sum(other.description == words for other in fields().values()) > 1
    return f"{words} ({name})" if is_shared else words


def taken_field(match: ColumnMatch) -> str:
    """Return the field that a column was read as, blank where it was not read."""
    return "" if match.field == IGNORE else match.field


def is_kept_own(field: str) -> bool:
    """Return whether a column of this field is kept as the site's own, not understood."""
    return is_own(field)


def with_profile(path: Path, stated: ImportOptions) -> ImportOptions:
    """Return the options that a profile holds, overruled by what was stated beside it.

    Raises
    ------
    DataError
        If the file is no profile of this version.
    """
    return merge(read_profile(path), stated)


def with_choices(
    options: ImportOptions, matches: Iterable[ColumnMatch], chosen: Mapping[str, ColumnChoice]
) -> ImportOptions:
    """Return the options with the columns that were changed; the others stay automatic.

    Parameters
    ----------
    chosen
        By the header of each of the ``matches``.

    Raises
    ------
    InputError
        If there is no field of a name that was chosen.
    """
    columns, units = dict(options.columns), dict(options.units)
    for match in matches:
        choice = chosen[match.header]
        if choice.field != taken_field(match):
            columns[match.header] = (
                _known_field(choice.field, match.header) if choice.field else IGNORE
            )
        if choice.unit != match.unit:
            units[match.header] = choice.unit
    return replace(options, columns=columns, units={k: v for k, v in units.items() if v})


def _known_field(field: str, header: str) -> str:
    name = field.strip()
    if find_field(name) is None:
        raise InputError(
            f"column {quoted(header)}: found {quoted(name)}. Expected a field of the list, or "
            "grade:, grade_low:, grade_high: or contained: and an analyte, such as grade:Cu, "
            "or external_id: and a register. "
            "Choose another."
        )
    return name
