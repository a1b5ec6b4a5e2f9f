"""The ranking page: weights on the left, list, map and reasons beside."""

from __future__ import annotations

import streamlit as st

from prioritizer.ui import cached, state, theme
from prioritizer.ui.components import (
    headline,
    live_preview,
    not_ranked,
    ranking_table,
    settings_panel,
    site_map,
    weight_panel,
    why_panel,
)


def show() -> None:
    """Draw the page."""
    criteria = cached.criteria_set()
    state.start(criteria)
    settings = state.settings(criteria)
    criteria = criteria.with_risk(settings.risk)
    with st.sidebar:
        weight_panel.show(criteria)
        settings_panel.show_risk()
        with st.expander("Method, scales, order"):
            settings_panel.show_method()
    found = cached.problem(state.inventory(), settings.risk, is_nordic=state.get("area") == "nordic")
    assessment = cached.assess(found, settings)
    order = assessment.order()
    colors = theme.colors(criteria)
    headline.show(found, assessment)
    listing, side = st.columns([1.75, 1], gap="medium")
    row = why_panel.selected_row(assessment, order)
    with listing:
        ranking_table.show(found, assessment, order, colors)
    with side:
        site_map.show(found, order)
        why_panel.choose(assessment, ranking_table.page_of(order)[1], row)
        why_panel.show(found, assessment, order, row, colors)
    with listing:
        not_ranked.show(found)
    with st.sidebar:
        live_preview.show(found, settings)


show()
