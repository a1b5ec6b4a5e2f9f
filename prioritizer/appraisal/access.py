"""Access: how easily a pilot and later a project can be done, as an interval."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from prioritizer.appraisal.distributions import flat
from prioritizer.appraisal.draws import DrawBlock, Sampler
from prioritizer.appraisal.measurement import (
    Context,
    FloatArray,
    Measurement,
    columns,
    falling,
    number_column,
    or_unknown,
)
from prioritizer.domain.site import Site

Pair = tuple[FloatArray, FloatArray]
PARTS = ("road", "rail or port", "power", "plant", "permit", "owner", "acceptance")


def access(sites: Sequence[Site], context: Context) -> Measurement:
    """Return the geometric mean of logistics, infrastructure, legal and social access, 0 to 1.

    One group near zero blocks the rest. An unknown part is the whole range 0 to 1; ``best``
    takes the middle of each part.
    """
    parts = access_parts(sites, context)
    low = _combine([low_end for low_end, _ in parts])
    high = _combine([high_end for _, high_end in parts])
    best = _combine([(low_end + high_end) / 2 for low_end, high_end in parts])
    return Measurement(low, best, high, high > low)


def access_sampler(sites: Sequence[Site], context: Context) -> Sampler:
    """Return the draws of access; each part that is not known is uniform over its range."""
    parts = access_parts(sites, context)

    def draw(block: DrawBlock) -> FloatArray:
        uniform = block.uniform("access", len(parts), len(sites))
        return _combine([flat(uniform[:, k], low, high) for k, (low, high) in enumerate(parts)])

    return draw


def access_parts(sites: Sequence[Site], context: Context) -> tuple[Pair, ...]:
    """Return the ends of the seven parts in the order of PARTS, ``(sites,)`` each, 0 to 1."""
    return (
        _distance(sites, "road", context),
        _rail_or_port(sites, context),
        *infrastructure_parts(sites, context),
        *legal_parts(sites, context),
        or_unknown((number_column(site.social_acceptance for site in sites) - 1.0) / 4.0),
    )


def infrastructure_parts(sites: Sequence[Site], context: Context) -> tuple[Pair, Pair]:
    """Return the ends of power and plant, ``(sites,)`` each, 0 to 1."""
    return (
        _distance(sites, "power", context),
        _distance(sites, "plant", context),
    )


def legal_parts(sites: Sequence[Site], context: Context) -> tuple[Pair, Pair]:
    """Return the ends of permit and owner, ``(sites,)`` each, 0 to 1."""
    return (
        _coded(sites, "permit_code", "permit", context),
        _coded(sites, "owner_cooperation", "owner", context),
    )


def distance_ends(sites: Sequence[Site], what: str) -> Pair:
    """Return the shortest and longest distance to something, km; NaN is an open end."""
    low, best, high = columns(site.distance(what) for site in sites)
    return np.where(np.isnan(low), best, low), np.where(np.isnan(high), best, high)


def port_ends(sites: Sequence[Site], detour: float) -> Pair:
    """Return the shortest and longest distance to a port, km; NaN is an open end.

    A great-circle distance is the shortest way there could be, and times the detour factor the
    longest.
    """
    low, high = distance_ends(sites, "port")
    circle = number_column(site.port_great_circle_km for site in sites)
    return np.where(np.isnan(low), circle, low), np.where(np.isnan(high), circle * detour, high)


def _distance(sites: Sequence[Site], what: str, context: Context) -> Pair:
    """Return the value of the longest and of the shortest distance that there can be."""
    scale = context.parameters[f"{what}_km"]
    shortest, longest = distance_ends(sites, what)
    low, high = falling(longest, scale), falling(shortest, scale)
    return np.where(np.isnan(low), 0.0, low), np.where(np.isnan(high), 1.0, high)


def _rail_or_port(sites: Sequence[Site], context: Context) -> Pair:
    """Return the value of the nearer of railway and port.

    What is not recorded may lie next door.
    """
    scale = context.parameters["rail_or_port_km"]
    rail = [falling(end, scale) for end in distance_ends(sites, "rail")]
    detour = scale.values.get("detour", 1.0)
    port = [falling(end, scale) for end in port_ends(sites, detour)]
    known = np.fmax(rail[1], port[1])
    is_open = np.isnan(rail[0]) | np.isnan(port[0])
    high = np.where(is_open, 1.0, np.fmax(rail[0], port[0]))
    return np.where(np.isnan(known), 0.0, known), high


def _coded(sites: Sequence[Site], field: str, parameter: str, context: Context) -> Pair:
    codes = context.parameters[parameter].values
    return or_unknown(number_column(codes.get(getattr(site, field)) for site in sites))


def _combine(parts: list[FloatArray]) -> FloatArray:
    road, rail_or_port, power, plant, permit, owner, acceptance = parts
    groups = (road + rail_or_port) / 2, (power + plant) / 2, (permit + owner) / 2, acceptance
    return np.sqrt(np.sqrt(groups[0] * groups[1] * groups[2] * groups[3]))


def missing_for_access(site: Site, context: Context) -> tuple[str, ...]:
    """Return the parts of access that are unknown."""
    return (
        *missing_for_logistics(site, context),
        *missing_for_infrastructure(site, context),
        *missing_for_legal(site, context),
        *missing_for_social(site, context),
    )


def missing_for_logistics(site: Site, context: Context) -> tuple[str, ...]:
    """Return which distances of transport are unknown."""
    return (*missing_for_road(site, context), *missing_for_rail_or_port(site, context))


def missing_for_road(site: Site, _context: Context) -> tuple[str, ...]:
    """Return whether nothing is known of the distance to a road."""
    return () if site.distance("road").is_known else ("distance to a road",)


def missing_for_rail_or_port(site: Site, _context: Context) -> tuple[str, ...]:
    """Return of which of railway and port nothing is known."""
    rail = site.distance("rail")
    named = (
        ("distance to a railway", not rail.is_known),
        ("distance to a port", not site.distance("port").is_known and rail.best != 0),
    )
    return tuple(name for name, is_missing in named if is_missing)


def missing_for_infrastructure(site: Site, _context: Context) -> tuple[str, ...]:
    """Return of which of power and plant nothing is known."""
    named = (
        ("distance to a power line", not site.distance("power").is_known),
        ("distance to a plant that takes the feed", not site.distance("plant").is_known),
    )
    return tuple(name for name, is_missing in named if is_missing)


def missing_for_legal(site: Site, context: Context) -> tuple[str, ...]:
    """Return which of permit and owner is unknown."""
    named = (
        ("permit status", site.permit_code not in context.parameters["permit"].values),
        ("owner's position", site.owner_cooperation not in context.parameters["owner"].values),
    )
    return tuple(name for name, is_missing in named if is_missing)


def missing_for_social(site: Site, _context: Context) -> tuple[str, ...]:
    """Return whether the acceptance is unknown."""
    return () if site.social_acceptance is not None else ("social acceptance",)
