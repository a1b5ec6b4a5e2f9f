"""Within a stability interval the shortlist holds, just outside it does not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from prioritizer.engine.answers.stability import stability_by_search, stability_intervals
from prioritizer.engine.methods.topsis import closeness
from prioritizer.engine.methods.weighted_sum import weighted_sum
from prioritizer.engine.ranks import rank
from prioritizer.errors import InputError
from tests.engine.strategies import valued

_SCORES = {"weighted-sum": weighted_sum, "topsis": closeness}


def _moved(weights, index, share):
    others = weights.copy()
    others[index] = 0.0
    result = others / others.sum() * (1.0 - share)
    result[index] = share
    return result


def test_the_interval_of_a_case_by_hand() -> None:
    # Scores w and 0.5 - 0.25 w ... of (1, 0) and (0.25, 0.5) tie at w = 0.4.
    values = np.array([[1.0, 0.0], [0.25, 0.5]])

    result = stability_intervals(values, np.array([0.7, 0.3]))

    assert np.allclose(result, [[0.4, 1.0], [0.0, 0.6]])


@pytest.mark.parametrize("method", sorted(_SCORES))
@given(problem=valued(), data=st.data())
def test_the_shortlist_holds_inside_and_changes_outside(method, problem, data) -> None:
    values, points = problem
    assume(len(points) > 1)
    weights = points / points.sum()
    top = data.draw(st.integers(1, len(values) - 1))
    function = _SCORES[method]
    present = rank(function(values, weights)) <= top
    assume(present.sum() == top)

    for index, (low, high) in enumerate(
        stability_intervals(values, weights, top=top, method=method)
    ):
        assert low <= weights[index] + 1e-12
        assert high >= weights[index] - 1e-12
        for inside in (0.98 * low + 0.02 * weights[index], 0.98 * high + 0.02 * weights[index]):
            moved = _moved(weights, index, inside)
            assert np.array_equal(rank(function(values, moved)) <= top, present)


@pytest.mark.parametrize("method", sorted(_SCORES))
def test_the_exact_interval_equals_the_searched_one(method) -> None:
    rng = np.random.default_rng(4)
    for _ in range(5):
        values, weights = rng.random((8, 4)), rng.dirichlet(np.full(4, 3.0))

        exact = stability_intervals(values, weights, top=3, method=method)
        searched = stability_by_search(
            lambda w, v=values: rank(_SCORES[method](v, w)) <= 3, weights
        )

        # A narrow change between two steps of the scan may be missed: then the search is wider.
        assert (searched[:, 0] <= exact[:, 0] + 1e-9).all()
        assert (searched[:, 1] >= exact[:, 1] - 1e-9).all()
        assert np.median(np.abs(searched - exact)) < 1e-9


def test_a_leader_that_dominates_is_stable_everywhere() -> None:
    values = np.array([[0.9, 0.8], [0.5, 0.4]])

    for method in _SCORES:
        result = stability_intervals(values, np.array([0.3, 0.7]), method=method)
        assert result.tolist() == [[0.0, 1.0], [0.0, 1.0]]


def test_a_weight_of_one_has_nothing_to_move() -> None:
    values = np.array([[0.9, 0.1], [0.5, 0.4]])
    weights = np.array([1.0, 0.0])

    assert stability_intervals(values, weights)[0].tolist() == [1.0, 1.0]
    assert stability_by_search(lambda w: rank(weighted_sum(values, w)) <= 1, weights)[
        0
    ].tolist() == [1.0, 1.0]


def test_another_method_is_sent_to_the_search() -> None:
    with pytest.raises(InputError, match="stability_by_search"):
        stability_intervals(np.eye(2), np.ones(2) / 2, method="vikor")
