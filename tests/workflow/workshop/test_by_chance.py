"""What people who answer at random agree on, and which word a figure beside it deserves."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from prioritizer.domain.workshop import Judgement, Technique
from prioritizer.workflow.workshop import demo, results_view
from prioritizer.workflow.workshop.agreement import agreement_of
from prioritizer.workflow.workshop.by_chance import (
    LESS,
    NO_MORE,
    Chance,
    by_chance,
    by_chance_data,
    compared,
    of_round,
    random_weights,
)
from prioritizer.workflow.workshop.judging import judge
from prioritizer.workflow.workshop.opinions import ranks_of, score_of
from prioritizer.workflow.workshop.problem import FrozenProblem, parse_problem
from prioritizer.workflow.workshop.results import nearest_camp
from prioritizer.workflow.workshop.service import WorkshopService
from tests.rooms import facilitator


def _random(frozen: FrozenProblem, technique: Technique, rng: np.random.Generator) -> Judgement:
    """Return what somebody says who answers each question of a phone at random."""
    ids = [c.id for c in frozen.criteria]
    if technique is Technique.PAIRWISE:
        options = ["a:9", "a:7", "a:5", "a:3", "a:1", "b:3", "b:5", "b:7", "b:9"]
        answers = {
            f"pair.{a}.{b}": str(rng.choice(options))
            for number, a in enumerate(ids)
            for b in ids[number + 1 :]
        }
        return judge(frozen.criteria, technique, answers)
    points = rng.integers(0, 101, size=len(ids))
    return judge(
        frozen.criteria,
        Technique.POINTS,
        {f"points.{name}": float(p) for name, p in zip(ids, points, strict=True)},
    )


@pytest.mark.parametrize("technique", [Technique.POINTS, Technique.PAIRWISE])
def test_chance_is_what_rooms_reach_that_answer_the_questions_at_random(
    problem: str, technique: Technique
) -> None:
    frozen, rng = parse_problem(problem), np.random.default_rng(5)
    few = []
    for _ in range(40):
        said = [_random(frozen, technique, rng).weights.normalized for _ in range(8)]
        scores = [score_of(frozen, one) for one in said]
        ranks = [ranks_of(frozen, one) for one in said]
        few.append(agreement_of(np.array(said), np.array(scores), np.array(ranks), 10))

    chance = by_chance(frozen, technique, 8)

    for name, one in chance.items():
        figures = np.array([getattr(room, name) for room in few])
        error = 4 * figures.std(ddof=1) / math.sqrt(len(figures))
        assert abs(figures.mean() - one.mean) < error
        assert one.low < one.mean < one.high


def test_thirty_random_people_agree_by_chance_only_though_their_figures_look_high(
    problem: str,
) -> None:
    """The case that the words by fixed bands called strong: W 0.7, consensus 0.8."""
    frozen = parse_problem(problem)
    chance = by_chance(frozen, Technique.POINTS, 30)
    weights = random_weights(
        Technique.POINTS, len(frozen.criteria), 30, np.random.default_rng(3)
    )
    scores = np.array([score_of(frozen, one) for one in weights])
    ranks = np.array([ranks_of(frozen, one) for one in weights])
    found = agreement_of(weights, scores, ranks, frozen.shortlist)

    rows = compared(
        {name: getattr(found, name) for name in chance},
        chance,
    )

    assert found.sites > 0.6
    assert found.consensus > 0.7
    assert [row.word for row in rows] == [NO_MORE] * 4


def test_points_and_swings_at_random_are_whole_and_the_first_swing_has_a_hundred() -> None:
    rng = np.random.default_rng(1)

    points = random_weights(Technique.POINTS, 4, 500, rng)
    swings = random_weights(Technique.SWING, 4, 500, rng)

    for weights in (points, swings):
        np.testing.assert_allclose(weights.sum(axis=1), 1)
    whole = 100 * swings / swings.max(axis=1, keepdims=True)
    np.testing.assert_allclose(whole, np.round(whole), atol=1e-9)


@pytest.mark.parametrize(
    ("value", "word"),
    [
        (0.39, LESS),
        (0.5, NO_MORE),
        (0.60, NO_MORE),
        (0.61, "fair"),
        (0.75, "moderate"),
        (0.85, "substantial"),
        (1.0, "almost complete"),
        (float("nan"), ""),
    ],
)
def test_a_word_needs_more_than_nineteen_of_twenty_random_rooms(
    value: float, word: str
) -> None:
    assert Chance(0.5, 0.4, 0.6).word(value) == word


def test_the_same_question_gives_the_same_figures_and_one_person_none(problem: str) -> None:
    frozen = parse_problem(problem)

    again = by_chance(parse_problem(problem), Technique.SWING, 6)

    assert by_chance(frozen, Technique.SWING, 6) == again
    shorter = by_chance(replace(frozen, shortlist=3), Technique.SWING, 6)
    assert shorter["shortlist"] != again["shortlist"]
    assert by_chance(frozen, Technique.SWING, 1) == {}


def test_a_rehearsal_says_its_agreement_beside_chance_and_each_camp_is_nearest_to_its_own(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    desk, leader = sqlite_desk, facilitator(sqlite_desk)
    workshop = demo.play(desk, leader, problem, participants=12, rounds=1)
    found = results_view.result(desk, leader, workshop.id)
    last = found.rounds[-1]

    rows = of_round(found.workshop, last)

    assert [row.value for row in rows] == [
        getattr(last.agreement, name)
        for name in ("sites", "criteria", "consensus", "shortlist")
    ]
    assert set(by_chance_data(rows)) == {
        "kendall_w_sites", "kendall_w_criteria", "consensus_index", "shortlist_overlap",
    }  # fmt: skip
    sizes = [camp.n for camp in last.camps]
    nearest = [nearest_camp(last, one) for one in last.opinions.weights]
    assert len(sizes) > 1
    assert sorted(sizes) == sorted({camp.members: camp.n for camp in nearest if camp}.values())
