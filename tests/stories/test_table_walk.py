"""The list as a table to work in: searched, sorted, walked by keys, pinned, tapped."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

import pytest

from tests.browser import shown
from tests.patience import last_look
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
    shown(page.locator(".pp-list .head .site")).to_have_attribute("aria-sort", "ascending")
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
    pause = partial(page.wait_for_timeout, 600)
    pause()
    assert last_look(lambda: serious_faults(page), {}, pause) == {}


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1280, 720), (390, 844)])
def test_under_an_open_filter_the_way_back_is_in_reach_and_nothing_moves(
    open_app: Any, width: int, height: int
) -> None:
    page = open_app()
    page.set_viewport_size({"width": width, "height": height})
    settled(page)
    if width < 400:
        page.locator(".pp-list .tools .more").click()
    top = "(one) => one.getBoundingClientRect().top"
    below = f"(box) => ({top})(box) - ({top})(box.closest('.tools'))"
    for name in ("country", "metal", "waste", "evidence", "section"):
        menu = page.locator(f".pp-list .for-{name}")
        menu.locator("summary").click()
        box = menu.locator("input").first
        before = box.evaluate(below)
        box.click()
        clear = page.locator(".pp-list .clear")
        clear.click(trial=True, timeout=3_000)  # it says if something lies over it
        assert abs(box.evaluate(below) - before) < 1, name
        assert menu.get_attribute("open") is not None
        clear.click()
        assert not box.is_checked()
        assert menu.get_attribute("open") is None


def test_by_keys_the_way_back_comes_before_the_filters_and_leads_to_the_search(
    open_app: Any,
) -> None:
    page = open_app()
    settled(page)
    page.locator(".pp-list .search").fill("Co")
    page.keyboard.press("Shift+Tab")

    page.keyboard.press("Enter")

    assert page.locator(".pp-list .search").input_value() == ""
    focused = "() => document.activeElement.shadowRoot?.activeElement?.className"
    assert page.evaluate(focused) == "search"


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
    shown(page.locator(".pp-list .body .row")).to_have_count(100)
    page.evaluate("() => window.dispatchEvent(new Event('afterprint'))")
    # One stop of the Tab key: the next one leaves the list.
    table.focus()
    page.keyboard.press("Tab")
    assert page.evaluate("() => !document.activeElement.shadowRoot?.querySelector('.pp-list')")


def tried_out(page: Any, mass: str) -> Any:
    """Try out a mass of the chosen site; return the row that the list shows for it."""
    panel = page.locator(".st-key-what-if")
    panel.locator("summary").click()
    panel.locator("input[type=number]").fill(mass)
    panel.locator("input[type=number]").press("Tab")
    panel.get_by_role("button", name="Try it out").click()
    row = page.locator(".pp-list .ghost")
    row.wait_for()
    return row


def rows_in(table: Any) -> int:
    return int(table.get_attribute("aria-rowcount"))


def test_a_what_if_shows_its_row_in_the_list_until_it_is_closed(open_app: Any) -> None:
    page = open_app()
    settled(page)
    first, table = names(page)[0], page.locator(".pp-list .table")
    live, wrap = page.locator(".pp-list .live[aria-live]"), page.locator(".pp-list .wrap")
    before = rows_in(table)

    row = tried_out(page, "200000")
    place = row.locator(".place").inner_text()
    text, said, box, room = (
        row.inner_text(),
        live.inner_text(),
        row.bounding_box(),
        wrap.bounding_box(),
    )
    with_row = rows_in(table)
    fold = page.locator(".st-key-what-if summary")
    fold.click()
    row.wait_for(state="detached")
    closed = rows_in(table)
    fold.click()
    row.wait_for()
    page.get_by_role("button", name="Drop it").click()
    row.wait_for(state="detached")

    assert int(place) > 1
    assert first in text
    assert text.count("What-if") == 1
    assert "→ 200 000 t dry" in text
    assert said.endswith(f"What-if: place {place}.")
    # The list was scrolled to it.
    assert room["y"] <= box["y"] <= room["y"] + room["height"] - box["height"]
    assert (with_row, closed, rows_in(table)) == (before + 1, before, before)
    assert "what" not in page.url


def test_keys_walk_over_the_row_of_a_what_if_and_lead_to_that_of_the_answer(
    open_app: Any,
) -> None:
    page = open_app()
    settled(page)
    table, own = page.locator(".pp-list .table"), page.locator(".pp-list .row.tried")
    row = tried_out(page, "200000")
    place = row.locator(".place").inner_text()
    above = row.locator("xpath=preceding-sibling::*[@role='row'][1]").get_attribute("data-id")

    page.locator(f".pp-list .row[data-id='{above}'] .pinned").focus()
    page.keyboard.press("ArrowDown")
    active = table.get_attribute("aria-activedescendant")
    faults = serious_faults(page)
    page.keyboard.press("Enter")
    own.wait_for()
    then = page.locator(f"#{table.get_attribute('aria-activedescendant')}")

    assert active == "row-what-if"
    assert faults == {}
    assert then.get_attribute("data-id") == own.get_attribute("data-id")
    assert own.locator(".mark").inner_text() == f"What-if: place {place}"
    assert own.locator(".place").inner_text() == "1"


def test_a_what_if_has_no_row_in_another_order_and_none_on_paper(open_app: Any) -> None:
    page = open_app()
    settled(page)
    table, row = page.locator(".pp-list .table"), page.locator(".pp-list .ghost")
    marked = page.locator(".pp-list .ghost, .pp-list .tried")
    by_name = page.locator(".pp-list .head .site")
    before = rows_in(table)
    by_name.click()
    before_by_name = rows_in(table)
    page.locator(".pp-list .clear").click()
    tried_out(page, "200000")

    by_name.click()
    sorted_by_name = rows_in(table), row.count()
    page.locator(".pp-list .clear").click()
    again = rows_in(table)
    page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    printed = rows_in(table), marked.count()
    page.evaluate("() => window.dispatchEvent(new Event('afterprint'))")

    assert sorted_by_name == (before_by_name, 0)
    assert printed == (before, 0)
    assert again == rows_in(table) == before + 1


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
