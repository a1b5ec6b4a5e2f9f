"""No shipped figure without a source, no default without a standing; proved on mutated copies.

Each check is a function over rows. It finds nothing in what is shipped, and it finds every row
of a copy in which one source or one standing was taken away.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

from prioritizer.domain.columns import site_columns
from tests.conftest import ROOT

Row = dict[str, str]
SAMPLE, REFERENCE = ROOT / "sample_data", ROOT / "criteria" / "reference"
SETS = sorted((ROOT / "criteria").glob("*.yaml"))
STANDINGS = {"verified", "derived", "recalled", "V", "R", "D", "read in source"}
# A class that the compiler judged, and drainage in words, which no rule reads: so says the
# README of the sample. They need no source of their own.
JUDGED = {"sulfide_class", "ard_potential", "ard_basis"}
# A year may be that of a mass, a volume or a sampling.
YEAR_OF = ("tonnage_source", "volume_source", "sampling_source")
ID = re.compile(r"[A-Z][A-Z0-9_]{2,}")
SOURCE, STANDING = ("source_ids", "source_id", "source"), ("standing", "status", "verification")
# They hold words, or what follows from atomic weights, and no figure of anybody.
WORDS = {"analytes.csv", "evidence_classes.csv", "reported_ends.csv", "code_phrases.csv"}
# Defaults of this project: they have a standing and no source besides.
OWN = {"commodity_families.csv", "grade_roles.csv"}
NO_STANDING = {"commodities.csv", "policy_list_index.csv", "sources.csv"}
# Which source a figure of commodities.csv comes from, as its README says.
OF_COMMODITIES = {
    "eu_crm_2023": "EU_CRMA_2024", "eu_strategic_2024": "EU_CRMA_2024",
    "eu_supply_risk_2023": "EC2023_ANNEX4", "eu_economic_importance_2023": "EC2023_ANNEX4",
    "eu_import_reliance_pct": "EC2017_TABLE3", "us_critical_2025": "US_CM_2025",
    "us_net_import_reliance_2024_pct": "USGS_MCS2026",
    "crustal_abundance_ppm": "RG2014_PYROLITE|MENDELEEV",
    "upper_crust_abundance_ppm": "RG2014_PYROLITE|MENDELEEV",
    "price_usd_per_kg_element": "USGS_MCS2026|EIA_U",
    "price_5y_median_usd_per_kg": "USGS_MCS2026|EIA_U",
    "top_producer_share_pct": "USGS_MCS2026|WMD_GPR",
    "oxide_to_element_factor": "IUPAC_PT",
}  # fmt: skip


def rows_of(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def ids(cell: str) -> set[str]:
    return {part.strip() for part in cell.split(";") if part.strip()}


SOURCES = {row["source_id"] for row in rows_of(REFERENCE / "sources.csv")}
CITED = {row["source_id"] for row in rows_of(SAMPLE / "sources.csv")}
CITED_BY_OUTCOMES = CITED | {
    row["source_id"] for row in rows_of(SAMPLE / "outcome_sources.csv")
}
# What stands for a row of which no text was read.
NOT_READ = {"H000"}


def without_source(row: Row) -> list[str]:
    """Return the filled cells of a site whose source cell is blank."""
    found = []
    for name, column in site_columns().items():
        if not row.get(name) or not column.source or name in JUDGED:
            continue
        sources = YEAR_OF if name == "estimate_year" else (column.source,)
        if _is_asked(row, name):
            continue
        if not _is_marked(row, column.source) and not any(row[source] for source in sources):
            found.append(name)
    return found


def _is_marked(row: Row, source: str) -> bool:
    """Return whether a point stands in the table as not verified."""
    return source == "coordinate_source" and "latitude" in ids(row["unverified"])


def _is_asked(row: Row, name: str) -> bool:
    """Return whether it is what is told of a facility without a source, to be confirmed."""
    return name == "site_activity" and name in ids(row["unverified"])


def grade_faults(row: Row) -> bool:
    has_figure = any(row[name] for name in ("low", "best", "high", "contained_t"))
    return has_figure and not (ids(row["source"]) and ids(row["source"]) <= CITED)


def outcome_faults(row: Row) -> list[str]:
    """Return what an outcome lacks; one of which no text was read is recalled."""
    cited = ids(row["sources"])
    found = [] if cited else ["no source"]
    found += [f"unknown source {one}" for one in sorted(cited - CITED_BY_OUTCOMES)]
    if row["standing"] not in {"verified", "recalled"}:
        found.append("no standing")
    if cited and cited <= NOT_READ and row["standing"] != "recalled":
        found.append("not read and not recalled")
    return found


def first(row: Row, names: tuple[str, ...]) -> str | None:
    return next((name for name in names if name in row), None)


def table_faults(name: str, row: Row) -> list[str]:
    """Return what a row of a reference table lacks: a source that is known, or a standing."""
    found = []
    source, standing = first(row, SOURCE), first(row, STANDING)
    if source is None:
        found += [] if name in WORDS | OWN else ["no column of sources"]
    elif not row[source].strip():
        found.append("no source")
    else:
        named = ids(row[source]) if source != "source" else set(ID.findall(row[source]))
        strangers = {one for one in named if "_" in one or source != "source"} - SOURCES
        found += [f"unknown source {one}" for one in sorted(strangers)]
    if standing is None:
        found += [] if name in WORDS | NO_STANDING else ["no column of standing"]
    elif row[standing] not in STANDINGS and name != "sources.csv":
        found.append("no standing")
    return found


def commodity_faults(row: Row) -> list[str]:
    return [
        column
        for column, wanted in OF_COMMODITIES.items()
        if row[column] and not ids(row["source_ids"]) & set(wanted.split("|"))
    ]


def entries(node: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every part of a criteria set that holds numbers of ours: criteria, parameters."""
    if isinstance(node, dict):
        if {"id", "measure"} <= node.keys() or {"values", "unit"} <= node.keys():
            yield path, node
        for key, value in node.items():
            yield from entries(value, f"{path}/{key}")
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from entries(value, f"{path}/{number}")


def entry_faults(entry: dict[str, Any]) -> list[str]:
    found = [] if str(entry.get("source", "")).strip() else ["no source"]
    return found + ([] if entry.get("status") in STANDINGS else ["no standing"])


SITES, GRADES = rows_of(SAMPLE / "sites.csv"), rows_of(SAMPLE / "grades.csv")
OUTCOMES = rows_of(SAMPLE / "outcomes.csv")
TABLES = sorted(path.name for path in REFERENCE.glob("*.csv") if path.name != "sources.csv")


def test_every_filled_cell_of_the_sample_has_its_source() -> None:
    assert {r["site_id"]: found for r in SITES if (found := without_source(r))} == {}
    assert [row for row in GRADES if grade_faults(row)] == []


def test_a_source_taken_from_any_site_is_missed() -> None:
    names = sorted({c.source for c in site_columns().values() if c.source} & SITES[0].keys())
    tried = 0
    for row in SITES:
        for name in names:
            cites = [
                n
                for n, column in site_columns().items()
                if column.source == name and row.get(n) and n not in JUDGED
            ]
            cites = [n for n in cites if n != "estimate_year"]
            if row[name] and cites and not _is_marked(row, name):
                tried += 1
                assert set(without_source(row | {name: ""})) >= set(cites), row["site_id"]

    assert tried > 900


def test_a_source_taken_from_any_grade_is_missed() -> None:
    for row in GRADES:
        assert grade_faults(row | {"source": ""})
        assert grade_faults(row | {"source": "S999"})


def test_every_outcome_has_its_sources_and_its_standing_and_what_is_taken_is_missed() -> None:
    assert {r["body_id"]: found for r in OUTCOMES if (found := outcome_faults(r))} == {}
    for row in OUTCOMES:
        assert outcome_faults(row | {"sources": ""}) == ["no source"]
        assert outcome_faults(row | {"sources": "S999"}) == ["unknown source S999"]
        assert outcome_faults(row | {"standing": ""})
        assert outcome_faults(row | {"sources": "H000", "standing": "verified"})


@pytest.mark.parametrize("name", TABLES)
def test_every_row_of_a_table_has_its_source_and_its_standing(name: str) -> None:
    rows = rows_of(REFERENCE / name)

    assert {
        n: found for n, row in enumerate(rows, 2) if (found := table_faults(name, row))
    } == {}


@pytest.mark.parametrize("name", TABLES)
def test_what_is_taken_from_any_row_of_a_table_is_missed(name: str) -> None:
    row = rows_of(REFERENCE / name)[0]
    for row in rows_of(REFERENCE / name):
        for column in filter(None, (first(row, SOURCE), first(row, STANDING))):
            assert table_faults(name, row | {column: ""}), (row, column)
        if (source := first(row, SOURCE)) is not None:
            assert table_faults(name, row | {source: "NO_SUCH_SOURCE"}), row
    assert first(row, SOURCE) or first(row, STANDING) or name in WORDS


def test_figures_of_commodities_name_the_source_that_their_column_comes_from() -> None:
    rows = rows_of(REFERENCE / "commodities.csv")

    assert {row["symbol"]: found for row in rows if (found := commodity_faults(row))} == {}
    for row in rows:
        for column, wanted in OF_COMMODITIES.items():
            kept = ids(row["source_ids"]) - set(wanted.split("|"))
            if row[column]:
                assert column in commodity_faults(row | {"source_ids": ";".join(kept)})


@pytest.mark.parametrize("path", SETS, ids=lambda path: path.name)
def test_every_default_of_a_criteria_set_has_its_source_and_its_standing(path: Path) -> None:
    found = dict(entries(yaml.safe_load(path.read_text("utf-8"))))

    assert len(found) >= 3
    assert {
        place: faults for place, one in found.items() if (faults := entry_faults(one))
    } == {}


@pytest.mark.parametrize("path", SETS, ids=lambda path: path.name)
def test_a_standing_taken_from_any_default_is_missed(path: Path) -> None:
    for place, one in entries(yaml.safe_load(path.read_text("utf-8"))):
        for key in ("status", "source"):
            mutated = deepcopy(one)
            mutated.pop(key)
            assert entry_faults(mutated), (place, key)
