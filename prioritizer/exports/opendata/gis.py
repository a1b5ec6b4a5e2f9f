"""The ranking as a map layer: GeoPackage with a QGIS style inside, and GeoJSON."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

from prioritizer.domain.site import Site
from prioritizer.exports.opendata import geopackage_frame
from prioritizer.exports.opendata.geojson import DECIMALS
from prioritizer.exports.opendata.qgis_style import qml

LAYER = "ranked_sites"
NO_DATE = "1970-01-01"
Cell = str | int | float | None

COLUMNS: tuple[tuple[str, str, str], ...] = (
    ("site_id", "TEXT NOT NULL", "Key of the site"),
    ("name", "TEXT NOT NULL", "Name"),
    ("country", "TEXT", "ISO 3166-1 code"),
    ("standing", "TEXT NOT NULL", "shortlisted, ranked, or why it is not ranked"),
    ("chance", "REAL", "Share of draws with a place on the list, 0 to 1"),
    ("section", "TEXT", "secure, likely, open, out or too little known; empty if not drawn"),
    ("rank_median", "INTEGER", "Median place over the draws"),
    ("rank_5", "INTEGER", "Place that 5 % of the draws do not exceed"),
    ("rank_95", "INTEGER", "Place that 95 % of the draws do not exceed"),
    ("known_weight", "REAL", "Share of the weight that rests on what is known, 0 to 1"),
    ("rank", "INTEGER", "Place, 1 best; empty where not ranked"),
    ("rank_low", "INTEGER", "Best place that the evidence allows"),
    ("rank_high", "INTEGER", "Worst place that the evidence allows"),
    ("score", "REAL", "Score, 0 to 1"),
    ("score_low", "REAL", "Low end of the score"),
    ("score_high", "REAL", "High end of the score"),
    ("gap_share", "REAL", "Part of the score that rests on gaps, 0 to 1"),
    ("shortlist_probability", "REAL", "Chance if weights vary too; empty if not computed"),
    ("evidence", "TEXT", "Evidence class: A size and grade, B one of them, C neither"),
    ("quarantined", "TEXT", "Impossible grades, not used until confirmed"),
    ("unfc", "TEXT", "UNFC class by the rules of this tool"),
    ("waste_type", "TEXT", "Type of waste"),
    ("reason", "TEXT", "Why the site is not ranked"),
    ("position", "TEXT NOT NULL", "verified, not verified, or unknown"),
    ("position_error_km", "REAL", "km: how far off the position may be"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RankedSite:
    """A site with its cells, in the order of `COLUMNS`."""

    site: Site
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class RankingLayer:
    """A ranking ready for the map; ``date`` is ISO 8601, or empty."""

    title: str
    description: str
    fingerprint: str
    date: str
    n_listed: int
    sites: tuple[RankedSite, ...]


def write_geojson(layer: RankingLayer) -> bytes:
    """Return a feature collection (RFC 7946); a site without position has no geometry."""
    names = [name for name, _, _ in COLUMNS]
    collection = {
        "type": "FeatureCollection",
        "title": layer.title,
        "description": layer.description,
        "fingerprint": layer.fingerprint,
        "fields": {name: words for name, _, words in COLUMNS},
        "features": [
            {
                "type": "Feature",
                "id": ranked.site.site_id,
                "geometry": _geometry(ranked.site),
                "properties": dict(zip(names, ranked.cells, strict=True)),
            }
            for ranked in layer.sites
        ],
    }
    return json.dumps(collection, ensure_ascii=False, allow_nan=False, indent=1).encode()


def _geometry(site: Site) -> dict[str, object] | None:
    if site.longitude is None or site.latitude is None:
        return None
    place = [round(site.longitude, DECIMALS), round(site.latitude, DECIMALS)]
    return {"type": "Point", "coordinates": place}


def write_geopackage(layer: RankingLayer) -> bytes:
    """Return a GeoPackage 1.3 with one layer and its default style in ``layer_styles``."""

    def fill(connection: sqlite3.Connection) -> None:
        moment = f"{layer.date or NO_DATE}T00:00:00.000Z"
        _add_layer(connection, layer, moment)
        _add_style(connection, layer, moment)

    return geopackage_frame.build(fill)


def _add_layer(connection: sqlite3.Connection, layer: RankingLayer, moment: str) -> None:
    description = f"{layer.title}; {layer.description}; record {layer.fingerprint}"
    extent = geopackage_frame.extent(ranked.site for ranked in layer.sites)
    connection.execute(
        "INSERT INTO gpkg_contents VALUES (?, 'features', ?, ?, ?, ?, ?, ?, ?, ?)",
        (LAYER, LAYER, description, moment, *extent, geopackage_frame.WGS84),
    )
    definitions = [f'"{name}" {kind}' for name, kind, _ in COLUMNS]
    geopackage_frame.add_features(connection, LAYER, definitions)
    names = ", ".join(f'"{name}"' for name, _, _ in COLUMNS)
    marks = ", ".join("?" * (len(COLUMNS) + 1))
    connection.executemany(
        f"INSERT INTO {LAYER} (geom, {names}) VALUES ({marks})",  # noqa: S608 - constants
        ((geopackage_frame.point(ranked.site), *ranked.cells) for ranked in layer.sites),
    )
    geopackage_frame.describe(connection, LAYER, COLUMNS)


def _add_style(connection: sqlite3.Connection, layer: RankingLayer, moment: str) -> None:
    """Store the style where QGIS looks for it: a table of this name, with these columns.

    The types are those that a GeoPackage knows (OGC 12-128r18, table 1); QGIS's own names for
    them, such as VARCHAR, are none.
    """
    connection.execute(
        "CREATE TABLE layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "
        "f_table_catalog TEXT(256), f_table_schema TEXT(256), f_table_name TEXT(256), "
        "f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT, "
        "useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30), "
        "update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')))"
    )
    connection.execute(
        "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, "
        "f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, owner, "
        "ui, update_time) "
        "VALUES ('', '', ?, 'geom', 'Pilot candidates', ?, '', 1, ?, '', NULL, ?)",
        (LAYER, qml(), "Shortlist, ranked, not ranked; dashed: not verified", moment),
    )
    connection.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, "
        "last_change, srs_id) "
        "VALUES ('layer_styles', 'attributes', 'layer_styles', 'Styles for QGIS', ?, 0)",
        (moment,),
    )
