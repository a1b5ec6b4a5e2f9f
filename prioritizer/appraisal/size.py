"""Volume criterion: dry tonnage as published, or from volume, or from footprint."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from prioritizer.appraisal.measurement import (
    Context,
    FloatArray,
    Measurement,
    columns,
    number_column,
)
from prioritizer.domain.site import Range, Site

SQUARE_METRES_PER_HECTARE = 1e4


def tonnage(sites: Sequence[Site], context: Context) -> Measurement:
    """Return dry tonnes.

    A published mass goes first. Otherwise volume times dry bulk density (the site's own, or the
    default of its waste type), otherwise footprint times the default thickness times density;
    both count as gaps, since a default stands in for a measurement.
    """
    published = _closed(*columns(site.tonnage_t for site in sites))
    density = _densities(sites, context)
    volume = _closed(*columns(site.volume_m3 for site in sites))
    from_volume = tuple(v * d for v, d in zip(volume, density, strict=True))
    thickness = context.parameters["thickness_m"].values
    area = number_column(site.area_ha for site in sites) * SQUARE_METRES_PER_HECTARE
    from_area = tuple(
        area * thickness[end] * d
        for end, d in zip(("low", "best", "high"), density, strict=True)
    )
    has_mass = ~np.isnan(published[0]) | ~np.isnan(published[2])
    has_volume = ~np.isnan(from_volume[0]) | ~np.isnan(from_volume[2])
    low, best, high = (
        np.where(has_mass, mass, np.where(has_volume, by_volume, by_area))
        for mass, by_volume, by_area in zip(published, from_volume, from_area, strict=True)
    )
    own_density = np.array([site.dry_density_t_m3 is not None for site in sites], dtype=bool)
    open_ended = np.isnan(low) | np.isnan(high)
    gap = (~has_mass & ~(has_volume & own_density)) | open_ended
    return Measurement(low, best, high, gap)


def _closed(low: FloatArray, best: FloatArray, high: FloatArray) -> tuple[FloatArray, ...]:
    """Fill ends from the best estimate; a bound published alone leaves the other end open."""
    return (
        np.where(np.isnan(low), best, low),
        best,
        np.where(np.isnan(high), best, high),
    )


def _densities(sites: Sequence[Site], context: Context) -> tuple[FloatArray, ...]:
    defaults = context.reference.densities
    ranges = []
    for site in sites:
        own = site.dry_density_t_m3
        if own is not None:
            ranges.append(Range(own, own, own))
        else:
            ranges.append(defaults.get(site.waste_type.value, Range()))
    return columns(ranges)


def missing_for_tonnage(site: Site, context: Context) -> tuple[str, ...]:
    """Return what to find out so that the tonnage no longer rests on a default."""
    if site.tonnage_t.is_known:
        return ("the other end of the tonnage",) if _is_open(site.tonnage_t) else ()
    if site.volume_m3.is_known:
        named = (
            ("the other end of the volume", _is_open(site.volume_m3)),
            ("dry bulk density", site.dry_density_t_m3 is None),
        )
        return tuple(name for name, is_missing in named if is_missing)
    return ("tonnage or volume",) if site.area_ha is None else ("thickness", "dry bulk density")


def _is_open(bounds: Range) -> bool:
    return bounds.best is None and (bounds.low is None or bounds.high is None)
