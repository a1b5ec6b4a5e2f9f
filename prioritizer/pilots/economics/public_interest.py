"""What a project spares the public: liabilities avoided and imports replaced."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

SQUARE_METRES_PER_HECTARE = 1e4
CRMA_LARGEST_SHARE = 0.65
"""Regulation (EU) 2024/1252: by 2030 no more than 65 % from a single third country."""


def liability_cost(
    *,
    area_ha: float = 0.0,
    cover_cost_m2: float = 0.0,
    water_cost_year: float = 0.0,
    rate: float = 0.0,
    failure_probability: float = 0.0,
    consequence: float = 0.0,
) -> float:
    """Return cover, water treatment for ever (C / r) and expected loss by failure."""
    water = water_cost_year / rate if water_cost_year else 0.0
    cover = area_ha * SQUARE_METRES_PER_HECTARE * cover_cost_m2
    return cover + water + failure_probability * consequence


ELIMINATED = {
    "re-flotation only": 0.1,
    "with pyrite removal": 0.5,
    "relocated or backfilled": 0.9,
}
"""Share of the liability eliminated, by kind of project; defaults of this project."""


@dataclass(frozen=True, slots=True)
class ImportRelief:
    """Import reliance before and after, 0 to 1; ``years`` of supply in the deposit."""

    before: float
    after: float
    years: float

    @property
    def relief(self) -> float:
        """Return by how much reliance falls."""
        return self.before - self.after


def import_relief(
    *, net_imports: float, production: float, yearly: float, recoverable: float
) -> ImportRelief:
    """Return import reliance NI / (DP + NI) with and without a yearly output, same unit each.

    A net exporter has a reliance of 0.
    """
    consumption = production + net_imports
    if consumption <= 0:
        return ImportRelief(0.0, 0.0, 0.0)
    return ImportRelief(
        before=max(0.0, net_imports) / consumption,
        after=max(0.0, net_imports - yearly) / consumption,
        years=recoverable / consumption,
    )


def concentration(shares: Mapping[str, float]) -> float:
    """Return the Herfindahl-Hirschman index of supplier shares, 0 to 1."""
    total = sum(shares.values())
    return sum((share / total) ** 2 for share in shares.values()) if total > 0 else 0.0


def hhi_with_domestic(hhi: float, *, share: float, governance: float) -> float:
    """Return a governance-weighted concentration of sources when a domestic one joins them.

    The sum over sources of share squared times governance; the others shrink in proportion.
    """
    return float((1 - share) ** 2 * hhi + share**2 * governance)


def largest_share_after(largest: float, *, net_imports: float, consumption: float) -> float:
    """Return the largest supplier's share of consumption after imports have fallen."""
    return largest * max(0.0, net_imports) / consumption


def cost_per_kg(
    *,
    unit_cost: float,
    capital_per_t: float,
    by_product_credit: float,
    grade: float,
    recovery: float,
) -> float:
    """Return what a kilogram of a product must earn, USD; costs in USD per t of feed."""
    return (unit_cost + capital_per_t - by_product_credit) / (grade * recovery) / 1000.0


def premium_for_security(cost: float, import_price: float) -> float:
    """Return what a kilogram costs above the import price; negative where it is cheaper."""
    return cost - import_price
