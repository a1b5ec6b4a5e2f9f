"""Paper ballots as PDF, one a page, to print before a workshop."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from prioritizer.exports.blocks import name_of, plain
from prioritizer.exports.layouts import pdf as pdf_report
from prioritizer.workflow.workshop.paper_questions import AFTERWARDS, Sheet, needs_name

LAYOUT = pdf_report.LAYOUT.with_name("ballot.typ")
TITLE = "What matters more to you?"


@dataclass(frozen=True, slots=True)
class BallotPage:
    """One ballot: its number, and each difference with its range."""

    number: str
    lines: tuple[tuple[str, str], ...]
    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class BallotRules:
    """What all ballots of a workshop share.

    ``code`` and ``scales`` tell the ballots of one workshop from another's; ``technique``
    is ``swing``, ``points`` or ``pairwise``; ``has_name`` leaves room for a name;
    ``afterwards`` says what becomes of the ballot.
    """

    workshop: str
    code: str
    scales: str
    technique: str
    instructions: str
    groups: tuple[str, ...]
    has_name: bool
    afterwards: str


def sheet_pdf(sheet: Sheet) -> bytes:
    """Return a sheet as PDF, one ballot a page."""
    workshop = sheet.workshop
    rules = BallotRules(
        workshop=workshop.title,
        code=sheet.code,
        scales=workshop.problem_digest[:8],
        technique=workshop.technique.value,
        instructions=sheet.instructions,
        groups=tuple(group.name for group in workshop.groups),
        has_name=needs_name(workshop),
        afterwards=AFTERWARDS[workshop.mode],
    )
    pages = [
        BallotPage(
            one.number,
            tuple((line.name, line.range) for line in one.lines),
            tuple((a.name, b.name) for a, b in one.pairs),
        )
        for one in sheet.ballots
    ]
    return ballots_pdf(rules, pages)


def ballots_pdf(rules: BallotRules, pages: Sequence[BallotPage]) -> bytes:
    """Return the bytes of a PDF with one page for each ballot."""
    return pdf_report.render(_data(rules, pages), LAYOUT)


def _data(rules: BallotRules, pages: Sequence[BallotPage]) -> dict[str, Any]:
    return {
        "title": TITLE,
        "workshop": name_of(rules.workshop),
        "code": rules.code,
        "scales": rules.scales,
        "named": rules.has_name,
        "ordered": rules.technique == "swing",
        "pairwise": rules.technique == "pairwise",
        "instructions": rules.instructions,
        "privacy": "held by name" if rules.has_name else "please write no name on it",
        "afterwards": rules.afterwards,
        "groups": [name_of(group) for group in rules.groups],
        "ballots": [
            {
                "number": page.number,
                "lines": [
                    {"name": name_of(name), "range": plain(ends)} for name, ends in page.lines
                ],
                "pairs": [[name_of(name) for name in pair] for pair in page.pairs],
            }
            for page in pages
        ],
    }
