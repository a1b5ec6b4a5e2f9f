"""Settlement, road, port and plant near a site, as the bounds that its point allows.

With d the great circle to the nearest in a list and e the errors of both points, the nearest in
that list is between d − e and d + e away: a point that moves by e moves its distance to the
nearest of others by no more than e. Lists that are incomplete give no lower bound.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from prioritizer.appraisal.commodity_text import commodities_in
from prioritizer.appraisal.geography.climate import climate_finding
from prioritizer.appraisal.geography.gazetteer import Gazetteer, Plants
from prioritizer.appraisal.geography.located import Located, located
from prioritizer.appraisal.geography.people import people_findings
from prioritizer.appraisal.geography.sphere import PointIndex, great_circle_km
from prioritizer.domain.computed import Cell, Finding
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import Site

DETOUR = 1.5  # derived: parameter rail_or_port_km of the criteria files
PORT_ERROR_KM = 4.0  # derived: usual error of the list of ports
PLACE_ERROR_KM = 2.0  # derived: half the width of a small town
FAR_KM = 1000.0  # derived: a plant beyond this says nothing; the list is thin there
WITHOUT_ROADS = frozenset({"GL"})  # settlements of Greenland are not joined by road
FAMILIES = {"TREO": {"La", "Ce", "Pr", "Nd", "Dy", "Y"}, "PGM": {"Pt", "Pd", "Rh"}}
SETTLEMENTS, PORTS, PLANTS = "GEONAMES", "SEAPORTS", "PLANTS"


@dataclass(frozen=True, slots=True)
class Nearest:
    """The nearest of a list: great circle and the errors of both points, km, and its name."""

    site: Located
    km: float
    known: float
    name: str

    @property
    def low(self) -> float:
        """Return the shortest that the way can be, whole km."""
        return float(math.floor(max(0.0, self.km - self.known)))

    @property
    def high(self) -> float:
        """Return the longest that the great circle can be, whole km."""
        return float(math.ceil(self.km + self.known))

    @property
    def longest_way(self) -> float:
        """Return the longest that a way with the usual detour can be, whole km."""
        return float(math.ceil((self.km + self.known) * DETOUR))

    @property
    def best(self) -> float | None:
        """Return the distance, whole km; None of a point that cannot be told from it."""
        if not self.site.error.is_verified or self.km <= self.known:
            return None
        return float(round(self.km))

    @property
    def basis(self) -> str:
        """Return how the distance was found, in words."""
        error = self.site.error
        return (
            f"{self.name}: great circle {self.km:.1f} km, points to ±{self.known:.1f} km "
            f"(site ±{error.km:.3g} km, {error.basis})"
        )


def surroundings(
    sites: Sequence[Site], gazetteer: Gazetteer, reference: Reference
) -> list[Finding]:
    """Return what lies around each site that has a point, site by site."""
    here = located(sites)
    if not here:
        return []
    settlements = gazetteer.settlements
    towns = _nearest(here, settlements.points, settlements.names, PLACE_ERROR_KM)
    ports = _nearest(here, gazetteer.ports.points, gazetteer.ports.names, PORT_ERROR_KM)
    found: list[Finding] = []
    for one, town, port in zip(here, towns, ports, strict=True):
        found += _town(town)
        found += people_findings(one, settlements, PLACE_ERROR_KM, SETTLEMENTS)
        found += _port(port)
        found += _plant(one, gazetteer.plants, reference)
        if gazetteer.climate is not None:
            found += climate_finding(one, gazetteer.climate)
    return found


def _nearest(
    here: Sequence[Located], points: PointIndex, names: Sequence[str], error_km: float
) -> list[Nearest]:
    latitude, longitude = (
        np.array([getattr(one, name) for one in here]) for name in ("latitude", "longitude")
    )
    distances, indices = points.nearest(latitude, longitude)
    return [
        Nearest(one, float(km), one.error.km + error_km, names[index])
        for one, km, index in zip(here, distances, indices, strict=True)
    ]


def _town(found: Nearest) -> Iterator[Finding]:
    """Yield the nearest settlement and the road to it.

    Smaller places are not in the list, so that the shortest distance is 0.
    """
    site = found.site.site
    best = {} if found.best is None else {"distance_town_km": found.best}
    ends: dict[str, Cell] = {"distance_town_low_km": 0.0, **best}
    ends["distance_town_high_km"] = found.high
    yield _distance(site, "town", "settlement of 500 people or more", ends, found, SETTLEMENTS)
    yield _name(site, "nearest_town", found, SETTLEMENTS)
    if site.country not in WITHOUT_ROADS:
        road: dict[str, Cell] = {"distance_road_high_km": found.high}
        yield _distance(site, "road", "a settlement has a road", road, found, SETTLEMENTS)


def _port(found: Nearest) -> Iterator[Finding]:
    site = found.site.site
    low: dict[str, Cell] = {"distance_port_low_km": found.low} if found.low else {}
    ends: dict[str, Cell] = {**low, "distance_port_high_km": found.longest_way}
    yield _distance(site, "port", "sea port", ends, found, PORTS)
    yield from _circle(site, "port", found, PORTS)


def _plant(one: Located, plants: Plants, reference: Reference) -> Iterator[Finding]:
    """Yield the nearest working plant with a metal of the site.

    The list holds some plants only: a nearer one may stand next door, so the shortest is 0.
    """
    metals = metals_of(one.site, reference)
    fitting = [k for k, feeds in enumerate(plants.feeds) if metals & feeds]
    if not fitting:
        return
    there = plants.points.latitude[fitting], plants.points.longitude[fitting]
    distances = great_circle_km(np.array(one.latitude), np.array(one.longitude), *there)
    at = fitting[int(np.argmin(distances))]
    km, known = float(distances.min()), one.error.km + float(plants.error_km[at])
    if km > FAR_KM:
        return
    found = Nearest(one, km, known, plants.names[at])
    ends: dict[str, Cell] = {
        "distance_plant_low_km": 0.0,
        "distance_plant_high_km": found.longest_way,
    }
    what = f"plant that works {', '.join(sorted(metals & plants.feeds[at]))}"
    yield _distance(one.site, "plant", what, ends, found, PLANTS)
    yield from _circle(one.site, "plant", found, PLANTS)


def metals_of(site: Site, reference: Reference) -> frozenset[str]:
    """Return the symbols of what was mined; a family stands for its members."""
    named = commodities_in(site.texts.get("commodity_mined", ""), reference)
    return frozenset().union(*(FAMILIES.get(symbol, {symbol}) for symbol in named))


def _distance(
    site: Site, to: str, what: str, ends: dict[str, Cell], found: Nearest, source: str
) -> Finding:
    columns = tuple(f"distance_{to}{end}_km" for end in ("_low", "", "_high"))
    return Finding(site.site_id, what, columns, ends, source, found.basis)


def _circle(site: Site, to: str, found: Nearest, source: str) -> Iterator[Finding]:
    column = f"{to}_great_circle_km"
    cells: dict[str, Cell] = {} if found.best is None else {column: found.best}
    what = f"great circle to the nearest {to}"
    yield Finding(site.site_id, what, (column,), cells, source, found.basis)
    yield _name(site, f"nearest_{to}", found, source)


def _name(site: Site, column: str, found: Nearest, source: str) -> Finding:
    cells: dict[str, Cell] = {column: found.name}
    return Finding(site.site_id, "name", (column,), cells, source, found.basis)
