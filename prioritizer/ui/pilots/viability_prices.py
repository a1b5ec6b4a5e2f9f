"""Prices with their dates, a file to replace them, and every assumption with its standing."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from prioritizer.domain.economics import Price
from prioritizer.domain.pilot import Default, Estimate
from prioritizer.domain.words import number
from prioritizer.exports.formats import CSV
from prioritizer.exports.tables.flat import csv_table
from prioritizer.files.uploads import read_as
from prioritizer.ui.pilots import viability_figures
from prioritizer.ui.pilots.cache import Screened
from prioritizer.ui.pilots.definition_view import chip
from prioritizer.ui.shell import faults, markup, session, state
from prioritizer.ui.shell.text import escape_html, plain
from prioritizer.workflow.pilots.tables import own_prices, pilot_facts

KG_PER_T = 1000.0
PRICES = ("Product", "USD per kg", "Date", "Source")
ASSUMPTIONS = ("Assumption", "Low", "Best", "High", "Unit", "Standing")


def show(found: Screened) -> None:
    """Draw the prices used, the upload, and the assumptions."""
    own: Mapping[str, Price] = session.told(state.get("viability_prices"))
    rows = [
        (
            escape_html(price.symbol),
            number(price.usd_per_t / KG_PER_T, 4),
            escape_html(price.date or "not dated"),
            ("yours: " if price.symbol in own else "") + escape_html(price.source, limit=160),
        )
        for price in found.answer.prices
    ]
    markup.draw(markup.table(PRICES, rows, numbers=PRICES[1:2]))
    _file(own)
    markup.draw(
        '<h2 class="pp-h2">Assumptions</h2><div class="pp-scroll" tabindex="0">',
        markup.table(ASSUMPTIONS, map(_assumption, _used(found).items()),
                     numbers=ASSUMPTIONS[1:4]),
        "</div>",
    )  # fmt: skip


# Assumptions whose names in the tables say little to a reader, and signs of units.
NAMES = {
    "capex_reference": "investment of the reference plant",
    "capex_reference_throughput": "throughput of the reference plant",
    "capex_exponent": "exponent of size for the investment",
    "capex_accuracy": "accuracy of the investment",
    "taylor_factor": "factor of the life of the plant (Taylor)",
    "price_factor": "factor on all prices",
    "cover_cost": "cost of a cover",
    "usd_per_eur": "dollars per euro",
    "pilot_reliability": "reliability of a pilot",
}
SIGNS = {"m2": "m²", "t^0.25": "the fourth root of tonnes", "capex": "the investment"}


def _used(found: Screened) -> Mapping[str, Default[Estimate]]:
    """Return the assumptions that this project rests on."""
    costs = {
        name.replace(" ", "_")
        for name in (*found.draft.project.costs, *found.draft.other_circuits)
    }
    all_costs = {name for name, unit in pilot_facts().units.items() if unit == "USD/t feed"}
    return {
        name: default
        for name, default in viability_figures.chosen().used(found.draft.defaults).items()
        if name not in all_costs or name in costs
    }


def _assumption(item: tuple[str, Default[Estimate]]) -> tuple[str, ...]:
    name, default = item
    ends = default.value
    texts = (number(end, 4) for end in (ends.low, ends.best, ends.high))
    unit = pilot_facts().units.get(name, "share of the price")
    words = NAMES.get(name, name.replace("_", " "))
    for code, sign in SIGNS.items():
        unit = unit.replace(code, sign)
    return (escape_html(words), *texts, escape_html(unit), chip(default))


def _file(own: Mapping[str, Price]) -> None:
    facts = pilot_facts()
    table = [
        (p.symbol, p.usd_per_t / KG_PER_T, p.date, p.source)
        for p in {**facts.prices, **own}.values()
    ]
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            "All prices as a table",
            csv_table(("symbol", "price_usd_per_kg", "date", "source"), table),
            "prices.csv",
            CSV.media_type,
            key="prices-template",
            icon=":material/download:",
            on_click="ignore",
        )
        st.button(
            "Back to the shipped prices",
            disabled=not own,
            icon=":material/undo:",
            on_click=_use,
            args=({}, ""),
        )
    if own:
        name = escape_html(session.told(state.get("viability_prices_name")), limit=80)
        markup.draw(markup.note(f"{len(own)} prices from {name}; the others as shipped."))
    file = st.file_uploader(
        "Own prices (CSV: symbol, price_usd_per_kg, date, source)",
        type=["csv"],
        key=f"prices-{state.get('viability_round')}",
        max_upload_size=5,
    )
    if file is None:
        return
    with faults.contained():
        read = read_as("prices.csv", file.getvalue(), own_prices)
        _use(dict(read), plain(file.name, limit=80))
        st.rerun()


def _use(prices: Mapping[str, Price], name: str) -> None:
    state.put("viability_prices", dict(prices))
    state.put("viability_prices_name", name)
    state.put("viability_round", state.get("viability_round") + 1)
