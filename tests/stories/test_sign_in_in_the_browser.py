"""A facilitator comes in and back without a terminal: at this computer, elsewhere, by code."""

from __future__ import annotations

import re
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.stories.test_workshop_walk import Room, running

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PHONE = {"viewport": {"width": 390, "height": 844}, "locale": "fi-FI"}


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[tuple[Room, Path]]:
    """Run the app on a computer with a screen; yield what its browser was told to open."""
    told, browser = tmp_path / "told.txt", tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\nprintf "%s" "$1" > "{told}"\n')
    browser.chmod(browser.stat().st_mode | stat.S_IXUSR)
    own = {"BROWSER": f"{browser} %s", "PRIORITIZER_DATA": str(tmp_path / "own")}
    with running(tmp_path, **own) as room:
        yield room, told


def opened(told: Path) -> str:
    """Return the address that the browser of this computer was given."""
    for _ in range(100):
        if told.exists() and told.read_text():
            return told.read_text()
        time.sleep(0.1)
    raise AssertionError("nothing was opened")


def test_a_facilitator_comes_in_and_back_without_a_terminal(
    browser: Any, screen: tuple[Room, Path]
) -> None:
    room, told = screen
    page = room.page(browser)
    page.goto(f"{room.base}/workshop")
    page.get_by_role("button", name="Sign in on this computer").click()
    page.goto(opened(told))
    page.wait_for_url(re.compile("/w/signin/[0-9a-f]{32}$"))
    page.get_by_role("button", name="Sign in").click()
    page.get_by_text("Signed in as").wait_for()

    page.get_by_text("Other devices and recovery codes").click()
    page.get_by_role("button", name="Make recovery codes").click()
    code = page.get_by_test_id("stCode").inner_text().split()[0]
    page.get_by_role("button", name="I have written them down").click()
    page.get_by_text("You have 8").wait_for()
    page.get_by_role("button", name="Make a link for another browser").click()
    link = page.get_by_test_id("stCode").inner_text().strip()

    other = room.page(browser, **PHONE)
    other.goto(link)
    other.get_by_role("button", name="Kirjaudu", exact=True).click()
    other.get_by_text("Signed in as").wait_for()
    page.get_by_role("button", name="Sign out on all devices").click()
    page.get_by_role("button", name="Sign in on this computer").wait_for()

    other.goto(f"{room.base}/w/signin")
    other.get_by_label(re.compile("Koodi luettelostasi")).fill(code.lower())
    other.get_by_role("button", name="Kirjaudu", exact=True).click()
    other.get_by_text("Signed in as").wait_for()
    assert room.faults == []
