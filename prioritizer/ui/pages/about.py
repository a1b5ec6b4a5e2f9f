"""The page that says how the ranking is made: criteria, formulas, gaps, methods, limits."""

from __future__ import annotations

import streamlit as st

from prioritizer.ui.ranking import method_notes
from prioritizer.ui.shell import session, theme
from prioritizer.workflow.criteria import reference_standing


def show() -> None:
    """Draw the page."""
    criteria = session.criteria()
    session.start(criteria)
    chosen = criteria.with_risk(session.settings(criteria).risk)
    st.title("How the ranking is made", anchor=False)
    method_notes.show(chosen, theme.colors(chosen))
    st.caption(reference_standing.sentence())


show()
