"""The choice of one site; in a large inventory by searching first."""

from __future__ import annotations

import streamlit as st

from prioritizer.domain.site import Site, SiteRegister
from prioritizer.ui.shell import links, state
from prioritizer.ui.shell.text import plain
from prioritizer.workflow.sites.searching import is_found

MOST = 1000


def choose(register: SiteRegister, name: str) -> str | None:
    """Draw the choice kept under a name of the state; return the site's id.

    None where the inventory has no sites, or none that the search finds.
    """
    if not register.sites:
        st.info("This inventory has no sites.")
        return None
    words = ""
    place = st.container()
    if len(register) > MOST:
        search, place = st.columns([1, 2])
        words = search.text_input(
            "Find a site by name, id, metal or country", key=f"{name}-search"
        )
    names = _found(register, words)
    if not names:
        st.info("No site has these words.", icon=":material/search_off:")
        return None
    links.site(name, register.by_id())
    if len(names) == MOST and state.get(name) in register.by_id():
        names |= _named(register.by_id()[state.get(name)])
    if state.get(name) not in names:
        selected = state.get("selected")
        state.put(name, selected if selected in names else next(iter(names)))
    place.selectbox(
        "Site" if len(names) < MOST else f"Site (the first {MOST} found)",
        list(names),
        format_func=names.__getitem__,
        **state.started(name, "index", list(names)),
    )
    chosen: str = state.get(name)
    return chosen


def _named(site: Site) -> dict[str, str]:
    return {site.site_id: f"{site.site_id} · {plain(site.name, limit=80)}"}


def _found(register: SiteRegister, words: str) -> dict[str, str]:
    names: dict[str, str] = {}
    for site in register.sites:
        if is_found(site, words):
            names |= _named(site)
            if len(names) == MOST:
                break
    return names
