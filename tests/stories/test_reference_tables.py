"""The reference tables: ids resolve, factors follow from atomic weights, scores as printed."""

from __future__ import annotations

import csv
import re

import pytest

from prioritizer.domain.evidence_rule import EndsKind
from prioritizer.readers.reference_tables import (
    BY_COLUMN,
    STANDINGS,
    counted,
    reference_tables_page,
)
from prioritizer.workflow.criteria.reference_standing import sentence
from tests.conftest import ROOT

FOLDER = ROOT / "criteria" / "reference"


def read_rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


COMMODITIES = {row["symbol"]: row for row in read_rows("commodities.csv")}
ANALYTES = {row["analyte"]: row for row in read_rows("analytes.csv")}
SOURCES = {row["source_id"]: row for row in read_rows("sources.csv")}
STANDING = sorted(
    path.name for path in FOLDER.glob("*.csv") if "standing" in read_rows(path.name)[0]
)
DEFAULTS = sorted(
    path.name
    for path in FOLDER.glob("*.csv")
    if "standing" not in (first := read_rows(path.name)[0]) and "status" in first
)
LISTS = read_rows("policy_lists.csv")
INDEX = {row["list_id"]: row for row in read_rows("policy_list_index.csv")}


def test_every_source_id_resolves() -> None:
    named = {part for row in COMMODITIES.values() for part in row["source_ids"].split(";")}
    named |= {row["source_id"] for row in (*LISTS, *INDEX.values())}
    named |= {
        row["source"] for row in (*read_rows("recoveries.csv"), *read_rows("densities.csv"))
    }
    assert named <= SOURCES.keys()


def test_every_source_is_named_once() -> None:
    assert len(SOURCES) == len(read_rows("sources.csv"))


@pytest.mark.parametrize("name", STANDING)
def test_every_row_has_a_source_and_a_standing(name: str) -> None:
    for row in read_rows(name):
        sources = {part for part in row["source_ids"].split(";") if part}
        assert sources, row
        assert sources <= SOURCES.keys(), row
        assert row["standing"] in {"verified", "derived", "recalled"}, row


@pytest.mark.parametrize("name", STANDING)
def test_what_rests_on_general_knowledge_alone_is_not_called_verified(name: str) -> None:
    for row in read_rows(name):
        if row["source_ids"] in {"GENERAL", "PRCL"}:
            assert row["standing"] != "verified", row


@pytest.mark.parametrize("name", DEFAULTS)
def test_every_default_has_its_standing(name: str) -> None:
    for row in read_rows(name):
        assert None not in row, row
        assert row["status"] in {"R", "recalled", "derived", "verified"}, row


@pytest.mark.parametrize("name", STANDING)
def test_low_typical_and_high_ascend(name: str) -> None:
    for row in read_rows(name):
        columns = [c for c in row if re.search(r"(^|_)(low|typical|high)(_|$)", c)]
        groups: dict[str, list[tuple[int, float]]] = {}
        for column in columns:
            end = re.search(r"(?:^|_)(low|typical|high)(?:_|$)", column)
            assert end is not None
            stem = column.replace(end[1], "")
            if row[column]:
                place = ("low", "typical", "high").index(end[1])
                groups.setdefault(stem, []).append((place, float(row[column])))
        for values in groups.values():
            numbers = [value for _, value in sorted(values)]
            assert numbers == sorted(numbers), row


def test_errors_by_class_of_evidence_grow_from_measured_to_a_single_grab() -> None:
    error = {row["evidence_class"]: row for row in read_rows("evidence_error.csv")}
    classes = (
        "resource, measured",
        "resource, indicated",
        "resource, inferred",
        "single grab sample",
    )
    typical = [float(error[name]["log_sd_grade_typical"]) for name in classes]
    assert typical == sorted(typical)
    assert len(set(typical)) == len(typical)


def test_the_underground_median_is_no_cutoff_of_copper() -> None:
    cutoffs = [
        row
        for row in read_rows("primary_grades.csv")
        if (row["kind"], row["symbol"], row["ore_type"])
        == ("cutoff", "Cu", "open pit porphyry")
    ]
    (open_pit,) = cutoffs
    assert COMMODITIES["Cu"]["cutoff_ppm_median"] == open_pit["typical_ppm_element"] == "2000.0"


def test_the_readme_counts_the_rows() -> None:
    page = (FOLDER / "README.md").read_text(encoding="utf-8")
    for name in (*STANDING, "sources.csv"):
        assert f"| `{name}` | {len(read_rows(name))} |" in page, name


def test_the_page_of_standings_is_fresh() -> None:
    page = (ROOT / "docs" / "reference_tables.md").read_text(encoding="utf-8")
    assert page == reference_tables_page()


def test_one_sentence_adds_up_the_page() -> None:
    totals = re.search(
        r"\*\*all\*\* \| (\d+) \| (\d+) \| (\d+) \| (\d+)", reference_tables_page()
    )
    assert totals is not None
    assert re.findall(r"\d+", sentence()) == list(totals.groups())


def test_the_page_counts_every_table_once() -> None:
    tables = counted()
    named = {name.split("/")[-1] for name in tables} | BY_COLUMN.keys()
    assert {path.name for path in FOLDER.glob("*.csv")} <= named
    for name, counts in tables.items():
        assert set(counts) <= set(STANDINGS), name


def test_the_tables_have_their_full_length() -> None:
    assert (len(COMMODITIES), len(LISTS), len(INDEX)) == (71, 345, 8)
    assert {row["list_id"] for row in LISTS} == INDEX.keys()


def test_list_entries_stand_in_the_commodities_or_say_that_they_do_not() -> None:
    for row in LISTS:
        assert (row["symbol"] in COMMODITIES) == (row["in_commodities_csv"] == "True"), row


def test_a_commodity_is_critical_exactly_where_the_legal_list_says_so() -> None:
    for column, name in (
        ("eu_crm_2023", "EU-CRM-2024"),
        ("eu_strategic_2024", "EU-SRM-2024"),
        ("us_critical_2025", "US-CM-2025"),
    ):
        listed = {row["symbol"] for row in LISTS if row["list_id"] == name} & COMMODITIES.keys()
        flagged = {symbol for symbol, row in COMMODITIES.items() if row[column] == "True"}
        assert flagged == listed, column


def test_eu_thresholds_reproduce_the_eu_list_but_for_copper_and_nickel() -> None:
    # EC 2023: critical where supply risk >= 1.0 and economic importance >= 2.8; copper and
    # nickel are critical only because they are strategic.
    scored = {s: row for s, row in COMMODITIES.items() if row["eu_supply_risk_2023"]}
    above = {
        symbol
        for symbol, row in scored.items()
        if float(row["eu_supply_risk_2023"]) >= 1.0
        and float(row["eu_economic_importance_2023"]) >= 2.8
    }
    listed = {symbol for symbol, row in scored.items() if row["eu_crm_2023"] == "True"}
    assert listed - above == {"Cu", "Ni"}
    assert above <= listed


# EC 2023, Annex 4.
@pytest.mark.parametrize(
    ("symbol", "supply_risk", "importance"),
    [
        ("Co", 2.8, 6.8),
        ("W", 1.2, 8.7),
        ("Mg", 4.1, 7.4),
        ("Nd", 3.7, 5.9),
        ("Dy", 5.1, 4.2),
        ("Cu", 0.1, 4.0),
        ("Ga", 3.9, 3.7),
        ("In", 0.6, 2.6),
        ("P", 1.0, 6.4),
    ],
)
def test_eu_scores_are_as_printed(symbol: str, supply_risk: float, importance: float) -> None:
    row = COMMODITIES[symbol]
    assert float(row["eu_supply_risk_2023"]) == supply_risk
    assert float(row["eu_economic_importance_2023"]) == importance


# Conversion factors in common use, to the three places in which handbooks print them.
@pytest.mark.parametrize(
    ("analyte", "symbol", "factor"),
    [
        ("WO3", "W", 0.793),
        ("TiO2", "Ti", 0.599),
        ("BaSO4", "Ba", 0.588),
        ("P2O5", "P", 0.436),
        ("V2O5", "V", 0.560),
        ("Nb2O5", "Nb", 0.699),
        ("SnO2", "Sn", 0.788),
        ("Li2O", "Li", 0.465),
        ("CaF2", "F", 0.487),
        ("Ta2O5", "Ta", 0.819),
        ("ilmenite", "Ti", 0.316),
        ("magnetite", "Fe", 0.724),
        ("pyrite", "S", 0.534),
        ("U3O8", "U", 0.848),
    ],
)
def test_factors_to_the_element_are_the_published_ones(
    analyte: str, symbol: str, factor: float
) -> None:
    assert ANALYTES[analyte]["symbol"] == symbol
    assert float(ANALYTES[analyte]["factor"]) == pytest.approx(factor, abs=6e-4)


def test_every_commodity_and_its_oxide_can_be_an_analyte() -> None:
    for symbol, row in COMMODITIES.items():
        assert float(ANALYTES[symbol]["factor"]) == 1
        if row["oxide"]:
            assert float(ANALYTES[row["oxide"]]["factor"]) == pytest.approx(
                float(row["oxide_to_element_factor"]), abs=6e-5
            )


def test_analytes_point_to_known_commodities() -> None:
    for row in ANALYTES.values():
        assert row["symbol"] in COMMODITIES or not row["factor"]
        assert row["kind"] in {"element", "oxide", "mineral", "sum"}
        assert not row["factor"] or 0 < float(row["factor"]) <= 1


def test_recoveries_and_densities_are_ordered_defaults() -> None:
    recoveries = read_rows("recoveries.csv")
    assert len({row["symbol"] for row in recoveries}) == len(recoveries)
    for row in recoveries:
        assert row["symbol"] in COMMODITIES
        assert 0 < float(row["low_pct"]) < float(row["high_pct"]) < 100
        assert row["status"] == "R"
    for row in read_rows("densities.csv"):
        assert float(row["low"]) < float(row["best"]) < float(row["high"])


def test_a_missing_price_or_grade_is_blank_and_never_zero() -> None:
    for column in ("price_usd_per_kg_element", "ore_grade_ppm_typical", "cutoff_ppm_median"):
        assert all(not row[column] or float(row[column]) > 0 for row in COMMODITIES.values())
    assert COMMODITIES["TREO"]["price_usd_per_kg_element"] == ""
    assert COMMODITIES["Ge"]["ore_grade_ppm_typical"] == ""


def test_every_class_of_evidence_has_an_error_or_is_none_of_a_mean() -> None:
    errors = {row["evidence_class"]: row for row in read_rows("evidence_error.csv")}
    for row in read_rows("evidence_classes.csv"):
        error = errors[row["evidence_class"]]
        assert float(error[f"log_sd_{row['quantity']}_typical"]) > 0
    for name in ("evidence_classes.csv", "reported_ends.csv"):
        last = [row["quantity"] for row in read_rows(name) if row["how"] == "any"]
        assert last == ["grade", "tonnage"], (
            "each quantity ends in what counts if nothing is said"
        )
    assert {row["ends"] for row in read_rows("reported_ends.csv")} <= set(EndsKind)
