"""What is known about a site, column by column as published, for records and workbooks."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, TypeAlias

from prioritizer.domain.site import Assay, Range, Site

Published: TypeAlias = float | str | bool


def _ends_of(column: str) -> tuple[str, str, str]:
    """Return the columns of a range: ``tonnage_low_t``, ``tonnage_t``, ``tonnage_high_t``."""
    stem, _, unit = column.rpartition("_")
    return f"{stem}_low_{unit}", column, f"{stem}_high_{unit}"


RANGE_COLUMNS = {
    field.name: _ends_of(field.name)
    for field in fields(Site)
    if isinstance(field.default, Range)
}
_SPECIAL = {
    "site_id",
    "row",
    "gate",
    "assays",
    "unverified",
    "texts",
    "sources",
    *RANGE_COLUMNS,
}
_PLAIN = tuple(field.name for field in fields(Site) if field.name not in _SPECIAL)

_UNITS = (
    ("_t_m3", "t/m³"),
    ("_km", "km"),
    ("_ha", "ha"),
    ("_musd", "million USD"),
    ("_pct", "%"),
    ("_m", "m"),
    ("_m3", "m³"),
    ("_t", "t dry"),
    ("latitude", "degrees WGS84"),
    ("longitude", "degrees WGS84"),
    ("social_acceptance", "1–5"),
)

# Which column names the sources of which others, by the start of their names.
_SOURCE_OF = (
    ("tonnage_", "tonnage_source"),
    ("estimate_year", "tonnage_source"),
    ("volume_", "volume_source"),
    ("area_", "area_source"),
    ("latitude", "coordinate_source"),
    ("longitude", "coordinate_source"),
    ("coordinate_", "coordinate_source"),
    ("samples_n", "sampling_source"),
    ("sampling_", "sampling_source"),
    ("deposition_", "deposition_source"),
    ("mineralogy", "mineralogy_source"),
    ("sulfide_class", "mineralogy_source"),
    ("ard_", "ard_source"),
    ("impact_observed", "environment_source"),
    ("environmental_", "environment_source"),
    ("hazard_", "hazard_source"),
    ("distance_water_km", "environment_source"),
    ("water_body", "environment_source"),
    ("distance_", "access_source"),
    ("access_", "access_source"),
    ("nearest_", "access_source"),
    ("owner", "status_source"),
    ("site_status", "status_source"),
    ("permit_", "status_source"),
    ("reprocessing_", "reprocessing_source"),
    ("recoveries_", "reprocessing_source"),
    ("gate", "gate_source"),
)


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
    for name, columns in RANGE_COLUMNS.items():
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
    return [
        Figure(name, value, unit_of(name), _sources_of(name, known), _standing(name, site))
        for name, value in known.items()
        if not name.endswith("_source") and name not in ("name", "unverified", "notes")
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


def unit_of(column: str) -> str:
    """Return the unit of a site column, empty for text and codes."""
    return next((unit for ending, unit in _UNITS if column.endswith(ending)), "")


def _sources_of(column: str, known: dict[str, Published]) -> str:
    source = next((name for start, name in _SOURCE_OF if column.startswith(start)), "")
    return str(known.get(source, ""))


def _standing(column: str, site: Site) -> str:
    return "not verified" if column in site.unverified else ""
