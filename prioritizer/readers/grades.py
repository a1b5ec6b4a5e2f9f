"""The grades table: one row per site and analyte, values and units as published."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from prioritizer.domain.columns import Column
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import Assay, Range
from prioritizer.errors import DataError, Issue, Severity
from prioritizer.readers.cells import CellReader, clean, quoted, unguarded
from prioritizer.readers.plausible_grades import ROOMY, held_note, quarantine_note
from prioritizer.readers.table_marks import grade_marks
from prioritizer.readers.tables import RawTable

REQUIRED = ("site_id", "analyte", "unit")
UNITS = {"%": "%", "g/t": "g/t", "ppm": "ppm", "mg/kg": "mg/kg"}
# Different texts that are looked for again.
MOST_ALIKE = 2_000
NUMBERS = ("low", "best", "high", "contained_t")


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
    marks = grade_marks(table, NUMBERS, ROOMY)
    found: dict[str, list[Assay]] = {}
    plain: dict[str, str] = {}
    for line, record in zip(table.lines, table.rows, strict=True):
        reader.row = line
        before = len(reader.issues)
        cells = _cells(table.header, record, plain)
        for name in NUMBERS:
            if cells.get(name):
                cells[name] = marks.plain(name, cells[name], reader)
        assay = _assay(cells, reader, reference)
        site_id = cells["site_id"]
        reader.name_site(before, site_id)
        if not any(i.severity is Severity.ERROR for i in reader.issues[before:]):
            found.setdefault(site_id, []).append(assay)
    return {site: tuple(assays) for site, assays in found.items()}, tuple(reader.issues)


def _cells(header: tuple[str, ...], record: list[str], plain: dict[str, str]) -> dict[str, str]:
    """Return the cells of a row by column, blank where the row is short.

    ``plain`` holds texts that were seen before, as they are read.
    """
    cells = dict.fromkeys(header, "")
    for name, text in zip(header, record, strict=False):
        found = plain.get(text)
        if found is None:
            found = unguarded(clean(text))
            if len(plain) < MOST_ALIKE:
                plain[text] = found
        cells[name] = found
    return cells


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
    held = row.get("quarantined", "")
    note = row.get("note", "") if stated == "yes" else held_note(row.get("note", ""), held)
    # What is held back stays so until somebody writes yes.
    stated = stated or ("no" if held else "")
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
        note="; ".join(filter(None, (doubt, note))),
    )


def _number(row: dict[str, str], name: str, unit: str, reader: CellReader) -> float | None:
    text = row.get(name, "")
    if not text:
        return None
    return reader.number(text, _column(name, unit))


@lru_cache(maxsize=100)
def _column(name: str, unit: str) -> Column:
    top = ROOMY.get(unit, 1e12)
    return Column(name, "number", unit, False, (), 0.0, top, "", "")
