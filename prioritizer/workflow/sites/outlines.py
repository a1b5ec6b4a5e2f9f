"""Outlines of waste bodies as rings to draw."""

from __future__ import annotations

from prioritizer.domain.site import Site

# Degrees: ten metres, below what a map of the app can show.
TOLERANCE = 1e-4
DECIMALS = 5
MOST_VERTICES = 2_000
Ring = list[list[float]]


def outline_rings(site: Site) -> list[list[Ring]]:
    """Return the polygons of a body, each as its rings of longitude and latitude, simplified.

    Empty where no outline is known, or one that has no area on the globe, or more than
    ``MOST_VERTICES`` corners after simplifying.
    """
    text = site.texts.get("outline", "")
    if not text:
        return []
    import shapely

    shape = shapely.from_wkt(text, on_invalid="ignore")
    if shape is None or shape.geom_type not in {"Polygon", "MultiPolygon"} or shape.is_empty:
        return []
    west, south, east, north = shape.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        return []
    plain = shapely.simplify(shape, TOLERANCE)
    if shapely.get_num_coordinates(plain) > MOST_VERTICES:
        return []
    parts = [plain] if plain.geom_type == "Polygon" else list(plain.geoms)
    return [
        [_ring(ring.coords) for ring in (part.exterior, *part.interiors)]
        for part in parts
        if not part.is_empty
    ]


def _ring(coordinates: object) -> Ring:
    return [[round(x, DECIMALS), round(y, DECIMALS)] for x, y, *_ in coordinates]  # type: ignore[attr-defined] # shapely has no types
