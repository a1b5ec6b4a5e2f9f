"""Further readings of the assays: best primary ratio, value per tonne, critical materials."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from prioritizer.appraisal.crm import prices, recoverable_values, without_price
from prioritizer.appraisal.distributions import normal_quantile
from prioritizer.appraisal.draws import DrawBlock, Sampler
from prioritizer.appraisal.grade import (
    TOTALS,
    grades_of,
    has_unknown_recovery,
    per_ppm_of_primary,
    rests_on_range,
    site_grades,
)
from prioritizer.appraisal.measurement import Context, FloatArray, Measurement, columns
from prioritizer.appraisal.product_draws import products_of
from prioritizer.domain.site import Range, Site


def primary_ratio(sites: Sequence[Site], context: Context) -> Measurement:
    """Return the largest grade / typical primary grade over the products, before recovery."""
    grades = grades_of(sites, context)
    per_ppm = per_ppm_of_primary(grades, context.reference)
    unknown = np.asarray(~(per_ppm[1] > 0).any(axis=1))
    low, best, high = (
        np.where(unknown, np.nan, (grade * factor).max(axis=1))
        for grade, factor in zip(grades.ends, per_ppm, strict=True)
    )
    ranged = rests_on_range(grades, per_ppm[1] > 0) & (high > low)
    return Measurement(low, np.where(ranged, np.nan, best), high, unknown | ranged)


def primary_ratio_sampler(sites: Sequence[Site], context: Context) -> Sampler:
    """Return the draws of the largest ratio; NaN where nothing counts."""
    products = products_of(sites, context)
    unknown = products.has_primary == 0

    def draw(block: DrawBlock) -> FloatArray:
        per_ppm = products.per_ppm_of_primary(block)
        largest = products.largest_per_site(products.grade(block) * per_ppm)
        return np.where(unknown, np.nan, largest)

    return draw


def recoverable_value(sites: Sequence[Site], context: Context) -> Measurement:
    """Return the recoverable value of the priced products, USD per tonne of waste.

    Products without a price are left out. An unknown recovery is the whole range and a gap.
    """
    grades = grades_of(sites, context)
    values = recoverable_values(grades, context)
    is_priced = values[2] > 0
    unknown = ~is_priced.any(axis=1)
    low, best, high = (np.where(unknown, np.nan, value.sum(axis=1)) for value in values)
    ranged = rests_on_range(grades, is_priced)
    gap = unknown | ranged | has_unknown_recovery(grades, is_priced, context.reference)
    return Measurement(low, np.where(ranged, np.nan, best), high, gap)


def missing_for_value(site: Site, context: Context) -> tuple[str, ...]:
    """Return what to find out so that the value leaves no product out."""
    found = sorted(site_grades(site, context.reference))
    if not found:
        return ("a representative assay of a recoverable metal",)
    unknown = [symbol for symbol in found if symbol not in context.reference.recoveries]
    named = (("price", without_price(found, context.reference)), ("recovery", unknown))
    return tuple(f"{what} of {', '.join(symbols)}" for what, symbols in named if symbols)


def recoverable_value_sampler(sites: Sequence[Site], context: Context) -> Sampler:
    """Return the draws of value, from the same grades, recoveries and prices as the others."""
    grades = grades_of(sites, context)
    products = products_of(sites, context)
    table = prices(grades, context)
    price, unknown = products.flatten(table), ~((grades.high * table) > 0).any(axis=1)

    def draw(block: DrawBlock) -> FloatArray:
        value = products.obtained(block) * price
        if block.switches.uncertain_prices:
            uniform = np.clip(block.common("prices", products.n_commodities), 1e-12, 1 - 1e-12)
            factor = np.exp(block.switches.price_log_sd * normal_quantile(uniform))
            value = value * products.per_product(factor)
        return np.where(unknown, np.nan, products.sum_per_site(value))

    return draw


def listed_materials(sites: Sequence[Site], context: Context) -> Measurement:
    """Return how many materials on the chosen policy lists were assayed above 0.

    At most all that are named without a value may come on top. A site without an assay is
    unknown: not assayed is not absent.
    """
    return Measurement(*columns(_listed(site, context) for site in sites), _blank(sites))


def listed_sampler(sites: Sequence[Site], context: Context) -> Sampler:
    """Return the draws of the count: any whole number between the ends alike."""
    low, _, high = columns(_listed(site, context) for site in sites)

    def draw(block: DrawBlock) -> FloatArray:
        uniform = block.uniform("listed materials", len(sites))
        return np.floor(np.minimum(low + uniform * (high - low + 1), high))

    return draw


def missing_for_listed(site: Site, context: Context) -> tuple[str, ...]:
    """Return what to assay."""
    named = sorted(_named(site) - site_grades(site, context.reference).keys())
    if named:
        return (f"assays of {', '.join(named)}",)
    return () if site.has_grade else ("assays of critical raw materials",)


def missing_for_readiness(site: Site, _context: Context) -> tuple[str, ...]:
    """Return whether the technology readiness level is unknown."""
    return () if site.trl is not None else ("technology readiness level for this material",)


def _listed(site: Site, context: Context) -> Range:
    if not site.has_grade:
        return Range()
    classes = context.reference.policy_classes(context.policy_lists)
    found = site_grades(site, context.reference)
    on_a_list = {total for total, members in TOTALS.items() if members & classes.keys()}
    listed = classes.keys() | on_a_list
    n_found = sum(symbol in listed and best > 0 for symbol, (_, best, _) in found.items())
    n_certain = sum(symbol in listed and low > 0 for symbol, (low, _, _) in found.items())
    n_named = len((_named(site) & listed) - found.keys())
    return Range(float(n_certain), float(n_found), float(n_found + n_named))


def _named(site: Site) -> set[str]:
    text = site.texts.get("crm_named", "").replace(",", ";")
    return {part.strip() for part in text.split(";") if part.strip()}


def _blank(sites: Sequence[Site]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return np.array([not site.has_grade for site in sites], dtype=bool)
