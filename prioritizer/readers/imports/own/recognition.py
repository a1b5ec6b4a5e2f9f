"""Files that this tool exported: read whole, or refused with what to take instead."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from prioritizer.domain.columns import site_columns
from prioritizer.domain.imports import ImportOptions, Topic
from prioritizer.domain.own_columns import DECLARATION
from prioritizer.errors import Severity
from prioritizer.readers.imports.assays import GRADE_COLUMNS
from prioritizer.readers.imports.files.kind import file_kind
from prioritizer.readers.imports.own import geojson as own_geojson
from prioritizer.readers.imports.own import geopackage as own_geopackage
from prioritizer.readers.imports.own import package as own_package
from prioritizer.readers.imports.own import tables as own_tables
from prioritizer.readers.imports.own.answers import refuse_workbook
from prioritizer.readers.imports.own.tables import OwnTables
from prioritizer.readers.imports.words.outcome import Outcome
from prioritizer.readers.imports.words.records import Log
from prioritizer.readers.plausible_grades import held_note
from prioritizer.readers.tables import fault

HELD = "quarantined"
STATED = (
    "sheet", "layer", "encoding", "delimiter", "decimal", "crs", "columns", "units", "values",
    "constants",
)  # fmt: skip
READERS: dict[str, Callable[[Path, ImportOptions, Log], OwnTables | None]] = {
    "gpkg": own_geopackage.read,
    "gpkg.zip": own_geopackage.read_zipped,
    "geojson": own_geojson.read,
    "datapackage": own_package.read,
    "xlsx": refuse_workbook,
}
OTHERS = {
    "csv": "another table",
    "xlsx": "a workbook",
    "geojson": "GeoJSON of another source",
    "gpkg": "a GeoPackage of another source",
    "gpkg.zip": "a GeoPackage of another source",
    "datapackage": "a Data Package of another source",
}
EXPECTED = (
    "a site table as CSV, or a GeoPackage, GeoJSON or Data Package that 'export' of this tool "
    "wrote"
)


def read_own(path: Path, options: ImportOptions) -> Outcome | None:
    """Return all that a file of this tool holds; None for a file of another source.

    Raises
    ------
    DataError
        If the file is an answer of this tool, from which the sites do not come back whole, or
        options are stated that it leaves no room for.
    """
    kind, log = file_kind(path, options.limits), Log(path.name)
    reader = READERS.get(kind)
    found = None if reader is None else reader(path, options, log)
    if found is None:
        if options.only_own or kind == "datapackage":
            raise _foreign(path, kind)
        return None
    stated = [name for name in STATED if getattr(options, name)]
    if stated:
        raise fault(
            path.name,
            f"a choice of {', '.join(stated)} for a file that this tool exported",
            "no such choice: its columns and units are known",
            "Leave the choice out; the file is read whole.",
        )
    log.read_as(Topic.PART, path.name, f"{found.what} of this tool, read whole", 1.0)
    log.add(
        Severity.NOTE,
        None,
        None,
        f"{found.what} that this tool exported",
        "what may be published",
        "Restricted sites, columns and sources, and sources that nothing cites, stay with the "
        "inventory it was made from.",
    )
    return _outcome(path, kind, found, options, log)


def _foreign(path: Path, kind: str) -> Exception:
    if kind == "datapackage":
        hint = "Unpack it and import its table of sites: python -m prioritizer import TABLE.csv"
    else:
        hint = (
            f"Read it once: python -m prioritizer import {path.name} --out FOLDER. Then use "
            "FOLDER/sites.csv."
        )
    return fault(path.name, OTHERS.get(kind, f"a {kind} file"), EXPECTED, hint)


def _outcome(
    path: Path, kind: str, found: OwnTables, options: ImportOptions, log: Log
) -> Outcome:
    declared = {row.get("column") for row in found.own_columns}
    if HELD not in declared:
        # What is quarantined is told by the grades themselves.
        found = replace(found, sites=[_without(row, HELD) for row in found.sites])
    grades = [
        {**row, "note": held_note(row.get("note", ""), row.get(HELD, ""))}
        if row.get("use") != "yes"
        else row
        for row in found.grades
    ]
    kept = [
        (row, line)
        for row, line in zip(found.sites, found.lines, strict=True)
        if line not in log.failed
    ]
    header = _header(found.sites)
    rows = [[row.get(name, "") for name in header] for row, _ in kept]
    lines = [line for _, line in kept]
    return Outcome(
        file=path.name,
        kind=kind,
        part=found.part,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        header=header,
        rows=rows,
        lines=lines,
        grade_rows=_cells(grades, GRADE_COLUMNS),
        grade_lines=list(range(1, len(found.grades) + 1)),
        matches=(),
        interpretations=log.interpretations,
        issues=log.issues,
        failed=sorted(log.failed),
        n_rows=len(found.sites),
        source_header=header if options.keep_source else (),
        source_rows=rows if options.keep_source else [],
        source_lines=lines if options.keep_source else [],
        sources=_cells(found.sources, own_tables.SOURCE_COLUMNS),
        own_columns=_cells(found.own_columns, DECLARATION),
        title=found.title,
        is_own=True,
    )


def _without(row: Mapping[str, str], name: str) -> dict[str, str]:
    return {key: text for key, text in row.items() if key != name}


def _header(rows: Sequence[Mapping[str, str]]) -> tuple[str, ...]:
    """Return the columns of the dictionary in its order, then those it does not know."""
    used = dict.fromkeys(name for row in rows for name in row)
    known = [name for name in site_columns() if name in used]
    return (*known, *(name for name in used if name not in site_columns()))


def _cells(rows: Sequence[Mapping[str, str]], columns: Sequence[str]) -> list[list[str]]:
    return [[row.get(name, "") for name in columns] for row in rows]
