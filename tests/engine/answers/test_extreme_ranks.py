"""Extreme ranks hold for all weights, are met by some, and agree with integer programs."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from prioritizer.engine.answers.extreme_ranks import extreme_ranks, rank_limits
from prioritizer.engine.methods.weighted_sum import weighted_sum
from prioritizer.engine.ranks import rank
from prioritizer.engine.weights.regions import Ordered, Point, Polytope, Simplex, as_polytope
from prioritizer.errors import InputError
from tests.engine.strategies import valued


def _bounds(low, high, conditions=(), limits=()) -> Polytope:
    shape = (len(conditions), len(low))
    return Polytope(
        np.array(low), np.array(high), np.array(conditions).reshape(shape), np.array(limits)
    )


@settings(max_examples=25)
@given(valued())
def test_no_weights_give_a_rank_outside_the_limits(problem) -> None:
    values, _ = problem
    weights = np.vstack(
        [
            Simplex(values.shape[1]).sample(np.random.default_rng(5), 300),
            np.eye(values.shape[1]),
        ]
    )
    seen = np.array([rank(weighted_sum(values, row)) for row in weights])

    limits = rank_limits(values, effort=2000)

    assert (limits.best <= seen.min(axis=0)).all()
    assert (limits.worst >= seen.max(axis=0)).all()
    assert (limits.best <= limits.reached_best).all()
    assert (limits.worst >= limits.reached_worst).all()


def _by_integer_program(values: np.ndarray, index: int) -> int:
    """Return the best rank by the model of Kadziński, Greco and Słowiński 2012."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    rivals = np.delete(values, index, axis=0) - values[index]
    n, m = len(rivals), values.shape[1]
    found = milp(
        np.concatenate([np.zeros(m), np.ones(n)]),
        integrality=np.concatenate([np.zeros(m), np.ones(n)]),
        bounds=Bounds(0, 1),
        constraints=[
            LinearConstraint(np.hstack([rivals, -np.eye(n)]), -np.inf, 0),
            LinearConstraint(np.concatenate([np.ones(m), np.zeros(n)]), 1, 1),
        ],
    )
    return 1 + round(found.fun)


def test_best_ranks_are_those_of_integer_programs() -> None:
    values = np.random.default_rng(3).random((16, 4))

    limits = rank_limits(values)

    assert limits.best.tolist() == [_by_integer_program(values, i) for i in range(16)]
    assert np.array_equal(limits.best, limits.reached_best)
    assert np.array_equal(limits.worst, limits.reached_worst)


@pytest.mark.parametrize(
    ("region", "expected"),
    [
        (None, ([1, 2, 1], [3, 3, 3])),
        (Ordered(((0,), (1,))), ([1, 2, 1], [1, 3, 3])),
        (Point(np.array([0.5, 0.5])), ([1, 3, 1], [1, 3, 1])),
        (_bounds([0.6, 0.0], [1.0, 1.0]), ([1, 2, 2], [1, 2, 3])),
        (_bounds([0.0, 0.0], [1.0, 1.0], [[-1.0, 0.5]], [0.0]), ([1, 2, 1], [3, 3, 3])),
    ],
)
def test_the_limits_of_a_case_by_hand(region, expected) -> None:
    # The scores are w, 0.4 and 1 - w; the last region asks for 2 w >= 1 - w.
    values = np.array([[1.0, 0.0], [0.4, 0.4], [0.0, 1.0]])

    best, worst = extreme_ranks(values, region=region)

    assert (best.tolist(), worst.tolist()) == expected


def test_little_effort_leaves_limits_that_are_wider_and_still_hold() -> None:
    values = np.random.default_rng(4).random((30, 5))

    quick, exact = rank_limits(values, effort=2), rank_limits(values)

    assert (quick.best <= exact.best).all()
    assert (quick.worst >= exact.worst).all()
    assert (quick.best < exact.best).any()


@pytest.mark.parametrize(
    ("region", "volume"),
    [
        (Simplex(4), 1.0),
        (Ordered(((0,), (1,), (2,), (3,))), 1 / 24),
        (Ordered(((0, 1), (2, 3))), 1 / 6),
    ],
)
def test_the_simplices_fill_the_region(region, volume) -> None:
    pieces = as_polytope(region).simplices()

    # The determinant of the vertices is the volume in units of the whole weight simplex.
    assert np.abs(np.linalg.det(pieces)).sum() == pytest.approx(volume)


def test_a_region_that_fixes_a_ratio_is_searched_within() -> None:
    flat = _bounds([0, 0, 0], [1, 1, 1], [[1.0, -1.0, 0.0], [-1.0, 1.0, 0.0]], [0.0, 0.0])
    values = np.array([[0.9, 0.1, 0.5], [0.1, 0.9, 0.4], [0.5, 0.5, 0.0]])

    limits = rank_limits(values, region=flat)

    # With weights u, u and 1 - 2u the scores are u + 0.5 (1 - 2u), u + 0.4 (1 - 2u) and u.
    assert (limits.best.tolist(), limits.worst.tolist()) == ([1, 1, 1], [1, 2, 3])
    assert np.array_equal(limits.best, limits.reached_best)
    assert np.array_equal(limits.worst, limits.reached_worst)


def test_a_contradictory_region_is_refused() -> None:
    with pytest.raises(InputError, match="contradict"):
        extreme_ranks(np.eye(2), region=_bounds([0.7, 0.7], [1.0, 1.0]))


def test_a_single_criterion_leaves_one_ranking() -> None:
    best, worst = extreme_ranks(np.array([[0.2], [0.9], [0.2]]))

    assert best.tolist() == worst.tolist() == [2, 1, 2]


def test_it_tells_how_far_it_is_and_ends_where_it_is_told_to() -> None:
    values = np.random.default_rng(3).random((6, 3))
    told: list[tuple[int, int]] = []

    class EndedError(Exception):
        """What a caller may raise."""

    def stop(done: int, wanted: int) -> None:
        told.append((done, wanted))
        if done == 2:
            raise EndedError

    with pytest.raises(EndedError):
        extreme_ranks(values, progress=stop)

    assert told == [(0, 6), (1, 6), (2, 6)]
