"""How the list is looked at: search, filters, order, columns, pins; also as part of a link."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode

import streamlit as st

from prioritizer.ui.shell import session, state

MOST_PINS = 4
MOST_LETTERS = 2_000
MOST_WANTED = 400
# What an address may say of the list; the script of the list writes the same names.
NAMES = ("q", "country", "metal", "waste", "evidence", "section", "sort", "group", "columns")
PINS = "pins"


def reported(name: str) -> Any:
    """Return what the list has last said under a name."""
    return (state.component("ranking-list") or {}).get(name)


def took() -> None:
    """Keep how the list is looked at."""
    view = reported("view")
    if isinstance(view, str) and len(view) <= MOST_LETTERS:
        state.put("table_view", view)


def told() -> str:
    """Return how the list is looked at; nothing where what is searched is a withheld site."""
    view = str(state.get("table_view"))
    texts = [text for _, text in parse_qsl(view)]
    return view if session.told(texts) is texts else ""


def pinned() -> None:
    """Keep the sites that were pinned to be compared."""
    state.put("pins", _ids(reported("pins"), MOST_PINS))


def wanted() -> None:
    """Keep of which sites in sight a text has to be worked out."""
    state.put("list_wanted", _ids(reported("wanted"), MOST_WANTED))


def released() -> None:
    """Let the sites outside of the area on the map back: its filter was taken away."""
    state.put("map_area", None)


def narrowed() -> None:
    """Keep that the list is as narrow as on a phone."""
    state.put("list_narrow", bool(reported("narrow")))


def _ids(told: Any, most: int) -> tuple[str, ...]:
    if not isinstance(told, list):
        return ()
    return tuple(dict.fromkeys(one for one in told if isinstance(one, str)))[:most]


def follow_link() -> None:
    """Take up what the address of the page says of the list, once per visit."""
    if state.get("link_read"):
        return
    state.put("link_read", True)
    asked = {name: str(st.query_params.get(name, "")) for name in (*NAMES, PINS)}
    view = urlencode({name: asked[name] for name in NAMES if asked[name]})
    if view and len(view) <= MOST_LETTERS:
        state.put("table_view", view)
    if asked[PINS]:
        state.put("pins", _ids(asked[PINS].split(","), MOST_PINS))
