"""Value functions: every shape is judged whole, and says itself in plain data."""

from __future__ import annotations

import json
import math

import pytest

from prioritizer.domain.criterion import ValueFunction
from prioritizer.errors import InputError
from tests.exports.shapes import SHAPES

NAN = math.nan


@pytest.mark.parametrize("name", list(SHAPES))
def test_a_function_reads_back_from_its_plain_data(name: str) -> None:
    function = SHAPES[name]

    plain = json.loads(json.dumps(function.as_dict()))

    assert ValueFunction.from_dict(plain) == function


def test_plain_data_of_straight_scales_hold_nothing_but_kind_and_ends() -> None:
    assert SHAPES["line"].as_dict() == {"kind": "linear", "worst": 0.0, "best": 100.0}


@pytest.mark.parametrize(
    ("function", "member", "words"),
    [
        (ValueFunction("cubic", 0, 1), "kind", "one of: linear, log"),  # type: ignore[arg-type]
        (ValueFunction("linear", 1, 1), "worst", "must differ"),
        (ValueFunction("linear", NAN, 1), "worst", "a finite number"),
        (ValueFunction("log", 0, 1), "worst", "above 0"),
        (ValueFunction("log", 5, -1), "best", "above 0"),
        (ValueFunction("linear", 0, 1, points=(0, 1)), "points", "none for a linear scale"),
        (ValueFunction("sigmoid", 0, 1, midpoint=0.5), "scale", "scale for a sigmoid scale"),
        (ValueFunction("sigmoid", 0, 1, midpoint=2, scale=1), "midpoint", "from 0 to 1"),
        (ValueFunction("sigmoid", 0, 1, midpoint=0.5, scale=-1), "scale", "above 0"),
        (ValueFunction("sigmoid", 0, 1, midpoint=0.5, scale=1e-4), "scale", "at least 0.002"),
        (ValueFunction("sigmoid", 0, 1, midpoint=0.5, scale=1e4), "scale", "at most 500"),
        (ValueFunction("piecewise", 0, 1), "values", "values for a piecewise scale"),
        (
            ValueFunction("piecewise", 0, 1, (0, 1), (0, NAN)),
            "values",
            "finite numbers",
        ),
        (ValueFunction("piecewise", 0, 1, (1, 0), (0, 1)), "points", "rising numbers"),
        (ValueFunction("piecewise", 0, 1, (0, 1), (0,)), "values", "one per point"),
        (ValueFunction("piecewise", 0, 1, (0, 1), (0, 0.9)), "values", "1 as the highest"),
        (
            ValueFunction("piecewise", 0.5, 1, (0, 1), (0, 1)),
            "worst",
            "whose value is 0",
        ),
        (
            ValueFunction("piecewise", 0, 4, (0, 1, 2, 4), (0, 0.8, 0.2, 1)),
            "values",
            "only rise on the way from worst to best",
        ),
        (ValueFunction("stepwise", 0, 1, (0.5,), (0, 0.5, 1)), "values", "one per class"),
        (ValueFunction("target", 0, 5, (0, 4, 6)), "points", "four rising numbers"),
        (ValueFunction("target", 0, 8, (0, 4, 6, 9)), "best", "inside the target"),
        (ValueFunction("target", 1, 5, (0, 4, 6, 9)), "worst", "outside, 0 or 9"),
    ],
)
def test_a_fault_names_the_member_and_what_is_expected(
    function: ValueFunction, member: str, words: str
) -> None:
    faults = function.faults()

    assert member in [fault.member for fault in faults]
    assert words in "\n".join(str(fault) for fault in faults)
    with pytest.raises(InputError):
        function.checked()


def test_all_faults_are_named_at_once() -> None:
    function = ValueFunction("log", -1, math.inf, (1, 2), (), midpoint=3.0)

    members = [fault.member for fault in function.faults()]

    assert members == ["best", "worst", "points", "midpoint"]


@pytest.mark.parametrize(
    ("name", "direction"),
    [
        ("line", "max"),
        ("ratio", "min"),
        ("bent", "max"),
        ("bent_down", "min"),
        ("hill", "target"),
        ("curve", "max"),
        ("curve_down", "min"),
        ("steps", "max"),
        ("steps_down", "min"),
        ("aim", "target"),
    ],
)
def test_a_shape_knows_which_way_is_better(name: str, direction: str) -> None:
    assert SHAPES[name].direction == direction


def test_classes_have_no_outside_and_corners_do() -> None:
    assert SHAPES["steps"].span == (-math.inf, math.inf)
    assert SHAPES["bent"].span == (5.0, 60.0)
    assert SHAPES["aim"].span == (10.0, 95.0)
    assert SHAPES["ratio"].span == (0.9, 90.0)
