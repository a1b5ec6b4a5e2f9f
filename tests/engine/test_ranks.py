"""Ranks follow the rule 1, 2, 2, 4 on scores rounded to twelve digits."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from prioritizer.engine.ranks import rank, rank_interval, round_scores
from prioritizer.errors import InputError

_SCORES = hnp.arrays(np.float64, st.integers(1, 12), elements=st.integers(0, 9).map(float))


def test_ties_share_the_better_rank_and_leave_the_next_one_empty() -> None:
    assert rank(np.array([0.9, 0.5, 0.5, 0.1])).tolist() == [1, 2, 2, 4]


def test_scores_that_differ_by_rounding_only_tie() -> None:
    assert rank(np.array([0.1 + 0.2, 0.3])).tolist() == [1, 1]


def test_a_missing_score_is_refused_with_its_row() -> None:
    with pytest.raises(InputError, match="Score of row 2") as fault:
        rank(np.array([0.1, np.nan]))

    assert fault.value.row == 1


@given(_SCORES)
def test_a_rank_is_one_more_than_the_number_above(scores: np.ndarray) -> None:
    expected = [1 + sum(other > mine for other in scores) for mine in scores]

    assert rank(scores).tolist() == expected


@given(st.floats(1e-290, 1e290), st.sampled_from([-1.0, 1.0]))
def test_rounding_agrees_with_decimal_printing(size: float, sign: float) -> None:
    rounded = round_scores(np.array([sign * size]))[0]

    assert rounded == pytest.approx(sign * float(f"{size:.11e}"), rel=2e-12)


@given(st.integers(10**11 + 1, 10**12 - 2), st.integers(-10, 0), st.floats(-0.4, 0.4))
def test_numbers_that_print_alike_round_to_one_number(
    digits: int, exponent: int, excess: float
) -> None:
    printed = float(f"{digits}e{exponent}")
    near = (digits + excess) * 10.0**exponent

    assert round_scores(np.array([near, printed])).tolist() == pytest.approx(
        [printed] * 2, rel=1e-15
    )
    assert len(set(round_scores(np.array([near, printed])).tolist())) == 1


def test_rounding_keeps_what_is_not_a_number() -> None:
    kept = round_scores(np.array([np.nan, np.inf, -np.inf, 0.0]))

    assert np.isnan(kept[0])
    assert kept[1:].tolist() == [np.inf, -np.inf, 0.0]


@given(_SCORES, st.data())
def test_rank_intervals_hold_every_rank_that_the_score_intervals_allow(
    low: np.ndarray, data: st.DataObject
) -> None:
    width = data.draw(hnp.arrays(np.float64, low.shape, elements=st.integers(0, 3).map(float)))
    share = data.draw(
        hnp.arrays(np.float64, low.shape, elements=st.sampled_from([0.0, 0.5, 1.0]))
    )

    best, worst = rank_interval(low, low + width)
    actual = rank(low + share * width)

    assert np.all((best <= actual) & (actual <= worst))


@given(_SCORES)
def test_point_scores_have_their_rank_as_interval(scores: np.ndarray) -> None:
    best, worst = rank_interval(scores, scores)

    assert best.tolist() == worst.tolist() == rank(scores).tolist()


def test_a_rank_interval_is_as_tight_as_its_definition() -> None:
    low, high = np.array([0.2, 0.4, 0.1]), np.array([0.6, 0.5, 0.15])

    best, worst = rank_interval(low, high)

    assert best.tolist() == [1, 1, 3]
    assert worst.tolist() == [2, 2, 3]
