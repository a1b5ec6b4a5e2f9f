"""What better evidence could change: the swing of each value of a site, and what to measure."""

from __future__ import annotations

import plotly.graph_objects as go
import streamlit as st

from prioritizer.domain.information import CostClass, MeasurementWorth, NextData
from prioritizer.domain.results import Assessment
from prioritizer.domain.words import counted
from prioritizer.ui.parts import charts
from prioritizer.ui.robustness import cache as cached_robustness
from prioritizer.ui.shell import markup, state
from prioritizer.ui.shell.cache import Problem
from prioritizer.ui.shell.text import escape_html
from prioritizer.workflow.robustness import sensitivity
from prioritizer.workflow.robustness.sensitivity import Swing

SHOWN = 15
CLASSES = {
    CostClass.DESK.value: "Desk",
    CostClass.FIELD.value: "Field",
    CostClass.DRILLING.value: "Drilling",
}


def show_tornado(assessment: Assessment, row: int) -> None:
    """Draw what each value of one site does to its score, the widest at the top."""
    swings = sensitivity.tornado(assessment, row)
    now = float(sensitivity.fixed_scores(assessment)[row])
    name = assessment.matrix.names[row]
    markup.draw(
        f'<h2 class="pp-h2">What moves {escape_html(name, limit=80)}? <small>one value at a '
        "time from its low to its high end</small></h2>"
    )
    charts.show(
        _tornado(swings, now, len(assessment.matrix)),
        key="chart-tornado",
        title=f"What moves {charts.short(name)}",
        alt=f"Bars of the score at best estimates of {charts.short(name)} by criterion. "
        f"{swings[0].sentence}",
    )
    columns = ("Criterion", "Evidence", "Score at best estimates", "Place by it")
    rows = [
        (
            escape_html(swing.criterion.name),
            "rests on gaps" if swing.is_gap else "measured",
            f"{swing.score_low:.2f} – {swing.score_high:.2f}",
            f"{swing.rank_at_low} – {swing.rank_at_high}",
        )
        for swing in swings
    ]
    markup.draw(markup.table(columns, rows, numbers=columns[2:]))


def _tornado(swings: tuple[Swing, ...], now: float, n_sites: int) -> go.Figure:
    figure = go.Figure()
    for swing in swings:
        figure.add_bar(
            y=[swing.criterion.name],
            base=[swing.score_low],
            x=[swing.score_high - swing.score_low],
            orientation="h",
            marker={
                "color": charts.GAP if swing.is_gap else charts.ACCENT,
                "pattern": {
                    "shape": "/" if swing.is_gap else "",
                    "fgcolor": charts.EDGE,
                    "bgcolor": charts.GAP,
                },
                "line": {"color": charts.INK, "width": 1},
            },
            hovertemplate=f"{swing.sentence}<extra></extra>",
        )
        wide = swing.score_high - swing.score_low > 0.002
        ends = (
            (swing.score_low, swing.rank_at_low, "right"),
            (swing.score_high, swing.rank_at_high, "left"),
        )
        for at, place, side in ends if wide else ():
            figure.add_annotation(
                x=at, y=swing.criterion.name, text=f"place {place}", showarrow=False,
                xanchor=side, xshift=-4 if side == "right" else 4,
            )  # fmt: skip
    figure.add_vline(x=now, line={"color": charts.INK, "width": 2})
    charts.layout(
        figure,
        height=80 + 40 * len(swings),
        x=f"Score at best estimates; place out of {n_sites}",
        y="",
        zooms=False,
    )
    low = min(swing.score_low for swing in swings)
    high = max(swing.score_high for swing in swings)
    pad = max(0.02, 0.35 * (high - low))
    figure.update_xaxes(range=[low - pad, high + pad])
    figure.update_yaxes(autorange="reversed", showgrid=False)
    return figure


def show_next(found: Problem, assessment: Assessment, top: int) -> None:
    """Draw which measurement is worth most for its cost, and where none is worth anything."""
    markup.draw(
        '<h2 class="pp-h2">What to measure next <small>best measurement per site, most gain '
        "for the money first</small></h2>"
    )
    if not 0 < top < len(assessment.matrix):
        markup.draw(markup.note("Every site is on the list, so no measurement can change it."))
        return
    result = cached_robustness.shown_data(found, assessment, top=top)
    if result is None:
        return
    st.pills(
        "Kinds of work",
        list(CLASSES),
        format_func=CLASSES.__getitem__,
        selection_mode="multi",
        **state.started("robust_classes", "default"),
    )
    chosen = set(state.get("robust_classes") or ())
    best: dict[str, MeasurementWorth] = {}
    for worth in result.worths:
        if worth.option.cost_class.value in chosen:
            best.setdefault(worth.site_id, worth)
    decided = int(result.is_decided.sum())
    markup.draw(
        f'<p class="pp-says">{_says_decided(result, decided)} The table shows what is worth '
        "most for its cost at each site.</p>"
    )
    shown = list(best.values())[:SHOWN]
    columns = ("Site", "Measurement", "Chance to change the list", "Gain per 100 k EUR")
    markup.draw(
        charts.words(
            markup.table(columns, [_row(worth) for worth in shown], numbers=columns[2:])
        ),
        markup.note(_basis(result)),
    )
    _decided(result)


def _says_decided(result: NextData, decided: int) -> str:
    """Return at how many sites no measurement can change the list."""
    sites, draws = counted(len(result.names), "site"), charts.count(result.draws)
    if not decided:
        return f"At each of the {sites} a measurement could change the shortlist."
    return (
        f"At <b>{decided}</b> of the {sites} no measurement changes the shortlist in any of "
        f"the {draws} draws."
    )


def _row(worth: MeasurementWorth) -> tuple[str, ...]:
    now = "too little known" if worth.rank is None else f"place now {worth.rank}"
    settles = "; ".join(worth.unknown[:3]) + (" …" if len(worth.unknown) > 3 else "")
    return (
        f"{escape_html(worth.name, limit=70)}{markup.small(now)}",
        f'{escape_html(worth.option.name)} <span class="pp-chip">'
        f"{worth.option.cost_class.value}, {escape_html(worth.option.cost_text)}</span>"
        f"{markup.small(escape_html(settles))}",
        markup.share(worth.chance),
        f"{worth.gain_per_100_keur:.2f}"
        f"{markup.small(f'{worth.gain:.3f}, at most {worth.perfect_gain:.3f}')}",
    )


def _basis(result: NextData) -> str:
    return (
        "Gain: how many more places of the list would be right, on average, if you chose the "
        "list again after the measurement (value of information, Raiffa and Schlaifer 1961). "
        "Below it stand the gain of this measurement and that of one without error. "
        "Costs, and how much a measurement settles, are <b>defaults of this project</b>; you "
        "can edit them in measurement_costs.csv. A site that is too little known counts where "
        "the measurement would make it known well enough to be ranked. The weights are the "
        "present ones, the draws those of the ranking: "
        f"{charts.count(result.draws)}, seed {result.seed}."
    )


def _decided(result: NextData) -> None:
    names = [n for n, is_in in zip(result.names, result.is_decided, strict=True) if is_in]
    if names:
        charts.numbers(
            {"Site": sorted(names)},
            label=f"{counted(len(names), 'site')} where no measurement can change the list",
        )
