"""The ranking as a map layer: GeoPackage with a QGIS style inside, and GeoJSON."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from prioritizer.domain.site import Site
from prioritizer.exports.geojson import DECIMALS
from prioritizer.exports.geopackage import (
    APPLICATION_ID,
    REFERENCE_SYSTEMS,
    SCHEMA,
    SCHEMA_EXTENSION,
    VERSION,
    WGS84,
    point,
)
from prioritizer.exports.qgis_style import qml

LAYER = "ranked_sites"
NO_DATE = "1970-01-01"
Cell = str | int | float | None

COLUMNS: tuple[tuple[str, str, str], ...] = (
    ("site_id", "TEXT NOT NULL", "Key of the site"),
    ("name", "TEXT NOT NULL", "Name"),
    ("country", "TEXT", "ISO 3166-1 code"),
    ("standing", "TEXT NOT NULL", "shortlisted, ranked, or why it is not ranked"),
    ("rank", "INTEGER", "Place, 1 best; empty where not ranked"),
    ("rank_low", "INTEGER", "Best place that the evidence allows"),
    ("rank_high", "INTEGER", "Worst place that the evidence allows"),
    ("score", "REAL", "Score, 0 to 1"),
    ("score_low", "REAL", "Low end of the score"),
    ("score_high", "REAL", "High end of the score"),
    ("gap_share", "REAL", "Part of the score that rests on gaps, 0 to 1"),
    ("shortlist_probability", "REAL", "Share of draws that list it; empty if not computed"),
    ("band", "TEXT", "core, borderline or out; empty if not computed"),
    ("evidence", "TEXT", "Evidence class: A size and grade, B one of them, C neither"),
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
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ranking.gpkg"
        connection = sqlite3.connect(path)
        try:
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {VERSION}")
            connection.executescript(SCHEMA)
            with connection:
                _fill(connection, layer)
        finally:
            connection.close()
        return path.read_bytes()


def _fill(connection: sqlite3.Connection, layer: RankingLayer) -> None:
    connection.executemany(
        "INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)", REFERENCE_SYSTEMS
    )
    definitions = ", ".join(f'"{name}" {kind}' for name, kind, _ in COLUMNS)
    connection.execute(
        f"CREATE TABLE {LAYER} (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom POINT, "
        f"{definitions})"
    )
    moment = f"{layer.date or NO_DATE}T00:00:00.000Z"
    description = f"{layer.title}; {layer.description}; record {layer.fingerprint}"
    connection.execute(
        "INSERT INTO gpkg_contents VALUES (?, 'features', ?, ?, ?, ?, ?, ?, ?, ?)",
        (LAYER, LAYER, description, moment, *_extent(layer.sites), WGS84),
    )
    connection.execute(
        "INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', 'POINT', ?, 0, 0)", (LAYER, WGS84)
    )
    names = ", ".join(f'"{name}"' for name, _, _ in COLUMNS)
    marks = ", ".join("?" * (len(COLUMNS) + 1))
    connection.executemany(
        f"INSERT INTO {LAYER} (geom, {names}) VALUES ({marks})",  # noqa: S608 - constants
        ((point(ranked.site), *ranked.cells) for ranked in layer.sites),
    )
    connection.executemany(
        "INSERT INTO gpkg_data_columns VALUES (?, ?, ?, ?, ?, NULL, NULL)",
        [(LAYER, name, name, name.replace("_", " "), words) for name, _, words in COLUMNS],
    )
    connection.executemany(
        "INSERT INTO gpkg_extensions VALUES (?, NULL, 'gpkg_schema', ?, 'read-write')",
        [
            (name, SCHEMA_EXTENSION)
            for name in ("gpkg_data_columns", "gpkg_data_column_constraints")
        ],
    )
    _add_style(connection, layer, moment)


def _extent(sites: Sequence[RankedSite]) -> tuple[float | None, ...]:
    places = [
        (ranked.site.longitude, ranked.site.latitude)
        for ranked in sites
        if ranked.site.longitude is not None and ranked.site.latitude is not None
    ]
    if not places:
        return (None, None, None, None)
    xs, ys = zip(*places, strict=True)
    return (min(xs), min(ys), max(xs), max(ys))


def _add_style(connection: sqlite3.Connection, layer: RankingLayer, moment: str) -> None:
    """Store the style where QGIS looks for it: a table of this name, with these columns."""
    connection.execute(
        "CREATE TABLE layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT, "
        "f_table_catalog VARCHAR(256), f_table_schema VARCHAR(256), f_table_name VARCHAR(256), "
        "f_geometry_column VARCHAR(256), styleName TEXT, styleQML TEXT, styleSLD TEXT, "
        "useAsDefault BOOLEAN, description TEXT, owner VARCHAR(30), ui VARCHAR(30), "
        "update_time DATETIME)"
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
