"""Who competes is asked alike of one weight vector, of many draws and along one weight."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from prioritizer.engine.weights.known_limit import KnownLimit


def test_the_limit_by_hand() -> None:
    limit = KnownLimit(np.array([[1.0, 0.0], [0.2, 0.8], [0.4, 0.4]]), 0.5)

    assert limit.known_weight(np.array([0.25, 0.75])) == pytest.approx([0.25, 0.65, 0.4])
    assert limit.competing(np.array([0.25, 0.75])).tolist() == [False, True, False]
    assert limit.competing(np.array([0.5, 0.5])).tolist() == [True, True, False]


def test_where_nobody_is_known_well_enough_all_compete() -> None:
    limit = KnownLimit(np.full((3, 2), 0.3), 0.5)

    assert limit.competing(np.array([0.5, 0.5])).all()
    assert limit.competing_each(np.array([[1.0, 0.0], [0.5, 0.5]])).all()


@given(seed=st.integers(0, 2**32 - 1), n=st.integers(1, 8), k=st.integers(1, 5))
def test_draws_are_asked_as_single_weights_are(seed, n, k) -> None:
    rng = np.random.default_rng(seed)
    limit = KnownLimit(rng.random((n, k)), 0.5)
    weights = rng.dirichlet(np.ones(k), 30)

    found = limit.competing_each(weights)

    assert found.tolist() == [limit.competing(row).tolist() for row in weights]


@given(seed=st.integers(0, 2**32 - 1), k=st.integers(2, 5))
def test_along_one_weight_the_sign_says_who_is_known_well_enough(seed, k) -> None:
    rng = np.random.default_rng(seed)
    limit = KnownLimit(rng.random((6, k)), 0.5)
    weights, index = rng.dirichlet(np.ones(k)), int(rng.integers(k))

    base, rise = limit.along(weights, index)

    for points in (0.0, 0.1, 1.0, 7.0):
        changed = weights.copy()
        changed[index] = points
        enough = limit.known_weight(changed / changed.sum()) >= limit.least
        assert np.array_equal(base + rise * points >= 0, enough)
