"""The physical part of environmental risk, and what reprocessing takes away of each part."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from prioritizer.appraisal.distributions import flat, spread
from prioritizer.appraisal.draws import DrawBlock, Sampler
from prioritizer.appraisal.measurement import Context, FloatArray, Measurement
from prioritizer.appraisal.risk import physical_ends
from prioritizer.appraisal.risk_composites import N_LINKS, PHYSICAL
from prioritizer.domain.site import Site

Evaluate = Callable[[Sequence[Site], Context], Measurement]
MakeSampler = Callable[[Sequence[Site], Context], Sampler]


def physical_risk(sites: Sequence[Site], context: Context) -> Measurement:
    """Return the consequence of a failure of the dam or heap, 0 to 1; NaN without a class."""
    low, high = physical_ends(sites, context)
    is_unknown = high - low == 1.0
    low, high = (np.where(is_unknown, np.nan, end) for end in (low, high))
    return Measurement(low, (low + high) / 2, high, is_unknown)


def physical_sampler(sites: Sequence[Site], context: Context) -> Sampler:
    """Return the draws of the physical part; NaN without a class."""
    low, high = physical_ends(sites, context)
    is_unknown = high - low == 1.0

    def draw(block: DrawBlock) -> FloatArray:
        uniform = block.uniform("risk", N_LINKS, len(sites))[:, PHYSICAL]
        return np.where(is_unknown, np.nan, flat(uniform, low, high))

    return draw


def taken_away(evaluate: Evaluate) -> Evaluate:
    """Return the measure of what reprocessing takes away of a part of risk."""

    def reduction(sites: Sequence[Site], context: Context) -> Measurement:
        before = evaluate(sites, context)
        fraction = context.parameters["eliminated_fraction"].values
        return Measurement(
            before.low * fraction["low"],
            before.best * fraction["best"],
            before.high * fraction["high"],
            np.ones(len(sites), dtype=bool),
        )

    return reduction


def taken_away_sampler(make: MakeSampler) -> MakeSampler:
    """Return the draws of what reprocessing takes away; one fraction of a site for both."""

    def sampler(sites: Sequence[Site], context: Context) -> Sampler:
        draw_before = make(sites, context)
        parameter = context.parameters["eliminated_fraction"].values
        low, best, high = (
            np.full(len(sites), parameter[end]) for end in ("low", "best", "high")
        )

        def draw(block: DrawBlock) -> FloatArray:
            uniform = block.uniform("eliminated fraction", len(sites))
            fraction = spread(uniform, low, best, high, shape=block.switches.shape)
            return draw_before(block) * np.minimum(fraction, 1.0)

        return draw

    return sampler
