"""Single facts as criteria of their own: distances in km, a survey result, readiness."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from prioritizer.appraisal.access import distance_ends, route_ends
from prioritizer.appraisal.draws import DrawBlock, Sampler
from prioritizer.appraisal.measurement import (
    Context,
    FloatArray,
    Measurement,
    number_column,
)
from prioritizer.domain.site import Site

Evaluate = Callable[[Sequence[Site], Context], Measurement]


def road_distance(sites: Sequence[Site], _context: Context) -> Measurement:
    """Return the distance to an all-weather road, km: known, or between bounds."""
    low, high = distance_ends(sites, "road")
    low = np.where(np.isnan(low) & ~np.isnan(high), 0.0, low)
    is_known = low == high
    return Measurement(low, np.where(is_known, high, np.nan), high, ~is_known)


def rail_or_port_distance(sites: Sequence[Site], context: Context) -> Measurement:
    """Return the distance to the nearer of railway and port, km.

    A great-circle distance is the shortest way there could be; times the detour factor it is
    the longest. A railway that is not recorded may lie next door.
    """
    detour = context.parameters["rail_or_port_km"].values["detour"]
    rail, port = distance_ends(sites, "rail"), route_ends(sites, "port", detour=detour)
    high = np.fmin(rail[1], port[1])
    is_open = np.isnan(rail[0]) | np.isnan(port[0])
    low = np.where(is_open, 0.0, np.fmin(rail[0], port[0]))
    low = np.where(high == 0, 0.0, low)
    is_known = low == high
    return Measurement(low, np.where(is_known, high, np.nan), high, ~is_known)


def social_acceptance(sites: Sequence[Site], _context: Context) -> Measurement:
    """Return the result of a survey of the community, 1 to 5."""
    return _exact(number_column(site.social_acceptance for site in sites))


def technology_readiness(sites: Sequence[Site], _context: Context) -> Measurement:
    """Return the technology readiness level for the material of the site, 1 to 9."""
    return _exact(number_column(site.trl for site in sites))


def known_or_blank(evaluate: Evaluate) -> Callable[[Sequence[Site], Context], Sampler]:
    """Return the draws of a measure that is either exact or blank.

    A blank is NaN: its value is then drawn evenly over what is left of the scale.
    """

    def sampler(sites: Sequence[Site], context: Context) -> Sampler:
        best = evaluate(sites, context).best

        def draw(block: DrawBlock) -> FloatArray:
            return np.tile(best, (block.n_draws, 1))

        return draw

    return sampler


def _exact(numbers: FloatArray) -> Measurement:
    return Measurement(numbers, numbers, numbers, np.isnan(numbers))
