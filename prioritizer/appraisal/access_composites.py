"""Access and licence: how easily a pilot can be done at a site, and whether it may be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from prioritizer.appraisal.access import (
    PARTS,
    PHYSICAL,
    access_parts,
    infrastructure_parts,
    legal_parts,
    licence_parts,
)
from prioritizer.appraisal.composites import (
    Part,
    draws_of,
    mean_of,
    part_weights,
    weighted_mean,
)
from prioritizer.appraisal.draws import DrawBlock, Sampler
from prioritizer.appraisal.measurement import Context, FloatArray, Measurement
from prioritizer.domain.criterion import Combine
from prioritizer.domain.site import Site

Together = Callable[[Sequence[FloatArray]], FloatArray]
EVEN = np.ones(2)
# The parts as they stand in the draws: those of the licence follow the physical ones.
ALL, WAYS = slice(0, len(PARTS)), slice(0, len(PHYSICAL))
POWER_AND_PLANT, CONSENT, LEGAL = slice(2, 4), slice(4, 7), slice(4, 6)


def access(sites: Sequence[Site], context: Context) -> Measurement:
    """Return physical access, 0 to 1: the weighted mean of road, rail or port, power, plant.

    An unknown part is the whole range 0 to 1, a bounded one what is left of it, and every known
    one narrows the result. As a product it is the geometric mean of logistics, infrastructure,
    legal and social access, as in earlier versions.
    """
    parts = access_parts(sites, context)
    if context.combine is Combine.PRODUCT:
        return _product_of((*parts, *licence_parts(sites, context)), _four_groups)
    return mean_of(parts, part_weights(parts, context))


def licence(sites: Sequence[Site], context: Context) -> Measurement:
    """Return the licence, 0 to 1: the weighted mean of permit, owner and community.

    A refusal is no low value but a gate. As a product it is the geometric mean of legal access
    (permit and owner) and acceptance, two of the groups of earlier versions.
    """
    parts = licence_parts(sites, context)
    if context.combine is Combine.PRODUCT:
        return _product_of(parts, _two_groups)
    return mean_of(parts, part_weights(parts, context))


def infrastructure(sites: Sequence[Site], context: Context) -> Measurement:
    """Return the mean of power and plant, 0 to 1; an unknown part is the whole range."""
    return mean_of(infrastructure_parts(sites, context), EVEN)


def legal_access(sites: Sequence[Site], context: Context) -> Measurement:
    """Return the mean of permit and owner, 0 to 1; an unknown part is the whole range."""
    return mean_of(legal_parts(sites, context), EVEN)


def access_sampler(sites: Sequence[Site], context: Context) -> Sampler:
    """Return the draws of access; each part that is not known is uniform over its range."""
    parts = access_parts(sites, context)
    if context.combine is Combine.PRODUCT:
        return _sampler((*parts, *licence_parts(sites, context)), ALL, _four_groups)
    return _sampler(parts, WAYS, _mean(part_weights(parts, context)))


def licence_sampler(sites: Sequence[Site], context: Context) -> Sampler:
    """Return the draws of the licence; each part that is not known is uniform over 0 to 1."""
    parts = licence_parts(sites, context)
    if context.combine is Combine.PRODUCT:
        return _sampler(parts, CONSENT, _two_groups)
    return _sampler(parts, CONSENT, _mean(part_weights(parts, context)))


def infrastructure_sampler(sites: Sequence[Site], context: Context) -> Sampler:
    """Return the draws of infrastructure, from the same parts as those of access."""
    return _sampler(infrastructure_parts(sites, context), POWER_AND_PLANT, _mean(EVEN))


def legal_sampler(sites: Sequence[Site], context: Context) -> Sampler:
    """Return the draws of permit and owner, from the same parts as those of the licence."""
    return _sampler(legal_parts(sites, context), LEGAL, _mean(EVEN))


def _sampler(parts: Sequence[Part], inputs: slice, together: Together) -> Sampler:
    n_sites = len(parts[0].low)

    def draw(block: DrawBlock) -> FloatArray:
        uniform = block.uniform("access", len(PARTS), n_sites)
        return together(draws_of(parts, uniform[:, inputs]))

    return draw


def _mean(weights: FloatArray) -> Together:
    return partial(weighted_mean, weights=weights)


def _product_of(parts: Sequence[Part], together: Together) -> Measurement:
    low, high = together([p.low for p in parts]), together([p.high for p in parts])
    best = together([(p.low + p.high) / 2 for p in parts])
    return Measurement(low, best, high, high > low)


def _four_groups(parts: Sequence[FloatArray]) -> FloatArray:
    road, rail_or_port, power, plant, permit, owner, acceptance = parts
    groups = (road + rail_or_port) / 2, (power + plant) / 2, (permit + owner) / 2, acceptance
    return np.sqrt(np.sqrt(groups[0] * groups[1] * groups[2] * groups[3]))


def _two_groups(parts: Sequence[FloatArray]) -> FloatArray:
    permit, owner, acceptance = parts
    return np.sqrt((permit + owner) / 2 * acceptance)
