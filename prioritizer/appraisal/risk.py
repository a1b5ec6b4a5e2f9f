"""Environmental risk as a product: the larger of a chemical chain and a consequence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from prioritizer.appraisal.distributions import flat
from prioritizer.appraisal.draws import DrawBlock, Sampler
from prioritizer.appraisal.measurement import (
    Context,
    FloatArray,
    Measurement,
    columns,
    number_column,
    or_unknown,
)
from prioritizer.domain.site import ArdClass, Range, Site, SulfideClass

Pair = tuple[FloatArray, FloatArray]
WHOLE = Range(0.0, None, 1.0)
ARD_AS_SULFIDE = {
    ArdClass.ACID: SulfideClass.HIGH,
    ArdClass.NOT_ACID: SulfideClass.NONE,
}


def risk_product(sites: Sequence[Site], context: Context) -> Measurement:
    """Return R = max((source x pathway x receptor)^(1/3), physical consequence), 0 to 1.

    An unknown link is the whole range 0 to 1, never 0; ``best`` takes the middle of each link.
    A gap is where an unknown link can move an end; the width of a known class alone is none.
    """
    links = risk_links(sites, context)
    low, high = (_combine(*ends) for ends in zip(*links, strict=True))
    best = _combine(*((low_end + high_end) / 2 for low_end, high_end in links))
    unknown = [high_end - low_end == 1.0 for low_end, high_end in links]
    raised = _combine(
        *(np.where(u, 1.0, ends[0]) for u, ends in zip(unknown, links, strict=True))
    )
    lowered = _combine(
        *(np.where(u, 0.0, ends[1]) for u, ends in zip(unknown, links, strict=True))
    )
    return Measurement(low, best, high, (raised > low) | (lowered < high))


def risk_links(sites: Sequence[Site], context: Context) -> tuple[Pair, ...]:
    """Return the ends of source, pathway, receptor, physical part, ``(sites,)``, 0 to 1."""
    return (*chemical_links(sites, context), physical_ends(sites, context))


def chemical_links(sites: Sequence[Site], context: Context) -> tuple[Pair, Pair, Pair]:
    """Return the ends of source, pathway and receptor, ``(sites,)`` each, 0 to 1."""
    return (
        _ends(source(site, context) for site in sites),
        _ends(_pathway(site, context) for site in sites),
        or_unknown(_receptor(sites, context)),
    )


def physical_ends(sites: Sequence[Site], context: Context) -> Pair:
    """Return the ends of the physical consequence, ``(sites,)`` each, 0 to 1."""
    return _ends(consequence(site, context) for site in sites)


def risk_product_sampler(sites: Sequence[Site], context: Context) -> Sampler:
    """Return the draws of risk; a link is uniform over its class, if unknown over 0 to 1."""
    links = risk_links(sites, context)

    def draw(block: DrawBlock) -> FloatArray:
        uniform = block.uniform("risk", len(links), len(sites))
        return _combine(
            *(flat(uniform[:, k], low, high) for k, (low, high) in enumerate(links))
        )

    return draw


def _combine(
    source: FloatArray, pathway: FloatArray, receptor: FloatArray, physical: FloatArray
) -> FloatArray:
    return np.maximum(np.cbrt(source * pathway * receptor), physical)


def _ends(ranges: Iterable[Range]) -> Pair:
    low, _, high = columns(ranges)
    return low, high


def source(site: Site, context: Context) -> Range:
    """Return the class of acid and sulfides as a range on 0 to 1; all of it where unknown."""
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


def consequence(site: Site, context: Context) -> Range:
    """Return the consequence class as a range on 0 to 1; all of it where unknown."""
    stated = site.hazard_class.casefold()
    for hazard in context.reference.hazard_classes:
        if hazard.system.casefold() == site.hazard_system.casefold() and hazard.name in stated:
            return hazard.consequence
    return WHOLE
