"""At the flip points the pair ties, and just beyond them it changes places."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from prioritizer.engine.answers.flips import flip_points, flip_points_closeness, smallest_flip
from prioritizer.engine.methods.topsis import closeness
from prioritizer.engine.methods.weighted_sum import weighted_sum
from tests.engine.strategies import valued


def test_the_flip_of_a_weighted_sum_by_hand() -> None:
    points = np.array([3.0, 1.0, 1.0])
    differences = np.array([0.6, -0.6, 0.0])

    assert flip_points(points, differences) == pytest.approx((1.0, 3.0, None))


def test_there_is_no_flip_where_the_only_other_weights_are_zero() -> None:
    assert flip_points(np.array([2.0, 0.0]), np.array([0.5, -0.5])) == (
        None,
        pytest.approx(2.0),
    )


@given(valued())
def test_a_pair_ties_at_every_flip_point_of_the_weighted_sum(problem) -> None:
    values, points = problem

    for index, needed in enumerate(flip_points(points, values[0] - values[1])):
        if needed is not None:
            moved = points.copy()
            moved[index] = needed
            first, second = weighted_sum(values[:2], moved / moved.sum())
            assert first == pytest.approx(second, abs=1e-12)


@given(valued())
def test_a_criterion_without_flip_point_never_reverses_the_weighted_sum(problem) -> None:
    values, points = problem
    before = np.sign(np.round(np.subtract(*weighted_sum(values[:2], points)), 12))

    for index, needed in enumerate(flip_points(points, values[0] - values[1])):
        if needed is None:
            for factor in (1e-6, 1e6):
                moved = points.copy()
                moved[index] *= factor
                after = np.sign(np.round(np.subtract(*weighted_sum(values[:2], moved)), 12))
                assert after in (0, before) or before == 0


@given(valued())
def test_a_pair_ties_at_every_flip_point_of_topsis(problem) -> None:
    values, points = problem

    for index, needed in enumerate(flip_points_closeness(points, values[0], values[1])):
        if needed is not None:
            moved = points.copy()
            moved[index] = needed
            first, second = closeness(values[:2], moved)
            assert first == pytest.approx(second, abs=1e-6)


@given(valued())
def test_topsis_has_a_flip_point_wherever_a_scan_changes_sign(problem) -> None:
    values, points = problem
    scan = np.linspace(0.0, 4.0 * points.max(), 801)

    for index, needed in enumerate(flip_points_closeness(points, values[0], values[1])):
        weights = np.repeat(points[None], len(scan), axis=0)
        weights[:, index] = scan
        gaps = np.array([np.subtract(*closeness(values[:2], row)) for row in weights[::40]])
        signs = np.sign(np.round(gaps, 9))
        if (signs > 0).any() and (signs < 0).any():
            assert needed is not None


def test_smallest_flip_names_the_criterion_with_the_least_change() -> None:
    assert smallest_flip(np.array([3.0, 1.0]), (1.0, 2.5)) == (1, 2.5)
    assert smallest_flip(np.array([3.0, 1.0]), (None, None)) is None
