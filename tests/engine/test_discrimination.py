"""AUC, hits among the first places and their intervals: published, by another route, bounds."""

from __future__ import annotations

from itertools import pairwise, permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import hypergeom, mannwhitneyu, rankdata

from prioritizer.engine.discrimination import (
    areas_within,
    auc,
    chance_of_hits,
    expected_hits,
    judged,
    middle_places,
    pairs_within,
    relabelled,
    relabelled_areas,
    resamples,
    sd_of_luck,
)

# Hanley and McNeil 1982, Table I: ratings 1 to 5 of 58 normal and 51 abnormal CT images.
NORMAL, ABNORMAL = (33, 6, 6, 11, 2), (3, 2, 2, 11, 33)
SCORES = st.lists(st.integers(-3, 3), min_size=2, max_size=12)


def rated() -> tuple[np.ndarray, np.ndarray]:
    scores = np.repeat(np.r_[1:6, 1:6], [*NORMAL, *ABNORMAL]).astype(float)
    return scores, np.arange(len(scores)) >= sum(NORMAL)


def labelled(scores: list[int]) -> tuple[np.ndarray, np.ndarray]:
    hits = np.arange(len(scores)) % 2 == 0
    return np.array(scores, dtype=float), hits


def test_the_area_is_that_of_the_published_example() -> None:
    assert auc(*rated()) == pytest.approx(0.893, abs=0.0005)


def test_the_bootstrap_spreads_as_the_published_standard_error() -> None:
    scores, hits = rated()
    [weights] = resamples(hits, 4000, np.random.default_rng(1))

    drawn, _ = judged(scores, hits, weights)

    # Printed there: 0.032, by the formula for a given area.
    assert drawn.std() == pytest.approx(0.032, abs=0.003)
    assert drawn.mean() == pytest.approx(0.893, abs=0.002)


@given(SCORES)
def test_the_area_is_mann_whitney_u_over_the_pairs(numbers: list[int]) -> None:
    scores, hits = labelled(numbers)

    u = mannwhitneyu(scores[hits], scores[~hits], method="asymptotic").statistic

    assert auc(scores, hits) == pytest.approx(u / (hits.sum() * (~hits).sum()))


@given(SCORES)
def test_the_other_way_round_is_the_rest_and_a_rising_function_changes_nothing(
    numbers: list[int],
) -> None:
    scores, hits = labelled(numbers)

    assert auc(scores, hits) + auc(-scores, hits) == pytest.approx(1.0)
    assert auc(np.exp(scores), hits) == auc(scores, hits)


@given(SCORES, st.integers(1, 12))
def test_hits_in_ties_are_the_mean_over_all_orders(numbers: list[int], top: int) -> None:
    scores, hits = labelled(numbers[:6])
    top = min(top, len(scores))
    orders = [
        rows
        for rows in permutations(range(len(scores)))
        if all(scores[a] >= scores[b] for a, b in pairwise(rows))
    ]
    mean = np.mean([hits[list(rows[:top])].sum() for rows in orders])

    assert expected_hits(scores, hits, top) == pytest.approx(mean)


def test_a_body_drawn_twice_takes_two_places() -> None:
    scores, hits = np.array([3.0, 2.0, 1.0]), np.array([True, False, True])
    weights = np.array([[2.0, 1.0, 0.0]])

    _, listed = judged(scores, hits, weights, (2, 1))

    assert listed.tolist() == [[2.0], [1.0]]


@given(SCORES, st.integers(0, 99))
def test_weights_are_copies_of_bodies(numbers: list[int], seed: int) -> None:
    scores, hits = labelled(numbers)
    times = np.random.default_rng(seed).integers(0, 4, len(scores))
    rows = np.repeat(np.arange(len(scores)), times)
    area, listed = judged(scores, hits, times[None, :].astype(float), (2, 5))

    if hits[rows].any() and not hits[rows].all():
        assert area[0] == pytest.approx(auc(scores[rows], hits[rows]))
        if len(rows) >= 5:
            expected = [expected_hits(scores[rows], hits[rows], top) for top in (2, 5)]
            assert listed[:, 0] == pytest.approx(expected)


@given(SCORES)
def test_within_groups_only_pairs_of_one_group_count(numbers: list[int]) -> None:
    scores, hits = labelled(numbers)
    groups = ["ab"[k // 2 % 2] for k in range(len(scores))]
    won = [
        (scores[i] > scores[j]) + 0.5 * (scores[i] == scores[j])
        for i in np.flatnonzero(hits)
        for j in np.flatnonzero(~hits)
        if groups[i] == groups[j]
    ]

    [area] = areas_within(scores, hits, np.ones((1, len(scores))), groups)

    assert pairs_within(hits, groups) == len(won)
    assert area == pytest.approx(np.mean(won) if won else np.nan, nan_ok=True)


@given(SCORES, st.integers(0, 99))
def test_other_labels_give_their_own_areas(numbers: list[int], seed: int) -> None:
    scores, _ = labelled(numbers)
    labels = np.random.default_rng(seed).random((5, len(scores))) < 0.5

    found = relabelled_areas(scores, labels.astype(float))

    expected = [auc(scores, one) for one in labels]
    assert found == pytest.approx(expected, nan_ok=True)


@pytest.mark.parametrize(
    ("n", "n_hits", "top", "found"), [(42, 6, 10, 5), (42, 6, 10, 0), (59, 24, 10, 8)]
)
def test_luck_is_the_tail_of_the_hypergeometric(
    n: int, n_hits: int, top: int, found: int
) -> None:
    expected = hypergeom.sf(found - 1, n, n_hits, top)

    assert chance_of_hits(n, n_hits, top, found) == pytest.approx(expected)
    assert chance_of_hits(n, n_hits, top, found + 0.5) == pytest.approx(expected)


def test_a_random_order_spreads_as_it_is_said() -> None:
    rng = np.random.default_rng(2)
    hits = np.arange(40) < 12

    drawn = [auc(rng.random(40), hits) for _ in range(4000)]

    assert np.std(drawn) == pytest.approx(sd_of_luck(12, 28), rel=0.05)


def test_draws_keep_the_numbers_of_hits_and_others_and_follow_the_seed() -> None:
    hits = np.arange(30) < 7

    [one] = resamples(hits, 50, np.random.default_rng(5))
    [again] = resamples(hits, 50, np.random.default_rng(5))
    [other] = resamples(hits, 50, np.random.default_rng(6))

    assert set(one[:, hits].sum(axis=1)) == {7.0}
    assert set(one[:, ~hits].sum(axis=1)) == {23.0}
    assert (one == again).all()
    assert (one != other).any()


def test_only_unsure_others_are_turned_and_as_often_as_said() -> None:
    hits, unsure = np.arange(400) < 20, np.arange(400) % 2 == 0

    [labels] = relabelled(hits, unsure, 0.15, 500, np.random.default_rng(3))

    assert labels[:, hits].all()
    assert not labels[:, ~hits & ~unsure].any()
    assert labels[:, ~hits & unsure].mean() == pytest.approx(0.15, abs=0.01)


def test_equal_scores_share_the_middle_place() -> None:
    scores = np.array([5.0, 7.0, 5.0, 1.0, 5.0 + 1e-14])

    assert middle_places(scores).tolist() == (6 - rankdata([5, 7, 5, 1, 5])).tolist()


def test_without_a_hit_there_is_no_area() -> None:
    assert np.isnan(auc(np.array([1.0, 2.0]), np.array([False, False])))
