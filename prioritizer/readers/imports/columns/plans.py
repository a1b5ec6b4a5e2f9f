"""How each matched column is read: its unit and its decimal mark, or why it cannot be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from prioritizer.domain.imports import ColumnMatch, ImportOptions, Topic
from prioritizer.readers.imports.columns.marks import Mark
from prioritizer.readers.imports.files.header import is_blank, looks_numeric
from prioritizer.readers.imports.texts.quantities import read_quantity
from prioritizer.readers.imports.words.fields import NO_UNIT_NEEDED, Field, find_field, is_own
from prioritizer.readers.imports.words.records import Cell, Log, RawGrid
from prioritizer.readers.imports.words.units import (
    ASK,
    Unit,
    UnitPhrase,
    find_unit,
    read_unit,
)
from prioritizer.readers.imports.words.vocabulary import fold
from prioritizer.readers.tables import fault

PLAUSIBLE = {"t/m3": (0.5, 6.0), "kg/m3": (500.0, 6000.0)}
NO_UNIT = Unit("", "", 1.0, "")
# What a unit of the table that is asked for may mean.
MEANINGS = {"MT": "t or Mt", "bcm": "m3 or km3"}
# What a unit may be where one is asked for, by dimension: several, so that none is copied.
EXAMPLES = {
    "mass": "t, kt or Mt",
    "volume": "m3, 1000 m3 or Mm3",
    "area": "m2, ha or km2",
    "length": "m or km",
    "density": "t/m3 or kg/m3",
    "grade": "%, ppm or g/t",
}


@dataclass(frozen=True, slots=True)
class Plan:
    """How one column is read."""

    index: int
    header: str
    where: str
    field: Field
    unit: Unit
    mark: str
    is_doubtful: bool = False


def make_plans(
    grid: RawGrid,
    matches: Sequence[ColumnMatch],
    marks: Mapping[int, Mark],
    options: ImportOptions,
    log: Log,
) -> tuple[Plan, ...]:
    """Return the plans of the columns that can be read; the others are reported.

    Parameters
    ----------
    marks
        The decimal marks of columns of numbers by their place.
    """
    wanted = [
        (match, find_field(match.field))
        for match in matches
        if match.field and not is_own(match.field)
    ]
    known = [(match, field) for match, field in wanted if field is not None]
    units = {fold(name): unit for name, unit in options.units.items()}
    has_unit_column = any(match.field == "grade_unit" for match, _ in known)
    plans = []
    for match, field in known:
        unit = _unit(grid, match, field, units, log, has_unit_column=has_unit_column)
        if unit is None:
            continue
        mark = marks.get(match.index, Mark("."))
        plans.append(
            Plan(
                match.index,
                match.header,
                _where(match),
                field,
                unit,
                mark.mark or ".",
                mark.is_doubtful,
            )
        )
    return tuple(plans)


def _where(match: ColumnMatch) -> str:
    return f"column {match.letter} '{match.header[:60]}'"


def _column(grid: RawGrid, index: int) -> Iterator[Cell]:
    return (row[index] for row in grid.rows)


def _unit(
    grid: RawGrid,
    match: ColumnMatch,
    field: Field,
    units: Mapping[str, str],
    log: Log,
    *,
    has_unit_column: bool,
) -> Unit | None:
    if not field.dimension or field.name in NO_UNIT_NEEDED:
        return NO_UNIT
    stated = units.get(fold(match.header))
    if stated is not None:
        return _stated_unit(match, field, stated, log)
    below = grid.unit_row[match.index] if match.index < len(grid.unit_row) else ""
    text = match.unit or below
    phrase = read_unit(text, field.dimension)
    if text and find_unit(text, "water"):
        found, why = f"{text} is a concentration in water", "it says nothing about the solid"
        log.read_as(Topic.UNUSED, _where(match), f"not read: {found}", 1.0, reason=why)
        return None
    if phrase.unit is None and not phrase.strangers:
        if field.kind == "grade" and has_unit_column and ":" not in field.name:
            return NO_UNIT
        return _unit_from_cells(grid, match, field, log)
    if phrase.unit is None or unusable(text, phrase, field):
        _say_why_not(match, field, text, phrase, log)
        return None
    reason = "stands in the row below the header" if below else "stands in the header"
    return _with_doubt(phrase.unit, match, reason, log)


def _say_why_not(
    match: ColumnMatch, field: Field, text: str, phrase: UnitPhrase, log: Log
) -> None:
    why_not = unusable(text, phrase, field)
    if not phrase.strangers and (phrase.is_rate or phrase.state == "wet"):
        _refuse(match, why_not, "an amount as it stands, of dry material", log)
    elif phrase.strangers:
        _ask(match, field, why_not, log, expected="a unit that is known")
    else:
        _ask(match, field, why_not, log, choices=_meanings(phrase, field))


def _meanings(phrase: UnitPhrase, field: Field) -> str:
    """Return the units that a unit of two far meanings may be."""
    unit = phrase.unit
    if unit is not None and phrase.doubt:
        return f"1000 {unit.name} or million {unit.name}"
    if unit is not None and unit.name in MEANINGS:
        return MEANINGS[unit.name]
    return EXAMPLES.get(field.dimension, field.unit)


def _stated_unit(match: ColumnMatch, field: Field, stated: str, log: Log) -> Unit:
    phrase = read_unit(stated, field.dimension)
    if phrase.unit is None or unusable(stated, phrase, field):
        raise fault(
            log.file,
            f"the unit '{stated[:30]}' for '{match.header[:60]}'",
            f"a unit of {field.dimension}",
            "Correct --unit or the profile.",
        )
    log.read_as(
        Topic.UNIT, _where(match), f"in {phrase.unit.name}", 1.0, reason="stated by you"
    )
    return phrase.unit


def unusable(text: str, phrase: UnitPhrase, field: Field) -> str:
    """Return why a unit cannot be used for a field, blank where it can."""
    shown = f"the unit '{text.strip()[:40]}'"
    if phrase.strangers:
        return f"{shown}, in which '{phrase.strangers[0][:30]}' is not understood"
    if phrase.is_rate:
        return f"{shown} of a flow, which is not an amount"
    if phrase.state == "wet" and field.name != "tonnage_wet_t":
        return f"{shown} of wet material, where dry material is meant"
    if phrase.unit is not None and phrase.unit.doubt.startswith(ASK):
        return f"{shown}, which can mean {phrase.unit.doubt.removeprefix(ASK)}"
    return ""


def _with_doubt(unit: Unit, match: ColumnMatch, reason: str, log: Log) -> Unit:
    log.read_as(
        Topic.UNIT,
        _where(match),
        f"in {unit.name}",
        0.6 if unit.doubt else 0.98,
        reason=reason,
        alternatives=(unit.doubt,) if unit.doubt else (),
    )
    if unit.doubt:
        log.warn(
            None,
            match.header[:80],
            f"the unit '{unit.name}'",
            "an unmistakable unit",
            f"Read with the factor {unit.factor:g} to {unit.into}; or else {unit.doubt}. "
            "State --unit if that is so.",
        )
    return unit


def _unit_from_cells(grid: RawGrid, match: ColumnMatch, field: Field, log: Log) -> Unit | None:
    cells = [cell for cell in _column(grid, match.index) if not is_blank(cell)][:500]
    read = [
        read_quantity(cell, mark)
        for cell in cells
        for mark in ("." if looks_numeric(cell) else ".,")
    ]
    with_unit = sum(1 for q in read if q.unit and find_unit(q.unit, field.dimension))
    plain = sum(
        1
        for cell in cells
        if looks_numeric(cell)
        and not read_quantity(cell, ".").unit
        and not str(cell).strip().endswith("%")
    )
    if with_unit and not plain:
        log.read_as(
            Topic.UNIT, _where(match), "each cell names its own unit", 0.95, n_cells=len(cells)
        )
        return NO_UNIT
    if field.dimension == "density":
        values = [
            q.best for q in (read_quantity(cell, ".") for cell in cells) if q.best is not None
        ]
        for name, (low, high) in PLAUSIBLE.items():
            if values and all(low <= value <= high for value in values):
                log.read_as(
                    Topic.UNIT,
                    _where(match),
                    f"in {name}",
                    0.85,
                    reason="a bulk density fits no other unit",
                )
                return find_unit(name, "density")
    _ask(match, field, "no unit in the header or the cells", log)
    return None


def _ask(
    match: ColumnMatch,
    field: Field,
    found: str,
    log: Log,
    *,
    expected: str = "a unit, in the header or stated",
    choices: str = "",
) -> None:
    known = choices or EXAMPLES.get(field.dimension, field.unit)
    _unread(match, found, log)
    log.warn(
        None,
        match.header[:80],
        found,
        expected,
        f'The column is not read; say which: --unit "{match.header[:40]}=UNIT" ({known}).',
    )


def _refuse(match: ColumnMatch, found: str, expected: str, log: Log) -> None:
    _unread(match, found, log)
    log.warn(None, match.header[:80], found, expected, "The column is not read.")


def _unread(match: ColumnMatch, found: str, log: Log) -> None:
    log.read_as(
        Topic.UNUSED,
        _where(match),
        f"not read: {found}",
        1.0,
        reason="units are never guessed",
        examples=match.examples,
    )
