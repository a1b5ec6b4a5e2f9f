"""Formulas of screening economics: value, annuity, rates of return, break-even, plant size.

Money in USD, mass in dry tonnes, grades and recoveries as fractions, rates per year.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from prioritizer.domain.matrix import FloatArray
from prioritizer.domain.pilot import Estimate

HOURS_PER_YEAR = 8000.0
"""Operating hours of a plant in a year; a default of this project."""
LOWEST_RATE, HIGHEST_RATE, HALVINGS = -0.99, 10.0, 80


@dataclass(frozen=True, slots=True)
class MetalValue:
    """Value in situ and, never apart from it, what of it can be recovered; USD."""

    in_situ: Estimate
    recoverable: Estimate


def annuity(rate: float, years: float) -> float:
    """Return the present value of 1 a year at the end of each year."""
    if rate == 0:
        return years
    return float((1 - (1 + rate) ** -years) / rate)


def taylor_life(mass_t: float, factor: float = 0.2) -> float:
    """Return the life of a project in years, 0.2 M^0.25 (Taylor 1977)."""
    return float(factor * mass_t**0.25)


def scaled_capex(reference_usd: float, size_ratio: float, exponent: float = 0.6) -> float:
    """Return the investment of a plant of another size by the six-tenths rule."""
    return float(reference_usd * size_ratio**exponent)


def mass_pull(grade: float, recovery: float, concentrate_grade: float) -> float:
    """Return tonnes of concentrate per tonne of feed."""
    return grade * recovery / concentrate_grade


def two_product_recovery(head: float, tail: float, concentrate: float) -> float:
    """Return the recovery that head, tail and concentrate grades imply, at least 0."""
    if head <= tail:
        return 0.0
    return max(0.0, (head - tail) / head * concentrate / (concentrate - tail))


def present_value(flows: FloatArray, rate: float) -> FloatArray:
    """Return the present value of flows at the ends of years 1, 2, …, ``(…, years)``."""
    years = np.arange(1, flows.shape[-1] + 1)
    return np.asarray(flows @ (1 + rate) ** -years.astype(np.float64), dtype=np.float64)


def internal_rate(cash: FloatArray) -> FloatArray:
    """Return the internal rate of return of cash at years 0, 1, …; NaN if none or several.

    By bisection, ``(draws, years + 1)`` to ``(draws,)``. Cash that changes its sign not once or
    more than once has no rate, or several.
    """
    signs = np.sign(cash)
    changes = np.zeros(len(cash), dtype=np.int64)
    last = np.zeros(len(cash))
    for year in range(cash.shape[1]):
        now = signs[:, year]
        changes += (now != 0) & (last != 0) & (now != last)
        last = np.where(now != 0, now, last)
    low = np.full(len(cash), LOWEST_RATE)
    high = np.full(len(cash), HIGHEST_RATE)
    years = np.arange(cash.shape[1])

    def npv(rate: FloatArray) -> FloatArray:
        return np.asarray((cash / (1 + rate[:, None]) ** years).sum(axis=1), dtype=np.float64)

    at_low = npv(low)
    exists = (changes == 1) & (np.sign(at_low) != np.sign(npv(high)))
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        same = np.sign(npv(middle)) == np.sign(at_low)
        low, high = np.where(same, middle, low), np.where(same, high, middle)
    return np.where(exists, (low + high) / 2, np.nan)


def payback_years(cash: FloatArray) -> FloatArray:
    """Return the first year with cumulated cash of at least 0, ``(draws,)``; NaN if none."""
    paid = np.cumsum(cash, axis=1) >= 0
    return np.where(paid.any(axis=1), paid.argmax(axis=1), np.nan)


@dataclass(frozen=True, slots=True)
class BreakEven:
    """What would make the present value nil, one change at a time.

    ``nsr`` and ``subsidy`` in USD per tonne of feed; ``grant`` the share of the investment,
    above 1 where a full grant is not enough; ``price_factor`` on all prices; ``grade_factor``
    on the grade, only where there is one product.
    """

    nsr: float
    subsidy: float
    grant: float
    price_factor: float | None
    grade_factor: float | None


def break_even(
    *,
    npv: float,
    capex: float,
    discounted_tonnes: float,
    unit_cost: float,
    by_price: float,
    charges: float,
    n_products: int,
) -> BreakEven:
    """Return the break-even figures before tax.

    Parameters
    ----------
    npv, capex
        USD, capex before any grant.
    discounted_tonnes
        Present value of the tonnes treated; annuity times tonnes a year where these are level.
    unit_cost
        All operating cost, USD per tonne of feed.
    by_price, charges
        The parts of the smelter return that are proportional to prices, and fixed, USD per
        tonne.
    """
    needed = unit_cost + capex / discounted_tonnes
    short = max(0.0, -npv)
    return BreakEven(
        nsr=needed,
        subsidy=short / discounted_tonnes,
        grant=short / capex if capex > 0 else 0.0,
        price_factor=(needed + charges) / by_price if by_price > 0 else None,
        grade_factor=needed / (by_price - charges)
        if n_products == 1 and by_price > charges
        else None,
    )
