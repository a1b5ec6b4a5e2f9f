"""“I don't know” through a workshop: asked, kept, counted, widened, and told of five only."""

from __future__ import annotations

import json

import numpy as np
import pytest

from prioritizer.domain.authority import Actor
from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.weights import WeightVector
from prioritizer.domain.workshop import Judgement, Mode, Step, Technique
from prioritizer.errors import InputError
from prioritizer.workflow.weights.answers import Answers
from prioritizer.workflow.weights.questions import checked
from prioritizer.workflow.workshop import (
    answering,
    entering,
    facilitating,
    not_known,
    results_view,
    verify_workshop,
)
from prioritizer.workflow.workshop.asking import asking
from prioritizer.workflow.workshop.by_chance import of_round
from prioritizer.workflow.workshop.certainty import room_answer
from prioritizer.workflow.workshop.judging import judge, unknown_criteria
from prioritizer.workflow.workshop.one_form import ballot, body_of
from prioritizer.workflow.workshop.opinions import drawn_weights, left_open
from prioritizer.workflow.workshop.problem import parse_problem
from prioritizer.workflow.workshop.record import workshop_record
from prioritizer.workflow.workshop.result_data import result_data
from prioritizer.workflow.workshop.service import WorkshopService
from prioritizer.workflow.workshop.summary import read_workshop_view
from prioritizer.workflow.workshop.verifying import verify
from tests.rooms import facilitator
from tests.workflow.workshop.steps import come_in, move, send

UNKNOWN = "?"


def walk(
    criteria: CriteriaSet, technique: Technique, unknown: set[str], *, stops_at: int = 9
) -> tuple[dict[str, float | str], list[str]]:
    """Answer everything that is asked and not unknown; return answers and keys in order."""
    answers: dict[str, float | str] = {}
    keys = []
    put = asking(criteria.criteria, technique, 7)
    while screen := put.next(answers):
        keys.append(screen.key)
        kind, *names = screen.key.split(".")
        text = {"swap": "fewer", "readback": "yes"}.get(kind, "")
        is_lost = kind == "first" and int(names[0]) >= stops_at
        if is_lost or unknown & set(names):
            text = UNKNOWN
        text = text or (screen.options[0].value if screen.options else "40")
        answers = put.after(answers, screen.key, checked(screen, text))
    return answers, keys


@pytest.mark.parametrize("technique", list(Technique))
def test_a_criterion_that_somebody_does_not_know_counts_like_the_average(
    criteria: CriteriaSet, technique: Technique
) -> None:
    answers, _ = walk(criteria, technique, {"volume"}, stops_at=4)
    judgement = judge(criteria.criteria, technique, answers)

    assert unknown_criteria(criteria.criteria, technique, answers) == ("volume",)
    assert judgement.weights.as_dict()["volume"] == pytest.approx(0.2)
    assert judgement.is_compliant == (technique is not Technique.PAIRWISE)


@pytest.mark.parametrize("technique", list(Technique))
def test_who_knows_nothing_sends_equal_weights_without_being_asked_to_read_them_back(
    criteria: CriteriaSet, technique: Technique
) -> None:
    answers, keys = walk(criteria, technique, set(criteria.ids), stops_at=1)
    judgement = judge(criteria.criteria, technique, answers)

    assert {key.partition(".")[0] for key in keys} <= {"first", "points", "pair"}
    assert set(answers.values()) == {UNKNOWN}
    assert judgement.weights.normalized == pytest.approx([0.2] * 5)
    assert judgement.flags == ()


def test_who_cannot_say_what_comes_next_is_asked_for_points_of_the_rest(
    criteria: CriteriaSet,
) -> None:
    answers, keys = walk(criteria, Technique.SWING, set(), stops_at=3)
    chosen = [answers["first.1"], answers["first.2"]]
    left = {name for name in criteria.ids if name not in chosen}

    assert keys[:3] == ["first.1", "first.2", "first.3"]
    assert keys[3] == f"points.{chosen[1]}"
    assert set(keys[4:7]) == {f"points.{name}" for name in left}
    # Nothing bounds them but the first choice.
    before = {k: v for k, v in answers.items() if k in keys[:4]} | {keys[3]: 5.0}
    screen = asking(criteria.criteria, Technique.SWING, 7).next(before)
    assert screen is not None
    assert (screen.high, "You put it after" in screen.text) == (100.0, False)


def test_points_in_the_middle_of_an_order_are_bounded_by_it_and_not_the_next_ones(
    criteria: CriteriaSet,
) -> None:
    ids = criteria.ids
    answers: dict[str, float | str] = {f"first.{n}": ids[n - 1] for n in range(1, 5)}
    answers |= {f"points.{ids[1]}": 60.0, f"points.{ids[2]}": UNKNOWN}
    screen = asking(criteria.criteria, Technique.SWING, 1).next(answers)
    assert screen is not None
    assert (screen.key, screen.high) == (f"points.{ids[3]}", 60.0)

    answers |= {f"points.{ids[3]}": 20.0, f"points.{ids[4]}": UNKNOWN}
    judgement = judge(criteria.criteria, Technique.SWING, answers)

    # Half-way from 60 to 20; the one never chosen counts like the average of the four.
    assert judgement.weights.points == (100.0, 60.0, 40.0, 20.0, 55.0)


def test_going_back_takes_an_i_dont_know_back(criteria: CriteriaSet) -> None:
    answers: dict[str, float | str] = {"first.1": "grade", "first.2": UNKNOWN}
    put = asking(criteria.criteria, Technique.SWING, 7)

    assert put.keys(answers) == ["first.1", "first.2"]
    assert put.progress(answers) == (3, 2 + 4 + 2)


def test_zero_for_all_that_is_known_is_an_answer_and_zero_for_everything_is_none(
    criteria: CriteriaSet,
) -> None:
    names = list(criteria.ids)
    answers: dict[str, float | str] = {f"points.{name}": 0.0 for name in names}
    some = {**answers, "points.volume": UNKNOWN}

    assert asking(criteria.criteria, Technique.POINTS, 7).next(some) is None
    assert judge(criteria.criteria, Technique.POINTS, some).weights.as_dict()["volume"] == 1
    with pytest.raises(InputError):
        judge(criteria.criteria, Technique.POINTS, answers)


def test_one_form_drops_what_an_order_left_behind(criteria: CriteriaSet) -> None:
    """A place asked for before somebody went back would tell of the way, not the answer."""
    answers, _ = walk(criteria, Technique.SWING, {"volume"}, stops_at=3)
    stale = {**answers, "first.4": answers["first.1"], "swap": "fewer"}
    bodies = {
        body_of(ballot(criteria.criteria, Technique.SWING, given))
        for given in (answers, stale, dict(reversed(answers.items())))
    }

    assert len(bodies) == 1
    assert "first.4" not in bodies.pop()


# ---- What becomes of it ---------------------------------------------------------------


def said(problem: str, *unknown: str, technique: Technique = Technique.POINTS) -> Judgement:
    criteria = parse_problem(problem).criteria
    given: dict[str, float | str] = {
        f"points.{c.id}": UNKNOWN if c.id in unknown else 90.0 - 20 * k
        for k, c in enumerate(criteria)
    }
    answers: Answers = {**given, "swap": "fewer", "readback": "yes"}
    return judge(criteria, technique, answers)


def test_an_answer_that_leaves_something_open_makes_the_own_list_less_sure(
    problem: str,
) -> None:
    frozen = parse_problem(problem)
    known, unknown = said(problem), said(problem, "crm_relevance", "access")
    names = frozen.ids

    ranges = not_known.own_ranges(frozen, unknown)
    sure = room_answer(frozen, known.weights)
    drawn = drawn_weights(
        frozen, unknown.weights.normalized[np.newaxis], (left_open(frozen, unknown),)
    )
    less = room_answer(frozen, unknown.weights, drawn)
    point = room_answer(frozen, unknown.weights)

    assert not_known.own_ranges(frozen, known) == {}
    assert not_known.own_words(frozen, known) == ""
    assert "Access" in not_known.own_words(frozen, unknown)
    low, high = ranges["access"]
    # A share of 1 in 5 of the flat Dirichlet distribution is Beta(1, 4).
    assert (low, high) == pytest.approx((1 - 0.95**0.25, 1 - 0.05**0.25), abs=0.02)
    assert sure
    assert less
    assert point
    assert drawn
    assert drawn.weights.shape == (sure.draws, len(names))
    spread = [np.square(one.chance - 0.5).sum() for one in (less, point)]
    assert spread[0] < spread[1]


def room(
    desk: WorkshopService,
    problem: str,
    answers: list[Judgement],
    mode: Mode = Mode.PSEUDONYMOUS,
) -> tuple[Actor, str]:
    """Return the leader and the id of a room whose first round is revealed."""
    leader = facilitator(desk)
    rules = facilitating.Rules("Open", mode, Technique.POINTS, n_rounds=1)
    workshop = facilitating.create(desk, leader, problem, rules)
    move(desk, leader, workshop, Step.OPEN)
    for judgement in answers:
        send(desk, come_in(desk, workshop), judgement)
    move(desk, leader, workshop, Step.LOCK, Step.REVEAL)
    return leader, workshop.id


@pytest.mark.parametrize(
    ("n_known", "n_unknown", "counts", "agrees"),
    [(6, 5, {"access": 5}, True), (6, 4, {}, True), (4, 6, {}, False), (0, 6, {}, False)],
)
def test_tables_tell_who_did_not_know_of_five_people_on_either_side_only(
    sqlite_desk: WorkshopService,
    problem: str,
    n_known: int,
    n_unknown: int,
    counts: dict[str, int],
    agrees: bool,
) -> None:
    answers = [said(problem)] * n_known + [said(problem, "access")] * n_unknown
    leader, workshop_id = room(sqlite_desk, problem, answers)

    found = results_view.result(sqlite_desk, leader, workshop_id)
    last = found.rounds[0]
    told = result_data(found.problem, found.rounds)["rounds"][0]
    content = workshop_record(sqlite_desk, leader, workshop_id)
    record, view = json.loads(content), read_workshop_view(content)

    assert dict(last.unknown) == told["not_known"] == dict(view.not_known) == counts
    assert (bool(of_round(found.workshop, last)), bool(view.agreement)) == (agrees, agrees)
    assert told["answered_all"] == last.n_sure == view.answered_all == n_known
    lines = not_known.room_lines(last)
    assert (f"{n_unknown} people answered “I don't know”" in " ".join(lines)) == bool(counts)
    # No dot stands for what nobody said, and none for one of fewer than five.
    assert len(last.said) == (n_known if agrees else 0)
    # The record tells all of it, as it tells each answer.
    assert record["result"]["rounds"][0]["not_known"] == {"access": n_unknown}
    assert verify(content).differences == ()
    assert public_faults(content) == []


@pytest.mark.parametrize("mode", list(Mode))
def test_a_room_in_which_nobody_knows_is_sure_of_nothing_and_agrees_on_nothing(
    sqlite_desk: WorkshopService, problem: str, mode: Mode
) -> None:
    frozen = parse_problem(problem)
    leader, workshop_id = room(sqlite_desk, problem, [said(problem, *frozen.ids)] * 7, mode)

    found = results_view.result(sqlite_desk, leader, workshop_id)
    last = found.rounds[0]
    equal = room_answer(frozen, WeightVector.equal(frozen.ids))

    assert last.weights["arithmetic-mean"] == pytest.approx([0.2] * 5)
    assert of_round(found.workshop, last) == []
    assert last.answer
    assert equal
    # As many sites are on the list on average, but on fewer of the draws each.
    assert last.answer.chance.sum() == pytest.approx(equal.chance.sum())
    assert np.square(last.answer.chance).sum() < 0.9 * np.square(equal.chance).sum()
    content = workshop_record(sqlite_desk, leader, workshop_id)
    assert verify(content).differences == ()
    assert public_faults(content) == []


def public_faults(content: bytes) -> list[str]:
    """Return what the program of one file finds in answers and results."""
    record = json.loads(content)
    return [*verify_workshop.answers(record), *verify_workshop.results(record, {})]


def test_rooms_that_know_everything_say_nothing_of_it(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    """So records of such rooms stay the same to the last bit."""
    leader, workshop_id = room(sqlite_desk, problem, [said(problem)] * 5)
    told = json.loads(workshop_record(sqlite_desk, leader, workshop_id))["result"]["rounds"][0]

    assert not {"not_known", "answered_all"} & set(told)


def test_the_next_round_shows_what_somebody_did_not_know(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    from prioritizer.ui.phone import standing

    leader = facilitator(sqlite_desk)
    rules = facilitating.Rules("Two rounds", Mode.PSEUDONYMOUS, Technique.POINTS)
    workshop = facilitating.create(sqlite_desk, leader, problem, rules)
    move(sqlite_desk, leader, workshop, Step.OPEN)
    who, token = entering.join(sqlite_desk, workshop.id, alias="", group="ngo")
    send(sqlite_desk, who, said(problem, "access"))
    move(sqlite_desk, leader, workshop, Step.LOCK, Step.REVEAL, Step.NEXT_ROUND)

    shown = standing.before_part(answering.seat(sqlite_desk, who))

    assert token
    assert "You answered “I don&#x27;t know” about: Access." in shown.replace("&#39;", "&#x27;")
