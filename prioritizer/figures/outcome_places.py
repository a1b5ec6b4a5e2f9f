"""Places of bodies that were taken up: one row a body, one mark an order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from prioritizer.figures.svg import (
    GRID,
    INK,
    LABEL_WIDTH,
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

RIGHT = 14.0


@dataclass(frozen=True, slots=True)
class Layout:
    """Width of the chart, where the places begin, height of a row, and of a name above it."""

    width: float
    left: float
    row: float
    above: float


WIDE = Layout(WIDTH, LABEL_WIDTH, 20.0, 0.0)
NARROW = Layout(340.0, RIGHT, 36.0, 16.0)
"""For a phone: each name stands above its row."""


def _circle(x: float, y: float) -> str:
    return dot(x, y, 4.6, INK)


def _square(x: float, y: float) -> str:
    return box(x - 4, y - 4, 8, 8, PALETTE[1], extra=' stroke="#FFFFFF"')


def _diamond(x: float, y: float) -> str:
    corners = ((x, y - 5.5), (x + 5.5, y), (x, y + 5.5), (x - 5.5, y))
    points = " ".join(f"{right:.1f},{down:.1f}" for right, down in corners)
    return f'<polygon points="{points}" fill="{PALETTE[0]}" stroke="{INK}" stroke-width="0.8"/>'


# Told apart by their shape as well as by their colour.
MARKS: tuple[Callable[[float, float], str], ...] = (_circle, _square, _diamond)


@dataclass(frozen=True, slots=True)
class OutcomePlaces:
    """Places, 1 to ``n``, of each body under each order, at most three orders.

    ``places`` holds a row for each body.
    """

    labels: Sequence[str]
    orders: Sequence[str]
    places: Sequence[Sequence[float]]
    n: int


def outcome_places(found: OutcomePlaces, layout: Layout = WIDE) -> Figure:
    """Return a row for each body with a mark for each order, and the middle of the list."""
    keys, top = _keys(found.orders, layout)
    span = max(found.n - 1, 1)
    per_place = (layout.width - layout.left - RIGHT) / span

    def x_of(place: float) -> float:
        return layout.left + per_place * (place - 1)

    bottom = top + layout.row * len(found.labels)
    body = list(keys)
    for place in (1, (found.n + 1) / 2, found.n):
        is_middle = 1 < place < found.n
        x = x_of(place)
        body += [
            line(x, top - 4, x, bottom, stroke=MUTED if is_middle else GRID,
                 dash="3 3" if is_middle else ""),
            words(x, bottom + 14, "middle" if is_middle else f"{place:g}", size=11,
                  anchor="middle", fill=MUTED),
        ]  # fmt: skip
    body.append(
        words(x_of((found.n + 1) / 2), bottom + 29, f"place among {found.n} bodies", size=11,
              anchor="middle", fill=MUTED)
    )  # fmt: skip
    for row, (name, places) in enumerate(zip(found.labels, found.places, strict=True)):
        y = top + layout.row * row + layout.above + 9
        ends = sorted(x_of(place) for place in places)
        body += [
            _name(layout, y, name),
            line(ends[0], y, ends[-1], y, stroke=GRID, width=2),
            *(
                told(f"{name}, {order}: place {place:g} of {found.n}", mark(x_of(place), y))
                for mark, place, order in zip(MARKS, places, found.orders, strict=False)
            ),
        ]
    return Figure(
        frame(
            bottom + 36,
            body,
            title="Places of the bodies that were taken up",
            width=layout.width,
        ),
        _in_words(found),
        "Each row is a body that was taken up. Left of the dashed line it stands in the better "
        "half of the list.",
    )


def _name(layout: Layout, y: float, name: str) -> str:
    if layout.above:
        return words(layout.left - 6, y - layout.above + 4, label(name), anchor="start")
    return words(layout.left - 10, y + 4, label(name), anchor="end")


def _keys(orders: Sequence[str], layout: Layout) -> tuple[list[str], float]:
    found, x, y = list[str](), 6.0, 8.0
    for mark, name in zip(MARKS, orders, strict=False):
        needed = 30 + 6.1 * len(name)
        if x > 6 and x + needed > layout.width:
            x, y = 6.0, y + 18
        found += [mark(x, y), words(x + 11, y + 4, clean(name), size=11.5, fill=MUTED)]
        x += needed
    return found, y + 22


def _in_words(found: OutcomePlaces) -> str:
    rows = zip(found.labels, found.places, strict=True)
    told = "; ".join(
        f"{label(name)}: {', '.join(f'{place:g}' for place in places)}" for name, places in rows
    )
    return f"Places among {found.n} bodies by {', '.join(found.orders)}. {told}."
