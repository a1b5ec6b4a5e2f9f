"""The shortlist as CSV that a spreadsheet opens without taking any text for a formula."""

from __future__ import annotations

import codecs
import csv
import io
import math
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from prioritizer.domain.answer import Apart, Section
from prioritizer.domain.results import Assessment, NotRanked
from prioritizer.domain.site import Site, SiteRegister
from prioritizer.workflow.ranking.listing import (
    Listing,
    branch_sums,
    contribution_word,
    listing,
)
from prioritizer.workflow.ranking.quarantine import quarantine_words

if TYPE_CHECKING:
    from prioritizer.workflow.robustness.next_step import NextSteps

# What starts a formula or a command in some spreadsheet, full-width forms included.
FORMULA_STARTS = frozenset("=+-@\t\r\n\0＝＋－＠")
FIRST_COLUMNS = (
    "rank",
    "rank_low",
    "rank_high",
    "site_id",
    "name",
    "country",
    "evidence",
    "score",
    "score_low",
    "score_high",
    "gap_share_percent",
)
ANSWER_COLUMNS = (
    "chance_percent",
    "section",
    "rank_median",
    "rank_5",
    "rank_95",
    "known_weight_percent",
)
LAST_COLUMNS = ("status", "reason", "missing", "quarantined", "external_ids")
NEXT_STEP = "next_step"


def write(
    assessment: Assessment,
    register: SiteRegister | None,
    *,
    top: int | None,
    steps: NextSteps | None = None,
) -> bytes:
    """Return the table: one row per ranked site, then the sites that were not ranked.

    UTF-8 with a byte-order mark and CRLF: without the mark a spreadsheet on Windows takes the
    file for its own code page and spoils every ä and ø.
    """
    listed = listing(assessment, register, top=top)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    last = () if steps is None else (NEXT_STEP,)
    writer.writerow(guarded(name) for name in (*_header(assessment), *last))
    told = partial(_told, steps)
    ids = [assessment.matrix.alternatives[row] for row in listed.rows.tolist()]
    for site_id, cells in zip(ids, _ranked(assessment, listed), strict=True):
        writer.writerow([*cells, *told(site_id)])
    by_id = register.by_id() if register is not None else {}
    n_branches = len(assessment.criteria.branches)
    answer = assessment.answer
    n_columns = 3 if answer is None else 4
    blanks = [""] * (n_columns * len(assessment.matrix.criteria) + n_branches)
    for one in () if answer is None or top is not None else answer.apart:
        site = by_id.get(one.site_id)
        country, evidence = (site.country, site.evidence_class) if site else ("", "")
        cells = _apart(one, blanks, country, evidence)
        writer.writerow([*cells, *_of_site(site), *told(one.site_id)])
    if answer is not None:
        blanks = [*[""] * len(ANSWER_COLUMNS), *blanks]
    for left in assessment.not_ranked:
        site = by_id.get(left.site_id)
        country, evidence = (site.country, site.evidence_class) if site else ("", "")
        cells = _left_out(left, blanks, country, evidence)
        writer.writerow([*cells, *_of_site(site), *told(left.site_id)])
    return codecs.BOM_UTF8 + text.getvalue().encode()


def _of_site(site: Site | None) -> tuple[str, str]:
    """Return what is quarantined at a site, and its ids in other registers."""
    known = site.texts.get("external_ids", "") if site else ""
    return guarded(quarantine_words(site)), guarded(known)


def _told(steps: NextSteps | None, site_id: str) -> tuple[str, ...]:
    return () if steps is None else (guarded(steps.words(site_id)),)


def _header(assessment: Assessment) -> list[str]:
    header = [*FIRST_COLUMNS, *(ANSWER_COLUMNS if assessment.answer is not None else ())]
    word = contribution_word(assessment)
    for criterion in assessment.matrix.criteria:
        header.append(f"{criterion.id} performance ({criterion.unit})")
        header.append(f"{criterion.id} value")
        header.append(f"{criterion.id} contribution ({word})")
        if assessment.answer is not None:
            header.append(f"{criterion.id} state")
    header += [f"{name} contribution ({word})" for name in branch_sums(assessment, ())]
    return [*header, *LAST_COLUMNS]


def _ranked(assessment: Assessment, listed: Listing) -> Iterator[list[str]]:
    matrix, ranking = assessment.matrix, assessment.ranking
    for row, site in zip(listed.rows.tolist(), listed.sites, strict=True):
        cells = [
            str(ranking.ranks[row]),
            str(ranking.rank_low[row]),
            str(ranking.rank_high[row]),
            guarded(matrix.alternatives[row]),
            guarded(matrix.names[row]),
            guarded(site.country) if site else "",
            site.evidence_class if site else "",
            number(ranking.scores[row]),
            number(ranking.score_low[row]),
            number(ranking.score_high[row]),
            number(100 * ranking.gap_share[row]),
            *_answered(assessment, row),
        ]
        gaps = []
        for column, criterion in enumerate(matrix.criteria):
            cells.append(number(matrix.best[row, column]))
            cells.append(number(listed.values[row, column]))
            cells.append(number(listed.contributions[row, column]))
            if assessment.answer is not None:
                cells.append(assessment.answer.state(row, column).value)
            if matrix.gap[row, column]:
                gaps.append(criterion.id)
        sums = branch_sums(assessment, listed.contributions[row].tolist())
        cells += [number(value) for value in sums.values()]
        told = guarded(may_stand_behind(assessment, matrix.alternatives[row]))
        yield [*cells, "ranked", told, guarded("; ".join(gaps)), *_of_site(site)]


def may_stand_behind(assessment: Assessment, site_id: str) -> str:
    """Return the gates of which nobody can say whether they hold for a site; mostly blank."""
    found = [one for one in assessment.open_gates if one.site_id == site_id]
    told = [one.rule.reason for one in found if one.is_reported]
    words = [f"{one.rule.words} ({one.rule.reason})" for one in found if not one.is_reported]
    if words:
        told.append(f"a veto cannot be decided: {'; '.join(words)}")
    return "; ".join(told)


def _answered(assessment: Assessment, row: int) -> list[str]:
    answer = assessment.answer
    if answer is None:
        return []
    return [
        number(100 * answer.chance[row]),
        answer.sections[row].value,
        str(answer.rank_median[row]),
        str(answer.rank_5[row]),
        str(answer.rank_95[row]),
        number(100 * answer.known_weight[row]),
    ]


def _apart(site: Apart, blanks: list[str], country: str, evidence: str) -> list[str]:
    """Return the row of a site that is too little known: a chance, no rank and no score."""
    return [
        *("", "", ""),
        *(guarded(site.site_id), guarded(site.name), guarded(country), evidence),
        *("", "", "", ""),
        *(number(100 * site.chance), Section.TOO_LITTLE_KNOWN.value, "", "", ""),
        number(100 * site.known_weight),
        *blanks,
        Section.TOO_LITTLE_KNOWN.value,
        guarded(site.reason),
        guarded("; ".join(site.missing)),
    ]


def _left_out(left: NotRanked, blanks: list[str], country: str, evidence: str) -> list[str]:
    identity = [guarded(left.site_id), guarded(left.name), guarded(country), evidence]
    missing = guarded("; ".join(left.missing))
    return [
        "",
        "",
        "",
        *identity,
        "",
        "",
        "",
        "",
        *blanks,
        "not ranked",
        guarded(left.told),
        missing,
    ]


def guarded(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: ``'`` before a dangerous start.

    A text that already looks guarded gets one more, so that taking one away always restores it.
    """
    bare = text.lstrip("'")
    return f"'{text}" if bare and bare[0] in FORMULA_STARTS else text


def number(value: float) -> str:
    """Return a number with at most 12 significant digits, blank for a gap."""
    return "" if math.isnan(value) else f"{value:.12g}"
