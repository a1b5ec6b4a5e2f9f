"""The list as a table to work in: searched, sorted, walked by keys, pinned, tapped."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.stories.test_browser_walk import explained, names, serious_faults, settled

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def count(page: Any) -> str:
    """Return what is said of how many sites are shown."""
    return str(page.locator(".pp-list .count > span").inner_text())


def test_the_list_is_searched_sorted_grouped_and_given_back(open_app: Any) -> None:
    page = open_app()
    settled(page)
    before = names(page)
    sent: list[str] = []
    page.on("websocket", lambda socket: sent.append(socket.url))

    page.locator(".pp-list .search").fill("koboltti")
    few = names(page)
    assert re.match(r"Shown: \d+ of \d+ sites; \d+ of them on the list\.", count(page))
    page.locator(".pp-list .search").fill("Co")
    assert set(few) <= set(names(page))
    assert few
    places = page.locator(".pp-list .body .place").all_inner_texts()

    page.locator(".pp-list .clear").click()
    assert names(page) == before
    page.locator(".pp-list .head .site").click()
    assert page.locator(".pp-list .head .site").get_attribute("aria-sort") == "ascending"
    assert names(page) != before
    page.locator(".pp-list .by-group select").select_option("country")
    assert page.locator(".pp-list .body .section").first.inner_text()
    page.locator(".pp-list .for-country summary").click()
    page.locator(".pp-list .for-country label", has_text="Sweden").click()
    page.keyboard.press("Escape")
    page.wait_for_function("() => location.search.includes('country=SE')")

    assert "sort=site" in page.url
    assert "group=country" in page.url
    assert all(place == "–" or int(place) > 0 for place in places)
    # While the page is drawn anew what is stale fades, which axe takes for faint letters.
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    page.wait_for_timeout(600)
    assert serious_faults(page) == {}


def test_keys_walk_the_whole_list_of_which_few_rows_are_there(open_app: Any) -> None:
    page = open_app()
    settled(page)
    table = page.locator(".pp-list .table")
    first = names(page)

    # One line ends the list, after the last site on it, whatever sections it reaches over.
    (last,) = page.locator(".pp-list .row.cut .place").all_inner_texts()
    assert last == str(page.locator(".pp-list .row.listed").count())
    table.focus()
    for key in ("End", "p", "Home", "ArrowDown", "ArrowDown", "p", "Enter"):
        page.keyboard.press(key)
    explained(page, first[2])

    assert int(table.get_attribute("aria-rowcount")) > 100
    assert page.locator(".pp-list .body .row").count() < 40
    active = page.locator(f"#{table.get_attribute('aria-activedescendant')}")
    assert first[2] in active.inner_text()
    page.get_by_role("heading", name="Compare sites").wait_for()
    page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".pp-list .body .row").count() == 100
    page.evaluate("() => window.dispatchEvent(new Event('afterprint'))")
    # One stop of the Tab key: the next one leaves the list.
    table.focus()
    page.keyboard.press("Tab")
    assert page.evaluate("() => !document.activeElement.shadowRoot?.querySelector('.pp-list')")


def test_on_a_phone_a_card_opens_its_reasons_inside(open_app: Any) -> None:
    page = open_app(390, 844)
    settled(page)
    name = names(page)[1]

    page.locator(".pp-list .site button").nth(1).click()
    opened = page.locator(".pp-list .row.open")
    opened.locator(".reasons", has_text="Next below: ").wait_for()

    assert name in opened.inner_text()
    box, body = opened.bounding_box(), page.locator(".pp-list .row").nth(3).bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert body["y"] >= box["y"] + box["height"] - 1
