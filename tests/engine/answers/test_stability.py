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
from prioritizer.engine.weights.known_limit import KnownLimit
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


def _listed(values, weights, top, method, limit):
    rows = np.flatnonzero(limit.competing(weights))
    result = np.zeros(len(values), dtype=bool)
    result[rows[rank(_SCORES[method](values[rows], weights)) <= top]] = True
    return result


def test_one_that_comes_to_compete_ends_the_interval_by_hand() -> None:
    # The second scores more at every weight, but half of its weight is known only from 0.5 on;
    # the third leads where the first weighs less than 0.25 and competes always.
    values = np.array([[0.8, 0.4], [0.9, 0.9], [0.2, 0.6]])
    limit = KnownLimit(np.array([[1.0, 1.0], [0.8, 0.2], [1.0, 1.0]]), 0.5)

    result = stability_intervals(values, np.array([0.4, 0.6]), limit=limit)

    assert np.allclose(result[0], [0.25, 0.5])
    assert np.allclose(stability_intervals(values[[0, 2]], np.array([0.4, 0.6]))[0], [0.25, 1])


def test_one_on_the_list_that_competes_no_longer_ends_the_interval_by_hand() -> None:
    values = np.array([[0.9, 0.9], [0.5, 0.5]])
    limit = KnownLimit(np.array([[0.2, 0.8], [1.0, 1.0]]), 0.5)

    for method in _SCORES:
        result = stability_intervals(values, np.array([0.3, 0.7]), method=method, limit=limit)
        assert np.allclose(result[0], [0.0, 0.5])


def test_where_nobody_is_known_all_compete_until_one_is() -> None:
    values = np.array([[0.9, 0.9], [0.5, 0.5]])
    limit = KnownLimit(np.array([[0.1, 0.1], [0.8, 0.2]]), 0.5)

    result = stability_intervals(values, np.array([0.2, 0.8]), limit=limit)

    assert np.allclose(result[0], [0.0, 0.5])


@pytest.mark.parametrize("method", sorted(_SCORES))
@given(
    seed=st.integers(0, 2**32 - 1),
    n_alternatives=st.integers(1, 9),
    n_criteria=st.integers(2, 5),
    data=st.data(),
)
def test_a_fine_grid_of_weights_agrees_where_the_limit_moves_with_the_weights(
    method, seed, n_alternatives, n_criteria, data
) -> None:
    rng = np.random.default_rng(seed)
    values = rng.random((n_alternatives, n_criteria))
    weights = rng.dirichlet(np.full(n_criteria, 2.0))
    limit = KnownLimit(rng.random((n_alternatives, n_criteria)), data.draw(st.floats(0.2, 0.8)))
    top = data.draw(st.integers(1, n_alternatives))
    present = _listed(values, weights, top, method, limit)

    found = stability_intervals(values, weights, top=top, method=method, limit=limit)

    step = 1 / 150
    for index, (low, high) in enumerate(found):
        assert 0 <= low <= weights[index] + 1e-12
        assert weights[index] - 1e-12 <= high <= 1
        for share in np.arange(step / 2, 1, step):
            if low + 1e-9 < share < high - 1e-9:
                moved = _moved(weights, index, share)
                assert np.array_equal(_listed(values, moved, top, method, limit), present)
        for end, outward in ((low, -1e-7), (high, 1e-7)):
            if 1e-6 < end < 1 - 1e-6:
                moved = _moved(weights, index, end + outward)
                assert not np.array_equal(_listed(values, moved, top, method, limit), present)
