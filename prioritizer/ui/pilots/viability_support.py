"""Support with and without, several products at once, and cost against the import price."""

from __future__ import annotations

import streamlit as st

from prioritizer.domain.support import SupportKind
from prioritizer.domain.words import million, number
from prioritizer.ui.pilots.cache import Screened
from prioritizer.ui.shell import markup, state
from prioritizer.ui.shell.text import escape_html
from prioritizer.workflow.pilots.circuits import said
from prioritizer.workflow.pilots.public_support import SupportedCase
from prioritizer.workflow.pilots.tables import pilot_facts

SUPPORT = ("Support", "NPV without, M USD", "NPV with, M USD", "Public cost, M USD",
           "per kg of CRM, USD", "per tonne, USD")  # fmt: skip
PRODUCTS = ("Product", "Adds at most, M USD", "In the best set", "Today")
COST = ("Product", "Must earn, USD/kg", "Import price, USD/kg", "Difference")


def show_support(found: Screened) -> None:
    """Draw each instrument alone, and all together."""
    answer = found.answer
    if not answer.supports:
        markup.draw(
            markup.note(
                "Choose an instrument above to see the value with and without it, and what "
                "each kilogram of critical raw material then costs the public."
            )
        )
        return
    names = {one.kind: one.name for one in pilot_facts().instruments}
    markup.draw(
        '<div class="pp-scroll" tabindex="0">',
        markup.table(SUPPORT, [_case(c, names) for c in answer.supports], numbers=SUPPORT[1:]),
        "</div>",
        markup.note(
            "At best estimates; public money at its present value. Per kilogram of all "
            "critical raw materials sold together, – where none is. An instrument that pays "
            "on profit or prices costs nothing where it does not apply. "
            f"{escape_html(said(answer.not_in_it))}"
        ),
    )


def _case(case: SupportedCase, names: dict[str, str]) -> tuple[str, ...]:
    kind, _, rest = case.name.partition(" ")
    title = f"{names[kind]} {rest}" if kind in {k.value for k in SupportKind} else case.name
    return (
        escape_html(title),
        million(case.npv_without),
        f"<b>{million(case.npv_with)}</b>",
        million(case.public_cost),
        "–" if case.per_kg is None else number(case.per_kg),
        number(case.per_tonne),
    )


def show_products(found: Screened) -> None:
    """Draw what each product adds given the others, and what stays in the tail."""
    joint = found.answer.products
    symbols = found.draft.project.symbols
    state.put("viability_today", [s for s in state.get("viability_today") if s in symbols])
    st.pills(
        "Made today (none chosen: the most valuable one)",
        symbols,
        selection_mode="multi",
        **state.started("viability_today", "default"),
    )
    rows = [
        (
            escape_html(symbol),
            million(value),
            "✓ yes" if symbol in joint.products else "no",
            "yes" if symbol in joint.today else "no",
        )
        for symbol, value in joint.added.items()
    ]
    made = ", ".join(joint.products) or "none"
    today = ", ".join(joint.today) or "nothing"
    markup.draw(
        f'<p class="pp-says">Best set of products: <b>{escape_html(made)}</b>, '
        f"of {joint.n_sets} sets tried. Value left in the tail: <b>"
        f"{markup.share(joint.left_today)}</b> with {escape_html(today)} alone, <b>"
        f"{markup.share(joint.left_jointly)}</b> with the set. "
        f"{escape_html(said(found.answer.not_in_it))}</p>",
        '<div class="pp-narrow">',
        markup.table(PRODUCTS, rows, numbers=PRODUCTS[1:2]),
        "</div>",
        markup.note(
            "Adds: the value with this product minus the value without it, with all others "
            "of the set included. Circuit costs of products beyond the first are not "
            "entered, so this is an upper bound."
        ),
    )


def show_cost(found: Screened) -> None:
    """Draw what a kilogram must earn against the price of an import."""
    rows = []
    for one in found.answer.competitiveness:
        word = "dearer" if one.premium > 0 else "cheaper"
        rows.append(
            (
                escape_html(one.symbol),
                number(one.cost),
                number(one.import_price),
                f"{number(abs(one.premium))} {word} than the import",
            )
        )
    markup.draw(
        '<h2 class="pp-h2">Cost against the import price</h2>',
        '<div class="pp-narrow">',
        markup.table(COST, rows, numbers=COST[1:3]),
        "</div>",
        markup.note(
            "Here one product carries all costs, and the others count at what buyers pay for "
            "them. Below zero, the others pay for it. A difference above zero is what support "
            "or a premium for home supply would have to cover, at least: "
            f"{escape_html(said(found.answer.not_in_it))}"
        ),
    )
