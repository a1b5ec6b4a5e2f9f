"""How likely each site is on the shortlist if weights vary too, and the map of ranks."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from prioritizer.domain.answer import RANKED_SECTIONS, Section
from prioritizer.domain.results import Assessment
from prioritizer.domain.robustness import Robustness
from prioritizer.domain.words import are, counted, percent
from prioritizer.ui.parts import charts
from prioritizer.ui.shell import markup
from prioritizer.ui.shell.text import escape_html
from prioritizer.workflow.robustness.entrants import entrant_sentences

SHOWN = 40
MAP_SITES = 30
MOST_SITES = 120
PLACE_NOW, PLACES = "Place now", "Places, 90 % of draws"


def show_tiles(result: Robustness) -> None:
    """Draw how many sites are in each section of the ranking, and what was drawn here."""
    sections, meanings = result.sections, result.limits.meanings
    tiles = [
        f'<div class="pp-tile {one.value}"><b>{sections.count(one)}</b>'
        f"<span><strong>{one.value}</strong>: {escape_html(meanings[one])}</span></div>"
        for one in (RANKED_SECTIONS if result.chance is not None else ())
    ]
    error = 100 * float(result.standard_error(result.shortlist).max())
    stopped = "" if result.is_complete else " (cancelled early)"
    draws = charts.count(result.draws)
    tiles.append(
        f'<div class="pp-tile rest"><b>{draws}</b><span>draws{stopped}, seed '
        f"{result.seed}; every share is right to ±{2 * error:.1f} points (95 %)</span></div>"
    )
    markup.draw(
        f'<div class="pp-tiles">{"".join(tiles)}</div>',
        markup.note(
            "The four words come from the ranking, with the weights as they are. The figures "
            "drawn here stand beside them."
        ),
    )


def show_bars(assessment: Assessment, result: Robustness) -> None:
    """Draw the bars: those that are not out, and those listed now that are."""
    order, sections = result.order(), result.sections
    ranks = assessment.ranking.ranks
    wanted = [
        row
        for row in order.tolist()
        if sections[row] not in (Section.OUT, None)
        or ranks[row] <= result.top
        or result.limits.section(float(result.shortlist[row])) is not Section.OUT
    ]
    shown = wanted[:SHOWN]
    name = result.uncertainty.chance_name
    drawn = f"{name[0].upper()}{name[1:]}, share of {charts.count(result.draws)}\u00a0draws"
    head = "".join(
        (
            markup.head("Site"),
            markup.head("Section"),
            markup.head("Chance", "n"),
            markup.head(drawn, more=' colspan="2"'),
            markup.head(PLACE_NOW, "n"),
            markup.head(PLACES, "n"),
        )
    )
    body = "".join(_bar(assessment, result, row, drawn) for row in shown)
    rest = len(order) - len(shown)
    highest = max(
        (float(result.shortlist[row]) for row in order if row not in shown), default=0
    )
    markup.draw(
        f'<h2 class="pp-h2">Who belongs on a shortlist of {result.top}?</h2>',
        markup.framed(head, body, kind="pp-bars"),
        markup.note("• on the shortlist now. Section and chance: as in the ranking."),
        markup.note(
            f"{rest} more of {len(order)} sites {are(rest)} on the list in "
            f"{percent(round(highest, 2))} of these draws or less each."
        )
        if rest
        else "",
        *(markup.note(escape_html(said)) for said in entrant_sentences(result)),
    )


def _bar(assessment: Assessment, result: Robustness, row: int, drawn: str) -> str:
    share, section = float(result.shortlist[row]), result.sections[row]
    band = "" if section is None else f'<span class="pp-band {section}">{section}</span>'
    chance = "" if result.chance is None else percent(float(result.chance[row]))
    low, _, high = result.rank_quantiles[row]
    now = int(assessment.ranking.ranks[row])
    mark = "" if now > result.top else " <b>•</b>"
    bar = (
        '<div class="pp-bar plain" aria-hidden="true">'
        f'<i style="--w:{100 * share:.1f}%"></i></div>'
    )
    return markup.row(
        (
            markup.title(escape_html(result.names[row], limit=70)),
            markup.cell(band, label="Section"),
            markup.cell(chance, "n", "Chance"),
            markup.cell(bar, "b"),
            markup.cell(markup.share(share), "n", drawn),
            markup.cell(f"{now}{mark}", "n", PLACE_NOW),
            markup.cell(f"{low:.0f}–{high:.0f}", "n", PLACES),
        )
    )


def rank_title(result: Robustness) -> str:
    """Return the title of the axis of places: other weights can let more sites compete.

    Two short lines: beside the names of the sites there is no room for a long one.
    """
    ranked, more = len(result.names), len(result.entrants)
    if not more:
        return f"Place (of {counted(ranked, 'site')})"
    return f"Place (of {counted(ranked, 'site')};<br>of up to {ranked + more} at other weights)"


def show_map(result: Robustness) -> None:
    """Draw the share of draws at each place for the likeliest sites."""
    rows = result.order()[:MOST_SITES]
    n_competing = len(result.names) + len(result.entrants)
    n_ranks = min(MOST_SITES, result.rank_acceptability.shape[1], n_competing)
    shares = 100 * result.rank_acceptability[rows, :n_ranks]
    names = [charts.short(result.names[row], 26) for row in rows.tolist()]
    shown, more = min(MAP_SITES, len(rows)), len(rows) - MAP_SITES
    places = list(range(len(names)))
    figure = go.Figure(
        go.Heatmap(
            z=shares,
            x=list(range(1, n_ranks + 1)),
            y=places,
            customdata=[[name] * n_ranks for name in names],
            colorscale=charts.SHARES,
            zmin=0,
            zmax=max(10.0, float(np.quantile(shares, 0.995))),
            xgap=1,
            ygap=1,
            hovertemplate="%{customdata}<br>place %{x}: %{z:.1f} % of draws<extra></extra>",
            showscale=False,
        )
    )
    figure.add_vline(x=result.top + 0.5, line={"color": charts.ORANGE, "width": 2})
    charts.layout(figure, height=112 + 21 * shown, x=rank_title(result), y="")
    figure.update_yaxes(
        range=[shown - 0.5, -0.5], showgrid=False, tickvals=places, ticktext=names, ticks=""
    )
    figure.update_xaxes(
        showgrid=False, dtick=5, tick0=0, range=[0.5, min(MAP_SITES, n_ranks) + 0.5]
    )
    rest = f"; move the chart for {counted(more, 'more site')}" if more > 0 else ""
    markup.draw(
        '<h2 class="pp-h2">Which places each site takes '
        f"<small>share of {charts.count(result.draws)} draws: the darker, the more; the "
        f"orange line ends the shortlist{rest}</small></h2>"
    )
    first = names[0]
    charts.show(
        figure,
        key="chart-rank-map",
        title="Which places each site takes",
        alt=f"Heat map of the share of draws in which each of the {len(rows)} likeliest sites "
        f"takes each place; {first} is first in "
        f"{percent(round(float(result.rank_acceptability[rows[0], 0]), 2))} of the draws.",
    )
    columns: dict[str, list[object]] = {"Site": [result.names[row] for row in rows.tolist()]}
    columns |= {
        f"place {rank + 1}, %": shares[:, rank].round(1).tolist() for rank in range(n_ranks)
    }
    charts.numbers(columns, label="The same numbers as a table")


def show_first(result: Robustness) -> None:
    """Draw what weights would put each candidate first: central weights and confidence."""
    rows = [row for row in result.order().tolist() if result.rank_acceptability[row, 0] > 0]
    rows.sort(key=lambda row: -result.rank_acceptability[row, 0])
    columns: dict[str, list[object]] = {
        "Site": [result.names[row] for row in rows],
        "First in, %": [
            round(100 * float(result.rank_acceptability[row, 0]), 1) for row in rows
        ],
        "Confidence, %": [_points(float(result.confidence[row])) for row in rows],
    }
    for k, name in enumerate(result.criteria):
        columns[f"{name}, %"] = [_points(float(result.central_weights[row, k])) for row in rows]
    with st.expander("Which weights put a site first (central weights)"):
        markup.draw(
            markup.note(
                "Mean of the drawn weights with which the site was first, and how often it is "
                "first with just these weights (confidence). Lahdelma and Salminen 2001."
            )
        )
        charts.frame(columns)


def _points(share: float) -> float | None:
    return None if np.isnan(share) else round(100 * share, 1)
