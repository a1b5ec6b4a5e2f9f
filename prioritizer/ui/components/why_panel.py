"""Why the chosen site stands where it stands: neighbours, what would flip them, evidence, gaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import streamlit as st

from prioritizer.domain.criterion import RiskMode
from prioritizer.domain.results import Assessment, IntArray
from prioritizer.domain.site import Site
from prioritizer.ui import cached, state
from prioritizer.ui.cached import Problem
from prioritizer.ui.components.settings_panel import RISK
from prioritizer.ui.text import escape_html, plain, powers
from prioritizer.workflow import explain
from prioritizer.workflow.assess import missing


MAX_OPTIONS = 400


def selected_row(assessment: Assessment, order: IntArray) -> int:
    """Return the row of the chosen site; the first of the list where none is chosen or it is gone."""
    ids = assessment.matrix.alternatives
    if state.get("selected") not in ids:
        state.put("selected", ids[order[0]])
    return ids.index(state.get("selected"))


def choose(assessment: Assessment, shown: IntArray, row: int) -> None:
    """Draw the choice of the site to explain, the equal of a click; of the sites shown if they are many."""
    matrix = assessment.matrix
    rows = range(len(matrix)) if len(matrix) <= MAX_OPTIONS else dict.fromkeys([*shown.tolist(), row])
    labels = {
        matrix.alternatives[i]: f"{plain(matrix.names[i], limit=80)} · {matrix.alternatives[i]}"
        for i in sorted(rows, key=lambda i: matrix.names[i].casefold())
    }
    st.selectbox(
        "Explain site", list(labels), format_func=labels.__getitem__, key=state.bind("selected"),
        on_change=state.take, args=("selected",),
    )


def show(found: Problem, assessment: Assessment, order: IntArray, row: int, colors: dict[str, str]) -> None:
    """Draw the reasons for one row."""
    place = int(np.flatnonzero(order == row)[0])
    site = found.sites[row]
    lines = [_standing(assessment, row)]
    if place > 0:
        lines += _between(assessment, int(order[place - 1]), row)
    if place + 1 < len(order):
        lines += _between(assessment, row, int(order[place + 1]))
    st.html("".join(f'<p class="pp-why">{line}</p>' for line in lines))
    st.html(_table(assessment, site, row, colors))
    st.html(_gaps(found, site) + _beyond(assessment, site) + _other_risks(assessment, site))


def _standing(assessment: Assessment, row: int) -> str:
    ranking = assessment.ranking
    share = f"{ranking.gap_share[row]:.0%}".replace("%", " %")
    return (
        f"Place <b>{ranking.ranks[row]}</b> of {len(assessment.matrix)}, score "
        f"<b>{ranking.scores[row]:.2f}</b> (between {ranking.score_low[row]:.2f} and "
        f"{ranking.score_high[row]:.2f}). {share} of the score rests on gaps; what is not known allows "
        f"places {ranking.rank_low[row]} to {ranking.rank_high[row]}."
    )


def _between(assessment: Assessment, above: int, below: int) -> list[str]:
    comparison = explain.compare(assessment, above, below)
    names = assessment.matrix.names
    change = explain.flip(assessment, above, below)
    sentence = escape_html(explain.comparison_sentence(comparison))
    turn = escape_html(explain.flip_sentence(change, names[above], names[below]))
    return [f"{sentence} <span class='pp-flip'>{turn}</span>"]


def _table(assessment: Assessment, site: Site, row: int, colors: dict[str, str]) -> str:
    matrix, values = assessment.matrix, assessment.values
    weights = assessment.settings.weights.normalized
    lines = []
    for k, criterion in enumerate(matrix.criteria):
        performance = explain.performance_text(
            float(matrix.low[row, k]), float(matrix.best[row, k]), float(matrix.high[row, k]), criterion.unit
        )
        mark = "<span class='pp-gap'>gap</span>" if matrix.gap[row, k] else ""
        low, high = values.low[row, k], values.high[row, k]
        span = f"{low:.2f}–{high:.2f}" if high > low else ""
        lines.append(
            f"<tr><th scope='row'><i style='background:{colors[criterion.id]}'></i>{escape_html(criterion.name)}"
            f"{mark}</th><td>{escape_html(powers(performance))}</td>"
            f"<td class='n'>{values.expected[row, k]:.2f}<small>{span}</small></td>"
            f"<td class='n'>{weights[k]:.0%}</td></tr>".replace("%</td>", " %</td>")
        )
    return (
        "<table class='pp-table'><thead><tr><th scope='col'>Criterion</th><th scope='col'>Known (best, range)</th>"
        "<th scope='col' class='n'>Value 0–1</th><th scope='col' class='n'>Weight</th></tr></thead>"
        f"<tbody>{''.join(lines)}</tbody></table>"
    )


def _gaps(found: Problem, site: Site) -> str:
    gaps = missing(site, found.criteria, cached.reference())
    if not gaps:
        return ""
    return f"<p class='pp-why'><b>Not known:</b> {escape_html(_listed(gaps))}.</p>"


def _beyond(assessment: Assessment, site: Site) -> str:
    names = {c.id: c for c in assessment.criteria.criteria}
    words = [
        f"{names[o.criterion].name} is beyond the end of its scale ({explain.performance_text(o.performance, o.performance, o.performance, names[o.criterion].unit)}, "
        f"scale ends at {explain.performance_text(o.end, o.end, o.end, names[o.criterion].unit)}); a wider scale would move this site"
        for o in assessment.out_of_scale if o.site_id == site.site_id
    ]
    return "".join(f"<p class='pp-why'><b>Beyond the scale:</b> {escape_html(powers(w))}.</p>" for w in words)


def _other_risks(assessment: Assessment, site: Site) -> str:
    places = []
    for mode in RiskMode:
        other = cached.problem(state.inventory(), mode, is_nordic=state.get("area") == "nordic")
        settings = replace(assessment.settings, risk=mode)
        ranking = cached.assess(other, settings).ranking
        place = int(ranking.ranks[other.matrix.alternatives.index(site.site_id)])
        places.append(f"{escape_html(RISK[mode].lower())} <b>{place}</b>")
    return f"<p class='pp-why'><b>Place when risk counts</b> {', '.join(places)}.</p>"


def _listed(words: Sequence[str]) -> str:
    return "; ".join(words)
