"""The ranking page: the answer on top, weights on the left, list, map and reasons below."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from prioritizer.domain.results import Assessment
from prioritizer.languages.speech import gettext, noop
from prioritizer.ui.navigation import PAGES
from prioritizer.ui.parts import settings_panel
from prioritizer.ui.ranking import (
    compare_panel,
    controls,
    doors,
    headline,
    job_list,
    later,
    live_preview,
    not_ranked,
    row_reasons,
    site_map,
    table_view,
    tour,
    what_if_panel,
    why_panel,
)
from prioritizer.ui.ranking import table as ranking_table
from prioritizer.ui.ranking.entries import Entry, Listed
from prioritizer.ui.ranking.entries import listed as listed_sites
from prioritizer.ui.ranking.later import Later
from prioritizer.ui.shell import cache as cached
from prioritizer.ui.shell import language, session, theme
from prioritizer.ui.shell.cache import Problem
from prioritizer.ui.weights import panel as weight_panel

HINDCAST = next(page.path for page in PAGES if page.address == "hindcast")
NOTHING_SHOWN = noop(
    "No site has evidence A: mass or volume, and a grade. Choose another order."
)


def show() -> None:
    """Draw the page, in the language of whoever looks at it."""
    with language.spoken_here():
        _show()


def _show() -> None:
    """Draw the page; the list first, because it is what a moved weight is waited for."""
    criteria = session.criteria()
    session.start(criteria)
    table_view.follow_link()
    settings = session.settings(criteria)
    found = session.problem(criteria, settings)
    assessment = cached.assess(found, settings)
    listed = listed_sites(found, assessment)
    made = later.so_far(found, settings)
    chosen = why_panel.selected_entry(listed)
    top = st.container(gap="xsmall", key="answer")
    list_side, side = st.columns([2.4, 1], gap="medium")
    with list_side:
        ranking_table.show(found, assessment, listed, theme.colors(found.criteria), made)
    _sidebar(found, assessment)
    with top:
        _top(found, assessment, made)
    with side:
        site_map.show(found, assessment.rows[assessment.order()])
    if chosen is None:
        side.markdown(gettext(NOTHING_SHOWN))
    else:
        _explain(found, assessment, listed, chosen, made, side, list_side)
    with list_side:
        not_ranked.show(found)
        st.page_link(
            HINDCAST, label=gettext("How often was this right?"), icon=":material/history:"
        )
    tour.show()
    later.work_out(found, assessment, settings)


def _explain(
    found: Problem,
    assessment: Assessment,
    listed: Listed,
    chosen: Entry,
    made: Later,
    side: DeltaGenerator,
    list_side: DeltaGenerator,
) -> None:
    """Draw the reasons of the chosen site beside the list, and what is known of it below."""
    with side.container(key="why"):
        row_reasons.show(found, assessment, chosen, made)
        why_panel.choose(listed, chosen)
        why_panel.show(found, assessment, chosen, made)
        what_if_panel.show(found, assessment, listed, chosen)
    with list_side:
        compare_panel.show(found, assessment, listed)
        why_panel.show_evidence(found, assessment, chosen, theme.colors(found.criteria))


def _top(found: Problem, assessment: Assessment, made: Later) -> None:
    doors.show()
    headline.show(found, assessment)
    job_list.show(assessment, made)
    controls.show(assessment)


def _sidebar(found: Problem, assessment: Assessment) -> None:
    left_out = () if assessment.answer is None else assessment.answer.criteria_left_out
    with st.sidebar:
        weight_panel.show(found.criteria, left_out)
        settings_panel.show()
        language.choose()
        live_preview.show(found, assessment)


show()
