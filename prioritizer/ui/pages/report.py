"""The report page: a document one can sign, a workbook, a map layer, for a given audience."""

from __future__ import annotations

import streamlit as st

from prioritizer.ui.parts import indistinct_note
from prioritizer.ui.report import build as report_build
from prioritizer.ui.report import options as report_options
from prioritizer.ui.shell import cache as cached
from prioritizer.ui.shell import faults, markup, session, theme
from prioritizer.ui.shortlist import table as shortlist_table


def show() -> None:
    """Draw the page: choices on the left, the building and its files on the right."""
    criteria = session.criteria()
    session.start(criteria)
    settings = session.settings(criteria)
    found = session.problem(criteria, settings)
    assessment = cached.assess(found, settings)
    theme.apply_pilots()
    st.title("Report", anchor=False)
    indistinct_note.show(assessment)
    markup.draw(shortlist_table.choices(assessment))
    choices, files = st.columns([1, 1.15], gap="large")
    with choices, faults.contained():
        options = report_options.show(criteria, settings)
        with files, faults.contained():
            report_build.show(found, settings, options)


show()
