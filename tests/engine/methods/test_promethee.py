"""Preference functions have their published shape and flows balance."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from prioritizer.engine.methods.promethee import PREFERENCES, promethee
from prioritizer.errors import InputError
from tests.engine.strategies import problems


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("usual", [0, 0, 1, 1, 1]),
        ("u-shape", [0, 0, 0, 1, 1]),
        ("linear", [0, 0, 0, 0.5, 1]),
        ("level", [0, 0, 0, 0.5, 1]),
        ("gaussian", [0, 0, 1 - np.exp(-1 / 18), 1 - np.exp(-4 / 18), 1 - np.exp(-16 / 18)]),
    ],
)
def test_each_preference_function_has_its_shape(name, expected) -> None:
    advantage = np.array([-2.0, 0.0, 1.0, 2.0, 4.0])

    assert np.allclose(PREFERENCES[name](advantage, 1.0, 3.0), expected)


@given(problems(), st.sampled_from(sorted(PREFERENCES)))
def test_net_flows_sum_to_zero(problem, name) -> None:
    matrix, maximize, weights = problem
    thresholds = {"indifference": [5.0] * len(weights), "strict": [40.0] * len(weights)}

    flows = promethee(matrix, maximize, weights / weights.sum(), preference=name, **thresholds)

    assert flows.sum() == pytest.approx(0.0, abs=1e-9)
    assert (np.abs(flows) <= 1 + 1e-12).all()


@given(problems())
def test_the_usual_flow_counts_alternatives_below_minus_above(problem) -> None:
    matrix, maximize, weights = problem
    shares = weights / weights.sum()
    turned = np.where(maximize, matrix, -matrix)
    n = len(matrix)

    expected = [
        sum(
            shares[k]
            * (np.sum(turned[i, k] > turned[:, k]) - np.sum(turned[i, k] < turned[:, k]))
            for k in range(len(shares))
        )
        / (n - 1)
        for i in range(n)
    ]

    assert np.allclose(promethee(matrix, maximize, shares), expected)


def test_thresholds_must_be_one_per_criterion() -> None:
    with pytest.raises(InputError, match="threshold 'strict'"):
        promethee(np.eye(2), np.ones(2, bool), np.full(2, 0.5), strict=[1.0])


def test_an_unknown_preference_lists_the_known_ones() -> None:
    with pytest.raises(InputError, match="usual, u-shape, linear, level, gaussian"):
        promethee(np.eye(2), np.ones(2, bool), np.full(2, 0.5), preference="steep")
