"""The map of the ranked sites: same selection, same marks as the list; no tile server."""

from __future__ import annotations

from functools import cache
from typing import Any

import streamlit as st

from prioritizer.domain.results import Assessment, IntArray
from prioritizer.ui import state, theme
from prioritizer.ui.cached import Problem
from prioritizer.ui.text import plain

POINTS = 2000
COMPONENT = "prioritizer_site_map"
UNVERIFIED = frozenset({"latitude", "longitude"})


@cache
def _assets() -> tuple[str, str]:
    return tuple((theme.ASSETS / f"site_map.{end}").read_text(encoding="utf-8") for end in ("css", "js"))


def show(found: Problem, assessment: Assessment, order: IntArray) -> None:
    """Draw the map, and say what it cannot show."""
    css, js = _assets()
    mount = st.components.v2.component(COMPONENT, html='<div class="pp-map"></div>', css=css, js=js)
    data = payload(found, assessment, order)
    mount(key="site-map", data=data, on_selected_change=_selected)
    nowhere = len(order) - len(data["points"])
    hollow = sum(point["isUnverified"] for point in data["points"])
    notes = [f"{hollow} positions are not verified (hollow)." if hollow else "",
             f"{nowhere} ranked sites are not on the map." if nowhere else ""]
    if any(notes):
        st.html(f'<p class="pp-note">{" ".join(note for note in notes if note)}</p>')


def _selected() -> None:
    site_id = (state.component("site-map") or {}).get("selected")
    if isinstance(site_id, str):
        state.put("selected", site_id)


def payload(found: Problem, assessment: Assessment, order: IntArray) -> dict[str, Any]:
    """Return what the component draws: the best 2 000 sites that have a position."""
    ranks = assessment.ranking.ranks
    points = [
        {
            "id": site.site_id, "name": plain(site.name, limit=80), "rank": int(ranks[i]),
            "lon": site.longitude, "lat": site.latitude,
            "isUnverified": bool(UNVERIFIED & set(site.unverified)),
        }
        for i, site in ((int(i), found.sites[i]) for i in order[:POINTS])
        if site.latitude is not None and site.longitude is not None
    ]
    points.sort(key=lambda point: point["id"])
    listed = state.get("shortlist")
    best = ", ".join(plain(found.sites[i].name, limit=60) for i in order[:3])
    return {
        "points": points,
        "set": f"{found.key}-{len(points)}",
        "shortlist": listed,
        "selected": state.get("selected"),
        "alt": f"Map of {len(points)} ranked sites. The list beside it holds the same sites. First: {best}.",
    }
