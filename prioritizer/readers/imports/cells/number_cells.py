"""Cells that hold numbers: sizes, counts, degrees and metres, with their units and limits."""

from __future__ import annotations

import re

from prioritizer.domain.columns import ranges
from prioritizer.domain.imports import Topic
from prioritizer.readers.imports.cells.row_context import RowContext, format_number, shown
from prioritizer.readers.imports.columns.plans import EXAMPLES, Plan, unusable
from prioritizer.readers.imports.texts.coordinate_texts import read_degrees
from prioritizer.readers.imports.texts.decimal_marks import has_two_ways
from prioritizer.readers.imports.texts.quantities import (
    MISSING_NUMBERS,
    Quantity,
    read_quantity,
)
from prioritizer.readers.imports.texts.side_letters import in_english
from prioritizer.readers.imports.words.fields import Field
from prioritizer.readers.imports.words.missing import is_missing
from prioritizer.readers.imports.words.records import Cell
from prioritizer.readers.imports.words.units import (
    ASK,
    NOTHING,
    Unit,
    UnitPhrase,
    find_multiplier,
    read_unit,
)

DECIMAL_DEGREES = re.compile(r"[+-]?\d{1,3}(?:[.,]\d*)?")
WORDS = {
    "limit": (Topic.LIMIT, "'below' read as from 0 to the limit"),
    "bound": (Topic.RANGE, "'more than' read as the low end"),
    "range": (Topic.RANGE, "two numbers read as low and high"),
    "spread": (Topic.RANGE, "± read as low, best and high"),
    "approximate": (Topic.APPROXIMATE, "'about' left out, the number read as best estimate"),
    "missing": (Topic.MISSING, "read as missing"),
    "undetected": (
        Topic.MISSING,
        "not detected, without a limit: read as missing, not as zero",
    ),
}


def read_number(plan: Plan, cell: Cell, row: RowContext) -> Quantity | None:
    """Return the quantity of a cell in the canonical unit, None if blank or refused."""
    if plan.is_doubtful and isinstance(cell, str) and has_two_ways(cell):
        hint = "It can mean a decimal or thousands; state --decimal '.' or ','."
        row.error(plan, cell, "an unmistakable number", hint)
        return None
    quantity = read_quantity(cell, plan.mark, coded_missing=_is_never_negative(plan.field))
    if quantity.flag in WORDS:
        kind, what = WORDS[quantity.flag]
        row.tally.add(kind, plan.where, what, shown(cell))
    if quantity.flag in {"missing", "undetected"}:
        return None
    if quantity.flag == "refused":
        row.error(plan, cell, _expected(plan.field), quantity.hint)
        return None
    unit = cell_unit(plan, quantity, cell, row)
    if unit is None:
        return None
    scaled = quantity if unit.factor == 1 else quantity.scaled(unit.factor)
    return scaled if _within(plan, scaled, cell, row) else None


def _is_never_negative(known: Field) -> bool:
    """Return whether -9999 can only mean missing; grades get their limits from their units."""
    return known.low >= 0 or known.kind == "grade"


def _expected(known: Field) -> str:
    return f"a number in {known.unit}" if known.unit else "a number"


def cell_unit(plan: Plan, quantity: Quantity, cell: Cell, row: RowContext) -> Unit | None:
    """Return the unit of a cell: its own if it names one, else that of the column."""
    if not quantity.unit:
        if plan.unit.dimension or not plan.field.dimension:
            return plan.unit
        if plan.field.name in {"samples_n"} or plan.field.kind == "grade":
            return plan.unit
        row.error(
            plan,
            cell,
            f"a number with a unit of {plan.field.dimension}",
            f'Add the unit, or say which: --unit "{plan.header[:40]}=UNIT" '
            f"({EXAMPLES.get(plan.field.dimension, plan.field.unit)}).",
        )
        return None
    dimension = plan.field.dimension
    phrase = read_unit(quantity.unit, dimension) if dimension else NOTHING
    own = phrase.unit
    if own is None:
        times = find_multiplier(quantity.unit)
        if times is not None and plan.unit.dimension:
            return _multiplied(plan, quantity, times, cell, row)
    why_not = unusable(quantity.unit, phrase, plan.field)
    if own is None or why_not:
        row.error(
            plan,
            cell,
            _expected(plan.field),
            f"It has {why_not}; correct the cell."
            if why_not and own is not None
            else f"'{quantity.unit[:20]}' is not a unit that fits here; correct the cell.",
        )
        return None
    if own.name != plan.unit.name:
        row.tally.add(
            Topic.UNIT,
            plan.where,
            f"unit {own.name} named in the cell"
            + (f" (it could also be {own.doubt})" if own.doubt else ""),
            shown(cell),
            0.6 if own.doubt else 0.95,
        )
    return own


def _multiplied(
    plan: Plan, quantity: Quantity, times: UnitPhrase, cell: Cell, row: RowContext
) -> Unit | None:
    """Return the unit of a column times the multiplier that a cell names."""
    if times.doubt or plan.unit.factor > 1:
        doubt = (
            times.doubt.removeprefix(ASK) or f"a multiple of {plan.unit.name} or of its base"
        )
        row.error(
            plan,
            cell,
            _expected(plan.field),
            f"'{quantity.unit[:20]}' can mean {doubt}; write the number in full.",
        )
        return None
    row.tally.add(
        Topic.UNIT,
        plan.where,
        f"'{quantity.unit[:20]}' in the cell multiplies the number",
        shown(cell),
    )
    unit = plan.unit
    return Unit(unit.dimension, unit.name, unit.factor * times.factor, unit.into)


def _within(plan: Plan, quantity: Quantity, cell: Cell, row: RowContext) -> bool:
    known = plan.field
    for value in (quantity.low, quantity.best, quantity.high):
        if value is not None and not known.low <= value <= known.high:
            read = (
                f" (read as {format_number(value)} {known.unit})"
                if plan.unit.factor != 1
                else ""
            )
            row.error(
                plan,
                cell,
                f"a number from {known.low:g} to {known.high:g} {known.unit}".rstrip(),
                "Check the value, its unit and the decimal mark.",
                more=read,
            )
            return False
    return True


def convert_number(plan: Plan, cell: Cell, row: RowContext) -> None:
    """Write a number, or its low and high ends, into the row."""
    quantity = read_number(plan, cell, row)
    if quantity is None:
        return
    name = plan.field.name
    if plan.field.is_zero_unknown and quantity.best == 0:
        what = "0 read as unknown: no site has a size of zero"
        row.tally.add(Topic.MISSING, plan.where, what, shown(cell), 0.8)
        return
    if name == "samples_n" and quantity.best is not None and quantity.best % 1:
        row.error(plan, cell, "a whole number", "Correct the count.")
        return
    if quantity.best is not None:
        row.out[name] = format_number(quantity.best)
    if quantity.low is not None or quantity.high is not None:
        _write_ends(plan, quantity, cell, row)


def _write_ends(plan: Plan, quantity: Quantity, cell: Cell, row: RowContext) -> None:
    name = plan.field.name
    if name not in ranges():
        if quantity.best is None:
            hint = f"{name} has no low and high end; the cell is left blank."
            row.warn(plan, cell, "one number", hint)
        return
    low, _, high = ranges()[name]
    # "Less than" says nothing about a lower end above zero.
    if quantity.low is not None and quantity.flag != "limit":
        row.out.setdefault(low, format_number(quantity.low))
    if quantity.high is not None:
        row.out.setdefault(high, format_number(quantity.high))


def convert_degrees(plan: Plan, cell: Cell, row: RowContext) -> None:
    """Keep an angle until the point of the row is put together."""
    text = shown(cell).strip()
    if is_missing(text):
        return
    is_latitude = plan.field.name == "latitude"
    said = in_english(cell, row.letters) if isinstance(cell, str) else cell
    value = read_degrees(said, "lat" if is_latitude else "lon")
    if value is not None and value in MISSING_NUMBERS and abs(value) > plan.field.high:
        row.tally.add(Topic.MISSING, plan.where, WORDS["missing"][1], text)
        return
    if value is None:
        row.error(plan, cell, "an angle such as 60.0747 or 60°04'29\"N", "Correct the cell.")
        return
    if not plan.field.low <= value <= plan.field.high:
        hint = (
            "Latitude and longitude may be swapped."
            if is_latitude and abs(value) <= 180
            else "If these are metres, say --map to easting and northing and state --crs."
        )
        row.error(plan, cell, f"degrees from {plan.field.low:g} to {plan.field.high:g}", hint)
        return
    if isinstance(cell, str) and not DECIMAL_DEGREES.fullmatch(text):
        row.tally.add(
            Topic.CONVERSION,
            plan.where,
            "degrees, minutes and seconds, or a letter, to decimal degrees",
            text,
            0.97,
        )
    row.out["=y" if is_latitude else "=x"] = value


def convert_metres(plan: Plan, cell: Cell, row: RowContext) -> None:
    """Keep a length in metres until the point of the row is put together."""
    quantity = read_number(plan, cell, row)
    if quantity is not None and quantity.best is not None:
        row.out[f"={plan.field.name}"] = quantity.best
