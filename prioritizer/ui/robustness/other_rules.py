"""The same sites under other rules: meaning of risk, method, policy list, a criterion less."""

from __future__ import annotations

import textwrap

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from prioritizer.domain.results import Assessment
from prioritizer.ui.parts import charts
from prioritizer.ui.robustness import cache as cached_robustness
from prioritizer.ui.shell import markup, state
from prioritizer.ui.shell.cache import Problem
from prioritizer.ui.shell.text import escape_html
from prioritizer.workflow.robustness import sensitivity
from prioritizer.workflow.robustness.considered import considered_matrix
from prioritizer.workflow.robustness.variants import Variant

GROUPS = {"risk": "Meaning of risk", "method": "Method and scales", "policy": "Policy list"}
LINES = 16


def show(found: Problem, assessment: Assessment, top: int) -> None:
    """Draw the ranks under each rule of one group, and what changes on the shortlist."""
    st.segmented_control(
        "Change",
        list(GROUPS),
        format_func=GROUPS.__getitem__,
        required=True,
        **state.started("robust_rules", "default"),
    )
    group = state.get("robust_rules")
    changed = cached_robustness.changed_rules(found, assessment, group, top=top)
    if changed is None:
        return
    always = np.all([variant.members for variant in changed], axis=0)
    markup.draw(
        f'<h2 class="pp-h2">Places under {len(changed)} rules</h2>',
        f'<p class="pp-says"><b>{int(always.sum())}</b> of the {top} shortlist places go to '
        "the same sites under every one of these rules.</p>",
    )
    rows, names = _rows(changed), considered_matrix(assessment).names
    charts.show(
        _bump(names, changed, rows, top),
        key="chart-rules",
        title="Places under other rules",
        alt=f"Lines of the places of {len(rows)} sites under {len(changed)} rules. "
        f"{int(always.sum())} sites stay on the shortlist under all of them.",
    )
    markup.draw(
        markup.note(
            "Blue, solid: on every list. Orange: on the present list. Grey: on another list "
            "only. Dashed line: end of the list. Grey column: the present rule. Places are by "
            "the chance on the list, on scales made from the data by score at best estimates; "
            "sites "
            "that a rule does not rank share the place after the last."
        )
    )
    columns: dict[str, list[object]] = {"Site": [names[row] for row in rows]}
    columns |= {variant.name: variant.ranks[rows].tolist() for variant in changed}
    charts.numbers(columns, label="The same numbers as a table")
    markup.draw(*(markup.line(escape_html(variant.sentence)) for variant in changed))


def _rows(changed: tuple[Variant, ...]) -> list[int]:
    """Return the sites that are on any list, those with the best mean place first."""
    ranks = np.array([variant.ranks for variant in changed])
    listed = np.flatnonzero(np.any([variant.members for variant in changed], axis=0))
    return [int(row) for row in listed[np.argsort(ranks[:, listed].mean(axis=0))][:LINES]]


def _bump(
    names: tuple[str, ...], changed: tuple[Variant, ...], rows: list[int], top: int
) -> go.Figure:
    labels = ["<br>".join(textwrap.wrap(variant.name, 18)[:4]) for variant in changed]
    places = list(range(len(changed)))
    present = next((k for k, variant in enumerate(changed) if variant.is_present), 0)
    # Places far below the list would press those on it together: they share the last line.
    floor = 3 * top
    figure = go.Figure()
    ends = []
    for row in rows:
        ranks = [int(variant.ranks[row]) for variant in changed]
        stays = all(rank <= top for rank in ranks)
        color = _color(stays=stays, is_listed=ranks[present] <= top)
        name = charts.short(names[row], 20)
        ends.append((name, float(min(ranks[-1], floor)), color))
        figure.add_scatter(
            x=places,
            y=[min(rank, floor) for rank in ranks],
            mode="lines+markers",
            name=charts.short(names[row]),
            customdata=ranks,
            line={
                "color": color,
                "width": 2.5 if stays else 1.5,
                "dash": "solid" if stays else "dot",
            },
            marker={"size": 8, "symbol": "circle" if stays else "diamond"},
            hovertemplate="%{fullData.name}<br>place %{customdata}<extra></extra>",
        )
    figure.add_hline(y=top + 0.5, line={"color": charts.INK, "width": 1.5, "dash": "dash"})
    figure.add_vline(x=present, line={"color": charts.LINE, "width": 10}, layer="below")
    charts.layout(
        figure,
        height=470,
        x="",
        y=f"Place of {len(names)} ({floor} and below on one line)",
    )
    figure.update_layout(margin={"r": 140})
    charts.label_ends(figure, ends, low=0.2, high=floor + 0.8)
    figure.update_yaxes(range=[floor + 0.8, 0.2])
    figure.update_xaxes(tickvals=places, ticktext=labels, range=[-0.3, len(changed) - 0.7])
    return figure


def _color(*, stays: bool, is_listed: bool) -> str:
    if stays:
        return charts.ACCENT
    return charts.ORANGE if is_listed else charts.LAST


def show_absences(found: Problem, assessment: Assessment, top: int) -> None:
    """Draw what happens without a criterion, and without a site."""
    left_out = cached_robustness.absences(found, assessment, top=top)
    if left_out is None:
        return
    rows = [
        (
            escape_html(drop.what) + markup.small(f"{len(drop.left)} of {top} places change"),
            _names(drop.entered),
            _names(drop.left),
        )
        for drop in left_out.criteria
    ]
    columns = ("Without", "Comes on", "Drops off")
    markup.draw(
        '<h2 class="pp-h2">Without one criterion</h2>',
        charts.words(markup.table(columns, rows)),
        '<h2 class="pp-h2">Without one site <small>rank-reversal test</small></h2>',
        *(markup.line(escape_html(text)) for text in left_out.sites),
    )


def _names(names: tuple[str, ...]) -> str:
    return escape_html(sensitivity.listed(names)) if names else "–"
