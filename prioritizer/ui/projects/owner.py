"""Whose projects a page shows: of this browser and, where people sign in, of this person."""

from __future__ import annotations

import hashlib

import streamlit as st

from prioritizer.domain.authority import NOBODY
from prioritizer.ui.server import serving, visitors


def owner_now() -> str:
    """Return whose page this is, as a digest that gives no cookie and no name away.

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
