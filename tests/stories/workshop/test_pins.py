"""A PIN brings a seat back from another phone or address, and nobody else's."""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa

from prioritizer.domain.workshop import Mode, Step, Technique
from prioritizer.errors import AccessError, PrioritizerError, RefusedError
from prioritizer.storage.workshop import tables as tables
from prioritizer.storage.workshop.rows import MOST_PIN_TRIES
from prioritizer.workflow.workshop import (
    answering,
    lobby,
    pins,
    places,
    returning,
    seats,
    submissions,
)
from prioritizer.workflow.workshop.joining import FREE_FAILURES
from prioritizer.workflow.workshop.service import WorkshopService
from tests import hashing
from tests.rooms import Clock, facilitator
from tests.stories.workshop.test_seats import people, record_of
from tests.ui.test_phone import answer_all, come_in, forms, room
from tests.workflow.workshop.serving import Phone, Reply, served
from tests.workflow.workshop.steps import come_in as joined
from tests.workflow.workshop.steps import move, opened, points, send

MODES = pytest.mark.parametrize("mode", list(Mode))
PIN = re.compile(r"come back from another phone: <b>(\d{3}\s\d{3})</b>")


@pytest.fixture
def address(sqlite_desk: WorkshopService) -> Iterator[str]:
    """Yield where the pages are served."""
    with served(sqlite_desk) as base:
        yield base


def told(reply: Reply) -> tuple[str, str]:
    """Return name and PIN as a page tells them."""
    pin, name = PIN.search(reply.text), re.search(r"You are (.+?) \(", reply.text)
    assert pin, reply.text
    assert name
    return name[1], pin[1]


def back(phone: Phone, name: str, pin: str) -> Reply:
    """Come back by the page for it."""
    fields = forms(phone.ask("/w/return"))["/w/return"]
    return phone.ask("/w/return", {**fields, "name": name, "pin": pin})


def wrong(pin: str) -> str:
    return f"{(int(pin) + 1) % 1_000_000:06d}"


@MODES
def test_after_a_new_address_name_and_pin_bring_the_seat_back_and_the_old_phone_is_out(
    sqlite_desk: WorkshopService, problem: str, mode: Mode
) -> None:
    leader, workshop, code = room(sqlite_desk, problem, mode, Technique.POINTS)
    with served(sqlite_desk) as before:
        phone = Phone(before)
        page = answer_all(phone, come_in(phone, code, alias="Ann"))
        name, pin = told(page)
    with served(sqlite_desk) as after:
        moved, old = Phone(after), Phone(after, jar=phone.jar)
        start = moved.ask("/w")
        assert 'href="/w/return"' in start.text
        here = back(moved, f" {name.lower()} ", pin)
        again, fresh = told(here)
        sent = moved.ask("/w/send", forms(answer_all(moved, here))["/w/send"])

        assert (again, fresh != pin) == (name, True)
        assert "Saved: your answer of round 1 counts" in sent.text
        assert "moved to another phone" in old.ask("/w").text
        assert old.ask("/w/send", {"round": "1", "key": "a", "content": "b"}).status == 403
        assert back(Phone(after), name, pin).status == 403
    workshop = move(sqlite_desk, leader, workshop, Step.LOCK, Step.REVEAL)
    assert people(record_of(sqlite_desk, leader, workshop)) == [1]


def test_a_page_to_come_back_whose_reply_was_lost_brings_the_same_person_back(
    sqlite_desk: WorkshopService, address: str, problem: str
) -> None:
    _, _, code = room(sqlite_desk, problem, Mode.PSEUDONYMOUS, Technique.POINTS)
    phone, other = Phone(address), Phone(address)
    name, pin = told(come_in(phone, code))
    fields = {**forms(other.ask("/w/return"))["/w/return"], "name": name, "pin": pin}

    first = other.ask("/w/return", fields)
    other.jar.clear()
    again = other.ask("/w/return", fields)

    assert again.text == first.text


def test_an_anonymous_answer_stays_one_answer_when_its_seat_comes_back(
    sqlite_desk: WorkshopService, address: str, problem: str
) -> None:
    """A second ballot would be the way to vote twice: the new phone cannot find the first."""
    leader, workshop, code = room(sqlite_desk, problem, Mode.ANONYMOUS, Technique.POINTS)
    phone, other = Phone(address), Phone(address)
    page = answer_all(phone, come_in(phone, code))
    name, pin = told(phone.ask("/w/send", forms(page)["/w/send"]))

    here = back(other, name, pin)
    actor = sqlite_desk.store.participant_of(
        next(cookie.value or "" for cookie in other.jar if cookie.name == "pp_seat")
    )

    assert "Saved: your answer of round 1 counts" in here.text
    assert "/w/revise" not in forms(here)
    assert "Your own top sites" not in here.text
    with pytest.raises(RefusedError, match="one revision"):
        send(sqlite_desk, actor, points(problem, 5))
    move(sqlite_desk, leader, workshop, Step.LOCK, Step.UNDO)
    with pytest.raises(RefusedError, match="one revision"):
        send(sqlite_desk, actor, points(problem, 5))
    workshop = move(sqlite_desk, leader, workshop, Step.LOCK, Step.REVEAL)
    assert people(record_of(sqlite_desk, leader, workshop)) == [1]
    move(sqlite_desk, leader, workshop, Step.NEXT_ROUND)
    send(sqlite_desk, actor, points(problem, 5), round_number=2)


def test_a_pin_is_good_for_five_wrong_tries_also_many_at_once(
    desk: WorkshopService, problem: str, clock: Clock
) -> None:
    leader = facilitator(desk)
    workshop = opened(desk, leader, problem)
    person = joined(desk, workshop)
    pin = pins.pin_of(person.token)
    assert answering.seat(desk, person).participant.has_pin

    def guess(place: int) -> None:
        with pytest.raises(PrioritizerError):
            returning.come_back(desk, person.name, wrong(pin), address=f"10.0.0.{place}")

    threads = [threading.Thread(target=guess, args=(k,)) for k in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    clock.move(hours=1)

    with desk.store.database.read() as connection:
        row = connection.execute(tables.PARTICIPANT.select()).mappings().one()
    assert row["pin_tries"] == MOST_PIN_TRIES
    with pytest.raises(AccessError, match="tried too often"):
        returning.come_back(desk, person.name, pin)
    assert not answering.seat(desk, person).participant.has_pin
    _, link = seats.new_seat_link(desk, leader, workshop.id, person.id)
    _, token = returning.take_seat(desk, link)
    actor, _ = returning.come_back(desk, person.name, pins.pin_of(token))
    assert actor.id == person.id


def test_a_pin_takes_as_much_work_as_the_store_says(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[dict[str, Any]] = []
    scrypt = hashlib.scrypt
    monkeypatch.setattr(pins, "COST", hashing.USUAL)
    monkeypatch.setattr(
        hashlib, "scrypt", lambda *a, **k: [asked.append(k), scrypt(*a, **k)][1]
    )

    kept = pins.hashed("482913")

    assert pins.is_of("482913", kept)
    assert not pins.is_of("482914", kept)
    assert [128 * one["n"] * one["r"] for one in asked] == [4 * 1024**2] * 3


def test_a_wrong_pin_takes_the_same_work_whether_there_is_such_a_seat_or_not(
    sqlite_desk: WorkshopService, problem: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A write waits for the disk: without one, a name that is known answered later."""
    desk = sqlite_desk
    person = joined(desk, opened(desk, facilitator(desk), problem, Mode.NAMED), alias="Anna")
    work: list[str] = []
    scrypt = pins._scrypt
    monkeypatch.setattr(pins, "_scrypt", lambda *a: [work.append("hash"), scrypt(*a)][1])

    @sa.event.listens_for(sa.Engine, "after_cursor_execute")
    def written(_c: object, cursor: Any, statement: str, *_: object) -> None:
        if statement.startswith("UPDATE") and cursor.rowcount:
            work.append("write")

    def tried(name: str) -> list[str]:
        work.clear()
        with pytest.raises(AccessError):
            returning.come_back(desk, name, wrong(pins.pin_of(person.token)))
        return work.copy()

    try:
        known = [tried("Anna") for _ in range(MOST_PIN_TRIES + 2)]
        unknown = tried("Nobody")
    finally:
        sa.event.remove(sa.Engine, "after_cursor_execute", written)

    assert known == [unknown] * len(known) == [["write", "hash"]] * len(known)


def test_guesses_from_one_address_are_slowed_down_whatever_the_names(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    workshop = opened(sqlite_desk, facilitator(sqlite_desk), problem)
    person = joined(sqlite_desk, workshop)
    said = set()
    for k in range(FREE_FAILURES):
        name = person.name if k == 3 else f"P-{k:04d}"
        with pytest.raises(AccessError) as error:
            returning.come_back(sqlite_desk, name, "000000", address="10.0.0.7")
        said.add(str(error.value))

    assert len(said) == 1
    with pytest.raises(RefusedError, match="Too many wrong"):
        returning.come_back(
            sqlite_desk, person.name, pins.pin_of(person.token), address="10.0.0.7"
        )


def test_a_pin_opens_the_seat_of_its_own_workshop_where_names_are_alike(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    leader = facilitator(sqlite_desk)
    here, there = (
        opened(sqlite_desk, leader, problem, Mode.NAMED, title=title) for title in "AB"
    )
    one, two = (joined(sqlite_desk, room_, alias="Ida Berg") for room_ in (here, there))

    for person in (one, two):
        found, _ = returning.come_back(sqlite_desk, "ida berg", pins.pin_of(person.token))
        assert (found.id, found.workshop_id) == (person.id, person.workshop_id)
    with sqlite_desk.store.database.read() as connection:
        rows = connection.execute(tables.PARTICIPANT.select()).mappings().all()
    assert [row["pin_tries"] for row in rows] == [0, 0]


def test_no_pin_opens_a_seat_that_is_not_in(sqlite_desk: WorkshopService, problem: str) -> None:
    leader = facilitator(sqlite_desk)
    workshop = opened(sqlite_desk, leader, problem)
    aside, closed = joined(sqlite_desk, workshop), joined(sqlite_desk, workshop)
    places.set_entrance(sqlite_desk, leader, workshop.id, lobby=True)
    waiting = joined(sqlite_desk, workshop)
    seats.set_aside(sqlite_desk, leader, workshop.id, aside.id, "a double")

    def opens(person: object) -> bool:
        try:
            returning.come_back(sqlite_desk, person.name, pins.pin_of(person.token))  # type: ignore[attr-defined]
        except AccessError:
            return False
        return True

    assert [opens(person) for person in (aside, waiting)] == [False, False]
    lobby.let_in(sqlite_desk, leader, workshop.id)
    assert opens(waiting)
    move(sqlite_desk, leader, workshop, Step.LOCK, Step.REVEAL, Step.CLOSE)
    assert not opens(closed)


@MODES
def test_the_store_holds_no_pin_and_a_pin_found_there_tells_no_ballot(
    sqlite_desk: WorkshopService, problem: str, mode: Mode
) -> None:
    """The adversary has the file after the seal and has found every PIN by trying a million."""
    leader = facilitator(sqlite_desk)
    workshop = opened(sqlite_desk, leader, problem, mode)
    crowd = [joined(sqlite_desk, workshop) for _ in range(4)]
    for k, person in enumerate(crowd):
        send(sqlite_desk, person, points(problem, 10.0 * k))
    move(sqlite_desk, leader, workshop, Step.LOCK, Step.REVEAL)
    path = sqlite_desk.store.database.path
    assert path is not None
    held = b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))
    found = {person.id: pins.pin_of(person.token) for person in crowd}

    with sqlite_desk.store.database.read() as connection:
        rows = connection.execute(tables.PARTICIPANT.select()).mappings().all()
        ballots = connection.execute(tables.SEALED_BALLOT.select()).mappings().all()
    assert all(pins.is_of(found[row["id"]], row["pin_hash"]) for row in rows)
    assert len({row["pin_hash"].partition("$")[0] for row in rows}) == 4
    assert not [pin for pin in found.values() if f'"{pin}"'.encode() in held]
    if mode is not Mode.ANONYMOUS:
        return
    salts = {ballot["salt"] for ballot in ballots}
    made = {
        submissions.salt_of(answering.client_key_of(pin, 1, 0, submissions.sha256(b["body"])))
        for pin in (*found.values(), *(row["pin_hash"] for row in rows))
        for b in ballots
    }
    assert len(salts) == 4
    assert not salts & made


def test_pins_are_six_digits_of_any_script_and_spread_over_the_million() -> None:
    drawn = {pins.pin_of(f"{k:032x}") for k in range(2000)}

    assert all(re.fullmatch(r"\d{6}", pin) for pin in drawn)
    assert len(drawn) > 1990
    assert pins.clean(" ٤٨٢ 913 ") == "482913"
    assert [pins.clean(text) for text in ("", "12345", "1234567", "½½½½½½")] == [""] * 4
    assert pins.clean(pins.shown("482913")) == "482913"
