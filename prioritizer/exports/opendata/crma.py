"""The table that Article 27 of the Critical Raw Materials Act asks for; unknown is a word."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator

from prioritizer.domain.access import cited_sources
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import Assay, Range, Site
from prioritizer.exports.opendata.inventory import UNKNOWN, OpenInventory, number_text
from prioritizer.exports.tables.csv_file import guarded

# Regulation (EU) 2024/1252, Article 27(4): what a database of closed facilities holds.
COLUMNS = (
    "site_id",
    "name",
    "site_group",
    "country",
    "region",
    "latitude",
    "longitude",
    "coordinate_error_km",
    "waste_type",
    "area_ha",
    "volume_low_m3",
    "volume_m3",
    "volume_high_m3",
    "tonnage_low_t",
    "tonnage_t",
    "tonnage_high_t",
    "tonnage_basis",
    "operator_current",
    "operator_former",
    "legal_successor",
    "owner",
    "external_ids",
    "raw_material",
    "element",
    "concentration_low",
    "concentration_best",
    "concentration_high",
    "concentration_unit",
    "concentration_method",
    "concentration_quarantined",
    "quantity_low_t",
    "quantity_best_t",
    "quantity_high_t",
    "quantity_method",
    "concentration_source",
    "sampling",
    "additional_information",
    "not_verified",
    "missing_for_article_27",
    "sources",
    "updated_on",
    "public",
)
FROM_TABLE = frozenset(COLUMNS[: COLUMNS.index("raw_material")])
INFORMATION = (
    ("commodity_mined", "mined"),
    ("deposition_start", "deposited from"),
    ("deposition_end", "deposited to"),
    ("site_status", "status"),
    ("mineralogy", "minerals"),
    ("crm_named", "critical raw materials named without a value"),
    ("sulfide_class", "sulfide"),
    ("ard_potential", "acid drainage"),
    ("environmental_impacts", "impacts"),
    ("hazard_system", "hazard system"),
    ("hazard_class", "hazard class"),
    ("reprocessing_studies", "earlier work"),
    ("recoveries_reported", "recoveries"),
    ("permit_status", "permits"),
    ("gate", "not open to a project"),
    ("gate_reason", "reason"),
)
FRACTION = {"%": 1e-2, "g/t": 1e-6, "ppm": 1e-6, "mg/kg": 1e-6}
CALCULATED = "calculated: tonnage × concentration"


def write(inventory: OpenInventory) -> bytes:
    """Return the table: a row per waste body and raw material, at least one per waste body.

    UTF-8 with a byte-order mark, so that a spreadsheet shows every letter right.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for site in inventory.register.sites:
        body = _body(inventory, site)
        for assay in site.assays or (None,):
            row = {**body, **_content(site, assay, inventory.reference)}
            writer.writerow(row.get(name) or UNKNOWN for name in COLUMNS)
    return codecs.BOM_UTF8 + text.getvalue().encode()


def _body(inventory: OpenInventory, site: Site) -> dict[str, str]:
    known = inventory.row(site)
    row = {
        name: guarded(cell) if isinstance(cell, str) else number_text(cell)
        for name, cell in known.items()
        if cell is not None and name in FROM_TABLE
    }
    texts = {"sampling": site.texts.get("sampling_type", "")}
    texts["additional_information"] = "; ".join(
        f"{words}: {known[name]}" for name, words in INFORMATION if known.get(name)
    )
    texts["not_verified"] = "; ".join(site.unverified) or "none marked"
    texts["missing_for_article_27"] = "; ".join(missing(site)) or "nothing"
    texts["sources"] = "; ".join(sorted(cited_sources(site)))
    texts["updated_on"] = inventory.updated_on
    row.update({name: guarded(text) for name, text in texts.items()})
    row["public"] = "yes"
    return row


def missing(site: Site) -> tuple[str, ...]:
    """Return what Article 27(4) asks for and nobody has told, in words."""
    chain = ("operator_current", "operator_former", "legal_successor", "owner")
    is_sized = site.tonnage_t.is_known
    # What cannot be tells nothing until somebody confirms it.
    assays = [assay for assay in site.assays if not assay.is_quarantined]
    tests = (
        ("location", site.latitude is None),
        ("areal extent", site.area_ha is None),
        ("waste volume", not site.volume_m3.is_known),
        ("operator or former operator", not any(site.texts.get(name) for name in chain)),
        ("concentrations of raw materials", not any(a.grade.is_known for a in assays)),
        (
            "quantities of raw materials",
            not any(
                a.contained_t is not None or (a.is_used and is_sized and a.grade.is_known)
                for a in assays
            ),
        ),
    )
    return tuple(words for words, is_missing in tests if is_missing)


def _content(site: Site, assay: Assay | None, reference: Reference) -> dict[str, str]:
    if assay is None:
        return {}
    if assay.is_quarantined:
        return _quarantined(assay)
    analyte = reference.analytes.get(assay.analyte)
    quantity, method = _quantity(site, assay)
    row = {
        "raw_material": guarded(assay.analyte),
        "element": analyte.symbol if analyte else "",
        "concentration_unit": guarded(assay.unit) if assay.grade.is_known else "",
        "concentration_method": guarded(_method(assay)),
        "concentration_source": guarded(assay.source),
        "quantity_method": method,
    }
    row.update(_ends("concentration_{}", assay.grade))
    row.update(_ends("quantity_{}_t", quantity))
    return row


def _quarantined(assay: Assay) -> dict[str, str]:
    """Return the cells of a grade that cannot be: none of a concentration or a quantity."""
    return {
        "raw_material": guarded(assay.analyte),
        "concentration_quarantined": guarded(assay.note),
        "concentration_source": guarded(assay.source),
    }


def _method(assay: Assay) -> str:
    parts = [assay.statistic, assay.basis, assay.note]
    if not assay.is_used:
        parts.append("not used in the ranking")
    return "; ".join(part for part in parts if part)


def _quantity(site: Site, assay: Assay) -> tuple[Range, str]:
    """Return the mass of the raw material as printed, in tonnes, and where it comes from."""
    if assay.contained_t is not None:
        return Range(best=assay.contained_t), "published"
    fraction = FRACTION.get(assay.unit)
    if not assay.is_used or fraction is None:
        return Range(), ""
    mass, grade = site.tonnage_t, assay.grade
    quantity = Range(
        _product(mass.low, grade.low, fraction),
        _product(mass.best, grade.best, fraction),
        _product(mass.high, grade.high, fraction),
    )
    return quantity, CALCULATED if quantity.is_known else ""


def _product(mass_t: float | None, grade: float | None, fraction: float) -> float | None:
    return None if mass_t is None or grade is None else mass_t * grade * fraction


def _ends(pattern: str, known: Range) -> Iterator[tuple[str, str]]:
    for end in ("low", "best", "high"):
        value = getattr(known, end)
        if value is not None:
            yield pattern.format(end), f"{value:.12g}"
