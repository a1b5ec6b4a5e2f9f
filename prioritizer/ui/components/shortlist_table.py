"""The shortlist as a plain table, with the choices it was made with."""

from __future__ import annotations

import streamlit as st

from prioritizer.domain.results import Assessment, Scales
from prioritizer.engine.methods import METHODS
from prioritizer.ui import state
from prioritizer.ui.cached import Problem
from prioritizer.ui.components.ranking_table import about
from prioritizer.ui.components.settings_panel import ORDERS, RISK, SCALES
from prioritizer.ui.text import escape_html


def show(found: Problem, assessment: Assessment) -> None:
    """Draw the size of the shortlist, the choices and the sites on it; a tie at the cut is kept whole."""
    st.number_input(
        "Shortlist places", 1, 100, step=1, key=state.bind("shortlist"), on_change=state.take,
        args=("shortlist",),
    )
    ranking = assessment.ranking
    listed = [int(i) for i in assessment.order() if ranking.ranks[i] <= state.get("shortlist")]
    rows = "".join(
        f"<tr><td class='n'><b>{ranking.ranks[i]}</b></td>"
        f"<th scope='row'>{escape_html(found.sites[i].name, limit=120)}<small>{escape_html(about(found.sites[i]))}</small></th>"
        f"<td class='n'>{ranking.scores[i]:.2f}<small>{ranking.score_low[i]:.2f}–{ranking.score_high[i]:.2f}</small></td>"
        f"<td class='n'>{100 * ranking.gap_share[i]:.0f} %</td><td>{found.sites[i].evidence_class}</td></tr>"
        for i in listed
    )
    st.html(_choices(assessment))
    st.html(
        "<table class='pp-table'><thead><tr><th scope='col' class='n'>Rank</th><th scope='col'>Site</th>"
        "<th scope='col' class='n'>Score</th><th scope='col' class='n'>On gaps</th><th scope='col'>Evidence</th></tr></thead>"
        f"<tbody>{rows}</tbody></table>"
    )


def _choices(assessment: Assessment) -> str:
    settings = assessment.settings
    names = {c.id: c.name for c in assessment.criteria.criteria}
    weights = ", ".join(f"{escape_html(names[k])} <b>{100 * w:.0f} %</b>" for k, w in settings.weights.as_dict().items())
    scales = SCALES[settings.scales].lower()
    if settings.scales is Scales.DATA and settings.normalization != "none":
        scales += f" ({settings.normalization})"
    return (
        f"<p class='pp-lead'>{escape_html(assessment.title, limit=80)}. Weights: {weights}. Method: "
        f"<b>{METHODS[settings.method].title}</b>, scales <b>{scales}</b>, environmental risk "
        f"<b>{RISK[settings.risk].lower()}</b>, ordered by the <b>{ORDERS[settings.order].lower()}</b> score.</p>"
    )
