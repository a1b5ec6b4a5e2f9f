"""Chance of a place on the list over draws of weights and evidence, beside the ranking's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from prioritizer.domain.words import percent
from prioritizer.figures.svg import (
    INK,
    LABEL_WIDTH,
    MUTED,
    PALE,
    WIDTH,
    Figure,
    box,
    frame,
    label,
    legend,
    line,
    words,
)

ROW, BAR = 20.0, 12.0
RIGHT = 112.0
FILL = "#56B4E9"


@dataclass(frozen=True, slots=True)
class Shares:
    """Share of draws, 0 to 1, with which each site is among the first ``top`` places.

    ``chances`` are those of the ranking itself, blank where it has none; ``name`` says what the
    shares are called beside them.
    """

    labels: Sequence[str]
    shares: Sequence[float]
    top: int
    draws: int
    name: str
    chances: Sequence[float] = ()


def probability_bars(found: Shares) -> Figure:
    """Return a bar per site, and on it a stroke where the chance of the ranking lies."""
    keys, top = legend(
        [
            (FILL, found.name),
            *([(INK, "stroke: chance in the ranking")] if found.chances else []),
        ],
        12,
    )
    span = WIDTH - LABEL_WIDTH - RIGHT
    bottom = top + ROW * len(found.labels)
    body = list(keys)
    for row, (name, share) in enumerate(zip(found.labels, found.shares, strict=True)):
        y = top + ROW * row
        body += [
            words(LABEL_WIDTH - 8, y + 12, label(name), anchor="end"),
            box(LABEL_WIDTH, y + 2, span, BAR, PALE),
            box(LABEL_WIDTH, y + 2, span * share, BAR, FILL),
            words(LABEL_WIDTH + span + 8, y + 12, percent(share)),
        ]
    for row, chance in enumerate(found.chances):
        x, y = LABEL_WIDTH + span * chance, top + ROW * row
        body.append(line(x, y, x, y + BAR + 4, stroke=INK, width=3))
    for share in (0.0, 0.5, 1.0):
        body.append(
            words(LABEL_WIDTH + span * share, bottom + 13, percent(share), size=11,
                  anchor="middle", fill=MUTED)
        )  # fmt: skip
    title = f"{found.name[0].upper()}{found.name[1:]}"
    return Figure(
        frame(bottom + 20, body, title=title),
        f"{title}: share of {found.draws} draws in which a site "
        f"is among the first {found.top}. {_in_words(found)}.",
        f"Share of {found.draws} draws in which a site is among the first {found.top}"
        + ("; stroke: its chance in the ranking." if found.chances else "."),
    )


def _in_words(found: Shares) -> str:
    ranked = [f", in the ranking {percent(one)}" for one in found.chances]
    rows = zip(found.labels, found.shares, ranked or [""] * len(found.labels), strict=True)
    return "; ".join(f"{label(name)}: {percent(share)}{said}" for name, share, said in rows)
