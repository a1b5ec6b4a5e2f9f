"""A whole register as the tables that it is read from: sites, grades, sources, own columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from prioritizer.domain.own_columns import DECLARATION, declaration_row
from prioritizer.domain.own_register import columns_of, declared
from prioritizer.domain.published import assay_row, published
from prioritizer.domain.site import Site, SiteRegister, Source
from prioritizer.exports.tables.csv_file import guarded

TABLES = ("sites.csv", "grades.csv", "sources.csv", "own_columns.csv")
GRADES = (
    "site_id", "analyte", "low", "best", "high", "unit", "statistic", "basis", "contained_t",
    "source", "use", "note",
)  # fmt: skip
SOURCES = {
    "source_id": "source_id",
    "citation": "citation",
    "year": "year",
    "source_type": "kind",
    "identifier": "identifier",
    "url": "url",
    "quality": "quality",
    "access": "access",
}
Cells = Mapping[str, object]


def register_tables(register: SiteRegister) -> dict[str, bytes]:
    """Return each table by its name, UTF-8 with line feeds; own columns only if there are any.

    Everything is in them, what is restricted too, with the columns that say so.
    """
    rows = [published(site) | {"site_id": site.site_id} for site in register.sites]
    used = {name for row in rows for name in row}
    columns = [
        name
        for name, column in columns_of(register).items()
        if name in used or column.is_required
    ]
    found = {
        "sites.csv": _table(columns, rows),
        "grades.csv": _table(GRADES, _grades(register.sites)),
        "sources.csv": _table(list(SOURCES), map(_source, register.sources.values())),
    }
    own = [declaration_row(column) for column in declared(register).values()]
    return {**found, "own_columns.csv": _table(DECLARATION, own)} if own else found


def _grades(sites: Iterable[Site]) -> Iterable[Cells]:
    for site in sites:
        for assay in site.assays:
            yield {"site_id": site.site_id, **assay_row(assay)}


def _source(source: Source) -> Cells:
    return {column: getattr(source, name) for column, name in SOURCES.items()}


def _table(columns: Sequence[str], rows: Iterable[Cells]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(guarded(name) for name in columns)
    writer.writerows([_cell(row.get(name)) for name in columns] for row in rows)
    return text.getvalue().encode()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        number = float(value)
        return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)
    return guarded(str(value))
