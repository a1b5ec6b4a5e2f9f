"""Shortlist probabilities beside the ranking: asked for, and gone when a setting changes."""

from __future__ import annotations

import streamlit as st

from prioritizer.domain.results import Assessment
from prioritizer.domain.robustness import Robustness
from prioritizer.ui.parts import charts
from prioritizer.ui.robustness import quick as quick_draws
from prioritizer.ui.shell import faults, markup, state
from prioritizer.ui.shell.cache import Problem


def present(found: Problem, assessment: Assessment) -> Robustness | None:
    """Return the probabilities at just these settings, if they were drawn already."""
    return quick_draws.made(found, assessment, _top(assessment))


def show(found: Problem, assessment: Assessment, result: Robustness | None) -> None:
    """Draw what the column says, or the button that draws it."""
    if result is not None:
        markup.draw(
            markup.note(
                f"Listed in: share of {charts.count(result.draws)} draws over weights and "
                f"evidence (seed {result.seed}) with a place among the first {result.top}. "
                "It goes when a setting changes."
            )
        )
        return
    if not quick_draws.can_draw(assessment):
        return
    is_pressed = st.button(
        f"How sure is the shortlist? {charts.count(quick_draws.QUICK_DRAWS)} draws",
        key="shortlist-chance",
        icon=":material/casino:",
        help="Adds the share of draws over weights and evidence that list each site. The page "
        "Robustness holds the choices about what is drawn.",
    )
    if is_pressed:
        with faults.contained(), st.spinner("Drawing and ranking …"):
            quick_draws.quick(found, assessment, _top(assessment))
            st.rerun()


def _top(assessment: Assessment) -> int:
    return min(int(state.get("shortlist")), len(assessment.matrix))
