"""Classification of a register: from columns of a file to codes, counts and plain data."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from prioritizer.domain.unfc import UnfcClass
from prioritizer.readers.criteria import read_criteria
from prioritizer.readers.reference import read_reference
from prioritizer.readers.sites import read_sites
from prioritizer.workflow.sites.classify import ClassifiedRegister, class_data, classify
from tests.conftest import ROOT

SAMPLE = ROOT / "sample_data" / "sites.csv"
REFERENCE = read_reference()
CRITERIA = read_criteria("default")

HEADER = (
    "site_id,name,country,waste_type,tonnage_t,sampling_code,samples_n,sample_spacing_m,"
    "variogram_range_m,ci90_halfwidth_pct,has_qaqc,has_base_surface,dry_density_t_m3,"
    "testwork_level,is_representative,study_level,project_activity,approvals_expected,trl,"
    "permit_code,environment_obstacle,social_obstacle,npv_low_musd,npv_musd,npv_high_musd"
)
ROWS = (
    "A-1,Studied pond,SE,tailings,2000000,drill grid,44,40,60,15,yes,yes,1.6,pilot,yes,"
    "feasibility,ongoing,yes,7,granted,none,manageable,-2,1,4",
    "A-2,Forgotten dump,SE,waste_rock,,,,,,,,,,,,,,,9,,,,,,",
)


@pytest.fixture
def studied(tmp_path: Path) -> ClassifiedRegister:
    path = tmp_path / "sites.csv"
    path.write_text("\n".join((HEADER, *ROWS)) + "\n", encoding="utf-8")
    grades = "site_id,analyte,low,best,high,unit\nA-1,Cu,0.4,0.5,0.6,%\n"
    (tmp_path / "grades.csv").write_text(grades, encoding="utf-8")
    read = read_sites(path, REFERENCE)
    assert not read.issues
    return classify(read.register, CRITERIA, REFERENCE)


def test_the_columns_of_a_file_decide_the_class(studied: ClassifiedRegister) -> None:
    full, empty = studied.sites

    assert full.unfc == UnfcClass("E1.1", "F1.3", "G1")
    assert full.unfc.name == "viable project, justified for development"
    assert empty.unfc == UnfcClass("E3.2", "F3.3", "G4")
    assert (empty.e.rule, empty.f.rule, empty.g.rule) == ("E-b", "F-b", "G-a")


def test_counts_and_matrix_hold_every_site_once() -> None:
    classified = classify(read_sites(SAMPLE, REFERENCE).register, CRITERIA, REFERENCE)

    assert sum(classified.counts().values()) == len(classified.sites) == 181
    matrix = classified.matrix()
    assert sum(matrix.values()) == 181
    assert len(matrix) == 3 * 4 * 4
    # Century and Kolwezi: measured before they were reprocessed.
    assert matrix["E1", "F1", "G1"] == 2


def test_resources_under_a_code_give_the_best_confidence_of_the_sample() -> None:
    classified = classify(read_sites(SAMPLE, REFERENCE).register, CRITERIA, REFERENCE)
    by_g: dict[str, set[str]] = {}
    for site in classified.sites:
        by_g.setdefault(site.g.code, set()).add(site.site_id)

    assert by_g["G1"] == {"CZ-001", "AU-001", "AU-002", "CD-001", "ZM-002"}
    assert by_g["G2"] == {
        "SE-001", "FI-001", "AU-005", "AU-007", "AU-008", "MA-001", "MX-001", "ZA-005",
        "ZA-006", "ZA-007",
    }  # fmt: skip
    for site in classified.sites:
        if site.g.code in {"G1", "G2"}:
            assert site.g.rule == "G-r"


def test_gated_sites_are_classified_by_their_gate() -> None:
    register = read_sites(SAMPLE, REFERENCE).register
    classified = classify(register, CRITERIA, REFERENCE)

    for site, found in zip(register.sites, classified.sites, strict=True):
        if site.gate is not None and site.gate.code == "being_reprocessed":
            assert (found.e.code, found.f.code) == ("E1", "F1.1")
        elif site.gate is not None:
            assert found.e.code == "E3.3"
        else:
            expected = "E1" if site.project_activity == "producing" else "E3.2"
            # Permit, obstacles and the owner's net present value are known of one body.
            expected = "E2" if site.site_id == "CZ-001" else expected
            assert found.e.code == expected


def test_plain_data_holds_rules_evidence_and_what_lifts(studied: ClassifiedRegister) -> None:
    data = class_data(studied.sites[0])

    assert json.loads(json.dumps(data, allow_nan=False)) == data
    assert data["code"] == "E1.1;F1.3;G1"
    assert data["class"] == "viable project, justified for development"
    assert data["rules"] == {"e": "E-d", "f": "F-d", "g": "G-d"}
    assert data["evidence"]["g"][0] == "sampling_code = drill_grid"
    assert data["lift"] == {
        "e": [],
        "f": ["F1.2: committed funds and a start of works"],
        "g": [],
    }
    assert data["products"][0] == {
        "symbol": "Cu", "share_of_value": 1.0, "g": "G1", "rule": "G-d",
        "reason": "drill grid, dense and checked",
    }  # fmt: skip
