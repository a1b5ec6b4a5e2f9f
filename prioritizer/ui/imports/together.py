"""Tables in the tool's own columns, with grades and sources beside: read as they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from prioritizer.domain.published import assay_row, published
from prioritizer.domain.words import counted
from prioritizer.errors import DataError, Issue, Severity
from prioritizer.ui.imports import findings
from prioritizer.ui.parts import issue_list
from prioritizer.ui.shell import cache as cached
from prioritizer.ui.shell import markup, state
from prioritizer.ui.shell.cache import Inventory
from prioritizer.ui.shell.text import escape_html, plain
from prioritizer.workflow.sites.tables import (
    COMPANIONS,
    GRADES,
    SITES,
    has_needed,
    is_site_table,
)

MAX_MEGABYTES = 20
# Exports of this tool hold all of these tables.
EXPORTS = ("gpkg", "geojson", "zip")
TABLES = ("csv", "txt", "tsv")
KINDS = [
    "csv", "tsv", "txt", "gz", "xlsx", "xls", "xlsb", "ods", "geojson", "json", "gpkg", "fgb",
    "kml", "kmz", "parquet", "zip",
]  # fmt: skip
ADVICE = (
    "Grades may stand in a table of their own, with columns in any language the tool knows; it "
    "names each site as the table above does, by id or by name. Sources and a declaration of "
    "own columns go with a table of sites that has the columns `site_id`, `name` and "
    "`waste_type`, as in the sample. An export of this tool holds them all."
)
REFUSED = (
    "The table could not be read. What was loaded before stays loaded; correct the places "
    "below and read the table again."
)


@dataclass(frozen=True, slots=True)
class TablesRead:
    """Tables read as they stand; ``inventory`` is None where they were refused."""

    name: str
    inventory: Inventory | None
    issues: tuple[Issue, ...]
    has_others: bool
    content: bytes

    @property
    def leaves_to_ask(self) -> bool:
        """Return whether the import, which lets cells be corrected, can do more with them."""
        has_errors = any(issue.severity is Severity.ERROR for issue in self.issues)
        return not self.has_others and (self.inventory is None or has_errors)


def choose() -> dict[str, UploadedFile]:
    """Draw the choice of the tables beside a site table; return those chosen, by name."""
    with st.expander("Grades, sources and own columns in tables of their own"):
        st.markdown(ADVICE)
        files = {
            name: column.file_uploader(
                f"{name.removesuffix('.csv').replace('_', ' ').capitalize()}, optional",
                type=KINDS if name == GRADES else list(TABLES),
                key=f"import-{name}-{state.get('import_round')}",
                max_upload_size=MAX_MEGABYTES,
            )
            for name, column in zip(COMPANIONS, st.columns(len(COMPANIONS)), strict=True)
        }
    return {name: file for name, file in files.items() if file is not None}


def fits(file: UploadedFile, others: Mapping[str, UploadedFile]) -> bool:
    """Return whether a file is to be read as it stands: all its columns are the tool's own.

    With tables beside it that only such a file can have, it is read so in any case; with grades
    alone, if it has the columns needed.
    """
    if others.keys() - {GRADES}:
        return True
    if others:
        return _ending(file) in EXPORTS or has_needed(file.getvalue())
    is_table = _ending(file) in TABLES and file.size <= MAX_MEGABYTES * 1_000_000
    return is_table and is_site_table(file.getvalue())


def read(file: UploadedFile, others: Mapping[str, UploadedFile]) -> TablesRead:
    """Read a site table and those beside it; nothing is used yet."""
    main = f"sites.{_ending(file)}" if _ending(file) in EXPORTS else SITES
    # Grades may be of any kind, whose reader goes by the ending.
    grades = f"grades.{_ending(others[GRADES])}" if GRADES in others else GRADES
    named = [
        (main, file.getvalue()),
        *((grades if n == GRADES else n, f.getvalue()) for n, f in others.items()),
    ]
    too_large = [name for name, content in named if len(content) > MAX_MEGABYTES * 1_000_000]
    title = plain(file.name, limit=60)
    try:
        if too_large:
            raise DataError([_too_large(name) for name in too_large])
        if others and main != SITES:
            raise DataError([_superfluous(main)])
        found = cached.read_upload(named, title=title)
    except DataError as error:
        return TablesRead(title, None, tuple(error.issues), bool(others), named[0][1])
    usable = found if len(found.register) else None
    return TablesRead(title, usable, found.issues, bool(others), named[0][1])


def show(tables: TablesRead) -> None:
    """Draw what was read: counts and first rows, or that it was refused."""
    if tables.inventory is None:
        st.error(REFUSED, icon=":material/report:")
    else:
        _summary(tables.name, tables.inventory)
        _preview(tables.inventory)


def issues(tables: TablesRead) -> bool:
    """Draw the faults; return whether to read the table like any other instead."""
    if tables.issues:
        st.subheader("Faults and warnings", anchor=False)
        issue_list.show(tables.issues)
    if tables.has_others:
        return False
    markup.draw(
        markup.note(
            "All columns are the tool's own, so the table was read as it stands, by the data "
            "dictionary."
        )
    )
    return st.button("Choose columns, units and marks instead", key="import-as-any")


def _summary(name: str, inventory: Inventory) -> None:
    register = inventory.register
    errors = sum(issue.severity is Severity.ERROR for issue in inventory.issues)
    figures = (
        ("sites read", len(register)),
        ("grades read", register.n_assays),
        ("sites without a grade", register.n_without_assay),
        ("sources", len(register.sources)),
        ("errors", errors),
    )
    cells = "".join(f"<div><b>{value:,}</b>{label}</div>" for label, value in figures)
    markup.draw(
        f'<h2 class="pp-h2">{escape_html(name, limit=90)} <small>read as it stands</small></h2>'
        f'<div class="pp-facts-line">{cells}</div>'
    )
    if register.n_without_assay == len(register):
        said = f"{counted(len(register), 'site')}, and no site has an assay."
        markup.draw(markup.note(f"{said} Add the grades above, if there are any."))


def _preview(inventory: Inventory) -> None:
    sites = inventory.register.sites
    some = sites[: findings.ROWS_SHOWN]
    rows = [{"site_id": site.site_id, **published(site)} for site in some]
    grades = [
        {"site_id": site.site_id, **assay_row(assay)} for site in some for assay in site.assays
    ]
    understood, graded, located = st.tabs(["As understood", "Grades", "Map"])
    with understood:
        findings.grid(*_table(rows), n_all=len(sites))
    with graded:
        findings.grades(*_table(grades), n_all=inventory.register.n_assays)
    with located:
        doubtful = findings.doubtful_positions(inventory.issues)
        findings.places(sites, doubtful, content=inventory.digest)


def _table(rows: Sequence[Mapping[str, Any]]) -> tuple[list[str], list[list[str]]]:
    header = list(dict.fromkeys(name for row in rows for name in row))
    return header, [[_shown(row.get(name)) for name in header] for row in rows]


def _shown(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.12g}"
    return "" if value is None else str(value)


def _ending(file: UploadedFile) -> str:
    return str(file.name).rpartition(".")[2].casefold()


def _too_large(name: str) -> Issue:
    return Issue(
        Severity.ERROR,
        name,
        None,
        None,
        "a larger file",
        f"at most {MAX_MEGABYTES} MB",
        "Split the table, or rank it on the command line.",
    )


def _superfluous(name: str) -> Issue:
    return Issue(
        Severity.ERROR,
        name,
        None,
        None,
        "other tables besides an export, which holds its own assays and sources",
        "the export alone, or tables as CSV",
        "Remove the other files and read it again.",
    )
