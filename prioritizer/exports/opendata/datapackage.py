"""An inventory as a Data Package: tables as CSV in a zip, with a schema that machines read."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from prioritizer.domain.site import SiteRegister
from prioritizer.exports.opendata.inventory import (
    HELD,
    HELD_OF_ASSAY,
    Cell,
    ColumnLike,
    OpenInventory,
    number_text,
    open_assay,
)
from prioritizer.exports.tables.csv_file import guarded

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
# The earliest time a zip can hold: the same inventory gives the same bytes on any day.
ZIP_TIME = (1980, 1, 1, 0, 0, 0)
LICENCE_NAME = re.compile(r"[-a-zA-Z0-9._]+")
Table = list[list[str]]
Field = dict[str, Any]

SITE_ID: Field = {
    "name": "site_id",
    "type": "string",
    "description": "Waste body",
    "constraints": {"required": True},
}
GRADE_FIELDS: tuple[Field, ...] = (
    SITE_ID,
    {
        "name": "analyte",
        "type": "string",
        "description": "As printed: an element symbol, an oxide, TREO or a mineral",
        "constraints": {"required": True},
    },
    *(
        {
            "name": end,
            "type": "number",
            "description": f"{words}, in the unit of the row",
            "constraints": {"minimum": 0},
        }
        for end, words in (("low", "Low end"), ("best", "Best estimate"), ("high", "High end"))
    ),
    {"name": "unit", "type": "string", "description": "Unit of low, best and high, as printed"},
    {"name": "statistic", "type": "string", "description": "What the values are"},
    {"name": "basis", "type": "string", "description": "What they were measured on"},
    {
        "name": "contained_t",
        "type": "number",
        "unit": "t",
        "description": "Contained mass, where published",
        "constraints": {"minimum": 0},
    },
    {"name": "source", "type": "string", "description": "Source ids, separated by ;"},
    {
        "name": "use",
        "type": "boolean",
        "trueValues": ["yes"],
        "falseValues": ["no"],
        "description": "Whether the row is fit for use; the note says why not",
    },
    {"name": "note", "type": "string", "description": "Remark"},
    {"name": HELD, "type": "string", "description": HELD_OF_ASSAY},
)
SOURCE_FIELDS: tuple[Field, ...] = (
    {
        "name": "source_id",
        "type": "string",
        "description": "Key of the source",
        "constraints": {"required": True, "unique": True},
    },
    {"name": "citation", "type": "string", "description": "Where the figure comes from"},
    {"name": "year", "type": "string", "description": "Year of publication"},
    {"name": "source_type", "type": "string", "description": "Kind of source"},
    {"name": "identifier", "type": "string", "description": "DOI or other identifier"},
    {"name": "url", "type": "string", "description": "Address"},
    {"name": "quality", "type": "string", "description": "As the register defines it"},
)
SOURCE_PARTS = ("source_id", "citation", "year", "kind", "identifier", "url", "quality")
OWN_FIELDS: tuple[Field, ...] = (
    {
        "name": "column",
        "type": "string",
        "description": "Column of sites.csv that its owner added",
        "constraints": {"required": True, "unique": True},
    },
    {"name": "kind", "type": "string", "description": "number, classes, yesno or text"},
    {"name": "unit", "type": "string", "description": "Unit of a number"},
    {
        "name": "classes",
        "type": "string",
        "description": "Classes from the worst to the best, separated by ;",
    },
    {"name": "source", "type": "string", "description": "Column of source ids that cites it"},
    {"name": "title", "type": "string", "description": "Name that people read"},
    {"name": "note", "type": "string", "description": "What it means"},
    {
        "name": "proposed",
        "type": "string",
        "description": "yes: the kind was taken from the values",
    },
)
CITATION_FIELDS: tuple[Field, ...] = (
    SITE_ID,
    {"name": "column", "type": "string", "description": "Column, or analyte, that cites"},
    {
        "name": "source_id",
        "type": "string",
        "description": "Source that is cited",
        "constraints": {"required": True},
    },
)
README = """{title}

Tables of historical mine waste sites as a Data Package (https://datapackage.org, version 2.0);
datapackage.json holds the type, unit and limits of every column.

- A blank cell means unknown. It never means zero; a printed 0 is a real 0.
- A text that would start a formula in a spreadsheet has an apostrophe before it; take one away.
- Values that the publisher keeps restricted are not in this package, and are blank here too.
- Licence: {licence}.
- Last changed: {updated}. Exported: {exported}.
"""


def write(inventory: OpenInventory) -> bytes:
    """Return a zip with ``datapackage.json``, a read-me and its tables."""
    files = {name: _csv(table) for name, table in _tables(inventory).items()}
    readme = README.format(
        title=inventory.register.title or "Inventory",
        licence=inventory.licence or "none stated by the publisher",
        updated=inventory.updated_on or "unknown",
        exported=inventory.exported_at,
    )
    descriptor = json.dumps(
        describe(inventory, files), ensure_ascii=False, allow_nan=False, indent=1
    )
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        texts = {"datapackage.json": descriptor.encode(), "README.txt": readme.encode()}
        for name, data in {**texts, **files}.items():
            archive.writestr(zipfile.ZipInfo(name, ZIP_TIME), data, zipfile.ZIP_DEFLATED)
    return content.getvalue()


def _tables(inventory: OpenInventory) -> dict[str, Table]:
    sites = inventory.register.sites
    columns = [column.name for column in inventory.columns]
    grades = [
        {"site_id": site.site_id, **open_assay(assay), "use": "yes" if assay.is_used else "no"}
        for site in sites
        for assay in site.assays
    ]
    sources = [
        [getattr(source, part) for part in SOURCE_PARTS]
        for source in inventory.register.sources.values()
    ]
    declared = [_row(row, _names(OWN_FIELDS)) for row in inventory.declarations()]
    own = {"own_columns.csv": [_names(OWN_FIELDS), *declared]} if declared else {}
    return {
        "sites.csv": [columns, *(_row(inventory.row(site), columns) for site in sites)],
        "grades.csv": [_names(GRADE_FIELDS), *(_row(r, _names(GRADE_FIELDS)) for r in grades)],
        "sources.csv": [_names(SOURCE_FIELDS), *([guarded(c) for c in row] for row in sources)],
        "citations.csv": [_names(CITATION_FIELDS), *_citations(inventory.register)],
        **own,
    }


def _names(fields: Iterable[Field]) -> list[str]:
    return [field["name"] for field in fields]


def _row(cells: Mapping[str, Cell], names: Sequence[str]) -> list[str]:
    return [_text(cells.get(name)) for name in names]


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    return guarded(cell) if isinstance(cell, str) else number_text(cell)


def _citations(register: SiteRegister) -> Iterable[list[str]]:
    """Yield one row per site, citing column and source that the package holds."""
    seen: dict[tuple[str, str, str], None] = {}
    for site in register.sites:
        citing = [*site.sources.items(), *((a.analyte, a.source) for a in site.assays)]
        if site.gate is not None:
            citing.append(("gate_source", site.gate.source))
        for column, text in citing:
            ids = (part.strip() for part in text.split(";"))
            seen.update({(site.site_id, column, i): None for i in ids if i in register.sources})
    return ([guarded(cell) for cell in row] for row in seen)


def _csv(table: Table) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(table)
    return text.getvalue().encode()


def describe(inventory: OpenInventory, files: Mapping[str, bytes]) -> dict[str, Any]:
    """Return the descriptor of the package: what each table and column holds."""
    licences = _licences(inventory.licence)
    site_key = {
        "fields": ["site_id"],
        "reference": {"resource": "sites", "fields": ["site_id"]},
    }
    source_key = {
        "fields": ["source_id"],
        "reference": {"resource": "sources", "fields": ["source_id"]},
    }
    schemas: dict[str, dict[str, Any]] = {
        "sites.csv": {
            "fields": [_field(column) for column in inventory.columns],
            "primaryKey": ["site_id"],
        },
        "grades.csv": {"fields": list(GRADE_FIELDS), "foreignKeys": [site_key]},
        "sources.csv": {"fields": list(SOURCE_FIELDS), "primaryKey": ["source_id"]},
        "citations.csv": {
            "fields": list(CITATION_FIELDS),
            "foreignKeys": [site_key, source_key],
        },
    }
    if "own_columns.csv" in files:
        schemas["own_columns.csv"] = {"fields": list(OWN_FIELDS), "primaryKey": ["column"]}
    descriptor: dict[str, Any] = {
        "$schema": PROFILE,
        "profile": "tabular-data-package",
        "name": _slug(inventory.register.title),
        "title": inventory.register.title or "Inventory",
        "description": "Historical mine waste sites. A blank cell means unknown, never zero.",
        "created": inventory.exported_at,
        "sources": [{"title": s.citation} for s in inventory.register.sources.values()],
        "resources": [_resource(name, files[name], schema) for name, schema in schemas.items()],
    }
    return {**descriptor, **({"licenses": licences} if licences else {})}


def _licences(licence: str) -> list[dict[str, str]]:
    if not licence:
        return []
    return [{"name" if LICENCE_NAME.fullmatch(licence) else "title": licence}]


def _slug(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.casefold()).strip("-") or "inventory"


def _resource(name: str, data: bytes, schema: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": name.removesuffix(".csv"),
        "type": "table",
        "profile": "tabular-data-resource",
        "path": name,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "schema": {**schema, "missingValues": [""]},
    }


def _field(column: ColumnLike) -> Field:
    """Return the Table Schema field of a column of the data dictionary."""
    field: Field = {"name": column.name, "type": "string", "description": column.description}
    constraints: dict[str, Any] = {}
    if column.is_required:
        constraints["required"] = True
    if column.kind == "id":
        constraints["unique"] = True
    if column.unit:
        field["unit"] = column.unit
    if column.kind == "number":
        field["type"] = "number"
        ends = {"minimum": column.low, "maximum": column.high}
        constraints.update(
            {word: end for word, end in ends.items() if abs(end) != float("inf")}
        )
    elif column.kind == "yesno":
        field.update({"type": "boolean", "trueValues": ["yes"], "falseValues": ["no"]})
    elif column.allowed:
        constraints["enum"] = list(column.allowed)
    if column.kind == "country":
        constraints["pattern"] = "[A-Z]{2}"
    return {**field, **({"constraints": constraints} if constraints else {})}
