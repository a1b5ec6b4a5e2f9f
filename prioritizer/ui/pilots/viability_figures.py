"""The figures a person may change in a screening: rates, investment, liability, support."""

from __future__ import annotations

import streamlit as st

from prioritizer.domain.economics import Instrument
from prioritizer.domain.support import NEEDS_PRODUCT, Support, SupportKind
from prioritizer.ui.pilots.cache import Screening
from prioritizer.ui.shell import markup, session, state
from prioritizer.ui.shell.choices import AMOUNTS
from prioritizer.workflow.pilots.tables import pilot_facts
from prioritizer.workflow.pilots.viability_charts import Adjustments

MILLION = 1e6
STEPS = {"capex-grant": 0.05, "per-tonne": 0.5, "per-kg": 0.5, "price-floor": 1.0,
         "soft-loan": 0.005, "tax-holiday": 1.0, "remediation": 100_000.0}  # fmt: skip
LIABILITY = (
    "What the owner would have to pay for the waste as it lies. The part removed counts once, "
    "as avoided cost in the last year; it never enters the score of the ranking."
)


def adjustments() -> Adjustments:
    """Draw the rates, the investment and the liability; return what they change."""
    facts = pilot_facts().parameters
    for name, parameter in (
        ("viability_discount", "discount_rate"),
        ("viability_tax", "tax_rate"),
    ):
        if state.get(name) is None:
            state.put(name, 100 * facts[parameter].value.best)
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        _number(
            "viability_discount", "Discount rate, %", 40.0, 0.5, facts["discount_rate"].source
        )
        _number("viability_tax", "Tax on profit, %", 80.0, 1.0, facts["tax_rate"].source)
        st.number_input(
            "Investment, % of the default",
            10,
            1000,
            step=10,
            width=210,
            help=facts["capex_reference"].source,
            **state.started("viability_investment"),
        )
        _number("viability_liability", "Liability without it, M USD", 10_000.0, 1.0, LIABILITY)
        st.number_input(
            "of which removed, %",
            0,
            100,
            step=10,
            width=160,
            **state.started("viability_removed"),
        )
    return chosen()


def chosen() -> Adjustments:
    """Return the figures as chosen now; rates that nobody has looked at are the defaults."""
    discount, tax = state.get("viability_discount"), state.get("viability_tax")
    return Adjustments(
        discount_rate=None if discount is None else float(discount) / 100,
        tax_rate=None if tax is None else float(tax) / 100,
        investment=float(state.get("viability_investment")) / 100,
        liability=MILLION * float(state.get("viability_liability")),
        removed=float(state.get("viability_removed")) / 100,
    )


def _number(name: str, title: str, most: float, step: float, source: str) -> None:
    st.number_input(
        title,
        0.0,
        most,
        step=step,
        format="%.1f",
        width=200,
        help=source,
        **state.started(name),
    )


def supports(symbols: tuple[str, ...]) -> tuple[Support, ...]:
    """Draw the instruments with their amounts; return those switched on."""
    known = {one.kind: one for one in pilot_facts().instruments}
    st.pills(
        "Public support to try",
        list(known),
        format_func=lambda kind: known[kind].name,
        selection_mode="multi",
        **state.started("viability_kinds", "default"),
    )
    kinds = [SupportKind(kind) for kind in known if kind in state.get("viability_kinds")]
    if not kinds:
        return ()
    if state.get("viability_product") not in symbols:
        state.put("viability_product", symbols[0])
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        for kind in kinds:
            _amount(known[kind.value])
        if NEEDS_PRODUCT & set(kinds):
            st.selectbox(
                "Paid for",
                symbols,
                width=120,
                **state.started("viability_product", "index", symbols),
            )
    markup.draw(
        markup.note("The amounts start from examples, not from proposals: set your own.")
    )
    return present()


def present() -> tuple[Support, ...]:
    """Return the instruments that are switched on, with their amounts."""
    product = state.get("viability_product")
    kinds = [SupportKind(kind) for kind in state.get("viability_kinds")]
    return tuple(
        Support(
            kind,
            float(state.get(f"viability_amount_{kind.value}")),
            product if kind in NEEDS_PRODUCT else "",
        )
        for kind in kinds
        if product or kind not in NEEDS_PRODUCT
    )


def _amount(one: Instrument) -> None:
    name = f"viability_amount_{one.kind}"
    st.number_input(
        f"{one.name}, {one.unit}",
        0.0,
        AMOUNTS[SupportKind(one.kind)][1],
        step=STEPS[one.kind],
        width=250,
        help=f"{one.amount_means}. Costs the public: {one.public_cost}.",
        **state.started(name),
    )


def screening(
    adjusted: Adjustments, chosen: tuple[Support, ...], pilot_cost_eur: float
) -> Screening:
    """Return the whole question."""
    today = tuple(state.get("viability_today"))
    return Screening(
        adjustments=adjusted,
        supports=chosen,
        today=today or None,
        pilot_cost_eur=pilot_cost_eur,
        prices=session.told(state.get("viability_prices")),
    )
