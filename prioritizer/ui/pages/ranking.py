"""The ranking page: weights on the left, list, map and reasons beside."""

from __future__ import annotations

import streamlit as st

from prioritizer.ui.parts import settings_panel
from prioritizer.ui.ranking import (
    headline,
    live_preview,
    not_ranked,
    shortlist_chance,
    site_map,
    why_panel,
)
from prioritizer.ui.ranking import table as ranking_table
from prioritizer.ui.shell import cache as cached
from prioritizer.ui.shell import session, theme
from prioritizer.ui.weights import panel as weight_panel


def show() -> None:
    """Draw the page; the list first, because it is what a moved weight is waited for."""
    criteria = session.criteria()
    session.start(criteria)
    settings = session.settings(criteria)
    found = session.problem(criteria, settings)
    assessment = cached.assess(found, settings)
    order = assessment.order()
    row = why_panel.selected_row(assessment, order)
    colors = theme.colors(found.criteria)
    top = st.container()
    listing, side = st.columns([1.75, 1], gap="medium")
    drawn = shortlist_chance.present(found, assessment)
    with listing:
        ranking_table.show(found, assessment, order, colors, drawn)
        shortlist_chance.show(found, assessment, drawn)
    with st.sidebar:
        weight_panel.show(found.criteria)
        settings_panel.show()
        live_preview.show(found, settings)
    with top:
        headline.show(found, assessment)
    with side:
        site_map.show(found, order)
        why_panel.choose(assessment, ranking_table.page_of(order)[1], row)
        why_panel.show(found, assessment, order, row)
    with listing:
        why_panel.show_evidence(found, assessment, row, colors)
        not_ranked.show(found)


show()
