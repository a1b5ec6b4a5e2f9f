"""What is known about a site, column by column as published, for records and workbooks."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Any, TypeAlias

from prioritizer.domain.columns import Column, ranges, site_columns
from prioritizer.domain.computed import COMPUTED, COMPUTED_ON, computed_values
from prioritizer.domain.own_columns import cells_of
from prioritizer.domain.own_register import site_table_columns
from prioritizer.domain.site import Assay, Range, Site

Published: TypeAlias = float | str | bool


_SPECIAL = {
    "site_id",
    "row",
    "gate",
    "assays",
    "unverified",
    "texts",
    "sources",
    "own",
}
_PLAIN = tuple(
    field.name for field in fields(Site) if field.name not in _SPECIAL and field.type != "Range"
)

_NO_FIGURES = frozenset({"name", "unverified", "notes", COMPUTED, COMPUTED_ON})

# Units of the data dictionary, which is plain ASCII, as people read them.
_SHOWN = {"t/m3": "t/m³", "m3": "m³", "M USD": "million USD", "1-5": "1–5", "1-9": "1–9"}


@dataclass(frozen=True, slots=True)
class Figure:
    """One published figure of a site: what, how much, in which unit, and from which sources."""

    field: str
    value: Published
    unit: str
    source: str
    remark: str = ""


def published(site: Site) -> dict[str, Published]:
    """Return what is known about a site by column name; unknown columns are left out.

    Assays are not among them: a site has any number of them.
    """
    found: dict[str, Published] = {}
    for name in _PLAIN:
        value = getattr(site, name)
        if value is not None and value != "":
            found[name] = str(value) if isinstance(value, str) else value
    for name, columns in ranges().items():
        found.update(_ends(getattr(site, name), columns))
    if site.gate is not None:
        parts = {
            "gate": str(site.gate.code),
            "gate_reason": site.gate.reason,
            "gate_source": site.gate.source,
        }
        found.update({name: text for name, text in parts.items() if text})
    if site.unverified:
        found["unverified"] = ";".join(site.unverified)
    found.update(
        {name: text for name, text in (*site.texts.items(), *site.sources.items()) if text}
    )
    for name, held in site.own.items():
        found.update(cells_of(name, held.value))
    return found


def _ends(known: Range, columns: tuple[str, str, str]) -> dict[str, Published]:
    ends = zip(columns, (known.low, known.best, known.high), strict=True)
    return {column: end for column, end in ends if end is not None}


def assay_row(assay: Assay) -> dict[str, Any]:
    """Return an assay by column name; unknown columns are left out."""
    row: dict[str, Any] = {"analyte": assay.analyte, "unit": assay.unit, "use": assay.is_used}
    row.update(_ends(assay.grade, ("low", "best", "high")))
    if assay.contained_t is not None:
        row["contained_t"] = assay.contained_t
    texts = {
        "statistic": assay.statistic,
        "basis": assay.basis,
        "source": assay.source,
        "note": assay.note,
    }
    row.update({name: text for name, text in texts.items() if text})
    return row


def figures(site: Site) -> list[Figure]:
    """Return every published figure of a site with its unit and its sources."""
    known = published(site)
    own = site_table_columns(site) if site.own else {}
    computed = computed_values(site)
    return [
        Figure(
            name,
            value,
            unit_of(name, own),
            _sources_of(name, known, own),
            _standing(name, site, computed),
        )
        for name, value in known.items()
        if not name.endswith("_source") and name not in _NO_FIGURES
    ] + [figure for assay in site.assays for figure in _assay_figures(assay)]


def _assay_figures(assay: Assay) -> list[Figure]:
    row = assay_row(assay)
    remarks = [str(row[name]) for name in ("statistic", "basis", "note") if name in row]
    if not assay.is_used:
        remarks.insert(0, "not used in the ranking")
    ends = [(name, assay.unit) for name in ("low", "best", "high")] + [
        ("contained_t", "t contained")
    ]
    return [
        Figure(
            f"{assay.analyte} {'grade' if name == 'best' else name}",
            row[name],
            unit,
            assay.source,
            "; ".join(remarks),
        )
        for name, unit in ends
        if name in row
    ]


def unit_of(column: str, own: Mapping[str, Column] = MappingProxyType({})) -> str:
    """Return the unit of a site column, empty for text and codes.

    Parameters
    ----------
    own
        Columns that the data dictionary does not know.
    """
    known = site_columns().get(column) or own.get(column)
    return _SHOWN.get(known.unit, known.unit) if known else ""


def _sources_of(
    column: str, published_values: dict[str, Published], own: Mapping[str, Column]
) -> str:
    known = site_columns().get(column) or own.get(column)
    return str(published_values.get(known.source, "")) if known else ""


def _standing(column: str, site: Site, computed: Collection[str]) -> str:
    if column in site.unverified:
        return "not verified"
    return "computed from the point" if column in computed else ""
