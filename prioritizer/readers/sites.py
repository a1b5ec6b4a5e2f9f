"""A site table, with its grades and sources beside it, as a register; every fault collected."""

from __future__ import annotations

import difflib
from pathlib import Path

from prioritizer.domain.access import cited_sources, is_public
from prioritizer.domain.columns import site_columns
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import SiteRegister, Source
from prioritizer.domain.site_file import SiteFile
from prioritizer.errors import DataError, Issue, Severity
from prioritizer.readers.cells import CellReader, clean, unguarded
from prioritizer.readers.exported import read_export
from prioritizer.readers.grade_files import NO_GRADES, read_grade_file
from prioritizer.readers.imports.grade_table import other_names
from prioritizer.readers.imports.own.answers import refuse_answer
from prioritizer.readers.own_columns import plan_own
from prioritizer.readers.own_declarations import read_declared
from prioritizer.readers.site_rows import orphans, parse_sites, parse_sources
from prioritizer.readers.tables import RawTable, as_dicts, is_no_text_table, read_table
from prioritizer.readers.what_was_read import read_as_tables

MAX_TEXT = 20_000
BLANK_CODE = {"permit_code": "", "owner_cooperation": ""}


def read_sites(path: Path, reference: Reference, *, grades: Path | None = None) -> SiteFile:
    """Read a site table; grades, sources and own columns beside it are read as well.

    Columns that the data dictionary does not know are kept as own columns, as declared in
    ``own_columns.csv``, else by their values.

    A GeoPackage, GeoJSON or Data Package that this tool exported is read whole. A row with an
    error is left out and the error kept; the caller decides whether to go on.

    Raises
    ------
    DataError
        If the file as a whole cannot be read, or holds none of the required columns.
    """
    if is_no_text_table(path):
        return read_export(path, reference, grades=grades)
    table = read_table(path)
    refuse_answer(table.file, table.header)
    check_header(table)
    reader = CellReader(table.file, list(table.notes))
    grades_path = grades or path.with_name("grades.csv")
    beside = NO_GRADES
    if grades is not None or (grades_path.exists() and grades_path != path):
        beside = read_grade_file(grades_path, reference, lambda: _names(table))
    assays = beside.assays
    declared, faults = read_declared(path)
    own = plan_own(table, reader, declared)
    sites = tuple(parse_sites(table, reader, assays, own))
    known = {site.site_id for site in sites}
    sources = {**_read_sources(path.with_name("sources.csv")), **beside.sources}
    strangers = orphans(grades_path.name, assays, known, reader)
    register = SiteRegister(path.stem, sites, sources, own.columns, own.blank)
    told = read_as_tables(path, grades_path, register)
    restricted_in = table.file if _restricts(table) else ""
    uncited = _uncited(register) if sources.keys() - beside.sources.keys() else ()
    found = (*beside.issues, *beside.note, *strangers)
    issues = (*faults, *reader.issues, *found, *uncited)
    return SiteFile(register, issues, told, restricted_in)


def _names(table: RawTable) -> dict[str, list[str]]:
    """Return what each site of a table is called, by its id."""
    found = {}
    for row in as_dicts(table):
        cells = {name: unguarded(clean(text)) for name, text in row.items()}
        found[cells["site_id"]] = other_names(tuple(cells), tuple(cells.values()))
    return found


def _restricts(table: RawTable) -> bool:
    """Return whether any row says that it, or a part of it, is restricted."""
    held = [row for row in as_dicts(table) if row.get("restricted_fields", "").strip()]
    return bool(held) or not all(is_public(row.get("access", "")) for row in as_dicts(table))


def check_header(table: RawTable) -> None:
    """Refuse a table that lacks a required column, with the likeliest cure.

    Raises
    ------
    DataError
        With one issue per column that is missing.
    """
    known = site_columns()
    missing = [c.name for c in known.values() if c.is_required and c.name not in table.header]
    if not missing:
        return
    issues = []
    for name in missing:
        close = difflib.get_close_matches(name, table.header, n=1, cutoff=0.6)
        hint = f"Rename '{close[0]}' to '{name}'." if close else f"Add the column '{name}'."
        issues.append(
            Issue(
                Severity.ERROR,
                table.file,
                1,
                name,
                f"the columns {', '.join(table.header[:12])}",
                f"a column '{name}'",
                hint,
            )
        )
    raise DataError(issues)


def _uncited(register: SiteRegister) -> tuple[Issue, ...]:
    """Return what to say of source ids that the table of sources beside does not hold."""
    cited = {source for site in register.sites for source in cited_sources(site)}
    strangers = sorted(cited - register.sources.keys())
    if not strangers or not register.sources:
        return ()
    shown = ", ".join(strangers[:5]) + (" …" if len(strangers) > 5 else "")
    close = difflib.get_close_matches(strangers[0], register.sources, n=1)
    return (
        Issue(
            Severity.WARNING,
            "sources.csv",
            None,
            "source_id",
            f"{len(strangers)} ids that are cited and not in it ({shown})",
            "every source that is cited",
            "They stay without a citation. "
            + (f"Did you mean '{close[0]}'?" if close else "Add them."),
        ),
    )


def _read_sources(path: Path) -> dict[str, Source]:
    if not path.exists():
        return {}
    return parse_sources(read_table(path, may_be_empty=True))
