"""Value functions map fixed end points to 0 and 1 and keep gaps."""

from __future__ import annotations

import numpy as np
import pytest

from prioritizer.engine import value_functions as vf


def test_linear_is_straight_between_the_ends_and_flat_outside() -> None:
    x = np.array([-1.0, 0.0, 5.0, 10.0, 12.0])

    assert vf.linear(x, worst=0, best=10).tolist() == [0, 0, 0.5, 1, 1]
    assert vf.linear(x, worst=10, best=0).tolist() == [1, 1, 0.5, 0, 0]


def test_log_gives_equal_steps_for_equal_ratios() -> None:
    x = np.array([1e4, 1e5, 1e6, 1e8, 1e9, 0.0, -5.0])

    assert np.allclose(vf.log(x, worst=1e4, best=1e8), [0, 0.25, 0.5, 1, 1, 0, 0])
    assert np.allclose(vf.log(x, worst=1e8, best=1e4), [1, 0.75, 0.5, 0, 0, 1, 1])


def test_piecewise_passes_through_its_points() -> None:
    x = np.array([0.0, 0.05, 0.5, 2.75, 9.0])

    result = vf.piecewise(x, points=[0.05, 0.5, 5.0], values=[0.0, 0.5, 1.0])

    assert np.allclose(result, [0, 0, 0.5, 0.75, 1])


def test_sigmoid_is_half_at_its_midpoint_and_falls_for_a_negative_scale() -> None:
    x = np.array([4.0, 5.0])

    assert np.allclose(vf.sigmoid(x, midpoint=4, scale=1), [0.5, 1 / (1 + np.exp(-1))])
    assert np.allclose(vf.sigmoid(x, midpoint=4, scale=-1), [0.5, 1 / (1 + np.exp(1))])


def test_stepwise_puts_a_limit_into_the_class_above() -> None:
    x = np.array([6.0, 7.0, 12.9, 13.0])

    assert vf.stepwise(x, edges=[7, 13], values=[0, 0.5, 1]).tolist() == [0, 0.5, 0.5, 1]


def test_target_range_is_one_inside_and_zero_far_outside() -> None:
    x = np.array([0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 9.0])

    result = vf.target_range(x, low_worst=0, low_best=2, high_best=3, high_worst=5)

    assert result.tolist() == [0, 0.5, 1, 1, 0.5, 0, 0]


def test_target_range_may_have_a_sharp_edge() -> None:
    x = np.array([1.9, 2.0, 3.0])

    result = vf.target_range(x, low_worst=2, low_best=2, high_best=3, high_worst=3)

    assert result.tolist() == [0, 1, 1]


@pytest.mark.parametrize(
    "function",
    [
        lambda x: vf.linear(x, worst=0, best=1),
        lambda x: vf.log(x, worst=1, best=10),
        lambda x: vf.piecewise(x, points=[0, 1], values=[0, 1]),
        lambda x: vf.sigmoid(x, midpoint=0, scale=1),
        lambda x: vf.stepwise(x, edges=[1], values=[0, 1]),
        lambda x: vf.target_range(x, low_worst=0, low_best=1, high_best=2, high_worst=2),
    ],
)
def test_a_gap_stays_a_gap(function) -> None:
    assert np.isnan(function(np.array([np.nan, 1.0]))).tolist() == [True, False]


@pytest.mark.parametrize(
    ("forward", "backward"),
    [
        (
            lambda x: vf.linear(x, worst=25, best=0),
            lambda v: vf.inverse_linear(v, worst=25, best=0),
        ),
        (
            lambda x: vf.log(x, worst=0.05, best=5),
            lambda v: vf.inverse_log(v, worst=0.05, best=5),
        ),
        (
            lambda x: vf.sigmoid(x, midpoint=3, scale=0.7),
            lambda v: vf.inverse_sigmoid(v, midpoint=3, scale=0.7),
        ),
        (
            lambda x: vf.piecewise(x, points=[0, 1, 9], values=[1, 0.4, 0]),
            lambda v: vf.inverse_piecewise(v, points=[0, 1, 9], values=[1, 0.4, 0]),
        ),
    ],
)
def test_the_inverse_leads_back_to_the_value(forward, backward) -> None:
    values = np.array([0.05, 0.3, 0.5, 0.95])

    assert np.allclose(forward(backward(values)), values)
