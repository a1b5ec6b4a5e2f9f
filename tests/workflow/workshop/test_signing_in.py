"""Links, sessions and join codes: good once, for a while, and not to be guessed."""

from __future__ import annotations

import re

import pytest

from prioritizer.domain.authority import NOBODY
from prioritizer.errors import AccessError, RefusedError
from prioritizer.workflow.workshop import answering, facilitating, signing_in
from prioritizer.workflow.workshop.joining import ALPHABET, clean_code, new_code
from prioritizer.workflow.workshop.service import WorkshopService
from tests.rooms import Clock, facilitator
from tests.workflow.workshop.steps import come_in, opened, points, send


def test_a_sign_in_link_works_once(desk: WorkshopService) -> None:
    link = signing_in.local_link(desk)
    session = signing_in.sign_in(desk, link)

    assert signing_in.who(desk, session).role == "facilitator"
    with pytest.raises(AccessError, match="spent"):
        signing_in.sign_in(desk, link)


def test_links_and_sessions_grow_old(sqlite_desk: WorkshopService, clock: Clock) -> None:
    old = signing_in.local_link(sqlite_desk)
    session = signing_in.sign_in(sqlite_desk, signing_in.local_link(sqlite_desk))
    clock.move(hours=2)
    assert signing_in.who(sqlite_desk, session).role == "facilitator"
    clock.move(hours=11)

    assert signing_in.who(sqlite_desk, session) == NOBODY
    with pytest.raises(AccessError):
        signing_in.sign_in(sqlite_desk, old)


def test_whom_a_provider_vouches_for_gets_a_session_of_the_plain_pages(
    sqlite_desk: WorkshopService,
) -> None:
    vouched = signing_in.vouched(sqlite_desk, "https://id.example", "7", "Ida")

    session = signing_in.sign_in(sqlite_desk, signing_in.own_link(sqlite_desk, vouched))

    assert signing_in.who(sqlite_desk, session).id == vouched.id
    with pytest.raises(AccessError):
        signing_in.own_link(sqlite_desk, NOBODY)


def test_signing_out_ends_every_session(sqlite_desk: WorkshopService) -> None:
    session = signing_in.sign_in(sqlite_desk, signing_in.local_link(sqlite_desk))

    signing_in.sign_out_everywhere(sqlite_desk, signing_in.who(sqlite_desk, session))

    assert signing_in.who(sqlite_desk, session) == NOBODY


def test_no_secret_is_in_the_database(sqlite_desk: WorkshopService, problem: str) -> None:
    leader = facilitator(sqlite_desk)
    workshop = opened(sqlite_desk, leader, problem)
    invitation = facilitating.invite(sqlite_desk, leader, workshop.id)
    person, token = answering.join(sqlite_desk, workshop.id, alias="", group="ngo")
    send(sqlite_desk, person, points(problem, 80))
    link = signing_in.local_link(sqlite_desk)
    session = signing_in.sign_in(sqlite_desk, signing_in.local_link(sqlite_desk))

    path = sqlite_desk.store.database.path
    assert path is not None
    content = b"".join(file.read_bytes() for file in path.parent.iterdir())

    for secret in (invitation.code, invitation.token, token, link, session):
        assert secret.encode() not in content


def test_codes_are_eight_of_31_letters_that_cannot_be_confused() -> None:
    code = new_code()

    assert re.fullmatch(r"[2-9A-Z]{4}-[2-9A-Z]{4}", code)
    assert len(ALPHABET) == len(set(ALPHABET)) == 31
    assert not set("01OIL") & set(ALPHABET)
    assert clean_code(f" {code.lower().replace('-', ' ')} ") == code


def test_codes_and_qr_tokens_lead_in_while_joining_is_open(
    desk: WorkshopService, problem: str
) -> None:
    leader = facilitator(desk)
    workshop = opened(desk, leader, problem)
    invitation = facilitating.invite(desk, leader, workshop.id)

    assert answering.find_workshop(desk, code=invitation.code) == workshop
    assert answering.find_workshop(desk, token=invitation.token) == workshop
    facilitating.set_joining(desk, leader, workshop.id, is_open=False)
    with pytest.raises(AccessError):
        answering.find_workshop(desk, code=invitation.code)
    with pytest.raises(RefusedError):
        come_in(desk, workshop)


def test_only_the_three_newest_invitations_work_and_they_expire(
    sqlite_desk: WorkshopService, problem: str, clock: Clock
) -> None:
    leader = facilitator(sqlite_desk)
    workshop = opened(sqlite_desk, leader, problem)
    codes = [facilitating.invite(sqlite_desk, leader, workshop.id).code for _ in range(4)]

    with pytest.raises(AccessError):
        answering.find_workshop(sqlite_desk, code=codes[0])
    assert answering.find_workshop(sqlite_desk, code=codes[1]) == workshop
    clock.move(hours=13)
    with pytest.raises(AccessError):
        answering.find_workshop(sqlite_desk, code=codes[3])


def test_whoever_guesses_codes_waits_and_others_do_not(
    sqlite_desk: WorkshopService, problem: str, clock: Clock
) -> None:
    leader = facilitator(sqlite_desk)
    workshop = opened(sqlite_desk, leader, problem)
    invitation = facilitating.invite(sqlite_desk, leader, workshop.id)
    refused = 0
    for _ in range(60):
        try:
            answering.find_workshop(sqlite_desk, code="2222-2222", address="guesser")
        except RefusedError:
            refused += 1
        except AccessError:
            continue

    assert refused == 50
    assert (
        answering.find_workshop(sqlite_desk, code=invitation.code, address="room") == workshop
    )
    with pytest.raises(RefusedError, match="Wait"):
        answering.find_workshop(sqlite_desk, code=invitation.code, address="guesser")
    clock.move(minutes=11)
    assert (
        answering.find_workshop(sqlite_desk, code=invitation.code, address="guesser")
        == workshop
    )


def test_guessing_from_everywhere_stops_codes_but_not_qr_links(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    leader = facilitator(sqlite_desk)
    workshop = opened(sqlite_desk, leader, problem)
    invitation = facilitating.invite(sqlite_desk, leader, workshop.id)
    for number in range(100):
        with pytest.raises(AccessError):
            answering.find_workshop(sqlite_desk, code="2222-2222", address=str(number))

    with pytest.raises(RefusedError):
        answering.find_workshop(sqlite_desk, code=invitation.code, address="room")
    assert answering.find_workshop(sqlite_desk, token=invitation.token) == workshop
