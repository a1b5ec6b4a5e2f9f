"""What every GeoPackage 1.3 of this tool holds around its tables, and how it writes points."""

from __future__ import annotations

import sqlite3
import struct
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from prioritizer.domain.site import Site

APPLICATION_ID = 0x47504B47  # "GPKG"; OGC 12-128r18, requirement 2
VERSION = 10300
WGS84 = 4326
SCHEMA = """
CREATE TABLE gpkg_spatial_ref_sys (
    srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
    organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (
    table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
    description TEXT DEFAULT '',
    last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
    min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
    CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (
    table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
    srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
    CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
    CONSTRAINT uk_gc_table_name UNIQUE (table_name),
    CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
    CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
CREATE TABLE gpkg_extensions (
    table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL,
    scope TEXT NOT NULL,
    CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
CREATE TABLE gpkg_data_columns (
    table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT,
    description TEXT, mime_type TEXT, constraint_name TEXT,
    CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name),
    CONSTRAINT gdc_tn UNIQUE (table_name, name));
CREATE TABLE gpkg_data_column_constraints (
    constraint_name TEXT NOT NULL, constraint_type TEXT NOT NULL, value TEXT,
    min NUMERIC, min_is_inclusive BOOLEAN, max NUMERIC, max_is_inclusive BOOLEAN,
    description TEXT,
    CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value));
"""
WGS84_WKT = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,'
    'AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,'
    'AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],'
    'AUTHORITY["EPSG","4326"]]'
)
REFERENCE_SYSTEMS = (
    ("WGS 84 geodetic", WGS84, "EPSG", WGS84, WGS84_WKT, "longitude/latitude in degrees"),
    ("Undefined Cartesian SRS", -1, "NONE", -1, "undefined", "undefined Cartesian"),
    ("Undefined geographic SRS", 0, "NONE", 0, "undefined", "undefined geographic"),
)
SCHEMA_EXTENSION = "http://www.geopackage.org/spec130/#extension_schema"


def build(fill: Callable[[sqlite3.Connection], None]) -> bytes:
    """Return the bytes of a GeoPackage whose tables ``fill`` makes, in one transaction."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "build.gpkg"
        connection = sqlite3.connect(path)
        try:
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {VERSION}")
            connection.executescript(SCHEMA)
            with connection:
                connection.executemany(
                    "INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)",
                    REFERENCE_SYSTEMS,
                )
                fill(connection)
                connection.executemany(
                    "INSERT INTO gpkg_extensions "
                    "VALUES (?, NULL, 'gpkg_schema', ?, 'read-write')",
                    [
                        ("gpkg_data_columns", SCHEMA_EXTENSION),
                        ("gpkg_data_column_constraints", SCHEMA_EXTENSION),
                    ],
                )
        finally:
            connection.close()
        return path.read_bytes()


# No envelope, little endian.
HEADER = b"GP" + struct.pack("<BBi", 0, 1, WGS84)


def add_features(
    connection: sqlite3.Connection, table: str, definitions: Sequence[str], kind: str = "POINT"
) -> None:
    """Make a table of shapes in WGS84, for which ``gpkg_contents`` has a row already.

    ``kind`` is the geometry type of the standard, such as POINT or MULTIPOLYGON.
    """
    connection.execute(
        f"CREATE TABLE {table} (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom {kind}, "
        f"{', '.join(definitions)})"
    )
    connection.execute(
        "INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, ?, 0, 0)", (table, kind, WGS84)
    )


def describe(
    connection: sqlite3.Connection, table: str, columns: Iterable[tuple[str, str, str]]
) -> None:
    """Say what columns hold: their name, SQL type and description."""
    connection.executemany(
        "INSERT INTO gpkg_data_columns VALUES (?, ?, ?, ?, ?, NULL, NULL)",
        [(table, name, name, name.replace("_", " "), words) for name, _, words in columns],
    )


def extent(sites: Iterable[Site]) -> tuple[float | None, ...]:
    """Return the smallest and largest longitude and latitude; four times None if unknown."""
    known = [
        (site.longitude, site.latitude)
        for site in sites
        if site.longitude is not None and site.latitude is not None
    ]
    if not known:
        return (None, None, None, None)
    xs, ys = zip(*known, strict=True)
    return (min(xs), min(ys), max(xs), max(ys))


def point(site: Site) -> bytes | None:
    """Return a point in the binary form of a GeoPackage: a header, then well-known binary.

    Little endian, no envelope; longitude before latitude (OGC 12-128r18, clause 2.1.3).
    """
    if site.latitude is None or site.longitude is None:
        return None
    return HEADER + struct.pack("<BIdd", 1, 1, site.longitude, site.latitude)


def area(shape: Any) -> bytes:
    """Return a shapely area as a multipolygon in the binary form of a GeoPackage."""
    import shapely

    parts = list(getattr(shape, "geoms", [shape]))
    whole = shapely.MultiPolygon(parts)
    return HEADER + bytes(shapely.to_wkb(whole, byte_order=1, output_dimension=2))
