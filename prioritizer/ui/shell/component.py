"""A part of a page that runs a script of ours: its files, and how it comes onto the page."""

from __future__ import annotations

from functools import cache
from typing import Any

import streamlit as st

from prioritizer.ui.shell.theme import ASSETS

NOT_SEEN = ":host{display:none}"
"""The style of what only carries something to the browser."""


@cache
def asset(*names: str) -> str:
    """Return files of the assets, one below the other."""
    return "\n".join((ASSETS / name).read_text(encoding="utf-8") for name in names)


def mount(name: str, html: str, *, js: str, css: str = NOT_SEEN, **given: Any) -> None:
    """Put a part onto the page under its name; ``given`` are its key, data and callbacks."""
    st.components.v2.component(name, html=html, css=css, js=js)(**given)
