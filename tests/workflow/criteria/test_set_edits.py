"""A set with a criterion more, less or renamed stays a set that reads back from its file."""

from __future__ import annotations

from dataclasses import replace

import pytest

from prioritizer.domain.criterion import ColumnKind, CriteriaSet, GateRule, RiskMode
from prioritizer.errors import InputError
from prioritizer.exports.tables.criteria_file import criteria_yaml
from prioritizer.readers.criteria import parse_criteria, read_criteria
from prioritizer.workflow.criteria.own_draft import CriterionDraft
from prioritizer.workflow.criteria.set_edits import (
    id_of,
    renamed,
    with_criterion,
    with_gate,
    without_criterion,
    without_gate,
)

SMALL = GateRule("Too small", measure="tonnage", below=1e5, unit="t")
SUPPORT = CriterionDraft(
    "Support", "support", ColumnKind.CLASSES, classes={"none": "0", "strong": "1"}
).criterion("support")


def again(criteria: CriteriaSet) -> CriteriaSet:
    return parse_criteria(criteria_yaml(criteria).decode(), "again.yaml")


@pytest.mark.parametrize("name", ["default", "screening", "detailed"])
def test_an_added_criterion_has_the_mean_weight_and_reads_back(name: str) -> None:
    before = read_criteria(name)

    found = with_criterion(before, SUPPORT)

    assert again(found) == found
    for old, new in zip(before.profiles, found.profiles, strict=True):
        assert new.points["support"] == pytest.approx(
            sum(old.points.values()) / len(old.points)
        )
    assert found.version != before.version
    assert without_criterion(found, "support").criteria == before.criteria
    assert without_criterion(found, "support").branches == before.branches
    with pytest.raises(InputError, match="twice"):
        with_criterion(found, SUPPORT)


def test_each_criterion_of_the_tree_can_be_taken_away() -> None:
    detailed = read_criteria("detailed")

    for name in detailed.ids:
        found = without_criterion(detailed, name)

        assert name not in found.ids
        assert again(found) == found
        assert all(branch.members for branch in found.branches)
        assert {node.id for node in found.tree() if node.is_leaf} == set(found.ids)


def test_risk_goes_with_its_three_readings(criteria: CriteriaSet) -> None:
    found = without_criterion(criteria, "environmental_risk")

    assert found.risk_variants is None
    assert found.with_risk(RiskMode.REDUCTION) == found


def test_two_criteria_stay(criteria: CriteriaSet) -> None:
    few = replace(criteria, criteria=criteria.criteria[:2], profiles=())

    with pytest.raises(InputError, match="at least 2 to stay"):
        without_criterion(few, "grade")


def test_a_name_changes_in_all_readings_and_the_id_stays(criteria: CriteriaSet) -> None:
    found = renamed(criteria, "environmental_risk", "  Harm  done ")

    for mode in RiskMode:
        [risk] = [c for c in found.with_risk(mode).criteria if c.id == "environmental_risk"]
        assert risk.name == "Harm done"
    for bad in ("", " ", "x" * 61):
        with pytest.raises(InputError, match="Expected 1 to 60"):
            renamed(criteria, "grade", bad)


def test_a_gate_is_set_once_with_a_reason_and_lifted(criteria: CriteriaSet) -> None:
    found = with_gate(criteria, SMALL)

    assert again(found).gates == (SMALL,)
    with pytest.raises(InputError, match="twice"):
        with_gate(found, SMALL)
    with pytest.raises(InputError, match="reason"):
        with_gate(criteria, replace(SMALL, reason=" "))
    assert without_gate(found, SMALL.words).gates == ()
    assert without_gate(found, "another") is found


@pytest.mark.parametrize(
    ("title", "taken", "name"),
    [
        ("Community support", (), "community_support"),
        ("Lärm (dB/h)", (), "larm_db_h"),
        ("3 walls", (), "c_3_walls"),
        ("Волны", (), "criterion"),
        ("Dust", ("dust", "dust_2"), "dust_3"),
        ("x" * 60, ("x" * 40,), "x" * 38 + "_2"),
    ],
)
def test_an_id_is_made_of_a_name(title: str, taken: tuple[str, ...], name: str) -> None:
    assert id_of(title, taken) == name
