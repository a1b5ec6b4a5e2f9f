"""Why the chosen site stands where it stands: neighbours, what would flip them, evidence."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import streamlit as st

from prioritizer.domain.criterion import RiskMode
from prioritizer.domain.results import Assessment, IntArray, OutOfScale
from prioritizer.domain.site import Site
from prioritizer.ui.navigation import PAGES
from prioritizer.ui.parts import source_list
from prioritizer.ui.parts.settings_panel import RISK
from prioritizer.ui.shell import cache as cached
from prioritizer.ui.shell import markup, session, state
from prioritizer.ui.shell.cache import Problem
from prioritizer.ui.shell.text import escape_html, plain, powers
from prioritizer.workflow.ranking import explain
from prioritizer.workflow.ranking.assess import missing
from prioritizer.workflow.ranking.values import known_cells

MAX_OPTIONS = 400
SITES = next(page.path for page in PAGES if page.address == "sites")
COLUMNS = ("Criterion", "Known (best, range)", "Value 0–1", "Weight")


def selected_row(assessment: Assessment, order: IntArray) -> int:
    """Return the row of the chosen site; the first of the list where none is, or it is gone."""
    ids = assessment.matrix.alternatives
    if state.get("selected") not in ids:
        state.put("selected", ids[order[0]])
    selected = state.get("selected")
    if selected != state.get("explained"):
        state.put("explained", selected)
        state.put("site", selected)
    return ids.index(selected)


def choose(assessment: Assessment, shown: IntArray, row: int) -> None:
    """Draw the choice of the site to explain, the equal of a click.

    Where the sites are too many for one menu it offers those in view.
    """
    names, ids = assessment.matrix.names, assessment.matrix.alternatives
    rows = range(len(ids)) if len(ids) <= MAX_OPTIONS else {*shown.tolist(), row}
    labels = {
        ids[i]: f"{plain(names[i], limit=80)} · {plain(ids[i], limit=40)}"
        for i in sorted(rows, key=lambda i: names[i].casefold())
    }
    st.selectbox(
        "Explain site",
        list(labels),
        format_func=labels.__getitem__,
        **state.bound("selected"),
    )


def show(found: Problem, assessment: Assessment, order: IntArray, row: int) -> None:
    """Draw the reasons for one row."""
    place = int(np.flatnonzero(order == row)[0])
    site = found.sites[row]
    lines = [_standing(assessment, row)]
    if place > 0:
        lines.append(_between(assessment, "Next above", int(order[place - 1]), row))
    if place + 1 < len(order):
        lines.append(_between(assessment, "Next below", row, int(order[place + 1])))
    markup.draw(*lines, _other_risks(assessment, site))


def show_evidence(
    found: Problem, assessment: Assessment, row: int, colors: dict[str, str]
) -> None:
    """Draw what is known about one row by criterion, and what is not."""
    site = found.sites[row]
    name = escape_html(site.name, limit=120)
    beyond = [o for o in assessment.out_of_scale if o.site_id == site.site_id]
    markup.draw(
        f'<h2 class="pp-h2">What is known about {name}</h2>',
        _table(assessment, row, colors),
        _gaps(found, site),
        *(_beyond(assessment, entry) for entry in beyond),
        markup.line(f"<b>Sources:</b> {source_list.marks(';'.join(source_list.cited(site)))}"),
    )
    st.page_link(
        SITES, label="Every figure of this site with its source", icon=":material/menu_book:"
    )


def _standing(assessment: Assessment, row: int) -> str:
    ranking = assessment.ranking
    if assessment.settings.method == "electre":
        return markup.line(
            f"Place <b>{ranking.ranks[row]}</b> of {len(assessment.matrix)}, score "
            f"<b>{ranking.scores[row]:.2f}</b>. Criteria with "
            f"{markup.share(ranking.gap_share[row])} of the weight rest on gaps; what they "
            "leave open is not worked out for ELECTRE II, so every place counts as open."
        )
    return markup.line(
        f"Place <b>{ranking.ranks[row]}</b> of {len(assessment.matrix)}, score "
        f"<b>{ranking.scores[row]:.2f}</b> (between {ranking.score_low[row]:.2f} and "
        f"{ranking.score_high[row]:.2f}). {markup.share(ranking.gap_share[row])} of the "
        f"score "
        f"rests on gaps; what is not known allows places {ranking.rank_low[row]} to "
        f"{ranking.rank_high[row]}."
    )


def _between(assessment: Assessment, label: str, above: int, below: int) -> str:
    reason = explain.comparison_sentence(explain.compare(assessment, above, below))
    turn = explain.turn_sentence(assessment, above, below)
    return markup.line(
        f"<b>{label}.</b> {escape_html(reason)} <span "
        f'class="pp-flip">{escape_html(turn)}</span>'
    )


def _table(assessment: Assessment, row: int, colors: dict[str, str]) -> str:
    rows = [_cells(assessment, row, k, colors) for k in range(len(assessment.matrix.criteria))]
    return markup.table(COLUMNS, rows, numbers=COLUMNS[2:])


def _cells(
    assessment: Assessment, row: int, k: int, colors: dict[str, str]
) -> tuple[str, str, str, str]:
    matrix, values = assessment.matrix, assessment.values
    criterion = matrix.criteria[k]
    low, best, high = (float(end[row, k]) for end in (matrix.low, matrix.best, matrix.high))
    known = explain.performance_text(low, best, high, criterion.unit)
    if not known_cells(matrix, values)[row, k]:
        known = "not known"
    mark = '<span class="pp-gap">gap</span>' if matrix.gap[row, k] else ""
    worst, top = values.low[row, k], values.high[row, k]
    span = f"{worst:.2f}–{top:.2f}" if top > worst else ""
    return (
        f'<i style="background:{colors[criterion.id]}"></i>{escape_html(criterion.name)}{mark}',
        escape_html(powers(known)),
        f"{values.expected[row, k]:.2f}{markup.small(span)}",
        markup.weight(assessment.settings.weights.normalized[k]),
    )


def _gaps(found: Problem, site: Site) -> str:
    gaps = missing(site, found.criteria, found.reference)
    return markup.line(f"<b>Not known:</b> {escape_html('; '.join(gaps))}.") if gaps else ""


def _beyond(assessment: Assessment, beyond: OutOfScale) -> str:
    criterion = next(c for c in assessment.criteria.criteria if c.id == beyond.criterion)
    reached, end = (
        explain.performance_text(value, value, value, criterion.unit)
        for value in (beyond.performance, beyond.end)
    )
    return markup.line(
        f"<b>Beyond the scale:</b> {escape_html(criterion.name)} is "
        f"{escape_html(powers(reached))}, "
        f"the scale ends at {escape_html(powers(end))}. A wider scale would move this site."
    )


def _other_risks(assessment: Assessment, site: Site) -> str:
    places = []
    for mode in RiskMode:
        settings = replace(assessment.settings, risk=mode)
        other = session.problem(session.criteria(), settings)
        ranking = cached.assess(other, settings).ranking
        place = ranking.ranks[other.matrix.alternatives.index(site.site_id)]
        places.append(f"{escape_html(RISK[mode].lower())} <b>{place}</b>")
    return markup.line(f"<b>Place when risk counts</b> {', '.join(places)}.")
