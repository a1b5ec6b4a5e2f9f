"""Secondary against primary: grade beside ore that is mined, cut-off grades, and the crust."""

from __future__ import annotations

from prioritizer.domain.product import Comparison, Product
from prioritizer.domain.reference import Commodity, Reference
from prioritizer.errors import InputError

GRAMS_PER_KILOGRAM = 1000.0
_RANGE = "a range without a mean: no one grade to compare"


def compare(product: Product, reference: Reference) -> Comparison:
    """Return where a product stands against the ores of today."""
    grade, known = product.grade_ppm.best, product.grade_ppm
    commodity = reference.commodities.get(product.symbol)
    cutoff = commodity.cutoff_ppm if commodity is not None else None
    crust = commodity.upper_crust_ppm if commodity is not None else None
    return Comparison(
        symbol=product.symbol,
        primary_ratio=_ratio(grade, product.primary_grade_ppm.best),
        cutoff_ratio=_ratio(grade, cutoff),
        enrichment=_ratio(grade, crust),
        position=_RANGE if known.is_known and grade is None else _position(grade, commodity),
        contained_t=product.contained_t.best,
    )


def break_even_grade_ppm(
    cost_per_tonne: float, *, price_per_kg: float, recovery: float, payability: float = 1.0
) -> float:
    """Return the cut-off grade, g/t, at which one product just bears its costs.

    g = c / (P R pay). For waste the costs are re-handling, processing, administration and new
    residue less credits; for ore they are mining, processing and administration (Lane 1988).

    Raises
    ------
    InputError
        If price, recovery or payability is 0 or less.
    """
    for name, value in (
        ("price", price_per_kg),
        ("recovery", recovery),
        ("payability", payability),
    ):
        if value <= 0:
            raise InputError(f"{name}: found {value:g}. Expected a number above 0. Correct it.")
    return cost_per_tonne / (price_per_kg / GRAMS_PER_KILOGRAM * recovery * payability)


def _ratio(grade: float | None, standard: float | None) -> float | None:
    return None if grade is None or not standard else grade / standard


def _position(grade: float | None, commodity: Commodity | None) -> str:
    if grade is None or commodity is None:
        return "no primary grades to compare with"
    low, high = commodity.primary_low_ppm, commodity.primary_high_ppm
    if low is None or high is None:
        return "no primary grades to compare with"
    if commodity.primary_grade_ppm is None:
        return _in_quoted(grade, low, high)
    if grade < low:
        return "below the lower quartile of primary deposits"
    return (
        "above the upper quartile of primary deposits"
        if grade > high
        else "between the quartiles of primary deposits"
    )


def _in_quoted(grade: float, low: float, high: float) -> str:
    if grade < low:
        return "below the range quoted for primary ore"
    return (
        "above the range quoted for primary ore"
        if grade > high
        else "within the range quoted for primary ore"
    )
