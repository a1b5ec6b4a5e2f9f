"""The sample inventory: figures have sources, gaps are blank, published values are kept."""

from __future__ import annotations

import csv
import math
import re
import runpy
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from prioritizer.domain.columns import site_columns
from prioritizer.readers.gazetteer import read_gazetteer
from tests.conftest import ROOT

FOLDER = ROOT / "sample_data"
TRIPLES = (
    ("tonnage_low_t", "tonnage_t", "tonnage_high_t"),
    ("volume_low_m3", "volume_m3", "volume_high_m3"),
)
# Of a figure the column that cites it, by the data dictionary; judged classes have none.
JUDGED = {"sulfide_class"}
FIGURE_SOURCES = {
    name: column.source
    for name, column in site_columns().items()
    if column.source and column.kind in {"number", "code", "yesno"} and name not in JUDGED
}


# Bodies whose nearest settlement lies across a border.
BESIDE_A_BORDER = {"ZA-011"}


def read_rows(name: str, folder: Path = FOLDER) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


SITES = read_rows("sites.csv")
GRADES = read_rows("grades.csv")
SOURCES = read_rows("sources.csv")
CODES = read_rows("codes.csv")
OTHERS = read_rows("other_estimates.csv")
OUTCOMES = read_rows("outcomes.csv")
OUTCOME_SOURCES = read_rows("outcome_sources.csv")
ASKED = "site_activity"
"""The one recalled code in the site table: it ranks nothing and is asked about first."""
RECALLED = "H000"
BY_ID = {row["site_id"]: row for row in SITES}
NUMBERS = tuple(
    name for name in SITES[0] if re.search(r"(_t|_m3|_km|_ha|_n)$|^(lat|long)itude$", name)
)


def ids(cell: str) -> set[str]:
    return {part for part in cell.split(";") if part}


def assert_ascending(cells: list[str], place: str) -> None:
    values = [float(cell) for cell in cells if cell]
    assert values == sorted(values), place


def test_the_inventory_holds_181_bodies_under_their_own_ids() -> None:
    assert len(SITES) == len(BY_ID) == 181


def test_the_readme_counts_the_rows() -> None:
    page = (FOLDER / "README.md").read_text(encoding="utf-8")
    for name in ("sites", "grades", "sources", "codes", "other_estimates",
                 "outcomes", "outcome_sources"):  # fmt: skip
        assert f"| `{name}.csv` | {len(read_rows(f'{name}.csv'))} |" in page, name


def test_no_row_is_longer_or_shorter_than_its_header() -> None:
    for rows in (SITES, GRADES, SOURCES, CODES, OTHERS, OUTCOMES, OUTCOME_SOURCES):
        for row in rows:
            assert None not in row
            assert None not in row.values()


def test_every_source_id_resolves() -> None:
    known = {row["source_id"] for row in SOURCES}
    assert len(known) == len(SOURCES)
    for row in SITES:
        for column in (name for name in row if name.endswith("_source")):
            assert ids(row[column]) <= known, (row["site_id"], column)
    for row in (*GRADES, *CODES, *OTHERS):
        assert ids(row["source"])
        assert ids(row["source"]) <= known, row


def test_every_source_is_used() -> None:
    columns = [name for name in SITES[0] if name.endswith("_source")]
    used = {part for row in SITES for name in columns for part in ids(row[name])}
    cited = (*GRADES, *CODES, *OTHERS)
    used |= {part for row in cited for part in ids(row["source"])}
    texts = " ".join(cell for row in (*SITES, *GRADES, *OTHERS) for cell in row.values())
    texts += (FOLDER / "README.md").read_text(encoding="utf-8")
    used |= set(re.findall(r"\b[SK]\d{3}\b", texts))
    assert {row["source_id"] for row in SOURCES} == used


def test_every_outcome_has_sources_that_resolve() -> None:
    known = {row["source_id"] for row in (*SOURCES, *OUTCOME_SOURCES)}
    assert len(known) == len(SOURCES) + len(OUTCOME_SOURCES)
    for row in OUTCOMES:
        assert ids(row["sources"]), row["body_id"]
        assert ids(row["sources"]) <= known, row["body_id"]
    used = {part for row in OUTCOMES for part in ids(row["sources"])}
    assert {row["source_id"] for row in OUTCOME_SOURCES} <= used
    assert all(row["citation"] and row["quality"] in "ABCD" for row in OUTCOME_SOURCES)


def test_an_outcome_without_a_text_is_recalled_and_a_recalled_one_says_what() -> None:
    for row in OUTCOMES:
        if ids(row["sources"]) == {RECALLED}:
            assert row["standing"] == "recalled", row["body_id"]
        if row["standing"] == "recalled":
            assert row["recalled_fields"] or "recalled" in row["outcome_reason"] + row["note"]


def test_outcomes_of_bodies_of_the_inventory_name_them() -> None:
    named = [row["sample_site_id"] for row in OUTCOMES if row["sample_site_id"]]
    assert len(named) == len(set(named)) == 70
    for row in OUTCOMES:
        site = BY_ID.get(row["sample_site_id"])
        if site is not None:
            assert row["country"] == site["country"], row["body_id"]


def test_sources_have_a_citation_and_a_known_quality() -> None:
    assert all(row["citation"] for row in SOURCES)
    assert {row["quality"] for row in SOURCES} == set("ABCD")


@pytest.mark.parametrize("name", ["sites.csv", "grades.csv", "sources.csv"])
def test_nothing_unverified_is_left_as_a_figure(name: str) -> None:
    text = (FOLDER / name).read_text(encoding="utf-8")
    assert "U001" not in text
    assert "UNVERIFIED" not in text


@pytest.mark.parametrize(("figure", "source"), FIGURE_SOURCES.items())
def test_every_figure_has_a_source(figure: str, source: str) -> None:
    for row in SITES:
        is_unverified = figure in {"latitude", "longitude", "coordinate_error_km"}
        is_recalled = figure == ASKED and ASKED in ids(row["unverified"])
        if is_recalled or (is_unverified and "latitude" in row["unverified"]):
            continue
        if row.get(figure):
            assert row[source], (row["site_id"], figure)


def test_a_point_without_a_source_is_listed_as_unverified() -> None:
    for row in SITES:
        assert row["coordinate_source"] or "latitude" in ids(row["unverified"]), row["site_id"]


def test_withheld_figures_are_blank_and_named() -> None:
    for row in SITES:
        withheld = ids(row["unverified"]) - {"latitude", "longitude", "name", ASKED}
        assert withheld <= row.keys()
        assert not any(row[name] for name in withheld), row["site_id"]
    expected = {
        "DE-001": "tonnage_t",
        "RS-001": "tonnage_t",
        "NO-007": "deposition_end",
        "SE-015": "volume_m3",
        "PE-002": "volume_m3",
        "RO-002": "area_ha",
        "DE-005": "name",
    }
    for site, name in expected.items():
        assert name in ids(BY_ID[site]["unverified"])


def test_no_distance_but_a_wide_bound_is_calculated_from_an_unverified_point() -> None:
    unverified = [row for row in SITES if "latitude" in ids(row["unverified"])]
    assert len(unverified) == 24
    for row in unverified:
        for name in ("distance_town_km", "port_great_circle_km", "plant_great_circle_km"):
            assert not row[name], (row["site_id"], name)
        assert float(row["distance_town_high_km"]) >= 25, row["site_id"]


def test_the_distances_are_those_that_the_script_makes() -> None:
    made = runpy.run_path(str(FOLDER / "make_distances.py"))["table_of_sites"]()
    assert made == (FOLDER / "sites.csv").read_text(encoding="utf-8")


def test_a_plant_that_is_known_lies_within_the_bound_of_the_list() -> None:
    # The bound of the list against distances coded from texts: none is farther off.
    found = runpy.run_path(str(FOLDER / "make_distances.py"))["enriched"]()
    highest = {
        entry.finding.site_id: entry.finding.cells["distance_plant_high_km"]
        for entry in found.entries
        if "distance_plant_high_km" in entry.finding.columns
    }
    compared = 0
    for code in CODES:
        is_asked = code["field"] == "distance_plant_km" and code["use"] == "yes"
        if is_asked and code["site_id"] in highest:
            compared += 1
            assert float(code["low"] or code["value"]) <= highest[code["site_id"]]
    assert compared >= 30


def test_codes_stand_in_the_site_table_and_recalled_ones_do_not() -> None:
    for code in CODES:
        row, field = BY_ID[code["site_id"]], code["field"]
        assert code["standing"] in {"verified", "derived", "recalled"}
        assert (code["use"] == "no") == (code["standing"] == "recalled")
        if code["use"] == "no":
            is_asked = field == ASKED and ASKED in ids(row["unverified"])
            assert is_asked or not row[field], code
        elif not field.startswith("distance_"):
            assert row[field], code
        else:
            ends = [field, field.replace("_km", "_low_km"), field.replace("_km", "_high_km")]
            assert any(row.get(name) for name in ends), code


def test_other_estimates_say_how_they_stand_to_the_inventory() -> None:
    relations = {"superseded", "part", "wider", "ore", "alternative", "conflict"}
    assert {row["relation"] for row in OTHERS} == relations
    for row in OTHERS:
        assert row["standing"] in {"verified", "derived"}
        assert row["site_id"] in BY_ID
        assert row["best"] or row["low"] or row["high"], row
        assert row["note"] or row["basis"], row


def test_a_superseded_mass_is_no_longer_the_best_figure() -> None:
    superseded = [row for row in OTHERS if row["relation"] == "superseded"]
    assert {"PE-002", "CZ-001", "AU-005", "ZA-001"} <= {row["site_id"] for row in superseded}
    for row in superseded:
        if row["quantity"] == "mass":
            assert row["best"] != BY_ID[row["site_id"]]["tonnage_t"], row


@pytest.mark.parametrize("triple", TRIPLES)
def test_low_best_high_ascend(triple: tuple[str, ...]) -> None:
    for row in SITES:
        assert_ascending([row[name] for name in triple], row["site_id"])


def test_grades_ascend() -> None:
    for row in GRADES:
        assert_ascending([row["low"], row["best"], row["high"]], row["site_id"])


def test_numbers_are_plain_finite_and_not_negative() -> None:
    for row in SITES:
        for name in NUMBERS:
            if row[name]:
                value = float(row[name])
                assert math.isfinite(value)
                assert value >= 0 or name in {"latitude", "longitude"}, (row["site_id"], name)


def test_points_lie_on_the_globe() -> None:
    for row in SITES:
        assert -90 <= float(row["latitude"]) <= 90
        assert -180 <= float(row["longitude"]) <= 180


def test_points_lie_in_their_country() -> None:
    # By the nearest settlement of the list; one body lies beside a border.
    settlements = read_gazetteer().settlements
    latitude, longitude = (
        np.array([float(row[name]) for row in SITES]) for name in ("latitude", "longitude")
    )
    _, nearest = settlements.points.nearest(latitude, longitude)
    strangers = {
        row["site_id"]
        for row, index in zip(SITES, nearest, strict=True)
        if settlements.countries[index] != row["country"]
    }
    assert strangers == BESIDE_A_BORDER


def test_only_published_distances_are_ever_zero() -> None:
    # A gap written as 0 would read as "at the road" or "no tonnage".
    zeros = {
        (row["site_id"], name)
        for row in SITES
        for name in NUMBERS
        if row[name] and float(row[name]) == 0
    }
    coded = {
        (row["site_id"], row["field"].replace("_km", f"{end}_km"))
        for row in CODES
        if row["use"] == "yes" and "0" in (row["value"], row["low"])
        for end in ("", "_low")
    }
    # An unlisted plant or hamlet may stand next door: a bound, which the script makes.
    bounds = {
        (row["site_id"], f"distance_{what}_low_km")
        for row in SITES
        for what in ("plant", "town")
    }
    zeros -= coded | bounds
    sites = {name: {site for site, column in zeros if column == name} for _, name in zeros}
    assert sites == {
        "distance_road_km": {"CZ-001", "AU-002", "AU-005"},
        "distance_rail_km": {"FI-001", "CZ-001", "FI-014", "US-002"},
        "distance_power_km": {"FI-001", "CZ-001", "AU-001", "AU-005"},
        "distance_water_km": {
            "NO-002",
            "NO-004",
            "NO-005",
            "NO-010",
            "NO-011",
            "NO-014",
            "NO-015",
            "NO-017",
            "GL-001",
            "GL-002",
            "GL-003",
            "FI-017",
            "ES-003",
        },
    }
    for row in GRADES:
        assert not any(
            cell and float(cell) == 0
            for cell in (row["low"], row["best"], row["high"], row["contained_t"])
        )


def test_codes_are_known() -> None:
    allowed = {
        "waste_type": {"tailings", "waste_rock", "slag", "residue", "mixed"},
        "sulfide_class": {"none", "low", "moderate", "high"},
        "ard_class": {"", "acid", "uncertain", "not_acid"},
        "impact_observed": {"", "yes", "no"},
        "hazard_system": {
            "",
            "ANM",
            "Norwegian dam safety regulation, consequence classes 0-4",
        },
        "gate": {"", "removed", "being_reprocessed", "protected", "after_use"},
    }
    for name, codes in allowed.items():
        assert {row[name] for row in SITES} <= codes
    assert all(re.fullmatch(r"[A-Z]{2}", row["country"]) for row in SITES)
    assert {row["use"] for row in GRADES} == {"yes", "no"}
    assert {row["unit"] for row in GRADES} == {"", "%", "ppm", "g/t", "mg/kg"}


def test_every_gate_has_a_reason_and_a_source() -> None:
    gated = [row for row in SITES if row["gate"]]
    assert Counter(row["gate"] for row in gated) == {
        "being_reprocessed": 12,
        "removed": 3,
        "protected": 4,
        "after_use": 2,
    }
    for row in SITES:
        assert bool(row["gate"]) == bool(row["gate_reason"]) == bool(row["gate_source"])


def test_every_grade_belongs_to_a_site_and_a_known_analyte() -> None:
    table = read_rows("analytes.csv", ROOT / "criteria" / "reference")
    analytes = {row["analyte"]: row for row in table}
    for row in GRADES:
        assert row["site_id"] in BY_ID
        assert row["analyte"] in analytes
        if row["use"] == "yes":
            assert analytes[row["analyte"]]["factor"], row


def test_at_most_one_grade_per_site_and_analyte_is_used() -> None:
    used = Counter((row["site_id"], row["analyte"]) for row in GRADES if row["use"] == "yes")
    assert max(used.values()) == 1


def test_a_grade_not_used_says_why() -> None:
    assert all("Not used" in row["note"] for row in GRADES if row["use"] == "no")


def test_a_content_is_only_used_where_the_tonnage_stands() -> None:
    for row in GRADES:
        if row["use"] == "yes" and not (row["low"] or row["best"] or row["high"]):
            assert row["contained_t"]
            assert BY_ID[row["site_id"]]["tonnage_t"], row["site_id"]


# As printed in the source named: S129 Stekenjokk, S096 Century, S098 Kolwezi, S120 register of
# Chile (October 2025), S180 register of Brazil, S182 copper and S185 rare-earth compilations.
@pytest.mark.parametrize(
    ("site", "column", "printed", "source_column", "source"),
    [
        ("SE-012", "tonnage_t", 4_400_000, "tonnage_source", "S129"),
        ("AU-001", "tonnage_t", 78_900_000, "tonnage_source", "S096"),
        ("CD-001", "tonnage_t", 112_800_000, "tonnage_source", "S098"),
        ("CL-001", "tonnage_t", 205_156_403, "tonnage_source", "S120"),
        ("BR-011", "volume_m3", 29_410_353.69, "volume_source", "S180"),
        ("ZA-006", "tonnage_t", 181_600_000, "tonnage_source", "S182"),
        ("ZA-009", "tonnage_t", 9_200, "tonnage_source", "S185"),
    ],
)
def test_sizes_are_as_printed(
    site: str, column: str, printed: float, source_column: str, source: str
) -> None:
    assert float(BY_ID[site][column]) == printed
    assert source in ids(BY_ID[site][source_column])


@pytest.mark.parametrize(
    ("site", "analyte", "printed", "unit", "source"),
    [
        ("NO-001", "Cu", 0.24, "%", "S030"),
        ("SE-002", "WO3", 0.12, "%", "S006"),
        ("AU-001", "Zn", 3.02, "%", "S096"),
        ("CD-001", "Cu", 1.49, "%", "S098"),
        ("FI-001", "TiO2", 7.9, "%", "S018"),
        ("HU-001", "Cu", 1660, "mg/kg", "S079"),
        ("ZA-009", "Nd", 13_700, "ppm", "S185"),
    ],
)
def test_grades_are_as_printed(
    site: str, analyte: str, printed: float, unit: str, source: str
) -> None:
    key = (site, analyte, "yes")
    (row,) = [r for r in GRADES if (r["site_id"], r["analyte"], r["use"]) == key]
    assert float(row["best"]) == printed
    assert (row["unit"], row["source"]) == (unit, source)


@pytest.mark.parametrize(
    ("site", "column"),
    [
        ("SE-002", "tonnage_t"),
        ("ES-002", "tonnage_t"),
        ("NO-001", "distance_road_km"),
        ("KZ-001", "ard_class"),
        ("BR-001", "impact_observed"),
    ],
)
def test_a_gap_stays_a_gap(site: str, column: str) -> None:
    assert BY_ID[site][column] == ""


def test_contents_agree_with_grade_and_tonnage_where_all_three_are_printed() -> None:
    # Known conflicts of the sources, listed in the README: AU-004 gold and CN-001 rare earths.
    conflicts = {("AU-004", "Au"), ("CN-001", "REE")}
    shares = {"%": 1e-2, "ppm": 1e-6, "g/t": 1e-6, "mg/kg": 1e-6}
    compared = 0
    for row in GRADES:
        tonnage = BY_ID[row["site_id"]]["tonnage_t"]
        if row["best"] and row["contained_t"] and tonnage:
            content = float(row["best"]) * shares[row["unit"]] * float(tonnage)
            if (row["site_id"], row["analyte"]) not in conflicts:
                assert content == pytest.approx(float(row["contained_t"]), rel=0.03), row
            compared += 1
    assert compared > 10


def test_the_example_of_errors_names_one_mistake_per_row() -> None:
    rows = read_rows("sites_with_errors.csv")
    right = [row for row in rows if row["deliberate_mistake"].startswith("none")]
    assert (len(rows), len(right)) == (30, 3)
    mistakes = [row["deliberate_mistake"] for row in rows if row not in right]
    assert len(set(mistakes)) == 27
