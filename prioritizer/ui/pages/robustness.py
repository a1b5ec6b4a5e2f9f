"""The robustness page: how sure the shortlist is, and what would change it."""

from __future__ import annotations

import streamlit as st

from prioritizer.domain.results import Assessment, Scales
from prioritizer.ui.parts import indistinct_note, settings_panel, weights_sheet
from prioritizer.ui.parts.view_switch import view_switch
from prioritizer.ui.ranking import why_panel
from prioritizer.ui.ranking.entries import ranked_list
from prioritizer.ui.robustness import (
    evidence_worth,
    other_rules,
    shortlist_odds,
    weight_stability,
)
from prioritizer.ui.robustness import run as robustness_run
from prioritizer.ui.shell import cache as cached
from prioritizer.ui.shell import markup, session, state, theme
from prioritizer.ui.shell.cache import Problem
from prioritizer.ui.weights import panel as weight_panel
from prioritizer.workflow.ranking.method_facts import METHOD_FACTS
from prioritizer.workflow.ranking.ranks import settings_to_draw

VIEWS = {
    "shortlist": "How sure is the shortlist?",
    "weights": "Weights",
    "evidence": "Evidence and what to measure",
    "rules": "Other rules",
}


def show() -> None:
    """Draw the page; only the chosen view is computed."""
    criteria = session.criteria()
    session.start(criteria)
    settings = session.settings(criteria)
    found = session.problem(criteria, settings)
    used = settings_to_draw(settings)
    assessment = cached.assess(found, used)
    with st.sidebar:
        left_out = () if assessment.answer is None else assessment.answer.criteria_left_out
        weight_panel.show(found.criteria, left_out)
        settings_panel.show()
    weights_sheet.offer()
    st.html(theme.ASSETS / "robustness.css")
    st.title("How far can this ranking be trusted?", anchor=False)
    indistinct_note.show(assessment)
    if settings.scales is not Scales.FIXED:
        st.info(
            "Everything here uses fixed scales. On scales made from the data, each draw would "
            "measure with a different yardstick.",
            icon=":material/straighten:",
        )
    if used.method != settings.method:
        st.info(
            f"Everything here is by the weighted sum: {METHOD_FACTS[settings.method].title} "
            "compares every pair of sites, so that one changed figure moves the scores of all.",
            icon=":material/compare_arrows:",
        )
    view = view_switch("robust_view", VIEWS)
    if len(assessment.matrix) < 2:
        markup.draw(markup.note("One site alone has no rivals: add sites to compare."))
        return
    DRAW[view](found, assessment)


def _top(assessment: Assessment) -> int:
    return min(int(state.get("shortlist")), len(assessment.matrix))


def _shortlist(found: Problem, assessment: Assessment) -> None:
    robustness_run.show_choices(found.criteria)
    result = robustness_run.show(found, assessment)
    if result is None:
        return
    shortlist_odds.show_tiles(result)
    bars, ranks = st.columns([1.4, 1], gap="medium")
    with bars:
        shortlist_odds.show_bars(assessment, result)
    with ranks:
        shortlist_odds.show_map(result)
        shortlist_odds.show_first(result)


def _weights(found: Problem, assessment: Assessment) -> None:
    table, line = st.columns([1, 1], gap="large")
    with table:
        weight_stability.show_intervals(assessment, _top(assessment))
        weight_stability.show_weight_free(found, assessment)
    with line:
        weight_stability.show_line(assessment, _top(assessment))


def _evidence(found: Problem, assessment: Assessment) -> None:
    listed = ranked_list(assessment)
    chosen = why_panel.selected_entry(listed)
    if chosen is None or chosen.row is None:
        return
    worth, swing = st.columns([1.3, 1], gap="large")
    with swing:
        why_panel.choose(listed, chosen)
        evidence_worth.show_tornado(assessment, chosen.row)
    with worth:
        evidence_worth.show_next(found, assessment, _top(assessment))


def _rules(found: Problem, assessment: Assessment) -> None:
    lines, absences = st.columns([1.25, 1], gap="large")
    with lines:
        other_rules.show(found, assessment, _top(assessment))
    with absences:
        other_rules.show_absences(found, assessment, _top(assessment))


DRAW = {
    "shortlist": _shortlist,
    "weights": _weights,
    "evidence": _evidence,
    "rules": _rules,
}

show()
