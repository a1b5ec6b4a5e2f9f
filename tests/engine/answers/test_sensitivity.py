"""What would change the answer: each figure does what it promises, and no less would do."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from prioritizer.engine.answers.sensitivity import (
    rank_reversals,
    smallest_shift,
    smallest_shortlist_shift,
    tornado,
    value_to_tie,
    without_each_criterion,
)
from prioritizer.engine.methods.topsis import closeness
from prioritizer.engine.methods.weighted_sum import weighted_sum
from prioritizer.engine.ranks import rank
from tests.engine.strategies import valued

_SCORES = {"weighted-sum": weighted_sum, "topsis": closeness}


@given(valued())
def test_the_smallest_shift_ties_the_pair_and_is_that_of_a_linear_program(problem) -> None:
    from scipy.optimize import linprog

    values, points = problem
    weights = points / points.sum()
    ordered = values[np.argsort(-weighted_sum(values, weights))]
    differences = ordered[0] - ordered[1]

    moved = smallest_shift(differences, weights)

    # Independent route: weights plus gains minus losses, least sum of gains.
    n = len(weights)
    program = linprog(
        np.concatenate([np.ones(n), np.zeros(n)]),
        A_ub=np.concatenate([differences, -differences])[np.newaxis],
        b_ub=[-differences @ weights + 1e-12],
        A_eq=np.concatenate([np.ones(n), -np.ones(n)])[np.newaxis],
        b_eq=[0.0],
        bounds=[(0, 1)] * n + [(0, w) for w in weights],
    )
    if moved is None:
        assert not program.success
    else:
        assert moved.sum() == pytest.approx(1.0)
        assert (moved >= -1e-12).all()
        assert moved @ differences <= 1e-9
        assert 0.5 * np.abs(moved - weights).sum() == pytest.approx(program.fun, abs=1e-7)


def test_the_smallest_shift_by_hand() -> None:
    moved = smallest_shift(np.array([0.5, 0.1, -0.5]), np.array([0.5, 0.3, 0.2]))

    # The gap is 0.25 + 0.03 - 0.10 = 0.18; each point from the first to the last closes 1.0.
    assert moved == pytest.approx([0.32, 0.3, 0.38])


def test_no_shift_helps_against_a_dominator() -> None:
    assert smallest_shift(np.array([0.2, 0.1]), np.array([0.5, 0.5])) is None


def test_the_shortlist_shift_is_the_least_over_all_pairs() -> None:
    values = np.array([[0.9, 0.2], [0.6, 0.6], [0.2, 0.9], [0.1, 0.1]])
    weights = np.array([0.6, 0.4])

    first, second, moved = smallest_shortlist_shift(values, weights, top=2)

    # Scores 0.62, 0.60, 0.48, 0.10; the first two are in; both level with the third at w = 0.5.
    scores = weighted_sum(values, moved)
    assert second == 2
    assert scores[first] == pytest.approx(scores[second])
    assert 0.5 * np.abs(moved - weights).sum() == pytest.approx(0.1)


def test_a_shortlist_that_dominates_the_rest_cannot_be_shifted() -> None:
    values = np.array([[0.9, 0.9], [0.1, 0.2]])

    assert smallest_shortlist_shift(values, np.array([0.5, 0.5]), top=1) is None


@pytest.mark.parametrize("method", sorted(_SCORES))
def test_the_value_to_tie_ties(method) -> None:
    above, below = np.array([0.8, 0.6, 0.5]), np.array([0.6, 0.6, 0.4])
    weights = np.array([0.5, 0.4, 0.1])

    needed = value_to_tie(above, below, weights, method=method)

    goal = _SCORES[method](above[None], weights)[0]
    assert needed[0] is not None
    for index, value in enumerate(needed):
        changed = below.copy()
        changed[index] = 1.0 if value is None else value
        reached = _SCORES[method](changed[None], weights)[0]
        assert reached < goal if value is None else reached == pytest.approx(goal, abs=1e-9)


def test_the_value_to_tie_of_a_weighted_sum_is_gap_over_weight() -> None:
    needed = value_to_tie(
        np.array([0.8, 0.6]), np.array([0.6, 0.6]), np.array([0.3, 0.7]), method="weighted-sum"
    )

    assert needed == pytest.approx((0.8, 0.6 + 0.06 / 0.7))


def test_a_tornado_moves_one_value_of_one_alternative_at_a_time() -> None:
    best = np.array([[0.5, 0.5], [0.6, 0.5]])
    low, high = best - 0.2, best + 0.2
    weights = np.array([0.75, 0.25])

    scores, ranks = tornado(low, best, high, weights, method="weighted-sum")

    assert np.allclose(scores[0], [[0.35, 0.65], [0.45, 0.55]])
    assert ranks[0].tolist() == [[2, 1], [2, 2]]
    assert ranks[1].tolist() == [[2, 1], [1, 1]]


def test_leaving_out_a_criterion_ranks_by_the_others() -> None:
    matrix = np.array([[3.0, 1.0], [2.0, 2.0], [1.0, 3.0]])

    ranks = without_each_criterion(
        matrix, np.array([True, True]), np.array([0.9, 0.1]), method="weighted-sum"
    )

    assert ranks.tolist() == [[3, 2, 1], [1, 2, 3]]


def test_leaving_out_the_only_weighted_criterion_leaves_all_equal() -> None:
    ranks = without_each_criterion(
        np.array([[3.0, 1.0], [2.0, 2.0]]),
        np.array([True, True]),
        np.array([1.0, 0.0]),
        method="topsis",
    )

    assert ranks.tolist() == [[1, 1], [1, 2]]


def test_classic_topsis_reverses_ranks_and_fixed_scales_do_not() -> None:
    rng = np.random.default_rng(12)
    found = 0
    for _ in range(20):
        values, weights = rng.random((6, 4)), rng.dirichlet(np.ones(4))
        maximize = np.ones(4, dtype=bool)
        found += rank_reversals(values, maximize, weights, method="topsis").sum()
        fixed = rank(closeness(values, weights))
        rest = rank(closeness(values[1:], weights))
        assert rank(-fixed[1:].astype(float)).tolist() == rest.tolist()

    assert found > 0


def test_identical_alternatives_end_the_reversal_test_like_any_other() -> None:
    matrix = np.array([[3.0, 1.0], [3.0, 1.0], [1.0, 3.0]])

    counts = rank_reversals(
        matrix, np.array([True, True]), np.array([0.5, 0.5]), method="weighted-sum"
    )

    assert counts.tolist() == [0, 0, 0]


def test_a_single_alternative_has_no_pair_to_reverse() -> None:
    counts = rank_reversals(
        np.ones((1, 2)), np.ones(2, bool), np.ones(2), method="weighted-sum"
    )

    assert counts.tolist() == [0]
