"""An inventory as GeoPackage 1.3: a layer of waste bodies, tables of assays and sources."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

from prioritizer.domain.site import Site
from prioritizer.exports.opendata import geopackage_frame
from prioritizer.exports.opendata.inventory import (
    HELD,
    HELD_OF_ASSAY,
    HELD_OF_SITE,
    Cell,
    ColumnLike,
    OpenInventory,
    held_grades,
    open_assay,
)
from prioritizer.exports.opendata.outlines import outline_shape

LAYER, ASSAYS, SOURCES, OWN = "waste_bodies", "assays", "sources", "own_columns"
OUTLINES = "outlines"
OUTLINE_COLUMNS = (
    ("site_id", "TEXT NOT NULL", "Waste body whose outline it is"),
    ("name", "TEXT", "Name people know it by"),
)
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
    (HELD, "TEXT", HELD_OF_ASSAY),
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
OWN_COLUMNS = (
    ("column", "TEXT NOT NULL UNIQUE", "Column of waste_bodies that its owner added"),
    ("kind", "TEXT NOT NULL", "number, classes, yesno or text"),
    ("unit", "TEXT", "Unit of a number"),
    ("classes", "TEXT", "Classes from the worst to the best, separated by ;"),
    ("source", "TEXT", "Column of source ids that cites it"),
    ("title", "TEXT", "Name that people read"),
    ("note", "TEXT", "What it means"),
    ("proposed", "TEXT", "yes: the kind was taken from the values"),
)


def write(inventory: OpenInventory) -> bytes:
    """Return the bytes of a GeoPackage; points and outlines in WGS84, unknown as NULL."""

    def fill(connection: sqlite3.Connection) -> None:
        register = inventory.register
        _add_layer(connection, inventory)
        _add_outlines(connection, inventory)
        _add_table(connection, inventory, ASSAYS, ASSAY_COLUMNS, _assays(register.sites))
        sources = register.sources.values()
        rows = ([getattr(s, name) or None for name, _, _ in SOURCE_COLUMNS] for s in sources)
        _add_table(connection, inventory, SOURCES, SOURCE_COLUMNS, rows)
        if declared := inventory.declarations():
            own = ([row[name] or None for name, _, _ in OWN_COLUMNS] for row in declared)
            _add_table(connection, inventory, OWN, OWN_COLUMNS, own)

    return geopackage_frame.build(fill)


def _add_layer(connection: sqlite3.Connection, inventory: OpenInventory) -> None:
    columns, sites = inventory.columns, inventory.register.sites
    _register(connection, inventory, LAYER, "features", geopackage_frame.extent(sites))
    definitions = [f'"{column.name}" {_sql_type(column)}' for column in columns]
    # A column of the register's own goes before the one of that name here.
    held = () if inventory.has_column(HELD) else ((HELD, "TEXT", HELD_OF_SITE),)
    definitions += [f'"{name}" {kind}' for name, kind, _ in held]
    geopackage_frame.add_features(connection, LAYER, definitions)
    marks = ", ".join("?" * (len(definitions) + 1))
    names = ", ".join(f'"{name}"' for name in [c.name for c in columns] + [h[0] for h in held])
    rows = (
        (
            geopackage_frame.point(site),
            *inventory.row(site).values(),
            *(held_grades(site) for _ in held),
        )
        for site in sites
    )
    connection.executemany(f"INSERT INTO {LAYER} (geom, {names}) VALUES ({marks})", rows)  # noqa: S608 - names of the dictionary
    for column in columns:
        _describe(connection, column)
    geopackage_frame.describe(connection, LAYER, held)


def _add_outlines(connection: sqlite3.Connection, inventory: OpenInventory) -> None:
    """Add a layer of areas, where an outline is known: the points stay a layer of points."""
    found = [(site, outline_shape(site)) for site in inventory.register.sites]
    known = [(site, shape) for site, shape in found if shape is not None]
    if not known:
        return
    wests, souths, easts, norths = zip(*(shape.bounds for _, shape in known), strict=True)
    extent = (min(wests), min(souths), max(easts), max(norths))
    _register(connection, inventory, OUTLINES, "features", extent)
    definitions = [f'"{name}" {kind}' for name, kind, _ in OUTLINE_COLUMNS]
    geopackage_frame.add_features(connection, OUTLINES, definitions, "MULTIPOLYGON")
    connection.executemany(
        f"INSERT INTO {OUTLINES} (geom, site_id, name) VALUES (?, ?, ?)",  # noqa: S608 - constant
        [(geopackage_frame.area(shape), site.site_id, site.name) for site, shape in known],
    )
    geopackage_frame.describe(connection, OUTLINES, OUTLINE_COLUMNS)


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
    geopackage_frame.describe(connection, table, columns)


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
    srs = geopackage_frame.WGS84 if data_type == "features" else 0
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


def _assays(sites: Iterable[Site]) -> Iterable[Sequence[Cell]]:
    for site in sites:
        for assay in site.assays:
            row = {
                "site_id": site.site_id,
                **open_assay(assay),
                "use": "yes" if assay.is_used else "no",
            }
            yield [row.get(name) for name, _, _ in ASSAY_COLUMNS]
