"""Environmental risk: the larger of a chemical chain and a physical consequence, as an interval."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from prioritizer.appraisal.measurement import (
    Context,
    FloatArray,
    Measurement,
    columns,
    number_column,
    or_unknown,
)
from prioritizer.domain.site import ArdClass, Range, Site, SulfideClass

WHOLE = Range(0.0, None, 1.0)
ARD_AS_SULFIDE = {
    ArdClass.ACID: SulfideClass.HIGH,
    ArdClass.NOT_ACID: SulfideClass.NONE,
}


def environmental_risk(sites: Sequence[Site], context: Context) -> Measurement:
    """Return R = max((source x pathway x receptor)^(1/3), physical consequence), 0 to 1.

    An unknown link is the whole range 0 to 1, never 0; ``best`` takes the middle of each link.
    """
    source = _ends(_source(site, context) for site in sites)
    pathway = _ends(_pathway(site, context) for site in sites)
    receptor = or_unknown(_receptor(sites, context))
    physical = _ends(_physical(site, context) for site in sites)
    links = list(zip(source, pathway, receptor, physical, strict=True))
    low, high = (_combine(*ends) for ends in links)
    best = _combine(*((ends[0] + ends[1]) / 2 for ends in (source, pathway, receptor, physical)))
    return Measurement(low, best, high, high > low)


def risk_reduction(sites: Sequence[Site], context: Context) -> Measurement:
    """Return risk before minus risk after reprocessing, 0 to 1.

    What remains is not known before a pilot: the eliminated fraction is a default range.
    """
    before = environmental_risk(sites, context)
    fraction = context.parameters["eliminated_fraction"].values
    return Measurement(
        before.low * fraction["low"],
        before.best * fraction["best"],
        before.high * fraction["high"],
        np.ones(len(sites), dtype=bool),
    )


def _combine(
    source: FloatArray, pathway: FloatArray, receptor: FloatArray, physical: FloatArray
) -> FloatArray:
    return np.maximum(np.cbrt(source * pathway * receptor), physical)


def _ends(ranges: object) -> tuple[FloatArray, FloatArray]:
    low, _, high = columns(ranges)  # type: ignore[arg-type]
    return low, high


def _source(site: Site, context: Context) -> Range:
    quarters = context.parameters["sulfide_quarter"].values
    if site.ard_class is ArdClass.UNCERTAIN:
        return Range(quarters["low"], None, quarters["high"])
    known = ARD_AS_SULFIDE.get(site.ard_class) if site.ard_class else site.sulfide_class
    if known is None:
        return WHOLE
    floor = quarters[known.value]
    return Range(floor, None, floor + quarters["width"])


def _pathway(site: Site, context: Context) -> Range:
    if site.impact_observed is None:
        return WHOLE
    if site.impact_observed:
        return Range(1.0, None, 1.0)
    return Range(0.0, None, context.parameters["sulfide_quarter"].values["width"])


def _receptor(sites: Sequence[Site], context: Context) -> FloatArray:
    reach = context.parameters["receptor_within_km"].values["distance"]
    water = number_column(site.distance_water_km for site in sites)
    town = number_column(site.distance_town_km for site in sites)
    observed = np.array([site.impact_observed is True for site in sites], dtype=bool)
    near = (np.fmin(water, town) <= reach) | observed
    return np.where(near, 1.0, np.nan)


def _physical(site: Site, context: Context) -> Range:
    stated = site.hazard_class.casefold()
    for hazard in context.reference.hazard_classes:
        if hazard.system.casefold() == site.hazard_system.casefold() and hazard.name in stated:
            return hazard.consequence
    return WHOLE


def missing_for_risk(site: Site, context: Context) -> tuple[str, ...]:
    """Return the links of the chain that are unknown."""
    named = (
        ("acid-drainage test or sulfide class", _source(site, context) is WHOLE),
        ("whether releases are observed", site.impact_observed is None),
        ("distance to water and settlement", bool(np.isnan(_receptor([site], context)[0]))),
        ("consequence class of the dam or heap", _physical(site, context) is WHOLE),
    )
    return tuple(name for name, is_missing in named if is_missing)
