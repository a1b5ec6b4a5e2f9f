"""The map of the sites: same selection, same marks as the list; no tile server."""

from __future__ import annotations

import json
from functools import cache

import streamlit as st

from prioritizer.domain.results import IntArray
from prioritizer.domain.site import Site
from prioritizer.languages.speech import SOURCE, counted, gettext, plural, speaking, spoken
from prioritizer.ui.ranking import said
from prioritizer.ui.shell import state, theme
from prioritizer.ui.shell.cache import Problem, cached
from prioritizer.ui.shell.text import escape_html, plain
from prioritizer.workflow.sites.outlines import outline_rings

MAX_POINTS = 2000
HOLLOW = plural(
    "{n} position is not verified (hollow).", "{n} positions are not verified (hollow)."
)
NOWHERE = plural("{n} site has no position.", "{n} sites have no position.")
MAP = plural(
    "Map of {n} site. The list beside it holds it with its place.",
    "Map of {n} sites. The list beside it holds them with their places.",
)
COMPONENT = "prioritizer_site_map"
UNVERIFIED = frozenset({"latitude", "longitude"})


@cache
def _style() -> str:
    return (theme.ASSETS / "site_map.css").read_text(encoding="utf-8")


def show(found: Problem, order: IntArray) -> None:
    """Draw the map, and say what it cannot show. Places come from the list, in the browser.

    ``order`` are the rows of the ranked sites in the problem, best first.
    """
    mount = st.components.v2.component(
        said.component(COMPONENT),
        html='<div class="pp-map"></div>',
        css=_style(),
        js=said.script("site_map.js"),
    )
    best = order[:MAX_POINTS].tolist() if len(found.sites) > MAX_POINTS else ()
    mount(
        key="site-map",
        data=payload(found, tuple(best), spoken()),
        on_selected_change=_selected,
    )
    located = [site for site in found.sites if is_located(site)]
    hollow = sum(is_unverified(site) for site in located)
    nowhere = len(found.sites) - len(located)
    notes = [
        counted(HOLLOW, hollow, n=hollow) if hollow else "",
        counted(NOWHERE, nowhere, n=nowhere) if nowhere else "",
        gettext("Only the best {n} are drawn.", n=MAX_POINTS) if best else "",
    ]
    if any(notes):
        told = escape_html(" ".join(note for note in notes if note))
        st.html(f'<p class="pp-note">{told}</p>')


def _selected() -> None:
    site_id = (state.component("site-map") or {}).get("selected")
    if isinstance(site_id, str):
        state.put("selected", site_id)


def is_located(site: Site) -> bool:
    """Return whether a site has a position."""
    return site.latitude is not None and site.longitude is not None


def is_unverified(site: Site) -> bool:
    """Return whether the position of a site is marked as not verified."""
    return bool(UNVERIFIED & set(site.unverified))


@cached(most=16)
def payload(found: Problem, best: tuple[int, ...], language: str = SOURCE) -> bytes:
    """Return what the component draws, as JSON; the same bytes for every weight, so sent once.

    With more sites than can be drawn, ``best`` holds the rows that are.
    """
    rows = best or range(len(found.sites))
    points = [
        {
            "row": i,
            "id": site.site_id,
            "name": plain(site.name, limit=80),
            "lon": site.longitude,
            "lat": site.latitude,
            "isUnverified": is_unverified(site),
        }
        for i, site in ((i, found.sites[i]) for i in sorted(rows))
        if is_located(site)
    ]
    with speaking(language):
        alt = counted(MAP, len(points), n=len(points))
    bodies = [polygon for i in sorted(rows) for polygon in outline_rings(found.sites[i])]
    shown = {
        "points": points,
        "bodies": bodies,
        "set": f"{found.key}-{hash(best)}",
        "key": found.key,
        "alt": alt,
    }
    return json.dumps(shown).encode()
