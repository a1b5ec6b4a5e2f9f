"""The page that says how the ranking is made: criteria, formulas, gaps, methods, limits."""

from __future__ import annotations

import streamlit as st

from prioritizer.ui.navigation import PAGES
from prioritizer.ui.parts import glossary
from prioritizer.ui.ranking import doors, method_notes
from prioritizer.ui.shell import markup, session, state, theme
from prioritizer.workflow.criteria import reference_standing

RANKING = next(page.path for page in PAGES if page.is_default)


def _first_steps() -> None:
    """Draw the ways to begin; the tour is of the ranking page."""
    with st.container(
        horizontal=True, vertical_alignment="center", gap="small", key="doors-help"
    ):
        doors.draw()
    if state.get("tour"):
        st.switch_page(RANKING)


def show() -> None:
    """Draw the page."""
    criteria = session.criteria()
    session.start(criteria)
    chosen = criteria.with_risk(session.settings(criteria).risk)
    st.title("How the ranking is made", anchor=False)
    _first_steps()
    method_notes.show(chosen, theme.colors(chosen))
    markup.draw('<h2 class="pp-h2">The words</h2>', glossary.table())
    st.caption(reference_standing.sentence())


show()
