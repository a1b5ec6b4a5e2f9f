"""How far the weights may move: intervals, the least shift, the line, the winners."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from prioritizer.domain.results import Assessment
from prioritizer.domain.robustness import WeightFree
from prioritizer.domain.words import counted, weight
from prioritizer.ui.parts import charts
from prioritizer.ui.parts.working import working
from prioritizer.ui.robustness import cache as cached_robustness
from prioritizer.ui.shell import markup, state
from prioritizer.ui.shell.cache import Problem
from prioritizer.ui.shell.text import escape_html
from prioritizer.workflow.robustness import sensitivity
from prioritizer.workflow.robustness.sensitivity import WeightLine
from prioritizer.workflow.robustness.stable_weights import Stability

MOVES = "Which sites are known well enough to be ranked changes with the weights."
OUTSIDERS = 5
MOST_EXACT = 300


def show_intervals(assessment: Assessment, top: int) -> None:
    """Draw the interval of each weight with the same shortlist, and with the same winner."""
    list_ends = sensitivity.stability(assessment, top=top)
    first_ends = sensitivity.stability(assessment, top=1)
    shift = sensitivity.joint_shift(assessment, top=top)
    says = "" if shift is None else f'<p class="pp-says">{escape_html(shift.sentence)}</p>'
    rows = [
        (
            escape_html(found.criterion.name),
            markup.weight(found.now),
            _interval(found),
            f"{weight(found.low)} – {weight(found.high)}",
            f"{weight(winner.low)} – {weight(winner.high)}",
        )
        for found, winner in zip(list_ends, first_ends, strict=True)
    ]
    columns = (
        "Criterion", "Now", "0 to 100 %", f"Same first {top}", "Same first place",
    )  # fmt: skip
    markup.draw(
        '<h2 class="pp-h2">How far may one weight move? <small>the others keep their '
        "proportions; order of scores at best estimates, exact</small></h2>",
        says,
        charts.words(markup.table(columns, rows, numbers=("Now", columns[3], columns[4]))),
        _by_known_weight(list_ends, first_ends),
    )


def _by_known_weight(list_ends: Sequence[Stability], first_ends: Sequence[Stability]) -> str:
    """Return who crosses the limit of what must be known at the ends of the intervals."""
    said = [
        f"<li>{escape_html(found.criterion.name)}, {what}: {escape_html(sentence)}</li>"
        for what, ends in (("the list", list_ends), ("first place", first_ends))
        for found in ends
        for sentence in found.reasons
    ]
    if not said:
        return ""
    return (
        f"{markup.note(MOVES)}"
        f'<details class="pp-more"><summary>Who comes and goes at these limits ({len(said)})'
        f'</summary><ul class="pp-list-plain">{"".join(said)}</ul></details>'
    )


def _interval(found: Stability) -> str:
    ends = {"a": found.low, "w": found.high - found.low, "n": found.now}
    style = ";".join(f"--{name}:{100 * share:.2f}%" for name, share in ends.items())
    return f'<div class="pp-interval" style="{style}" aria-hidden="true"><i></i><u></u></div>'


def show_line(assessment: Assessment, top: int) -> None:
    """Draw score against one weight, the present weight and the zone of the same shortlist."""
    criteria = assessment.criteria.criteria
    if state.get("robust_line") not in assessment.criteria.ids:
        state.put("robust_line", criteria[0].id)
    names = {criterion.id: criterion.name for criterion in criteria}
    st.segmented_control(
        "Move the weight of",
        list(names),
        format_func=names.__getitem__,
        required=True,
        **state.started("robust_line", "default"),
    )
    column = assessment.criteria.ids.index(state.get("robust_line"))
    line = sensitivity.weight_line(assessment, column)
    zone = sensitivity.stability(assessment, top=top)[column]
    figure = _line_figure(assessment, line, zone, top)
    charts.show(
        figure,
        key="chart-weight-line",
        title=f"Score by the weight of {zone.criterion.name}",
        alt=f"Lines of score at best estimates against the weight of {zone.criterion.name}. "
        f"{zone.sentence}",
    )
    markup.draw(
        markup.note(
            "Lines are scores at best estimates. Solid: on the list now. Dashed: next in "
            "line. Shaded: the same first sites by score at best estimates. "
            f"{_dotted(assessment, line, top)}"
            f"{escape_html(zone.sentence)}"
        )
    )
    _changes_table(line, top)


def _line_figure(
    assessment: Assessment, line: WeightLine, zone: Stability, top: int
) -> go.Figure:
    figure = go.Figure()
    figure.add_vrect(
        x0=100 * zone.low, x1=100 * zone.high, fillcolor=charts.ZONE, opacity=0.35, line_width=0
    )
    ends, drawn = [], _drawn_sites(assessment, line, top)
    for row, (color, dash) in drawn.items():
        score = line.scores[:, row]
        if not np.isnan(score[-1]):
            ends.append((charts.short(line.names[row], 20), float(score[-1]), color))
        figure.add_scatter(
            x=100 * line.shares,
            y=score,
            mode="lines",
            name=charts.short(line.names[row]),
            line={"color": color, "width": 2 if dash == "solid" else 1.5, "dash": dash},
            customdata=line.ranks[:, row],
            hovertemplate="%{fullData.name}<br>weight %{x:.0f} %, score at best estimates "
            "%{y:.2f}, "
            "place by it %{customdata}<extra></extra>",
        )
    figure.add_vline(x=100 * zone.now, line={"color": charts.INK, "width": 2})
    figure.add_annotation(
        x=100 * zone.now, y=1.0, yref="paper", yanchor="bottom", showarrow=False,
        text=f"now {weight(zone.now)}", font={"color": charts.INK},
    )  # fmt: skip
    name = zone.criterion.name
    charts.layout(
        figure,
        height=430,
        x=f"Weight of {name}, % of all weight",
        y="Score at best estimates, 0 to 1",
    )
    shown = line.scores[:, list(drawn)]
    low, high = float(np.nanmin(shown)) - 0.02, float(np.nanmax(shown)) + 0.02
    figure.update_yaxes(range=[low, high])
    charts.label_ends(figure, ends, low=low, high=high)
    figure.update_layout(margin={"t": 46, "r": 140})
    return figure


def _dotted(assessment: Assessment, line: WeightLine, top: int) -> str:
    """Return what dotted lines and the ends of lines are, where there are such."""
    drawn = _drawn_sites(assessment, line, top)
    said = ""
    if any(dash == "dot" for _, dash in drawn.values()):
        said = "Dotted: too little known at the present weights, on the list at others. "
    if np.isnan(line.scores[:, list(drawn)]).any():
        said += "A line ends where too little is known of the site for it to be ranked. "
    return said


def _drawn_sites(
    assessment: Assessment, line: WeightLine, top: int
) -> dict[int, tuple[str, str]]:
    """Return colour and dash by row: the list, those next in line, and who may come to it."""
    order = assessment.order()
    first = line.rows[order[: top + OUTSIDERS]].tolist()
    is_listed = (assessment.ranking.ranks[order] <= top).tolist()
    found = {
        row: (charts.ACCENT, "solid") if listed else (charts.ORANGE, "dash")
        for row, listed in zip(first, is_listed, strict=False)
    }
    newcomers = np.setdiff1d(np.flatnonzero((line.ranks <= top).any(axis=0)), line.rows)
    best = newcomers[np.argsort(line.ranks[:, newcomers].min(axis=0), kind="stable")]
    return found | dict.fromkeys(best[:OUTSIDERS].tolist(), (charts.ORANGE, "dot"))


def _changes_table(line: WeightLine, top: int) -> None:
    rows = []
    before = line.ranks[0] <= top
    for step in range(1, len(line.shares)):
        after = line.ranks[step] <= top
        if not np.array_equal(before, after):
            entered, left = sensitivity.coming_and_going(line.names, before, after)
            rows.append((weight(float(line.shares[step])), "; ".join(entered), "; ".join(left)))
        before = after
    charts.numbers(
        {
            "Weight at": [row[0] for row in rows],
            "Comes among the first": [row[1] for row in rows],
            "Drops out": [row[2] for row in rows],
        },
        label=f"The same as a table: {counted(len(rows), 'change')} by score at best estimates "
        "from 0 to 100 %, in steps of 1 point",
    )


def show_weight_free(found: Problem, assessment: Assessment) -> None:
    """Draw what holds without any weights at all."""
    markup.draw('<h2 class="pp-h2">Without any weights</h2>')
    small_enough = len(assessment.matrix) <= MOST_EXACT
    if small_enough:
        st.toggle(
            "Exact best and worst place of every site",
            help="Half a minute for 100 sites, which you can cancel; then they are kept.",
            **state.started("robust_ranks"),
        )
    with_ranks = small_enough and bool(state.get("robust_ranks"))
    find = _ranks if with_ranks else cached_robustness.weight_free
    free = find(found, assessment)
    beaten = int((free.dominators > 0).sum())
    markup.draw(
        markup.line(
            f"<b>{int(free.can_be_first.sum())}</b> of the {len(free.names)} sites ranked now "
            "are first under some weights of the weighted sum (at best estimates); "
            f"<b>{beaten}</b> are beaten by another site, at least as good on every criterion, "
            "and cannot lead alone. The table gives the weights that put each first by most."
        )
    )
    charts.frame(_weight_free_columns(assessment, free))


def _ranks(found: Problem, assessment: Assessment) -> WeightFree:
    """Return the exact ranks, worked out in sight where nobody has before."""
    kept = cached_robustness.kept_ranks(found, assessment)
    if kept is not None:
        return kept
    with working("robust_ranks", "Finding best and worst places …") as work:
        told = partial(work.counted, words="Found the best and worst place of {n} sites")
        return cached_robustness.find_ranks(found, assessment, told)


def _weight_free_columns(assessment: Assessment, free: WeightFree) -> dict[str, list[object]]:
    order = assessment.order().tolist()
    has_ranks = free.best_rank is not None and free.worst_rank is not None
    rows = order if has_ranks else [row for row in order if free.can_be_first[row]]
    columns: dict[str, list[object]] = {
        "Site": [free.names[row] for row in rows],
        "Place now": [int(assessment.ranking.ranks[row]) for row in rows],
    }
    if free.best_rank is not None and free.worst_rank is not None:
        columns["Best place"] = free.best_rank[rows].tolist()
        columns["Worst place"] = free.worst_rank[rows].tolist()
    for k, criterion in enumerate(assessment.criteria.criteria):
        columns[f"{criterion.name}, %"] = [
            round(100 * float(free.winning_weights[row, k])) if free.can_be_first[row] else None
            for row in rows
        ]
    return columns
