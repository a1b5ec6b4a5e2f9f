"""Two people, one after the other on one phone: neither sees nor changes the other's answer."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from prioritizer.domain.workshop import Mode, Step, Technique
from prioritizer.storage.workshop import tables as tables
from prioritizer.workflow.workshop import facilitating
from prioritizer.workflow.workshop.service import WorkshopService
from tests.ui.test_phone import answer_all, come_in, forms, room
from tests.workflow.workshop.serving import Phone, Reply, served

MODES = pytest.mark.parametrize("mode", list(Mode))
OWN = ("Your own top sites", "Your weights", "Your receipt", "Question 1 of", "Send my answer")


@pytest.fixture
def address(sqlite_desk: WorkshopService) -> Iterator[str]:
    """Yield where the pages are served."""
    with served(sqlite_desk) as base:
        yield base


def answered(phone: Phone, code: str, **fields: str) -> Reply:
    """Join and send an answer."""
    page = answer_all(phone, come_in(phone, code, **fields))
    return phone.ask("/w/send", forms(page)["/w/send"])


def seat_token(phone: Phone) -> str:
    return next((c.value or "" for c in phone.jar if c.name == "pp_seat"), "")


def n_answers(desk: WorkshopService, mode: Mode) -> int:
    table = tables.BALLOT if mode is Mode.ANONYMOUS else tables.JUDGEMENT
    with desk.store.database.read() as connection:
        return len(connection.execute(table.select()).all())


@MODES
def test_the_second_on_a_phone_is_asked_who_it_is_and_answers_for_themself(
    sqlite_desk: WorkshopService, address: str, problem: str, mode: Mode
) -> None:
    leader, workshop, code = room(sqlite_desk, problem, mode, Technique.POINTS)
    token = facilitating.invite(sqlite_desk, leader, workshop.id).token
    phone = Phone(address)
    sent = answered(phone, code, alias="Ann")
    first, name = seat_token(phone), sent.text.split("You are ")[1].split(" (")[0]
    receipt = sent.text.split("Your receipt: ")[1].split(">")[1].split("<")[0]

    scanned = phone.ask(f"/w/j/{token}")
    leaving = phone.ask("/w/leave")
    free = phone.ask("/w/leave", {})

    for page in (scanned, leaving, free):
        assert not [words for words in (*OWN, receipt) if words in page.text]
    assert f"Not {name}? Join as somebody else" in scanned.text
    assert free.url == f"{address}/w/who"
    assert "Which side are you on?" in free.text
    second = phone.ask("/w/who", {**forms(free)["/w/who"], "group": "industry", "alias": "Bo"})
    assert "Question 1 of" in second.text
    page = answer_all(phone, second)
    done = phone.ask("/w/send", forms(page)["/w/send"])
    assert "Saved: your answer of round 1 counts" in done.text
    assert name not in done.text
    assert seat_token(phone) not in ("", first)
    assert n_answers(sqlite_desk, mode) == 2
    back = Phone(address).ask(f"/w/r/{first}", {})
    assert receipt in back.text


def test_an_old_page_of_the_first_cannot_write_for_the_second(
    sqlite_desk: WorkshopService, address: str, problem: str
) -> None:
    _, _, code = room(sqlite_desk, problem, Mode.PSEUDONYMOUS, Technique.POINTS)
    phone = Phone(address)
    asked = come_in(phone, code)
    unsent = answer_all(phone, asked)
    free = phone.ask("/w/leave", {})
    nobody = phone.ask("/w/send", forms(unsent)["/w/send"])
    question = phone.ask("/w/who", {**forms(free)["/w/who"], "group": "ngo"})

    stale = phone.ask("/w/answer", {**forms(asked)["/w/answer"], "answer": "77"})
    sent = phone.ask("/w/send", forms(unsent)["/w/send"])
    back = phone.ask("/w/back", forms(unsent)["/w/back"])

    assert (nobody.status, stale.status, sent.status, back.status) == (409, 409, 409, 409)
    assert "belongs to somebody else" in stale.text
    assert phone.ask("/w").text == question.text
    assert n_answers(sqlite_desk, Mode.PSEUDONYMOUS) == 0


def test_joining_twice_by_one_page_is_one_person_and_by_another_page_asks(
    sqlite_desk: WorkshopService, address: str, problem: str
) -> None:
    _, workshop, code = room(sqlite_desk, problem, Mode.PSEUDONYMOUS, Technique.POINTS)
    phone = Phone(address)
    phone.ask("/w/join", {"code": code})
    one, two = phone.ask("/w/who"), phone.ask("/w/who")
    fields = {**forms(one)["/w/who"], "group": "ngo"}

    first, again = phone.ask("/w/who", fields), phone.ask("/w/who", fields)
    other = phone.ask("/w/who", {**forms(two)["/w/who"], "group": "industry"})

    assert first.text == again.text
    assert "Join as somebody else" in other.text
    assert "Question" not in other.text
    people = sqlite_desk.store.see(workshop.id, lambda reader: reader.participants())
    assert len(people) == 1


def test_after_the_code_is_over_the_phone_asks_for_a_new_one(
    sqlite_desk: WorkshopService, address: str, problem: str
) -> None:
    leader, workshop, code = room(sqlite_desk, problem, Mode.PSEUDONYMOUS, Technique.POINTS)
    phone = Phone(address)
    come_in(phone, code)
    facilitating.set_joining(sqlite_desk, leader, workshop.id, is_open=False)

    assert phone.ask("/w/leave", {}).url == f"{address}/w/join"
    assert phone.ask("/w/leave").url == f"{address}/w/join"


def test_the_first_comes_back_with_the_own_link_in_the_next_round(
    sqlite_desk: WorkshopService, address: str, problem: str
) -> None:
    leader, workshop, code = room(sqlite_desk, problem, Mode.PSEUDONYMOUS, Technique.POINTS)
    phone = Phone(address)
    answered(phone, code)
    link = phone.ask("/w/resume").text.split(f"{address}/w/r/")[1].split("<")[0]
    phone.ask("/w/leave", {})
    for step in (Step.LOCK, Step.REVEAL, Step.NEXT_ROUND):
        facilitating.move(sqlite_desk, leader, workshop.id, step)

    assert "Question 1 of" in phone.ask(f"/w/r/{link}", {}).text
