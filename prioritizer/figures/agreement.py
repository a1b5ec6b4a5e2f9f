"""How many people list each site: a bar per site, or the way from one round to the next."""

from __future__ import annotations

from collections.abc import Sequence

from prioritizer.domain.words import percent
from prioritizer.figures.svg import (
    GRID,
    INK,
    MUTED,
    PALE,
    WIDTH,
    Figure,
    box,
    dot,
    fitted,
    frame,
    hatch,
    label,
    line,
    told,
    words,
)
from prioritizer.languages.speech import gettext

SIZE, ROW, LEFT, RIGHT = 17.0, 26.0, 322.0, 66.0
LONGEST_NAME = 64
FEW_ROWS, ROW_OF_TWO_LINES, BAR = 5, 44.0, 17.0
"""So few rows have room for names on two lines."""
BLUE, ORANGE = "#0B5A78", "#E69F00"


def share_bars(
    labels: Sequence[str], shares: Sequence[float], people: int, *, limit: float
) -> Figure:
    """Return the share of people, 0 to 1, who list each site; from ``limit`` on it is solid."""
    span, high = WIDTH - LEFT - RIGHT, _row_of(labels)
    body = []
    for row, (name, share) in enumerate(zip(labels, shares, strict=True)):
        y = high * (row + 0.5)
        top, fill = y - 8, BLUE if share >= limit else "url(#below)"
        body += [
            _name(name, y, high),
            told(
                f"{name}: {percent(share)}",
                box(LEFT, top, span, BAR, PALE),
                box(LEFT, top, span * share, BAR, fill),
            ),
            words(LEFT + span + 8, y + 6, percent(share), size=SIZE),
        ]
    listed = zip(labels, shares, strict=True)
    return Figure(
        frame(
            high * len(labels) + 2,
            body,
            title=gettext("Sites on people's shortlists"),
            definitions=[hatch("below", BLUE)],
        ),
        gettext(
            "Share of {n} people who list a site: {sites}.",
            n=people,
            sites="; ".join(f"{name} {percent(share)}" for name, share in listed),
        ),
        gettext("Share of {n} people who have the site in their own shortlist.", n=people),
    )


def share_moves(
    labels: Sequence[str],
    before: Sequence[float],
    after: Sequence[float],
    rounds: tuple[str, str],
) -> Figure:
    """Return a line per site from the share of people in one round to that in the next."""
    span, top, high = WIDTH - LEFT - RIGHT, 28.0, _row_of(labels)
    bottom = top + high * len(labels)
    body = [
        dot(LEFT + 6, 10, 5, "#FFFFFF", stroke=INK),
        words(LEFT + 18, 16, rounds[0], size=SIZE),
        dot(LEFT + 126, 10, 6, BLUE),
        words(LEFT + 138, 16, rounds[1], size=SIZE),
    ]
    for share in (0.0, 0.5, 1.0):
        x = LEFT + span * share
        body.append(line(x, top, x, bottom, stroke=GRID))
        text = percent(share)
        body.append(words(x, bottom + 18, text, size=SIZE, anchor="middle", fill=MUTED))
    for row, (name, old, new) in enumerate(zip(labels, before, after, strict=True)):
        y = top + high * (row + 0.5)
        body += [
            _name(name, y, high),
            line(LEFT + span * old, y, LEFT + span * new, y, stroke=BLUE, width=3),
            told(
                f"{name}: {percent(old)} → {percent(new)}",
                dot(LEFT + span * old, y, 5, "#FFFFFF", stroke=INK),
                dot(LEFT + span * new, y, 6, BLUE),
            ),
            words(LEFT + span + 12, y + 6, _change(new - old), size=SIZE),
        ]
    moved = "; ".join(
        gettext("{name} from {old} to {new}", name=name, old=percent(old), new=percent(new))
        for name, old, new in zip(labels, before, after, strict=True)
    )
    return Figure(
        frame(
            bottom + 24, body, title=gettext("Sites on people's shortlists, before and after")
        ),
        gettext(
            "Share of people who list a site, {before} to {after}: {sites}.",
            before=rounds[0],
            after=rounds[1],
            sites=moved,
        ),
        gettext("Share of people who have the site in their own shortlist."),
    )


def _row_of(labels: Sequence[str]) -> float:
    return ROW_OF_TWO_LINES if len(labels) <= FEW_ROWS else ROW


def _name(name: str, middle: float, height: float) -> str:
    """Return a name beside its row, on two lines or smaller where it has no room."""
    flat = label(name, LONGEST_NAME)
    return fitted(LEFT - 10, middle, flat, room=LEFT - 12, height=height, size=SIZE)


def _change(points: float) -> str:
    shown = round(100 * points)
    return f"+{shown}" if shown > 0 else f"−{-shown}" if shown < 0 else "±0"
