"""Volume criterion: dry tonnage as published, or from volume, or from footprint."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from prioritizer.appraisal.measurement import (
    BoolArray,
    Context,
    Ends,
    FloatArray,
    Measurement,
    columns,
    number_column,
)
from prioritizer.domain.site import UNKNOWN, Range, Site, WasteType

SQUARE_METRES_PER_HECTARE = 1e4
# Kinds of waste with a density of their own. The others have a wide one, which is good enough
# for a volume; a footprint times a default thickness says nothing of them.
DISTINCT = frozenset({WasteType.TAILINGS, WasteType.WASTE_ROCK, WasteType.SLAG})


@dataclass(frozen=True, slots=True, eq=False)
class SizeEvidence:
    """What is known of the size of all sites: low, best, high of each, ``(sites,)``."""

    mass: Ends
    volume: Ends
    density: Ends
    thickness: Ends
    area_m2: FloatArray
    has_own_density: BoolArray
    density_key: tuple[str, ...]

    @property
    def by_mass(self) -> BoolArray:
        """Return which sites take a published mass."""
        return ~np.isnan(self.mass[0]) | ~np.isnan(self.mass[2])

    @property
    def by_volume(self) -> BoolArray:
        """Return which sites have a volume and a density."""
        has_volume = ~np.isnan(self.volume[0]) | ~np.isnan(self.volume[2])
        return has_volume & ~np.isnan(self.density[1])

    def tonnage(
        self, mass: FloatArray, volume: FloatArray, density: FloatArray, thickness: FloatArray
    ) -> FloatArray:
        """Return tonnes from one value of each quantity, ``(..., sites)``."""
        by_area = self.area_m2 * thickness * density
        by_volume = np.where(self.by_volume, volume * density, by_area)
        return np.where(self.by_mass, mass, by_volume)


def collect_size(sites: Sequence[Site], context: Context) -> SizeEvidence:
    """Read the quantities that a tonnage is made of."""
    default = context.parameters.get("thickness_m")
    thickness = default.values if default is not None else {}
    n = len(sites)
    low, best, high = (
        np.full(n, thickness.get(end, np.nan)) for end in ("low", "best", "high")
    )
    return SizeEvidence(
        mass=_closed(*columns(site.tonnage_t for site in sites)),
        volume=_closed(*columns(site.volume_m3 for site in sites)),
        density=_densities(sites, context),
        thickness=(low, best, high),
        area_m2=number_column(usable_area(site) for site in sites) * SQUARE_METRES_PER_HECTARE,
        has_own_density=np.array(
            [site.dry_density_t_m3 is not None for site in sites], dtype=bool
        ),
        density_key=tuple(site.waste_type.value for site in sites),
    )


def tonnage(sites: Sequence[Site], context: Context) -> Measurement:
    """Return dry tonnes.

    A published mass goes first. Otherwise volume times dry bulk density (the site's own, or the
    default of its waste type), otherwise footprint times the default thickness times density;
    both count as gaps, since a default stands in for a measurement. A range without a best is a
    gap, too.
    """
    evidence = collect_size(sites, context)
    low, best, high = (
        evidence.tonnage(*quantities)
        for quantities in zip(
            evidence.mass, evidence.volume, evidence.density, evidence.thickness, strict=True
        )
    )
    rests_on_default = ~evidence.by_mass & ~(evidence.by_volume & evidence.has_own_density)
    return Measurement(low, best, high, rests_on_default | np.isnan(low + best + high))


def _closed(low: FloatArray, best: FloatArray, high: FloatArray) -> Ends:
    """Fill ends from the best estimate; a bound published alone leaves the other end open."""
    best = np.where(low == high, low, best)
    return (
        np.where(np.isnan(low), best, low),
        best,
        np.where(np.isnan(high), best, high),
    )


def _densities(sites: Sequence[Site], context: Context) -> Ends:
    return columns(site_density(site, context) for site in sites)


def usable_area(site: Site) -> float | None:
    """Return the footprint, ha, where a mass can be made of it; else None."""
    has_density = site.waste_type in DISTINCT or site.dry_density_t_m3 is not None
    return site.area_ha if has_density else None


def site_density(site: Site, context: Context) -> Range:
    """Return the dry bulk density, t/m3: measured, or the default of the waste type."""
    own = site.dry_density_t_m3
    if own is not None:
        return Range(own, own, own)
    return context.reference.densities.get(site.waste_type.value, UNKNOWN)


def missing_for_tonnage(site: Site, context: Context) -> tuple[str, ...]:
    """Return what to find out so that the tonnage no longer rests on a default."""
    if site.tonnage_t.is_known:
        return _missing_end(site.tonnage_t)
    if site.volume_m3.is_known:
        named = (
            ("the other end of the volume", _is_open(site.volume_m3)),
            ("dry bulk density", site.dry_density_t_m3 is None),
        )
        return tuple(name for name, is_missing in named if is_missing)
    return (
        ("tonnage or volume",)
        if usable_area(site) is None
        else ("thickness", "dry bulk density")
    )


def _missing_end(mass: Range) -> tuple[str, ...]:
    if _is_open(mass):
        return ("the other end of the tonnage",)
    is_range = mass.best is None and mass.low != mass.high
    return ("a best estimate of the tonnage, known as a range only",) if is_range else ()


def _is_open(bounds: Range) -> bool:
    return bounds.best is None and (bounds.low is None or bounds.high is None)
