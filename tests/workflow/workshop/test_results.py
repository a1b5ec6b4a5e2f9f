"""Combining people: against figures worked out by hand and plainer routes."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest

from prioritizer.domain.workshop import Mode, Step
from prioritizer.elicitation.agreement import consensus_index, kendall_w, shortlist_overlap
from prioritizer.elicitation.camps import camps, mean_silhouette
from prioritizer.elicitation.group import (
    arithmetic_mean,
    geometric_mean,
    group_weighted,
    median,
    mid_ranks,
)
from prioritizer.workflow.workshop import demo, results_view
from prioritizer.workflow.workshop.group_views import GroupView
from prioritizer.workflow.workshop.result_data import result_data
from prioritizer.workflow.workshop.results import movement
from prioritizer.workflow.workshop.service import WorkshopService
from tests.rooms import facilitator
from tests.workflow.workshop.steps import come_in, move, old_text, opened, points, send

TWO = np.array([[0.6, 0.3, 0.1], [0.2, 0.2, 0.6]])


def test_means_of_two_people_are_those_worked_out_by_hand() -> None:
    roots = np.sqrt([0.12, 0.06, 0.06])

    assert arithmetic_mean(TWO) == pytest.approx([0.4, 0.25, 0.35])
    assert geometric_mean(TWO) == pytest.approx(roots / roots.sum())
    assert median(np.vstack([TWO, [0.5, 0.25, 0.25]])) == pytest.approx([0.5, 0.25, 0.25])


def test_a_zero_vetoes_a_criterion_in_the_geometric_mean_only() -> None:
    weights = np.array([[0.5, 0.5, 0.0], [0.2, 0.2, 0.6]])

    assert geometric_mean(weights) == pytest.approx([0.5, 0.5, 0.0])
    assert geometric_mean(np.eye(3)) == pytest.approx([1 / 3] * 3)


def test_a_large_group_does_not_outvote_a_small_one() -> None:
    weights = np.array([[1.0, 0.0]] * 9 + [[0.0, 1.0]])

    combined = group_weighted(weights, ["a"] * 9 + ["b"])
    shared = group_weighted(weights, ["a"] * 9 + ["b"], {"a": 3.0, "b": 1.0})

    assert combined == pytest.approx([0.5, 0.5])
    assert shared == pytest.approx([0.75, 0.25])


def test_ties_share_the_mean_place() -> None:
    assert mid_ranks(np.array([[0.9, 0.5, 0.5, 0.1]])).tolist() == [[1.0, 2.5, 2.5, 4.0]]


def test_kendalls_w_is_that_of_the_definition() -> None:
    ranks = np.array([[1.0, 2.0, 3.0, 4.0], [2.0, 1.0, 4.0, 3.0], [1.0, 3.0, 2.0, 4.0]])
    # Rank sums 4, 6, 9, 11: S = 12.25 + 2.25 + 2.25 + 12.25 = 29; W = 12 * 29 / (9 * 60).
    assert kendall_w(ranks) == pytest.approx(348 / 540)
    assert kendall_w(np.array([[1.0, 2.0], [1.0, 2.0]])) == 1.0
    assert kendall_w(np.array([[1.0, 2.0], [2.0, 1.0]])) == 0.0


def test_kendalls_w_equals_the_mean_spearman_correlation_also_with_ties() -> None:
    generator = np.random.Generator(np.random.PCG64(5))
    ranks = mid_ranks(np.round(generator.random((6, 9)), 1))
    pairs = itertools.combinations(range(6), 2)
    # Kendall and Gibbons: mean rho = (m W - 1) / (m - 1); with equal ties in all rows it is
    # exact.
    ranks[:] = np.array([generator.permutation(ranks[0]) for _ in range(6)])
    mean_rho = np.mean([np.corrcoef(ranks[i], ranks[j])[0, 1] for i, j in pairs])

    assert kendall_w(ranks) == pytest.approx((5 * mean_rho + 1) / 6)


def test_consensus_runs_from_nothing_shared_to_everything() -> None:
    assert consensus_index(np.eye(3)) == pytest.approx(0.0)
    assert consensus_index(np.array([[0.2, 0.8], [0.2, 0.8]])) == pytest.approx(1.0)
    assert 0 < consensus_index(TWO) < 1


def test_overlap_of_shortlists_is_shared_over_either() -> None:
    ranks = np.array([[1.0, 2.0, 3.0, 4.0], [1.0, 3.0, 2.0, 4.0]])

    assert shortlist_overlap(ranks, 2) == pytest.approx(1 / 3)


def test_camps_are_found_again_whatever_the_order_of_people() -> None:
    generator = np.random.Generator(np.random.PCG64(2))
    weights = demo.simulated_weights(generator, 30, 5)
    labels, silhouette = camps(weights)
    shuffle = generator.permutation(30)

    again, _ = camps(weights[shuffle])

    assert [len(set(labels[start::3])) for start in range(3)] == [1, 1, 1]
    assert len(set(labels)) == 3
    assert silhouette > 0.5
    together = labels[:, None] == labels[None, :]
    assert np.array_equal(together[np.ix_(shuffle, shuffle)], again[:, None] == again[None, :])


def test_people_without_camps_stay_one() -> None:
    weights = np.full((6, 4), 0.25)

    labels, silhouette = camps(weights)

    assert set(labels) == {0}
    assert silhouette == 0.0


def test_the_silhouette_is_that_of_a_plain_loop() -> None:
    sklearn = pytest.importorskip("sklearn.metrics")
    generator = np.random.Generator(np.random.PCG64(3))
    places = generator.random((12, 2))
    apart = np.abs(places[:, None] - places[None]).sum(axis=2)
    labels = np.array([0] * 5 + [1] * 4 + [2] * 3)

    expected = sklearn.silhouette_score(apart, labels, metric="precomputed")

    assert mean_silhouette(apart, labels) == pytest.approx(expected)


def test_leaving_one_out_equals_a_result_without_that_person(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    leader = facilitator(sqlite_desk)
    workshop = opened(sqlite_desk, leader, problem)
    given = [(90, 0, 10, 0, 0), (80, 0, 20, 0, 0), (0, 90, 0, 0, 0)]
    people = [come_in(sqlite_desk, workshop) for _ in given]
    for person, answer in zip(people, given, strict=True):
        send(sqlite_desk, person, points(problem, *answer))
    move(sqlite_desk, leader, workshop, *_reveal())
    whole = results_view.result(sqlite_desk, leader, workshop.id).rounds[0]
    other = opened(sqlite_desk, leader, problem)
    for answer in given[:2]:
        send(sqlite_desk, come_in(sqlite_desk, other), points(problem, *answer))
    move(sqlite_desk, leader, other, *_reveal())
    rest = results_view.result(sqlite_desk, leader, other.id).rounds[0]

    change = next(c for c in whole.without_person if c.who == people[2].id)

    assert set(change.lost) == set(whole.shortlist) - set(rest.shortlist)
    assert set(change.gained) == set(rest.shortlist) - set(whole.shortlist)
    assert change.lost
    assert change.gained


def test_groups_under_five_show_their_size_and_nothing_else(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    leader = facilitator(sqlite_desk)
    workshop = opened(sqlite_desk, leader, problem)
    for group, n in (("ngo", 5), ("industry", 4), ("science", 2)):
        for number in range(n):
            person = come_in(sqlite_desk, workshop, group)
            send(sqlite_desk, person, points(problem, 10 * number + 10))
    move(sqlite_desk, leader, workshop, *_reveal())

    found = results_view.result(sqlite_desk, leader, workshop.id).rounds[0]
    views = {view.group: view for view in found.groups}

    assert len(views["ngo"].mean) == 5
    # The ends of a range are one person's answer each.
    assert (views["ngo"].low, views["ngo"].high) == ((), ())
    assert views["industry"] == GroupView("industry", 4)
    assert views["science"] == GroupView("science", 2)
    assert [change.who for change in found.without_group] == ["ngo"]
    assert "group-weighted" not in found.weights
    assert "group-weighted" not in found.ranks


def test_a_rehearsal_has_three_camps_and_moves_together(tmp_path: Path, problem: str) -> None:
    desk = WorkshopService.open(str(tmp_path / "w.db"))
    leader = facilitator(desk)
    played = [demo.play(desk, leader, problem, seed=1, mode=mode) for mode in (Mode.NAMED,) * 2]
    first, second = (results_view.result(desk, leader, w.id).rounds for w in played)
    desk.close()

    assert [camp.n for camp in first[0].camps] == [10, 10, 10]
    assert first[1].agreement.sites > first[0].agreement.sites
    assert movement(*first).mean_shift > 0.05
    assert [r.shortlist for r in first] == [r.shortlist for r in second]


def test_a_result_says_how_sure_each_place_is_under_the_mean_of_all_weights(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    leader = facilitator(sqlite_desk)
    played = demo.play(sqlite_desk, leader, problem, participants=4, rounds=1, lacking=0)
    found = results_view.result(sqlite_desk, leader, played.id)
    last, frozen = found.rounds[0], found.problem

    told = result_data(frozen, found.rounds)
    levels = frozen.known.drawn.levels if frozen.known else None

    assert levels is not None
    # The plain route: score each draw and count how often a site is among the first ten.
    scored = (levels / 65535) @ last.weights["arithmetic-mean"]
    inside = (np.argsort(np.argsort(-scored, axis=1), axis=1) < 10).mean(axis=0)
    chance = told["rounds"][0]["chance"]
    assert list(chance.values()) == pytest.approx(inside.tolist(), abs=0.01)
    assert set(told["rounds"][0]["section"].values()) <= {"secure", "likely", "open", "out"}
    assert last.sections[max(chance, key=lambda site: chance[site])] == "secure"
    assert (told["gaps"], told["draws"], told["seed"]) == ("like-inventory", 300, 1)
    assert not set(told["too_little_known"]) & set(chance)


def test_a_room_of_an_earlier_version_says_nothing_about_chances(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    leader = facilitator(sqlite_desk)
    played = demo.play(sqlite_desk, leader, old_text(problem), participants=3, rounds=1)
    found = results_view.result(sqlite_desk, leader, played.id)

    told = result_data(found.problem, found.rounds)

    assert set(told) == {"shortlist_size", "method", "rounds", "movement"}
    assert not {"chance", "section"} & set(told["rounds"][0])
    assert found.rounds[0].sections == {}


def _reveal() -> tuple[Step, ...]:
    return Step.LOCK, Step.REVEAL
