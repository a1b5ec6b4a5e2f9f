"""No smaller shift of weights changes the list, and just past the least one it is another."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from prioritizer.engine.answers.list_shift import least_list_shift
from prioritizer.engine.answers.sensitivity import smallest_shortlist_shift
from prioritizer.engine.methods.weighted_sum import weighted_sum
from prioritizer.engine.ranks import rank
from prioritizer.engine.weights.known_limit import KnownLimit


def listed(values, weights, top, limit):
    rows = np.flatnonzero(limit.competing(weights))
    found = np.zeros(len(values), dtype=bool)
    found[rows[rank(weighted_sum(values[rows], weights)) <= top]] = True
    return found


@given(
    seed=st.integers(0, 2**32 - 1), n_alternatives=st.integers(2, 9),
    n_criteria=st.integers(2, 4), data=st.data(),
)  # fmt: skip
def test_no_smaller_shift_changes_the_list_and_past_this_one_it_is_another(
    seed, n_alternatives, n_criteria, data
) -> None:
    rng = np.random.default_rng(seed)
    values = rng.random((n_alternatives, n_criteria))
    weights = rng.dirichlet(np.full(n_criteria, 3.0))
    limit = KnownLimit(rng.random((n_alternatives, n_criteria)), data.draw(st.floats(0.3, 0.7)))
    limit.known[-1] = 0.9  # somebody always competes
    top = data.draw(st.integers(1, n_alternatives))
    present = listed(values, weights, top, limit)

    found = least_list_shift(values, weights, top=top, limit=limit)

    size = 1.0 if found is None else 0.5 * np.abs(found.weights - weights).sum()
    others = rng.dirichlet(np.ones(n_criteria), 400)
    away = 0.5 * np.abs(others - weights).sum(axis=1)
    # Some nearer ones, too: on the way from the present weights to each other.
    part = np.minimum(1.0, 0.98 * size / away)[:, np.newaxis]
    for near in weights + part * (others - weights):
        assert np.array_equal(listed(values, near, top, limit), present)
    if found is None:
        return
    assert found.weights.sum() == pytest.approx(1.0)
    assert (found.weights >= 0).all()
    around = np.maximum(found.weights + 1e-5 * rng.standard_normal((1000, n_criteria)), 0.0)
    around /= around.sum(axis=1, keepdims=True)
    assert any(not np.array_equal(listed(values, one, top, limit), present) for one in around)


def test_one_that_comes_to_compete_needs_less_than_one_that_passes() -> None:
    # The second is better at any weights and known well enough once the first weight is 0.5.
    values = np.array([[0.8, 0.4], [0.9, 0.9], [0.2, 0.6]])
    limit = KnownLimit(np.array([[1.0, 1.0], [0.8, 0.2], [1.0, 1.0]]), 0.5)

    found = least_list_shift(values, np.array([0.4, 0.6]), top=1, limit=limit)

    assert (found.inside, found.outside) == (0, 1)
    assert found.weights == pytest.approx([0.5, 0.5])


def test_one_of_the_list_that_stops_competing_is_named_alone() -> None:
    limit = KnownLimit(np.array([[0.2, 0.8], [1.0, 1.0]]), 0.5)

    found = least_list_shift(
        np.array([[0.9, 0.9], [0.5, 0.5]]), np.array([0.3, 0.7]), top=1, limit=limit
    )

    assert (found.inside, found.outside) == (0, None)
    assert found.weights == pytest.approx([0.5, 0.5])


def test_where_all_are_known_it_is_the_shift_between_pairs() -> None:
    rng = np.random.default_rng(3)
    for _ in range(20):
        values, weights = rng.random((12, 4)), rng.dirichlet(np.full(4, 3.0))
        known = KnownLimit(np.ones_like(values), 0.5)

        found = least_list_shift(values, weights, top=4, limit=known)
        first, second, moved = smallest_shortlist_shift(values, weights, top=4)

        assert (found.inside, found.outside) == (first, second)
        assert found.weights == pytest.approx(moved)


def test_where_nobody_would_be_known_it_is_not_told() -> None:
    values, weights = np.array([[0.9, 0.9], [0.5, 0.5]]), np.array([0.3, 0.7])
    leaving = KnownLimit(np.array([[0.2, 0.8], [0.1, 0.1]]), 0.5)
    nobody = KnownLimit(np.full((2, 2), 0.1), 0.5)

    assert least_list_shift(values, weights, top=1, limit=leaving) is None
    assert least_list_shift(values, weights, top=1, limit=nobody) is None
