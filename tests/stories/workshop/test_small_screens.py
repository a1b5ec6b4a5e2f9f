"""What a real browser makes of the phone pages: small screens, large letters, its own Back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from prioritizer.domain.workshop import Mode, Step, Technique
from prioritizer.languages.speech import LANGUAGES
from prioritizer.ui.phone.visit import SEAT_COOKIE
from prioritizer.workflow.workshop.service import WorkshopService
from tests.rooms import facilitator
from tests.ui.test_phone import room
from tests.workflow.workshop.serving import served
from tests.workflow.workshop.steps import come_in, move, opened, points, send

pytestmark = [pytest.mark.browser, pytest.mark.slow]
TWICE = "document.documentElement.style.fontSize = '200%'"
HANGS_OVER = "document.documentElement.scrollWidth > innerWidth"
# The text of each cell of the first row, with the name that the style sheet puts before it.
FIRST_ROW = """[...document.querySelector('tbody tr').cells].map((one) =>
  getComputedStyle(one, '::before').content.replaceAll('"', '') + one.innerText)"""


@pytest.fixture
def address(sqlite_desk: WorkshopService) -> Iterator[str]:
    """Yield where the pages are served."""
    with served(sqlite_desk) as base:
        yield base


def test_a_result_in_letters_twice_as_large_is_cards_that_fit_a_phone_of_320_pixels(
    sqlite_desk: WorkshopService, problem: str, address: str, browser: Any
) -> None:
    leader = facilitator(sqlite_desk)
    workshop = opened(sqlite_desk, leader, problem)
    people = [come_in(sqlite_desk, workshop) for _ in range(5)]
    for k, person in enumerate(people):
        send(sqlite_desk, person, points(problem, 10.0 * k, 90))
    move(sqlite_desk, leader, workshop, Step.LOCK, Step.REVEAL)
    seat = {"name": SEAT_COOKIE, "value": people[0].token, "url": address}
    too_wide, heads = [], {}
    with browser.new_context(viewport={"width": 320, "height": 640}) as context:
        page = context.new_page()
        for code in LANGUAGES:
            tongue = {"name": "pp_language", "value": code, "url": address}
            context.add_cookies([seat, tongue])
            for place in ("/w", "/w/result"):
                page.goto(f"{address}{place}")
                page.evaluate(TWICE)
                too_wide += [(code, place)] if page.evaluate(HANGS_OVER) else []
            heads[code] = page.evaluate(FIRST_ROW)
        page.set_viewport_size({"width": 390, "height": 844})
        page.goto(f"{address}/w/result")
        as_table = page.evaluate("getComputedStyle(document.querySelector('tr')).display")

    assert too_wide == []
    assert heads["en"][-1].startswith("People: ")
    assert heads["fi"][-1].startswith("Henkilöitä: ")
    assert as_table == "table-row"


def test_back_in_the_browser_leads_to_the_question_and_not_out_of_the_workshop(
    sqlite_desk: WorkshopService, problem: str, address: str, browser: Any
) -> None:
    _, _, code = room(sqlite_desk, problem, Mode.PSEUDONYMOUS, Technique.POINTS)
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{address}/w")
        page.get_by_label("Code, like").fill(code)
        page.get_by_role("button", name="Go on").click()
        page.get_by_role("radio").first.check()
        page.get_by_role("button", name="Join", exact=True).click()
        page.get_by_text("Question 1 of").wait_for()

        page.go_back()
        page.get_by_text("Question 1 of").wait_for()
        page.go_back()
        page.get_by_text("Question 1 of").wait_for()
