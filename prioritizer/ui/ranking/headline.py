"""The line above the list: what is ranked, and the choice of area and shortlist."""

from __future__ import annotations

import streamlit as st

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.results import Assessment
from prioritizer.ui.parts import indistinct_note
from prioritizer.ui.shell import session, state
from prioritizer.ui.shell.cache import Problem
from prioritizer.ui.shell.text import escape_html
from prioritizer.workflow.criteria.scale_edits import edited_criteria, is_edited

AREAS = {"all": "All sites", "nordic": "Nordic"}


def show(found: Problem, assessment: Assessment) -> None:
    """Draw title, summary and the choices about the set."""
    title, choices = st.columns([1.75, 1], gap="medium", vertical_alignment="bottom")
    with choices.container(
        horizontal=True, vertical_alignment="bottom", gap="medium", key="set-choices"
    ):
        _choices()
    gated = sum(bool(entry.gate) for entry in found.not_ranked)
    unknown = len(found.not_ranked) - gated
    with title:
        st.title("Which sites should be piloted first?", anchor=False)
        st.html(
            f'<p class="pp-lead"><b>{len(assessment.matrix)}</b> of '
            f"{len(found.register)} sites ranked in "
            f"<b>{escape_html(found.register.title, limit=80)}</b>; "
            f"{unknown} lack the evidence, {gated} are behind a veto (listed below)."
            f"{_criteria_mark(found.criteria)}</p>"
        )
    indistinct_note.show(assessment)


def _criteria_mark(criteria: CriteriaSet) -> str:
    """Return what to know where the criteria are not the default ones as shipped."""
    edited = [escape_html(criterion.name) for criterion in edited_criteria(criteria)]
    if edited:
        return f' <span class="pp-chip edited">scales edited: {", ".join(edited)}</span>'
    if is_edited(criteria):
        return ' <span class="pp-chip edited">scales edited</span>'
    if state.get("criteria_name") != "default":
        return f' <span class="pp-chip">{escape_html(criteria.title, limit=80)}</span>'
    return ""


def _choices() -> None:
    if session.inventory().has_nordic:
        st.segmented_control(
            "Area",
            list(AREAS),
            format_func=AREAS.__getitem__,
            required=True,
            **state.bound("area"),
        )
    st.number_input(
        "Shortlist places",
        1,
        100,
        step=1,
        **state.bound("shortlist"),
        width=150,
    )
