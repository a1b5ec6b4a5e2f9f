"""The grade that counts as one primary ore, product by product, and what has none."""

from __future__ import annotations

import math
from collections.abc import Iterable

from prioritizer.domain.reference import Commodity, Reference
from prioritizer.domain.site import Range

# The platinum-group metals whose typical grades most deposits report.
PGM_SUM = ("Pt", "Pd", "Rh")

# Roles of grade_roles.csv under which a product is no ore of its own: left out by rule.
BY_PRODUCT = "by_product"


def primary_grades(reference: Reference) -> dict[str, Range]:
    """Return the grade, g/t of element, that counts as one primary ore, by product.

    Products of one ore count together: a rare earth against the typical total of oxides, a
    platinum-group metal against the sum of the family's typical grades, so that such an ore
    counts as 1 and not once per element. A grade known of by-products only is no measure of an
    ore. Where a source quotes a range and no typical grade, the geometric mean stands for it
    (derived) and the ends of the range stay its ends; elsewhere it is a point.
    """
    return with_primary_grade(reference.commodities, reference)


def with_primary_grade(symbols: Iterable[str], reference: Reference) -> dict[str, Range]:
    """Return the `primary_grades` of those products that have one."""
    found = {symbol: _grade(symbol, reference) for symbol in symbols}
    return {symbol: grade for symbol, grade in found.items() if (grade.best or 0.0) > 0}


def without_primary_grade(symbols: Iterable[str], reference: Reference) -> tuple[str, ...]:
    """Return those products that no primary grade is known of, though one could be.

    By-products are not among them: they count in no ore by rule.
    """
    asked = sorted(symbols)
    known = with_primary_grade(asked, reference)
    return tuple(
        symbol
        for symbol in asked
        if symbol not in known and reference.grade_roles.get(symbol) != BY_PRODUCT
    )


def _grade(symbol: str, reference: Reference) -> Range:
    commodity = reference.commodities.get(symbol)
    role = reference.grade_roles.get(symbol, "")
    if commodity is None:
        return Range()
    if role == "family:TREO":
        total = reference.commodities["TREO"].primary_grade_ppm
        return _point((total or 0.0) * (commodity.oxide_factor or 0.0))
    if role == "family:PGM":
        grades = (reference.commodities[one].primary_grade_ppm for one in PGM_SUM)
        return _point(sum(grade or 0.0 for grade in grades))
    return Range() if role else _own(commodity)


def _own(commodity: Commodity) -> Range:
    if commodity.primary_grade_ppm:
        return _point(commodity.primary_grade_ppm)
    low, high = commodity.primary_low_ppm, commodity.primary_high_ppm
    return Range(low, math.sqrt(low * high), high) if low and high else Range()


def _point(grade: float) -> Range:
    return Range(grade, grade, grade)
