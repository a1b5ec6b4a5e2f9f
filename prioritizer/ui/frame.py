"""The frame of every page: set-up, style, navigation, and a calm answer to faults."""

from __future__ import annotations

import streamlit as st

from prioritizer.ui import faults, serving, state, theme, warmup
from prioritizer.ui.navigation import sections


def show() -> None:
    """Set up the page, draw the navigation and run the page that was asked for."""
    st.set_page_config(
        page_title="Pilot Prioritizer",
        page_icon=str(theme.ICON),
        layout="wide",
        initial_sidebar_state="auto",
    )
    theme.apply()
    st.logo(str(theme.LOGO), icon_image=str(theme.ICON), size="medium")
    with faults.contained():
        if serving.pages_ask() and not _is_known():
            return
        warmup.once()
        chosen = st.navigation(
            {
                section: [
                    st.Page(
                        p.path,
                        title=p.title,
                        icon=p.icon,
                        url_path=p.address,
                        default=p.is_default,
                    )
                    for p in pages
                ]
                for section, pages in sections().items()
            },
            position="top",
        )
        state.enter(chosen.url_path)
        chosen.run()


def _is_known() -> bool:
    """Return whether somebody who leads workshops looks; the way to sign in if not."""
    from prioritizer.domain.authority import NOBODY
    from prioritizer.ui import room
    from prioritizer.ui.components import room_entry

    if room.leader() != NOBODY:
        return True
    st.title("Pilot Prioritizer", anchor=False)
    room_entry.show_sign_in()
    return False
