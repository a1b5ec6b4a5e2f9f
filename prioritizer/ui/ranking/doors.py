"""Three ways to begin, for somebody who comes for the first time; later under Help."""

from __future__ import annotations

import streamlit as st

from prioritizer.languages.speech import gettext, noop
from prioritizer.ui.navigation import PAGES
from prioritizer.ui.ranking import tour
from prioritizer.ui.shell import fresh, state
from prioritizer.ui.shell.text import escape_html

COOKIE = "pp_met"
"""Set in a browser in which the doors were closed; it says nothing else."""
SAMPLE, LOAD = noop("Look at the sample"), noop("Load my table")
WORKSHOP = noop("Prepare a workshop")
_PATHS = {page.address: page.path for page in PAGES}


def show() -> None:
    """Draw the doors above the answer, in one line; nothing for who has been here before."""
    if not is_new():
        return
    with st.container(
        horizontal=True, vertical_alignment="center", gap="small", key="doors-top"
    ):
        asked = escape_html(gettext("New here?"))
        st.html(f'<p class="pp-lead"><b>{asked}</b></p>', width="content")
        draw()
        st.button(
            gettext("Not now"), key="doors-close", type="tertiary", on_click=close,
            icon=":material/close:",
        )  # fmt: skip


def draw() -> None:
    """Draw the three doors beside each other; the first one begins the tour."""
    st.button(
        gettext(SAMPLE),
        key="door-sample",
        icon=":material/tour:",
        help=gettext("A tour of five steps."),
        on_click=_look,
    )
    st.page_link(_PATHS["import"], label=gettext(LOAD), icon=":material/upload_file:")
    st.page_link(_PATHS["workshop"], label=gettext(WORKSHOP), icon=":material/groups:")


def is_new() -> bool:
    """Return whether somebody has no project, chose nothing and did not close the doors."""
    if state.get("doors_closed") or st.context.cookies.get(COOKIE) == "1":
        return False
    if any(
        state.get(name) for name in ("project", "project_link", "project_ended", "project_last")
    ):
        return False
    return not fresh.chosen(fresh.present())


def close() -> None:
    """Let the doors be gone from this browser; a callback."""
    state.put("doors_closed", True)


def _look() -> None:
    close()
    tour.begin()
