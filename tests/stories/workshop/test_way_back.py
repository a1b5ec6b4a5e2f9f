"""A facilitator who was signed out gets back in, and nobody else does."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from starlette.applications import Starlette

from prioritizer.cli import main
from prioritizer.domain.workshop import Mode
from prioritizer.ui.phone.routes import routes
from prioritizer.ui.phone.visit import FACILITATOR_COOKIE
from prioritizer.ui.server import on_screen, serving
from prioritizer.ui.server.access import Doors, Remembered
from prioritizer.ui.server.guards import Guards
from prioritizer.workflow.workshop import facilitating, signing_in
from prioritizer.workflow.workshop.service import STORE_VARIABLE, WorkshopService, visible
from tests.ui.server.test_guards import Browser
from tests.workflow.workshop.serving import Phone, served
from tests.workflow.workshop.steps import opened


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["workshop", "sign-in", *arguments])


def link_in(words: str) -> str:
    return re.findall(r"/w/signin/[0-9a-f]{32}", words)[0]


def session_of(phone: Phone) -> str:
    return next((c.value or "" for c in phone.jar if c.name == FACILITATOR_COOKIE), "")


def test_the_command_lets_a_signed_out_facilitator_back_while_the_app_runs(
    tmp_path: Path, problem: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = str(tmp_path / "w.db")
    monkeypatch.setenv(STORE_VARIABLE, store)
    desk = WorkshopService.serve(store)
    try:
        session = signing_in.sign_in(desk, signing_in.local_link(desk))
        leader = signing_in.who(desk, session)
        workshop = opened(desk, leader, problem)
        signing_in.sign_out_everywhere(desk, leader)

        printed = run()
        with served(desk) as base:
            phone = Phone(base)
            phone.ask(link_in(printed.output), {})
            spent = Phone(base).ask(link_in(printed.output), {})

        assert printed.exit_code == 0
        back = signing_in.who(desk, session_of(phone))
        assert [w.id for w in visible(desk, back)] == [workshop.id]
        assert spent.status == 403
        assert "/w/signin" in spent.text
    finally:
        desk.close()


def test_a_colleague_is_found_by_name_and_a_stranger_is_not(
    tmp_path: Path, problem: str
) -> None:
    store = str(tmp_path / "w.db")
    desk = WorkshopService.open(store)
    leader = desk.store.facilitator("local", "Facilitator at this computer")
    workshop = opened(desk, leader, problem, Mode.NAMED)
    facilitating.hand_over(desk, leader, workshop.id, "Bo Berg")

    found = run("--store", store, "--name", " bo  berg", "--address", "http://192.0.2.7:8501/")
    unknown = run("--store", store, "--name", "Eve")
    missing = run("--store", str(tmp_path / "none.db"))
    token = link_in(found.output).rsplit("/", 1)[1]
    actor = signing_in.who(desk, signing_in.sign_in(desk, token))
    led = [w.id for w in visible(desk, actor)]
    desk.close()

    assert "http://192.0.2.7:8501/w/signin/" in found.output
    assert actor.name == "Bo Berg"
    assert led == [workshop.id]
    assert unknown.exit_code == missing.exit_code == 1
    assert "“Bo Berg”" in unknown.output
    assert "found no such file" in missing.output


def browser_at(
    desk: WorkshopService, announce: Callable[[], bool], here: str, doors: Doors
) -> Browser:
    """Return a browser at an address; the server itself is 192.0.2.1."""
    app = Guards(Starlette(routes=routes(lambda: desk, announce)), doors)
    return Browser(app, "http", "192.0.2.1", client=here, server="192.0.2.1")


@pytest.mark.parametrize(
    ("here", "headers", "prints"),
    [
        ("192.0.2.1", {}, True),
        ("127.0.0.1", {}, True),
        ("192.0.2.9", {}, False),
        ("192.0.2.1", {"X-Forwarded-For": "127.0.0.1"}, False),
        ("192.0.2.9", {"X-Forwarded-For": "127.0.0.1"}, False),
        ("192.0.2.9", {"Host": "127.0.0.1"}, False),
        # A proxy on this very computer, with each of the marks that proxies leave.
        ("127.0.0.1", {"X-Forwarded-For": "192.0.2.9"}, False),
        ("127.0.0.1", {"Forwarded": "for=127.0.0.1"}, False),
        ("127.0.0.1", {"Via": "1.1 near"}, False),
        ("127.0.0.1", {"X-Real-IP": "127.0.0.1"}, False),
    ],
)
@pytest.mark.parametrize("has_proxy", [False, True])
def test_only_the_computer_of_the_app_can_ask_for_a_link_and_none_is_shown(
    sqlite_desk: WorkshopService,
    here: str,
    headers: dict[str, str],
    prints: bool,
    has_proxy: bool,
) -> None:
    printed: list[int] = []

    def announce() -> bool:
        printed.append(1)
        return len(printed) == 1

    browser = browser_at(sqlite_desk, announce, here, Doors(has_proxy=has_proxy))
    page = browser.get("/w/signin", headers)
    reply = browser.get("/w/signin", headers, method="POST")
    again = browser.get("/w/signin", headers, method="POST")

    assert ("Open a page to sign in on this computer" in page.text) is prints
    assert reply.status_code == (200 if prints else 403)
    assert len(printed) == (2 if prints else 0)
    assert ("a moment ago" in again.text) is prints
    assert not re.search("[0-9a-f]{32}", page.text + reply.text + again.text)


def test_a_closed_page_leads_a_person_to_the_sign_in_and_a_program_nowhere(
    sqlite_desk: WorkshopService,
) -> None:
    doors = Doors(admits=Remembered(FACILITATOR_COOKIE, lambda _token: False))
    browser = browser_at(sqlite_desk, lambda: True, "192.0.2.9", doors)

    person = browser.get("/workshop", headers={"Accept": "text/html,*/*"})
    program = browser.get("/workshop", headers={"Accept": "application/json"})

    assert (person.status_code, person.headers["location"]) == (303, "/w/signin")
    assert program.status_code == 403
    assert browser.get("/", headers={"Accept": "text/html"}).headers["location"] == "/w"


def test_a_link_is_printed_once_in_ten_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    printed: list[int] = []
    monkeypatch.setattr(serving, "announce", lambda: printed.append(1))
    monkeypatch.setattr(serving, "_open_on_screen", lambda: printed.append(2))
    monkeypatch.setattr(serving, "_announced", [-serving.ANNOUNCE_PAUSE])

    assert (serving.announce_again(), serving.announce_again()) == (True, False)
    assert printed == [1, 2]


def test_what_opens_on_the_screen_leads_to_this_server_whatever_a_request_calls_it(
    sqlite_desk: WorkshopService, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(on_screen, "has_screen", lambda: True)
    monkeypatch.setattr(on_screen, "show", shown.append)
    monkeypatch.setattr(serving, "desk", lambda: sqlite_desk)
    monkeypatch.setattr(serving, "_announced", [-serving.ANNOUNCE_PAUSE])
    browser = browser_at(sqlite_desk, serving.announce_again, "127.0.0.1", Doors())

    reply = browser.get("/w/signin", {"Host": "203.0.113.66:8501"}, method="POST")

    assert reply.status_code == 200
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/w/signin/[0-9a-f]{32}", shown[0])
    token = shown[0].rsplit("/", 1)[1]
    assert token not in reply.text
    actor = signing_in.who(sqlite_desk, signing_in.sign_in(sqlite_desk, token))
    assert actor.name == signing_in.LOCAL_NAME


def test_a_recovery_code_lets_a_facilitator_in_from_anywhere_and_a_guesser_not(
    sqlite_desk: WorkshopService, problem: str
) -> None:
    leader = sqlite_desk.store.facilitator("test:a", "A")
    workshop = opened(sqlite_desk, leader, problem)
    code = signing_in.new_recovery_codes(sqlite_desk, leader)[0]
    with served(sqlite_desk) as base:
        mine, thief, stranger = Phone(base), Phone(base), Phone(base)
        missed = stranger.ask("/w/recover", {"code": "2222-2222-2222-2222"})
        blank = stranger.ask("/w/recover", {})
        mine.ask("/w/recover", {"code": code.lower()})
        again = thief.ask("/w/recover", {"code": code})
        guesses = [stranger.ask("/w/recover", {"code": f"2222-{n:04}"}) for n in range(12)]

    back = signing_in.who(sqlite_desk, session_of(mine))
    assert [w.id for w in visible(sqlite_desk, back)] == [workshop.id]
    assert (missed.status, blank.status, again.status) == (403, 403, 403)
    assert session_of(thief) == session_of(stranger) == ""
    # Unknown, used and blank are told in the same words.
    told = [re.sub(r"\s+", " ", reply.text) for reply in (missed, blank, again)]
    assert told[0] == told[1] == told[2]
    assert "Too many wrong codes" in guesses[-1].text


def test_a_page_elsewhere_cannot_sign_a_browser_in(sqlite_desk: WorkshopService) -> None:
    actor = sqlite_desk.store.facilitator("test:a", "A")
    code = signing_in.new_recovery_codes(sqlite_desk, actor)[0]
    browser = browser_at(sqlite_desk, lambda: True, "192.0.2.9", Doors())

    foreign = {"Origin": "https://evil.example"}
    replies = [
        browser.get(f"/w/{place}", foreign, method="POST") for place in ("recover", "signin")
    ]

    assert [reply.status_code for reply in replies] == [403, 403]
    assert signing_in.recover(sqlite_desk, code)
