"""The outline of a waste body as a shape in WGS84."""

from __future__ import annotations

from typing import Any

from prioritizer.domain.site import Site

AREAS = frozenset({"Polygon", "MultiPolygon"})


def outline_shape(site: Site) -> Any:
    """Return the outline as a shapely area on the globe, None where there is none."""
    text = site.texts.get("outline", "")
    if not text:
        return None
    import shapely

    shape = shapely.from_wkt(text, on_invalid="ignore")
    if shape is None or shape.geom_type not in AREAS or shape.is_empty:
        return None
    west, south, east, north = shape.bounds
    is_on_globe = -180 <= west <= east <= 180 and -90 <= south <= north <= 90
    return shape if is_on_globe else None
