"""The Weights page: say what matters by any way, see what follows, use it or compare."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from prioritizer.domain.results import Assessment, Scales
from prioritizer.errors import InputError
from prioritizer.ui.parts.view_switch import view_switch
from prioritizer.ui.shell import cache as cached
from prioritizer.ui.shell import markup, session, state, theme
from prioritizer.ui.weights import ask as weigh_ask
from prioritizer.ui.weights import compare as weigh_compare
from prioritizer.ui.weights import result as weigh_result
from prioritizer.ui.weights import session as weighing
from prioritizer.ui.weights import ways as weigh_ways
from prioritizer.workflow.weights.ways import Way

VIEWS = {"say": "Say what matters", "compare": "Compare sets of weights"}


def show() -> None:
    """Draw the page; the weights in use stay out of sight until the answers are given."""
    criteria = session.criteria()
    session.start(criteria)
    settings = session.settings(criteria)
    found = session.problem(criteria, settings)
    assessment = cached.assess(found, replace(settings, scales=Scales.FIXED))
    st.html(theme.ASSETS / "weigh.css")
    st.title("What matters, and how much?", anchor=False)
    view = view_switch("weigh_view", VIEWS)
    top = min(int(state.get("shortlist")), len(assessment.matrix))
    if view == "compare":
        weigh_compare.show(assessment, top)
        return
    weigh_ways.show(len(criteria.ids))
    chosen = weighing.way()
    if chosen is not None:
        _say(assessment, chosen, top)


def _say(assessment: Assessment, chosen: Way, top: int) -> None:
    if len(assessment.criteria.ids) < 2:
        markup.draw(markup.note("One criterion has all the weight: there is nothing to weigh."))
        return
    weigh_ask.show_changed_ranges(assessment.criteria, chosen)
    weigh_ask.show(assessment.criteria, chosen)
    try:
        answer = weighing.result(assessment, chosen)
    except InputError as error:
        weigh_ways.show_formula(chosen)
        weigh_result.show_fault(error)
        weigh_result.show_answers(assessment, chosen)
        return
    if answer is None:
        return
    weigh_ways.show_formula(chosen)
    weigh_result.show(assessment, answer, top)


show()
