"""Cost and score of every site that a programme may take, to point at and to zoom into."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go

from prioritizer.domain.words import number, thousand
from prioritizer.ui.parts import charts
from prioritizer.ui.shell import markup
from prioritizer.workflow.pilots.portfolio import Plan

K = 1e3
MARKS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000)
LOOKS = (
    ("in the programme", True, charts.ACCENT, "circle", 11),
    ("not in it", False, charts.QUIET, "diamond-open", 8),
)


def show(plan: Plan) -> None:
    """Draw the sites by cost and score; lines are the ranges of cost."""
    markup.draw(
        '<h2 class="pp-h2">Cost and score of each site '
        "<small>lines: low to high cost</small></h2>"
    )
    taken = int(plan.chosen.sum())
    charts.show(
        _figure(plan),
        key="chart-cost-score",
        title="Cost and score of each site",
        alt=f"Points of score against cost of {len(plan.value)} sites, on a logarithmic axis. "
        f"{taken} of them are in the programme. The table below holds the numbers.",
    )
    order = np.argsort(-plan.value, kind="stable").tolist()
    charts.numbers(
        {
            "Site": [plan.names[row] for row in order],
            "Score": [round(float(plan.value[row]), 3) for row in order],
            "Cost, thousand EUR": [round(float(plan.cost_best[row]) / K, 1) for row in order],
            "Low": [round(float(plan.cost_low[row]) / K, 1) for row in order],
            "High": [round(float(plan.cost_high[row]) / K, 1) for row in order],
            "In the programme": [bool(plan.chosen[row]) for row in order],
        },
        label="Cost and score as a table",
    )


def _figure(plan: Plan) -> go.Figure:
    figure = go.Figure()
    for name, is_in, color, symbol, size in reversed(LOOKS):
        rows = np.flatnonzero(plan.chosen == is_in)
        best = plan.cost_best[rows]
        figure.add_scatter(
            x=best / K,
            y=plan.value[rows],
            mode="markers",
            name=name,
            marker={"size": size, "color": color, "symbol": symbol, "line": {"width": 1.5}},
            error_x={
                "type": "data",
                "symmetric": False,
                "array": (plan.cost_high[rows] - best) / K,
                "arrayminus": (best - plan.cost_low[rows]) / K,
                "color": color if is_in else charts.LINE,
                "thickness": 1.5,
                "width": 0,
            },
            customdata=[_said(plan, row) for row in rows.tolist()],
            hovertemplate="%{customdata}<extra></extra>",
        )
    charts.layout(figure, height=420, x="Cost of the pilot, thousand EUR", y="Score, 0 to 1")
    figure.update_xaxes(type="log", tickvals=MARKS, ticktext=[number(mark) for mark in MARKS])
    figure.update_layout(
        margin={"t": 66},
        showlegend=True,
        legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "xanchor": "left"},
    )
    return figure


def _said(plan: Plan, row: int) -> str:
    ends = f"{thousand(plan.cost_low[row])} – {thousand(plan.cost_high[row])}"
    standing = "in the programme" if plan.chosen[row] else "not in the programme"
    return (
        f"{charts.short(plan.names[row], 60)}<br>score {plan.value[row]:.2f}, "
        f"{thousand(plan.cost_best[row])} ({ends}) thousand EUR<br>{standing}"
    )
