"""Chances on a list and likely places: by hand, by a plain loop, and by properties."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prioritizer.engine.draws.chances import (
    LARGEST,
    beats,
    chances,
    decided_pairs,
    scores,
    to_levels,
)
from prioritizer.engine.methods.table import METHODS

ALL_OF_FOUR = np.ones(4, dtype=bool)
ONE = np.array([1.0])


def drawn(*draws: list[float]) -> np.ndarray:
    """Return levels of one criterion, a list per draw."""
    return to_levels(np.array(draws)[:, :, np.newaxis])


def test_chances_and_places_of_three_draws_by_hand() -> None:
    levels = drawn([0.9, 0.5, 0.4, 0.1], [0.8, 0.9, 0.2, 0.1], [0.1, 0.9, 0.8, 0.7])

    found = chances(levels, ONE, top=2, competing=ALL_OF_FOUR)

    assert found.chance == pytest.approx([2 / 3, 1.0, 1 / 3, 0.0])
    assert found.rank_median.tolist() == [2, 1, 3, 4]
    assert found.rank_5.tolist() == [1, 1, 2, 3]
    assert found.rank_95.tolist() == [4, 2, 3, 4]


def test_those_who_tie_for_the_last_place_share_it() -> None:
    found = chances(drawn([0.9, 0.5, 0.5, 0.5]), ONE, top=2, competing=ALL_OF_FOUR)

    assert found.chance == pytest.approx([1.0, 1 / 3, 1 / 3, 1 / 3])
    assert found.rank_median.tolist() == [1, 2, 2, 2]


def test_one_that_does_not_compete_takes_nobody_s_place() -> None:
    levels = drawn([0.9, 0.5, 0.4, 0.6], [0.9, 0.5, 0.4, 0.1])
    competing = np.array([True, True, True, False])

    found = chances(levels, ONE, top=2, competing=competing)

    assert found.chance == pytest.approx([1.0, 1.0, 0.0, 0.5])
    assert found.rank_median.tolist()[:3] == [1, 2, 3]


def test_all_are_listed_where_there_are_places_for_all() -> None:
    found = chances(drawn([0.9, 0.5, 0.4, 0.1]), ONE, top=9, competing=ALL_OF_FOUR)

    assert found.chance.tolist() == [1.0] * 4


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 2**32),
    n=st.integers(2, 9),
    top=st.integers(1, 8),
    method=st.sampled_from(["weighted-sum", "topsis", "weighted-product"]),
)
def test_chances_agree_with_a_plain_loop(seed: int, n: int, top: int, method: str) -> None:
    rng = np.random.default_rng(seed)
    # Coarse values, so that ties happen.
    levels = (rng.integers(0, 4, (11, n, 3)) * (LARGEST // 4)).astype(np.uint16)
    weights = rng.dirichlet(np.ones(3))
    competing = rng.random(n) < 0.7
    competing[0] = True

    found = chances(levels, weights, top=top, competing=competing, method=method)

    listed, places = np.zeros(n), np.empty((11, n), dtype=int)
    scored = scores(levels, weights, method=method)
    for draw in range(11):
        rivals = [scored[draw, j] for j in range(n) if competing[j]]
        for i in range(n):
            places[draw, i] = 1 + sum(rival > scored[draw, i] for rival in rivals)
            level = sum(rival == scored[draw, i] for rival in rivals)
            free = min(top, len(rivals)) - (places[draw, i] - 1)
            if competing[i]:
                listed[i] += min(1.0, max(0.0, free / level))
    assert found.chance[competing] == pytest.approx(listed[competing] / 11)
    assert np.sort(places, axis=0)[5].tolist() == found.rank_median.tolist()
    assert found.chance[competing].sum() == pytest.approx(min(top, competing.sum()))


@pytest.mark.parametrize("method", ["weighted-sum", "topsis"])
def test_blocks_of_draws_change_nothing(monkeypatch: pytest.MonkeyPatch, method: str) -> None:
    rng = np.random.default_rng(5)
    levels = (rng.integers(0, 6, (40, 7, 3)) * (LARGEST // 6)).astype(np.uint16)
    weights, competing = np.array([0.2, 0.5, 0.3]), np.arange(7) != 2
    whole = chances(levels, weights, top=3, competing=competing, method=method)

    monkeypatch.setattr("prioritizer.engine.draws.chances._PLACED_AT_ONCE", 21)
    monkeypatch.setattr("prioritizer.engine.draws.chances._SCORED_AT_ONCE", 14)
    parts = chances(levels, weights, top=3, competing=competing, method=method)

    for name in ("chance", "rank_5", "rank_median", "rank_95"):
        assert getattr(parts, name).tolist() == getattr(whole, name).tolist()


def test_parts_of_places_add_up_in_the_order_of_the_draws(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("prioritizer.engine.draws.chances._PLACED_AT_ONCE", 14)
    # Three tie for one place in some draws: thirds do not add up in any order.
    values = np.random.default_rng(7).integers(0, 3, (400, 7)) / 2
    found = chances(to_levels(values[:, :, np.newaxis]), ONE, top=3, competing=np.ones(7, bool))

    for i in range(7):
        listed = 0.0
        for draw in values:
            above, level = (draw > draw[i]).sum(), (draw == draw[i]).sum()
            listed += min(1.0, max(0, 3 - above) / level)
        assert found.chance[i] == listed / 400


def test_topsis_scores_are_those_of_the_method() -> None:
    rng = np.random.default_rng(3)
    levels = to_levels(rng.random((4, 6, 3)))
    weights = np.array([0.5, 0.3, 0.2])

    for draw, found in zip(levels, scores(levels, weights, method="topsis"), strict=True):
        assert found == pytest.approx(
            METHODS["topsis"].on_values(draw / LARGEST, weights), abs=1e-12
        )


def test_pairs_and_duels_are_shares_of_draws() -> None:
    levels = drawn([0.9, 0.5, 0.4, 0.1], [0.9, 0.5, 0.6, 0.1])

    assert decided_pairs(levels, ONE, competing=ALL_OF_FOUR) == pytest.approx(5 / 6)
    assert beats(levels, ONE, 1, 2) == pytest.approx(0.5)
    assert beats(levels, ONE, 0, 3) == 1.0
