"""The shortlist as plain text for a terminal or a mail."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING

from prioritizer.domain import words
from prioritizer.domain.answer import Answer, GapMode, known_percent
from prioritizer.domain.results import Assessment, Order, Scales
from prioritizer.domain.site import Site, SiteRegister
from prioritizer.domain.words import counted, percent, weight
from prioritizer.workflow.ranking.answer_words import (
    SETTLES_MOST,
    answer_sentences,
    assumption_sentence,
    likely_range,
    no_chances_sentence,
)
from prioritizer.workflow.ranking.listing import Listing, listing, normalization_name
from prioritizer.workflow.ranking.quarantine import quarantined_grades
from prioritizer.workflow.ranking.ranks import can_be_drawn

if TYPE_CHECKING:
    from prioritizer.workflow.robustness.next_step import NextSteps

HEADER = ("rank", "range", "site", "name", "country", "ev", "score", "low", "high", "gaps")
ANSWER_HEADER = (
    *("place", "likely", "site", "name", "country", "ev"),
    *("chance", "section", "known", "score"),
)
# Open cases of gates that are listed one by one, those that cross a limit first.
MOST_OPEN = 20
RIGHT = {"rank", "range", "score", "low", "high", "gaps", "place", "likely", "chance", "known"}
MAX_NAME, MAX_SENTENCE = 44, 320


def write(
    assessment: Assessment,
    register: SiteRegister | None,
    *,
    top: int | None,
    steps: NextSteps | None = None,
) -> bytes:
    """Return the table; above it the weights, below what to find out and who is left out."""
    listed = listing(assessment, register, top=top)
    lines = [
        *_heading(assessment),
        "",
        *_table(assessment, listed),
        "",
        *_to_find_out(steps),
        *_quarantine(listed if register is None else register),
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
        f"Method: {settings.method}, {scales}, risk as {settings.risk}, "
        f"{_order(assessment)} order; score at best estimates",
        f"Weights: {weights}",
        f"Critical according to: {', '.join(settings.policy_lists) or 'no policy list'}",
        *_answer(assessment),
    ]


def _order(assessment: Assessment) -> str:
    """Return the order that the list has: by a score where nothing is drawn for it."""
    order, answer = assessment.settings.order, assessment.answer
    by_draws = order in (Order.CHANCE, Order.MEDIAN, Order.CAUTIOUS)
    is_old = answer is None or answer.gaps is GapMode.MIDDLE
    return (Order.EXPECTED if by_draws and is_old else order).value


def _answer(assessment: Assessment) -> list[str]:
    if assessment.answer is None:
        can = can_be_drawn(assessment.settings)
        return [] if can else ["", no_chances_sentence(assessment.settings)]
    return ["", *answer_sentences(assessment), assumption_sentence(assessment.answer)]


def _table(assessment: Assessment, listed: Listing) -> list[str]:
    if assessment.answer is not None:
        return _aligned(ANSWER_HEADER, _answered(assessment, assessment.answer, listed))
    matrix, ranking = assessment.matrix, assessment.ranking
    table = []
    for row, site in zip(listed.rows.tolist(), listed.sites, strict=True):
        table.append(
            (
                str(ranking.ranks[row]),
                f"{ranking.rank_low[row]}–{ranking.rank_high[row]}",
                printable(matrix.alternatives[row]),
                printable(matrix.names[row]),
                site.country if site else "",
                _evidence(site),
                f"{ranking.scores[row]:.3f}",
                f"{ranking.score_low[row]:.3f}",
                f"{ranking.score_high[row]:.3f}",
                percent(ranking.gap_share[row]),
            )
        )
    return _aligned(HEADER, table)


def _evidence(site: Site | None) -> str:
    """Return the class of evidence, marked where a grade is not used until confirmed."""
    if site is None:
        return ""
    return site.evidence_mark


def _answered(assessment: Assessment, answer: Answer, listed: Listing) -> list[tuple[str, ...]]:
    """Return the ranked sites, each with its likely places and its chance on the list."""
    return [
        (
            str(assessment.ranking.ranks[row]),
            likely_range(answer, row),
            printable(assessment.matrix.alternatives[row]),
            printable(assessment.matrix.names[row]),
            site.country if site else "",
            _evidence(site),
            percent(answer.chance[row]),
            answer.sections[row].value,
            known_percent(answer.known_weight[row]),
            f"{assessment.ranking.scores[row]:.3f}",
        )
        for row, site in zip(listed.rows.tolist(), listed.sites, strict=True)
    ]


def _aligned(header: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> list[str]:
    table = [header, *rows]
    widths = [max(map(_width, column)) for column in zip(*table, strict=True)]
    return [_line(header, cells, widths) for cells in table]


def _line(header: tuple[str, ...], cells: tuple[str, ...], widths: list[int]) -> str:
    padded = []
    for name, cell, width in zip(header, cells, widths, strict=True):
        blanks = " " * (width - _width(cell))
        padded.append(blanks + cell if name in RIGHT else cell + blanks)
    return "  ".join(padded).rstrip()


def _quarantine(known: Listing | SiteRegister) -> list[str]:
    found = quarantined_grades(known.sites)
    lines = [f"  {printable(site_id)}: {words}" for site_id, words in found.items()]
    return ["! Not used until confirmed, because they are impossible:", *lines] if lines else []


def _to_find_out(steps: NextSteps | None) -> list[str]:
    """Return the work that settles most of the list for its cost."""
    if steps is None or not steps.first:
        return []
    work = (printable(step.sentence, MAX_SENTENCE) for step in steps.first)
    return [f"{SETTLES_MOST}:", *(f"  {line}" for line in work), ""]


def _left_out(assessment: Assessment, listed: Listing) -> list[str]:
    lines = []
    n_hidden = len(assessment.matrix) - len(listed.rows)
    if n_hidden:
        lines.append(f"{n_hidden} more ranked sites are not shown.")
    answer = assessment.answer
    apart = () if answer is None or n_hidden else answer.apart
    if apart:
        lines.append(
            "Too little known to be ranked, with the chance to pass the last one listed:"
        )
        lines += [
            f"  {printable(site.site_id)}  {printable(site.name)}: {percent(site.chance)}, "
            f"{known_percent(site.known_weight)} of the weight known"
            for site in apart
        ]
    aside = [left for left in assessment.not_ranked if left.is_aside]
    gated = [left for left in assessment.not_ranked if left.gate and not left.is_aside]
    n_gaps = len(assessment.not_ranked) - len(gated) - len(aside)
    if n_gaps and answer is None:  # else among those that the answer counts
        lines.append(f"Not enough evidence to rank: {counted(n_gaps, 'site')}.")
    if aside:
        lines.append(f"Set aside for the status of the facility: {counted(len(aside), 'site')}")
        lines += [
            f"  {printable(left.site_id)}  {printable(left.name)}: {left.told}"
            for left in aside
        ]
    if gated:
        lines.append(f"Held back by a veto: {counted(len(gated), 'site')}")
        lines += [
            f"  {printable(left.site_id)}  {printable(left.name)}: {left.told}"
            for left in gated
        ]
    return [*lines, *_open_gates(assessment)]


def _open_gates(assessment: Assessment) -> list[str]:
    found = [one for one in assessment.open_gates if not one.is_reported]
    if not found:
        return []
    return [
        "A veto cannot be decided for these, which stay in the ranking:",
        *(
            f"  {printable(one.site_id)}  {printable(one.name)}: {one.rule.words}, {one.why}"
            for one in sorted(found, key=lambda one: not one.is_known)[:MOST_OPEN]
        ),
        *([f"  and {len(found) - MOST_OPEN} more"] if len(found) > MOST_OPEN else []),
    ]


def printable(text: str, longest: int = MAX_NAME) -> str:
    """Return a text without control characters, which steer a terminal, and not too long."""
    safe = words.printable(text)
    return safe if len(safe) <= longest else safe[: longest - 1] + "…"


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )
