"""Whose projects a page shows: those of this browser or, where people sign in, of a person."""

from __future__ import annotations

import hashlib

import streamlit as st

from prioritizer.domain.authority import NOBODY
from prioritizer.ui.server import serving, visitors
from prioritizer.ui.shell import state
from prioritizer.workflow.projects.opening import of_address
from prioritizer.workflow.workshop.signing_in import LOCAL_NAME


def owner_now() -> str:
    """Return whose page this is, as a digest that gives no cookie and no name away.

    Where people sign in it is the person, in whichever browser; whoever came by the link that
    the server prints is nobody in particular, so that the browser counts, too. Empty where
    nobody can be told from others; nothing is kept then.
    """
    name, person = visitor().name, ""
    if not name:
        return ""
    if not serving.are_pages_open():
        from prioritizer.ui.workshop import session as room

        leader = room.leader()
        if leader == NOBODY:
            return ""
        person = leader.id
        if leader.name not in ("", LOCAL_NAME):
            name = ""
    return hashlib.sha256(f"{person}\0{name}".encode()).hexdigest()


def visitor() -> visitors.Visitor:
    """Return which browser shows this page."""
    return visitors.visitor(dict(st.context.cookies), serving.port())


def address_now() -> str:
    """Return the address with which the organisation's sign-in vouches for whoever looks."""
    if serving.are_pages_open() or not serving.is_on():
        return ""
    from prioritizer.ui.workshop import session as room

    return room.address()


def right_now() -> str:
    """Return the right by which this page holds its project: as its owner, or to edit it.

    An address counts as long as whoever looks is signed in with it.
    """
    held: str = state.get("project_right")
    if held and held == of_address(address_now()):
        return held
    return held if held.startswith("link:") else owner_now()


def who_now() -> str:
    """Return in words who edits a project that is not their own; blank for the owner."""
    held: str = state.get("project_right")
    if held.startswith("address:"):
        return address_now() or "somebody"
    return "by link" if held else ""
