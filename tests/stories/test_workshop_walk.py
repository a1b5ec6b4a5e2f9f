"""A whole workshop in real browsers: a facilitator, a projector, three phones, two rounds."""

from __future__ import annotations

import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.patience import last_look, until
from tests.server import ROOT, Server
from tests.stories.files import opened

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PHONE = {"width": 390, "height": 844}
POINTS = {
    "ngo": ("10", "20", "90"),
    "industry": ("90", "60", "5"),
    "agency": ("50", "40", "30"),
}
SMALLEST = """() => Math.min(...[...document.querySelectorAll('.pp-screen *')]
    .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))
    .map(e => parseFloat(getComputedStyle(e).fontSize)))"""


@dataclass
class Room:
    """A running server, and everything that the browsers in the room asked for."""

    base: str
    link: str
    requests: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def page(self, browser: Any, **settings: Any) -> Any:
        """Return a page of a device of its own."""
        return self.follow(browser.new_context(**settings).new_page())

    def follow(self, page: Any) -> Any:
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        return page


@pytest.fixture(scope="module")
def workroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """Run the app on a store of its own; yield its address and the printed sign-in link."""
    with running(tmp_path_factory.mktemp("workroom")) as room:
        yield room


@contextmanager
def running(folder: Path, **variables: str) -> Iterator[Room]:
    """Run the app on stores in a folder."""
    with Server(folder, **variables) as server:
        yield Room(server.address, _printed(server.log))


def _printed(log: Path) -> str:
    """Return the link that the app prints for whoever leads, once its store is open."""
    link = re.compile(r"http://\S+/signin/\w+")
    for _ in until(lambda: link.search(log.read_text()), 600):
        time.sleep(0.1)
    return link.findall(log.read_text())[0]


def sign_in(page: Any, room: Room) -> None:
    page.goto(room.link)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_text("Your workshops").wait_for()


def create(page: Any) -> None:
    page.get_by_label("Title").fill("Board of March")
    page.get_by_label("How people are asked").click()
    page.get_by_role("option", name=re.compile("Points from 0")).click()
    page.get_by_role("button", name="Create workshop").click()
    page.get_by_text("is created and not open yet").wait_for()


def press(page: Any, *names: str, says: str) -> None:
    for name in names:
        page.get_by_role("button", name=name, exact=True).click()
    page.get_by_text(says).first.wait_for()


def join(page: Any, room: Room, code: str, group: str) -> None:
    page.goto(f"{room.base}/w/join")
    page.fill("#code", code)
    page.click("form button")
    page.locator(f"input[value={group}]").check()
    page.click("form[action='/w/who'] button")
    page.locator("progress").wait_for()


def answer(page: Any, points: tuple[str, ...]) -> None:
    """Answer question by question, and send."""
    asked = 0
    for _ in until(page.locator("form[action='/w/send']").count):
        key = page.locator("input[name=key]").input_value()
        if page.locator("#answer").count():
            page.fill("#answer", points[asked % len(points)])
            asked += 1
        else:
            page.locator("input[value=fewer], input[value=yes]").first.check()
        page.click("form[action='/w/answer'] button")
        page.locator(f"input[name=key][value='{key}']").wait_for(state="detached")
        page.locator("main form").first.wait_for()
    page.click("form[action='/w/send'] button")
    page.get_by_text("counts.").wait_for()


def stage(screen: Any, number: int) -> str:
    """Wait for a stage; it fits, is readable from the last row, and axe is content."""
    screen.locator(f".pp-screen[data-stage='{number}']").wait_for()
    assert screen.evaluate("document.documentElement.scrollHeight <= innerHeight")
    assert screen.evaluate(
        "(() => { const s = document.querySelector('.pp-screen');"
        " return s.scrollHeight <= s.clientHeight })()"
    )
    assert screen.evaluate(SMALLEST) >= 32
    assert serious(screen) == []
    return str(screen.locator(".pp-screen").inner_text())


def serious(page: Any) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [v["id"] for v in found if v["impact"] in {"serious", "critical"}]


def first_round(lead: Any, screen: Any, phones: dict[str, Any]) -> None:
    """Answer blind, then reveal: only then does the screen show more than counts."""
    screen.locator(".pp-screen", has_text="3 of 3 have sent").wait_for()
    lead.get_by_text("3 of 3 have sent").wait_for()
    lead.get_by_role("button", name="6 · Result").click()
    assert "hidden until the reveal" in stage(screen, 5)
    press(lead, "Lock the round", says="Round 1 is locked")
    phones["ngo"].get_by_text("No more answers are taken").wait_for()
    press(lead, "Reveal the result", says="Round 1 is revealed")
    assert "3 people: too few for single dots" in stage(screen, 1)
    assert serious(lead) == []


def second_round(lead: Any, screen: Any, phones: dict[str, Any]) -> None:
    """Revise; the screen steps by keyboard through what moved, to the result."""
    press(lead, "Open the next round", "Yes, open the next round", says="Round 2 is open")
    for group, phone in phones.items():
        phone.goto(phone.url)
        answer(phone, POINTS["agency"] if group == "ngo" else POINTS[group])
    lead.get_by_text("3 of 3 have sent").wait_for()
    press(lead, "Lock the round", says="Round 2 is locked")
    press(lead, "Reveal the result", says="Round 2 is revealed")
    seen = [stage(screen, 1)]
    for number in range(2, 9):
        screen.keyboard.press("ArrowRight")
        seen.append(stage(screen, number))
    screen.locator(".st-key-room-map .pp-map").wait_for()
    press(lead, "Aliases instead of names", says="The screen shows aliases")
    screen.get_by_text("a position would name its site").wait_for()
    screen.locator(".st-key-room-map").wait_for(state="detached")
    assert "nine of ten" in seen[1]
    assert "Agreement on sites" in seen[3]
    assert "working facilities stand aside" in seen[5]
    press(lead, "Close the workshop", "Yes, close the workshop", says="The workshop is closed")


def test_a_workshop_of_two_rounds_ends_in_a_record_that_verifies(
    browser: Any, workroom: Room, tmp_path: Path
) -> None:
    lead = workroom.page(
        browser, viewport={"width": 1440, "height": 900}, accept_downloads=True
    )
    sign_in(lead, workroom)
    create(lead)
    press(lead, "Open round 1", says="Round 1 is open")
    code = lead.locator(".pp-room-code").inner_text()
    link = lead.get_by_role("link", name="Open the projector window").get_attribute("href")
    screen = workroom.follow(lead.context.new_page())
    screen.set_viewport_size({"width": 1280, "height": 720})
    screen.goto(link)
    assert code in stage(screen, 0)
    phones = {
        group: workroom.page(browser, viewport=PHONE, java_script_enabled=group != "agency")
        for group in POINTS
    }
    for group, phone in phones.items():
        join(phone, workroom, code, group)
        answer(phone, POINTS[group])

    first_round(lead, screen, phones)
    second_round(lead, screen, phones)

    for view in ("Results", "Colleague & paper", "Record & files", "Run"):
        lead.get_by_text(view, exact=True).click()
        pause = partial(lead.wait_for_timeout, 1_000)
        pause()
        assert (view, last_look(lambda: serious(lead), [], pause)) == (view, [])

    head, file = take_record(lead, tmp_path)
    assert verify(file, head).returncode == 0
    file.write_bytes(file.read_bytes().replace(b'"Board of March"', b'"Board of April"'))
    assert verify(file, head).returncode == 1
    host = workroom.base.split("//")[1]
    asked = [u for u in workroom.requests if not u.startswith(("data:", "blob:"))]
    assert {url.split("/")[2] for url in asked} == {host}
    assert workroom.faults == []


def take_record(page: Any, folder: Path) -> tuple[str, Path]:
    """Return the head as shown, and the record as downloaded."""
    page.get_by_text("Record & files", exact=True).click()
    head = page.locator("p.pp-code").inner_text()
    taken = []
    for name in ("Record of the workshop", "Rankings by rule", "Results for programs"):
        with page.expect_download() as download:
            page.get_by_role("button", name=name).click()
        path = folder / download.value.suggested_filename
        download.value.save_as(path)
        opened(path, path.name)
        taken.append(path)
    return head, taken[0]


def verify(file: Path, head: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "prioritizer", "verify", str(file), "--head", head]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_headers_of_pages_and_phones_are_their_own(workroom: Room) -> None:
    policies = {}
    for path in ("/workshop", "/w/join"):
        with urllib.request.urlopen(f"{workroom.base}{path}", timeout=10) as reply:  # noqa: S310
            policies[path] = reply.headers["Content-Security-Policy"]

    assert "wasm-unsafe-eval" in policies["/workshop"]
    assert "default-src 'none'" in policies["/w/join"]
