"""What a pilot at a site would cost up to a stage, EUR."""

from __future__ import annotations

from collections.abc import Sequence

from prioritizer.domain.pilot import ZERO, Estimate, Stage
from prioritizer.domain.site import Site

DRILLING_STAGE = 1
HOLES = 44
"""Holes for ±10 % at 90 % confidence where holes vary by 40 %: (1.645 × 0.4 / 0.1)²."""
EUR_PER_METRE = Estimate(100.0, 200.0, 300.0)
THICKNESS_M = Estimate(2.0, 6.0, 15.0)
DEFAULT_DENSITY_T_M3 = 1.5
SQUARE_METRES_PER_HECTARE = 1e4


def mean_depth_m(site: Site) -> tuple[Estimate, bool]:
    """Return the mean thickness of a body, and whether it is the default one.

    Volume over footprint, or mass over density and footprint, where these are known.
    """
    volume = site.volume_m3.best
    mass = site.tonnage_t.best
    if volume is None and mass is not None:
        volume = mass / (site.dry_density_t_m3 or DEFAULT_DENSITY_T_M3)
    if volume is None or not site.area_ha:
        return THICKNESS_M, True
    return Estimate.exactly(volume / (site.area_ha * SQUARE_METRES_PER_HECTARE)), False


def drilling_cost(depth_m: Estimate, floor_eur: float, *, holes: int = HOLES) -> Estimate:
    """Return the floor of the drilling stage plus metres times the rate per metre, EUR."""
    return Estimate(
        floor_eur + holes * depth_m.low * EUR_PER_METRE.low,
        floor_eur + holes * depth_m.best * EUR_PER_METRE.best,
        floor_eur + holes * depth_m.high * EUR_PER_METRE.high,
    )


def pilot_cost(site: Site, stages: Sequence[Stage]) -> Estimate:
    """Return the cost of all given stages at a site, EUR; drilling follows its thickness."""
    total = ZERO
    for stage in stages:
        cost = stage.cost_eur
        if stage.number == DRILLING_STAGE:
            cost = drilling_cost(mean_depth_m(site)[0], stage.cost_eur.low)
        total = total + cost
    return total
