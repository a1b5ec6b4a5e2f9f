"""Contained value: recoverable value per tonne times tonnes, in million USD."""

from __future__ import annotations

from collections.abc import Sequence

from prioritizer.appraisal.assay_measures import (
    missing_for_value,
    recoverable_value,
    recoverable_value_sampler,
)
from prioritizer.appraisal.draws import DrawBlock, Sampler
from prioritizer.appraisal.measurement import Context, FloatArray, Measurement
from prioritizer.appraisal.samplers import tonnage_sampler
from prioritizer.appraisal.size import missing_for_tonnage, tonnage
from prioritizer.domain.site import Site

USD_PER_MILLION = 1e6


def contained_value(sites: Sequence[Site], context: Context) -> Measurement:
    """Return recoverable USD per tonne times dry tonnes, million USD.

    Unknown where either is; a gap where either rests on one.
    """
    value, mass = recoverable_value(sites, context), tonnage(sites, context)
    low, best, high = (
        per_tonne * tonnes / USD_PER_MILLION
        for per_tonne, tonnes in (
            (value.low, mass.low),
            (value.best, mass.best),
            (value.high, mass.high),
        )
    )
    return Measurement(low, best, high, value.gap | mass.gap)


def contained_value_sampler(sites: Sequence[Site], context: Context) -> Sampler:
    """Return the draws: of the same grades, recoveries, prices and masses as the others."""
    value, mass = recoverable_value_sampler(sites, context), tonnage_sampler(sites, context)

    def draw(block: DrawBlock) -> FloatArray:
        return value(block) * mass(block) / USD_PER_MILLION

    return draw


def missing_for_contained(site: Site, context: Context) -> tuple[str, ...]:
    """Return what to find out so that neither factor rests on a gap."""
    return (*missing_for_value(site, context), *missing_for_tonnage(site, context))
