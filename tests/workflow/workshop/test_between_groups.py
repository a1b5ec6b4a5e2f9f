"""How far chosen groups agree, beside the same people divided by lot."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from prioritizer.engine.ranks import rank
from prioritizer.errors import InputError
from prioritizer.workflow.workshop.between_groups import between_groups, sentence
from prioritizer.workflow.workshop.opinions import Opinions, score_of
from prioritizer.workflow.workshop.problem import parse_problem


def room(problem: str, weights: np.ndarray, groups: Sequence[str]) -> Opinions:
    frozen = parse_problem(problem)
    shares = weights / weights.sum(axis=1, keepdims=True)
    scores = np.array([score_of(frozen, one) for one in shares])
    people = tuple(f"p{number}" for number in range(len(groups)))
    ranks = np.array([rank(one) for one in scores])
    n = len(people)
    who = (people, people, tuple(groups), (True,) * n)
    return Opinions(frozen, *who, shares, scores, ranks, (None,) * n, ((),) * n)


def test_groups_that_weigh_differently_lie_below_a_division_by_lot(problem: str) -> None:
    rng = np.random.default_rng(2)
    weights = rng.integers(20, 80, size=(24, 5)).astype(float)
    weights[:12, 0] += 300
    weights[12:, 4] += 300

    found, lots = between_groups(room(problem, weights, ["a"] * 12 + ["b"] * 12), ["a", "b"])

    assert found.consensus < lots["consensus"].low
    assert sentence(found, lots).startswith("These groups weigh differently: ")


def test_groups_drawn_by_lot_do_not(problem: str) -> None:
    """One in twenty divisions may; of twenty rooms no more than a few do."""
    rng = np.random.default_rng(8)
    below = 0
    for _ in range(10):
        weights = rng.integers(1, 100, size=(20, 5)).astype(float)
        found, lots = between_groups(room(problem, weights, ["a", "b"] * 10), ["b", "a"])
        below += found.consensus < lots["consensus"].low
    assert below <= 3
    assert "no more than groups drawn by lot" in sentence(found, lots)


def test_means_are_those_of_the_groups_and_others_have_no_say(problem: str) -> None:
    rng = np.random.default_rng(4)
    weights = rng.integers(1, 100, size=(18, 5)).astype(float)
    groups = ["a"] * 6 + ["b"] * 6 + ["c"] * 6
    whole = room(problem, weights, groups)

    told = between_groups(whole, ["a", "b"])

    assert told == between_groups(whole.subset([group != "c" for group in groups]), ["a", "b"])


@pytest.mark.parametrize("chosen", [["a"], ["a", "few"], ["a", "nobody"], ["few", "less"]])
def test_a_group_that_is_not_shown_apart_is_refused(problem: str, chosen: list[str]) -> None:
    rng = np.random.default_rng(4)
    groups = ["a"] * 7 + ["b"] * 7 + ["few"] * 3 + ["less"] * 3
    found = room(problem, rng.integers(1, 100, size=(20, 5)).astype(float), groups)

    with pytest.raises(InputError, match=r"Expected at least two of those that may be shown"):
        between_groups(found, chosen)
