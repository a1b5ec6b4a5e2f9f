"""A value function as a curve, with the sites on it, and another curve to compare it with."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from prioritizer.domain.words import counted, number
from prioritizer.figures.axes import ticks
from prioritizer.figures.svg import (
    INK,
    MUTED,
    PALE,
    WIDTH,
    Figure,
    box,
    clean,
    dot,
    frame,
    label,
    legend,
    line,
    told,
    words,
)

LEFT, RIGHT, TOP, HEIGHT, RUG = 52.0, 14.0, 30.0, 205.0, 12.0
NOW, DRAFT = "#0B5A78", "#D55E00"
SITE = "#5B6B75"
MOST_NAMED = 3
MOST_APART = 1000
"""Of so many sites each has a point of its own, unless it stands where another one does."""


@dataclass(frozen=True, slots=True)
class Curve:
    """Corners of a curve: performances in the unit of the criterion, and their values."""

    performances: Sequence[float]
    values: Sequence[float]


@dataclass(frozen=True, slots=True)
class SitesOnCurve:
    """Sites with a known performance, on the curve that counts; ``chosen`` is one's index."""

    names: Sequence[str]
    performances: Sequence[float]
    values: Sequence[float]
    chosen: int | None = None


@dataclass(frozen=True, slots=True)
class CurveFigure:
    """What is drawn: the present curve, a draft beside it, sites, and what is not on it.

    ``span`` are the performances between which the value can change, by the curve that counts;
    ``gaps`` counts the sites of which nothing is known, ``bounded`` those without a figure of
    which limits are known; neither stands on the curve.
    """

    title: str
    unit: str
    now: Curve
    draft: Curve | None
    sites: SitesOnCurve
    span: tuple[float, float]
    gaps: int
    is_log: bool
    bounded: int = 0


def value_curve(found: CurveFigure) -> Figure:
    """Return the chart: performance from left to right, value from 0 to 1."""
    axis = _Axis.of(found)
    low, high = found.span
    beyond = sum(not low <= x <= high for x in found.sites.performances)
    keys = [(NOW, "scale in use")]
    if found.draft is not None:
        keys.append((DRAFT, "your draft"))
    keys.append((SITE, f"sites ({len(found.sites.names)})"))
    drawn, _ = legend(keys, 12)
    bottom = TOP + HEIGHT
    body = [*drawn, *_outside(axis, found.span), *_grid(axis, found.unit)]
    body.append(_path(axis, found.now, NOW, "" if found.draft is None else "6 4"))
    if found.draft is not None:
        body.append(_path(axis, found.draft, DRAFT, ""))
    body += _sites(axis, found.sites, found.unit)
    chart = frame(bottom + RUG + 50, body, title=f"Value of {found.title}")
    return Figure(chart, _in_words(found, beyond), _caption(found, beyond))


@dataclass(frozen=True, slots=True)
class _Axis:
    """Where a performance is drawn, and the numbers below."""

    low: float
    high: float
    is_log: bool
    marks: tuple[float, ...]

    @classmethod
    def of(cls, found: CurveFigure) -> _Axis:
        curves = [c for c in (found.now, found.draft) if c is not None]
        seen = [x for curve in curves for x in curve.performances]
        low, high = min(seen), max(seen)
        known = [x for x in found.sites.performances if math.isfinite(x)]
        if found.is_log:
            # Sites far outside are drawn at the edge: the scale itself must stay readable.
            reach = max((math.log10(high) - math.log10(low)) / 3, 0.3)
            low = max(min([low, *(x for x in known if x > 0)]), low * 10**-reach)
            high = min(max([high, *known]), high * 10**reach)
            marks = _decades(low, high)
        else:
            reach = (high - low) / 3
            low, high = (
                max(min([low, *known]), low - reach),
                min(max([high, *known]), high + reach),
            )
            marks = tuple(x for x in ticks(low, high) if low - 1e-12 <= x <= high + 1e-12)
        return cls(low, high, found.is_log, marks)

    def x(self, performance: float) -> float:
        inside = min(max(performance, self.low), self.high)
        scale: Callable[[float], float] = math.log10 if self.is_log else float
        share = (scale(inside) - scale(self.low)) / (scale(self.high) - scale(self.low))
        return LEFT + 8 + (WIDTH - LEFT - RIGHT - 16) * share


def _decades(low: float, high: float) -> tuple[float, ...]:
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    every = [m * 10.0**k for k in range(first, last + 1) for m in (1, 2, 5)]
    inside = [x for x in every if low * 0.999 <= x <= high * 1.001]
    whole = [x for x in inside if abs(math.log10(x) - round(math.log10(x))) < 1e-9]
    return tuple(inside if len(inside) <= 9 else whole)


def _y(value: float) -> float:
    return TOP + HEIGHT * (1 - value)


def _grid(axis: _Axis, unit: str) -> Iterator[str]:
    for value in (0.0, 0.25, 0.5, 0.75, 1.0):
        yield line(LEFT, _y(value), WIDTH - RIGHT, _y(value))
        text = "value 1" if value == 1 else number(value)
        yield words(LEFT - 6, _y(value) + 4, text, size=11, anchor="end", fill=MUTED)
    bottom = TOP + HEIGHT + RUG
    for mark in axis.marks:
        x = axis.x(mark)
        yield line(x, TOP, x, bottom)
        yield words(x, bottom + 14, number(mark), size=11, anchor="middle", fill=MUTED)
    middle = (LEFT + WIDTH - RIGHT) / 2
    words_of_axis = f"performance, {unit}" if unit else "performance"
    yield words(
        middle,
        bottom + 32,
        f"{words_of_axis}{' (logarithmic axis)' if axis.is_log else ''}",
        size=12,
        anchor="middle",
        fill=MUTED,
    )


def _outside(axis: _Axis, span: tuple[float, float]) -> Iterator[str]:
    """Yield what marks the performances beyond the ends of the scale."""
    left, right = LEFT, WIDTH - RIGHT
    low, high = (axis.x(end) if math.isfinite(end) else None for end in span)
    if low is not None and low > LEFT + 9:
        yield box(left, TOP, low - left, HEIGHT, PALE)
    if high is not None and high < right - 9:
        yield box(high, TOP, right - high, HEIGHT, PALE)


def _path(axis: _Axis, curve: Curve, color: str, dash: str) -> str:
    points = " ".join(
        f"{axis.x(x):.1f},{_y(y):.1f}"
        for x, y in zip(curve.performances, curve.values, strict=True)
    )
    pattern = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<polyline points="{points}" fill="none" stroke="{color}" stroke-width="2.4" '
        f'stroke-linejoin="round"{pattern}/>'
    )


def _here(sites: SitesOnCurve, rows: Sequence[int], unit: str) -> str:
    """Return the sites of one point in words: the first few by name."""
    names = ", ".join(sites.names[row] for row in rows[:MOST_NAMED])
    more = f" and {len(rows) - MOST_NAMED} more" if len(rows) > MOST_NAMED else ""
    performance = f"{_reach([sites.performances[row] for row in rows])} {unit}".rstrip()
    value = _reach([sites.values[row] for row in rows])
    return f"{names}{more}: {performance}, value {value}"


def _reach(found: Sequence[float]) -> str:
    """Return numbers in words: the one that all are, or the least and the greatest."""
    least, most = number(min(found)), number(max(found))
    return least if least == most else f"{least} to {most}"


def _sites(axis: _Axis, sites: SitesOnCurve, unit: str) -> Iterator[str]:
    foot = TOP + HEIGHT + RUG
    places = [(axis.x(x), _y(y)) for x, y in zip(sites.performances, sites.values, strict=True)]
    together: dict[tuple[float, float], list[int]] = {}
    # Of many sites, those that nobody could tell apart by eye share a point.
    digits = 1 if len(places) <= MOST_APART else 0
    for k, (x, y) in enumerate(places):
        together.setdefault((round(x, digits), round(y, digits)), []).append(k)
    for (x, y), rows in together.items():
        yield line(x, foot - 9, x, foot - 1, stroke=SITE, width=1.2)
        yield told(_here(sites, rows, unit), dot(x, y, 3.2, SITE))
    if sites.chosen is not None:
        x, y = places[sites.chosen]
        name = label(sites.names[sites.chosen], 40)
        is_right = x > WIDTH * 0.55
        is_low = sites.values[sites.chosen] < 0.35
        yield line(x, TOP if is_low else y, x, foot, stroke=INK, width=1.4, dash="2 2")
        yield dot(x, y, 6, INK)
        # Where the curve is not: below a high point, above a low one.
        said = words(
            x - 9 if is_right else x + 9,
            TOP + 14 if is_low else TOP + HEIGHT - 12,
            f"{name}: {number(sites.values[sites.chosen])}",
            size=12.5,
            anchor="end" if is_right else "start",
            weight="bold",
        )
        rim = '<text stroke="#FFFFFF" stroke-width="4" paint-order="stroke" '
        yield said.replace("<text ", rim, 1)


def _caption(found: CurveFigure, beyond: int) -> str:
    n = len(found.sites.names)
    parts = [
        f"{counted(n, 'site')} with a known figure {'stands' if n == 1 else 'stand'} on "
        "the curve"
        if n
        else "No site has a known figure here"
    ]
    if beyond:
        parts.append(f"{beyond} of them beyond the scale (shaded), held at its end")
    if found.bounded:
        parts.append(f"{found.bounded} known in part count between the limits of what is known")
    if found.gaps:
        parts.append(f"{found.gaps} without a known figure count as all that is possible there")
    return "; ".join(parts) + "."


def _in_words(found: CurveFigure, beyond: int) -> str:
    unit = f" {clean(found.unit)}" if found.unit else ""
    curve = found.draft or found.now
    pairs = list(zip(curve.performances, curve.values, strict=True))
    step = max(1, (len(pairs) - 1) // 5)
    shown = dict.fromkeys([*pairs[::step], pairs[-1]])
    levels = "; ".join(f"{number(x)}{unit} is worth {number(y)}" for x, y in shown)
    which = "the draft" if found.draft is not None else "the scale in use"
    text = f"Value of {clean(found.title)} by {which}: {levels}. {_caption(found, beyond)}"
    sites = found.sites
    if sites.chosen is not None:
        k = sites.chosen
        text += f" {label(sites.names[k], 60)}: {number(sites.performances[k])}{unit}, value "
        text += f"{number(sites.values[k])}."
    return text
