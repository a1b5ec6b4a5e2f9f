"""Access: how easily a pilot and later a project can be done, as an interval."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from prioritizer.appraisal.measurement import (
    Context,
    FloatArray,
    Measurement,
    falling,
    number_column,
    or_unknown,
)
from prioritizer.domain.site import Site

Ends = tuple[FloatArray, FloatArray]


def access(sites: Sequence[Site], context: Context) -> Measurement:
    """Return the geometric mean of logistics, infrastructure, legal and social access, 0 to 1.

    One group near zero blocks the rest. An unknown part is the whole range 0 to 1; ``best``
    takes the middle of each part.
    """
    road = or_unknown(_distance(sites, "distance_road_km", "road_km", context))
    power = or_unknown(_distance(sites, "distance_power_km", "power_km", context))
    plant = or_unknown(_distance(sites, "distance_plant_km", "plant_km", context))
    groups = (
        _mean(road, _rail_or_port(sites, context)),
        _mean(power, plant),
        _mean(
            _coded(sites, "permit_code", "permit", context),
            _coded(sites, "owner_cooperation", "owner", context),
        ),
        or_unknown((number_column(site.social_acceptance for site in sites) - 1.0) / 4.0),
    )
    low = _geometric_mean([group[0] for group in groups])
    high = _geometric_mean([group[1] for group in groups])
    best = _geometric_mean([(group[0] + group[1]) / 2 for group in groups])
    return Measurement(low, best, high, high > low)


def _distance(
    sites: Sequence[Site], field: str, parameter: str, context: Context
) -> FloatArray:
    distances = number_column(getattr(site, field) for site in sites)
    return falling(distances, context.parameters[parameter])


def _rail_or_port(sites: Sequence[Site], context: Context) -> Ends:
    """Return the value of the nearer of railway and port.

    A great-circle distance is the shortest way there could be: it bounds the value from above,
    and times the detour factor from below. What is not recorded may lie next door.
    """
    scale = context.parameters["rail_or_port_km"]
    rail = falling(number_column(site.distance_rail_km for site in sites), scale)
    port = falling(number_column(site.distance_port_km for site in sites), scale)
    circle = number_column(site.port_great_circle_km for site in sites)
    by_detour = falling(circle * scale.values.get("detour", 1.0), scale)
    port_low = np.where(np.isnan(port), by_detour, port)
    port_high = np.where(np.isnan(port), falling(circle, scale), port)
    known = np.fmax(rail, port_low)
    low = np.where(np.isnan(known), 0.0, known)
    is_open = np.isnan(rail) | np.isnan(port_high)
    return low, np.where(is_open, 1.0, np.fmax(rail, port_high))


def _coded(sites: Sequence[Site], field: str, parameter: str, context: Context) -> Ends:
    codes = context.parameters[parameter].values
    return or_unknown(number_column(codes.get(getattr(site, field)) for site in sites))


def _mean(first: Ends, second: Ends) -> Ends:
    return (first[0] + second[0]) / 2, (first[1] + second[1]) / 2


def _geometric_mean(groups: list[FloatArray]) -> FloatArray:
    product = np.ones_like(groups[0])
    for group in groups:
        product = product * group
    return np.sqrt(np.sqrt(product))


def missing_for_access(site: Site, context: Context) -> tuple[str, ...]:
    """Return the parts of access that are unknown."""
    named = (
        ("distance to a road", site.distance_road_km is None),
        ("distance to a railway", site.distance_rail_km is None),
        ("distance to a port", site.distance_port_km is None and site.distance_rail_km != 0),
        ("distance to a power line", site.distance_power_km is None),
        ("distance to a plant that takes the feed", site.distance_plant_km is None),
        ("permit status", site.permit_code not in context.parameters["permit"].values),
        ("owner's position", site.owner_cooperation not in context.parameters["owner"].values),
        ("social acceptance", site.social_acceptance is None),
    )
    return tuple(name for name, is_missing in named if is_missing)
