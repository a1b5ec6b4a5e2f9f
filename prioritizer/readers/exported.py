"""An export of this tool as a register again: sites, assays and sources in one file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from prioritizer.domain.imports import ImportOptions, Limits
from prioritizer.domain.own_columns import DECLARATION
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.site_file import SiteFile
from prioritizer.errors import Issue
from prioritizer.readers.cells import CellReader, guarded
from prioritizer.readers.grades import parse_grades
from prioritizer.readers.imports.assays import GRADE_COLUMNS
from prioritizer.readers.imports.own.tables import SOURCE_COLUMNS
from prioritizer.readers.imports.sandbox import parse_in_child
from prioritizer.readers.imports.words.outcome import Outcome
from prioritizer.readers.own_columns import plan_own
from prioritizer.readers.own_declarations import parse_declared
from prioritizer.readers.site_rows import orphans, parse_sites, parse_sources
from prioritizer.readers.tables import MAX_BYTES, RawTable, fault
from prioritizer.readers.what_was_read import read_as_one

LIMITS = replace(Limits(), bytes=MAX_BYTES)


def read_export(path: Path, reference: Reference, *, grades: Path | None = None) -> SiteFile:
    """Read a GeoPackage, GeoJSON or Data Package that this tool exported.

    Raises
    ------
    DataError
        If it is of another source or an answer of this tool, or grades are given besides.
    """
    options = ImportOptions(only_own=True, limits=LIMITS)
    outcome = parse_in_child(path, options, reference.analytes)
    if grades is not None:
        raise fault(
            path.name,
            f"the grades table {grades.name} besides a file with assays of its own",
            "one of the two",
            "Leave the grades table out.",
        )
    register, issues = exported_register(outcome, path.stem, reference)
    told = read_as_one(f"{path.name}, exported by this tool", register)
    return SiteFile(register, (*outcome.issues, *issues), told)


def exported_register(
    outcome: Outcome, title: str, reference: Reference
) -> tuple[SiteRegister, tuple[Issue, ...]]:
    """Return the register of an export, and the issues of its cells.

    Parameters
    ----------
    title
        For a file that does not say its own.
    """
    reader = CellReader(outcome.file)
    table = _table(outcome, outcome.grade_rows, outcome.grade_lines, GRADE_COLUMNS)
    assays, grade_issues = parse_grades(table, reference)
    rows = _table(outcome, outcome.rows, outcome.lines, outcome.header)
    numbers = list(range(1, len(outcome.own_columns) + 1))
    declared, faults = parse_declared(
        _table(outcome, outcome.own_columns, numbers, DECLARATION)
    )
    own = plan_own(rows, reader, declared, is_complete=True)
    sites = tuple(parse_sites(rows, reader, assays, own)) if outcome.rows else ()
    lines = list(range(1, len(outcome.sources) + 1))
    sources = parse_sources(_table(outcome, outcome.sources, lines, SOURCE_COLUMNS))
    known = {site.site_id for site in sites}
    strangers = orphans(outcome.file, assays, known, reader)
    register = SiteRegister(outcome.title or title, sites, sources, own.columns, own.blank)
    return register, (*faults, *reader.issues, *grade_issues, *strangers)


def _table(
    outcome: Outcome, rows: Sequence[Sequence[str]], lines: list[int], header: Sequence[str]
) -> RawTable:
    """Return plain cells as the table of a CSV file, which has marks before formulas."""
    cells = [[guarded(cell) for cell in row] for row in rows]
    return RawTable(outcome.file, tuple(header), cells, lines, ",")
