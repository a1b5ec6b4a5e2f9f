"""Instruments of public support: what each pays, which is what it costs the public."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from prioritizer.domain.matrix import FloatArray
from prioritizer.domain.support import Support, SupportKind


@dataclass(frozen=True, slots=True, eq=False)
class SupportContext:
    """What the instruments are measured on.

    ``capex`` ``(draws,)``; ``tonnes`` and ``tax`` ``(draws, years)``; ``kg_per_t`` (of feed)
    and ``price_per_kg`` ``(draws,)`` by symbol.
    """

    capex: FloatArray
    tonnes: FloatArray
    tax: FloatArray
    kg_per_t: Mapping[str, FloatArray]
    price_per_kg: Mapping[str, FloatArray]


def support_flows(
    instruments: Sequence[Support], context: SupportContext
) -> tuple[FloatArray, FloatArray]:
    """Return public money at the start, ``(draws,)``, and by year, ``(draws, years)``, USD."""
    start, flows = np.zeros_like(context.capex), np.zeros_like(context.tonnes)
    for support in instruments:
        at_start, by_year = PAYMENTS[support.kind](support, context)
        start, flows = start + at_start, flows + by_year
    return start, flows


Flows = tuple[FloatArray | float, FloatArray | float]


def _capex_grant(support: Support, context: SupportContext) -> Flows:
    return context.capex * support.amount, 0.0


def _per_tonne(support: Support, context: SupportContext) -> Flows:
    return 0.0, context.tonnes * support.amount


def _per_kg(support: Support, context: SupportContext) -> Flows:
    if support.product not in context.kg_per_t:
        return 0.0, 0.0
    return 0.0, context.tonnes * context.kg_per_t[support.product][:, None] * support.amount


def _price_floor(support: Support, context: SupportContext) -> Flows:
    if support.product not in context.kg_per_t:
        return 0.0, 0.0
    gap = np.maximum(0.0, support.amount - context.price_per_kg[support.product])
    return 0.0, context.tonnes * (context.kg_per_t[support.product] * gap)[:, None]


def _soft_loan(support: Support, context: SupportContext) -> Flows:
    works = context.tonnes > 0
    years = works.sum(axis=1, keepdims=True)
    left = np.maximum(0.0, 1.0 - np.arange(works.shape[1]) / years)
    return 0.0, support.amount * support.share * context.capex[:, None] * left * works


def _tax_holiday(support: Support, context: SupportContext) -> Flows:
    free = np.arange(context.tax.shape[1]) < support.amount
    return 0.0, context.tax * free


def _remediation(support: Support, context: SupportContext) -> Flows:
    last = np.sum(context.tonnes > 0, axis=1) - 1
    flows = np.zeros_like(context.tonnes)
    flows[np.arange(len(flows)), last] = support.amount
    return 0.0, flows


PAYMENTS: Mapping[SupportKind, Callable[[Support, SupportContext], Flows]] = {
    SupportKind.CAPEX_GRANT: _capex_grant,
    SupportKind.PER_TONNE: _per_tonne,
    SupportKind.PER_KG: _per_kg,
    SupportKind.PRICE_FLOOR: _price_floor,
    SupportKind.SOFT_LOAN: _soft_loan,
    SupportKind.TAX_HOLIDAY: _tax_holiday,
    SupportKind.REMEDIATION: _remediation,
}
