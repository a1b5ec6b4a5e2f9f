"""How many people of listed places live within some distances of a site, as bounds."""

from __future__ import annotations

from collections.abc import Iterator

from prioritizer.appraisal.geography.gazetteer import Settlements
from prioritizer.appraisal.geography.located import Located
from prioritizer.domain.computed import Cell, Finding

RADII_KM = (5, 10, 25)


def people_findings(
    one: Located, settlements: Settlements, place_error_km: float, source: str
) -> Iterator[Finding]:
    """Yield the people within each radius: surely, by the points as they stand, at most.

    The people of a place count where its centre lies. Places under 500 people are not listed.
    """
    error = one.error.km + place_error_km
    distances, indices = settlements.points.within(
        one.latitude, one.longitude, max(RADII_KM) + error
    )
    people = settlements.people[indices]
    for radius in RADII_KM:
        ends = [
            float(people[distances <= reach].sum())
            for reach in (radius - error, radius, radius + error)
        ]
        stem = f"people_{radius}km"
        columns = (f"{stem}_low", stem, f"{stem}_high")
        cells: dict[str, Cell] = dict(zip(columns, ends, strict=True))
        if not one.error.is_verified:
            del cells[stem]
        basis = f"places whose centre lies within {radius} km, points to ±{error:.1f} km"
        what = f"people of listed places within {radius} km"
        yield Finding(one.site.site_id, what, columns, cells, source, basis)
