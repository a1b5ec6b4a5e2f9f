"""The phone pages in a real browser: accessible, narrow, patient, alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from prioritizer.domain.authority import Actor
from prioritizer.domain.workshop import Mode, Step, Technique, Workshop
from prioritizer.workflow.workshop import facilitating, signing_in
from prioritizer.workflow.workshop.service import WorkshopService
from tests.patience import until
from tests.rooms import facilitator
from tests.server import free_port
from tests.workflow.workshop.crash import started
from tests.workflow.workshop.serving import served

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SERIOUS = {"serious", "critical"}


@pytest.fixture
def phone(browser: Any) -> Iterator[Any]:
    """Yield a page 320 pixels wide."""
    with browser.new_context(viewport={"width": 320, "height": 640}) as context:
        yield context.new_page()


def faults(page: Any) -> list[str]:
    """Return serious findings of axe, and whether the page scrolls sideways."""
    from axe_playwright_python.sync_playwright import Axe

    found = [v["id"] for v in Axe().run(page).response["violations"] if v["impact"] in SERIOUS]
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append("scrolls sideways")
    return found


def answer(page: Any) -> None:
    """Answer the question on the screen and wait for the next one."""
    key = page.locator("input[name=key]").input_value()
    wanted = page.locator("input[value=fewer], input[value=yes]")
    radios = page.locator("input[type=radio]")
    if radios.count():
        (wanted if wanted.count() else radios).first.check()
    else:
        page.fill("#answer", "30")
    page.click("form[action='/w/answer'] button")
    page.locator(f"input[name=key][value='{key}']").wait_for(state="detached")
    page.locator("main form").first.wait_for()


def join(page: Any, code: str) -> dict[str, list[str]]:
    """Come in with the keyboard; return the faults of both pages."""
    found = {"join": faults(page)}
    page.fill("#code", code)
    page.keyboard.press("Enter")
    page.locator("input[value=ngo]").check()
    found["who"] = faults(page)
    page.keyboard.press("Enter")
    page.locator("progress").wait_for()
    return found


class Heard:
    """What a page asks for, complains of, and brings over the network (not from its cache)."""

    def __init__(self, page: Any, base: str) -> None:
        self.complaints: list[str] = []
        self.foreign: list[str] = []
        self.bytes = 0
        page.on("console", lambda m: self.complaints.append(m.text))
        page.on("pageerror", lambda e: self.complaints.append(str(e)))
        page.on(
            "request", lambda r: None if r.url.startswith(base) else self.foreign.append(r.url)
        )
        network = page.context.new_cdp_session(page)
        network.send("Network.enable")
        network.on("Network.loadingFinished", self._weigh)

    def _weigh(self, event: Any) -> None:
        self.bytes += int(event["encodedDataLength"])


def room(desk: WorkshopService, problem: str) -> tuple[Actor, Workshop, str]:
    """Return an open anonymous workshop with its leader and a code."""
    leader = facilitator(desk)
    rules = facilitating.Rules("Room <b>1</b>", Mode.ANONYMOUS, Technique.SWING)
    workshop = facilitating.create(desk, leader, problem, rules)
    facilitating.move(desk, leader, workshop.id, Step.OPEN)
    return leader, workshop, facilitating.invite(desk, leader, workshop.id).code


def test_a_whole_answer_on_a_narrow_phone_survives_a_lost_network(
    sqlite_desk: WorkshopService, problem: str, phone: Any
) -> None:
    leader, workshop, code = room(sqlite_desk, problem)
    found: dict[str, list[str]] = {}

    with served(sqlite_desk) as base:
        heard = Heard(phone, base)
        phone.goto(f"{base}/w/join")
        found |= join(phone, code)
        for _ in until(phone.locator("form[action='/w/send']").count):
            found[phone.inner_text("h1")] = large_faults(phone)
            answer(phone)
        found["send"] = faults(phone)
        complaints = list(heard.complaints)
        phone.context.set_offline(True)
        phone.click("form[action='/w/send'] button")
        phone.get_by_text("Not saved yet").wait_for()
        phone.context.set_offline(False)
        phone.get_by_text("Saved: your answer of round 1 counts").wait_for()
        found["sent"] = faults(phone)
        kept = phone.evaluate("localStorage.length")
        facilitating.move(sqlite_desk, leader, workshop.id, Step.LOCK)
        phone.get_by_text("No more answers are taken").wait_for()

    assert {name: listed for name, listed in found.items() if listed} == {}
    assert len(found) >= 9
    assert (heard.foreign, complaints, kept) == ([], [], 0)
    assert 20_000 < heard.bytes < 100_000
    assert sqlite_desk.store.see(workshop.id, lambda reader: len(reader.ballots(1))) == 1


def test_a_phone_goes_on_by_itself_after_the_server_was_killed(
    tmp_path: Path, problem: str, phone: Any
) -> None:
    store, port = str(tmp_path / "w.db"), free_port()
    desk = WorkshopService.open(store)
    _, workshop, code = room(desk, problem)
    server, _ = started(store, port, whole_app=False)
    phone.goto(f"http://127.0.0.1:{port}/w/join")
    phone.fill("#code", code)
    phone.keyboard.press("Enter")
    phone.locator("input[value=ngo]").check()
    phone.keyboard.press("Enter")
    phone.get_by_text("Question 1 of").wait_for()
    answer(phone)
    chosen = phone.locator("input[type=radio]").first
    chosen.check()
    wanted = chosen.input_value()
    server.kill()
    server.wait()

    phone.keyboard.press("Enter")
    phone.get_by_text("Not saved yet").wait_for()
    server, _ = started(store, port, whole_app=False)
    try:
        phone.get_by_text("Question 3 of").wait_for()
    finally:
        server.kill()
        server.wait()

    person = desk.store.see(workshop.id, lambda reader: reader.participants()[0])
    draft = desk.store.see(workshop.id, lambda reader: reader.draft(person.id, 1))
    desk.close()
    assert draft["first.2"] == wanted
    assert phone.evaluate("localStorage.length") == 0


def _press_sign_in(phone: Any) -> None:
    """Sign in, and leave the page behind to which it leads: this server does not have it."""
    phone.click("main button")
    phone.wait_for_url(lambda url: "/signin/" not in url)
    phone.goto("about:blank")


def test_paper_is_typed_in_by_keyboard_with_large_text_on_a_narrow_screen(
    sqlite_desk: WorkshopService, problem: str, phone: Any
) -> None:
    leader = sqlite_desk.store.facilitator(signing_in.LOCAL_SUBJECT, signing_in.LOCAL_NAME)
    rules = facilitating.Rules(
        "<img src=//evil.example/x onerror=alert(1)>", Mode.PSEUDONYMOUS, Technique.POINTS
    )
    workshop = facilitating.create(sqlite_desk, leader, problem, rules)
    facilitating.move(sqlite_desk, leader, workshop.id, Step.OPEN)
    found: dict[str, list[str]] = {}

    with served(sqlite_desk) as base:
        phone.goto(f"{base}/w/signin/{signing_in.local_link(sqlite_desk)}")
        found["sign in"] = large_faults(phone)
        _press_sign_in(phone)
        heard = Heard(phone, base)
        phone.goto(f"{base}/w/lead")
        found["workshops"] = large_faults(phone)
        phone.get_by_role("link", name="Type a ballot in").click()
        found["number"] = large_faults(phone)
        phone.fill("#number", "7")
        phone.locator("input[value=ngo]").check()
        phone.keyboard.press("Enter")
        for name in ("first", "second"):
            phone.get_by_role("heading", name="Ballot B-007").wait_for()
            phone.locator(f"input[name=typing][value='{1 + (name == 'second')}']").wait_for(
                state="attached"
            )
            found[name] = large_faults(phone)
            fields = phone.locator("input[inputmode]")
            for place in range(fields.count()):
                fields.nth(place).focus()
                phone.keyboard.type(str(10 * (place + 1)))
            phone.keyboard.press("Enter")
        phone.get_by_text("Saved: B-007 counts in round 1").wait_for()
        found["saved"] = large_faults(phone)

    assert {name: listed for name, listed in found.items() if listed} == {}
    assert (heard.foreign, heard.complaints) == ([], [])
    assert sqlite_desk.store.see(workshop.id, lambda reader: len(reader.judgement_rows())) == 1


def large_faults(page: Any) -> list[str]:
    """Return faults as shown, and whether text twice as large runs off the page."""
    found = faults(page)
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append("scrolls sideways at 200 %")
    page.evaluate("document.documentElement.style.removeProperty('font-size')")
    return found


def test_the_second_on_a_phone_finds_nothing_of_the_first_by_going_back(
    sqlite_desk: WorkshopService, problem: str, phone: Any
) -> None:
    _, _, code = room(sqlite_desk, problem)
    with served(sqlite_desk) as base:
        phone.goto(f"{base}/w/join")
        join(phone, code)
        for _ in until(phone.locator("form[action='/w/send']").count):
            answer(phone)
        phone.click("form[action='/w/send'] button")
        phone.get_by_text("Saved: your answer of round 1 counts").wait_for()
        name = phone.inner_text("footer").split("You are ")[1].split(" (")[0]
        phone.get_by_role("link", name="Join as somebody else").click()
        button = phone.get_by_role("button", name="Join as somebody else")
        button.wait_for()
        found = faults(phone)
        button.click()
        phone.get_by_text("Which side are you on?").wait_for()
        told = []
        for _ in range(3):
            phone.go_back()
            phone.wait_for_load_state()
            phone.locator("main").wait_for()
            told.append(phone.inner_text("body"))

    assert found == []
    assert not [text for text in told if "Your weights" in text or name in text]


def _at_the_first_question(phone: Any, base: str, code: str) -> None:
    phone.goto(f"{base}/w/join")
    phone.fill("#code", code)
    phone.keyboard.press("Enter")
    phone.locator("input[value=ngo]").check()
    phone.keyboard.press("Enter")
    phone.get_by_text("Question 1 of").wait_for()


def test_a_round_that_ends_is_said_on_the_page_that_is_filled_in(
    sqlite_desk: WorkshopService, problem: str, phone: Any
) -> None:
    leader, workshop, code = room(sqlite_desk, problem)
    with served(sqlite_desk) as base:
        _at_the_first_question(phone, base, code)
        chosen = phone.locator("input[type=radio]").first
        chosen.check()
        facilitating.move(sqlite_desk, leader, workshop.id, Step.LOCK)
        phone.get_by_text("Answers are not taken at the moment").wait_for()
        assert chosen.is_checked()

        facilitating.move(sqlite_desk, leader, workshop.id, Step.UNDO)
        phone.get_by_text("Answers are not taken").wait_for(state="hidden")
        assert chosen.is_checked()


def test_a_browser_that_keeps_nothing_still_sends_and_its_button_works_while_it_waits(
    sqlite_desk: WorkshopService, problem: str, phone: Any
) -> None:
    _, _, code = room(sqlite_desk, problem)
    phone.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('no'); } })"
    )
    heard: list[str] = []
    phone.on("pageerror", lambda error: heard.append(str(error)))
    with served(sqlite_desk) as base:
        _at_the_first_question(phone, base, code)
        phone.locator("input[type=radio]").first.check()
        phone.route("**/w/answer", lambda route: route.abort())
        phone.click("form[action='/w/answer'] button")
        phone.get_by_text("This browser keeps nothing").wait_for()
        phone.unroute("**/w/answer")
        phone.get_by_role("button", name="Try again now").click()
        phone.get_by_text("Question 2 of").wait_for()
    assert heard == []
