"""The export page: the shortlist as it stands, and the files to take away."""

from __future__ import annotations

import streamlit as st

from prioritizer.ui import cached, state
from prioritizer.ui.components import download_buttons, shortlist_table


def show() -> None:
    """Draw the page."""
    criteria = state.criteria()
    state.start(criteria)
    settings = state.settings(criteria)
    found = state.problem(criteria, settings)
    assessment = cached.assess(found, settings)
    st.title("Shortlist and export", anchor=False)
    listing, files = st.columns([1.35, 1], gap="large")
    with listing:
        shortlist_table.show(found, assessment)
    with files:
        download_buttons.show(found, assessment)


show()
