"""The page of methods: the same sites by several methods, and why they differ."""

from __future__ import annotations

import streamlit as st

from prioritizer.ui.parts import indistinct_note, settings_panel, weights_sheet
from prioritizer.ui.ranking import method_compare
from prioritizer.ui.shell import cache as cached
from prioritizer.ui.shell import markup, session, state, theme
from prioritizer.ui.weights import panel as weight_panel
from prioritizer.workflow.ranking.compare import Compared


def show() -> None:
    """Draw the page."""
    criteria = session.criteria()
    session.start(criteria)
    settings = session.settings(criteria)
    found = session.problem(criteria, settings)
    assessment = cached.assess(found, settings)
    with st.sidebar:
        left_out = () if assessment.answer is None else assessment.answer.criteria_left_out
        weight_panel.show(found.criteria, left_out)
        settings_panel.show()
    weights_sheet.offer()
    for name in ("robustness", "scales", "evidence", "methods"):
        st.html(theme.ASSETS / f"{name}.css")
    st.title("Do the methods agree?", anchor=False)
    indistinct_note.show(assessment)
    methods = method_compare.choose()
    if len(methods) < 2:
        markup.draw(markup.note("Choose at least two methods."))
        return
    if len(assessment.matrix) < 2:
        markup.draw(markup.note("One site alone has no rivals: add sites to compare."))
        return
    top = min(int(state.get("shortlist")), len(assessment.matrix))
    compared = method_compare.compared(found, assessment, methods, top)
    if compared is not None:
        _show_compared(compared)


def _show_compared(compared: Compared) -> None:
    method_compare.show_head(compared)
    lines, reasons = st.columns([1.25, 1], gap="large")
    with lines:
        method_compare.show_slopes(compared)
        method_compare.show_agreement(compared)
    with reasons:
        method_compare.show_reasons(compared)
    method_compare.show_table(compared)
    method_compare.show_methods(compared)


show()
