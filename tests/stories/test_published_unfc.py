"""Published UNFC classes and verdicts against the rules, axis by axis; docs/cases/unfc.md."""

from __future__ import annotations

import json
from typing import Any

import pytest

from prioritizer.appraisal.unfc.classification import classify_sites
from prioritizer.domain.classification import Classification
from prioritizer.domain.site import Range, WasteType
from prioritizer.domain.unfc import main_category
from tests.appraisal.builders import assay, context, site
from tests.conftest import ROOT

PUBLISHED = json.loads((ROOT / "tests/cases/unfc_published.json").read_text("utf-8"))
CASES: dict[str, dict[str, Any]] = {case["id"]: case for case in PUBLISHED["cases"]}
SEMACRET = PUBLISHED["semacret"]
PAGE = (ROOT / "docs/cases/unfc.md").read_text("utf-8")
ACTIVITY = {"operating": "producing", "under development": "ongoing", "not operating": ""}
AXES = ("E", "F", "G")


def fields(evidence: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a site; of a net present value that is not printed, the sign."""
    found: dict[str, Any] = {}
    for name, value in evidence.items():
        if name == "assays":
            found[name] = tuple(assay(*one) for one in value)
        elif name == "npv_sign":
            found["npv_musd"] = Range(None, float(value), None)
        elif name == "waste_type":
            found[name] = WasteType(value)
        else:
            found[name] = Range(*value) if isinstance(value, list) else value
    return found


def classified(**known: Any) -> Classification:
    return classify_sites((site(**known),), context())[0]


def codes(one: Classification) -> dict[str, str]:
    return {"E": one.e.code, "F": one.f.code, "G": one.g.code}


def semacret(profile: dict[str, Any]) -> dict[str, str]:
    """Return the main categories for an ore body of which one table says so much.

    Amounts of metal are printed for each, so that a grade counts as published. The class of a
    historic estimate under a code is not in the table.
    """
    known = {
        "assays": (assay("Cu", 0.5),) if profile["estimate"] != "No resource estimate" else (),
        "project_activity": ACTIVITY[profile["mine"]],
    }
    return {axis: main_category(code) for axis, code in codes(classified(**known)).items()}


@pytest.mark.parametrize("name", CASES)
def test_a_published_case_gives_the_code_that_the_page_argues(name: str) -> None:
    case = CASES[name]

    assert codes(classified(**fields(case["evidence"]))) == case["ours"]


@pytest.mark.parametrize("name", [name for name in CASES if "would" in CASES[name]])
def test_what_the_source_leaves_out_is_what_keeps_the_codes_apart(name: str) -> None:
    case = CASES[name]
    known = classified(**fields(case["evidence"] | case["would"]["evidence"]))

    assert codes(known) == case["would"]["ours"]
    for axis, category in case["published"].items():
        assert case["would"]["ours"][axis].startswith(category)


def test_a_verdict_in_words_is_met_where_the_rules_read_the_same_evidence() -> None:
    met = {
        name: [a for a, c in case["published"].items() if case["ours"][a].startswith(c)]
        for name, case in CASES.items()
    }

    assert met == {
        "otanmaki-tailings": [],
        "bornem-landfill": [],
        "turnhout-landfill": ["E"],
        "zuienkerke-landfill": ["E"],
        "belgian-landfill-2015": [],
        "cabeco-do-piao": [],
    }
    assert "E1" in CASES["belgian-landfill-2015"]["not"]
    assert not CASES["belgian-landfill-2015"]["ours"]["E"].startswith("E1")


def test_two_recovery_scenarios_of_one_body_get_one_class_as_its_authors_found() -> None:
    known = fields(CASES["cabeco-do-piao"]["evidence"])
    low = classified(**known | {"assays": known["assays"][:1]})

    assert codes(low) == codes(classified(**known))


def test_ore_bodies_of_the_surveys_agree_with_the_rules_as_the_page_counts() -> None:
    agree = dict.fromkeys(AXES, 0)
    n = 0
    for profile in SEMACRET["profiles"]:
        n += profile["n"]
        found = semacret(profile)
        for axis, digit in zip(AXES, profile["published"], strict=True):
            is_known = not (axis == "G" and profile["estimate"] == "Historic CRIRSCO")
            agree[axis] += profile["n"] * (is_known and found[axis] == axis + digit)

    assert n == 187
    assert agree == {"E": 186, "F": 165, "G": 31}
    for axis, count in agree.items():
        assert f"| {axis} | {count} of " in PAGE


def test_where_the_surveys_and_the_rules_part_in_g_is_one_kind_of_estimate() -> None:
    apart: dict[tuple[str, str, str], int] = {}
    for profile in SEMACRET["profiles"]:
        found, digit = semacret(profile)["G"], f"G{profile['published'][2]}"
        if profile["estimate"] != "Historic CRIRSCO" and found != digit:
            key = (profile["estimate"], digit, found)
            apart[key] = apart.get(key, 0) + profile["n"]

    assert apart == {
        ("Non-compliant/historic", "G4", "G3"): 135,
        ("Non-compliant/historic", "G2", "G3"): 2,
        ("Non-compliant/historic", "G1", "G3"): 1,
    }


@pytest.mark.parametrize("name", SEMACRET["named"])
def test_every_named_ore_body_stands_on_the_page(name: str) -> None:
    one = SEMACRET["named"][name]

    assert f"| {one['name']} ({name}) | {one['published']} |" in PAGE
    assert one["published"] in {profile["published"] for profile in SEMACRET["profiles"]}


@pytest.mark.parametrize("name", CASES)
def test_every_case_stands_on_the_page_with_its_source(name: str) -> None:
    case = CASES[name]

    assert case["source"]["citation"] in PAGE
    assert case["source"]["url"] in PAGE
    assert f"`{';'.join(case['ours'].values())}`" in PAGE
    assert (case["printed"] is None) or f"`{case['printed']}`" in PAGE
