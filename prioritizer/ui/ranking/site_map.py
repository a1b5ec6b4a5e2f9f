"""The map of the sites: same selection, same marks as the list; no tile server."""

from __future__ import annotations

import json
from functools import cache

import streamlit as st

from prioritizer.domain.results import IntArray
from prioritizer.domain.site import Site
from prioritizer.ui.shell import state, theme
from prioritizer.ui.shell.cache import Problem, cached
from prioritizer.ui.shell.text import plain
from prioritizer.workflow.sites.outlines import outline_rings

MAX_POINTS = 2000
COMPONENT = "prioritizer_site_map"
UNVERIFIED = frozenset({"latitude", "longitude"})


@cache
def _assets() -> tuple[str, ...]:
    ends = ("css", "js")
    return tuple((theme.ASSETS / f"site_map.{end}").read_text(encoding="utf-8") for end in ends)


def show(found: Problem, order: IntArray) -> None:
    """Draw the map, and say what it cannot show. Places come from the list, in the browser.

    ``order`` are the rows of the ranked sites in the problem, best first.
    """
    css, js = _assets()
    mount = st.components.v2.component(
        COMPONENT, html='<div class="pp-map"></div>', css=css, js=js
    )
    best = order[:MAX_POINTS].tolist() if len(found.sites) > MAX_POINTS else ()
    mount(
        key="site-map",
        data=payload(found, tuple(best)),
        on_selected_change=_selected,
    )
    located = [site for site in found.sites if is_located(site)]
    hollow = sum(is_unverified(site) for site in located)
    nowhere = len(found.sites) - len(located)
    notes = [
        f"{hollow} positions are not verified (hollow)." if hollow else "",
        f"{nowhere} sites have no position." if nowhere else "",
        f"Only the best {MAX_POINTS} are drawn." if best else "",
    ]
    if any(notes):
        st.html(f'<p class="pp-note">{" ".join(note for note in notes if note)}</p>')


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
def payload(found: Problem, best: tuple[int, ...]) -> bytes:
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
    alt = f"Map of {len(points)} sites. The list beside it holds them with their places."
    bodies = [polygon for i in sorted(rows) for polygon in outline_rings(found.sites[i])]
    shown = {
        "points": points,
        "bodies": bodies,
        "set": f"{found.key}-{hash(best)}",
        "key": found.key,
        "alt": alt,
    }
    return json.dumps(shown).encode()
