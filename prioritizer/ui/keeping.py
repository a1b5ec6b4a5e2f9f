"""Keeps the choices of a page in case it is loaded anew, and brings them back when asked."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from typing import Any

import streamlit as st

from prioritizer.domain.authority import NOBODY
from prioritizer.ui.server import serving, visitors
from prioritizer.ui.shell import cache as cached
from prioritizer.ui.shell import session, state
from prioritizer.ui.shell.cache import Inventory
from prioritizer.ui.shell.choices import CHOICES, LASTING, WORK
from prioritizer.ui.shell.shelf import MOST_SITES, Kept, Shelf
from prioritizer.ui.shell.text import escape_html
from prioritizer.workflow.sites.audience import Audience


@st.cache_resource(show_spinner=False)
def shelf() -> Shelf:
    """Return the shelf of this process."""
    return Shelf()


def present() -> dict[str, Any]:
    """Return the choices of this page that somebody would miss."""
    return {name: state.get(name) for name in LASTING}


def chosen(values: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what is not as a fresh page has it, in words."""
    return tuple(
        noun
        for noun, names in WORK.items()
        if not all(state.is_same(values[name], CHOICES[name].default) for name in names)
    )


def keep() -> None:
    """Keep what this page has chosen; a page just loaded looks first what there was before."""
    shelves = shelf()
    if not state.get("visit"):
        owner = owner_now()
        state.put("visit", secrets.token_hex(8))
        state.put("visit_owner", owner)
        state.put("visit_offers", tuple(kept.visit for kept in found(owner)))
    owner, visit, values = state.get("visit_owner"), state.get("visit"), present()
    if not owner:
        return
    if not chosen(values):
        shelves.forget(owner, visit)
        return
    shelves.keep(owner, _kept(visit, values, shelves.now()))


def _kept(visit: str, values: Mapping[str, Any], at: float) -> Kept:
    table: Inventory | None = values["inventory"]
    if table is None:
        return Kept(visit, values, said(values), at=at)
    if len(table.register) > MOST_SITES:
        words = f"{said(values)}. The table is too large to be kept here: load it again"
        return Kept(visit, {**values, "inventory": None}, words, at=at)
    return Kept(visit, values, said(values), table.digest, len(table.register), at)


def said(values: Mapping[str, Any]) -> str:
    """Return as HTML which inventory was in use, and what else was chosen."""
    whole: Inventory = values["inventory"] or cached.sample()
    # In words that the chosen readers may see, like everything else on the screen.
    table = cached.seen(whole, Audience(values["audience"]))
    n = len(table.register)
    sites = "1 site" if n == 1 else f"{n:,} sites"
    others = [noun for noun in chosen(values) if noun != next(iter(WORK))]
    also = f"; chosen: {', '.join(others)}" if others else ""
    return f"<b>{escape_html(table.register.title, limit=80)}</b>, {sites}{also}"


def owner_now() -> str:
    """Return whose page this is: of this browser and, where people sign in, of this person.

    Empty where nobody can be told from others; nothing is kept then.
    """
    name = visitor().name
    if not name:
        return ""
    person = ""
    if not serving.are_pages_open():
        from prioritizer.ui.workshop import session as room

        leader = room.leader()
        if leader == NOBODY:
            return ""
        person = leader.id
    return hashlib.sha256(f"{person}\0{name}".encode()).hexdigest()


def visitor() -> visitors.Visitor:
    """Return which browser shows this page."""
    return visitors.visitor(dict(st.context.cookies), serving.port())


def found(owner: str) -> tuple[Kept, ...]:
    """Return what other pages of an owner had chosen, the last one first."""
    if not owner:
        return ()
    return tuple(kept for kept in shelf().of(owner) if kept.visit != state.get("visit"))


def offers() -> tuple[Kept, ...]:
    """Return what there was when this page was loaded, and still is."""
    named = state.get("visit_offers")
    return tuple(kept for kept in found(state.get("visit_owner")) if kept.visit in named)


def bring_back(visit: str) -> None:
    """Take up what another page of the same owner had chosen; a callback."""
    owner = owner_now()
    wanted = [kept for kept in found(owner) if kept.visit == visit]
    state.put("visit_offers", ())
    if not wanted:
        st.toast("It is gone: it was kept for some hours only.", icon=":material/history:")
        return
    for name, value in wanted[0].values.items():
        state.put(name, value)
    session.set_points(session.criteria(), state.get("points"))
    state.forget("")
    state.put("page", 0)
    shelf().forget(owner, visit)
    st.toast("It is back, as you left it.", icon=":material/history:")


def go_on() -> None:
    """Go on without what there was; it stays for the next page that is loaded."""
    state.put("visit_offers", ())
