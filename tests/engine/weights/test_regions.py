"""Draws of weights stay in their region and fill it evenly."""

from __future__ import annotations

import numpy as np
import pytest

from prioritizer.engine.weights.regions import (
    Around,
    Ordered,
    Point,
    Polytope,
    Simplex,
    as_polytope,
)
from prioritizer.errors import InputError

_DRAWS = 20_000


def _rng() -> np.random.Generator:
    return np.random.default_rng(3)


def _polytope(low, high, conditions=(), limits=()) -> Polytope:
    shape = (len(conditions), len(low))
    return Polytope(
        np.array(low), np.array(high), np.array(conditions).reshape(shape), np.array(limits)
    )


@pytest.mark.parametrize(
    "region",
    [
        Simplex(4),
        Ordered(((2,), (0, 1), (3,))),
        Ordered(((2,), (0, 1), (3,)), tied=(True, True, True)),
        Around(np.array([4.0, 3.0, 2.0, 1.0]), 20.0),
        Point(np.array([4.0, 3.0, 2.0, 1.0])),
        _polytope([0.1, 0.0, 0.0, 0.2], [0.5, 0.4, 1.0, 0.6]),
        _polytope([0.24, 0.24, 0.0, 0.0], [0.26, 0.26, 0.3, 1.0]),
    ],
)
def test_every_draw_is_a_weight_vector(region) -> None:
    weights = region.sample(_rng(), 500)

    assert weights.shape == (500, region.n_criteria)
    assert (weights >= 0).all()
    assert np.allclose(weights.sum(axis=1), 1.0)


def test_the_simplex_is_filled_evenly() -> None:
    weights = Simplex(5).sample(_rng(), _DRAWS)

    # Moments of Dirichlet(1, 1, 1, 1, 1): mean 1/5, variance 4/150, covariance -1/150.
    assert np.allclose(weights.mean(axis=0), 0.2, atol=0.005)
    assert np.allclose(weights.var(axis=0), 4 / 150, atol=0.001)
    assert np.cov(weights.T)[0, 1] == pytest.approx(-1 / 150, abs=0.001)


def test_the_mean_of_an_ordered_region_is_rank_order_centroid_weights() -> None:
    weights = Ordered(((1,), (2,), (0,))).sample(_rng(), _DRAWS)

    # Barron and Barrett 1996: the centroid of w1 >= w2 >= w3 is (11, 5, 2) / 18.
    assert (np.diff(weights[:, [1, 2, 0]], axis=1) <= 0).all()
    assert np.allclose(
        weights[:, [1, 2, 0]].mean(axis=0), np.array([11, 5, 2]) / 18, atol=0.005
    )


def test_nothing_is_said_within_a_group_of_an_order() -> None:
    weights = Ordered(((0, 1), (2,))).sample(_rng(), _DRAWS)

    assert (weights[:, :2].min(axis=1) >= weights[:, 2]).all()
    assert (weights[:, 0] > weights[:, 1]).mean() == pytest.approx(0.5, abs=0.02)


def test_columns_that_tie_weigh_the_same_to_the_bit() -> None:
    weights = Ordered(((3,), (0, 2, 1), (4, 5)), tied=(True, True, False)).sample(_rng(), 2000)

    assert (weights[:, 0] == weights[:, 1]).all()
    assert (weights[:, 0] == weights[:, 2]).all()
    assert (weights[:, 3] >= weights[:, 0]).all()
    assert (weights[:, 4:].max(axis=1) <= weights[:, 0]).all()
    assert (weights[:, 4] > weights[:, 5]).mean() == pytest.approx(0.5, abs=0.05)


def test_the_mean_of_an_order_with_a_tie_is_that_of_its_corners() -> None:
    weights = Ordered(((1,), (0, 2)), tied=(True, True)).sample(_rng(), _DRAWS)

    # A segment from (0, 1, 0) to the equal weights (1/3, 1/3, 1/3): its middle is the mean.
    assert np.allclose(weights.mean(axis=0), np.array([1, 4, 1]) / 6, atol=0.005)
    assert np.quantile(weights[:, 1], 0.25) == pytest.approx(1 / 2, abs=0.01)


def test_draws_with_a_tie_agree_with_draws_from_the_polytope() -> None:
    region = Ordered(((1,), (0, 2), (3, 4)), tied=(True, True, False))
    polytope = as_polytope(region)

    own, walked = region.sample(_rng(), 20_000), polytope.sample(_rng(), 20_000)

    assert polytope.contains(own).all()
    assert np.allclose(own.mean(axis=0), walked.mean(axis=0), atol=0.01)
    assert np.allclose(np.cov(own.T), np.cov(walked.T), atol=0.003)


def test_around_a_point_has_its_mean_and_the_stated_spread() -> None:
    weights = Around(np.array([3.0, 2.0, 5.0]), 40.0).sample(_rng(), _DRAWS)

    mean = np.array([0.3, 0.2, 0.5])
    assert np.allclose(weights.mean(axis=0), mean, atol=0.005)
    assert np.allclose(weights.std(axis=0), np.sqrt(mean * (1 - mean) / 41), atol=0.003)


def test_a_bounded_region_is_filled_as_by_throwing_away() -> None:
    region = _polytope([0.2, 0.0, 0.0], [0.6, 0.5, 1.0], [[0.0, -1.0, 1.0]], [0.0])
    simplex = Simplex(3).sample(np.random.default_rng(8), 100_000)
    kept = simplex[
        (simplex[:, 0] >= 0.2)
        & (simplex[:, 0] <= 0.6)
        & (simplex[:, 1] <= 0.5)
        & (simplex[:, 1] >= simplex[:, 2])
    ]

    weights = region.sample(_rng(), _DRAWS)

    assert region.contains(weights).all()
    assert np.allclose(weights.mean(axis=0), kept.mean(axis=0), atol=0.005)
    assert np.allclose(np.cov(weights.T), np.cov(kept.T), atol=0.001)


def test_a_small_region_is_filled_evenly_by_walking() -> None:
    # Within the slice 0.24 <= w1, w2 <= 0.26 the first two weights are independent and uniform.
    region = _polytope([0.24, 0.24, 0.0, 0.0], [0.26, 0.26, 1.0, 0.26])

    weights = region.sample(_rng(), 4000)

    assert region.contains(weights, slack=1e-9).all()
    assert np.allclose(weights[:, :2].mean(axis=0), 0.25, atol=0.0005)
    assert np.allclose(weights[:, :2].var(axis=0), 0.02**2 / 12, rtol=0.08)
    assert np.allclose(weights[:, 3].mean(), 0.13, atol=0.004)


def test_a_region_that_fixes_a_ratio_is_filled_along_it() -> None:
    # w1 = 2 w2: what is free is w2, uniform from 0 to 1/3.
    region = _polytope([0, 0, 0], [1, 1, 1], [[1.0, -2.0, 0.0], [-1.0, 2.0, 0.0]], [0.0, 0.0])

    weights = region.sample(_rng(), 4000)

    assert np.allclose(weights[:, 0], 2 * weights[:, 1])
    assert weights[:, 1].mean() == pytest.approx(1 / 6, abs=0.005)
    assert weights[:, 1].var() == pytest.approx(1 / 108, rel=0.05)


def test_bounds_that_leave_one_point_give_that_point() -> None:
    weights = _polytope([0.2, 0.3, 0.5], [0.2, 0.3, 0.5]).sample(_rng(), 5)

    assert np.allclose(weights, [[0.2, 0.3, 0.5]] * 5)


def test_conditions_that_contradict_each_other_are_refused() -> None:
    region = _polytope([0.6, 0.6], [1.0, 1.0])

    with pytest.raises(InputError, match="contradict each other"):
        region.sample(_rng(), 10)


def test_a_concentration_of_zero_is_refused() -> None:
    with pytest.raises(InputError, match="found 0"):
        Around(np.ones(2), 0.0).sample(_rng(), 1)
