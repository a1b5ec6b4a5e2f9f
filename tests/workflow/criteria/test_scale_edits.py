"""Scales of a person's own: used, marked as edited, and nothing else touched."""

from __future__ import annotations

import pytest

from prioritizer.domain.criterion import CriteriaSet, RiskMode, ValueFunction
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Settings
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.workflow.criteria.scale_edits import (
    edited_criteria,
    is_edited,
    slot,
    with_scales,
)
from prioritizer.workflow.ranking.assess import assess
from prioritizer.workflow.records.parsing import parse_record
from prioritizer.workflow.records.replay import make_record, replay

WIDER = ValueFunction("log", 0.05, 20)
FALLING = ValueFunction("linear", 0.9, 0.1)


def test_an_edited_scale_replaces_one_function_and_marks_the_set(criteria: CriteriaSet) -> None:
    found = with_scales(criteria, {"grade": WIDER})

    assert found.criteria[0].value_function == WIDER
    assert found.criteria[1:] == criteria.criteria[1:]
    assert found.version.startswith(f"{criteria.version}+edited.")
    assert is_edited(found)
    assert not is_edited(criteria)
    assert [c.id for c in edited_criteria(found)] == ["grade"]
    assert criteria.criteria[0].range_text in found.criteria[0].source


def test_another_edit_has_another_version_and_the_same_edit_the_same(
    criteria: CriteriaSet,
) -> None:
    one = with_scales(criteria, {"grade": WIDER})
    again = with_scales(criteria, {"grade": WIDER})
    other = with_scales(criteria, {"grade": ValueFunction("log", 0.05, 30)})

    assert one == again
    assert one.version != other.version


def test_an_edit_that_changes_nothing_leaves_the_set_as_shipped(criteria: CriteriaSet) -> None:
    same = criteria.criteria[0].value_function

    assert with_scales(criteria, {"grade": same, "stranger": WIDER}) is criteria


def test_an_edit_of_risk_holds_for_one_meaning_of_risk_only(criteria: CriteriaSet) -> None:
    name = slot(criteria, "environmental_risk", RiskMode.PROJECT_RISK)

    found = with_scales(criteria, {name: FALLING})

    def scale(chosen: CriteriaSet, mode: RiskMode) -> ValueFunction:
        listed = chosen.with_risk(mode).criteria
        return next(c for c in listed if c.id == "environmental_risk").value_function

    assert scale(found, RiskMode.PROJECT_RISK) == FALLING
    for mode in (RiskMode.URGENCY, RiskMode.REDUCTION):
        assert scale(found, mode) == scale(criteria, mode)


@pytest.mark.parametrize(
    ("function", "objective"),
    [
        (ValueFunction("linear", 5, 0), "min"),
        (ValueFunction("target", 0, 2, (0, 1, 3, 4)), "target"),
    ],
)
def test_the_objective_follows_the_direction_of_the_scale(
    criteria: CriteriaSet, function: ValueFunction, objective: str
) -> None:
    assert with_scales(criteria, {"grade": function}).criteria[0].objective == objective


def test_a_record_of_an_edited_set_says_so_and_replays(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    chosen = with_scales(criteria, {"grade": WIDER})
    found = assess(sample, chosen, Settings(WeightVector.equal(chosen.ids)), reference)

    content = make_record(found, sample)

    record = parse_record(content)
    assert "edited" in record["criteria_set"]["version"]
    assert "edited by the user" in record["criteria"][0]["source"]
    assert replay(content).is_same
