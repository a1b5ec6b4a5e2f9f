"""Criteria files: checked whole, with the path of each fault."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from prioritizer.appraisal.measures import MEASURES
from prioritizer.domain.criterion import CriteriaSet, Objective, RiskMode
from prioritizer.errors import DataError
from prioritizer.readers.criteria import FOLDER, read_criteria


def test_the_default_set_has_the_five_criteria_with_everything_a_person_needs(
    criteria: CriteriaSet,
) -> None:
    assert criteria.ids == ("grade", "volume", "environmental_risk", "access", "crm_relevance")
    for criterion in criteria.criteria:
        assert criterion.measure in MEASURES
        assert all((criterion.unit, criterion.formula, criterion.description, criterion.source))
        assert criterion.range_text.endswith(criterion.unit)


def test_risk_reads_three_ways_and_nothing_else_changes(criteria: CriteriaSet) -> None:
    objectives = {mode: criteria.with_risk(mode).criteria[2].objective for mode in RiskMode}

    assert objectives[RiskMode.URGENCY] is Objective.MAX
    assert objectives[RiskMode.PROJECT_RISK] is Objective.MIN
    assert objectives[RiskMode.REDUCTION] is Objective.MAX
    for mode in RiskMode:
        others = criteria.with_risk(mode).criteria
        assert others[:2] + others[3:] == criteria.criteria[:2] + criteria.criteria[3:]


def test_profiles_weigh_all_criteria_and_sum_to_a_hundred(criteria: CriteriaSet) -> None:
    for profile in criteria.profiles:
        assert set(profile.points) == set(criteria.ids)
        assert sum(profile.points.values()) == 100


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        (("criteria", 0, "objective"), "up", "criteria.0.objective"),
        (("criteria", 0, "value_function", "worst"), 5, "must differ"),
        (("criteria", 0, "value_function", "worst"), -1, "above 0"),
        (("criteria", 0, "objective"), "min", "disagree"),
        (("criteria", 1, "id"), "grade", "stands twice"),
        (("criteria", 1, "colour"), "red", "criteria.1.colour"),
        (("weight_profiles", 0, "points"), {"gold": 1}, "unknown 'gold'"),
    ],
)
def test_a_fault_is_named_with_its_path(
    tmp_path: Path, path: tuple[str | int, ...], value: object, words: str
) -> None:
    raw = yaml.safe_load((FOLDER / "default.yaml").read_text(encoding="utf-8"))
    place = raw
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    file = tmp_path / "mine.yaml"
    file.write_text(yaml.safe_dump(raw), encoding="utf-8")

    with pytest.raises(DataError) as caught:
        read_criteria(str(file))

    assert words in str(caught.value)


def test_an_unknown_set_lists_the_known_ones() -> None:
    with pytest.raises(DataError, match="one of: default"):
        read_criteria("defalt")


@pytest.mark.parametrize(
    "content", ["", "- 1", "a: [", "!!python/object/apply:os.system ['true']"]
)
def test_a_file_that_is_no_criteria_file_is_refused(tmp_path: Path, content: str) -> None:
    file = tmp_path / "x.yaml"
    file.write_text(content, encoding="utf-8")

    with pytest.raises(DataError):
        read_criteria(str(file))
