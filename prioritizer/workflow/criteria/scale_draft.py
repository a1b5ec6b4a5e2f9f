"""A scale being edited: texts as typed, and the value function or what is wrong with them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from prioritizer.domain.value_function import Kind, ScaleFault, ValueFunction
from prioritizer.readers.numbers import parse_number
from prioritizer.workflow.ranking import values

MOST_ROWS = 20
ENDS = frozenset({"linear", "log", "sigmoid"})
CORNERS = ("worst below", "best from", "best to", "worst above")
MEMBERS = {
    "worst": "worst end",
    "best": "best end",
    "midpoint": "middle",
    "scale": "width",
    "points": "performances",
    "values": "values",
}
_GROUPS = re.compile(r"(?<=\d)[ \u00a0\u2009\u202f](?=\d{3}(?:\D|$))")
_POWER = re.compile(r"^([+-]?)(?:(\d+(?:\.\d+)?)[·*x])?10\^(-?\d+)$")
Row = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Draft:
    """What stands in the fields of the editor.

    ``rows`` are pairs of texts: performance and value of each corner of a piecewise scale;
    lower limit and value of each class of a stepwise one, the first without a limit; the four
    corners of a target, their second text empty. ``swing`` are a performance of value 0 and
    one of value 1, kept as long as they fit the rows.
    """

    kind: Kind
    worst: str = ""
    best: str = ""
    midpoint: str = ""
    scale: str = ""
    rows: tuple[Row, ...] = ()
    swing: tuple[float, float] = (0.0, 1.0)

    @classmethod
    def of(cls, function: ValueFunction) -> Draft:
        """Return the texts of a value function."""
        texts = [number_text(x) for x in function.points]
        levels = [number_text(x) for x in function.values]
        if function.kind == "stepwise":
            texts.insert(0, "")
        rows = tuple(zip(texts, levels or [""] * len(texts), strict=True))
        return cls(
            function.kind,
            number_text(function.worst),
            number_text(function.best),
            "" if function.midpoint is None else number_text(function.midpoint),
            "" if function.scale is None else number_text(function.scale),
            rows,
            (function.worst, function.best),
        )

    def function(self) -> tuple[ValueFunction | None, tuple[str, ...]]:
        """Return the value function, or None and every fault in words."""
        faults = tuple(self._typing_faults())
        if faults:
            return None, faults
        found = self._function()
        wrong = found.faults()
        if wrong:
            return None, tuple(_words(fault, self.kind) for fault in wrong)
        return found, ()

    def _typing_faults(self) -> Iterator[str]:
        fields = {"worst": self.worst, "best": self.best} if self.kind in ENDS else {}
        if self.kind == "sigmoid":
            fields |= {"midpoint": self.midpoint, "scale": self.scale}
        for name, text in fields.items():
            yield from _number_faults(MEMBERS[name].capitalize(), text)
        for place, (first, second) in enumerate(self.rows):
            is_open = self.kind == "stepwise" and place == 0
            if self.kind == "target":
                yield from _number_faults(CORNERS[place].capitalize(), first)
                continue
            if not is_open:
                yield from _number_faults(f"Row {place + 1}, performance", first)
            yield from _number_faults(f"Row {place + 1}, value", second)

    def _function(self) -> ValueFunction:
        if self.kind in ENDS:
            worst, best = read_number(self.worst), read_number(self.best)
            if self.kind != "sigmoid":
                return ValueFunction(self.kind, worst, best)
            middle, width = read_number(self.midpoint), read_number(self.scale)
            return ValueFunction("sigmoid", worst, best, midpoint=middle, scale=width)
        firsts = [text for text, _ in self.rows]
        points = tuple(read_number(t) for t in firsts[self.kind == "stepwise" :])
        levels = tuple(read_number(v) for _, v in self.rows if self.kind != "target")
        kept = ValueFunction(self.kind, *self.swing, points, levels)
        if not kept.faults():
            return kept
        worst, best = _swing(self.kind, points, levels)
        return ValueFunction(self.kind, worst, best, points, levels)

    def with_row(self, place: int, row: Row) -> Draft:
        """Return the draft with one row rewritten."""
        rows = list(self.rows)
        rows[place] = row
        return replace(self, rows=tuple(rows))

    def longer(self) -> Draft:
        """Return the draft with one more row, to be filled in."""
        return replace(self, rows=(*self.rows, ("", "")))

    def shorter(self) -> Draft:
        """Return the draft without its last row."""
        return replace(self, rows=self.rows[:-1])


def as_kind(function: ValueFunction, kind: Kind) -> Draft:
    """Return a draft of another kind that follows a value function as far as it can."""
    if kind == function.kind:
        return Draft.of(function)
    worst, best = function.worst, function.best
    low, high = min(worst, best), max(worst, best)
    if kind == "log" and low <= 0:
        low = high / 1000 if high > 0 else 0.001
        high = max(high, 1.0) if high <= 0 else high
        worst, best = (low, high) if worst < best else (high, low)
    if kind in ("linear", "log"):
        return Draft.of(ValueFunction(kind, worst, best))
    if kind == "sigmoid":
        middle, width = (low + high) / 2, (high - low) / 8
        return Draft.of(ValueFunction("sigmoid", worst, best, midpoint=middle, scale=width))
    between = _between(function, {"target": 5, "stepwise": 2}.get(kind, 3))
    if kind == "target":
        corners = (low, between[1], between[3], high)
        inside = (between[1] + between[3]) / 2
        return Draft.of(ValueFunction("target", low, inside, corners))
    if kind == "stepwise":
        classes = (0.0, 0.5, 1.0) if worst < best else (1.0, 0.5, 0.0)
        swing = _swing("stepwise", between, classes)
        return Draft.of(ValueFunction("stepwise", *swing, between, classes))
    points = (low, *between, high)
    levels = tuple(round(float(v), 3) for v in values.apply(function, np.array(points)))
    return Draft.of(ValueFunction("piecewise", worst, best, points, levels))


def _between(function: ValueFunction, n: int) -> tuple[float, ...]:
    """Return ``n`` performances inside the scale, evenly spread on its axis, three digits."""
    low, high = sorted((function.worst, function.best))
    if function.kind == "log":
        inner = np.geomspace(low, high, n + 2)[1:-1]
    else:
        inner = np.linspace(low, high, n + 2)[1:-1]
    return tuple(float(f"{x:.3g}") for x in inner)


def _swing(
    kind: Kind, points: tuple[float, ...], levels: tuple[float, ...]
) -> tuple[float, float]:
    """Return a performance of value 0 and the nearest one of value 1.

    What cannot be found is left to the faults of the value function.
    """
    if kind == "target":
        inner = (points[1] + points[2]) / 2 if len(points) == 4 else math.nan
        return (points[0] if points else math.nan), inner
    lows = [k for k, level in enumerate(levels) if level == 0]
    highs = [k for k, level in enumerate(levels) if level == 1]
    if not lows or not highs or len(points) < 1:
        return (points[0], points[-1]) if points else (0.0, 1.0)
    worst, best = min(
        ((a, b) for a in lows for b in highs), key=lambda pair: abs(pair[0] - pair[1])
    )
    if kind == "piecewise":
        n = len(points) - 1
        return points[min(worst, n)], points[min(best, n)]
    return _inside(points, worst), _inside(points, best)


def _inside(limits: tuple[float, ...], place: int) -> float:
    """Return a performance in a class: its lower limit, in the first class one below it."""
    if place > 0:
        return limits[min(place, len(limits)) - 1]
    step = min((b - a for a, b in pairwise(limits)), default=abs(limits[0]) or 1.0)
    return 0.0 if 0 < limits[0] <= step else limits[0] - step


def number_text(number: float) -> str:
    """Return a number as one would type it, with gaps between thousands."""
    if number == 0 or 1e-4 <= abs(number) < 1e15:
        text = f"{number:,.12g}" if abs(number) < 1e12 else f"{number:,.0f}"
        if "e" not in text:
            return text.replace(",", " ")
    return f"{number:.12g}"


def _typed(text: str) -> str:
    plain = _GROUPS.sub("", text.strip().replace("−", "-"))
    power = _POWER.match(plain.replace(" ", ""))
    if power:
        sign, factor, exponent = power.groups()
        return f"{sign}{factor or 1}e{exponent}"
    return plain


def read_number(text: str) -> float:
    """Return the number that was typed, NaN where it is none."""
    number = parse_number(_typed(text))
    return math.nan if number is None else number


def _number_faults(where: str, text: str) -> Iterator[str]:
    if not text.strip():
        yield f"{where}: nothing is given. Type a number."
    elif math.isnan(read_number(text)):
        yield (
            f"{where}: found “{text.strip()[:40]}”. Expected a number such as 0.05 or 10 000. "
            "Write a decimal point, and leave the unit out."
        )


def _words(fault: ScaleFault, kind: Kind) -> str:
    where = MEMBERS.get(fault.member, fault.member).capitalize()
    if kind not in ENDS and fault.member in ("worst", "best"):
        where = f"Value {0 if fault.member == 'worst' else 1}"
    return f"{where}: found {fault.found}. Expected {fault.expected}. {fault.hint}"
