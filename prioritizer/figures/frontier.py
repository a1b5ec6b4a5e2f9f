"""The efficient frontier: the best value that each budget buys, as steps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from prioritizer.domain.words import number
from prioritizer.figures.axes import ticks
from prioritizer.figures.svg import (
    INK,
    MUTED,
    PALETTE,
    WIDTH,
    Figure,
    dot,
    frame,
    line,
    told,
    words,
)

Scale = Callable[[float], float]
MILLION = 1e6
LEFT, RIGHT, TOP, HEIGHT = 52.0, 14.0, 26.0, 230.0
LINE, MARK = PALETTE[1], PALETTE[2]


@dataclass(frozen=True, slots=True)
class Frontier:
    """Value of the best programme at each budget, EUR, rising; ``present`` is the one asked."""

    budgets: Sequence[float]
    values: Sequence[float]
    counts: Sequence[int]
    present: float


def frontier_steps(found: Frontier) -> Figure:
    """Return the frontier as a step line; the budget asked for is marked and named."""
    x_ticks = ticks(0.0, max(found.budgets) / MILLION)
    y_ticks = ticks(0.0, max(found.values))
    bottom = TOP + HEIGHT

    def x(eur: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * eur / MILLION / x_ticks[-1]

    def y(value: float) -> float:
        return bottom - HEIGHT * value / y_ticks[-1]

    body = []
    for tick in y_ticks:
        body.append(line(LEFT, y(tick), WIDTH - RIGHT, y(tick)))
        body.append(words(LEFT - 7, y(tick) + 4, number(tick), anchor="end", fill=MUTED))
    for tick in x_ticks:
        at = x(tick * MILLION)
        body.append(line(at, bottom, at, bottom + 4, stroke=MUTED))
        body.append(words(at, bottom + 17, number(tick), anchor="middle", fill=MUTED))
    body.append(_steps(found, x, y))
    body += [
        told(
            f"{b / MILLION:.2f} M EUR: sum of scores {v:.2f}, {n} pilots",
            dot(x(b), y(v), 2.4, LINE),
        )
        for b, v, n in zip(found.budgets, found.values, found.counts, strict=True)
    ]
    body += _present(found, x, y, bottom)
    body.append(words(0, 13, "Sum of scores", size=12, fill=MUTED))
    body.append(
        words(WIDTH - RIGHT, bottom + 34, "Budget, million EUR", anchor="end", fill=MUTED)
    )
    value, count = _at(found)
    return Figure(
        frame(bottom + 42, body, title="Value of the best programme at each budget"),
        f"Best sum of scores by budget. At {found.present / MILLION:.3g} million EUR: "
        f"{value:.2f} with {count} pilots. "
        + "; ".join(
            f"{b / MILLION:.2f} M EUR: {v:.2f}, {n} pilots"
            for b, v, n in zip(found.budgets, found.values, found.counts, strict=True)
        )
        + ".",
        "Sum of scores of the best programme at each budget, proven best at the points.",
    )


def _steps(found: Frontier, x: Scale, y: Scale) -> str:
    points = []
    for k, (budget, value) in enumerate(zip(found.budgets, found.values, strict=True)):
        if k:
            points.append(f"{x(budget):.1f},{y(found.values[k - 1]):.1f}")
        points.append(f"{x(budget):.1f},{y(value):.1f}")
    return (
        f'<polyline points="{" ".join(points)}" fill="none" stroke="{LINE}" stroke-width="2"/>'
    )


def _at(found: Frontier) -> tuple[float, int]:
    """Return value and number of pilots at the budget asked for."""
    within = [
        (value, count)
        for budget, value, count in zip(found.budgets, found.values, found.counts, strict=True)
        if budget <= found.present * (1 + 1e-9)
    ]
    return within[-1] if within else (0.0, 0)


def _present(found: Frontier, x: Scale, y: Scale, bottom: float) -> list[str]:
    value, count = _at(found)
    at = x(found.present)
    side = "end" if at > WIDTH / 2 else "start"
    offset = -7 if side == "end" else 7
    text = f"{found.present / MILLION:.3g} M EUR: {count} pilots, {value:.2f}"
    return [
        line(at, TOP, at, bottom, stroke=MARK, width=1.5, dash="5 3"),
        dot(at, y(value), 5, MARK),
        words(at + offset, TOP - 8, text, anchor=side, fill=INK, weight="bold"),
    ]
