"""The reference tables of ``criteria/reference`` as one record."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from prioritizer import shipped
from prioritizer.domain.evidence_rule import EvidenceError, EvidenceRule
from prioritizer.domain.reference import Analyte, Commodity, HazardClass, PolicyEntry, Reference
from prioritizer.domain.site import Range

A_SYMBOL = "a symbol of criteria/reference/commodities.csv"
FOLDER = shipped.REFERENCE

STATUS = {"V": "verified", "R": "recalled", "D": "derived"}


@cache
def read_reference(folder: Path = FOLDER) -> Reference:
    """Read commodities, analytes, recoveries, densities, policy lists and hazard classes."""
    return Reference(
        commodities={
            row["symbol"]: _commodity(row) for row in _rows(folder / "commodities.csv")
        },
        analytes={
            row["analyte"]: Analyte(row["analyte"], row["symbol"], float(row["factor"]))
            for row in _rows(folder / "analytes.csv")
            if row["symbol"] and row["factor"]
        },
        recoveries={
            row["symbol"]: Range(
                float(row["low_pct"]) / 100, None, float(row["high_pct"]) / 100
            )
            for row in _rows(folder / "recoveries.csv")
        },
        densities={
            row["waste_type"]: Range(float(row["low"]), float(row["best"]), float(row["high"]))
            for row in _rows(folder / "densities.csv")
        },
        policy=tuple(
            PolicyEntry(
                r["list_id"],
                r["symbol"],
                r["class"],
                r["qualifier"],
                r["verification"] == "recalled",
            )
            for r in _rows(folder / "policy_lists.csv")
        ),
        hazard_classes=tuple(
            HazardClass(
                r["system"],
                r["class"],
                Range(float(r["consequence_low"]), None, float(r["consequence_high"])),
            )
            for r in _rows(folder / "hazard_classes.csv")
        ),
        grade_roles={r["symbol"]: r["role"] for r in _rows(folder / "grade_roles.csv")},
        families={
            r["commodity"]: r["family"] for r in _rows(folder / "commodity_families.csv")
        },
        citations={r["source_id"]: r["citation"] for r in _rows(folder / "sources.csv")},
        recovery_notes={
            row["symbol"]: f"{row['process']} ({STATUS.get(row['status'], row['status'])})"
            for row in _rows(folder / "recoveries.csv")
        },
        policy_titles={
            row["list_id"]: f"{row['title']}, {row['jurisdiction']} {row['year']}"
            for row in _rows(folder / "policy_list_index.csv")
        },
        evidence_errors={
            row["evidence_class"]: EvidenceError(
                _number(row["log_sd_grade_typical"]), _number(row["log_sd_tonnage_typical"])
            )
            for row in _rows(folder / "evidence_error.csv")
        },
        evidence_classes=_rules(folder / "evidence_classes.csv", "evidence_class"),
        reported_ends=_rules(folder / "reported_ends.csv", "ends"),
    )


@cache
def known_symbols() -> frozenset[str]:
    """Return the symbols of the commodities shipped here."""
    return frozenset(row["symbol"] for row in _rows(FOLDER / "commodities.csv"))


def _rules(path: Path, result: str) -> tuple[EvidenceRule, ...]:
    return tuple(
        EvidenceRule(row["quantity"], row["field"], row["how"], row["text"], row[result])
        for row in _rows(path)
    )


def _number(text: str) -> float | None:
    return float(text) if text else None


def _commodity(row: dict[str, str]) -> Commodity:
    def number(name: str) -> float | None:
        return _number(row[name])

    return Commodity(
        symbol=row["symbol"],
        name=row["name"],
        primary_grade_ppm=number("ore_grade_ppm_typical"),
        price_usd_per_kg=number("price_usd_per_kg_element"),
        supply_risk=number("eu_supply_risk_2023"),
        economic_importance=number("eu_economic_importance_2023"),
        primary_grade_basis=row["ore_grade_stat"],
        oxide_factor=number("oxide_to_element_factor"),
        price_basis=f"{row['price_form']}, {row['price_year']}",
        category=row["category"],
        primary_low_ppm=number("ore_grade_ppm_low"),
        primary_high_ppm=number("ore_grade_ppm_high"),
        cutoff_ppm=number("cutoff_ppm_median"),
        upper_crust_ppm=number("upper_crust_abundance_ppm"),
        source_ids=tuple(filter(None, row["source_ids"].split(";"))),
    )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
