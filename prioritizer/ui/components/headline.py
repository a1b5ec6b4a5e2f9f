"""The line above the list: what is ranked, and the choice of area and shortlist."""

from __future__ import annotations

import streamlit as st

from prioritizer.domain.results import Assessment
from prioritizer.ui import state
from prioritizer.ui.cached import Problem
from prioritizer.ui.text import escape_html

AREAS = {"all": "All sites", "nordic": "Nordic"}


def show(found: Problem, assessment: Assessment) -> None:
    """Draw title, summary and the choices about the set."""
    title, area, places = st.columns([3.2, 1, 0.9], vertical_alignment="bottom")
    gated = sum(bool(entry.gate) for entry in found.not_ranked)
    unknown = len(found.not_ranked) - gated
    with title:
        st.title("Which sites should be piloted first?", anchor=False)
        st.html(
            f'<p class="pp-lead"><b>{len(assessment.matrix)}</b> of '
            f"{len(found.register)} sites ranked in <b>{escape_html(found.register.title, limit=80)}</b>; "
            f"{unknown} lack the evidence, {gated} are behind a veto (listed below).</p>"
        )
    with area:
        if state.inventory().has_nordic:
            st.segmented_control(
                "Area", list(AREAS), format_func=AREAS.__getitem__, required=True,
                key=state.bind("area"), on_change=state.take, args=("area",),
            )
    with places:
        st.number_input(
            "Shortlist places", 1, 100, step=1, key=state.bind("shortlist"), on_change=state.take,
            args=("shortlist",), help="Where the line under the shortlist is drawn.",
        )
