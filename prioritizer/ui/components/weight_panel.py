"""The weights: scenario chips, and a slider per criterion with its range and its share."""

from __future__ import annotations

import streamlit as st

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.ui import markup, state, theme
from prioritizer.ui.text import escape_html, escape_markdown, powers

PROFILES_HELP = (
    "Starting points, none of them a recommendation. Moving a slider makes the weights yours; "
    "they stay under Mine while you try the others."
)


def show(criteria: CriteriaSet) -> None:
    """Draw the chips and the sliders."""
    names = {profile.id: profile.name for profile in criteria.profiles} | {state.MINE: "Mine"}
    st.pills(
        "Start from",
        list(names),
        format_func=names.__getitem__,
        required=True,
        key=state.bind("profile"),
        on_change=state.take_profile,
        args=(criteria,),
        help=PROFILES_HELP,
    )
    total = sum(state.points().values())
    _color_marks(criteria)
    for criterion in criteria.criteria:
        points = state.points().get(criterion.id, 0.0)
        with st.container(key=f"weight-box-{criterion.id}", gap=None):
            st.slider(
                escape_markdown(criterion.name),
                0,
                state.MAX_POINTS,
                step=1,
                key=state.weight_key(criterion.id),
                help=escape_markdown(criterion.question),
                on_change=state.take_points,
                args=(criteria,),
            )
            share = markup.percent(points / total) if total else "–"
            markup.draw(
                f"<div "
                f'class="pp-range"><span>{escape_html(powers(criterion.range_text))}</span>'
                f'<b data-share="{escape_html(criterion.id)}">weight {share}</b></div>'
            )
    if not total:
        st.warning(
            "All weights are 0, so nothing can be ranked. Give at least one criterion some "
            "points. The list still shows the last ranking.",
            icon=":material/balance:",
        )


def _color_marks(criteria: CriteriaSet) -> None:
    rules = "".join(
        f".st-key-weight-box-{name}{{--mark:{color}}}"
        for name, color in theme.colors(criteria).items()
    )
    markup.draw(f"<style>{rules}</style>")
