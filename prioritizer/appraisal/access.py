"""The parts of access and licence: ways, power and plant; permit, owner and community."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter

import numpy as np

from prioritizer.appraisal.composites import (
    Pair,
    Part,
    distance_part,
    exact_part,
    nearer_part,
)
from prioritizer.appraisal.measurement import Context, number_column
from prioritizer.domain.site import Site

# Of each part the parameter behind it, in the order in which they are drawn.
PHYSICAL = {
    "road": "road_km",
    "rail_or_port": "rail_or_port_km",
    "power": "power_km",
    "plant": "plant_km",
}
LICENCE = {"permit": "permit", "owner": "owner", "community": ""}
PARTS = (*PHYSICAL, *LICENCE)


def access_parts(sites: Sequence[Site], context: Context) -> tuple[Part, ...]:
    """Return road, rail or port, power and plant."""
    return (
        distance_part("road", distance_ends(sites, "road"), context.parameters["road_km"]),
        _rail_or_port(sites, context),
        *infrastructure_parts(sites, context),
    )


def infrastructure_parts(sites: Sequence[Site], context: Context) -> tuple[Part, Part]:
    """Return power and plant."""
    power, plant = (context.parameters[name] for name in ("power_km", "plant_km"))
    return (
        distance_part("power", distance_ends(sites, "power"), power),
        distance_part(
            "plant",
            # Without a factor nothing is known of how long the way is.
            route_ends(sites, "plant", detour=plant.values.get("detour", np.inf)),
            plant,
        ),
    )


def legal_parts(sites: Sequence[Site], context: Context) -> tuple[Part, Part]:
    """Return permit and owner."""
    return (
        _coded("permit", [site.permit_code for site in sites], context),
        _coded("owner", [site.owner_cooperation for site in sites], context),
    )


def licence_parts(sites: Sequence[Site], context: Context) -> tuple[Part, ...]:
    """Return permit, owner and community."""
    asked = number_column(site.social_acceptance for site in sites)
    return (*legal_parts(sites, context), exact_part("community", (asked - 1.0) / 4.0))


def distance_ends(sites: Sequence[Site], what: str) -> Pair:
    """Return the shortest and longest distance to something, km; NaN is an open end."""
    ends = attrgetter(*(f"distance_{what}{end}_km" for end in ("_low", "", "_high")))
    table = np.array([ends(site) for site in sites], dtype=np.float64).reshape(-1, 3)
    low, best, high = table.T
    return np.where(np.isnan(low), best, low), np.where(np.isnan(high), best, high)


def route_ends(sites: Sequence[Site], what: str, *, detour: float) -> Pair:
    """Return the shortest and longest distance to a port or plant, km; NaN is an open end.

    Where nobody gives them, a great-circle distance is the shortest way there could be, and
    times the detour factor the longest.
    """
    low, high = distance_ends(sites, what)
    circle = number_column(getattr(site, f"{what}_great_circle_km") for site in sites)
    circle = np.where(np.isnan(low) & np.isnan(high), circle, np.nan)
    return np.where(np.isnan(low), circle, low), np.where(np.isnan(high), circle * detour, high)


def _rail_or_port(sites: Sequence[Site], context: Context) -> Part:
    """Return the value of the nearer of railway and port."""
    scale = context.parameters["rail_or_port_km"]
    rail = distance_part("rail", distance_ends(sites, "rail"), scale)
    detour = scale.values.get("detour", 1.0)
    port = distance_part("port", route_ends(sites, "port", detour=detour), scale)
    return nearer_part("rail_or_port", rail, port)


def _coded(name: str, codes: Sequence[str], context: Context) -> Part:
    known = context.parameters[name].values
    return exact_part(name, number_column(known.get(code) for code in codes))


def _lacks(site: Site, what: str) -> bool:
    return not site.distance(what).is_known


def missing_for_access(site: Site, context: Context) -> tuple[str, ...]:
    """Return the parts of access that are unknown."""
    return (
        *missing_for_road(site, context),
        *missing_for_rail_or_port(site, context),
        *missing_for_infrastructure(site, context),
    )


def missing_for_licence(site: Site, context: Context) -> tuple[str, ...]:
    """Return the parts of the licence that are unknown."""
    return (*missing_for_legal(site, context), *missing_for_social(site, context))


def missing_for_road(site: Site, _context: Context) -> tuple[str, ...]:
    """Return whether the distance to a road is unknown."""
    return ("distance to a road",) if _lacks(site, "road") else ()


def missing_for_rail_or_port(site: Site, _context: Context) -> tuple[str, ...]:
    """Return which of railway and port is unknown."""
    named = (
        ("distance to a railway", _lacks(site, "rail")),
        ("distance to a port", _lacks(site, "port") and site.distance_rail_km != 0),
    )
    return tuple(name for name, is_missing in named if is_missing)


def missing_for_infrastructure(site: Site, _context: Context) -> tuple[str, ...]:
    """Return which of power and plant is unknown."""
    named = (
        ("distance to a power line", _lacks(site, "power")),
        ("distance to a plant that takes the feed", _lacks(site, "plant")),
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
