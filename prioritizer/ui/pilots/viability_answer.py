"""What a screening says: values, spreads, break-even, what moves it, what a pilot may tell."""

from __future__ import annotations

import streamlit as st

from prioritizer.domain.pilot import Estimate
from prioritizer.domain.words import estimate, million, number, percent
from prioritizer.figures.cash_flow import cash_flow_bars, spread_bars
from prioritizer.figures.tornado import tornado_bars
from prioritizer.ui.parts import charts, figure_view
from prioritizer.ui.pilots.cache import Screened
from prioritizer.ui.shell import markup
from prioritizer.ui.shell.text import escape_html
from prioritizer.workflow.pilots.circuits import said
from prioritizer.workflow.pilots.viability import NOT_A_RANKING, Viability
from prioritizer.workflow.pilots.viability_charts import ViabilityCharts, swings
from prioritizer.workflow.pilots.viability_words import (
    ONE_CIRCUIT,
    chance_words,
    left_out,
    value_words,
    verdict,
    worth_words,
)

MILLION = 1e6
MOST_BARS = 10


def show(found: Screened) -> None:
    """Draw the answer: value, spread, cash, tornado, break-even, worth of a pilot."""
    answer, shown = found.answer, found.charts
    markup.draw(_sentence(answer), _tiles(answer, shown))
    left, right = st.columns(2, gap="large")
    with left:
        markup.draw('<h2 class="pp-h2">Value of the metal</h2>', _values(answer))
        markup.draw(
            '<h2 class="pp-h2">Net present value over the draws '
            f"<small>{ONE_CIRCUIT}</small></h2>"
        )
        figure_view.show(
            spread_bars(shown.npv, title="Net present value", unit="M USD"),
            key="net-present-value",
        )
    with right:
        markup.draw('<h2 class="pp-h2">What would make it break even</h2>', _even(answer))
        markup.draw(f'<h2 class="pp-h2">Cash by year <small>{ONE_CIRCUIT}</small></h2>')
        figure_view.show(cash_flow_bars(shown.cash, unit="M USD"), key="cash-by-year")
    left, right = st.columns([1.3, 1], gap="large")
    with left:
        markup.draw(
            f'<h2 class="pp-h2">What moves the value most <small>{ONE_CIRCUIT}</small></h2>'
        )
        bars = swings(answer.tornado, most=MOST_BARS)
        if bars:
            figure_view.show(
                tornado_bars(bars, best=answer.npv_best / MILLION, unit="NPV, M USD"),
                key="what-moves-the-value",
            )
    with right:
        markup.draw('<h2 class="pp-h2">What a pilot could tell</h2>', _information(answer))
        markup.draw('<h2 class="pp-h2">Read with care</h2>', _notes(answer))
    _numbers(answer, shown)


def _sentence(answer: Viability) -> str:
    return (
        f'<p class="pp-says"><b>{escape_html(NOT_A_RANKING)}</b> A project here would be worth '
        f"<b>{escape_html(value_words(answer))} M USD</b>. {escape_html(left_out(answer))} A "
        "negative value is no reason against a pilot: see below what a pilot could tell.</p>"
    )


def _tiles(answer: Viability, shown: ViabilityCharts) -> str:
    tiles = (
        (f"{value_words(answer)} M USD", "net present value, from P10 to P90 of "
         f"{charts.count(answer.draws)} draws. {said(answer.not_in_it)}", ""),
        (f"{chance_words(answer)}", "of the draws do not lose money, on the same terms",
         "quiet"),
        (f"{number(answer.nsr.p50)} USD/t", "return per tonne of waste before treatment "
         f"charges (middle); {number(answer.break_even.nsr)} pay for one circuit", "quiet"),
        (f"{number(shown.years)} years", "of production at this plant", "quiet"),
    )  # fmt: skip
    made = "".join(
        f'<div class="pp-tile {kind}"><b>{escape_html(value)}</b>'
        f"<span>{escape_html(text)}</span></div>"
        for value, text, kind in tiles
    )
    return f'<div class="pp-tiles">{made}</div>'


def _values(answer: Viability) -> str:
    rows = [
        ("Recoverable", *_ends(answer.value.recoverable)),
        ("In situ, no value by itself", *_ends(answer.value.in_situ)),
    ]
    heads = ("M USD", "Low", "Best", "High")
    return markup.table(heads, rows, numbers=heads[1:]) + markup.note(
        "In situ is metal in the ground; only what a plant recovers and a buyer pays for can "
        "be sold, and costs come on top."
    )


def _even(answer: Viability) -> str:
    even = answer.break_even
    rows = [("Return per tonne of waste", f"{number(even.nsr)} USD")]
    if even.price_factor is not None:
        rows.append(("All prices", f"× {number(even.price_factor)}"))
    if even.grade_factor is not None:
        rows.append(("Grade", f"× {number(even.grade_factor)}"))
    if answer.npv_best < 0:
        rows.append(("Payment per tonne treated", f"{number(even.subsidy)} USD"))
        grant = f"{percent(even.grant)} of the investment"
        rows.append(("Grant", grant if even.grant <= 1 else f"not enough: {grant} needed"))
    start = "Each of these changes alone would bring the value to zero at best estimates"
    return markup.line(f"{start} ({ONE_CIRCUIT}).") + markup.table((), rows)


VERDICTS = {
    "yes": "<b>more than</b> the {cost} M USD that it costs. So it deserves a pilot, whatever "
    "the sign of the value today.",
    "no": "<b>less than</b> the {cost} M USD that it costs. By this measure alone it does not "
    "deserve one: what is known would hardly change the decision. Remediation, knowledge and "
    "supply are reasons beside it.",
    "open": "against the {cost} M USD that it costs. <b>Whether that is more depends on the "
    "costs that are not in it.</b>",
}


def _information(answer: Viability) -> str:
    worth = answer.information
    told = VERDICTS[verdict(answer)].format(cost=million(worth.cost))
    return markup.line(
        "If a pilot answered every open question before you decide, and told the truth with a "
        f"chance of {markup.share(worth.reliability)} (default), it would be worth "
        f"<b>{escape_html(worth_words(answer))} M USD</b>, {told}"
    )


def _notes(answer: Viability) -> str:
    items = "".join(f"<li>{escape_html(note)}</li>" for note in answer.notes[1:])
    return f'<ul class="pp-list-plain">{items}</ul>'


def _numbers(answer: Viability, shown: ViabilityCharts) -> None:
    charts.numbers(
        {
            "Year": list(range(len(shown.cash))),
            "Cash, M USD": [round(value, 3) for value in shown.cash],
        },
        label="Cash by year as a table",
    )
    charts.numbers(
        {
            "Input": [bar.name for bar in answer.tornado],
            "Low": [bar.low for bar in answer.tornado],
            "High": [bar.high for bar in answer.tornado],
            "NPV at low, M USD": [round(bar.at_low / MILLION, 3) for bar in answer.tornado],
            "NPV at high, M USD": [round(bar.at_high / MILLION, 3) for bar in answer.tornado],
        },
        label="Every input and what it moves, as a table",
    )


def _ends(value: Estimate) -> tuple[str, str, str]:
    low, best, high = (estimate(end / MILLION) for end in (value.low, value.best, value.high))
    return low, best, high
