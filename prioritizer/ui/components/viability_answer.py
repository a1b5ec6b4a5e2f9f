"""What a screening says: values, spreads, break-even, what moves it, what a pilot may tell."""

from __future__ import annotations

import streamlit as st

from prioritizer.domain.pilot import Estimate
from prioritizer.domain.words import percent
from prioritizer.figures.cash_flow import cash_flow_bars, spread_bars
from prioritizer.figures.tornado import tornado_bars
from prioritizer.ui import markup
from prioritizer.ui.cached_pilots import Screened
from prioritizer.ui.components import charts, figure_view
from prioritizer.ui.text import escape_html
from prioritizer.workflow.viability import NOT_A_RANKING, Viability
from prioritizer.workflow.viability_charts import ViabilityCharts, swings

MILLION = 1e6
MOST_BARS = 10
MINUS = "−"


def show(found: Screened) -> None:
    """Draw the answer: value, spread, cash, tornado, break-even, worth of a pilot."""
    answer, shown = found.answer, found.charts
    markup.draw(_sentence(answer), _tiles(answer, shown))
    left, right = st.columns(2, gap="large")
    with left:
        markup.draw('<h2 class="pp-h2">Value of the metal</h2>', _values(answer))
        markup.draw('<h2 class="pp-h2">Net present value over the draws</h2>')
        figure_view.show(spread_bars(shown.npv, title="Net present value", unit="M USD"))
    with right:
        markup.draw('<h2 class="pp-h2">What would make it break even</h2>', _even(answer))
        markup.draw('<h2 class="pp-h2">Cash by year</h2>')
        figure_view.show(cash_flow_bars(shown.cash, unit="M USD"))
    left, right = st.columns([1.3, 1], gap="large")
    with left:
        markup.draw('<h2 class="pp-h2">What moves the value most</h2>')
        bars = swings(answer.tornado, most=MOST_BARS)
        if bars:
            figure_view.show(
                tornado_bars(bars, best=answer.npv_best / MILLION, unit="NPV, M USD")
            )
    with right:
        markup.draw('<h2 class="pp-h2">What a pilot could tell</h2>', _information(answer))
        markup.draw('<h2 class="pp-h2">Read with care</h2>', _notes(answer))
    _numbers(answer, shown)


def _sentence(answer: Viability) -> str:
    chance = markup.share(answer.npv.at_least_zero)
    return (
        f'<p class="pp-says"><b>{escape_html(NOT_A_RANKING)}</b> A project here would be worth '
        f"<b>{million(answer.npv.p10)} to {million(answer.npv.p90)} M USD</b> (P10 to P90, "
        f"middle {million(answer.npv.p50)}); it does not lose money in <b>{chance}</b> of "
        f"{charts.count(answer.draws)} draws. A negative value is no reason against a pilot: "
        "what could be learnt is below.</p>"
    )


def _tiles(answer: Viability, shown: ViabilityCharts) -> str:
    rate = "none" if answer.irr is None else percent(answer.irr)
    spread = ""
    if answer.irr_p10_p50_p90 is not None:
        low, _, high = answer.irr_p10_p50_p90
        spread = f"; {100 * low:.0f} to {percent(high)} (P10 to P90 where it exists)"
    payback = "never" if answer.payback is None else f"{answer.payback:.0f} years"
    paid = (
        "paid back in no draw"
        if shown.payback is None
        else f"{shown.payback[0]:.0f} to {shown.payback[2]:.0f} years in the "
        f"{markup.share(shown.paid_back)} of draws that pay back"
    )
    tiles = (
        (f"{million(answer.npv_best)} M USD", "net present value at best estimates", ""),
        (rate, f"internal rate of return at best estimates{spread}", ""),
        (payback, f"payback at best estimates; {paid}", ""),
        (f"{numeral(answer.nsr.p50)} USD/t", "smelter return per tonne of waste (middle); "
         f"{numeral(answer.break_even.nsr)} needed", "quiet"),
        (f"{shown.years:.0f} years", "of production at this plant", "quiet"),
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
    if answer.npv_best >= 0:
        start = "At best estimates it pays already; it would no longer below"
    else:
        start = "At best estimates it does not pay. One of these alone would make it"
    rows = [("Return per tonne of waste", f"{numeral(even.nsr)} USD")]
    if even.price_factor is not None:
        rows.append(("All prices", f"× {even.price_factor:.2f}"))
    if even.grade_factor is not None:
        rows.append(("Grade", f"× {even.grade_factor:.2f}"))
    if answer.npv_best < 0:
        rows.append(("Payment per tonne treated", f"{numeral(even.subsidy)} USD"))
        grant = f"{percent(even.grant)} of the investment"
        rows.append(("Grant", grant if even.grant <= 1 else f"not enough: {grant} needed"))
    return markup.line(start) + markup.table((), rows)


def _information(answer: Viability) -> str:
    worth = answer.information
    verdict = "more than" if worth.is_justified else "less than"
    return markup.line(
        "Knowing everything before deciding would be worth "
        f"<b>{million(worth.evpi)} M USD</b>. "
        f"A pilot tells the truth with a chance of {markup.share(worth.reliability)} "
        f"(default): {million(worth.reliability * worth.evpi)} M USD, <b>{verdict}</b> the "
        f"{million(worth.cost)} M USD that it costs. "
        + (
            "So it deserves a pilot, whatever the sign of the value today."
            if worth.is_justified
            else "By this measure alone it does not deserve one: what is known would hardly "
            "change the decision. Remediation, knowledge and supply are reasons beside it."
        )
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


def million(value: float) -> str:
    """Return USD in millions, three digits."""
    return numeral(value / MILLION)


def numeral(value: float, digits: int = 3) -> str:
    """Return a number with so many digits, and never with a power of ten where it is large."""
    size = abs(value)
    text = f"{size:,.0f}" if size >= 10**digits else f"{size:.{digits}g}"
    is_negative = value < 0 and float(text.replace(",", "")) > 0
    return (MINUS if is_negative else "") + text.replace(",", "\u202f")


def _ends(value: Estimate) -> tuple[str, str, str]:
    return million(value.low), million(value.best), million(value.high)
