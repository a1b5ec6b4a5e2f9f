"""UNFC rules: which evidence fires which rule, what caps it, and what would lift it."""

from __future__ import annotations

from typing import Any

import pytest

from prioritizer.appraisal.products import products
from prioritizer.appraisal.unfc.classification import classify_sites
from prioritizer.appraisal.unfc.e_axis import viability
from prioritizer.appraisal.unfc.f_axis import feasibility
from prioritizer.appraisal.unfc.g_axis import confidence, metal_half_width
from prioritizer.domain.classification import Verdict
from prioritizer.domain.site import Gate, GateCode, Range
from prioritizer.domain.unfc import UnfcClass
from tests.appraisal.builders import assay, context, site

COPPER = (assay("Cu", 0.5),)
DENSE: dict[str, Any] = {
    "assays": COPPER, "sampling_code": "drill_grid", "samples_n": 44.0, "sample_spacing_m":
    40.0, "variogram_range_m": 60.0, "has_qaqc": True, "dry_density_t_m3": 1.6,
    "has_base_surface": True, "ci90_halfwidth_pct": 15.0,
}  # fmt: skip


def g(**fields: Any) -> Verdict:
    known = site(**fields)
    found = products(known, context())
    return confidence(known, found[0] if found else None)


def test_a_dense_checked_drill_grid_is_g1() -> None:
    verdict = g(**DENSE)

    assert (verdict.code, verdict.rule, verdict.lift) == ("G1", "G-d", ())


@pytest.mark.parametrize(
    ("change", "code", "rule"),
    [
        ({"ci90_halfwidth_pct": 35.0}, "G2", "G-c"),
        ({"sample_spacing_m": 50.0}, "G2", "G-c"),
        ({"sampling_code": "auger"}, "G2", "G-c"),
        ({"dry_density_t_m3": None}, "G2", "G-c"),
        ({"has_base_surface": False}, "G2", "G-c"),
        ({"has_qaqc": None}, "G3", "G-c"),
        ({"ci90_halfwidth_pct": 51.0}, "G3", "G-b"),
        ({"sample_spacing_m": 61.0}, "G3", "G-b"),
        ({"samples_n": 3.0, "ci90_halfwidth_pct": 5.0}, "G3", "G-b"),
        ({"sampling_code": "surface_grab"}, "G3", "G-b"),
        ({"sampling_code": ""}, "G3", "G-b"),
        ({"variogram_range_m": None}, "G3", "G-b"),
        ({"ci90_halfwidth_pct": None}, "G3", "G-b"),
        ({"sampling_code": "none"}, "G4", "G-a"),
        ({"assays": ()}, "G4", "G-a"),
    ],
)
def test_each_weakness_costs_its_category(change: dict[str, Any], code: str, rule: str) -> None:
    verdict = g(**DENSE | change)

    assert (verdict.code, verdict.rule) == (code, rule)
    assert verdict.lift


def test_caps_are_named() -> None:
    assert g(**DENSE | {"dry_density_t_m3": None}).caps == ("no measured density",)
    assert "no QAQC" in g(**DENSE | {"has_qaqc": False}).caps


def test_a_narrow_interval_from_three_samples_is_not_g1() -> None:
    verdict = g(**DENSE | {"samples_n": 3.0, "ci90_halfwidth_pct": 1.0})

    assert verdict.code == "G3"
    assert "fewer than 5 samples" in verdict.reason


@pytest.mark.parametrize(
    ("resource_class", "code"),
    [("measured", "G1"), ("indicated", "G2"), ("inferred", "G3"), ("exploration_target", "G4")],
)
def test_a_published_estimate_brings_its_class(resource_class: str, code: str) -> None:
    assert g(assays=COPPER, resource_class=resource_class).code == code


def test_an_upper_bound_alone_is_indirect() -> None:
    assert g(assays=(assay("Cu", high=0.4),)).code == "G4"
    assert g(assays=(assay("Cu", low=0.2, high=0.4),)).code == "G3"


def test_what_lifts_a_historical_record_is_said_in_order() -> None:
    lift = g(assays=COPPER).lift

    assert lift[0] == "G2: systematic sampling (drill grid or trenches)"
    assert "G2: standards, blanks and duplicates (QAQC)" in lift


def test_doing_what_the_lift_says_lifts() -> None:
    before = g(assays=COPPER)
    after = g(
        assays=COPPER,
        sampling_code="drill_grid",
        samples_n=20.0,
        has_qaqc=True,
        sample_spacing_m=50.0,
        variogram_range_m=60.0,
        ci90_halfwidth_pct=40.0,
    )

    assert (before.code, after.code) == ("G3", "G2")
    assert all(text.startswith("G1: ") for text in after.lift)


def test_the_half_width_adds_volume_and_grade_in_squares() -> None:
    known = site(
        tonnage_t=Range(0.7e6, 1e6, 1.3e6), assays=(assay("Cu", 0.5, low=0.3, high=0.7),)
    )
    product = products(known, context())[0]

    assert metal_half_width(known, product) == pytest.approx((0.3**2 + 0.4**2) ** 0.5)
    sampled = site(
        tonnage_t=Range(0.7e6, 1e6, 1.3e6), assays=COPPER, grade_cv=0.4, samples_n=16.0
    )
    assert metal_half_width(sampled, product) == pytest.approx(
        (0.3**2 + (1.645 * 0.4 / 4) ** 2) ** 0.5
    )
    assert (
        metal_half_width(site(assays=COPPER), products(site(assays=COPPER), context())[0])
        is None
    )


TESTED: dict[str, Any] = {
    "testwork_level": "bench", "is_representative": True, "study_level": "scoping",
}  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "code", "rule"),
    [
        ({"project_activity": "producing"}, "F1.1", "F-f"),
        ({"gate": Gate(GateCode.BEING_REPROCESSED, "")}, "F1.1", "F-f"),
        ({"project_activity": "committed"}, "F1.2", "F-e"),
        (
            {"testwork_level": "pilot", "is_representative": True, "study_level": "feasibility",
             "approvals_expected": True},
            "F1.3", "F-d",
        ),
        (TESTED | {"project_activity": "ongoing"}, "F2.1", "F-c"),
        (TESTED | {"project_activity": "on_hold"}, "F2.2", "F-c"),
        (TESTED | {"project_activity": "abandoned"}, "F2.3", "F-c"),
        (TESTED, "F2.2", "F-c"),
        (TESTED | {"is_representative": None}, "F3.1", "F-b"),
        (TESTED | {"study_level": "desk"}, "F3.1", "F-b"),
        ({"texts": {"mineralogy": "pyrite"}}, "F3.1", "F-b"),
        ({"study_level": "desk"}, "F3.2", "F-b"),
        ({"assays": COPPER}, "F3.2", "F-b"),
        ({}, "F3.3", "F-b"),
        ({"technology_level": "pilot_elsewhere"}, "F4.1", "F-a"),
        ({"technology_level": "researched"}, "F4.2", "F-a"),
        ({"technology_level": "none"}, "F4.3", "F-a"),
        ({"trl": 1.0}, "F4.3", "F-a"),
        ({"trl": 2.0}, "F4.2", "F-a"),
    ],
)  # fmt: skip
def test_each_stage_of_a_project_has_its_category(
    fields: dict[str, Any], code: str, rule: str
) -> None:
    verdict = feasibility(site(**fields))

    assert (verdict.code, verdict.rule) == (code, rule)


def test_a_proven_technology_at_an_unsampled_dump_is_f3_3() -> None:
    assert feasibility(site(trl=9.0, technology_level="proven")).code == "F3.3"


def test_a_pilot_without_approvals_stays_in_f2() -> None:
    piloted = site(
        testwork_level="pilot",
        is_representative=True,
        study_level="feasibility",
        project_activity="ongoing",
    )

    verdict = feasibility(piloted)

    assert verdict.code == "F2.1"
    assert verdict.lift == ("F1.3: approvals reasonably expected",)


LOSS = Range(-9.0, -4.0, -1.0)
KNOWN: dict[str, Any] = {
    "permit_code": "granted", "environment_obstacle": "none", "social_obstacle": "manageable",
    "npv_musd": Range(-2.0, 1.0, 4.0),
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "f", "code", "rule"),
    [
        ({}, "F1.3", "E1.1", "E-d"),
        ({}, "F2.1", "E2", "E-f"),
        ({"permit_code": "applied"}, "F1.3", "E2", "E-f"),
        ({"npv_musd": LOSS}, "F1.3", "E3.3", "E-c"),
        (
            {"npv_musd": LOSS, "npv_with_support_musd": Range(-3.0, 2.0, 5.0),
             "support_code": "committed"},
            "F1.2", "E1.2", "E-e",
        ),
        (
            {"npv_musd": LOSS, "npv_with_support_musd": Range(-3.0, 2.0, 5.0),
             "support_code": "plausible"},
            "F1.2", "E2", "E-f",
        ),
        (
            {"npv_musd": LOSS, "npv_with_support_musd": Range(-5.0, -1.0, 2.0),
             "support_code": "plausible"},
            "F2.1", "E3.2", "E-g",
        ),
        (
            {"npv_musd": LOSS, "npv_with_support_musd": Range(-3.0, 2.0, 5.0),
             "support_code": "none"},
            "F2.1", "E3.3", "E-c",
        ),
        ({"permit_code": "unknown"}, "F1.2", "E3.2", "E-b"),
        ({"npv_musd": Range()}, "F1.2", "E3.2", "E-b"),
        ({"social_obstacle": ""}, "F1.2", "E3.2", "E-b"),
        ({"social_obstacle": ""}, "F1.1", "E1", "E-h"),
        ({"social_obstacle": "blocking"}, "F1.1", "E3.3", "E-a"),
        ({"environment_obstacle": "blocking"}, "F1.1", "E3.3", "E-a"),
        ({"gate": Gate(GateCode.REFUSED, "owner refuses")}, "F1.1", "E3.3", "E-a"),
    ],
)  # fmt: skip
def test_the_first_rule_of_viability_that_fits_fires(
    change: dict[str, Any], f: str, code: str, rule: str
) -> None:
    verdict = viability(site(**KNOWN | change), f)

    assert (verdict.code, verdict.rule) == (code, rule)


def test_announced_support_never_gives_e1() -> None:
    announced = KNOWN | {
        "npv_musd": Range(None, -4.0, None), "npv_with_support_musd": Range(None, 9.0, None),
        "support_code": "plausible",
    }  # fmt: skip

    assert viability(site(**announced), "F1.1").code == "E2"


def test_e1_needs_f1_and_says_so() -> None:
    assert viability(site(**KNOWN), "F2.1").caps == ("E1 needs F1",)


def test_the_least_sure_product_above_ten_percent_governs() -> None:
    mixed = site(assays=(assay("Cu", 1.0), assay("Zn", high=2.0), assay("Pb", high=0.01)))

    found = classify_sites([mixed], context())[0]

    by_symbol = {one.symbol: one for one in found.products}
    assert (by_symbol["Cu"].share or 0) > 0.5
    assert (by_symbol["Zn"].share or 0) > 0.1 > (by_symbol["Pb"].share or 0)
    assert {s: one.g.code for s, one in by_symbol.items()} == {
        "Cu": "G3",
        "Zn": "G4",
        "Pb": "G4",
    }
    assert found.g.code == "G4"
    without_zinc = site(assays=(assay("Cu", 1.0), assay("Pb", high=0.01)))
    assert classify_sites([without_zinc], context())[0].g.code == "G3"


def test_an_unsampled_historical_site_is_a_prospect_or_code_only() -> None:
    prospect, sampled = classify_sites(
        [site(texts={"mineralogy": "galena"}), site(assays=COPPER)], context()
    )

    assert str(prospect.unfc) == "E3.2;F3.1;G4"
    assert prospect.unfc.name == "prospective project"
    assert sampled.unfc == UnfcClass("E3.2", "F3.2", "G3")
    assert sampled.unfc.name == "code only"
    assert sampled.lift["E"]


def test_evidence_is_told_as_column_and_value() -> None:
    verdict = g(**DENSE)

    assert "sampling_code = drill_grid" in verdict.evidence
    assert "has_qaqc = yes" in verdict.evidence
    assert "samples_n = 44" in verdict.evidence
