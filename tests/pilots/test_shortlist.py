"""Places and locks of a shortlist."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from prioritizer.domain.shortlist import Cutoff
from prioritizer.pilots.shortlist import agreement, select

SCORES = np.array([0.9, 0.8, 0.8, 0.7, 0.1])
RANKS = np.array([1, 2, 2, 4, 5])
NOBODY = np.zeros(5, dtype=bool)


def _mask(*rows: int) -> np.ndarray:
    mask = NOBODY.copy()
    mask[list(rows)] = True
    return mask


def test_the_first_places_are_listed() -> None:
    assert select(SCORES, RANKS, Cutoff(top=1), NOBODY, NOBODY).tolist() == _mask(0).tolist()


def test_equals_at_the_last_place_all_stay() -> None:
    assert (
        select(SCORES, RANKS, Cutoff(top=2), NOBODY, NOBODY).tolist() == _mask(0, 1, 2).tolist()
    )


def test_a_must_takes_a_place() -> None:
    listed = select(SCORES, RANKS, Cutoff(top=2), _mask(4), NOBODY)

    assert listed.tolist() == _mask(0, 4).tolist()


def test_a_must_not_leaves_its_place_to_the_next() -> None:
    listed = select(SCORES, RANKS, Cutoff(top=3), NOBODY, _mask(0))

    assert listed.tolist() == _mask(1, 2, 3).tolist()


def test_a_threshold_lists_by_score_and_keeps_locks() -> None:
    listed = select(SCORES, RANKS, Cutoff(threshold=0.75), _mask(4), _mask(1))

    assert listed.tolist() == _mask(0, 2, 4).tolist()


@given(
    ranks=st.lists(st.integers(1, 1000), min_size=1, max_size=30, unique=True),
    top=st.integers(1, 35),
)
def test_without_ties_and_locks_exactly_the_places_are_filled(
    ranks: list[int], top: int
) -> None:
    competition = np.argsort(np.argsort(ranks)) + 1
    nobody = np.zeros(len(ranks), dtype=bool)

    listed = select(-competition.astype(float), competition, Cutoff(top=top), nobody, nobody)

    assert listed.sum() == min(top, len(ranks))


def test_agreement_is_the_share_of_scenarios() -> None:
    members = np.array([[True, False, True], [True, False, False]])

    assert agreement(members).tolist() == [1.0, 0.0, 0.5]
