"""The sheet Curves: corners of scales with corners, and the formulas of all six shapes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from prioritizer.domain.criterion import Criterion, ValueFunction
from prioritizer.engine.value_functions import corner_values
from prioritizer.exports.workbook.book import Book
from prioritizer.exports.workbook.layout import SETTINGS_FIRST, cell, span

SHEET = "Curves"
HEADER = (
    "Criterion",
    "Corner",
    "Performance (change me)",
    "Value (change me)",
    "Performance in the tool",
    "Value in the tool",
)
TARGET_CORNERS = ("worst below", "best from", "best to", "worst above")
# Stands for an open end; beyond every performance, and its square still a number.
FAR = "10^150"
# A minus before a number binds more tightly than a power in a spreadsheet.
FAR_BELOW = f"(0-{FAR})"


@dataclass(frozen=True, slots=True)
class CurveRow:
    """One corner: what it is, its performance (None for the open first class), its value."""

    label: str
    performance: float | None
    value: float | None


def curve_rows(function: ValueFunction) -> tuple[CurveRow, ...]:
    """Return what a scale needs besides its ends; nothing for ``linear`` and ``log``."""
    if function.kind == "sigmoid":
        return (
            CurveRow("midpoint", function.midpoint, None),
            CurveRow("width", function.scale, None),
        )
    levels = corner_values(function)
    if function.kind == "stepwise":
        first = CurveRow("class below the next limit", None, levels[0])
        rest = (
            CurveRow("class from this limit", p, v)
            for p, v in zip(function.points, levels[1:], strict=True)
        )
        return (first, *rest)
    labels = TARGET_CORNERS if function.kind == "target" else ["corner"] * len(function.points)
    corners = zip(labels, function.points, levels, strict=True)
    return tuple(CurveRow(label, p, v) for label, p, v in corners)


def has_curves(criteria: Sequence[Criterion]) -> bool:
    """Return whether any scale needs the sheet."""
    return any(curve_rows(c.value_function) for c in criteria)


def unchanged(criteria: Sequence[Criterion]) -> str:
    """Return the test that the corners are those of the tool."""
    last = SETTINGS_FIRST + sum(len(curve_rows(c.value_function)) for c in criteria) - 1
    given, tool = (
        f"{SHEET}!{span(SETTINGS_FIRST, first, last, first + 1)}" for first in (2, 4)
    )
    return f"SUMPRODUCT(--({given}<>{tool}))=0"


def add_curves(book: Book, criteria: Sequence[Criterion], *, may_change: bool) -> None:
    """Add Curves, if any scale needs it; ``may_change`` where scores would follow."""
    if not has_curves(criteria):
        return
    sheet = book.sheet(
        SHEET,
        "Corners of the scales",
        "Performances must rise from row to row of one criterion; values lie between 0 and 1."
        + (" The yellow cells may change." if may_change else ""),
        color="#E0B000",
    )
    book.row(sheet, SETTINGS_FIRST - 1, HEADER)
    row = SETTINGS_FIRST
    for criterion in criteria:
        for corner in curve_rows(criterion.value_function):
            _add_corner(book, sheet, row, criterion, corner, "input" if may_change else "text")
            row += 1
    for column, width in enumerate((30, 26, 24, 20, 24, 18)):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(SETTINGS_FIRST, 1)


def _add_corner(
    book: Book, sheet: Any, row: int, criterion: Criterion, corner: CurveRow, given: str
) -> None:
    is_fixed = criterion.value_function.kind == "target"
    book.text(sheet, row, 0, criterion.name, "label")
    book.text(sheet, row, 1, corner.label)
    for column, number, look in (
        (2, corner.performance, given),
        (3, corner.value, "tool" if is_fixed else given),
        (4, corner.performance, "tool"),
        (5, corner.value, "tool"),
    ):
        if number is not None:
            book.number(sheet, row, column, number, "General", look)


class Shape:
    """The formulas of one criterion's scale, with its corners on the sheet Curves."""

    def __init__(self, criteria: Sequence[Criterion], k: int) -> None:
        before = (len(curve_rows(c.value_function)) for c in criteria[:k])
        self._first = SETTINGS_FIRST + sum(before)
        self._function = criteria[k].value_function
        self._name = criteria[k].id
        n = len(curve_rows(self._function))
        self._x = [self._corner(row, 2) for row in range(n)]
        self._v = [self._corner(row, 3) for row in range(n)]

    def _corner(self, row: int, column: int) -> str:
        return f"{SHEET}!{cell(self._first + row, column, is_fixed=True)}"

    @property
    def kind(self) -> str:
        """Return the shape."""
        return self._function.kind

    def value(self, x: str) -> str:
        """Return the formula of the value at an address or number."""
        if self.kind == "piecewise":
            corners = pairwise(zip(self._x, self._v, strict=True))
            parts = [
                f"({v1}-{v0})*{_ramp(f'{x}-{x0}', f'{x1}-{x0}')}"
                for (x0, v0), (x1, v1) in corners
            ]
            return "+".join([self._v[0], *parts])
        if self.kind == "stepwise":
            parts = [
                f"IF({x}>={limit},{v1}-{v0},0)"
                for limit, (v0, v1) in zip(self._x[1:], pairwise(self._v), strict=True)
            ]
            return "+".join([self._v[0], *parts])
        if self.kind == "target":
            a, b, c, d = self._x
            rising = f"IF({b}>{a},{_ramp(f'{x}-{a}', f'{b}-{a}')},IF({x}>={b},1,0))"
            falling = f"IF({d}>{c},{_ramp(f'{d}-{x}', f'{d}-{c}')},IF({x}<={c},1,0))"
            return f"MIN({rising},{falling})"
        if self.kind == "sigmoid":
            low, high = (f"{end}({self._name}_from,{self._name}_to)" for end in ("MIN", "MAX"))
            at = self._logistic(f"MAX({low},MIN({high},{x}))")
            worst, best = (self._logistic(f"{self._name}_{end}") for end in ("from", "to"))
            return f"MAX(0,MIN(1,({at}-{worst})/({best}-{worst})))"
        # 0 has no logarithm: -999 is below the exponent of every number, so it lies outside.
        name = self._name
        turned = f"IF({name}_log,IF({x}>0,LOG10({x}),-999),{x})"
        return f"MAX(0,MIN(1,({turned}-{name}_from)/({name}_to-{name}_from)))"

    def _logistic(self, x: str) -> str:
        midpoint, width = self._x
        return f"TANH(({x}-{midpoint})/{width}/2)"

    def end(self, low: str, high: str, *, is_high: bool) -> str:
        """Return the formula of the lowest or the highest value between two ends.

        A blank end is open. A curve that turns may have its extreme at a corner in between.
        """
        worst_or_best = 1 if is_high else 0
        if self._function.direction != "target":
            first, second = (high, low) if is_high else (low, high)
            ends = (
                f'IF({end}="",{worst_or_best},{self.value(end)})' for end in (first, second)
            )
            return f"IF({self._name}_rises,{','.join(ends)})"
        at = f'IF({low}="",{FAR_BELOW},{low})', f'IF({high}="",{FAR},{high})'
        found = [self.value(end) for end in at] + [
            f"IF(AND({inside}),{v},{1 - worst_or_best})"
            for inside, v in zip(self._inside(*at), self._v, strict=True)
        ]
        return f"{'MAX' if is_high else 'MIN'}({','.join(found)})"

    def _inside(self, low: str, high: str) -> list[str]:
        """Return the tests that a corner or a class lies between two ends."""
        if self.kind != "stepwise":
            return [f"{low}<={x},{x}<={high}" for x in self._x]
        limits = [FAR_BELOW, *self._x[1:], FAR]
        return [f"{low}<{upper},{high}>={lower}" for lower, upper in pairwise(limits)]

    def inverse(self, value: str) -> str:
        """Return the formula of the performance on the way to best that has a value."""
        if self.kind == "piecewise":
            parts = [
                f"IF({v1}>{v0},({x1}-{x0})*{_ramp(f'{value}-{v0}', f'{v1}-{v0}')},"
                f"IF({value}>{v1},{x1}-{x0},0))"
                for (x0, v0), (x1, v1) in pairwise(self._path())
            ]
            return "+".join([f"{self._name}_from", *parts])
        if self.kind == "stepwise":
            path = self._classes()
            parts = [
                f"IF({value}>({v0}+{v1})/2,{x1}-{x0},0)"
                for (x0, v0), (x1, v1) in pairwise(path)
            ]
            return "+".join([path[0][0], *parts])
        if self.kind == "sigmoid":
            worst, best = (self._logistic(f"{self._name}_{end}") for end in ("from", "to"))
            midpoint, width = self._x
            x = f"{midpoint}+2*{width}*ATANH({worst}+{value}*({best}-{worst}))"
            low, high = (f"{end}({self._name}_from,{self._name}_to)" for end in ("MIN", "MAX"))
            # The inverse is infinite where the curve is flat at an end.
            return (
                f"IF({value}<=0,{self._name}_from,IF({value}>=1,{self._name}_to,"
                f"MAX({low},MIN({high},{x}))))"
            )
        x = f"{self._name}_from+{value}*({self._name}_to-{self._name}_from)"
        return f"IF({self._name}_log,10^({x}),{x})"

    def _path(self) -> list[tuple[str, str]]:
        function = self._function
        low, high = sorted((function.worst, function.best))
        inside = [
            (self._x[row], self._v[row])
            for row, point in enumerate(function.points)
            if low < point < high
        ]
        inside = inside if function.worst < function.best else inside[::-1]
        return [(f"{self._name}_from", "0"), *inside, (f"{self._name}_to", "1")]

    def _classes(self) -> list[tuple[str, str]]:
        """Return a performance and the value of each class that is passed, the worst first."""
        function = self._function
        low, high = sorted((function.worst, function.best))
        is_rising = function.worst < function.best
        rows = [row for row, point in enumerate(function.points) if low < point <= high]
        start = rows[0] if rows else 0
        smaller = f"{self._name}_{'from' if is_rising else 'to'}"
        path = [(start, smaller), *((row + 1, self._x[row + 1]) for row in rows)]
        path = path if is_rising else path[::-1]
        kept: list[tuple[str, str]] = []
        level = None
        for row, x in path:
            if function.values[row] != level:
                kept.append((x, self._v[row]))
            level = function.values[row]
        return kept


def _ramp(numerator: str, denominator: str) -> str:
    return f"MAX(0,MIN(1,({numerator})/({denominator})))"
