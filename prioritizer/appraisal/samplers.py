"""Draws of the measures that rest on grades and size: one error, seen by all that share it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from prioritizer.appraisal.crm import only_unpriced, prices, recoverable_values, scales
from prioritizer.appraisal.distributions import normal_quantile, spread, spread_published
from prioritizer.appraisal.draws import DrawBlock, Sampler
from prioritizer.appraisal.evidence_errors import size_errors
from prioritizer.appraisal.grade import grades_of
from prioritizer.appraisal.measurement import BoolArray, Context, Ends, FloatArray
from prioritizer.appraisal.product_draws import products_of
from prioritizer.appraisal.size import collect_size
from prioritizer.domain.site import Site


def grade_sampler(sites: Sequence[Site], context: Context) -> Sampler:
    """Return the draws of the grade equivalent; NaN where nothing is assayed."""
    products = products_of(sites, context)
    unknown = products.has_primary == 0

    def draw(block: DrawBlock) -> FloatArray:
        per_ppm = products.per_ppm_of_primary(block)
        equivalent = products.sum_per_site(products.obtained(block) * per_ppm)
        return np.where(unknown, np.nan, equivalent)

    return draw


def crm_sampler(sites: Sequence[Site], context: Context) -> Sampler:
    """Return the draws of CRM relevance, from the same grades and recoveries as the grade."""
    grades = grades_of(sites, context)
    products = products_of(sites, context)
    table = scales(grades, context)
    high_value = recoverable_values(grades, context)[2]
    unpriced = products.flatten(only_unpriced(grades, table, high_value).astype(np.float64)) > 0
    scale, price = products.flatten(table), products.flatten(prices(grades, context))

    def draw(block: DrawBlock) -> FloatArray:
        value = products.obtained(block) * price
        if block.switches.uncertain_prices:
            uniform = np.clip(block.common("prices", products.n_commodities), 1e-12, 1 - 1e-12)
            factor = np.exp(block.switches.price_log_sd * normal_quantile(uniform))
            value = value * products.per_product(factor)
        shares = block.uniform("shares of unpriced products", int(unpriced.sum()))
        value[:, unpriced] = shares
        total = products.sum_per_site(value)
        blank = np.full(total.shape, np.nan)
        weighted = products.sum_per_site(value * scale)
        return np.asarray(np.divide(weighted, total, out=blank, where=total > 0))

    return draw


def tonnage_sampler(sites: Sequence[Site], context: Context) -> Sampler:
    """Return the draws of tonnes; NaN where nothing is known or an end is open."""
    evidence = collect_size(sites, context)
    kinds = sorted(set(evidence.density_key))
    kind = np.array([kinds.index(key) for key in evidence.density_key], dtype=np.int64)
    mass, volume = evidence.mass, evidence.volume
    density = _only(evidence.density, ~evidence.by_mass)
    thickness = _only(evidence.thickness, ~evidence.by_mass & ~evidence.by_volume)
    log_sd, is_hard = size_errors(sites, context.reference)
    n = len(sites)

    def published(block: DrawBlock, uniform: FloatArray, ends: Ends) -> FloatArray:
        switches = block.switches
        error = log_sd * switches.uncertain_points
        return spread_published(
            uniform,
            *ends,
            log_sd=error,
            is_hard=is_hard,
            is_ranged=np.isnan(ends[1]) & (ends[2] > ends[0]),
            shape=switches.shape,
        )

    def draw(block: DrawBlock) -> FloatArray:
        shape = block.switches.shape
        if block.switches.common_density:
            shared = [block.common(f"density of {name}", 1) for name in kinds]
            of_density = np.concatenate([np.empty((block.n_draws, 0)), *shared], axis=1)[
                :, kind
            ]
        else:
            of_density = block.uniform("density", n)
        return evidence.tonnage(
            published(block, block.uniform("mass", n), mass),
            published(block, block.uniform("volume", n), volume),
            spread(of_density, *density, shape=shape),
            spread(block.uniform("thickness", n), *thickness, shape=shape),
        )

    return draw


def _only(ends: Ends, wanted: BoolArray) -> Ends:
    """Return points where a quantity is not wanted: it need not be drawn."""
    low, best, high = ends
    return np.where(wanted, low, best), best, np.where(wanted, high, best)
