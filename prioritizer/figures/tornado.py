"""A tornado: how far each input alone moves a result, the widest bar first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from prioritizer.domain.words import number
from prioritizer.figures.axes import ticks
from prioritizer.figures.svg import (
    INK,
    LABEL_WIDTH,
    MUTED,
    PALETTE,
    WIDTH,
    Figure,
    box,
    frame,
    hatch,
    label,
    legend,
    line,
    told,
    words,
)

ROW, BAR, RIGHT = 22.0, 14.0, 16.0
LOW, HIGH = "url(#low)", PALETTE[1]


@dataclass(frozen=True, slots=True)
class Swing:
    """The result with one input at its low and at its high end; ``ends`` are these in words."""

    name: str
    at_low: float
    at_high: float
    ends: str


def tornado_bars(swings: Sequence[Swing], *, best: float, unit: str) -> Figure:
    """Return the bars around the result at best estimates.

    Parameters
    ----------
    best
        The result at best estimates, where the two halves of each bar meet.
    unit
        Of the result, for the axis.
    """
    keys, top = legend([(LOW, "input at its low end"), (HIGH, "at its high end")], 12)
    ends = [end for swing in swings for end in (swing.at_low, swing.at_high)]
    steps = ticks(min([*ends, best, 0.0]), max([*ends, best, 0.0]))
    span, bottom = WIDTH - LABEL_WIDTH - RIGHT, top + ROW * len(swings)

    def x(value: float) -> float:
        return LABEL_WIDTH + span * (value - steps[0]) / (steps[-1] - steps[0])

    body = list(keys)
    for step in steps:
        body.append(line(x(step), top - 2, x(step), bottom))
        body.append(
            words(x(step), bottom + 15, number(step), anchor="middle", size=11, fill=MUTED)
        )
    for row, swing in enumerate(swings):
        y = top + ROW * row
        body.append(words(LABEL_WIDTH - 8, y + 14, label(swing.name), anchor="end"))
        for end, fill in ((swing.at_low, LOW), (swing.at_high, HIGH)):
            first, last = sorted((x(best), x(end)))
            rim = f' stroke="{PALETTE[1]}" stroke-width="0.6"'
            moves = f"{number(swing.at_low)} to {number(swing.at_high)} {unit}"
            said = f"{swing.name} ({swing.ends}): {moves}"
            body.append(told(said, box(first, y + 3, last - first, BAR, fill, extra=rim)))
    body.append(line(x(0.0), top - 2, x(0.0), bottom, stroke=INK, width=1.4))
    body.append(
        line(x(best), top - 2, x(best), bottom, stroke=PALETTE[2], dash="4 3", width=1.5)
    )
    body.append(
        words(WIDTH - RIGHT, bottom + 32, f"{unit}; dashed: best estimates {number(best)}",
              anchor="end", fill=MUTED)
    )  # fmt: skip
    in_words = "; ".join(
        f"{swing.name} ({swing.ends}): {number(swing.at_low)} to {number(swing.at_high)}"
        for swing in swings
    )
    return Figure(
        frame(
            bottom + 40, body, title="What moves the result most",
            definitions=[hatch("low", PALETTE[1])],
        ),
        f"Result in {unit}, {number(best)} at best estimates. {in_words}.",
        "Each input alone at its low and high end, all others at their best estimate.",
    )  # fmt: skip
