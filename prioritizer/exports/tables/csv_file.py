"""The shortlist as CSV that a spreadsheet opens without taking any text for a formula."""

from __future__ import annotations

import codecs
import csv
import io
import math
from collections.abc import Iterator

from prioritizer.domain.results import Assessment, NotRanked
from prioritizer.domain.site import SiteRegister
from prioritizer.workflow.ranking.listing import (
    Listing,
    branch_sums,
    contribution_word,
    listing,
)

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
LAST_COLUMNS = ("status", "reason", "missing")


def write(assessment: Assessment, register: SiteRegister | None, *, top: int | None) -> bytes:
    """Return the table: one row per ranked site, then the sites that were not ranked.

    UTF-8 with a byte-order mark and CRLF: without the mark a spreadsheet on Windows takes the
    file for its own code page and spoils every ä and ø.
    """
    listed = listing(assessment, register, top=top)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(guarded(name) for name in _header(assessment))
    writer.writerows(_ranked(assessment, listed))
    by_id = register.by_id() if register is not None else {}
    n_branches = len(assessment.criteria.branches)
    blanks = [""] * (3 * len(assessment.matrix.criteria) + n_branches)
    for left in assessment.not_ranked:
        site = by_id.get(left.site_id)
        writer.writerow(
            _left_out(
                left, blanks, site.country if site else "", site.evidence_class if site else ""
            )
        )
    return codecs.BOM_UTF8 + text.getvalue().encode()


def _header(assessment: Assessment) -> list[str]:
    header = list(FIRST_COLUMNS)
    word = contribution_word(assessment)
    for criterion in assessment.matrix.criteria:
        header.append(f"{criterion.id} performance ({criterion.unit})")
        header.append(f"{criterion.id} value")
        header.append(f"{criterion.id} contribution ({word})")
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
        ]
        gaps = []
        for column, criterion in enumerate(matrix.criteria):
            cells.append(number(matrix.best[row, column]))
            cells.append(number(listed.values[row, column]))
            cells.append(number(listed.contributions[row, column]))
            if matrix.gap[row, column]:
                gaps.append(criterion.id)
        sums = branch_sums(assessment, listed.contributions[row].tolist())
        cells += [number(value) for value in sums.values()]
        yield [*cells, "ranked", "", guarded("; ".join(gaps))]


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
        guarded(left.reason),
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
