"""Slips of paper to propose a site on as PDF, two a page, to cut apart."""

from __future__ import annotations

from typing import Any

from prioritizer.domain.proposal import KINDS
from prioritizer.domain.workshop import Workshop
from prioritizer.exports.blocks import name_of
from prioritizer.exports.layouts import pdf as pdf_report
from prioritizer.languages.speech import LANGUAGES, gettext, speaking, spoken
from prioritizer.workflow.workshop.paper_proposals import KIND_WORDS, WHAT_IT_IS

LAYOUT = pdf_report.LAYOUT.with_name("slip.typ")


def slips_pdf(workshop: Workshop, language: str = "") -> bytes:
    """Return a page of slips as PDF, to be printed as often as needed.

    ``language`` is a code; that of the workshop's ballots when left out.
    """
    wanted = language if language in LANGUAGES else workshop.language
    with speaking(wanted):
        return pdf_report.render(_data(workshop), LAYOUT)


def _data(workshop: Workshop) -> dict[str, Any]:
    return {
        "title": gettext("Propose a site"),
        "description": gettext("Paper ballots of a workshop"),
        "lang": spoken(),
        "workshop": name_of(workshop.title),
        "words": gettext(WHAT_IT_IS),
        "name": gettext("Name of the site"),
        "place": gettext("Where it lies, in words"),
        "kind": gettext("What kind of waste?"),
        "kinds": [gettext(KIND_WORDS[kind]) for kind in KINDS],
        "why": gettext("Why it deserves a pilot"),
        "point": gettext("If you know the point"),
        "north": gettext("Degrees north, such as 60.07"),
        "east": gettext("Degrees east, such as 15.01"),
        "hand": gettext(
            "Write clearly, and no name of a person. Hand this slip in by itself, apart from "
            "your ballot: then nothing tells who proposed it."
        ),
    }
