"""The first minute of a new visitor: the answer in sight, and a tour by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from prioritizer.ui.ranking.tour import STOPS
from tests.stories.test_browser_walk import OVERFLOW, serious_faults
from tests.stories.test_every_page import rest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SIZES = [(1440, 900), (390, 844)]
Visit = Callable[[int, int], Any]
IN_SIGHT = """() => {
  const ring = [...document.querySelectorAll('*')]
    .map((one) => one.shadowRoot?.querySelector('.ring')).find(Boolean);
  const box = ring.getBoundingClientRect(), own = ring.parentNode.querySelector('.box')
    .getBoundingClientRect();
  const covered = Math.max(0, Math.min(box.bottom, own.bottom) - Math.max(box.top, own.top))
    * Math.max(0, Math.min(box.right, own.right) - Math.max(box.left, own.left));
  return !ring.hidden && box.width > 20 && box.top >= -6 && box.bottom <= innerHeight + 6
    && covered < 0.5 * box.width * box.height && own.bottom <= innerHeight && own.top >= 0;
}"""


@pytest.fixture
def visit(browser: Any, app_address: str) -> Iterator[Visit]:
    """Yield a function that opens the app in a browser that was never here before."""
    contexts = []

    def opened(width: int, height: int) -> Any:
        contexts.append(browser.new_context(viewport={"width": width, "height": height}))
        page = contexts[-1].new_page()
        page.goto(app_address)
        rest(page)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_doors_leave_the_answer_in_sight_and_the_tour_walks_by_keyboard(
    visit: Visit, width: int, height: int
) -> None:
    from playwright.sync_api import expect

    page = visit(width, height)
    answer = page.locator(".pp-answer").bounding_box()
    assert answer["y"] + answer["height"] < height / 2
    assert page.evaluate(OVERFLOW) <= 0

    page.get_by_role("button", name="Look at the sample").focus()
    page.keyboard.press("Enter")
    for stop in STOPS:
        expect(page.get_by_role("dialog")).to_contain_text(stop.text)
        page.wait_for_function(IN_SIGHT)
        if stop is STOPS[0]:
            rest(page)  # what is drawn anew is pale meanwhile
            assert serious_faults(page) == {}
        page.keyboard.press("ArrowRight")

    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_text("New here?")).to_have_count(0)
    page.reload()
    rest(page)
    expect(page.get_by_text("New here?")).to_have_count(0)


def test_escape_ends_the_tour_where_it_stands(visit: Visit) -> None:
    from playwright.sync_api import expect

    page = visit(1280, 720)
    page.get_by_role("button", name="Look at the sample").click()
    tour = page.get_by_role("dialog")
    tour.get_by_role("button", name="Next", exact=True).click()
    expect(tour).to_contain_text(STOPS[1].text)
    page.keyboard.press("Escape")

    expect(page.get_by_role("dialog")).to_be_hidden()
    page.get_by_role("button", name="Show the world").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_text("181 sites")).to_be_visible()
