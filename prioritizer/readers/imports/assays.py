"""Grades, wide or long, to rows of the grades table; several of one analyte put together."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from prioritizer.domain.imports import Topic
from prioritizer.domain.site import QUARANTINED
from prioritizer.readers.imports.cells.number_cells import read_number
from prioritizer.readers.imports.cells.row_context import RowContext, format_number, shown
from prioritizer.readers.imports.cells.tally import Tally
from prioritizer.readers.imports.columns.grade_columns import is_partial, read_analyte
from prioritizer.readers.imports.columns.plans import Plan
from prioritizer.readers.imports.texts.quantities import Quantity, read_quantity
from prioritizer.readers.imports.words.records import Cell, Log
from prioritizer.readers.imports.words.units import find_unit
from prioritizer.readers.plausible_grades import ROOMY, why_impossible

ENDS = {"grade_low": "low", "grade": "", "grade_high": "high", "contained": "contained"}
GRADE_COLUMNS = (
    "site_id",
    "analyte",
    "low",
    "best",
    "high",
    "unit",
    "statistic",
    "basis",
    "samples_n",
    "contained_t",
    "source",
    "use",
    "note",
)
PER_MILLION = {"%": 10_000.0, "ppm": 1.0, "g/t": 1.0, "mg/kg": 1.0}


@dataclass(slots=True)
class Grade:
    """One grade on its way to the table; values in ``unit``."""

    line: int
    analyte: str
    unit: str = ""
    low: float | None = None
    best: float | None = None
    high: float | None = None
    contained_t: float | None = None
    statistic: str = ""
    basis: str = ""
    samples_n: int | None = None
    is_used: bool = True
    note: str = ""

    @property
    def is_known(self) -> bool:
        """Return whether it holds any figure."""
        return any(v is not None for v in (self.low, self.best, self.high, self.contained_t))

    def quarantine(self) -> None:
        """Take a grade of an element out of use where it is beyond all minerals."""
        why = why_impossible(self.analyte, (self.low, self.best, self.high), self.unit)
        if why:
            self.is_used = False
            self.note = "; ".join(filter(None, (f"{QUARANTINED}{why}", self.note)))

    @property
    def ends(self) -> tuple[float, float]:
        """Return the smallest and the largest it can be; an open end is 0 or infinite."""
        low = self.low if self.low is not None else self.best
        high = self.high if self.high is not None else self.best
        return low or 0.0, math.inf if high is None else high

    @property
    def middle(self) -> float:
        """Return best, or the middle of low and high; half of a limit."""
        if self.best is not None:
            return self.best
        low, high = self.low or 0.0, self.high
        return low if high is None else (low + high) / 2


@dataclass(slots=True)
class GradeCollector:
    """Collects the grades of all rows by site."""

    analytes: Collection[str]
    log: Log
    tally: Tally
    found: dict[str, list[Grade]] = field(default_factory=dict)

    def read_wide(
        self, plan: Plan, cell: Cell, row: RowContext, grades: dict[str, Grade]
    ) -> None:
        """Read a column that names its analyte, such as ``Cu %``."""
        kind, _, analyte = plan.field.name.partition(":")
        quantity = _grade_quantity(plan, cell, row)
        if kind != "contained":
            quantity = _qualified(
                quantity, row.out.get(f"=qualifier:{analyte}", ""), plan, cell, row
            )
        if quantity is not None:
            grade = grades.setdefault(
                analyte, Grade(row.line, analyte, basis=_basis(plan.header))
            )
            _fill(grade, ENDS[kind], quantity, plan, cell, row)

    def read_long(
        self, plans: Sequence[tuple[Plan, Cell]], row: RowContext, grades: dict[str, Grade]
    ) -> None:
        """Read the grade of the analyte that the row names."""
        analyte = self._analyte(row)
        unit = row.out.pop("=grade_unit", "")
        if not analyte:
            return
        for plan, cell in plans:
            chosen = plan
            if unit and not plan.unit.dimension:
                known = find_unit(unit, "grade")
                if known is None or known.doubt.startswith("ask: "):
                    row.error(
                        plan,
                        cell,
                        "a unit of grade in the unit column",
                        f"'{unit[:20]}' is none; correct it.",
                    )
                    continue
                chosen = Plan(
                    plan.index,
                    plan.header,
                    plan.where,
                    plan.field,
                    known,
                    plan.mark,
                    plan.is_doubtful,
                )
            quantity = _qualified(
                _grade_quantity(chosen, cell, row),
                row.out.get("=grade_qualifier", ""),
                plan,
                cell,
                row,
            )
            if quantity is not None:
                grade = grades.setdefault(
                    analyte, Grade(row.line, analyte, basis=_basis(plan.header))
                )
                _fill(grade, ENDS[plan.field.name], quantity, chosen, cell, row)

    def _analyte(self, row: RowContext) -> str:
        text = row.out.pop("=analyte", "")
        if not text and "commodity_mined" in row.out:
            code = read_analyte(row.out["commodity_mined"], self.analytes)
            if code:
                self.tally.add(
                    Topic.COLUMN,
                    "grade",
                    f"the commodity '{row.out['commodity_mined'][:40]}' read as its "
                    f"analyte {code}",
                    row.out["commodity_mined"],
                    0.8,
                )
            return code
        code = read_analyte(text, self.analytes)
        part = row.out.get("=grade_fraction", "")
        if is_partial(part):
            self.tally.add(
                Topic.CODE, "analyte", f"'{part[:30]}' is a part of the whole, not used", text
            )
            return f"{text} ({part})"[:60]
        if code and code != text:
            self.tally.add(Topic.CODE, "analyte", f"'{text[:30]}' read as {code}", text, 0.95)
        return code or text[:60]

    def keep(self, site_id: str, grades: dict[str, Grade]) -> None:
        """Keep the grades of one row under a site."""
        kept = [
            grade for grade in grades.values() if grade.is_known and self._is_ordered(grade)
        ]
        if kept:
            self.found.setdefault(site_id, []).extend(kept)

    def _is_ordered(self, grade: Grade) -> bool:
        known = [v for v in (grade.low, grade.best, grade.high) if v is not None]
        if known == sorted(known):
            return True
        self.log.error(
            grade.line,
            grade.analyte,
            f"low {grade.low}, best {grade.best}, high {grade.high}",
            "low ≤ best ≤ high",
            "Exchange or correct the three.",
        )
        return False

    def rows(self, source: str) -> Iterator[tuple[list[str], int]]:
        """Yield the rows of the grades table, each with the line it comes from."""
        for site_id, grades in self.found.items():
            for grade in self._one_each(site_id, grades):
                row = _row(site_id, grade, source, self.analytes)
                yield [row[name] for name in GRADE_COLUMNS], grade.line
            grades.clear()

    def _one_each(self, site_id: str, grades: list[Grade]) -> list[Grade]:
        by_analyte: dict[str, list[Grade]] = {}
        for grade in grades:
            by_analyte.setdefault(grade.analyte, []).append(grade)
        result: list[Grade] = []
        for several in by_analyte.values():
            for grade in several:
                grade.quarantine()
            sound = [grade for grade in several if grade.is_used]
            if len(sound) < 2:
                result += several
                continue
            self.tally.add(
                Topic.CONVERSION,
                "grades",
                "several values of one analyte put together as their mean, "
                "with the smallest and largest as low and high",
                site_id,
                0.7,
            )
            result += [grade for grade in several if not grade.is_used]
            result.append(_mean(sound))
            for grade in sound:
                grade.is_used, grade.note = False, "one of several values, see the mean"
                result.append(grade)
        return result


@lru_cache(maxsize=1_000)
def _basis(header: str) -> str:
    """Return where a grade stands; one text for all grades of a column."""
    return f"column '{header[:60]}'"


def _mean(several: list[Grade]) -> Grade:
    """Return the mean of several values with the smallest and the largest they can be.

    A value below a limit lies between 0 and the limit; half of it goes into the best estimate
    of the mean, and the note says between what the mean lies.
    """
    unit = several[0].unit or "ppm"
    scales = [PER_MILLION[grade.unit or unit] / PER_MILLION[unit] for grade in several]
    ends = [grade.ends for grade in several]
    lows = [low * scale for (low, _), scale in zip(ends, scales, strict=True)]
    highs = [high * scale for (_, high), scale in zip(ends, scales, strict=True)]
    middles = [grade.middle * scale for grade, scale in zip(several, scales, strict=True)]
    is_open = any(math.isinf(high) for high in highs)
    n = len(several)
    note = "calculated at import"
    if is_open:
        note += f"; the mean is at least {sum(lows) / n:.4g}"
    elif lows != highs:
        note += f"; the mean lies between {sum(lows) / n:.4g} and {sum(highs) / n:.4g}"
    return Grade(
        several[0].line,
        several[0].analyte,
        unit,
        min(lows),
        None if is_open else sum(middles) / n,
        None if is_open else max(highs),
        statistic=f"mean of {n} values",
        basis=several[0].basis,
        samples_n=n,
        note=note,
    )


def _grade_quantity(plan: Plan, cell: Cell, row: RowContext) -> Quantity | None:
    quantity = read_number(plan, cell, row)
    if quantity is None or plan.field.name.startswith("contained:"):
        return quantity
    unit = _unit_of(plan, cell, row)
    if unit is None:
        row.error(
            plan,
            cell,
            "a grade with a unit",
            f'Add the unit, or say which: --unit "{plan.header[:40]}=UNIT" (%, ppm or g/t).',
        )
        return None
    for value in (quantity.low, quantity.best, quantity.high):
        if value is not None and not 0 <= value <= ROOMY[unit]:
            row.error(
                plan,
                cell,
                f"a grade from 0 to {ROOMY[unit]:g} {unit}",
                "Check the value and its unit.",
            )
            return None
    return quantity


def _qualified(
    quantity: Quantity | None, code: str, plan: Plan, cell: Cell, row: RowContext
) -> Quantity | None:
    """Return a grade as the qualifier beside it says: a limit, a lower bound, or nothing."""
    if quantity is None or not code or code == "plain":
        return quantity
    value = quantity.best
    what, changed = {
        "below": (
            "a qualifier read as 'below': from 0 to the value",
            Quantity(0.0, None, value),
        ),
        "above": ("a qualifier read as 'more than': the low end", Quantity(value, None, None)),
        "estimated": ("a qualifier read as 'about'", Quantity(None, value, None)),
    }.get(code, ("a qualifier that is 'rejected' or not known: not used", None))
    row.tally.add(Topic.LIMIT, plan.where, what, shown(cell))
    if changed is None or value is None:
        # A cell that is a limit in its own words stays one.
        return None if changed is None else quantity
    flag = {"below": "limit", "above": "bound"}.get(code, "approximate")
    return replace(changed, flag=flag)


def _unit_of(plan: Plan, cell: Cell, row: RowContext) -> str | None:
    own = read_quantity(cell, plan.mark).unit
    unit = find_unit(own, "grade") if own else plan.unit
    return unit.into if unit is not None and unit.into in ROOMY else None


def _fill(
    grade: Grade, end: str, quantity: Quantity, plan: Plan, cell: Cell, row: RowContext
) -> None:
    if end == "contained":
        grade.contained_t = quantity.best
        return
    unit = _unit_of(plan, cell, row) or ""
    if grade.unit and unit != grade.unit:
        factor = PER_MILLION[unit] / PER_MILLION[grade.unit]
        quantity = quantity.scaled(factor)
    else:
        grade.unit = unit
    if end:
        value = quantity.best if quantity.best is not None else getattr(quantity, end)
        setattr(grade, end, value)
        return
    grade.low = quantity.low if quantity.low is not None else grade.low
    grade.best = quantity.best if quantity.best is not None else grade.best
    grade.high = quantity.high if quantity.high is not None else grade.high
    if quantity.flag == "limit":
        grade.statistic, grade.note = (
            "below detection limit",
            f"'{shown(cell)[:40]}' in the file",
        )
    elif quantity.flag:
        grade.statistic = {"bound": "lower bound", "range": "range"}.get(
            quantity.flag, quantity.flag
        )
        grade.note = f"'{shown(cell)[:40]}' in the file"


def _row(site_id: str, grade: Grade, source: str, analytes: Collection[str]) -> dict[str, str]:
    def number(value: Any) -> str:
        return "" if value is None else format_number(value)

    is_known = grade.analyte in analytes
    return {
        "site_id": site_id,
        "analyte": grade.analyte,
        "low": number(grade.low),
        "best": number(grade.best),
        "high": number(grade.high),
        "unit": grade.unit,
        "statistic": grade.statistic or ("contained" if not grade.unit else ""),
        "basis": grade.basis,
        "samples_n": number(grade.samples_n),
        "contained_t": number(grade.contained_t),
        "source": source,
        "use": "yes" if grade.is_used and is_known else "no",
        "note": grade.note
        or ("" if is_known else "not an analyte of criteria/reference/analytes.csv"),
    }
