"""Aggregated rankings agree with the textbook vote on the capital of Tennessee."""

from __future__ import annotations

import numpy as np

from prioritizer.engine.answers.aggregation import AGGREGATORS, borda, copeland

# Memphis, Nashville, Chattanooga, Knoxville; 42, 26, 15 and 17 of a hundred voters (the example
# of the electowiki article "Effects of different voting systems under similar circumstances").
_RANKS = np.array([[1, 2, 3, 4], [4, 1, 2, 3], [4, 3, 1, 2], [4, 3, 2, 1]])
_VOTES = np.array([42.0, 26.0, 15.0, 17.0])


def test_borda_counts_the_alternatives_ranked_below() -> None:
    # Nashville: 2 * 42 + 3 * 26 + 1 * 15 + 1 * 17, and so on.
    assert borda(_RANKS, votes=_VOTES).tolist() == [126.0, 194.0, 173.0, 107.0]


def test_copeland_counts_duels() -> None:
    # Nashville beats all, Chattanooga two, Knoxville Memphis, Memphis nobody.
    assert copeland(_RANKS, votes=_VOTES).tolist() == [-3.0, 3.0, 1.0, -1.0]


def test_borda_and_copeland_disagree_as_in_the_textbook_example() -> None:
    # Three people a > b > c, two people b > c > a: a wins every majority, b has most points.
    ranks = np.array([[1.0, 2.0, 3.0]] * 3 + [[3.0, 1.0, 2.0]] * 2)

    assert borda(ranks).tolist() == [6.0, 7.0, 2.0]
    assert copeland(ranks).tolist() == [2.0, 0.0, -2.0]


def test_tied_alternatives_share_their_points() -> None:
    ranks = np.array([[1, 1, 3]])

    assert borda(ranks).tolist() == [1.5, 1.5, 0.0]
    assert copeland(ranks).tolist() == [1.0, 1.0, -2.0]


def test_every_aggregator_keeps_a_unanimous_order() -> None:
    ranks = np.array([[2, 1, 3], [2, 1, 3]])

    for entry in AGGREGATORS.values():
        first, second, third = entry.function(ranks)
        assert second > first > third
