"""Small files of every kind, built for a test."""

from __future__ import annotations

import io
import json
import sqlite3
import struct
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from string import Template
from typing import Any

import shapely
from openpyxl import Workbook

from prioritizer.domain.imports import ImportOptions
from prioritizer.readers.imports.reading import read_file
from prioritizer.readers.reference import read_reference

FIXED = "site_id,name,country,latitude,longitude,waste_type"
ROW = "A1,Pond,SE,60.07,15.01,tailings"


def site(columns: str, cells: str, *, delimiter: str = ",") -> str:
    """Return a table of one site: fixed columns and those given, already joined."""
    head, row = FIXED.replace(",", delimiter), ROW.replace(",", delimiter)
    return f"{head}{delimiter}{columns}\n{row}{delimiter}{cells}\n"


def workbook(rows: Iterable[Sequence[Any]], *, title: str = "Sites") -> Workbook:
    """Return a workbook with one sheet."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    return book


def saved(book: Workbook) -> bytes:
    """Return a workbook as bytes."""
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def archive(parts: dict[str, bytes]) -> bytes:
    """Return a ZIP archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return buffer.getvalue()


def replaced(data: bytes, changes: dict[str, bytes]) -> bytes:
    """Return an archive with some parts replaced or added."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    return archive({**parts, **changes})


def collection(*features: dict[str, Any], **more: Any) -> bytes:
    """Return a GeoJSON feature collection."""
    data = {"type": "FeatureCollection", "features": list(features), **more}
    return json.dumps(data).encode()


def feature(geometry: dict[str, Any] | None, **properties: Any) -> dict[str, Any]:
    """Return a GeoJSON feature."""
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def point(x: float, y: float) -> dict[str, Any]:
    """Return a GeoJSON point."""
    return {"type": "Point", "coordinates": [x, y]}


def geopackage(
    path: Path,
    rows: Sequence[tuple[Any, ...]],
    columns: str = "fid INTEGER PRIMARY KEY, geom BLOB, name TEXT",
    *,
    srs: int = 4326,
    extra: str = "",
    contents: str = "sites",
) -> bytes:
    """Write a minimal GeoPackage and return its bytes; geometries become blobs."""
    base = sqlite3.connect(path)
    script = """PRAGMA application_id = 1196444487;
        CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER PRIMARY KEY,
            organization TEXT, organization_coordsys_id INTEGER, definition TEXT);
        INSERT INTO gpkg_spatial_ref_sys VALUES ('x', $srs, 'EPSG', $srs, 'undefined');
        CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT,
            identifier TEXT, srs_id INTEGER);
        INSERT INTO gpkg_contents VALUES ('$contents', 'features', '$contents', $srs);
        CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT,
            geometry_type_name TEXT, srs_id INTEGER, z INTEGER, m INTEGER);
        INSERT INTO gpkg_geometry_columns
            VALUES ('$contents', 'geom', 'GEOMETRY', $srs, 0, 0);
        CREATE TABLE sites ($columns);
        $extra"""
    base.executescript(
        Template(script).substitute(srs=srs, contents=contents, columns=columns, extra=extra)
    )
    marks = ",".join("?" * len(rows[0])) if rows else ""
    for row in rows:
        cells = [
            _blob(cell, srs) if isinstance(cell, shapely.Geometry) else cell for cell in row
        ]
        base.execute(f"INSERT INTO sites VALUES ({marks})", cells)  # noqa: S608 - our own marks
    base.commit()
    base.close()
    return path.read_bytes()


def _blob(geometry: shapely.Geometry, srs: int) -> bytes:
    return b"GP\0\1" + struct.pack("<i", srs) + bytes(shapely.to_wkb(geometry))


class Read:
    """What an import understood of a small text file: sites, grades in use, what it said."""

    def __init__(self, folder: Path, content: bytes | str, file: str, options: Any) -> None:
        path = folder / file
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        self.outcome = read_file(
            path, ImportOptions(**options), read_reference().analytes, lambda *_: None
        )
        self.sites = [
            {name: cell for name, cell in zip(self.outcome.header, row, strict=True) if cell}
            for row in self.outcome.rows
        ]
        self.fields = {match.header: match.field for match in self.outcome.matches}

    def grades(self) -> dict[str, tuple[str, ...]]:
        """Return low, best, high, unit of the grades in use, by site and analyte."""
        return {
            f"{row[0]} {row[1]}": tuple(row[2:6])
            for row in self.outcome.grade_rows
            if row[11] == "yes"
        }

    def said(self, severity: str = "") -> str:
        """Return the issues as one text, and what was understood where none is asked for."""
        issues = [str(i) for i in self.outcome.issues if severity in {"", i.severity}]
        notes = [f"{e.where}: {e.what} {e.reason}" for e in self.outcome.interpretations]
        return "\n".join(issues if severity else [*issues, *notes])


def read_text(
    folder: Path, content: bytes | str, file: str = "file.csv", **options: Any
) -> Read:
    """Import a small file without the process of its own."""
    return Read(folder, content, file, options)
