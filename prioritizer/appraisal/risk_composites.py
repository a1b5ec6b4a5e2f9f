"""Environmental risk and its chemical part, as a mean of parts or as a product of links."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from prioritizer.appraisal import risk, risk_mean
from prioritizer.appraisal.composites import draws_of, mean_of, part_weights, weighted_mean
from prioritizer.appraisal.distributions import flat
from prioritizer.appraisal.draws import DrawBlock, Sampler
from prioritizer.appraisal.measurement import Context, FloatArray, Measurement
from prioritizer.domain.criterion import Combine
from prioritizer.domain.site import Site

# Of the four links that a product draws, in its order.
N_LINKS, PHYSICAL = 4, 3


def environmental_risk(sites: Sequence[Site], context: Context) -> Measurement:
    """Return R, 0 to 1: the weighted mean of hazard, containment, exposure and observed harm.

    A chain that is stated to be broken sets the mean to 0; the consequence class of the dam or
    heap is a floor under it. An unknown part is the whole range and every known one narrows the
    result. As a product it is the larger of the cube root of source x pathway x receptor and
    the physical consequence, as in earlier versions.
    """
    if context.combine is Combine.PRODUCT:
        return risk.risk_product(sites, context)
    chemical = chemical_risk(sites, context)
    floor = risk_mean.physical_floor(sites, context)
    low, best, high = (
        np.maximum(end, floor) for end in (chemical.low, chemical.best, chemical.high)
    )
    return Measurement(low, best, high, chemical.gap & (high > low))


def chemical_risk(sites: Sequence[Site], context: Context) -> Measurement:
    """Return the same without the floor; as a product the cube root alone.

    In a product a broken link gives 0; an unknown one is the whole range 0 to 1.
    """
    if context.combine is Combine.PRODUCT:
        return _chain_of(sites, context)
    parts = risk_mean.risk_parts(sites, context)
    found = mean_of(parts, part_weights(parts, context))
    broken = risk_mean.is_broken(sites)
    low, best, high = (
        np.where(broken, 0.0, end) for end in (found.low, found.best, found.high)
    )
    return Measurement(low, best, high, found.gap & ~broken)


def risk_sampler(sites: Sequence[Site], context: Context) -> Sampler:
    """Return the draws of risk; a part is uniform over its class, if unknown over 0 to 1."""
    if context.combine is Combine.PRODUCT:
        return risk.risk_product_sampler(sites, context)
    draw_chemical = chemical_sampler(sites, context)
    floor = risk_mean.physical_floor(sites, context)
    return lambda block: np.maximum(draw_chemical(block), floor)


def chemical_sampler(sites: Sequence[Site], context: Context) -> Sampler:
    """Return the draws of the chemical part, from the same inputs as environmental risk."""
    if context.combine is Combine.PRODUCT:
        return _chain_sampler(sites, context)
    parts = risk_mean.risk_parts(sites, context)
    weights, broken = part_weights(parts, context), risk_mean.is_broken(sites)

    def draw(block: DrawBlock) -> FloatArray:
        uniform = block.uniform("parts of risk", len(parts), len(sites))
        return np.where(broken, 0.0, weighted_mean(draws_of(parts, uniform), weights))

    return draw


def missing_for_chemical(site: Site, context: Context) -> tuple[str, ...]:
    """Return the parts of the chemical risk that are unknown."""
    if context.combine is Combine.MEAN:
        return risk_mean.missing_for_chemical(site, context)
    source, _, receptor = (
        bool(low[0] == 0.0 and high[0] == 1.0)
        for low, high in risk.chemical_links([site], context)
    )
    named = (
        ("acid-drainage test or sulfide class", source),
        ("whether releases are observed", site.impact_observed is None),
        (_receptor_text(site), receptor),
    )
    return tuple(name for name, is_missing in named if is_missing)


def missing_for_physical(site: Site, context: Context) -> tuple[str, ...]:
    """Return whether the consequence class is unknown."""
    is_missing = risk.consequence(site, context) is risk.WHOLE
    return ("consequence class of the dam or heap",) if is_missing else ()


def missing_for_risk(site: Site, context: Context) -> tuple[str, ...]:
    """Return what is unknown of the chemical part and of the physical one."""
    return (*missing_for_chemical(site, context), *missing_for_physical(site, context))


def _receptor_text(site: Site) -> str:
    if site.distance_water_km is None or site.distance_town_km is None:
        return "distance to water and settlement"
    return "other receptors nearby, such as groundwater or farmland"


def _chain_of(sites: Sequence[Site], context: Context) -> Measurement:
    links = risk.chemical_links(sites, context)
    low, high = (_chain(*ends) for ends in zip(*links, strict=True))
    best = _chain(*((low_end + high_end) / 2 for low_end, high_end in links))
    is_unknown = np.array([high_end - low_end == 1.0 for low_end, high_end in links])
    return Measurement(low, best, high, is_unknown.any(axis=0) & (high > low))


def _chain_sampler(sites: Sequence[Site], context: Context) -> Sampler:
    links = risk.chemical_links(sites, context)

    def draw(block: DrawBlock) -> FloatArray:
        uniform = block.uniform("risk", N_LINKS, len(sites))
        return _chain(*(flat(uniform[:, k], *ends) for k, ends in enumerate(links)))

    return draw


def _chain(source: FloatArray, pathway: FloatArray, receptor: FloatArray) -> FloatArray:
    return np.asarray(np.cbrt(source * pathway * receptor))
