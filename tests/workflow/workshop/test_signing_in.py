"""Links, sessions and join codes: good once, for a while, and not to be guessed."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from prioritizer.domain.authority import NOBODY
from prioritizer.errors import AccessError, RefusedError
from prioritizer.workflow.workshop import entering, facilitating, signing_in
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
    person, token = entering.join(sqlite_desk, workshop.id, alias="", group="ngo")
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

    assert entering.find_workshop(desk, code=invitation.code) == workshop
    assert entering.find_workshop(desk, token=invitation.token) == workshop
    facilitating.set_joining(desk, leader, workshop.id, is_open=False)
    with pytest.raises(AccessError):
        entering.find_workshop(desk, code=invitation.code)
    with pytest.raises(RefusedError):
        come_in(desk, workshop)


def test_only_the_three_newest_invitations_work_and_they_expire(
    sqlite_desk: WorkshopService, problem: str, clock: Clock
) -> None:
    leader = facilitator(sqlite_desk)
    workshop = opened(sqlite_desk, leader, problem)
    codes = [facilitating.invite(sqlite_desk, leader, workshop.id).code for _ in range(4)]

    with pytest.raises(AccessError):
        entering.find_workshop(sqlite_desk, code=codes[0])
    assert entering.find_workshop(sqlite_desk, code=codes[1]) == workshop
    clock.move(hours=13)
    with pytest.raises(AccessError):
        entering.find_workshop(sqlite_desk, code=codes[3])


def test_whoever_guesses_codes_waits_and_others_do_not(
    sqlite_desk: WorkshopService, problem: str, clock: Clock
) -> None:
    leader = facilitator(sqlite_desk)
    workshop = opened(sqlite_desk, leader, problem)
    invitation = facilitating.invite(sqlite_desk, leader, workshop.id)
    refused = 0
    for _ in range(60):
        try:
            entering.find_workshop(sqlite_desk, code="2222-2222", address="guesser")
        except RefusedError:
            refused += 1
        except AccessError:
            continue

    assert refused == 50
    assert entering.find_workshop(sqlite_desk, code=invitation.code, address="room") == workshop
    with pytest.raises(RefusedError, match="Wait"):
        entering.find_workshop(sqlite_desk, code=invitation.code, address="guesser")
    clock.move(minutes=11)
    assert (
        entering.find_workshop(sqlite_desk, code=invitation.code, address="guesser") == workshop
    )


def test_guessing_from_everywhere_stops_codes_but_not_qr_links(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    leader = facilitator(sqlite_desk)
    workshop = opened(sqlite_desk, leader, problem)
    invitation = facilitating.invite(sqlite_desk, leader, workshop.id)
    for number in range(100):
        with pytest.raises(AccessError):
            entering.find_workshop(sqlite_desk, code="2222-2222", address=str(number))

    with pytest.raises(RefusedError):
        entering.find_workshop(sqlite_desk, code=invitation.code, address="room")
    assert entering.find_workshop(sqlite_desk, token=invitation.token) == workshop


def test_a_recovery_code_signs_its_owner_in_once(desk: WorkshopService) -> None:
    mine = desk.store.facilitator("test:a", "A")
    other = desk.store.facilitator("test:b", "B")
    codes = signing_in.new_recovery_codes(desk, mine)
    theirs = signing_in.new_recovery_codes(desk, other)

    session = signing_in.recover(desk, f" {codes[0].lower().replace('-', ' ')} ")

    assert signing_in.who(desk, session).id == mine.id
    assert signing_in.who(desk, signing_in.recover(desk, theirs[0])).id == other.id
    assert signing_in.recovery_codes_left(desk, mine).n == len(codes) - 1
    with pytest.raises(AccessError, match="used"):
        signing_in.recover(desk, codes[0])


def test_recovery_codes_outlast_a_sign_out_and_links_do_not(desk: WorkshopService) -> None:
    actor = signing_in.who(desk, signing_in.sign_in(desk, signing_in.local_link(desk)))
    codes = signing_in.new_recovery_codes(desk, actor)
    link = signing_in.own_link(desk, actor, signing_in.DEVICE_LIFE)

    signing_in.sign_out_everywhere(desk, actor)

    with pytest.raises(AccessError):
        signing_in.sign_in(desk, link)
    assert signing_in.who(desk, signing_in.recover(desk, codes[3])) == actor


def test_new_recovery_codes_make_earlier_ones_void_but_not_those_of_others(
    sqlite_desk: WorkshopService, clock: Clock
) -> None:
    mine = sqlite_desk.store.facilitator("test:a", "A")
    other = sqlite_desk.store.facilitator("test:b", "B")
    old = signing_in.new_recovery_codes(sqlite_desk, mine)
    theirs = signing_in.new_recovery_codes(sqlite_desk, other)
    clock.move(hours=1)
    new = signing_in.new_recovery_codes(sqlite_desk, mine)
    left = signing_in.recovery_codes_left(sqlite_desk, mine)

    assert left.made == sqlite_desk.clock()
    with pytest.raises(AccessError):
        signing_in.recover(sqlite_desk, old[0])
    signing_in.recover(sqlite_desk, new[0])
    signing_in.recover(sqlite_desk, theirs[1])
    clock.move(hours=24 * signing_in.RECOVERY_LIFE.days)
    assert signing_in.recovery_codes_left(sqlite_desk, mine) == signing_in.CodesLeft(0)
    with pytest.raises(AccessError):
        signing_in.recover(sqlite_desk, new[1])


def test_whoever_guesses_recovery_codes_waits_and_others_do_not(
    sqlite_desk: WorkshopService, clock: Clock
) -> None:
    actor = sqlite_desk.store.facilitator("test:a", "A")
    code = signing_in.new_recovery_codes(sqlite_desk, actor)[0]
    tries = refused = 0
    for _ in range(60):
        tries += 1
        try:
            signing_in.recover(sqlite_desk, "2222-2222-2222-2222", "guesser")
        except RefusedError:
            refused += 1
        except AccessError:
            continue

    assert (tries, refused) == (60, 50)
    with pytest.raises(RefusedError, match="Wait"):
        signing_in.recover(sqlite_desk, code, "guesser")
    # Who guesses in the room holds up neither the facilitator elsewhere, nor people who join.
    sqlite_desk.guard.check("guesser", sqlite_desk.clock())
    session = signing_in.recover(sqlite_desk, code, "elsewhere")
    assert signing_in.who(sqlite_desk, session) == actor
    clock.move(minutes=11)
    with pytest.raises(AccessError):
        signing_in.recover(sqlite_desk, code, "guesser")


def test_a_guess_asks_for_no_turn_to_write(
    sqlite_desk: WorkshopService, monkeypatch: pytest.MonkeyPatch
) -> None:
    def turn(_change: object) -> object:
        raise AssertionError("a stranger took a turn of those whose answers are stored")

    monkeypatch.setattr(sqlite_desk.store.database, "write", turn)

    with pytest.raises(AccessError):
        signing_in.recover(sqlite_desk, "2222-2222-2222-2222")


def test_two_who_use_one_code_at_once_are_one(sqlite_desk: WorkshopService) -> None:
    actor = sqlite_desk.store.facilitator("test:a", "A")
    code = signing_in.new_recovery_codes(sqlite_desk, actor)[0]

    def come(_number: int) -> bool:
        try:
            return bool(signing_in.recover(sqlite_desk, code, str(_number)))
        except AccessError:
            return False

    with ThreadPoolExecutor(8) as crowd:
        assert sum(crowd.map(come, range(8))) == 1


def test_nobody_and_whom_an_organisation_signs_in_gets_no_codes(
    sqlite_desk: WorkshopService,
) -> None:
    vouched = signing_in.vouched(sqlite_desk, "https://id.example", "7", "Ida")

    with pytest.raises(RefusedError, match="organisation"):
        signing_in.new_recovery_codes(sqlite_desk, vouched)
    for call in (signing_in.new_recovery_codes, signing_in.recovery_codes_left):
        with pytest.raises(AccessError):
            call(sqlite_desk, NOBODY)


def test_no_recovery_code_is_in_the_database(sqlite_desk: WorkshopService) -> None:
    actor = sqlite_desk.store.facilitator("test:a", "A")
    codes = signing_in.new_recovery_codes(sqlite_desk, actor)
    path = sqlite_desk.store.database.path
    assert path is not None
    content = b"".join(file.read_bytes() for file in path.parent.iterdir())

    assert len(set(codes)) == signing_in.N_RECOVERY
    for code in codes:
        assert re.fullmatch(r"([2-9A-Z]{4}-){3}[2-9A-Z]{4}", code)
        assert code.encode() not in content
        assert code.replace("-", "").encode() not in content
