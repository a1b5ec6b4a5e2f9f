"""Cash by year with its running sum, and the spread of a result as a small histogram."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from prioritizer.domain.words import number, percent
from prioritizer.figures.axes import ticks
from prioritizer.figures.svg import (
    INK,
    MUTED,
    PALETTE,
    WIDTH,
    Figure,
    box,
    dot,
    frame,
    hatch,
    legend,
    line,
    told,
    words,
)

LEFT, RIGHT, HEIGHT, SPREAD_HEIGHT = 56.0, 26.0, 190.0, 110.0
IN, OUT, SUM = PALETTE[1], "url(#out)", PALETTE[2]
MOST_LABELS = 16


def cash_flow_bars(cash: Sequence[float], *, unit: str) -> Figure:
    """Return a bar per year, year 0 first, and the undiscounted running sum as a line."""
    sums = [sum(cash[: k + 1]) for k in range(len(cash))]
    keys, top = legend(
        [(IN, "cash in the year"), (OUT, "cash spent"), (SUM, "running sum, not discounted")],
        12,
    )
    steps = ticks(min([*cash, *sums, 0.0]), max([*cash, *sums, 0.0]))
    bottom, wide = top + HEIGHT, (WIDTH - LEFT - RIGHT) / len(cash)

    def y(value: float) -> float:
        return bottom - HEIGHT * (value - steps[0]) / (steps[-1] - steps[0])

    body = list(keys)
    for step in steps:
        body.append(line(LEFT, y(step), WIDTH - RIGHT, y(step)))
        body.append(words(LEFT - 7, y(step) + 4, number(step), anchor="end", fill=MUTED))
    every = -(-len(cash) // MOST_LABELS)
    for year, value in enumerate(cash):
        upper, x = min(y(value), y(0.0)), LEFT + wide * year
        rim = f' stroke="{IN}" stroke-width="0.6"'
        bar = box(
            x + wide * 0.15, upper, wide * 0.7, abs(y(value) - y(0.0)),
            IN if value >= 0 else OUT, extra=rim,
        )  # fmt: skip
        body.append(told(f"Year {year}: {number(value)} {unit}", bar))
        if year % every == 0:
            body.append(
                words(x + wide / 2, bottom + 16, str(year), anchor="middle", fill=MUTED)
            )
    points = [(LEFT + wide * (k + 0.5), y(value)) for k, value in enumerate(sums)]
    path = " ".join(f"{px:.1f},{py:.1f}" for px, py in points)
    body.append(f'<polyline points="{path}" fill="none" stroke="{SUM}" stroke-width="2"/>')
    body += [
        told(f"Sum up to year {k}: {number(total)} {unit}", dot(*at, 2.6, SUM))
        for k, (at, total) in enumerate(zip(points, sums, strict=True))
    ]
    body.append(line(LEFT, y(0.0), WIDTH - RIGHT, y(0.0), stroke=INK, width=1.2))
    body.append(words(WIDTH - RIGHT, bottom + 33, f"Year; {unit}", anchor="end", fill=MUTED))
    in_words = "; ".join(
        f"year {k}: {number(c)}, sum {number(s)}"
        for k, (c, s) in enumerate(zip(cash, sums, strict=True))
    )
    return Figure(
        frame(bottom + 40, body, title="Cash by year", definitions=[hatch("out", IN)]),
        f"Cash by year in {unit}. {in_words}.",
        "Cash by year at best estimates, and its running sum without discounting.",
    )


@dataclass(frozen=True, slots=True)
class Spread:
    """Counts of draws between ``edges``, and the quantiles P10, P50, P90 of the draws."""

    counts: Sequence[int]
    edges: Sequence[float]
    quantiles: tuple[float, float, float]


def spread_bars(found: Spread, *, title: str, unit: str) -> Figure:
    """Return a histogram; bars below zero are hatched, P10, P50 and P90 are marked."""
    first, last = found.edges[0], found.edges[-1]
    steps = [step for step in ticks(first, last) if first <= step <= last]
    top, bottom = 30.0, 30.0 + SPREAD_HEIGHT
    most, n = max(max(found.counts), 1), max(sum(found.counts), 1)

    def x(value: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * (value - first) / (last - first)

    body = []
    for count, low, high in zip(found.counts, found.edges, found.edges[1:], strict=False):
        tall = SPREAD_HEIGHT * count / most
        fill = IN if (low + high) / 2 >= 0 else OUT
        rim = f' stroke="{IN}" stroke-width="0.5"'
        said = f"{number(low)} to {number(high)} {unit}: {percent(count / n)} of the draws"
        bar = box(x(low), bottom - tall, x(high) - x(low), tall, fill, extra=rim)
        body.append(told(said, bar))
    for step in steps:
        body.append(line(x(step), bottom, x(step), bottom + 4, stroke=MUTED))
        body.append(words(x(step), bottom + 17, number(step), anchor="middle", fill=MUTED))
    for k, (name, value) in enumerate(zip(("P10", "P50", "P90"), found.quantiles, strict=True)):
        body.append(
            line(x(value), top - 6, x(value), bottom, stroke=SUM, dash="4 3", width=1.4)
        )
        side = ("end", "middle", "start")[k]
        body.append(
            words(x(value), top - 10, f"{name} {number(value)}", anchor=side, size=11.5)
        )
    if first < 0 < last:
        body.append(line(x(0.0), top, x(0.0), bottom, stroke=INK, width=1.6))
    body.append(line(LEFT, bottom, WIDTH - RIGHT, bottom, stroke=MUTED))
    body.append(words(WIDTH - RIGHT, bottom + 34, unit, anchor="end", fill=MUTED))
    p10, p50, p90 = (number(q) for q in found.quantiles)
    return Figure(
        frame(bottom + 40, body, title=title, definitions=[hatch("out", IN)]),
        f"{title}, {unit}: P10 {p10}, P50 {p50}, P90 {p90}, from {sum(found.counts)} draws "
        f"between {number(found.edges[0])} and {number(found.edges[-1])}.",
        f"{title}: share of draws by size; hatched below zero.",
    )
