"""What an address asks of a page besides its project: a site, a view. Read here, and once.

A part of a page takes up what it can show (`site`, `view`); what is unknown, or what no part of
the page has taken up, is named.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import streamlit as st

from prioritizer.ui.shell import state
from prioritizer.ui.shell.choices import CHOICES
from prioritizer.ui.shell.text import plain

SITE, VIEW, SCENARIO = "site", "view", "scenario"
MOST_NAMED = 6


@dataclass(frozen=True, slots=True)
class Place:
    """The choices that hold the site and the view of a page; blank where it has none."""

    site: str = ""
    view: str = ""


PLACES: Mapping[str, Place] = {
    "ranking": Place("selected"),
    "sites": Place("site"),
    "evidence": Place("site", "evidence_view"),
    "inventories": Place("edit_site", "kept_view"),
    "criteria": Place("scales_site", "scales_view"),
    "weights": Place(view="weigh_view"),
    "robustness": Place(view="robust_view"),
    "shortlist": Place(view="pilots_view"),
    "pilots": Place("pilots_site", "pilots_section"),
    "viability": Place("viability_site", "viability_view"),
    "export": Place(view="records_view"),
    "projects": Place(view="project_view"),
}


def read() -> None:
    """Note what the address asks for, when a page is loaded."""
    found = {name: str(st.query_params.get(name, "")) for name in (SITE, VIEW)}
    state.put("link_asked", {name: value for name, value in found.items() if value})


def take(name: str) -> str:
    """Return what the address asks for under a name, once; blank for nothing."""
    asked: dict[str, str] = state.get("link_asked")
    if name not in asked:
        return ""
    state.put("link_asked", {one: value for one, value in asked.items() if one != name})
    return asked[name]


def site(choice: str, known: Collection[str]) -> None:
    """Choose the site that the address asks for, if it is among those that are shown."""
    asked = take(SITE)
    if asked in known:
        state.put(choice, asked)
    elif asked:
        said(f"site: found “{plain(asked, limit=60)}”. Expected the id of a site shown here.")


def view(choice: str, known: Collection[str]) -> None:
    """Open the view that the address asks for, if the page has it."""
    asked = take(VIEW)
    if asked in known:
        state.put(choice, asked)
    elif asked:
        some = ", ".join(list(known)[:MOST_NAMED])
        said(f"view: found “{plain(asked, limit=60)}”. Expected one of: {some}.")


def said(words: str) -> None:
    """Name what of an address could not be taken up; it is shown above the page."""
    before = state.get("link_said")
    state.put("link_said", (*before, f"Address, {words}"))


def finish() -> bool:
    """Name what no part of the page has taken up; return whether anything is to be said."""
    for name in (SITE, VIEW):
        if asked := take(name):
            said(
                f"{name}: found “{plain(asked, limit=60)}”. This page has no {name} to choose."
            )
    return bool(state.get("link_said"))


def standing(address: str) -> dict[str, str]:
    """Return what a link to a page has to carry, so that it opens as it stands now."""
    place = PLACES.get(address, Place())
    found = {}
    if place.site and state.get(place.site):
        found[SITE] = str(state.get(place.site))
    if place.view and state.get(place.view) != CHOICES[place.view].default:
        found[VIEW] = str(state.get(place.view))
    return found
