"""Rank intervals: the present place of each site, and the places its evidence allows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from prioritizer.figures.svg import (
    GRID,
    INK,
    LABEL_WIDTH,
    MUTED,
    PALETTE,
    WIDTH,
    Figure,
    dot,
    frame,
    label,
    line,
    words,
)

ROW = 20.0
TOP = 22.0
RIGHT = 14.0


@dataclass(frozen=True, slots=True)
class Places:
    """Best, present and worst place of each site, out of ``n_sites`` ranked.

    ``is_likely`` where they are the places that 5, 50 and 95 % of the draws do not exceed.
    """

    labels: Sequence[str]
    best: Sequence[int]
    present: Sequence[int]
    worst: Sequence[int]
    n_sites: int
    is_likely: bool = False


def rank_intervals(places: Places, *, cut: int) -> Figure:
    """Return a line per site from its best to its worst place, the shortlist shaded."""
    n = max(places.n_sites, 2)
    per_place = (WIDTH - LABEL_WIDTH - RIGHT) / (n - 1)

    def x_of(place: float) -> float:
        return LABEL_WIDTH + per_place * (place - 1)

    bottom = TOP + ROW * len(places.labels)
    shaded = min(x_of(cut + 0.5), WIDTH) - (LABEL_WIDTH - 4)
    body = [
        f'<rect x="{LABEL_WIDTH - 4:.1f}" y="{TOP - 6:.1f}" width="{shaded:.1f}" '
        f'height="{bottom - TOP + 8:.1f}" fill="#E3F0F8"/>',
        words(LABEL_WIDTH, TOP - 10, f"first {cut} places", size=11, fill=PALETTE[1]),
    ]
    for place in _ticks(n):
        body += [
            line(x_of(place), TOP - 6, x_of(place), bottom, stroke=GRID),
            words(x_of(place), bottom + 14, str(place), size=11, anchor="middle", fill=MUTED),
        ]
    middle = LABEL_WIDTH + (WIDTH - LABEL_WIDTH) / 2
    body.append(
        words(middle, bottom + 29, f"place among {places.n_sites} ranked sites", size=11,
              anchor="middle", fill=MUTED)
    )  # fmt: skip
    rows = zip(places.labels, places.best, places.present, places.worst, strict=True)
    for row, (name, best, present, worst) in enumerate(rows):
        y = TOP + ROW * row + 9
        body += [
            words(LABEL_WIDTH - 10, y + 4, label(name), anchor="end"),
            line(x_of(best), y, x_of(worst), y, stroke=PALETTE[5], width=5),
            dot(x_of(present), y, 4.5, INK),
        ]
    return Figure(
        frame(bottom + 34, body, title=_title(places)),
        _in_words(places),
        "Median place (dot) and likely places, 5 to 95 % of the draws (bar)."
        if places.is_likely
        else "Present place (dot) and the places that the evidence allows at these weights "
        "(bar).",
    )


def _title(places: Places) -> str:
    return "Likely places" if places.is_likely else "Places that the evidence allows"


def _ticks(n: int) -> list[int]:
    step = next(s for s in (1, 2, 5, 10, 20, 50, 100, 200, 500, n) if n / s <= 12)
    return [1, *range(step if step > 1 else 2, n + 1, step)]


def _in_words(places: Places) -> str:
    rows = zip(places.labels, places.best, places.present, places.worst, strict=True)
    between = "likely" if places.is_likely else "could be"
    return (
        f"Places among {places.n_sites} ranked sites. "
        + "; ".join(
            f"{label(name)}: {present}, {between} {best} to {worst}"
            for name, best, present, worst in rows
        )
        + "."
    )
