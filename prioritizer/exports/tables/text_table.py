"""The shortlist as plain text for a terminal or a mail."""

from __future__ import annotations

import unicodedata

from prioritizer.domain.results import Assessment, Scales
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.words import percent, weight
from prioritizer.workflow.ranking.listing import Listing, listing, normalization_name

HEADER = ("rank", "range", "site", "name", "country", "ev", "score", "low", "high", "gaps")
RIGHT = {"rank", "range", "score", "low", "high", "gaps"}
MAX_NAME = 44


def write(assessment: Assessment, register: SiteRegister | None, *, top: int | None) -> bytes:
    """Return the table with the weights above it and what was left out below."""
    listed = listing(assessment, register, top=top)
    lines = [
        *_heading(assessment),
        "",
        *_table(assessment, listed),
        "",
        *_left_out(assessment, listed),
    ]
    return ("\n".join(lines).rstrip() + "\n").encode()


def _heading(assessment: Assessment) -> list[str]:
    settings = assessment.settings
    weights = ", ".join(f"{name} {weight(w)}" for name, w in settings.weights.as_dict().items())
    scales = "fixed scales"
    if settings.scales is Scales.DATA:
        scales = f"scales from the data ({normalization_name(assessment)})"
    return [
        printable(assessment.title),
        f"Method: {settings.method}, {scales}, risk as {settings.risk}, {settings.order} order",
        f"Weights: {weights}",
        f"Critical according to: {', '.join(settings.policy_lists) or 'no policy list'}",
    ]


def _table(assessment: Assessment, listed: Listing) -> list[str]:
    matrix, ranking = assessment.matrix, assessment.ranking
    table = [HEADER]
    for row, site in zip(listed.rows.tolist(), listed.sites, strict=True):
        table.append(
            (
                str(ranking.ranks[row]),
                f"{ranking.rank_low[row]}–{ranking.rank_high[row]}",
                printable(matrix.alternatives[row]),
                printable(matrix.names[row]),
                site.country if site else "",
                site.evidence_class if site else "",
                f"{ranking.scores[row]:.3f}",
                f"{ranking.score_low[row]:.3f}",
                f"{ranking.score_high[row]:.3f}",
                percent(ranking.gap_share[row]),
            )
        )
    widths = [max(map(_width, column)) for column in zip(*table, strict=True)]
    return [_line(cells, widths) for cells in table]


def _line(cells: tuple[str, ...], widths: list[int]) -> str:
    padded = []
    for name, cell, width in zip(HEADER, cells, widths, strict=True):
        blanks = " " * (width - _width(cell))
        padded.append(blanks + cell if name in RIGHT else cell + blanks)
    return "  ".join(padded).rstrip()


def _left_out(assessment: Assessment, listed: Listing) -> list[str]:
    lines = []
    n_hidden = len(assessment.matrix) - len(listed.rows)
    if n_hidden:
        lines.append(f"{n_hidden} more ranked sites are not shown.")
    gated = [left for left in assessment.not_ranked if left.gate]
    n_gaps = len(assessment.not_ranked) - len(gated)
    if n_gaps:
        lines.append(f"{n_gaps} sites have not enough evidence to rank.")
    if gated:
        lines.append(f"{len(gated)} sites are held back by a veto:")
        lines += [
            f"  {printable(left.site_id)}  {printable(left.name)}: {left.reason}"
            for left in gated
        ]
    return lines


def printable(text: str) -> str:
    """Return a text without control characters, which steer a terminal, and not too long."""
    safe = "".join(c if c.isprintable() else " " for c in text)
    return safe if len(safe) <= MAX_NAME else safe[: MAX_NAME - 1] + "…"


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )
