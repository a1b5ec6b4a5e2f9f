"""Records keep every shape of scale and the value tree, and replay to the last bit."""

from __future__ import annotations

import json

import pytest

from prioritizer.domain.results import Scales
from prioritizer.domain.weights import WeightVector
from prioritizer.workflow.records.diff import difference
from prioritizer.workflow.records.replay import make_record, parts_of, replay
from tests.exports.shapes import BRANCHES, SHAPES, assess_shapes
from tests.workflow.four_sites import four_sites


@pytest.mark.parametrize("name", list(SHAPES))
def test_a_record_of_each_shape_replays_to_the_last_bit(name: str) -> None:
    assessment = four_sites([3.0, 17.3, 44.4, 80.1], SHAPES[name])
    content = make_record(assessment, None)

    matrix, _ = parts_of(json.loads(content))

    assert matrix.criteria[0].value_function == SHAPES[name]
    assert replay(content).differences == ()


@pytest.mark.parametrize(
    ("method", "scales"),
    [(m, s) for m in ("weighted-sum", "topsis", "vikor") for s in (Scales.FIXED, Scales.DATA)],
)
def test_all_shapes_under_a_tree_replay_to_the_last_bit(method: str, scales: Scales) -> None:
    assert replay(make_record(assess_shapes(method=method, scales=scales), None)).is_same


def test_the_tree_is_kept_and_covered_by_the_fingerprint() -> None:
    record = json.loads(make_record(assess_shapes(), None))

    kept = [tuple(branch["members"]) for branch in record["criteria_set"]["branches"]]
    assert kept == [branch.members for branch in BRANCHES]

    record["criteria_set"]["branches"][0]["members"] = ["line"]
    found = replay(json.dumps(record).encode()).differences
    assert any("criteria_set" in text for text in found)


def test_a_record_without_corners_looks_as_it_always_did() -> None:
    record = json.loads(make_record(four_sites([1.0, 2.0, 3.0, 4.0], SHAPES["line"]), None))

    assert record["criteria"][0]["value_function"] == {
        "kind": "linear",
        "worst": 0,
        "best": 100,
    }
    assert set(record["criteria_set"]) == {"id", "title", "version"}


@pytest.mark.parametrize(
    ("member", "value", "words"),
    [
        ("kind", "cubic", "cubic"),
        ("points", [1, 1, 1, 1], "rising"),
        ("values", [0, 0.2, 0.3, 0.4], "1 as the highest"),
    ],
)
def test_a_record_with_an_impossible_scale_says_so(
    member: str, value: object, words: str
) -> None:
    record = json.loads(make_record(four_sites([1.0, 2.0, 3.0, 4.0], SHAPES["bent"]), None))
    record["criteria"][0]["value_function"][member] = value

    found = replay(json.dumps(record).encode()).differences

    assert any(words in text for text in found)


def test_a_difference_names_another_tree_and_another_shape() -> None:
    old = make_record(assess_shapes(), None)
    record = json.loads(old)
    assert record["criteria_set"]["branches"][0]["name"] == "Straight"
    other = four_sites([3.0, 17.3, 44.4, 80.1], SHAPES["bent"])
    line = four_sites([3.0, 17.3, 44.4, 80.1], SHAPES["line"])

    shapes = difference(make_record(line, None), make_record(other, None), top=2)
    trees = difference(make_record(line, None), old, top=2)

    assert any("value function" in change.text for change in shapes.changes)
    assert any(
        change.text.startswith("value tree: flat → Straight") for change in trees.changes
    )


def test_weights_stay_those_of_the_leaves() -> None:
    assessment = assess_shapes()

    _, settings = parts_of(json.loads(make_record(assessment, None)))

    assert isinstance(settings.weights, WeightVector)
    assert settings.weights == assessment.settings.weights
