"""How far points lie from the nearest feature of a layer, and how deep inside one."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from prioritizer.readers.imports.files.vector_files import (
    VectorFile,
    digest_of,
    open_vector,
    read_geometries,
)
from prioritizer.readers.imports.words.records import Report
from prioritizer.readers.tables import fault

WGS84 = "EPSG:4326"
REACH_KM = 500.0  # what lies beyond is not found
EARTH_KM = 6371.0088
KM_PER_DEGREE = 111.19  # of latitude, on the sphere of the mean radius
Points = Sequence[Sequence[float]]
Box = tuple[float, float, float, float]


def measure_layer(path: Path, points: Points, report: Report) -> dict[str, Any]:
    """Return by point how far the nearest feature is.

    Parameters
    ----------
    points
        Longitude and latitude, degrees.

    Returns
    -------
    dict
        ``layer``, ``features``, ``crs``, ``sha256`` and ``points``, each with ``km`` (None
        beyond 500 km), ``depth_km`` (from the edge of an area around it; None outside),
        ``name``, and ``edge_km``, from the edge of the box around the layer, negative outside.

    Raises
    ------
    DataError
        If the file holds no layer with a coordinate system.
    """
    report("opening the layer", 0, 0)
    found = open_vector(path)
    if not found.n:
        raise fault(path.name, "a layer without features", "at least one", "Export it again.")
    if not found.crs:
        raise fault(
            path.name,
            "a layer without a coordinate system",
            "one that the file names",
            "Export it again with its system, such as EPSG:4326.",
        )
    to_wgs, from_wgs = _transformers(found.crs)
    shapes, names = _near(found, points, to_wgs, from_wgs)
    import shapely

    tree = shapely.STRtree(shapes)
    answers = []
    within = _within_km(points, shapes)
    for number, (longitude, latitude) in enumerate(points):
        report("measuring", number, len(points))
        one = _nearest(longitude, latitude, float(within[number]), tree, names)
        answers.append(
            {**one, "edge_km": _edge_km(longitude, latitude, found, from_wgs, to_wgs)}
        )
    return {
        "layer": found.layer,
        "features": found.n,
        "crs": found.crs,
        "sha256": digest_of(path),
        "points": answers,
    }


def _transformers(crs: str) -> tuple[Any, Any]:
    from pyproj import Transformer

    return (
        Transformer.from_crs(crs, WGS84, always_xy=True),
        Transformer.from_crs(WGS84, crs, always_xy=True),
    )


def _near(
    found: VectorFile, points: Points, to_wgs: Any, from_wgs: Any
) -> tuple[Any, list[str]]:
    """Return the features around the points in WGS 84, with their names."""
    import shapely

    shapes, names = read_geometries(found, _search_box(points, from_wgs))
    is_there = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    # Straight in the system of the layer, and so in steps on any other map.
    shapes = shapely.segmentize(shapes[is_there], _step(found.crs))
    names = [name for name, there in zip(names, is_there, strict=True) if there]

    def moved(pairs: Any) -> Any:
        return np.column_stack(to_wgs.transform(pairs[:, 0], pairs[:, 1]))

    return shapely.make_valid(shapely.transform(shapes, moved)), names


def _step(crs: str) -> float:
    """Return about two kilometres in the unit of a system."""
    from pyproj import CRS

    system = CRS.from_user_input(crs)
    return 0.02 if system.is_geographic else 2000.0 / system.axis_info[0].unit_conversion_factor


def _search_box(points: Points, from_wgs: Any) -> Box | None:
    """Return the box around all points and their reach in the system of the layer.

    None means that all is read: where the box is no box, as across the date line.
    """
    lon, lat = zip(*points, strict=True)
    up = REACH_KM / KM_PER_DEGREE
    south, north = min(lat) - up, max(lat) + up
    if south < -85 or north > 85:
        return None
    across = up / math.cos(math.radians(max(abs(south), abs(north))))
    west, east = min(lon) - across, max(lon) + across
    if west < -180 or east > 180:
        return None
    box = from_wgs.transform_bounds(west, south, east, north, densify_pts=21)
    return box if all(map(math.isfinite, box)) and box[0] < box[2] else None


def _within_km(points: Points, shapes: Any) -> Any:
    """Return within how many km of each point a corner of the layer surely lies, ``(points,)``.

    No feature is nearer than what this leaves to be searched.
    """
    import shapely
    from scipy.spatial import cKDTree

    corners = shapely.get_coordinates(shapes)
    if not len(corners):
        return np.full(len(points), np.inf)
    chords, _ = cKDTree(_on_sphere(corners)).query(_on_sphere(np.array(points)))
    # On the ellipsoid a distance may be longer by 0.6 %.
    return 2 * EARTH_KM * np.arcsin(np.minimum(chords / 2, 1.0)) * 1.01 + 0.01


def _on_sphere(pairs: Any) -> Any:
    lon, lat = np.radians(pairs[:, 0]), np.radians(pairs[:, 1])
    return np.stack(
        [np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=-1
    )


def _nearest(
    longitude: float, latitude: float, within_km: float, tree: Any, names: list[str]
) -> dict[str, Any]:
    """Return the nearest feature on a map that is true to distance from the point."""
    import shapely
    from pyproj import Proj

    local = Proj(proj="aeqd", lat_0=latitude, lon_0=longitude, datum="WGS84")

    def on_map(pairs: Any) -> Any:
        return np.column_stack(local(pairs[:, 0], pairs[:, 1])) / 1000.0

    here = shapely.Point(0.0, 0.0)
    boxes = _boxes(longitude, latitude, min(within_km, REACH_KM))
    hits = sorted({int(k) for box in boxes for k in tree.query(box)})
    if hits:
        shapes = shapely.transform(tree.geometries[hits], on_map)
        distances = shapely.distance(shapes, here)
        best = int(np.argmin(distances))
        if distances[best] <= REACH_KM:
            depth = _depth(shapes[distances == 0.0], here)
            return {"km": float(distances[best]), "depth_km": depth, "name": names[hits[best]]}
    return {"km": None, "depth_km": None, "name": ""}


def _depth(around: Any, here: Any) -> float | None:
    """Return how deep a point lies in the deepest of the areas around it, km."""
    import shapely

    areas = [shape for shape in around if shapely.area(shape) > 0]
    depths = [float(shapely.distance(shapely.boundary(area), here)) for area in areas]
    return max(depths, default=None)


def _boxes(longitude: float, latitude: float, km: float) -> Iterator[Any]:
    """Yield the boxes of degrees that hold all within some km, two across the date line."""
    import shapely

    up = km / KM_PER_DEGREE * 1.01
    south, north = max(-90.0, latitude - up), min(90.0, latitude + up)
    wide = math.cos(math.radians(min(89.9, max(abs(south), abs(north)))))
    across = min(180.0, up / wide)
    for turn in (-360.0, 0.0, 360.0):
        west, east = longitude - across + turn, longitude + across + turn
        if west <= 180.0 and east >= -180.0:
            yield shapely.box(west, south, east, north)


def _edge_km(
    longitude: float, latitude: float, found: VectorFile, from_wgs: Any, to_wgs: Any
) -> float:
    """Return how far a point lies from the edge of the box around the layer, km."""
    from pyproj import Geod

    x, y = from_wgs.transform(longitude, latitude)
    west, south, east, north = found.bounds
    if not (west <= x <= east and south <= y <= north):
        return -1.0
    edges = [(west, y), (east, y), (x, south), (x, north)]
    lon, lat = to_wgs.transform(*zip(*edges, strict=True))
    n = len(edges)
    metres = Geod(ellps="WGS84").inv([longitude] * n, [latitude] * n, lon, lat)[2]
    return float(min(metres)) / 1000.0
