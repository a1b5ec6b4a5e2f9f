"""Slopes: the place of each site under several methods, a line per site."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from prioritizer.figures.svg import (
    GRID,
    MUTED,
    PALETTE,
    WIDTH,
    Figure,
    box,
    clean,
    dot,
    frame,
    label,
    line,
    told,
    words,
)

At = Callable[[float], float]
ROW = 21.0
HEAD = 46.0
LEFT, RIGHT = 34.0, 206.0
COLORS = {"all": PALETTE[1], "some": PALETTE[2], "none": MUTED}
LONGEST_HEAD = 16
LONGEST_NAME = 26


@dataclass(frozen=True, slots=True)
class Slopes:
    """Places of sites under methods.

    ``places`` holds per site its place under each method, ``on_lists`` whether the site is on
    ``all``, on ``some`` or on ``none`` of the shortlists. Places below ``floor`` share a line.
    """

    methods: Sequence[str]
    labels: Sequence[str]
    places: Sequence[Sequence[int]]
    on_lists: Sequence[str]
    cut: int
    floor: int


def slopes(found: Slopes) -> Figure:
    """Return a line per site through its places, with the end of the shortlist marked."""
    steps = max(len(found.methods) - 1, 1)
    width = WIDTH - LEFT - RIGHT

    def x_of(method: float) -> float:
        return LEFT + width * method / steps

    def y_of(place: float) -> float:
        return HEAD + ROW * (min(place, found.floor + 1) - 1) + ROW / 2

    bottom = y_of(found.floor + 1) + ROW
    body = [
        box(LEFT - 12, HEAD, width + 24, y_of(found.cut + 0.5) - HEAD, "#E3F0F8"),
        *_axis(found, x_of, y_of),
    ]
    for row in sorted(range(len(found.labels)), key=lambda row: found.on_lists[row] == "all"):
        body += _line_of(found, row, x_of, y_of)
    names, last = _names(found, x_of(len(found.methods) - 1), y_of)
    return Figure(
        frame(max(bottom, last), [*body, *names], title="Places under several methods"),
        _in_words(found),
        "Places under each method. Blue, round: on every shortlist; orange, square and dashed: "
        "on some.",
    )


def _axis(found: Slopes, x_of: At, y_of: At) -> list[str]:
    parts = []
    for index, name in enumerate(found.methods):
        parts.append(line(x_of(index), HEAD, x_of(index), y_of(found.floor + 1), stroke=GRID))
        for part, text in enumerate(_two_lines(name)):
            parts.append(
                words(
                    x_of(index), 18 + 14 * part, text, size=11.5, anchor="middle", weight="600"
                )
            )
    for place in (1, *range(5, found.floor + 1, 5)):
        parts.append(
            words(LEFT - 16, y_of(place) + 4, str(place), size=11, anchor="end", fill=MUTED)
        )
    below = words(LEFT - 16, y_of(found.floor + 1) + 4, "…", size=11, anchor="end", fill=MUTED)
    return [*parts, below]


def _two_lines(name: str) -> list[str]:
    first, _, rest = label(name, LONGEST_HEAD + 8).partition(" ")
    if not rest or len(name) <= 10:
        return ["", clean(name)]
    return [first, rest]


def _line_of(found: Slopes, row: int, x_of: At, y_of: At) -> list[str]:
    kind, places = found.on_lists[row], found.places[row]
    is_firm = kind == "all"
    color, dash = COLORS[kind], "" if is_firm else "5 3"
    points = [(x_of(k), y_of(place)) for k, place in enumerate(places)]
    parts = [
        line(x1, y1, x2, y2, stroke=color, width=2.4 if is_firm else 1.6, dash=dash)
        for (x1, y1), (x2, y2) in pairwise(points)
    ]
    for (x, y), place, method in zip(points, places, found.methods, strict=True):
        said = f"{found.labels[row]}, {method}: place {place}"
        mark = dot(x, y, 4.6, color) if is_firm else box(x - 3.6, y - 3.6, 7.2, 7.2, color)
        parts.append(told(said, mark))
    return parts


def _names(found: Slopes, x: float, y_of: At) -> tuple[list[str], float]:
    """Return the names at the right end, moved apart where they overlap, and where they end."""
    ends = sorted(range(len(found.labels)), key=lambda row: (found.places[row][-1], row))
    parts, free = [], 0.0
    for row in ends:
        place = found.places[row][-1]
        y = max(y_of(place), free)
        free = y + 14
        text = label(found.labels[row], LONGEST_NAME)
        if place > found.floor:
            text = f"{label(found.labels[row], LONGEST_NAME - 5)} ({place})"
        parts.append(words(x + 12, y + 4, text, size=11.5))
    return parts, free


def _in_words(found: Slopes) -> str:
    methods = ", ".join(found.methods)
    sites = "; ".join(
        f"{label(name)}: {', '.join(map(str, places))}"
        for name, places in zip(found.labels, found.places, strict=True)
    )
    return f"Places by {methods}. {sites}."
