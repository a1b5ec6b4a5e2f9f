"""From longitude and latitude to the plane of a map and back.

Formulas: J. P. Snyder, Map Projections: A Working Manual, USGS Professional Paper 1395 (1987),
pages 88 (Miller's cylindrical) and 185 to 187 (Lambert's azimuthal equal-area).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from prioritizer.figures.outlines import Point

# Degrees of longitude from which points are those of a world map.
REGIONAL = 110.0
# A quarter of the globe: with a point farther off, the middle of the extent is the better one.
FAR_KM = 10_000.0
MILLER_LIMIT = 84.0
# Cosine of the distance from the middle beyond which the equal-area map draws nothing.
FARTHEST = -0.2
EARTH_KM = 6371.0088


@dataclass(frozen=True, slots=True)
class Plane:
    """A projection: equal-area around ``centre``, Miller's where that is None.

    Places on the plane are in degrees as long as those at the equator, y upwards.
    """

    centre: Point | None = None

    def place(self, point: Point) -> Point | None:
        """Return where a longitude and latitude lie; None on the far side of the globe."""
        if self.centre is None:
            held = max(-MILLER_LIMIT, min(MILLER_LIMIT, point[1]))
            y = 1.25 * math.log(math.tan(math.pi / 4 + 0.4 * math.radians(held)))
            return point[0], math.degrees(y)
        turn = math.radians(point[0] - self.centre[0])
        here, middle = math.radians(point[1]), math.radians(self.centre[1])
        nearness = math.sin(middle) * math.sin(here)
        nearness += math.cos(middle) * math.cos(here) * math.cos(turn)
        if nearness < FARTHEST:
            return None
        k = math.degrees(math.sqrt(2 / (1 + nearness)))
        up = math.cos(middle) * math.sin(here)
        up -= math.sin(middle) * math.cos(here) * math.cos(turn)
        return k * math.cos(here) * math.sin(turn), k * up

    def point(self, place: Point) -> Point:
        """Return the longitude and latitude of a place on the plane."""
        x, y = (math.radians(value) for value in place)
        if self.centre is None:
            latitude = 2.5 * (math.atan(math.exp(0.8 * y)) - math.pi / 4)
            return place[0], math.degrees(latitude)
        away = math.hypot(x, y)
        if away == 0:
            return self.centre
        c = 2 * math.asin(min(away / 2, 1.0))
        middle = math.radians(self.centre[1])
        sine = math.cos(c) * math.sin(middle) + y * math.sin(c) * math.cos(middle) / away
        turn = math.atan2(
            x * math.sin(c),
            away * math.cos(middle) * math.cos(c) - y * math.sin(middle) * math.sin(c),
        )
        latitude = math.degrees(math.asin(max(-1.0, min(1.0, sine))))
        return self.centre[0] + math.degrees(turn), latitude


def plane_for(points: Sequence[Point]) -> Plane:
    """Return the projection for points: regional around their middle, or of the world.

    North is up where most points lie; a few far ones do not tilt the rest.
    """
    columns = tuple(zip(*points, strict=True))
    if max(columns[0]) - min(columns[0]) >= REGIONAL:
        return Plane()
    middle = median(columns[0]), median(columns[1])
    if all(distance_km(middle, point) <= FAR_KM for point in points):
        return Plane(middle)
    x, y = ((min(column) + max(column)) / 2 for column in columns)
    return Plane((x, y))


def distance_km(first: Point, second: Point) -> float:
    """Return the length along a great circle (haversine), km."""
    (x1, y1), (x2, y2) = ((math.radians(a), math.radians(b)) for a, b in (first, second))
    half = math.sin((y2 - y1) / 2) ** 2
    half += math.cos(y1) * math.cos(y2) * math.sin((x2 - x1) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(min(half, 1.0)))
