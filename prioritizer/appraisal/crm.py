"""CRM relevance: criticality of the products, weighted by their share of recoverable value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

import numpy as np

from prioritizer.appraisal.commodity_text import commodities_in
from prioritizer.appraisal.grade import (
    TOTALS,
    Grades,
    grades_of,
    has_unknown_recovery,
    recoveries,
    rests_on_range,
    site_grades,
)
from prioritizer.appraisal.measurement import BoolArray, Context, Ends, FloatArray, Measurement
from prioritizer.domain.criterion import Parameter
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import Site

OTHER_CLASS = "other"


# Beside what it was worked out from: as long as that is kept, no other has its identity.
_KEPT: list[tuple[Reference, Mapping[str, Parameter], Mapping[str, float]]] = []
_MOST_KEPT = 16


def criticality(context: Context) -> Mapping[str, float]:
    """Return policy multiplier times criticality intensity per product, 0 to 1.

    It is the same for all sites, and asked for again with each: the last ones are kept.
    """
    reference, parameters = context.reference, context.parameters
    for known, chosen, found in tuple(_KEPT):
        if known is reference and chosen is parameters:
            return found
    made = MappingProxyType(_criticality(context))
    _KEPT[:] = [(reference, parameters, made), *_KEPT[: _MOST_KEPT - 1]]
    return made


def _criticality(context: Context) -> dict[str, float]:
    """Return the same, worked out.

    Intensity is sqrt(SR/SR_max x EI/EI_max) of the EU 2023 assessment; the product is divided
    by its largest value over the whole table, so it does not depend on the sites loaded. A
    total without scores of its own, such as TREO, has those of its least critical member.
    """
    maxima = context.parameters["eu_2023_maxima"].values
    multipliers = context.parameters["policy_multiplier"].values
    classes = context.reference.policy_classes(context.policy_lists)
    raw = {}
    for symbol, commodity in context.reference.commodities.items():
        if commodity.supply_risk is None or commodity.economic_importance is None:
            continue
        intensity = np.sqrt(
            commodity.supply_risk
            / maxima["supply_risk"]
            * commodity.economic_importance
            / maxima["economic_importance"]
        )
        names = classes.get(symbol, ()) or (OTHER_CLASS,)
        raw[symbol] = float(intensity) * max(
            multipliers.get(name, multipliers[OTHER_CLASS]) for name in names
        )
    for total, members in TOTALS.items():
        known = members & raw.keys()
        if total not in raw and known:
            raw[total] = min(raw[symbol] for symbol in known)
    return {symbol: value / maxima["product"] for symbol, value in raw.items()}


def prices(grades: Grades, context: Context) -> FloatArray:
    """Return USD per g of each product that has a price and a criticality, 0 elsewhere."""
    known = {
        symbol: commodity.price_usd_per_kg / 1000.0
        for symbol, commodity in context.reference.commodities.items()
        if commodity.price_usd_per_kg and commodity.supply_risk is not None
    }
    return grades.lookup(known)


def recoverable_values(grades: Grades, context: Context) -> Ends:
    """Return recoverable USD per tonne of waste: low, best, high, ``(sites, products)``."""
    price = prices(grades, context)
    low, best, high = (
        grade * price * recovery
        for grade, recovery in zip(
            grades.ends, recoveries(grades, context.reference), strict=True
        )
    )
    return low, best, high


def crm_relevance(sites: Sequence[Site], context: Context) -> Measurement:
    """Return the value-weighted criticality, 0 to 1; a gap where no product can be valued.

    The ends are the exact smallest and largest weighted mean that grades and recoveries within
    their ranges allow. Products without a price are left out, unless a site has no others: then
    each may be anything from nothing to all of the value. A site of which no product can be
    valued lies between the least and the most critical of the commodities mined or named there:
    a gap with bounds and without a best. A range of grades without a mean is such a gap, too,
    where it moves the shares.
    """
    grades = grades_of(sites, context)
    scale = scales(grades, context)
    low_value, best_value, high_value = recoverable_values(grades, context)
    unpriced = only_unpriced(grades, scale, high_value)
    best_value, high_value = (
        np.where(unpriced, 1.0, value) for value in (best_value, high_value)
    )
    unknown = ~(high_value.sum(axis=1) > 0)
    best = _weighted_mean(scale, best_value)
    low, high = _mean_ends(low_value, high_value, scale)
    unknown_recovery = has_unknown_recovery(grades, high_value > 0, context.reference)
    ranged = rests_on_range(grades, high_value > 0) & (high > low)
    gap = unknown | ranged | ((unknown_recovery | unpriced.any(axis=1)) & (high > low))
    bounds = named_bounds(sites, unknown, context)
    return Measurement(
        np.where(unknown, bounds[0], low),
        np.where(ranged, np.nan, best),
        np.where(unknown, bounds[1], high),
        gap,
    )


def named_bounds(
    sites: Sequence[Site], wanted: BoolArray, context: Context
) -> tuple[FloatArray, FloatArray]:
    """Return the smallest and largest criticality of what was mined or is named, ``(sites,)``.

    A total counts by all its members. The parameter ``named_margin`` moves both ends out, for
    the by-products that nobody named. NaN where it is not wanted, or where no commodity with
    scores is named.
    """
    known = criticality(context)
    margin = context.parameters.get("named_margin")
    below, above = (margin.values[end] if margin else 0.0 for end in ("below", "above"))
    low, high = np.full(len(sites), np.nan), np.full(len(sites), np.nan)
    for row in np.flatnonzero(wanted).tolist():
        found = [
            min(known[member], 1.0)
            for symbol in named_commodities(sites[row], context.reference)
            for member in (symbol, *TOTALS.get(symbol, ()))
            if member in known
        ]
        if found:
            low[row], high[row] = max(min(found) - below, 0.0), min(max(found) + above, 1.0)
    return low, high


def named_commodities(site: Site, reference: Reference) -> tuple[str, ...]:
    """Return the commodities mined there, and those named as critical without a value."""
    texts = (site.texts.get(name, "") for name in ("commodity_mined", "crm_named"))
    return commodities_in("; ".join(texts), reference)


def scales(grades: Grades, context: Context) -> FloatArray:
    """Return the criticality of each product, ``(sites, products)``, 0 to 1."""
    return np.minimum(grades.lookup(criticality(context)), 1.0)


def only_unpriced(grades: Grades, scale: FloatArray, high_value: FloatArray) -> BoolArray:
    """Return the products of those sites of which none has a price, ``(sites, products)``."""
    nothing_priced = ~(high_value.sum(axis=1) > 0)
    return np.asarray((grades.high > 0) & (scale > 0) & nothing_priced[:, None])


def _mean_ends(
    low: FloatArray, high: FloatArray, scale: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return the ends of a weighted mean whose weights vary in boxes.

    The extreme weights are at one end up to some product in order of scale, at the other beyond
    it.
    """
    order = np.argsort(scale, axis=1)
    low, high, scale = (np.take_along_axis(a, order, axis=1) for a in (low, high, scale))
    smallest = np.full(len(low), np.inf)
    largest = np.full(len(low), -np.inf)
    for split in range(scale.shape[1] + 1):
        few = np.concatenate([high[:, :split], low[:, split:]], axis=1)
        many = np.concatenate([low[:, :split], high[:, split:]], axis=1)
        smallest = np.fmin(smallest, _weighted_mean(scale, few))
        largest = np.fmax(largest, _weighted_mean(scale, many))
    return smallest, largest


def _weighted_mean(scale: FloatArray, weights: FloatArray) -> FloatArray:
    """Return the mean over the products, NaN where all weights are 0."""
    total: FloatArray = weights.sum(axis=1)
    mean = np.full(len(total), np.nan)
    np.divide((scale * weights).sum(axis=1), total, out=mean, where=total > 0)
    return mean


def missing_for_crm(site: Site, context: Context) -> tuple[str, ...]:
    """Return what to find out; elements named in the record without a value come first."""
    found = site_grades(site, context.reference)
    if any(high > 0 for _, _, high in found.values()):
        return _missing_facts(site, sorted(found), context)
    named = site.texts.get("crm_named", "")
    return (
        (f"assays of {named.replace(';', ', ')}",)
        if named
        else ("assays of critical raw materials",)
    )


def without_price(symbols: Iterable[str], reference: Reference) -> tuple[str, ...]:
    """Return those products that no price is known of."""
    known = reference.commodities
    return tuple(s for s in symbols if s not in known or not known[s].price_usd_per_kg)


def without_scores(symbols: Iterable[str], reference: Reference) -> tuple[str, ...]:
    """Return those products without scores in the EU assessment; a total has its members'."""
    known = reference.commodities
    return tuple(
        s
        for s in symbols
        if s not in TOTALS
        and (
            s not in known
            or known[s].supply_risk is None
            or known[s].economic_importance is None
        )
    )


def _missing_facts(site: Site, symbols: Sequence[str], context: Context) -> tuple[str, ...]:
    """Return the facts without which a product is left out, or the ends stand apart."""
    reference = context.reference
    unpriced, unscored = without_price(symbols, reference), without_scores(symbols, reference)
    is_gap = bool(crm_relevance([site], context).gap[0])
    all_unpriced = set(symbols) <= {*unpriced, *unscored}
    named = (
        ("recovery", [s for s in symbols if is_gap and s not in reference.recoveries]),
        ("price", unpriced if is_gap or not all_unpriced else ()),
        ("criticality", unscored),
    )
    return tuple(f"{what} of {', '.join(lacking)}" for what, lacking in named if lacking)
