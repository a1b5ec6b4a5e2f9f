"""An inventory as GeoPackage 1.3: a layer of waste bodies, tables of assays and sources."""

from __future__ import annotations

import sqlite3
import struct
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from prioritizer.domain.site import Site
from prioritizer.exports.evidence import assay_row
from prioritizer.exports.open_data import Cell, ColumnLike, OpenInventory

APPLICATION_ID = 0x47504B47  # "GPKG"; OGC 12-128r18, requirement 2
VERSION = 10300
WGS84 = 4326
LAYER, ASSAYS, SOURCES = "waste_bodies", "assays", "sources"
ASSAY_COLUMNS = (
    ("site_id", "TEXT NOT NULL", "Waste body the assay belongs to"),
    ("analyte", "TEXT NOT NULL", "As printed: an element, an oxide or a mineral"),
    ("low", "REAL", "Low end, in the unit of the row"),
    ("best", "REAL", "Best estimate, in the unit of the row"),
    ("high", "REAL", "High end, in the unit of the row"),
    ("unit", "TEXT", "Unit of low, best and high"),
    ("statistic", "TEXT", "What the values are"),
    ("basis", "TEXT", "What they were measured on"),
    ("contained_t", "REAL", "t: contained mass, where published"),
    ("source", "TEXT", "Source ids, separated by ;"),
    ("use", "TEXT", "Whether the assay is fit for use: yes or no"),
    ("note", "TEXT", "Remark"),
)
SOURCE_COLUMNS = (
    ("source_id", "TEXT NOT NULL UNIQUE", "Key of the source"),
    ("citation", "TEXT", "Where the figure comes from"),
    ("year", "TEXT", "Year of publication"),
    ("kind", "TEXT", "Kind of source"),
    ("identifier", "TEXT", "DOI or other identifier"),
    ("url", "TEXT", "Address"),
    ("quality", "TEXT", "A to D, as the register defines them"),
)
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


def write(inventory: OpenInventory) -> bytes:
    """Return the bytes of a GeoPackage; points in WGS84, unknown as NULL."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "open.gpkg"
        connection = sqlite3.connect(path)
        try:
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {VERSION}")
            connection.executescript(SCHEMA)
            with connection:
                _fill(connection, inventory)
        finally:
            connection.close()
        return path.read_bytes()


def _fill(connection: sqlite3.Connection, inventory: OpenInventory) -> None:
    register = inventory.register
    connection.executemany(
        "INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)", REFERENCE_SYSTEMS
    )
    _add_layer(connection, inventory)
    _add_table(connection, inventory, ASSAYS, ASSAY_COLUMNS, _assays(register.sites))
    sources = register.sources.values()
    rows = ([getattr(s, name) or None for name, _, _ in SOURCE_COLUMNS] for s in sources)
    _add_table(connection, inventory, SOURCES, SOURCE_COLUMNS, rows)
    for table in ("gpkg_data_columns", "gpkg_data_column_constraints"):
        connection.execute(
            "INSERT INTO gpkg_extensions VALUES (?, NULL, 'gpkg_schema', ?, 'read-write')",
            (table, SCHEMA_EXTENSION),
        )


def _add_layer(connection: sqlite3.Connection, inventory: OpenInventory) -> None:
    columns, sites = inventory.columns, inventory.register.sites
    definitions = ", ".join(f'"{column.name}" {_sql_type(column)}' for column in columns)
    connection.execute(
        f"CREATE TABLE {LAYER} (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom POINT, "
        f"{definitions})"
    )
    _register(connection, inventory, LAYER, "features", _extent(sites))
    connection.execute(
        "INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', 'POINT', ?, 0, 0)", (LAYER, WGS84)
    )
    marks = ", ".join("?" * (len(columns) + 1))
    names = ", ".join(f'"{column.name}"' for column in columns)
    rows = ((point(site), *inventory.row(site).values()) for site in sites)
    connection.executemany(f"INSERT INTO {LAYER} (geom, {names}) VALUES ({marks})", rows)  # noqa: S608 - names of the dictionary
    for column in columns:
        _describe(connection, column)


def _sql_type(column: ColumnLike) -> str:
    kind = "REAL" if column.kind == "number" else "TEXT"
    return f"{kind} NOT NULL" if column.is_required else kind


def _describe(connection: sqlite3.Connection, column: ColumnLike) -> None:
    constraint = f"{column.name}_codes" if column.allowed else None
    words = f"{column.unit}: {column.description}" if column.unit else column.description
    connection.execute(
        "INSERT INTO gpkg_data_columns VALUES (?, ?, ?, ?, ?, NULL, ?)",
        (LAYER, column.name, column.name, column.name.replace("_", " "), words, constraint),
    )
    connection.executemany(
        "INSERT INTO gpkg_data_column_constraints VALUES (?, 'enum', ?, "
        "NULL, NULL, NULL, NULL, NULL)",
        [(constraint, code) for code in column.allowed],
    )


def _add_table(
    connection: sqlite3.Connection,
    inventory: OpenInventory,
    table: str,
    columns: Sequence[tuple[str, str, str]],
    rows: Iterable[Sequence[Cell]],
) -> None:
    definitions = ", ".join(f'"{name}" {kind}' for name, kind, _ in columns)
    connection.execute(
        f"CREATE TABLE {table} (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, {definitions})"
    )
    _register(connection, inventory, table, "attributes", (None, None, None, None))
    names = ", ".join(f'"{name}"' for name, _, _ in columns)
    marks = ", ".join("?" * len(columns))
    connection.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)  # noqa: S608 - constants
    connection.executemany(
        "INSERT INTO gpkg_data_columns VALUES (?, ?, ?, ?, ?, NULL, NULL)",
        [(table, name, name, name.replace("_", " "), words) for name, _, words in columns],
    )


def _register(
    connection: sqlite3.Connection,
    inventory: OpenInventory,
    table: str,
    data_type: str,
    extent: tuple[float | None, ...],
) -> None:
    parts = [inventory.register.title, table.replace("_", " ")]
    if inventory.licence:
        parts.append(f"licence: {inventory.licence}")
    if inventory.updated_on:
        parts.append(f"updated {inventory.updated_on}")
    srs = WGS84 if data_type == "features" else 0
    connection.execute(
        "INSERT INTO gpkg_contents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            table,
            data_type,
            table,
            "; ".join(part for part in parts if part),
            inventory.exported_at.replace("Z", ".000Z"),
            *extent,
            srs,
        ),
    )


def _extent(sites: Sequence[Site]) -> tuple[float | None, ...]:
    places = [(s.longitude, s.latitude) for s in sites if s.longitude is not None]
    known = [(x, y) for x, y in places if x is not None and y is not None]
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
    header = b"GP" + struct.pack("<BBi", 0, 1, WGS84)
    return header + struct.pack("<BIdd", 1, 1, site.longitude, site.latitude)


def _assays(sites: Iterable[Site]) -> Iterable[Sequence[Cell]]:
    for site in sites:
        for assay in site.assays:
            row = {
                "site_id": site.site_id,
                **assay_row(assay),
                "use": "yes" if assay.is_used else "no",
            }
            yield [row.get(name) for name, _, _ in ASSAY_COLUMNS]
