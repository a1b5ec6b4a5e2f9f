"""The grades table: one row per site and analyte, values and units as published."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from prioritizer.domain.columns import Column
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import Assay, Range
from prioritizer.errors import DataError, Issue, Severity
from prioritizer.readers.cells import CellReader, clean, quoted, unguarded
from prioritizer.readers.plausible_grades import quarantine_note
from prioritizer.readers.tables import RawTable, as_dicts, read_table

REQUIRED = ("site_id", "analyte", "unit")
UNITS = {"%": "%", "g/t": "g/t", "ppm": "ppm", "mg/kg": "mg/kg"}
ROOMY = {"%": 100.0, "g/t": 1e6, "ppm": 1e6, "mg/kg": 1e6}


def read_grades(
    path: Path, reference: Reference
) -> tuple[Mapping[str, tuple[Assay, ...]], tuple[Issue, ...]]:
    """Return the assays by site id, and every issue met; a faulty row is left out.

    A file without rows holds no assay, as where there is no file: an import of a table without
    grades leaves one behind.

    Raises
    ------
    DataError
        If the file cannot be read or lacks a required column.
    """
    table = read_table(path, may_be_empty=True)
    return parse_grades(table, reference) if table.rows else ({}, table.notes)


def parse_grades(
    table: RawTable, reference: Reference
) -> tuple[Mapping[str, tuple[Assay, ...]], tuple[Issue, ...]]:
    """Return the assays of a table by site id, and every issue met.

    Raises
    ------
    DataError
        If the table lacks a required column.
    """
    missing = [name for name in REQUIRED if name not in table.header]
    if missing:
        raise DataError(
            [
                Issue(
                    Severity.ERROR,
                    table.file,
                    1,
                    name,
                    f"the columns {', '.join(table.header)}",
                    f"a column '{name}'",
                    "Add the column or correct its name.",
                )
                for name in missing
            ]
        )
    reader = CellReader(table.file, list(table.notes))
    found: dict[str, list[Assay]] = {}
    for line, row in zip(table.lines, as_dicts(table), strict=True):
        reader.row = line
        before = len(reader.issues)
        assay = _assay(
            {name: unguarded(clean(text)) for name, text in row.items()}, reader, reference
        )
        site_id = unguarded(clean(row["site_id"]))
        reader.name_site(before, site_id)
        if not any(i.severity is Severity.ERROR for i in reader.issues[before:]):
            found.setdefault(site_id, []).append(assay)
    return {site: tuple(assays) for site, assays in found.items()}, tuple(reader.issues)


def _assay(row: dict[str, str], reader: CellReader, reference: Reference) -> Assay:
    unit = row["unit"]
    low, best, high = (_number(row, name, unit, reader) for name in ("low", "best", "high"))
    grade = Range(low, best, high)
    if grade.is_known and unit not in UNITS:
        reader.error("unit", quoted(unit), "one of: %, g/t, ppm, mg/kg", "Correct the unit.")
    known = [v for v in (low, best, high) if v is not None]
    if known != sorted(known):
        reader.error(
            "best",
            f"low {low}, best {best}, high {high}",
            "low ≤ best ≤ high",
            "Exchange or correct the three.",
        )
    if not row["analyte"]:
        reader.error(
            "analyte", "a blank cell", "an element, oxide or mineral", "Fill in the cell."
        )
    elif row["analyte"] not in reference.analytes and row.get("use", "").casefold() != "no":
        reader.warn(
            "analyte",
            quoted(row["analyte"]),
            "an analyte of criteria/reference/analytes.csv",
            "It is listed, but not counted.",
        )
    stated = row.get("use", "").casefold()
    doubt = (
        "" if stated else quarantine_note(row["analyte"], (low, best, high), unit, reference)
    )
    return Assay(
        analyte=row["analyte"],
        grade=grade,
        unit=unit,
        contained_t=_number(row, "contained_t", "t", reader),
        statistic=row.get("statistic", ""),
        basis=row.get("basis", ""),
        source=row.get("source", ""),
        is_used=stated != "no" and not doubt,
        note="; ".join(filter(None, (doubt, row.get("note", "")))),
    )


def _number(row: dict[str, str], name: str, unit: str, reader: CellReader) -> float | None:
    text = row.get(name, "")
    if not text:
        return None
    top = ROOMY.get(unit, 1e12)
    return reader.number(text, Column(name, "number", unit, False, (), 0.0, top, "", ""))
