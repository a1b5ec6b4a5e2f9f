"""Gates of a criteria set: a reason for each site set aside, and no verdict on what is open."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.gates import GateRule
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Assessment, Settings
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.errors import InputError
from prioritizer.exports.formats import RANKING_FORMATS, Options
from prioritizer.readers.sites import read_sites
from prioritizer.workflow.ranking.answer_words import answer_sentences
from prioritizer.workflow.ranking.assess import assess
from prioritizer.workflow.records.diff import difference
from prioritizer.workflow.records.parsing import parse_record
from prioritizer.workflow.records.replay import make_record, replay
from tests.stories.restricted import texts_of

TABLE = """site_id,name,waste_type,tonnage_low_t,tonnage_t,tonnage_high_t,protected,slope
A,Alpha,tailings,,5e4,,no,3
B,Beta,tailings,8e4,1.5e5,2e5,no,
C,Gamma,tailings,,1e6,,Yes,12
D,Delta,tailings,,1e5,,,
E,Epsilon,tailings,,2e6,,no,8
F,Zeta,tailings,,,9e4,no,30
G,Eta,tailings,2e5,,,no,4
"""
DECLARED = "column,kind,unit\nprotected,yesno,\nslope,number,deg\n"
REASON = "Too small for a plant"
SMALL = GateRule(REASON, measure="tonnage", below=1e5, unit="t")
PARK = GateRule("No pilot in a park", column="protected", when=("yes",))
STEEP = GateRule("Too steep", column="slope", above=10.0, unit="deg")


@pytest.fixture
def register(tmp_path: Path, reference: Reference) -> SiteRegister:
    (tmp_path / "sites.csv").write_text(TABLE, encoding="utf-8")
    (tmp_path / "own_columns.csv").write_text(DECLARED, encoding="utf-8")
    return read_sites(tmp_path / "sites.csv", reference).register


def gated(
    register: SiteRegister, criteria: CriteriaSet, reference: Reference, *rules: GateRule
) -> Assessment:
    chosen = replace(criteria, gates=rules)
    settings = Settings(WeightVector.equal(criteria.ids), draws=100, top=2)
    return assess(register, chosen, settings, reference)


def closed(found: Assessment) -> dict[str, str]:
    return {one.site_id: one.told for one in found.not_ranked if one.gate}


def test_a_measure_below_its_limit_sets_aside_whose_whole_range_lies_there(
    register: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    found = gated(register, criteria, reference, SMALL)

    words = f"tonnage below 100 000 t: {REASON}"
    assert closed(found) == {"A": words, "F": words}
    assert [(one.site_id, one.is_known) for one in found.open_gates] == [("B", True)]
    ranked = {*found.matrix.alternatives, *(s.site_id for s in found.answer.apart)}  # type: ignore[union-attr]
    assert ranked == {"B", "C", "D", "E", "G"}


def test_a_word_sets_aside_and_a_blank_is_open(
    register: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    found = gated(register, criteria, reference, PARK)

    assert closed(found) == {"C": "protected is yes: No pilot in a park"}
    assert [(one.site_id, one.is_known) for one in found.open_gates] == [("D", False)]
    assert found.open_gates[0].why == "this is not known"


def test_a_number_column_has_limits_too(
    register: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    found = gated(register, criteria, reference, STEEP)

    assert set(closed(found)) == {"C", "F"}
    assert {one.site_id for one in found.open_gates} == {"B", "D"}


def test_the_first_rule_is_told_and_a_closed_site_has_no_open_gate(
    register: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    found = gated(register, criteria, reference, PARK, STEEP, SMALL)

    assert closed(found)["C"].startswith("protected is yes")
    assert closed(found)["F"].startswith("slope above 10 deg")
    assert {one.site_id for one in found.open_gates} == {"B", "D"}
    assert len(found.open_gates) == 4


def test_without_gates_nothing_changes(
    register: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    found = gated(register, criteria, reference)

    assert closed(found) == {}
    assert found.open_gates == ()
    record = json.loads(make_record(found, register))
    assert "open_gates" not in record
    assert "gates" not in record["criteria_set"]


@pytest.mark.parametrize("name", ["table", "csv", "json", "xlsx"])
def test_each_format_tells_the_reason_and_the_open_case(
    name: str, register: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    found = gated(register, criteria, reference, SMALL, PARK)

    content = RANKING_FORMATS[name].write(found, register, Options())

    told = texts_of(content) if name == "xlsx" else content.decode("utf-8-sig")
    assert REASON in told
    assert "tonnage below 100 000 t" in told
    assert "cannot be decided" in told or "open_gates" in told or "Open vetoes" in told


def test_a_record_holds_gates_and_open_cases_and_replays(
    register: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    content = make_record(gated(register, criteria, reference, SMALL, PARK), register)

    record = parse_record(content)

    assert [gate["reason"] for gate in record["criteria_set"]["gates"]] == [
        REASON,
        "No pilot in a park",
    ]
    assert [entry["id"] for entry in record["open_gates"]] == ["B", "D"]
    assert replay(content).is_same
    lifted = json.loads(content)
    lifted["open_gates"][0]["gates"][0]["reason"] = "another"
    assert not replay(json.dumps(lifted).encode()).is_same


def test_a_column_that_is_not_there_is_refused(
    register: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    lost = replace(PARK, column="protect")
    words = replace(STEEP, column="protected", unit="")

    with pytest.raises(InputError, match="Did you mean 'protected'"):
        gated(register, criteria, reference, lost)
    with pytest.raises(InputError, match="Expected numbers for a limit"):
        gated(register, criteria, reference, words)
    with pytest.raises(InputError, match="Expected 'deg'"):
        gated(register, criteria, reference, replace(STEEP, unit="%"))


def test_a_comparison_of_records_tells_gates_set_lifted_and_reworded(
    register: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    old, new = (
        make_record(gated(register, criteria, reference, *rules), register)
        for rules in ((SMALL, PARK), (replace(SMALL, reason="Too little"), STEEP))
    )

    told = {change.text for change in difference(old, new, top=2).changes}

    assert {
        f"veto tonnage below 100 000 t, reason: {REASON} → Too little",
        "veto lifted: protected is yes",
        "veto set: slope above 10 deg, Too steep",
    } <= told


def test_the_text_lists_cases_that_cross_a_limit_first_and_not_all(
    register: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    many = tuple(
        replace(site, site_id=f"{site.site_id}{k}", name=f"{site.name} \x1b[2J{k}")
        for k in range(30)
        for site in register.sites
        if site.site_id in "BD"
    )
    wide = replace(register, sites=(*register.sites, *many))

    found = gated(wide, criteria, reference, SMALL, PARK)

    told = RANKING_FORMATS["table"].write(found, wide, Options()).decode()
    listed = told.split("cannot be decided for these")[1].splitlines()[1:]
    assert len(listed) == 21
    assert all("crosses the limit" in line for line in listed[:20])
    assert listed[20].strip() == f"and {len(found.open_gates) - 20} more"
    assert "\x1b" not in told


def test_a_word_that_no_site_has_is_told_with_the_words_found(
    register: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    found = gated(register, criteria, reference, replace(PARK, when=("yess", "YES")))

    assert found.gate_warnings == (
        "Gate on 'protected': no site has the word 'yess'. Words found: no, yes. Correct the "
        "gate if it is misspelt.",
    )
    assert found.gate_warnings[0] in answer_sentences(found)
    assert gated(register, criteria, reference, PARK, SMALL).gate_warnings == ()


@pytest.mark.parametrize("word", ["yes", "Yes", "true", "on", "y", "1"])
def test_a_yes_of_a_flag_is_understood_in_each_spelling(
    word: str, register: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    found = gated(register, criteria, reference, replace(PARK, when=(word,)))

    assert set(closed(found)) == {"C"}


def test_a_set_whose_gates_leave_no_site_says_which_with_counts(
    register: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    every = GateRule("None", measure="tonnage", above=1.0, unit="t")

    with pytest.raises(InputError) as refused:
        gated(register, criteria, reference, PARK, every, SMALL)

    told = str(refused.value)
    assert "tonnage above 1 t (" in told
    assert "protected is yes (1)" in told
    assert "Loosen a gate" in told
