"""Who may do what: every use case, asked by everybody, of the own and of another's workshop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from prioritizer.domain.authority import NOBODY, Action, Actor, Role, may
from prioritizer.domain.workshop import Step, Workshop
from prioritizer.errors import AccessError, RefusedError
from prioritizer.workflow.workshop import (
    answering,
    facilitating,
    paper_entry,
    record,
    results_view,
)
from prioritizer.workflow.workshop.service import WorkshopService, visible
from tests.rooms import facilitator
from tests.workflow.workshop.steps import come_in, move, opened, points, send

ADMIN = Actor(Role.ADMIN, "machine")


@dataclass(frozen=True)
class Room:
    """A revealed workshop with its people, and a foreign one."""

    desk: WorkshopService
    workshop: Workshop
    leader: Actor
    other_leader: Actor
    participant: Actor
    stranger: Actor


@pytest.fixture
def room(sqlite_desk: WorkshopService, problem: str) -> Room:
    """Return a workshop of one leader beside that of another."""
    leader, other = facilitator(sqlite_desk, "Ida"), facilitator(sqlite_desk, "Oda")
    own, foreign = opened(sqlite_desk, leader, problem), opened(sqlite_desk, other, problem)
    insider, stranger = come_in(sqlite_desk, own), come_in(sqlite_desk, foreign)
    send(sqlite_desk, insider, points(problem, 80))
    own = move(sqlite_desk, leader, own, Step.LOCK, Step.REVEAL)
    return Room(sqlite_desk, own, leader, other, insider, stranger)


LEADING: dict[str, Callable[[Room, Actor], object]] = {
    "move": lambda r, a: facilitating.move(r.desk, a, r.workshop.id, Step.UNDO),
    "deadline": lambda r, a: facilitating.extend(r.desk, a, r.workshop.id, 5),
    "add round": lambda r, a: facilitating.add_round(r.desk, a, r.workshop.id),
    "joining": lambda r, a: facilitating.set_joining(r.desk, a, r.workshop.id, is_open=False),
    "invite": lambda r, a: facilitating.invite(r.desk, a, r.workshop.id),
    "hand over": lambda r, a: facilitating.hand_over(r.desk, a, r.workshop.id, "Eve"),
    "progress": lambda r, a: facilitating.progress(r.desk, a, r.workshop.id),
    "result": lambda r, a: results_view.result(r.desk, a, r.workshop.id),
    "export": lambda r, a: record.workshop_record(r.desk, a, r.workshop.id),
    "by hand": lambda r, a: paper_entry.enter_by_hand(
        r.desk, a, r.workshop.id, alias="X", group="ngo", answers={}
    ),
}


@pytest.mark.parametrize("use", list(LEADING))
@pytest.mark.parametrize("who", ["nobody", "participant", "stranger", "other leader"])
def test_only_who_leads_a_workshop_may_lead_it(room: Room, use: str, who: str) -> None:
    actors = {
        "nobody": NOBODY,
        "participant": room.participant,
        "stranger": room.stranger,
        "other leader": room.other_leader,
    }

    with pytest.raises(AccessError):
        LEADING[use](room, actors[who])


@pytest.mark.parametrize("use", [use for use in LEADING if use not in ("deadline", "by hand")])
def test_the_leader_may(room: Room, use: str) -> None:
    assert LEADING[use](room, room.leader) is not None


@pytest.mark.parametrize("use", ["deadline", "by hand"])
def test_the_leader_is_told_what_does_not_fit_a_revealed_round(room: Room, use: str) -> None:
    with pytest.raises(RefusedError):
        LEADING[use](room, room.leader)


def test_a_participant_sees_only_the_own_workshop(room: Room) -> None:
    # A forged identity with a token that proves nothing.
    forged = Actor(Role.PARTICIPANT, room.stranger.id, room.workshop.id)

    assert (
        results_view.shared_result(room.desk, room.participant).workshop.id == room.workshop.id
    )
    with pytest.raises(AccessError):
        answering.seat(room.desk, forged)
    with pytest.raises(RefusedError, match="Nothing is shown"):
        results_view.shared_result(room.desk, room.stranger)


@pytest.mark.parametrize("actor", [NOBODY, ADMIN, Actor(Role.FACILITATOR, "x")])
def test_nobody_answers_for_others(room: Room, problem: str, actor: Actor) -> None:
    someone = Actor(actor.role, actor.id, room.workshop.id)

    with pytest.raises(AccessError):
        send(room.desk, someone, points(problem, 80))


def test_an_unknown_workshop_is_refused_in_the_same_words(room: Room) -> None:
    messages = set()
    for workshop_id in (room.workshop.id, "no-such-workshop"):
        with pytest.raises(AccessError) as refusal:
            facilitating.progress(room.desk, room.other_leader, workshop_id)
        messages.add(str(refusal.value))

    assert len(messages) == 1


def test_everybody_lists_only_what_they_lead(room: Room) -> None:
    assert [w.id for w in visible(room.desk, room.leader)] == [room.workshop.id]
    assert len(visible(room.desk, ADMIN)) == 2
    with pytest.raises(AccessError):
        visible(room.desk, room.participant)


def test_a_second_facilitator_takes_over(room: Room) -> None:
    token = facilitating.hand_over(room.desk, room.leader, room.workshop.id, "Eve")

    helper_id = room.desk.store.use_sign_in_link(token, room.desk.clock())

    helper = Actor(Role.FACILITATOR, helper_id)
    assert facilitating.move(room.desk, helper, room.workshop.id, Step.CLOSE).state == "closed"


def test_every_action_is_decided_for_every_role(room: Room) -> None:
    allowed = {
        role: {
            a
            for a in Action
            if may(Actor(role, room.leader.id, room.workshop.id), a, room.workshop)
        }
        for role in Role
    }

    assert allowed[Role.NOBODY] == {Action.JOIN}
    assert Action.SUBMIT in allowed[Role.PARTICIPANT]
    assert not allowed[Role.PARTICIPANT] & {
        Action.MOVE,
        Action.EXPORT,
        Action.SEE_RESULT,
        Action.LIST,
    }
    assert Action.SUBMIT not in allowed[Role.FACILITATOR] | allowed[Role.ADMIN]


def test_results_of_a_running_round_are_hidden_even_from_the_leader(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    leader = facilitator(sqlite_desk)
    workshop = opened(sqlite_desk, leader, problem)
    send(sqlite_desk, come_in(sqlite_desk, workshop), points(problem, 80))

    assert results_view.result(sqlite_desk, leader, workshop.id).rounds == ()
    with pytest.raises(RefusedError, match="Reveal it first"):
        record.workshop_record(sqlite_desk, leader, workshop.id)
