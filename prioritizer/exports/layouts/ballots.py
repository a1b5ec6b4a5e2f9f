"""Paper ballots as PDF, one a page, to print before a workshop."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from prioritizer.exports.blocks import name_of, plain
from prioritizer.exports.layouts import pdf as pdf_report
from prioritizer.languages.speech import gettext, noop, speaking, spoken
from prioritizer.workflow.workshop.paper_questions import Sheet, afterwards_of, needs_name

LAYOUT = pdf_report.LAYOUT.with_name("ballot.typ")
TITLE = noop("What matters more to you?")
SPENDING_TITLE = noop("How would you share out the budget?")
BUDGET = "budget"
# Above so many lines a ballot stands closer, so that it fits on its page.
ROOMY = 12


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
    is ``swing``, ``points``, ``pairwise`` or ``budget``; ``has_name`` leaves room for a name;
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
    """Return a sheet as PDF, one ballot a page, in the language of the sheet."""
    with speaking(sheet.language):
        return _spoken_pdf(sheet)


def _spoken_pdf(sheet: Sheet) -> bytes:
    workshop = sheet.workshop
    rules = BallotRules(
        workshop=workshop.title,
        code=sheet.code,
        scales=workshop.problem_digest[:8],
        technique=BUDGET if sheet.spends else workshop.technique.value,
        instructions=sheet.instructions,
        groups=tuple(gettext(group.name) for group in workshop.groups),
        has_name=needs_name(workshop),
        afterwards=gettext(afterwards_of(workshop)),
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
    spends = rules.technique == BUDGET
    return {
        "title": gettext(SPENDING_TITLE if spends else TITLE),
        "spends": spends,
        "dense": any(len(page.lines) > ROOMY for page in pages),
        "lang": spoken(),
        "words": _words(rules),
        "workshop": name_of(rules.workshop),
        "named": rules.has_name,
        "ordered": rules.technique == "swing",
        "pairwise": rules.technique == "pairwise",
        "instructions": rules.instructions,
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


def _words(rules: BallotRules) -> dict[str, str]:
    """Return what is printed on every ballot, in the language spoken."""
    privacy = (
        gettext("held by name") if rules.has_name else gettext("please write no name on it")
    )
    return {
        "description": gettext("Paper ballots of a workshop"),
        "foot": gettext(
            "Workshop {code} · scales {scales} · {privacy}",
            code=rules.code,
            scales=rules.scales,
            privacy=privacy,
        ),
        "range": gettext("Site, and what its pilot costs")
        if rules.technique == BUDGET
        else gettext("Difference, from what speaks least for a pilot to what speaks most"),
        "order": gettext("Order"),
        "points": gettext("Per cent") if rules.technique == BUDGET else gettext("Points"),
        "total": gettext("In all"),
        "more": gettext("This matters more"),
        "round": gettext("Round"),
        "name": gettext("Name"),
        "side": gettext("My side:"),
        "fold": gettext(
            "Fold the ballot and hand it to the facilitator. It counts once it is typed in, "
            "twice for safety."
        ),
    }
