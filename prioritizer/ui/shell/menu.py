"""The menu of pages: it closes once a page was chosen, where it lies over the page."""

from __future__ import annotations

from functools import cache

import streamlit as st

from prioritizer.ui.shell import theme

COMPONENT = "prioritizer_menu"


@cache
def _script() -> str:
    return (theme.ASSETS / "menu.js").read_text(encoding="utf-8")


def close_on_choice() -> None:
    """Let the menu close; what does it is not seen, and takes no room."""
    mount = st.components.v2.component(
        COMPONENT, html="<i></i>", css=":host{display:none}", js=_script()
    )
    mount(key="menu")
