"""The spread of a room's weights: a row per criterion, a dot per person, never an average."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from prioritizer.domain.words import percent, weight
from prioritizer.figures.svg import (
    GRID,
    INK,
    MUTED,
    WIDTH,
    Figure,
    box,
    dot,
    fitted,
    frame,
    label,
    line,
    told,
    words,
)
from prioritizer.languages.speech import gettext

FEWEST, FEWEST_DRAWN = 5, 2
SIZE, RADIUS, LEFT, RIGHT = 17.0, 4.0, 190.0, 14.0
COLORS = ("#E69F00", "#0B5A78")
TICK = 0.1


@dataclass(frozen=True, slots=True)
class Lane:
    """The weights of one round, ``(people, criteria)``, each 0 to 1."""

    name: str
    weights: NDArray[np.float64]


def weight_dots(labels: Sequence[str], lanes: Sequence[Lane], *, height: float) -> Figure:
    """Return one dot per person and criterion; under five people a range, for one nothing.

    Parameters
    ----------
    labels
        Names of the criteria.
    lanes
        One round, or two to compare; drawn one below the other within each row. One that draws
        nothing takes no room and has no colour.
    height
        Height of the whole chart; its width is `svg.WIDTH`.
    """
    top, bottom = 26.0 if len(lanes) > 1 else 4.0, height - 26
    shown = [lane for lane in lanes if len(lane.weights) >= FEWEST_DRAWN]
    highest = max((float(lane.weights.max(initial=0)) for lane in lanes), default=0)
    end = max(2 * TICK, TICK * np.ceil(highest / TICK + 1e-9))
    scale = (WIDTH - LEFT - RIGHT) / float(end)
    step = (bottom - top) / max(1, len(labels))
    body = [*(_keys(shown) if len(lanes) > 1 else ()), *_axis(float(end), scale, top, bottom)]
    for row, name in enumerate(labels):
        y = top + row * step
        body.append(line(0, y + step, WIDTH, y + step))
        body.append(_name(label(name), y + step / 2, step))
        room = step / max(1, len(shown))
        for place, lane in enumerate(shown):
            middle = y + room * (place + 0.5)
            body += _lane(
                name, lane.weights[:, row], middle, room - 4, scale, _color(shown, place)
            )
    return Figure(
        frame(height, body, title=gettext("Spread of weights")),
        _in_words(labels, lanes),
        gettext("One dot per person. No averages: look at how far apart the dots are."),
    )


def _name(text: str, middle: float, height: float) -> str:
    return fitted(LEFT - 14, middle, text, room=LEFT - 14, height=height, size=SIZE)


def _color(lanes: Sequence[Lane], place: int) -> str:
    return COLORS[place % 2] if len(lanes) > 1 else COLORS[1]


def _keys(lanes: Sequence[Lane]) -> list[str]:
    """Return what the colours mean; a round that draws nothing has none."""
    found, x = [], LEFT
    for place, lane in enumerate(lanes):
        found.append(dot(x + 6, 10, RADIUS + 1, _color(lanes, place), stroke=INK))
        found.append(words(x + 17, 16, lane.name, size=SIZE))
        x += 30 + 9.5 * len(lane.name)
    return found


def _axis(end: float, scale: float, top: float, bottom: float) -> list[str]:
    found = []
    every = TICK if end <= 0.5 else 2 * TICK
    for k in range(round(end / every) + 1):
        share = k * every
        x = LEFT + share * scale
        anchor = "end" if x > WIDTH - 24 else "middle"
        found.append(line(x, top, x, bottom, stroke=GRID))
        found.append(
            words(x, bottom + 20, percent(share), size=SIZE, anchor=anchor, fill=MUTED)
        )
    return found


def _lane(
    name: str,
    weights: NDArray[np.float64],
    middle: float,
    room: float,
    scale: float,
    color: str,
) -> list[str]:
    if len(weights) < FEWEST:
        low, high = float(weights.min()), float(weights.max())
        width = max(3.0, (high - low) * scale)
        said = f"{name}: {weight(low)} – {weight(high)}"
        return [told(said, box(LEFT + low * scale, middle - 5, width, 10, color))]
    return [
        told(f"{name}: {weight(x)}", dot(LEFT + x * scale, middle + shift, RADIUS, color))
        for x, shift in _swarm(weights, scale, room)
    ]


def _swarm(
    weights: NDArray[np.float64], scale: float, room: float
) -> list[tuple[float, float]]:
    """Return place and shift of each dot: those that would overlap stand on one another."""
    wide = 2 * RADIUS / scale
    columns: dict[int, list[float]] = {}
    for share in sorted(weights.tolist()):
        columns.setdefault(round(share / wide), []).append(share)
    placed = []
    for column in columns.values():
        step = min(2 * RADIUS, max(0.0, room - 2 * RADIUS) / max(1, len(column) - 1))
        first = -step * (len(column) - 1) / 2
        placed += [(share, first + step * k) for k, share in enumerate(column)]
    return placed


def _in_words(labels: Sequence[str], lanes: Sequence[Lane]) -> str:
    found = []
    for lane in lanes:
        n = len(lane.weights)
        if not n:
            continue
        if n < FEWEST_DRAWN:
            found.append(gettext("{round}: one answer, not shown.", round=lane.name))
            continue
        ranges = "; ".join(
            gettext("{name} {low} to {high}", name=name, low=weight(low), high=weight(high))
            for name, low, high in zip(
                labels, lane.weights.min(axis=0), lane.weights.max(axis=0), strict=True
            )
        )
        found.append(
            gettext(
                "{round}, {n} people, lowest to highest weight: {ranges}.",
                round=lane.name,
                n=n,
                ranges=ranges,
            )
        )
    return " ".join(found)
