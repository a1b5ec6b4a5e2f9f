"""An inventory as GeoJSON (RFC 7946): one feature per waste body, unknown as null."""

from __future__ import annotations

import json

from prioritizer.domain.site import Site
from prioritizer.exports.opendata.inventory import (
    HELD,
    OpenInventory,
    held_grades,
    open_assay,
)
from prioritizer.exports.opendata.outlines import outline_shape

DECIMALS = 6  # a decimetre; RFC 7946, section 11.2


def write(inventory: OpenInventory) -> bytes:
    """Return a feature collection in WGS84, longitude before latitude.

    A body with an outline is its outline, another one its point; a site without a point is a
    feature without geometry (section 3.2). The columns latitude and
    longitude stand among the properties as well, unrounded, so that the file can be read again.
    """
    register = inventory.register
    collection: dict[str, object] = {
        "type": "FeatureCollection",
        "title": register.title,
        "exported_at": inventory.exported_at,
        "updated_on": inventory.updated_on or None,
        "licence": inventory.licence or None,
        "units": {column.name: column.unit for column in inventory.columns if column.unit},
        "features": [_feature(inventory, site) for site in register.sites],
        "sources": [
            {
                "source_id": source.source_id,
                "citation": source.citation,
                "year": source.year or None,
                "kind": source.kind or None,
                "identifier": source.identifier or None,
                "url": source.url or None,
                "quality": source.quality or None,
            }
            for source in register.sources.values()
        ],
    }
    if declared := inventory.declarations():
        collection["own_columns"] = declared
    return json.dumps(collection, ensure_ascii=False, allow_nan=False, indent=1).encode()


def _feature(inventory: OpenInventory, site: Site) -> dict[str, object]:
    return {
        "type": "Feature",
        "id": site.site_id,
        "geometry": _outline(site) or _point(site),
        "properties": {
            **inventory.row(site),
            **_held(inventory, site),
            "assays": [open_assay(assay) for assay in site.assays],
        },
    }


def _held(inventory: OpenInventory, site: Site) -> dict[str, str | None]:
    """Return what is quarantined at a site, unless a column of the register has that name."""
    return {} if inventory.has_column(HELD) else {HELD: held_grades(site)}


def _outline(site: Site) -> dict[str, object] | None:
    """Return the outline of a body, its outer rings counterclockwise (section 3.1.6)."""
    shape = outline_shape(site)
    if shape is None:
        return None
    import shapely

    turned = shapely.orient_polygons(shapely.set_precision(shape, 10.0**-DECIMALS))
    found: dict[str, object] = json.loads(shapely.to_geojson(turned))
    return found


def _point(site: Site) -> dict[str, object] | None:
    if site.latitude is None or site.longitude is None:
        return None
    place = [round(site.longitude, DECIMALS), round(site.latitude, DECIMALS)]
    return {"type": "Point", "coordinates": place}
