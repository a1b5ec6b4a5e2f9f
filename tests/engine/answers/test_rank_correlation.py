"""Agreement of rankings: worked examples, a plain double loop, scipy."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from prioritizer.engine.answers.rank_correlation import kendall, mid_ranks, spearman
from prioritizer.engine.ranks import rank

_RANKINGS = st.integers(2, 30).flatmap(
    lambda n: st.tuples(*[st.lists(st.integers(0, 8), min_size=n, max_size=n)] * 2)
)


def test_equals_share_the_mean_of_their_places() -> None:
    assert mid_ranks(np.array([1, 2, 2, 4])).tolist() == [1.0, 2.5, 2.5, 4.0]


def test_a_swap_of_two_neighbours_turns_one_pair_of_six() -> None:
    first, second = np.array([1, 2, 3, 4]), np.array([1, 3, 2, 4])

    assert kendall(first, second) == pytest.approx(4 / 6)
    assert spearman(first, second) == pytest.approx(1 - 6 * 2 / (4 * 15))


def test_the_opposite_order_is_minus_one() -> None:
    first = np.arange(1, 40)

    assert kendall(first, first[::-1]) == pytest.approx(-1.0)
    assert spearman(first, first[::-1]) == pytest.approx(-1.0)


def test_a_ranking_that_tells_nobody_apart_has_no_agreement() -> None:
    same = np.ones(5, dtype=np.int64)

    assert math.isnan(kendall(same, np.arange(1, 6)))
    assert math.isnan(spearman(same, np.arange(1, 6)))


@given(_RANKINGS)
def test_both_are_those_of_scipy(scores) -> None:
    first, second = (rank(np.array(s, dtype=float)) for s in scores)
    if len(set(first)) == 1 or len(set(second)) == 1:
        return

    assert kendall(first, second) == pytest.approx(stats.kendalltau(first, second).statistic)
    assert spearman(first, second) == pytest.approx(stats.spearmanr(first, second).statistic)
