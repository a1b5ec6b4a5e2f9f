"""Chance of a place on the list: the share of draws that list each site, by section."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from prioritizer.domain.answer import Section, SectionLimits
from prioritizer.domain.words import percent
from prioritizer.figures.svg import (
    LABEL_WIDTH,
    MUTED,
    PALE,
    WIDTH,
    Figure,
    box,
    frame,
    hatch,
    label,
    legend,
    line,
    words,
)

ROW, BAR = 20.0, 12.0
RIGHT = 112.0
FILLS = {
    Section.SECURE: "#0072B2",
    Section.LIKELY: "#56B4E9",
    Section.OPEN: "url(#section)",
    Section.OUT: "#B8C2C8",
}


@dataclass(frozen=True, slots=True)
class Shares:
    """Share of draws, 0 to 1, with which each site is among the first ``top`` places."""

    labels: Sequence[str]
    shares: Sequence[float]
    top: int
    draws: int
    limits: SectionLimits


def probability_bars(found: Shares) -> Figure:
    """Return a bar per site with its section said in words as well as in colour."""
    limits = found.limits
    keys, top = legend(
        [
            (FILLS[Section.SECURE], f"secure: {percent(limits.secure)} or more"),
            (FILLS[Section.LIKELY], f"likely: {percent(limits.likely)} or more"),
            (FILLS[Section.OPEN], f"open: {percent(limits.open)} or more"),
            (FILLS[Section.OUT], "out"),
        ],
        12,
    )
    span = WIDTH - LABEL_WIDTH - RIGHT
    bottom = top + ROW * len(found.labels)
    body = list(keys)
    for row, (name, share) in enumerate(zip(found.labels, found.shares, strict=True)):
        y, section = top + ROW * row, limits.section(share)
        body += [
            words(LABEL_WIDTH - 8, y + 12, label(name), anchor="end"),
            box(LABEL_WIDTH, y + 2, span, BAR, PALE),
            box(LABEL_WIDTH, y + 2, span * share, BAR, FILLS[section]),
            words(LABEL_WIDTH + span + 8, y + 12, f"{percent(share)} · {section}"),
        ]
    for share in (limits.open, limits.likely, limits.secure):
        x = LABEL_WIDTH + span * share
        body.append(line(x, top - 2, x, bottom, stroke=MUTED, dash="3 3"))
    for share in (0.0, 0.5, 1.0):
        body.append(
            words(LABEL_WIDTH + span * share, bottom + 13, percent(share), size=11,
                  anchor="middle", fill=MUTED)
        )  # fmt: skip
    rows = zip(found.labels, found.shares, strict=True)
    in_words = "; ".join(
        f"{label(name)}: {percent(share)}, {limits.section(share)}" for name, share in rows
    )
    return Figure(
        frame(
            bottom + 20,
            body,
            title="Chance of a place on the list",
            definitions=[hatch("section", "#E69F00")],
        ),
        f"Probability of being among the first {found.top}, from {found.draws} draws. "
        f"{in_words}.",
        f"Share of {found.draws} draws in which a site is among the first {found.top}; dashed: "
        "the limits of the sections.",
    )


def _from(section: Section, limits: SectionLimits) -> str:
    """Return the shares of a section, in words."""
    if section is Section.OUT:
        return f"below {percent(limits.open)}"
    least = {
        Section.SECURE: limits.secure,
        Section.LIKELY: limits.likely,
        Section.OPEN: limits.open,
    }[section]
    return f"{percent(least)} or more"
