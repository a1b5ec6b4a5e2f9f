"""Distances on the globe: great circles, and the nearest of many points."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from prioritizer.appraisal.measurement import FloatArray

# Mean radius of the IUGG. On the ellipsoid a distance differs by at most 0.6 %.
EARTH_KM = 6371.0088
KM_PER_DEGREE = EARTH_KM * np.pi / 180
Indices = NDArray[np.int64]


def great_circle_km(
    latitude: FloatArray,
    longitude: FloatArray,
    other_latitude: FloatArray,
    other_longitude: FloatArray,
) -> FloatArray:
    """Return great-circle distances, km, from degrees; the arrays broadcast (haversine)."""
    lat_a, lon_a, lat_b, lon_b = map(
        np.radians, (latitude, longitude, other_latitude, other_longitude)
    )
    half = np.sin((lat_b - lat_a) / 2) ** 2
    half = half + np.cos(lat_a) * np.cos(lat_b) * np.sin((lon_b - lon_a) / 2) ** 2
    return np.asarray(2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0))))


class PointIndex:
    """Points on the globe, ready to be asked which lie near.

    Parameters
    ----------
    latitude, longitude
        Degrees, ``(points,)`` each.
    """

    def __init__(self, latitude: FloatArray, longitude: FloatArray) -> None:
        self.latitude = latitude
        self.longitude = longitude

    def __len__(self) -> int:
        return len(self.latitude)

    @cached_property
    def _tree(self) -> Any:
        from scipy.spatial import cKDTree

        return cKDTree(_vectors(self.latitude, self.longitude))

    def nearest(
        self, latitude: FloatArray, longitude: FloatArray
    ) -> tuple[FloatArray, Indices]:
        """Return the distance to the nearest point, km, and its index, ``(asked,)`` each.

        The index must not be empty.
        """
        _, found = self._tree.query(_vectors(latitude, longitude))
        index = np.asarray(found, dtype=np.int64)
        there = self.latitude[index], self.longitude[index]
        return great_circle_km(latitude, longitude, *there), index

    def within(
        self, latitude: float, longitude: float, km: float
    ) -> tuple[FloatArray, Indices]:
        """Return the distances and indices of all points within so many km of one."""
        here = np.array([latitude]), np.array([longitude])
        # The chord of an arc, with room for rounding.
        chord = 2 * np.sin(min(km / EARTH_KM, np.pi) / 2) * (1 + 1e-9)
        near = self._tree.query_ball_point(_vectors(*here)[0], chord)
        index = np.array(sorted(near), dtype=np.int64)
        distance = great_circle_km(*here, self.latitude[index], self.longitude[index])
        return distance[distance <= km], index[distance <= km]


def _vectors(latitude: FloatArray, longitude: FloatArray) -> FloatArray:
    lat, lon = np.radians(latitude), np.radians(longitude)
    parts = (np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat))
    return np.stack(parts, axis=-1)
