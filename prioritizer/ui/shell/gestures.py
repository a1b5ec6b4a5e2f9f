"""What taps and swipes do on every page: the menu closes, a swipe scrolls, a look is kept."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import streamlit as st

from prioritizer.ui.shell import theme

COMPONENT = "prioritizer_gestures"


@cache
def _script() -> str:
    return (theme.ASSETS / "gestures.js").read_text(encoding="utf-8")


def listen(addresses: Sequence[str]) -> None:
    """Listen to taps and swipes; what does it is not seen, and takes no room.

    Light or dark is kept for the ``addresses`` of all pages.
    """
    mount = st.components.v2.component(
        COMPONENT, html="<i></i>", css=":host{display:none}", js=_script()
    )
    mount(key="gestures", data=["", *addresses])
