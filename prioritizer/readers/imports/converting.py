"""Rows of a grid to canonical site rows: each cell by the plan of its column, nothing dropped unsaid."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from prioritizer.errors import Severity
from prioritizer.readers.cells import clean, quoted, unguarded
from prioritizer.readers.imports.coordinate_texts import read_degrees
from prioritizer.readers.imports.fields import Field
from prioritizer.readers.imports.plans import Plan
from prioritizer.readers.imports.quantities import (
    MISSING,
    MISSING_NUMBERS,
    Quantity,
    read_quantity,
)
from prioritizer.readers.imports.records import Cell, Kind, Log, Percent
from prioritizer.readers.imports.tally import Tally
from prioritizer.readers.imports.vocabulary import Unit, codes, country_names, find_unit, fold

COMPANIONS = {
    "tonnage_t": ("tonnage_low_t", "tonnage_high_t"),
    "volume_m3": ("volume_low_m3", "volume_high_m3"),
}
BLANK_TEXTS = frozenset(
    {
        "",
        "-",
        "--",
        "–",
        "—",
        "n/a",
        "#n/a",
        "null",
        "<null>",
        "(null)",
        "nan",
        "n.a.",
        "n/d",
        "#n/d",
        "s/d",
        "не указано",
        "нет данных",
    }
)
NOT_ZERO = frozenset(
    {
        "tonnage_t",
        "volume_m3",
        "area_ha",
        "tonnage_wet_t",
        "tonnage_low_t",
        "volume_low_m3",
        "tonnage_high_t",
        "volume_high_m3",
    }
)
YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
DECIMAL_DEGREES = re.compile(r"[+-]?\d{1,3}(?:[.,]\d*)?")
WORDS = {
    "limit": (Kind.LIMIT, "'below' read as from 0 to the limit"),
    "bound": (Kind.RANGE, "'more than' read as the low end"),
    "range": (Kind.RANGE, "two numbers read as low and high"),
    "spread": (Kind.RANGE, "± read as low, best and high"),
    "approximate": (Kind.APPROXIMATE, "'about' left out, the number read as best estimate"),
    "missing": (Kind.MISSING, "read as missing"),
    "undetected": (Kind.MISSING, "not detected, without a limit: read as missing, not as zero"),
}


@dataclass(slots=True)
class RowContext:
    """The row at hand: its line, and where decisions and faults of its cells go."""

    log: Log
    tally: Tally
    values: Mapping[str, Mapping[str, str]]
    line: int = 0
    out: dict[str, Any] = field(default_factory=dict)

    def error(
        self, plan: Plan, cell: Cell, expected: str, hint: str, *, more: str = ""
    ) -> None:
        """Keep an error of a cell; the row is left out, or the grade if the cell is one."""
        self.log.add(
            Severity.ERROR,
            self.line,
            plan.header[:80],
            f"{quoted(shown(cell))}{more}",
            expected,
            hint,
        )
        if plan.field.kind != "grade" and not plan.field.name.startswith("contained:"):
            self.log.failed.add(self.line)

    def warn(self, plan: Plan, cell: Cell, expected: str, hint: str) -> None:
        """Keep a warning of a cell."""
        self.log.add(
            Severity.WARNING, self.line, plan.header[:80], quoted(shown(cell)), expected, hint
        )


def shown(cell: Cell) -> str:
    """Return a cell as text: whole numbers without a point, dates as ISO."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, Percent):
        return f"{float(cell):.12g} %"
    if isinstance(cell, float):
        return format_number(cell)
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def format_number(value: float) -> str:
    """Return a number with at most twelve digits, so that a conversion shows no noise."""
    return format(value, ".12g")


def convert_cell(plan: Plan, cell: Cell, row: RowContext) -> None:
    """Write what a cell says into the row, by the kind of its field."""
    CONVERTERS.get(plan.field.kind, _text)(plan, cell, row)


def read_number(plan: Plan, cell: Cell, row: RowContext) -> Quantity | None:
    """Return the quantity of a cell in the canonical unit, None if blank, missing or refused."""
    quantity = read_quantity(cell, plan.mark, coded_missing=plan.field.low >= 0)
    if (
        plan.is_doubtful
        and isinstance(cell, str)
        and re.fullmatch(r"\D*\d{1,3}[.,]\d{3}\D*", cell.strip())
    ):
        row.error(
            plan,
            cell,
            "an unmistakable number",
            "It can mean a decimal or thousands; state --decimal '.' or ','.",
        )
        return None
    if quantity.flag in WORDS:
        kind, what = WORDS[quantity.flag]
        if not (quantity.flag == "missing" and isinstance(cell, str) and not cell.strip()):
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
            f'Add the unit, or state --unit "{plan.header[:40]}=…".',
        )
        return None
    own = find_unit(quantity.unit, plan.field.dimension) if plan.field.dimension else None
    if own is None:
        times = find_unit(quantity.unit, "times")
        if times is not None and plan.unit.dimension:
            row.tally.add(
                Kind.UNIT,
                plan.where,
                f"'{times.name}' in the cell multiplies the number",
                shown(cell),
            )
            return Unit(
                plan.unit.dimension,
                plan.unit.name,
                plan.unit.factor * times.factor,
                plan.unit.into,
            )
    if own is None or own.doubt.startswith("ask: "):
        row.error(
            plan,
            cell,
            _expected(plan.field),
            f"'{quantity.unit[:20]}' is not a unit that fits here; correct the cell.",
        )
        return None
    if own.name != plan.unit.name:
        row.tally.add(
            Kind.UNIT,
            plan.where,
            f"unit {own.name} named in the cell"
            + (f" (it could also be {own.doubt})" if own.doubt else ""),
            shown(cell),
            0.6 if own.doubt else 0.95,
        )
    return own


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


def _number(plan: Plan, cell: Cell, row: RowContext) -> None:
    quantity = read_number(plan, cell, row)
    if quantity is None:
        return
    name = plan.field.name
    if name in NOT_ZERO and quantity.best == 0:
        row.tally.add(
            Kind.MISSING,
            plan.where,
            "0 read as unknown: no site has a size of zero",
            shown(cell),
            0.8,
        )
        return
    if name == "samples_n" and quantity.best is not None and quantity.best % 1:
        row.error(plan, cell, "a whole number", "Correct the count.")
        return
    if quantity.best is not None:
        row.out[name] = format_number(quantity.best)
    if quantity.low is None and quantity.high is None:
        return
    if name not in COMPANIONS:
        if quantity.best is None:
            row.warn(
                plan,
                cell,
                "one number",
                f"{name} has no low and high end; the cell is left blank.",
            )
        return
    low, high = COMPANIONS[name]
    # A bound from below says nothing about a lower end above zero.
    if quantity.low is not None and (quantity.flag != "limit"):
        row.out.setdefault(low, format_number(quantity.low))
    if quantity.high is not None:
        row.out.setdefault(high, format_number(quantity.high))


def _text(plan: Plan, cell: Cell, row: RowContext) -> None:
    text = clean(unguarded(shown(cell)))
    if text.casefold() in BLANK_TEXTS:
        if text:
            row.tally.add(Kind.MISSING, plan.where, "read as missing", text)
        return
    row.out[plan.field.name] = text


def _country(plan: Plan, cell: Cell, row: RowContext) -> None:
    text = clean(shown(cell))
    # NA is Namibia here, never "not available".
    if not text or (text.casefold() in MISSING and text.upper() != "NA"):
        return
    code = row.values.get(fold(plan.header), {}).get(fold(text)) or country_names().get(
        fold(text)
    )
    if code is None:
        row.warn(
            plan,
            cell,
            "a country by name or ISO code",
            f'It is left blank; say --value "{plan.header[:30]}:{text[:20]}=SE".',
        )
        return
    if code != text:
        row.tally.add(Kind.CODE, plan.where, f"'{text[:30]}' read as {code}", text, 0.97)
    row.out[plan.field.name] = code


def _code(plan: Plan, cell: Cell, row: RowContext) -> None:
    text = clean(shown(cell))
    name = plan.field.name
    # "none" is a code of its own in some fields, so the field's codes are asked before the missing marks.
    code = row.values.get(fold(plan.header), {}).get(fold(text)) or codes(name).get(fold(text))
    if code is None and text.casefold() in MISSING:
        return
    if code is None and name == "waste_type":
        row.tally.add(Kind.CODE, plan.where, f"'{text[:30]}' read as other", text, 0.5)
        row.out[name] = "other"
        return
    if code is None:
        row.warn(
            plan,
            cell,
            f"one of: {', '.join(sorted(set(codes(name).values())) or ['a code of the field'])}",
            f'It is left blank; say --value "{plan.header[:30]}:{text[:20]}=CODE".',
        )
        return
    if code != text:
        row.tally.add(Kind.CODE, plan.where, f"'{text[:30]}' read as {code}", text, 0.95)
    row.out[name] = code


def _years(plan: Plan, cell: Cell, row: RowContext) -> None:
    text = clean(shown(cell))
    if text.casefold() in MISSING or text in {"0", "-9999", "9999"}:
        return
    years = YEAR.findall(text)
    if plan.field.name == "deposition_years":
        if len(years) == 2 and years[0] <= years[1]:
            row.out.setdefault("deposition_start", years[0])
            row.out.setdefault("deposition_end", years[1])
            row.tally.add(
                Kind.DATE,
                plan.where,
                "two years read as first and last year of deposition",
                text,
            )
        else:
            row.warn(plan, cell, "two years, as in 1905-1967", "It is left blank.")
        return
    is_date = (
        isinstance(cell, date)
        or re.fullmatch(r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}.*", text) is not None
    )
    if is_date and len(years) == 1:
        row.tally.add(Kind.DATE, plan.where, "the year of a date", text)
        row.out[plan.field.name] = years[0]
    else:
        row.out[plan.field.name] = text.removesuffix(".0")


def _degrees(plan: Plan, cell: Cell, row: RowContext) -> None:
    text = shown(cell).strip()
    if text.casefold() in MISSING:
        return
    is_latitude = plan.field.name == "latitude"
    value = read_degrees(cell, "lat" if is_latitude else "lon")
    if value is not None and value in MISSING_NUMBERS and abs(value) > plan.field.high:
        row.tally.add(Kind.MISSING, plan.where, WORDS["missing"][1], text)
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
            Kind.CONVERSION,
            plan.where,
            "degrees, minutes and seconds, or a letter, to decimal degrees",
            text,
            0.97,
        )
    row.out["=y" if is_latitude else "=x"] = value


def _metres(plan: Plan, cell: Cell, row: RowContext) -> None:
    quantity = read_number(plan, cell, row)
    if quantity is not None and quantity.best is not None:
        row.out[f"={plan.field.name}"] = quantity.best


def _keep(plan: Plan, cell: Cell, row: RowContext) -> None:
    # Some facts are put together from several cells, once the row is read.
    text = clean(shown(cell))
    if text and text.casefold() not in BLANK_TEXTS:
        row.out[f"={plan.field.name}"] = text


CONVERTERS: dict[str, Callable[[Plan, Cell, RowContext], None]] = {
    "number": _number,
    "country": _country,
    "code": _code,
    "yesno": _code,
    "years": _years,
    "degrees": _degrees,
    "metres": _metres,
    **dict.fromkeys(("crs", "coordinates", "geometry", "analyte", "unit"), _keep),
}
