"""The report page: a document one can sign, a workbook, a map layer, for a given audience."""

from __future__ import annotations

import streamlit as st

from prioritizer.ui import cached, faults, markup, state, theme
from prioritizer.ui.components import report_build, report_options, shortlist_table


def show() -> None:
    """Draw the page: choices on the left, the building and its files on the right."""
    criteria = state.criteria()
    state.start(criteria)
    settings = state.settings(criteria)
    found = state.problem(criteria, settings)
    assessment = cached.assess(found, settings)
    theme.apply_pilots()
    st.title("Report", anchor=False)
    markup.draw(shortlist_table.choices(assessment))
    choices, files = st.columns([1, 1.15], gap="large")
    with choices:
        options = report_options.show(found, assessment)
    with files, faults.contained():
        report_build.show(found, settings, options)


show()
