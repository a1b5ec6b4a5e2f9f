"""The criteria page: the tree, each scale with its curve and editor, overlap, policy lists."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from prioritizer.domain.criterion import CriteriaSet, Criterion
from prioritizer.domain.results import Assessment, Scales
from prioritizer.ui.criteria import cache as cached_scales
from prioritizer.ui.criteria import (
    overlap_table,
    own_criterion,
    own_gate,
    policy_lists,
    scale_drift,
    scale_editor,
    scale_sets,
    scale_view,
    set_list,
)
from prioritizer.ui.criteria import value_tree as criteria_tree
from prioritizer.ui.criteria.scale_editor import Editing
from prioritizer.ui.parts.view_switch import view_switch
from prioritizer.ui.robustness import cache as cached_robustness
from prioritizer.ui.shell import cache as cached
from prioritizer.ui.shell import faults, session, state, theme
from prioritizer.ui.shell.cache import Problem
from prioritizer.workflow.criteria.scale_edits import slot

VIEWS = {
    "scales": "Scales",
    "overlap": "Overlap",
    "policy": "Policy lists",
    "own": "Add, hide, veto",
}


def show() -> None:
    """Draw the page."""
    criteria = session.criteria()
    session.start(criteria)
    settings = replace(session.settings(criteria), scales=Scales.FIXED)
    theme.apply_evidence()
    st.html(theme.ASSETS / "scales.css")
    st.title("Criteria and scales", anchor=False)
    notice = state.pop_notice()
    if notice:
        st.success(notice, icon=":material/check:")
    sets, views = st.columns([1.2, 1], gap="medium", vertical_alignment="bottom")
    with sets:
        scale_sets.choose()
    with views:
        view_switch("scales_view", VIEWS, is_labelled=True)
    scale_sets.show_summary(criteria)
    if state.get("scales_view") == "own":
        # Drawn without a ranking: here a set that cannot rank is put right.
        with faults.contained():
            _own(criteria)
        return
    with faults.contained():
        found = session.problem(criteria, settings)
        DRAW[state.get("scales_view")](found, cached.assess(found, settings))


def _scales(found: Problem, assessment: Assessment) -> None:
    editing = _editing(found.criteria)
    tree, one = st.columns([1, 1.35], gap="large")
    with tree:
        criteria_tree.show(assessment, editing.criterion.id)
        scale_sets.show_files(session.criteria())
    with one:
        head, site = st.columns([1.7, 1], gap="medium")
        with head:
            scale_view.show_head(editing)
        with site:
            row = scale_view.choose_site(assessment)
        in_words = scale_view.show_curve(assessment, editing, row)
        editor, drift = st.columns(2, gap="medium")
        with editor:
            scale_editor.show(editing)
        with drift:
            scale_drift.show(assessment, editing)
        scale_view.show_facts(editing.criterion, in_words)


def _own(criteria: CriteriaSet) -> None:
    listed, added = st.columns([1, 1.2], gap="large")
    with listed:
        set_list.show(criteria)
        scale_sets.show_files(criteria)
    with added:
        own_criterion.show(criteria)
        own_gate.show(criteria)


def _editing(criteria: CriteriaSet) -> Editing:
    if state.get("scales_criterion") not in criteria.ids:
        state.put("scales_criterion", criteria.ids[0])
    name = state.get("scales_criterion")
    shipped = session.shipped_criteria()
    risk = session.settings(criteria).risk
    key = f"{cached.criteria_digest(shipped)}-{slot(shipped, name, risk)}"
    return Editing(key, _one(criteria, name), _one(session.told(shipped).with_risk(risk), name))


def _one(criteria: CriteriaSet, name: str) -> Criterion:
    return next(criterion for criterion in criteria.criteria if criterion.id == name)


def _overlap(found: Problem, assessment: Assessment) -> None:
    top = min(int(state.get("shortlist")), len(assessment.matrix))
    overlap = cached_scales.overlap(found, assessment, top=top)
    signs, matrix = st.columns([1, 1.2], gap="large")
    with matrix:
        overlap_table.show_correlations(assessment, overlap)
        with st.expander("Every pair in words"):
            overlap_table.show_pairs(overlap)
    with signs:
        overlap_table.show_flags(overlap)
        overlap_table.show_dropped(overlap, top)


def _policy(found: Problem, assessment: Assessment) -> None:
    lists, effects = st.columns([1.4, 1], gap="large")
    top = min(int(state.get("shortlist")), len(assessment.matrix))
    with lists:
        policy_lists.show()
    with effects:
        variants = cached_robustness.changed_rules(found, assessment, "policy", top=top)
        if variants is not None:
            policy_lists.show_effects(variants)


DRAW = {"scales": _scales, "overlap": _overlap, "policy": _policy}

show()
