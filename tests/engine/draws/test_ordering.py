"""Sorting many draws at once gives the ranks of sorting one after the other."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from prioritizer.engine.draws.ordering import order
from prioritizer.engine.draws.selection import first_ranks
from prioritizer.engine.ranks import rank

_GRIDS = hnp.arrays(
    np.float64,
    st.tuples(st.integers(1, 6), st.integers(1, 9)),
    elements=st.integers(0, 8).map(lambda number: number / 8),
)


@given(_GRIDS)
def test_ranks_are_those_of_each_draw_alone(badness: np.ndarray) -> None:
    expected = np.array([rank(-row) for row in badness]) - 1

    assert np.array_equal(order(badness.copy()).ranks(), expected)


@given(_GRIDS)
def test_winners_are_all_that_rank_first(badness: np.ndarray) -> None:
    draws, sites = order(badness.copy()).winners()

    expected = {(d, s) for d, s in np.argwhere(badness == badness.min(axis=1, keepdims=True))}
    assert set(zip(draws.tolist(), sites.tolist(), strict=True)) == expected


def test_scores_a_rounding_error_apart_tie() -> None:
    ordered = order(np.array([[0.3, 0.1 + 0.2, 0.9]]))

    assert ordered.ranks().tolist() == [[0, 0, 2]]


def test_scores_visibly_apart_do_not_tie() -> None:
    ordered = order(np.array([[0.3 + 1e-10, 0.3]]))

    assert ordered.ranks().tolist() == [[1, 0]]


@given(_GRIDS, st.data())
def test_the_first_ranks_do_not_depend_on_the_guess(badness, data) -> None:
    n_alternatives = badness.shape[1]
    top = data.draw(st.integers(1, n_alternatives))
    guess = data.draw(st.permutations(range(n_alternatives)))[:top]

    draws, sites, ranks = first_ranks(badness, top, np.array(guess))

    expected = np.array([rank(-row) for row in badness]) - 1
    found = {(d, s): r for d, s, r in zip(draws, sites, ranks, strict=True)}
    assert found == {(d, s): expected[d, s] for d, s in np.argwhere(expected < top)}
