"""Cards that let one person in each, and the lobby: who comes in, and who tries to."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator

import pytest

from prioritizer.domain.workshop import Mode, Step, Technique
from prioritizer.errors import AccessError, InputError, PrioritizerError, RefusedError
from prioritizer.exports.layouts.cards import cards_pdf
from prioritizer.languages.speech import LANGUAGES
from prioritizer.storage.workshop import tables as tables
from prioritizer.storage.workshop.writing import WorkshopWriter
from prioritizer.workflow.workshop import (
    answering,
    entering,
    facilitating,
    lobby,
    places,
    seats,
)
from prioritizer.workflow.workshop.joining import FREE_FAILURES
from prioritizer.workflow.workshop.seats import SeatState
from prioritizer.workflow.workshop.service import WorkshopService
from prioritizer.workflow.workshop.verifying import verify
from tests.rooms import Clock, facilitator
from tests.stories.workshop.test_seats import people, record_of, signed_in
from tests.ui.test_phone import answer_all, come_in, forms, room
from tests.workflow.workshop.serving import Phone, Reply, served
from tests.workflow.workshop.steps import come_in as joined
from tests.workflow.workshop.steps import move, opened, points, send

ELSEWHERE = "192.168.1.7"


@pytest.fixture
def address(sqlite_desk: WorkshopService) -> Iterator[str]:
    """Yield where the pages are served."""
    with served(sqlite_desk) as base:
        yield base


def n_seats(desk: WorkshopService) -> int:
    with desk.store.database.read() as connection:
        return len(connection.execute(tables.PARTICIPANT.select()).all())


def take(phone: Phone, reply: Reply, **fields: str) -> Reply:
    """Send the page that asks who it is."""
    return phone.ask("/w/who", {**forms(reply)["/w/who"], "group": "ngo", **fields})


# ---- Cards ----------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", list(Mode))
def test_a_card_lets_one_person_in_and_the_shared_code_nobody_where_cards_are_the_rule(
    sqlite_desk: WorkshopService, address: str, problem: str, mode: Mode
) -> None:
    leader, workshop, code = room(sqlite_desk, problem, mode, Technique.POINTS)
    token = facilitating.invite(sqlite_desk, leader, workshop.id).token
    early = Phone(address)
    early.ask("/w/join", {"code": code})
    asked = early.ask("/w/who")
    places.set_entrance(sqlite_desk, leader, workshop.id, places_only=True)
    one, two = places.make(sqlite_desk, leader, workshop.id, count=2).codes
    holder, typing, late = (Phone(address) for _ in range(3))

    shut = [
        early.ask("/w/who", {**forms(asked)["/w/who"], "group": "ngo", "alias": "Eve"}),
        late.ask("/w/join", {"code": code}),
        late.ask(f"/w/j/{token}"),
    ]
    assert [reply.status for reply in shut] == [403, 403, 403]
    assert all("Come in with the card you were given" in reply.text for reply in shut)
    with pytest.raises(RefusedError, match="no shared code"):
        entering.join(sqlite_desk, workshop.id, alias="Eve", group="ngo")

    looked = holder.ask(f"/w/p/{one}")
    again = late.ask(f"/w/p/{one}")
    assert "Question 1 of" in take(holder, looked, alias="Ann").text
    spent = take(late, again, alias="Eve")
    assert (spent.status, late.ask(f"/w/p/{one}").status) == (403, 403)
    assert "works once" in spent.text
    typed = typing.ask("/w/join", {"code": f" {two.lower().replace('-', ' ')} "})
    assert "Question 1 of" in take(typing, typed, alias="Bo").text
    assert n_seats(sqlite_desk) == 2
    assert places.free(sqlite_desk, leader, workshop.id) == 0


def test_a_card_spent_by_a_page_whose_reply_was_lost_brings_the_same_person_back(
    sqlite_desk: WorkshopService, address: str, problem: str
) -> None:
    leader, workshop, _ = room(sqlite_desk, problem, Mode.PSEUDONYMOUS, Technique.POINTS)
    (code,) = places.make(sqlite_desk, leader, workshop.id, count=1).codes
    phone = Phone(address)
    asked = phone.ask(f"/w/p/{code}")
    fields = {**forms(asked)["/w/who"], "group": "ngo"}
    before = list(phone.jar)
    first = phone.ask("/w/who", fields)
    phone.jar.clear()
    for cookie in before:
        phone.jar.set_cookie(cookie)

    again = phone.ask("/w/who", fields)
    other = phone.ask("/w/leave", {})

    assert again.text == first.text
    assert n_seats(sqlite_desk) == 1
    assert other.url.endswith("/w/join")


def test_two_phones_with_one_card_at_the_same_moment_are_one_person(
    desk: WorkshopService, problem: str
) -> None:
    leader = facilitator(desk)
    workshop = opened(desk, leader, problem)
    (code,) = places.make(desk, leader, workshop.id, count=1).codes
    came: list[bool] = []

    def run() -> None:
        try:
            entering.join(desk, workshop.id, alias="", group="ngo", card=code)
            came.append(True)
        except PrioritizerError:
            came.append(False)

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(came) == [*[False] * 7, True]
    assert n_seats(desk) == 1


def test_a_card_for_a_group_goes_before_what_the_phone_says(
    sqlite_desk: WorkshopService, address: str, problem: str
) -> None:
    leader, workshop, _ = room(sqlite_desk, problem, Mode.PSEUDONYMOUS, Technique.POINTS)
    (code,) = places.make(sqlite_desk, leader, workshop.id, count=1, group="science").codes
    phone = Phone(address)
    asked = phone.ask(f"/w/p/{code}")

    assert "Your card is for: Science." in asked.text
    assert "Which side are you on?" not in asked.text
    take(phone, asked, group="industry")

    (line,) = seats.seats(sqlite_desk, leader, workshop.id).lines
    assert line.group == "science"


def test_a_card_of_another_workshop_opens_its_own_and_no_other(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    leader = facilitator(sqlite_desk)
    here, there = (opened(sqlite_desk, leader, problem, title=t) for t in ("Here", "There"))
    (code,) = places.make(sqlite_desk, leader, there.id, count=1).codes
    places.set_entrance(sqlite_desk, leader, here.id, places_only=True)

    assert places.find_by_card(sqlite_desk, code)[0].id == there.id
    with pytest.raises(RefusedError, match="spent or not known"):
        entering.join(sqlite_desk, here.id, alias="", group="ngo", card=code)
    assert places.free(sqlite_desk, leader, there.id) == 1
    places.withdraw(sqlite_desk, leader, here.id)
    assert places.free(sqlite_desk, leader, there.id) == 1
    assert places.withdraw(sqlite_desk, leader, there.id) == 1
    with pytest.raises(AccessError, match="spent"):
        places.find_by_card(sqlite_desk, code)


def test_guessing_cards_by_typing_is_slowed_down(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    leader = facilitator(sqlite_desk)
    workshop = opened(sqlite_desk, leader, problem)
    (code,) = places.make(sqlite_desk, leader, workshop.id, count=1).codes

    for _ in range(FREE_FAILURES):
        with pytest.raises(AccessError):
            places.find_by_card(sqlite_desk, places.new_card(), typed_at=ELSEWHERE)
    with pytest.raises(RefusedError, match="Too many wrong codes"):
        places.find_by_card(sqlite_desk, code, typed_at=ELSEWHERE)
    assert places.find_by_card(sqlite_desk, code, typed_at="10.0.0.9")[0].id == workshop.id


def test_cards_need_an_open_door_a_fair_number_and_a_group_that_there_is(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    leader = facilitator(sqlite_desk)
    workshop = opened(sqlite_desk, leader, problem)
    (code,) = places.make(sqlite_desk, leader, workshop.id, count=1).codes
    facilitating.set_joining(sqlite_desk, leader, workshop.id, is_open=False)

    with pytest.raises(RefusedError, match="Joining is closed"):
        places.find_by_card(sqlite_desk, code)
    with pytest.raises(RefusedError, match="Joining is closed"):
        entering.join(sqlite_desk, workshop.id, alias="", group="ngo", card=code)
    for count in (0, 501):
        with pytest.raises(InputError, match="1 to 500"):
            places.make(sqlite_desk, leader, workshop.id, count=count)
    with pytest.raises(RefusedError, match="group"):
        places.make(sqlite_desk, leader, workshop.id, count=1, group="martians")
    assert places.free(sqlite_desk, leader, workshop.id) == 1


def test_the_store_holds_no_code_of_a_card_and_nothing_of_one_that_is_spent(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    leader = facilitator(sqlite_desk)
    workshop = opened(sqlite_desk, leader, problem, Mode.ANONYMOUS)
    codes = places.make(sqlite_desk, leader, workshop.id, count=3).codes
    entering.join(sqlite_desk, workshop.id, alias="", group="ngo", card=codes[0])
    path = sqlite_desk.store.database.path
    assert path is not None
    with sqlite_desk.store.database.read() as connection:
        kept = {row.token_hash for row in connection.execute(tables.PLACE.select())}
    held = b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))

    assert len(kept) == 2
    assert not [code for code in codes if code.encode() in held]


@pytest.mark.parametrize("language", LANGUAGES)
def test_cards_are_printed_in_each_language_eight_a_page(
    sqlite_desk: WorkshopService, problem: str, language: str
) -> None:
    leader = facilitator(sqlite_desk)
    workshop = opened(sqlite_desk, leader, problem, title='Wörk <b> "shop" 北')
    made = places.make(sqlite_desk, leader, workshop.id, count=9, group="science")

    printed = cards_pdf(made, "http://192.168.1.20:8501/w", language)

    assert printed.startswith(b"%PDF")
    assert printed.count(b"/Type /Page\n") == 2 or b"/Count 2" in printed


def test_who_leads_prints_cards_on_the_plain_page_and_ends_the_unused(
    sqlite_desk: WorkshopService, address: str, problem: str
) -> None:
    leader, workshop, _ = room(sqlite_desk, problem, Mode.PSEUDONYMOUS, Technique.POINTS)
    lead, place = signed_in(sqlite_desk, address, leader), f"/w/lead/{workshop.id}/entrance"

    printed = lead.ask(f"{place}/cards", {"count": "3", "group": "", "language": "sv"})
    wrong = [lead.ask(f"{place}/cards", {"count": n}) for n in ("0", "x", "99999", "501")]
    page = lead.ask(place, {"places_only": "yes"})
    ended = lead.ask(f"{place}/withdraw", {})

    assert printed.headers["content-type"] == "application/pdf"
    assert [reply.status for reply in wrong] == [409] * 4
    assert "3 cards not used yet." in page.text
    assert "Only cards let people in" in page.text
    assert "0 cards not used yet." in ended.text


# ---- Lobby ----------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", list(Mode))
def test_who_comes_by_the_shared_code_waits_and_goes_on_by_itself_once_let_in(
    sqlite_desk: WorkshopService, address: str, problem: str, mode: Mode
) -> None:
    leader, workshop, code = room(sqlite_desk, problem, mode, Technique.POINTS)
    places.set_entrance(sqlite_desk, leader, workshop.id, lobby=True)
    (card,) = places.make(sqlite_desk, leader, workshop.id, count=1).codes
    phone, other, guest = (Phone(address) for _ in range(3))

    page = come_in(phone, code, alias="Ann")
    come_in(other, code, alias="Eve")
    by_card = take(guest, guest.ask(f"/w/p/{card}"), alias="Bo")

    assert "Question 1 of" in by_card.text
    assert "The facilitator lets people in" in page.text
    assert phone.ask("/w/state").text == "waiting"
    counted = facilitating.progress(sqlite_desk, leader, workshop.id)
    assert (counted.joined, counted.waiting) == (1, 2)
    lines = {line.id: line for line in seats.seats(sqlite_desk, leader, workshop.id).lines}
    waiting = [line for line in lines.values() if line.state is SeatState.WAITING]
    ann = next(line for line in waiting if line.alias in page.text)
    eve = next(line for line in waiting if line is not ann)
    lead, place = signed_in(sqlite_desk, address, leader), f"/w/lead/{workshop.id}/entrance"
    assert ann.alias in lead.ask(place).text
    lead.ask(f"{place}/let-in", {"seat": ann.id})
    lead.ask(f"{place}/refuse", {"seat": eve.id})

    assert phone.ask("/w/state").text == "1-open"
    assert "Question 1 of" in phone.ask("/w").text
    assert other.ask("/w/state").text == "gone"
    assert "did not let it in" in other.ask("/w").text
    sent = phone.ask("/w/send", forms(answer_all(phone, phone.ask("/w")))["/w/send"])
    assert "Saved: your answer of round 1 counts" in sent.text


@pytest.mark.parametrize("mode", list(Mode))
def test_a_record_tells_who_was_let_in_and_of_who_was_not_only_how_many(
    sqlite_desk: WorkshopService, problem: str, mode: Mode
) -> None:
    leader = facilitator(sqlite_desk)
    workshop = opened(sqlite_desk, leader, problem, mode)
    places.set_entrance(sqlite_desk, leader, workshop.id, lobby=True)
    ann, eve, late = (joined(sqlite_desk, workshop) for _ in range(3))
    lobby.let_in(sqlite_desk, leader, workshop.id, [ann.id])
    lobby.refuse(sqlite_desk, leader, workshop.id, [eve.id])
    send(sqlite_desk, ann, points(problem, 5))
    workshop = move(sqlite_desk, leader, workshop, Step.LOCK, Step.REVEAL)
    told = record_of(sqlite_desk, leader, workshop)

    assert people(told) == [1]
    assert not [one for one in (eve, late) if one.id in json.dumps(told)]
    assert "1 person who waited was not let in." in verify(json.dumps(told).encode()).remarks


def test_nothing_is_open_to_who_waits_whatever_page_is_forged(
    sqlite_desk: WorkshopService, address: str, problem: str
) -> None:
    leader, workshop, code = room(sqlite_desk, problem, Mode.PSEUDONYMOUS, Technique.POINTS)
    places.set_entrance(sqlite_desk, leader, workshop.id, lobby=True)
    phone, copy = Phone(address), Phone(address)
    come_in(phone, code)
    token = next(cookie.value for cookie in phone.jar if cookie.name == "pp_seat")
    actor = sqlite_desk.store.participant_of(token or "")

    for path, form in (
        ("/w", None), ("/w/answer", {"key": "x", "answer": "5", "round": "1"}),
        ("/w/back", {"round": "1"}), ("/w/send", {"round": "1", "key": "a", "content": "b"}),
        ("/w/revise", {"round": "1"}), ("/w/result", None), ("/w/resume", None),
    ):  # fmt: skip
        reply = phone.ask(path, form)
        assert "The facilitator lets people in" in reply.text, path
        assert "Question" not in reply.text, path
    assert "lets people in" in copy.ask(f"/w/r/{token}", {}).text
    for call in (
        lambda: answering.seat(sqlite_desk, actor),
        lambda: answering.save_draft(sqlite_desk, actor, 1, {"points.x": 1.0}),
        lambda: send(sqlite_desk, actor, points(problem, 5)),
    ):
        with pytest.raises(AccessError):
            call()
    with pytest.raises(RefusedError, match="waits to be let in"):
        seats.set_aside(sqlite_desk, leader, workshop.id, actor.id, "joke")
    with pytest.raises(RefusedError, match="not in"):
        seats.new_seat_link(sqlite_desk, leader, workshop.id, actor.id)


@pytest.mark.parametrize("mode", list(Mode))
def test_who_still_waits_when_the_workshop_closes_is_told_and_forgotten(
    sqlite_desk: WorkshopService, address: str, problem: str, mode: Mode
) -> None:
    leader, workshop, code = room(sqlite_desk, problem, mode, Technique.POINTS)
    send(sqlite_desk, joined(sqlite_desk, workshop, alias="Ann"), points(problem, 9))
    places.set_entrance(sqlite_desk, leader, workshop.id, lobby=True)
    phone = Phone(address)
    come_in(phone, code, alias="Bo")
    workshop = move(sqlite_desk, leader, workshop, Step.LOCK, Step.REVEAL, Step.CLOSE)

    assert phone.ask("/w/state").text == "gone"
    assert "did not let it in" in phone.ask("/w").text
    assert n_seats(sqlite_desk) == 1
    assert people(record_of(sqlite_desk, leader, workshop)) == [1]


def test_a_full_lobby_keeps_nobody_with_a_card_out(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    leader = facilitator(sqlite_desk)
    workshop = opened(sqlite_desk, leader, problem)
    places.set_entrance(sqlite_desk, leader, workshop.id, lobby=True)
    (code,) = places.make(sqlite_desk, leader, workshop.id, count=1).codes

    def fill(writer: WorkshopWriter) -> None:
        for _ in range(500):
            place = entering.new_place()
            entering.new_participant(writer, "", "ngo", place, is_waiting=True)

    sqlite_desk.store.change(workshop.id, fill)
    with pytest.raises(RefusedError, match="full, with 500"):
        entering.join(sqlite_desk, workshop.id, alias="", group="ngo")

    person, _ = entering.join(sqlite_desk, workshop.id, alias="", group="ngo", card=code)

    assert answering.seat(sqlite_desk, person).sends == 0
    with pytest.raises(RefusedError, match="500 at most"):
        lobby.let_in(sqlite_desk, leader, workshop.id)
    assert lobby.refuse(sqlite_desk, leader, workshop.id) == 500


def test_a_card_is_not_spent_by_a_join_that_fails(desk: WorkshopService, problem: str) -> None:
    leader = facilitator(desk)
    workshop = opened(desk, leader, problem, Mode.NAMED)
    (code,) = places.make(desk, leader, workshop.id, count=1).codes
    joined(desk, workshop, alias="Ann")

    for alias, group in (("Ann", "ngo"), ("", "ngo"), ("Bo", "martians")):
        with pytest.raises(RefusedError):
            entering.join(desk, workshop.id, alias=alias, group=group, card=code)

    assert places.free(desk, leader, workshop.id) == 1
    entering.join(desk, workshop.id, alias="Bo", group="ngo", card=code)
    assert places.free(desk, leader, workshop.id) == 0


def test_a_lobby_full_of_one_device_is_emptied_at_once_and_nobody_in_is_sent_away(
    sqlite_desk: WorkshopService, problem: str, clock: Clock
) -> None:
    leader = facilitator(sqlite_desk)
    workshop = opened(sqlite_desk, leader, problem)
    inside = joined(sqlite_desk, workshop)
    places.set_entrance(sqlite_desk, leader, workshop.id, lobby=True)
    for _ in range(50):
        entering.join(sqlite_desk, workshop.id, alias="", group="ngo", address=ELSEWHERE)
    with pytest.raises(RefusedError, match="Many people are coming in at once"):
        entering.join(sqlite_desk, workshop.id, alias="", group="ngo", address=ELSEWHERE)

    assert lobby.refuse(sqlite_desk, leader, workshop.id) == 50
    assert lobby.refuse(sqlite_desk, leader, workshop.id, [inside.id]) == 0
    assert lobby.let_in(sqlite_desk, leader, workshop.id, [inside.id]) == ()

    (line,) = seats.seats(sqlite_desk, leader, workshop.id).lines
    assert (line.id, line.state) == (inside.id, SeatState.JOINED)
    clock.move(minutes=2)
    late, _ = entering.join(sqlite_desk, workshop.id, alias="", group="ngo")
    places.set_entrance(sqlite_desk, leader, workshop.id, lobby=False)
    facilitating.set_joining(sqlite_desk, leader, workshop.id, is_open=False)
    assert [p.id for p in lobby.let_in(sqlite_desk, leader, workshop.id)] == [late.id]
    workshop = move(sqlite_desk, leader, workshop, Step.LOCK, Step.REVEAL, Step.CLOSE)
    with pytest.raises(RefusedError, match="closed"):
        lobby.let_in(sqlite_desk, leader, workshop.id)
    record_of(sqlite_desk, leader, workshop)


def test_who_is_held_in_the_lobby_of_an_anonymous_room_is_told_what_that_gives_away(
    sqlite_desk: WorkshopService, address: str, problem: str
) -> None:
    """Who is let in for round 2 has the one ballot without a counterpart in round 1."""
    leader, workshop, code = room(sqlite_desk, problem, Mode.ANONYMOUS, Technique.POINTS)
    places.set_entrance(sqlite_desk, leader, workshop.id, lobby=True)
    held, later = Phone(address), Phone(address)
    page = come_in(held, code)
    assert "held here without you" not in page.text

    move(sqlite_desk, leader, workshop, Step.LOCK, Step.REVEAL)

    assert held.ask("/w/state").text == "waiting-late"
    assert "held here without you" in held.ask("/w").text
    assert "held here without you" in later.ask("/w/join", {"code": code}).text
