"""The page on how often the ranking was right: what came of bodies ranked as of their time."""

from __future__ import annotations

import streamlit as st

from prioritizer.ui.hindcast import cache, view
from prioritizer.ui.shell import faults, session, theme


def show() -> None:
    """Draw the page."""
    criteria = session.criteria()
    session.start(criteria)
    theme.apply_evidence()
    for name in ("scales", "hindcast"):
        st.html(theme.ASSETS / f"{name}.css")
    st.title("How often was this right?", anchor=False)
    with faults.contained():
        found = cache.of_sample()
        if found is not None:
            view.show_answer(found)
            view.show_places(found)
            view.show_areas(found)
            view.show_closed(found)
            view.show_outcomes(found)
            view.show_limits(found)
        view.show_ranges(session.problem(criteria, session.settings(criteria)))


show()
