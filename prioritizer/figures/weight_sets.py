"""Several sets of weights on one axis per criterion, told apart by colour, shape and words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from prioritizer.domain.words import weight
from prioritizer.figures.axes import ticks
from prioritizer.figures.svg import (
    GRID,
    INK,
    LABEL_WIDTH,
    MUTED,
    PALETTE,
    WIDTH,
    Figure,
    frame,
    label,
    line,
    told,
    words,
)

ROW, TOP, RIGHT = 34.0, 8.0, 16.0
MOST = 6
# Corners of each shape about its centre, in units of its size; none for a circle.
SHAPES: tuple[tuple[tuple[float, float], ...], ...] = (
    (),
    ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
    ((0, -1.2), (1.1, 0.9), (-1.1, 0.9)),
    ((0, -1.25), (1.25, 0), (0, 1.25), (-1.25, 0)),
    ((0, 1.2), (1.1, -0.9), (-1.1, -0.9)),
    ((-1.2, -0.45), (1.2, -0.45), (1.2, 0.45), (-1.2, 0.45)),
)
COLORS = (PALETTE[1], PALETTE[2], PALETTE[3], PALETTE[4], PALETTE[6], INK)


@dataclass(frozen=True, slots=True)
class Shown:
    """One set of weights, shares from 0 to 1 in the order of the rows."""

    name: str
    shares: Sequence[float]


def weight_sets(labels: Sequence[str], sets: Sequence[Shown]) -> Figure:
    """Return a row per criterion with a mark per set; up to six sets."""
    shown = sets[:MOST]
    highest = max(share for entry in shown for share in entry.shares)
    marks = [mark for mark in ticks(0.0, max(highest, 0.05)) if 0 <= mark <= 1]
    scale = (WIDTH - LABEL_WIDTH - RIGHT) / marks[-1]
    bottom = TOP + ROW * len(labels)
    body = []
    for mark in marks:
        x = LABEL_WIDTH + scale * mark
        body += [
            line(x, TOP, x, bottom, stroke=GRID),
            words(x, bottom + 15, f"{100 * mark:.3g}", size=11.5, anchor="middle", fill=MUTED),
        ]
    middle = LABEL_WIDTH + (WIDTH - LABEL_WIDTH) / 2
    body.append(words(middle, bottom + 31, "weight, % of all", anchor="middle", fill=MUTED))
    for row, name in enumerate(labels):
        y = TOP + ROW * (row + 0.5)
        body.append(words(LABEL_WIDTH - 12, y + 4, label(name), anchor="end"))
        ends = [LABEL_WIDTH + scale * entry.shares[row] for entry in shown]
        body.append(line(min(ends), y, max(ends), y, stroke="#9AA7B0", width=2))
        # Equal weights stay visible: each set has a height of its own within the row.
        for place, x in enumerate(ends):
            step = (place - (len(ends) - 1) / 2) * 3.4
            said = f"{name}, {shown[place].name}: {weight(shown[place].shares[row])}"
            body.append(told(said, _mark(x, y + step, place)))
    keys, height = _legend([entry.name for entry in shown], bottom + 54)
    return Figure(
        frame(height, [*body, *keys], title="Weights of several sets"),
        _in_words(labels, shown),
        "Weight of each criterion under each set.",
    )


def _mark(x: float, y: float, place: int, size: float = 5.0) -> str:
    color = COLORS[place]
    if not SHAPES[place]:
        return (
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size:g}" fill="{color}" stroke="#FFFFFF"/>'
        )
    corners = " ".join(f"{x + size * dx:.1f},{y + size * dy:.1f}" for dx, dy in SHAPES[place])
    return f'<polygon points="{corners}" fill="{color}" stroke="#FFFFFF"/>'


def _legend(names: Sequence[str], y: float) -> tuple[list[str], float]:
    found, x = [], 0.0
    for place, name in enumerate(names):
        text = label(name)
        needed = 34 + 6.4 * len(text)
        if x and x + needed > WIDTH:
            x, y = 0.0, y + 20
        found += [_mark(x + 8, y - 4, place), words(x + 19, y, text)]
        x += needed
    return found, y + 12


def _in_words(labels: Sequence[str], sets: Sequence[Shown]) -> str:
    parts = [
        f"{label(entry.name)}: "
        + ", ".join(
            f"{label(name)} {weight(share)}"
            for name, share in zip(labels, entry.shares, strict=True)
        )
        for entry in sets
    ]
    return f"Weights. {'. '.join(parts)}."
