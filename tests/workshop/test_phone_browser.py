"""The phone pages in a real browser: accessible, narrow, patient, alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from prioritizer.domain.authority import Actor
from prioritizer.domain.workshop import Mode, Step, Technique, Workshop
from prioritizer.workflow.workshop import facilitating
from prioritizer.workflow.workshop.desk import Desk
from tests.workshop.conftest import facilitator
from tests.workshop.serving import served

pytestmark = pytest.mark.browser
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
    """What a page asks for, complains of, and weighs."""

    def __init__(self, page: Any, base: str) -> None:
        self.complaints: list[str] = []
        self.foreign: list[str] = []
        self.bytes = 0
        page.on("console", lambda m: self.complaints.append(m.text))
        page.on("pageerror", lambda e: self.complaints.append(str(e)))
        page.on(
            "request", lambda r: None if r.url.startswith(base) else self.foreign.append(r.url)
        )
        page.on("response", self._weigh)

    def _weigh(self, response: Any) -> None:
        self.bytes += int(response.headers.get("content-length", 0))


def room(desk: Desk, problem: str) -> tuple[Actor, Workshop, str]:
    """Return an open anonymous workshop with its leader and a code."""
    leader = facilitator(desk)
    rules = facilitating.Rules("Room <b>1</b>", Mode.ANONYMOUS, Technique.SWING)
    workshop = facilitating.create(desk, leader, problem, rules)
    facilitating.move(desk, leader, workshop.id, Step.OPEN)
    return leader, workshop, facilitating.invite(desk, leader, workshop.id).code


def test_a_whole_answer_on_a_narrow_phone_survives_a_lost_network(
    sqlite_desk: Desk, problem: str, phone: Any
) -> None:
    leader, workshop, code = room(sqlite_desk, problem)
    found: dict[str, list[str]] = {}

    with served(sqlite_desk) as base:
        heard = Heard(phone, base)
        phone.goto(f"{base}/w/join")
        found |= join(phone, code)
        while not phone.locator("form[action='/w/send']").count():
            found[phone.inner_text("h1")] = faults(phone)
            answer(phone)
        found["send"] = faults(phone)
        complaints = list(heard.complaints)
        phone.context.set_offline(True)
        phone.click("form[action='/w/send'] button")
        phone.get_by_text("Not saved yet").wait_for()
        phone.context.set_offline(False)
        phone.get_by_text("Saved: your answer of round 1 counts").wait_for(timeout=20_000)
        found["sent"] = faults(phone)
        kept = phone.evaluate("localStorage.length")
        facilitating.move(sqlite_desk, leader, workshop.id, Step.LOCK)
        phone.get_by_text("No more answers are taken").wait_for(timeout=20_000)

    assert {name: listed for name, listed in found.items() if listed} == {}
    assert len(found) >= 9
    assert (heard.foreign, complaints, kept) == ([], [], 0)
    assert heard.bytes < 200_000
    assert sqlite_desk.store.see(workshop.id, lambda reader: len(reader.ballots(1))) == 1
