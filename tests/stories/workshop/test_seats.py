"""The seats of a room: what the list tells, setting aside, and a new phone for a seat."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest

from prioritizer.domain.authority import Actor
from prioritizer.domain.workshop import Mode, Step, Technique, Workshop
from prioritizer.errors import AccessError, InputError, RefusedError
from prioritizer.storage.workshop import tables as tables
from prioritizer.ui.phone.visit import FACILITATOR_COOKIE
from prioritizer.workflow.workshop import (
    answering,
    entering,
    facilitating,
    paper_entry,
    pulse,
    record,
    results_view,
    returning,
    seats,
    verify_workshop,
)
from prioritizer.workflow.workshop.seats import SeatState
from prioritizer.workflow.workshop.service import WorkshopService
from prioritizer.workflow.workshop.verifying import verify
from tests.rooms import Clock, facilitator
from tests.stories.workshop.test_matrix import _cookie
from tests.ui.test_phone import answer_all, come_in, forms, room
from tests.workflow.workshop.forger import bodies_of, rechained
from tests.workflow.workshop.serving import Phone, served
from tests.workflow.workshop.steps import come_in as joined
from tests.workflow.workshop.steps import move, opened, points, send

OPEN_MODES = pytest.mark.parametrize("mode", [Mode.NAMED, Mode.PSEUDONYMOUS])


@pytest.fixture
def address(sqlite_desk: WorkshopService) -> Iterator[str]:
    """Yield where the pages are served."""
    with served(sqlite_desk) as base:
        yield base


def states(desk: WorkshopService, leader: Actor, workshop: Workshop) -> dict[str, SeatState]:
    found = seats.seats(desk, leader, workshop.id)
    return {line.id: line.state for line in found.lines}


def public_faults(told: dict[str, Any]) -> list[str]:
    """Return what the program of one file finds in a record."""
    bodies, gone = bodies_of(told), dict[int, Any]()
    return [
        *verify_workshop.procedure(told, bodies, gone),
        *verify_workshop.bound(told, bodies),
        *verify_workshop.results(told, gone),
    ]


def record_of(desk: WorkshopService, leader: Actor, workshop: Workshop) -> dict[str, Any]:
    """Return the record, which both programs find whole."""
    content = record.workshop_record(desk, leader, workshop.id)
    told: dict[str, Any] = json.loads(content)
    assert verify(content).differences == ()
    assert public_faults(told) == []
    return told


def people(told: dict[str, Any]) -> list[int]:
    return [one["people"] for one in told["result"]["rounds"]]


# ---- The list -------------------------------------------------------------------------------


@OPEN_MODES
def test_the_list_tells_who_is_answering_and_who_has_sent(
    sqlite_desk: WorkshopService, problem: str, mode: Mode
) -> None:
    leader = facilitator(sqlite_desk)
    workshop = opened(sqlite_desk, leader, problem, mode)
    sent, begun, idle = (joined(sqlite_desk, workshop, alias=name) for name in "CAB")
    send(sqlite_desk, sent, points(problem, 80))
    answering.save_draft(sqlite_desk, begun, 1, {"points.x": 3.0})
    paper_entry.enter_by_hand(
        sqlite_desk, leader, workshop.id, alias="B-007", group="science",
        answers=points(problem, 10).answers,
    )  # fmt: skip

    found = seats.seats(sqlite_desk, leader, workshop.id)

    told = states(sqlite_desk, leader, workshop)
    assert [told[p.id] for p in (sent, begun, idle)] == ["sent", "answering", "joined"]
    names = [line.alias.casefold() for line in found.lines]
    assert names == sorted(names)
    assert found.numbers == {"sent": 2, "answering": 1, "joined": 1}
    assert [line.alias for line in found.matching("PAPER sent")] == ["B-007"]
    assert len(found.matching("ngo phone")) == 3
    assert found.matching("nobody here") == ()


def test_the_list_of_an_anonymous_room_is_the_same_whoever_has_sent_or_begun(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    leader = facilitator(sqlite_desk)
    workshop = opened(sqlite_desk, leader, problem, Mode.ANONYMOUS)
    crowd = [joined(sqlite_desk, workshop) for _ in range(6)]
    seen = [seats.seats(sqlite_desk, leader, workshop.id).lines]
    for person in crowd[:3]:
        send(sqlite_desk, person, points(problem, 80))
        answering.save_draft(sqlite_desk, crowd[4], 1, {"points.x": 3.0})
        seen.append(seats.seats(sqlite_desk, leader, workshop.id).lines)
    move(sqlite_desk, leader, workshop, Step.LOCK, Step.REVEAL, Step.NEXT_ROUND)
    send(sqlite_desk, crowd[5], points(problem, 1), round_number=2)
    seen.append(seats.seats(sqlite_desk, leader, workshop.id).lines)

    assert all(lines == seen[0] for lines in seen)
    assert {line.state for line in seen[0]} == {SeatState.JOINED}


def test_five_hundred_seats_are_listed_searched_and_none_is_lost(
    sqlite_desk: WorkshopService, address: str, problem: str
) -> None:
    leader = facilitator(sqlite_desk)
    workshop = opened(sqlite_desk, leader, problem)

    def fill(writer: Any) -> None:
        groups = [group.id for group in writer.workshop.groups]
        for n in range(500):
            entering.new_participant(writer, "", groups[n % 5], entering.new_place())

    sqlite_desk.store.change(workshop.id, fill)
    phone = signed_in(sqlite_desk, address, leader)
    page = phone.ask(f"/w/lead/{workshop.id}/seats")
    few = phone.ask(f"/w/lead/{workshop.id}/seats?find=municipality")

    assert "500 seats: 500 joined." in page.text
    assert page.text.count('<th scope="row">') == 500
    assert "100 of 500 seats match." in few.text
    assert few.text.count('<th scope="row">') == 100


# ---- Set aside ------------------------------------------------------------------------------


@OPEN_MODES
def test_answers_of_a_seat_set_aside_do_not_count_and_the_record_says_so(
    desk: WorkshopService, problem: str, mode: Mode
) -> None:
    leader = facilitator(desk)
    workshop = opened(desk, leader, problem, mode)
    crowd = [joined(desk, workshop) for _ in range(4)]
    for k, person in enumerate(crowd):
        send(desk, person, points(problem, 20.0 * k))
    seats.set_aside(desk, leader, workshop.id, crowd[3].id, "a joke")
    counted = facilitating.progress(desk, leader, workshop.id)
    workshop = move(desk, leader, workshop, Step.LOCK, Step.REVEAL)

    told = record_of(desk, leader, workshop)

    assert (counted.joined, counted.sent, counted.aside) == (3, 3, 1)
    assert people(told) == [3]
    assert len(told["submissions"]) == 4
    said = " ".join(verify(json.dumps(told).encode()).remarks)
    assert "was set aside by who leads (log entry" in said
    assert ": a joke." in said
    assert "1 seat with an answer set aside when it was shown" in said
    shown = results_view.shared_result(desk, crowd[0])
    assert len(shown.rounds[0].opinions) == 3


@OPEN_MODES
def test_what_is_set_aside_can_be_taken_back_until_the_reveal(
    desk: WorkshopService, problem: str, mode: Mode
) -> None:
    leader = facilitator(desk)
    workshop = opened(desk, leader, problem, mode)
    one, two = joined(desk, workshop), joined(desk, workshop)
    for person in (one, two):
        send(desk, person, points(problem, 40))
    seats.set_aside(desk, leader, workshop.id, one.id, "by mistake")
    move(desk, leader, workshop, Step.LOCK)
    seats.take_back(desk, leader, workshop.id, one.id)
    workshop = move(desk, leader, workshop, Step.REVEAL)
    assert people(record_of(desk, leader, workshop)) == [2]

    # Once a round is shown it stays as it was shown; the next one counts anew.
    seats.set_aside(desk, leader, workshop.id, one.id, "a double")
    assert people(record_of(desk, leader, workshop)) == [2]
    workshop = move(desk, leader, workshop, Step.UNDO, Step.REVEAL)
    assert people(record_of(desk, leader, workshop)) == [1]
    seats.take_back(desk, leader, workshop.id, one.id)
    assert people(record_of(desk, leader, workshop)) == [1]
    move(desk, leader, workshop, Step.NEXT_ROUND)
    for person in (one, two):
        send(desk, person, points(problem, 70), round_number=2)
    workshop = move(desk, leader, workshop, Step.LOCK, Step.REVEAL, Step.CLOSE)
    assert people(record_of(desk, leader, workshop)) == [1, 2]
    with pytest.raises(RefusedError, match="closed"):
        seats.set_aside(desk, leader, workshop.id, one.id, "late")


@OPEN_MODES
def test_a_seat_set_aside_gets_no_answer_in_by_phone_or_paper(
    sqlite_desk: WorkshopService, problem: str, mode: Mode
) -> None:
    leader = facilitator(sqlite_desk)
    workshop = opened(sqlite_desk, leader, problem, mode)
    person = joined(sqlite_desk, workshop)
    hand = {"alias": "B-001", "group": "ngo", "answers": points(problem, 1).answers}
    paper_entry.enter_by_hand(sqlite_desk, leader, workshop.id, **hand)
    ballot = next(
        line for line in seats.seats(sqlite_desk, leader, workshop.id).lines if line.is_paper
    )
    for seat_id in (person.id, ballot.id):
        seats.set_aside(sqlite_desk, leader, workshop.id, seat_id, "a double")

    with pytest.raises(RefusedError, match="set this place aside"):
        send(sqlite_desk, person, points(problem, 80))
    with pytest.raises(RefusedError, match="set this place aside"):
        answering.save_draft(sqlite_desk, person, 1, {"points.x": 3.0})
    with pytest.raises(RefusedError, match="set this place aside"):
        answering.send_draft(sqlite_desk, person, round_number=1, client_key="k", content="c")
    move(sqlite_desk, leader, workshop, Step.LOCK, Step.REVEAL, Step.NEXT_ROUND)
    with pytest.raises(RefusedError, match="is set aside"):
        paper_entry.enter_by_hand(sqlite_desk, leader, workshop.id, **hand)
    assert pulse.answering(sqlite_desk, leader, workshop.id)["ngo"] == 0


def test_a_reason_is_asked_for_and_a_seat_is_set_aside_once(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    leader = facilitator(sqlite_desk)
    workshop = opened(sqlite_desk, leader, problem)
    seat = joined(sqlite_desk, workshop).id
    foreign = joined(sqlite_desk, opened(sqlite_desk, leader, problem)).id

    for reason in ("", " \n", "x" * 201):
        with pytest.raises(InputError, match="reason"):
            seats.set_aside(sqlite_desk, leader, workshop.id, seat, reason)
    with pytest.raises(RefusedError, match="is not set aside"):
        seats.take_back(sqlite_desk, leader, workshop.id, seat)
    with pytest.raises(AccessError):
        seats.set_aside(sqlite_desk, leader, workshop.id, foreign, "another's")
    seats.set_aside(sqlite_desk, leader, workshop.id, seat, "a  joke")
    with pytest.raises(RefusedError, match=r"already \(a joke\)"):
        seats.set_aside(sqlite_desk, leader, workshop.id, seat, "again")


def test_who_leaves_an_answer_out_of_a_record_or_counts_one_is_found(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    leader = facilitator(sqlite_desk)
    workshop = opened(sqlite_desk, leader, problem)
    crowd = [joined(sqlite_desk, workshop) for _ in range(3)]
    for k, person in enumerate(crowd):
        send(sqlite_desk, person, points(problem, 30.0 * k))
    seats.set_aside(sqlite_desk, leader, workshop.id, crowd[0].id, "a double")
    workshop = move(sqlite_desk, leader, workshop, Step.LOCK, Step.REVEAL)
    told = record_of(sqlite_desk, leader, workshop)

    def without(action: str) -> dict[str, Any]:
        kept = [one for one in bodies_of(told) if one["action"] != action]
        return {**told, **rechained(told, kept)}

    def named(other: Actor) -> dict[str, Any]:
        bodies = bodies_of(told)
        for one in bodies:
            if one["action"] == "set-aside":
                one["participant"] = other.id
        return {**told, **rechained(told, bodies)}

    for forged in (without("set-aside"), named(crowd[1])):
        assert public_faults(forged)
        assert any("result" in one for one in verify(json.dumps(forged).encode()).differences)


# ---- Set aside where nobody may know whose ballot it is -------------------------------------


def test_no_call_about_seats_tells_who_has_sent_in_an_anonymous_round_or_keeps_anybody_out(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    """The adversary leads: from the first round on each call fails in the same words."""
    leader = facilitator(sqlite_desk)
    workshop = opened(sqlite_desk, leader, problem, Mode.ANONYMOUS)
    sent, idle = joined(sqlite_desk, workshop), joined(sqlite_desk, workshop)
    send(sqlite_desk, sent, points(problem, 80))
    calls = (
        lambda seat: seats.set_aside(sqlite_desk, leader, workshop.id, seat, "probe"),
        lambda seat: seats.new_seat_link(sqlite_desk, leader, workshop.id, seat),
    )

    def told(seat: Actor) -> list[str]:
        words = []
        for call in calls:
            with pytest.raises(RefusedError) as error:
                call(seat.id)
            words.append(str(error.value).replace(seat.name, "?"))
        return words

    for steps in ((), (Step.LOCK,), (Step.REVEAL,), (Step.NEXT_ROUND,)):
        move(sqlite_desk, leader, workshop, *steps)
        assert told(sent) == told(idle)
    send(sqlite_desk, sent, points(problem, 80), round_number=2)
    send(sqlite_desk, idle, points(problem, 10), round_number=2)


def test_before_the_first_anonymous_round_a_seat_is_set_aside_and_the_log_names_nobody(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    leader = facilitator(sqlite_desk)
    rules = facilitating.Rules("Draft", Mode.ANONYMOUS, Technique.POINTS)
    workshop = facilitating.create(sqlite_desk, leader, problem, rules)
    facilitating.set_joining(sqlite_desk, leader, workshop.id, is_open=True)
    joke, wrong, *crowd = (joined(sqlite_desk, workshop) for _ in range(7))
    for person in (joke, wrong):
        seats.set_aside(sqlite_desk, leader, workshop.id, person.id, "a joke")
    seats.take_back(sqlite_desk, leader, workshop.id, wrong.id)
    move(sqlite_desk, leader, workshop, Step.OPEN)
    for person in (wrong, *crowd):
        send(sqlite_desk, person, points(problem, 50))

    with pytest.raises(RefusedError, match="set this place aside"):
        send(sqlite_desk, joke, points(problem, 80))
    workshop = move(sqlite_desk, leader, workshop, Step.LOCK, Step.REVEAL)
    told = record_of(sqlite_desk, leader, workshop)

    assert people(told) == [6]
    assert joke.id not in json.dumps(told)
    assert "1 seat was set aside before the first round" in " ".join(
        verify(json.dumps(told).encode()).remarks
    )


# ---- A new phone ----------------------------------------------------------------------------


def signed_in(desk: WorkshopService, address: str, leader: Actor) -> Phone:
    """Return the browser of who leads."""
    phone = Phone(address)
    token = desk.store.new_session(leader.id, desk.clock() + facilitating.SESSION_LIFE)
    phone.jar.set_cookie(_cookie(FACILITATOR_COOKIE, token))
    return phone


def test_a_phone_set_aside_says_so_and_goes_on_once_taken_back(
    sqlite_desk: WorkshopService, address: str, problem: str
) -> None:
    leader, workshop, code = room(sqlite_desk, problem, Mode.PSEUDONYMOUS, Technique.POINTS)
    phone, lead = Phone(address), signed_in(sqlite_desk, address, leader)
    asked = answer_all(phone, come_in(phone, code))
    before = phone.ask("/w/state").text
    (line,) = seats.seats(sqlite_desk, leader, workshop.id).lines
    place = f"/w/lead/{workshop.id}/seats/{line.id}"

    assert line.alias in lead.ask(f"/w/lead/{workshop.id}/seats").text
    done = lead.ask(f"{place}/aside", {"reason": "<b>joke</b>"})
    refused = phone.ask("/w/send", forms(asked)["/w/send"])
    page = phone.ask("/w")

    assert "set aside" in done.text
    assert refused.status == 409
    assert phone.ask("/w/state").text != before
    assert "The facilitator has set this place aside" in page.text
    assert "Reason: &lt;b&gt;joke&lt;/b&gt;" in page.text
    assert "Question" not in page.text
    assert lead.ask(f"{place}/aside", {"reason": "again"}).status == 409
    lead.ask(f"{place}/back", {})
    assert "/w/send" in forms(phone.ask("/w"))
    sent = phone.ask("/w/send", forms(asked)["/w/send"])
    assert "Saved: your answer of round 1 counts" in sent.text


def test_a_seat_goes_to_another_phone_by_a_link_that_works_once(
    sqlite_desk: WorkshopService, address: str, problem: str
) -> None:
    leader, workshop, code = room(sqlite_desk, problem, Mode.PSEUDONYMOUS, Technique.POINTS)
    lost, found, thief = (Phone(address) for _ in range(3))
    page = answer_all(lost, come_in(lost, code))
    sent = lost.ask("/w/send", forms(page)["/w/send"])
    lost.ask("/w/revise", forms(sent)["/w/revise"])
    (line,) = seats.seats(sqlite_desk, leader, workshop.id).lines
    lead = signed_in(sqlite_desk, address, leader)
    made = lead.ask(f"/w/lead/{workshop.id}/seats/{line.id}/link", {})
    link = made.text.split(f"{address}/w/s/")[1].split("<")[0]

    looked = found.ask(f"/w/s/{link}")
    assert line.alias in looked.text
    assert "Saved" in lost.ask("/w").text or "Question 1" in lost.ask("/w").text
    fields = forms(looked)[f"/w/s/{link}"]
    here, again = found.ask(f"/w/s/{link}", fields), found.ask(f"/w/s/{link}", fields)
    old, stolen = lost.ask("/w"), thief.ask(f"/w/s/{link}", {})

    assert "Saved: your answer of round 1 counts" in here.text
    assert again.text == here.text
    assert line.alias in here.text
    assert (old.status, stolen.status, thief.ask(f"/w/s/{link}").status) == (403, 403, 403)
    assert "moved to another phone" in old.text
    assert lost.ask("/w/state").text == "gone"
    assert lost.ask("/w/answer", {"answer": "9"}).status == 403
    told = seats.seats(sqlite_desk, leader, workshop.id)
    assert [(one.id, one.state) for one in told.lines] == [(line.id, SeatState.SENT)]


def test_a_link_to_a_seat_ends_after_an_hour_with_a_newer_one_and_when_set_aside(
    sqlite_desk: WorkshopService, problem: str, clock: Clock
) -> None:
    leader = facilitator(sqlite_desk)
    workshop = opened(sqlite_desk, leader, problem)
    person = joined(sqlite_desk, workshop)

    def link() -> str:
        return seats.new_seat_link(sqlite_desk, leader, workshop.id, person.id)[1]

    def opens(token: str) -> bool:
        with suppress(AccessError):
            returning.take_seat(sqlite_desk, token)
            return True
        return False

    first, second = link(), link()
    assert (opens(first), opens(second), opens(second)) == (False, True, False)
    late = link()
    clock.move(minutes=61)
    assert not opens(late)
    aside = link()
    seats.set_aside(sqlite_desk, leader, workshop.id, person.id, "a joke")
    assert not opens(aside)
    assert not opens("0" * 32)
    with pytest.raises(RefusedError, match="not in"):
        link()


def test_only_hashes_of_links_are_kept(sqlite_desk: WorkshopService, problem: str) -> None:
    leader = facilitator(sqlite_desk)
    workshop = opened(sqlite_desk, leader, problem)
    person = joined(sqlite_desk, workshop)
    _, token = seats.new_seat_link(sqlite_desk, leader, workshop.id, person.id)
    _, fresh = returning.take_seat(sqlite_desk, token)
    _, unused = seats.new_seat_link(sqlite_desk, leader, workshop.id, person.id)
    path = sqlite_desk.store.database.path
    assert path is not None
    held = b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))

    assert not [secret for secret in (token, fresh, unused) if secret.encode() in held]
    with sqlite_desk.store.database.read() as connection:
        assert len(connection.execute(tables.SEAT_LINK.select()).all()) == 1
