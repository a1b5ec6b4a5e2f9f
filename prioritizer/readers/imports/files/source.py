"""A file of any known kind as a grid: the reader is chosen by its content."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from prioritizer.domain.imports import ImportOptions, Topic
from prioritizer.readers.imports.files.calamine_source import read_calamine
from prioritizer.readers.imports.files.csv_source import read_csv
from prioritizer.readers.imports.files.geojson_source import read_geojson
from prioritizer.readers.imports.files.geopackage_source import read_geopackage
from prioritizer.readers.imports.files.kind import file_kind
from prioritizer.readers.imports.files.packed import unpacked
from prioritizer.readers.imports.files.parquet_source import read_parquet
from prioritizer.readers.imports.files.vector_source import read_vector
from prioritizer.readers.imports.files.xlsx_source import read_xlsx
from prioritizer.readers.imports.words.records import Log, RawGrid, Report

# The kinds of file that can be imported, the function that reads each and its usual endings.
SOURCES: dict[str, Callable[[Path, ImportOptions, Log, Report], RawGrid]] = {
    "csv": read_csv,
    "xlsx": read_xlsx,
    "geojson": read_geojson,
    "gpkg": read_geopackage,
    **dict.fromkeys(("xls", "xlsb", "ods"), read_calamine),
    **dict.fromkeys(("shp", "gdb", "fgb", "kml", "layer.zip"), read_vector),
    "parquet": read_parquet,
}
# What is unpacked first, and the kind of what is in it.
PACKED = {"gz": "csv", "zip": "csv", "gpkg.zip": "gpkg", "kmz": "kml"}
ENDINGS = {
    "csv": {".csv", ".txt", ".tsv", ".tab"},
    "xlsx": {".xlsx", ".xlsm"},
    "geojson": {".geojson", ".json"},
    "gpkg": {".gpkg"},
    "xls": {".xls"},
    "layer.zip": {".zip"},
    "parquet": {".parquet", ".geoparquet"},
    **{kind: {f".{kind}"} for kind in ("xlsb", "ods", "shp", "gdb", "fgb", "kml")},
    **{kind: {f".{kind.rpartition('.')[2]}"} for kind in PACKED},
}


def read_grid(path: Path, options: ImportOptions, log: Log, report: Report) -> RawGrid:
    """Read a file of any known kind as a grid.

    Raises
    ------
    DataError
        If it cannot be read; the issue says why.
    """
    kind = file_kind(path, options.limits)
    if path.suffix.casefold() not in ENDINGS[kind]:
        log.read_as(
            Topic.PART,
            log.file,
            f"read as {kind.upper()} though the name ends in '{path.suffix[:20]}'",
            0.95,
            reason="told by the content",
        )
        log.warn(
            None,
            None,
            f"the ending '{path.suffix[:20]}' on a file that is {kind.upper()} by content",
            f"one of: {', '.join(sorted(ENDINGS[kind]))}",
            "Rename the file.",
        )
    if kind not in PACKED:
        return SOURCES[kind](path, options, log, report)
    with unpacked(path, kind, options.limits) as inner:
        log.read_as(Topic.PART, log.file, "the table in the archive is read", 1.0)
        return SOURCES[PACKED[kind]](inner, options, log, report)
