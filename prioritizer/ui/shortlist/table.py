"""The shortlist as a plain table, with the choices it was made with."""

from __future__ import annotations

import streamlit as st

from prioritizer.domain.results import Assessment, Scales
from prioritizer.ui.parts.settings_panel import ORDERS, RISK, SCALES
from prioritizer.ui.ranking.table_rows import about
from prioritizer.ui.shell import markup, state
from prioritizer.ui.shell.cache import Problem
from prioritizer.ui.shell.text import escape_html
from prioritizer.workflow.ranking.method_facts import METHOD_FACTS

COLUMNS = ("Place", "Site", "Score", "On gaps", "Evidence")


def show(found: Problem, assessment: Assessment) -> None:
    """Draw size, choices and sites of the shortlist; a tie at the cut is kept whole."""
    st.number_input(
        "Shortlist places",
        1,
        100,
        step=1,
        **state.started("shortlist"),
    )
    order = assessment.order()
    listed = order[assessment.ranking.ranks[order] <= state.get("shortlist")]
    rows = [_row(found, assessment, i) for i in listed.tolist()]
    markup.draw(
        choices(assessment),
        markup.table(COLUMNS, rows, numbers=("Place", "Score", "On gaps")),
    )


def _row(found: Problem, assessment: Assessment, i: int) -> tuple[str, ...]:
    site, ranking = found.sites[assessment.rows[i]], assessment.ranking
    interval = f"{ranking.score_low[i]:.2f}–{ranking.score_high[i]:.2f}"
    return (
        str(ranking.ranks[i]),
        f"<b>{escape_html(site.name, limit=120)}</b>{markup.small(escape_html(about(site)))}",
        f"{ranking.scores[i]:.2f}{markup.small(interval)}",
        markup.share(ranking.gap_share[i]),
        site.evidence_mark,
    )


def choices(assessment: Assessment) -> str:
    """Return what the list was made with, in a sentence."""
    settings = assessment.settings
    names = {c.id: escape_html(c.name) for c in assessment.criteria.criteria}
    weights = ", ".join(
        f"{names[name]} <b>{markup.weight(share)}</b>"
        for name, share in settings.weights.as_dict().items()
    )
    scales = SCALES[settings.scales].lower()
    if settings.scales is Scales.DATA and settings.normalization != "none":
        scales += f" ({settings.normalization})"
    return (
        f'<p class="pp-lead">{escape_html(assessment.title, limit=80)}. Weights: {weights}. '
        f"Method: <b>{METHOD_FACTS[settings.method].title}</b>, scales <b>{scales}</b>, "
        f"environmental risk <b>{RISK[settings.risk].lower()}</b>, ordered by "
        f"<b>{ORDERS[settings.order].lower()}</b>.</p>"
    )
