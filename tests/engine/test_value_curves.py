"""All six shapes alike: values, their inverse, and the exact image of an interval."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from prioritizer.domain.value_function import ValueFunction
from prioritizer.engine.value_functions import evaluate, image, inverse
from tests.exports.shapes import SHAPES

CONTINUOUS = [
    name for name, f in SHAPES.items() if f.kind != "stepwise" and name != "sharp_aim"
]
NUMBERS = st.floats(-20.0, 130.0)
NAN = np.nan


@st.composite
def curves(draw: st.DrawFn) -> ValueFunction:
    """Draw a valid piecewise, stepwise or target function with a slope from worst to best."""
    kind = draw(st.sampled_from(["piecewise", "stepwise", "target"]))
    gaps = draw(st.lists(st.integers(1, 30), min_size=4, max_size=6))
    points = tuple(float(x) for x in np.cumsum(gaps))
    if kind == "target":
        corners = points[:4]
        worst = draw(st.sampled_from([corners[0] - 1, corners[3] + 1]))
        return ValueFunction("target", worst, corners[1], corners)
    n = len(points) + (kind == "stepwise")
    inner = sorted(draw(st.lists(st.integers(0, 10), min_size=n - 2, max_size=n - 2)))
    values = (0.0, *(level / 10 for level in inner), 1.0)
    worst, best = points[0] - 1, points[-1]
    if draw(st.booleans()):
        values, worst, best = values[::-1], points[-1], points[0] - 1
    return ValueFunction(kind, worst, best, points, values)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", list(SHAPES))
def test_worst_has_value_zero_and_best_has_one(name: str) -> None:
    function = SHAPES[name]

    ends = evaluate(function, np.array([function.worst, function.best, NAN]))

    assert ends.tolist()[:2] == [0.0, 1.0]
    assert np.isnan(ends[2])


@given(curves())
def test_drawn_functions_are_valid_and_reach_both_ends(function: ValueFunction) -> None:
    assert function.faults() == ()
    ends = evaluate(function, np.array([function.worst, function.best]))
    assert ends.tolist() == [0.0, 1.0]


@given(
    st.sampled_from([n for n, f in SHAPES.items() if f.direction != "target"]), NUMBERS, NUMBERS
)
def test_value_never_turns_on_a_shape_with_one_direction(name: str, x: float, y: float) -> None:
    low, high = evaluate(SHAPES[name], np.array(sorted((x, y))))

    assert low <= high + 1e-15 if SHAPES[name].direction == "max" else low >= high - 1e-15


@given(st.sampled_from(CONTINUOUS), st.floats(0, 1))
def test_the_performance_of_a_value_has_that_value(name: str, value: float) -> None:
    function = SHAPES[name]

    performance = inverse(function, np.array([value]))

    assert evaluate(function, performance) == pytest.approx([value], abs=1e-9)
    low, high = sorted((function.worst, function.best))
    assert low * (1 - 1e-12) <= performance <= high * (1 + 1e-12)


def test_where_a_curve_is_flat_its_inverse_is_the_performance_nearest_to_worst() -> None:
    assert inverse(SHAPES["bent"], np.array([0.0, 0.5, 0.75])) == pytest.approx([1, 20, 45])


@given(curves().filter(lambda f: f.kind == "stepwise"), st.floats(0, 1))
def test_a_stepwise_inverse_lies_in_the_class_with_the_nearest_value(
    function: ValueFunction, value: float
) -> None:
    found = float(evaluate(function, inverse(function, np.array([value])))[0])

    assert abs(found - value) <= min(abs(level - value) for level in function.values) + 1e-12


@pytest.mark.parametrize("name", ["steps", "steps_down"])
def test_even_draws_of_a_stepwise_value_keep_their_mean(name: str) -> None:
    even = (np.arange(4000) + 0.5) / 4000

    drawn = evaluate(SHAPES[name], inverse(SHAPES[name], even))

    assert drawn.mean() == pytest.approx(0.5, abs=1e-3)


def by_sampling(function: Any, low: float, high: float) -> tuple[float, float]:
    """Return the extremes over a fine grid that holds every corner and its neighbours."""
    corners = np.array(function.points)
    grid = np.concatenate(
        [np.linspace(low, high, 2001), corners, np.nextafter(corners, -np.inf)]
    )
    values = evaluate(function, grid[(grid >= low) & (grid <= high)])
    return float(values.min()), float(values.max())


@given(st.one_of(curves(), st.sampled_from(list(SHAPES.values()))), NUMBERS, NUMBERS)
def test_the_image_of_an_interval_is_that_of_dense_sampling(
    function: ValueFunction, x: float, y: float
) -> None:
    low, high = sorted((x, y))

    found = image(function, np.array([low]), np.array([high]))

    assert (float(found[0][0]), float(found[1][0])) == pytest.approx(
        by_sampling(function, low, high), abs=2e-3
    )


@given(st.one_of(curves(), st.sampled_from(list(SHAPES.values()))), NUMBERS, NUMBERS, NUMBERS)
def test_no_performance_of_an_interval_has_a_value_outside_its_image(
    function: ValueFunction, x: float, y: float, z: float
) -> None:
    low, middle, high = sorted((x, y, z))

    lowest, highest = image(function, np.array([low]), np.array([high]))
    value = evaluate(function, np.array([middle]))

    assert lowest - 1e-15 <= value <= highest + 1e-15


@pytest.mark.parametrize("name", list(SHAPES))
def test_an_open_interval_spans_all_values(name: str) -> None:
    lowest, highest = image(SHAPES[name], np.array([NAN]), np.array([NAN]))

    assert (lowest[0], highest[0]) == (0.0, 1.0)


def test_a_target_between_two_bad_ends_can_be_met() -> None:
    lowest, highest = image(SHAPES["aim"], np.array([5.0]), np.array([99.0]))

    assert (lowest[0], highest[0]) == (0.0, 1.0)


def test_a_sigmoid_is_the_logistic_curve_stretched_to_its_ends() -> None:
    x = np.array([5.0, 20.0, 40.0, 70.0, 95.0])
    raw = 1 / (1 + np.exp(-(x - 40.0) / 9.0))

    expected = (raw - raw[0]) / (raw[-1] - raw[0])

    assert evaluate(SHAPES["curve"], x) == pytest.approx(expected, abs=1e-12)
