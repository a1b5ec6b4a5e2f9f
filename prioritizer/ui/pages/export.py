"""The files page: every format to take away, and records to compare and to check."""

from __future__ import annotations

import streamlit as st

from prioritizer.ui.parts.view_switch import view_switch
from prioritizer.ui.report import download_buttons
from prioritizer.ui.report import records as report_records
from prioritizer.ui.shell import cache as cached
from prioritizer.ui.shell import session, theme
from prioritizer.ui.shortlist import table as shortlist_table

VIEWS = {"files": "Files", "compare": "Compare two records", "check": "Check a record"}


def show() -> None:
    """Draw the page."""
    criteria = session.criteria()
    session.start(criteria)
    theme.apply_pilots()
    st.title("Files and records", anchor=False)
    view = view_switch("records_view", VIEWS)
    if view == "compare":
        report_records.compare()
        return
    if view == "check":
        report_records.check()
        return
    settings = session.settings(criteria)
    found = session.problem(criteria, settings)
    assessment = cached.assess(found, settings)
    listing, files = st.columns([1.35, 1], gap="large")
    with listing:
        shortlist_table.show(found, assessment)
    with files:
        download_buttons.show(found, assessment)


show()
