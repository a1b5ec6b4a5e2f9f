"""While a weight moves the browser shows the whole answer; the server then changes nothing."""

from __future__ import annotations

import re
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

IN_SHADOW = """
const part = (name) => [...document.querySelectorAll('*')]
  .map((element) => element.shadowRoot?.querySelector(name)).find(Boolean);
"""
# All that weights decide, in sight; what takes a second look (next steps, what to find out)
# comes later, and of rows out of sight more are kept once the hands are still.
SHOWN = f"""
(onlySeen) => {{
  {IN_SHADOW}
  const list = part('.pp-list'), text = (row, name) => row.querySelector(name)?.textContent;
  const cells = ['.place', '.likely', '.site button', '.chance', '.score', '.known'];
  const seen = list.querySelector('.wrap').getBoundingClientRect();
  const inSight = (row) => {{
    const {{ top, bottom }} = row.getBoundingClientRect();
    return bottom > seen.top && top < seen.bottom;
  }};
  return {{
    rows: [...list.querySelectorAll('.body > *')].filter((row) => !onlySeen || inSight(row))
      .map((row) => row.className === 'section'
      ? [row.textContent]
      : [row.className, ...cells.map((name) => text(row, name)),
        row.querySelector('.gauge i').style.width, row.querySelector('.reach').style.cssText,
        ...[...row.querySelectorAll('.segments i')].map((part) => part.style.cssText)]),
    legend: list.querySelector('.legend').textContent,
    footer: list.querySelector('.count').textContent,
    headline: document.querySelector('.pp-answer').textContent.trim(),
    shares: [...document.querySelectorAll('[data-share]')].map((one) => one.textContent),
    map: [...part('.pp-map').querySelectorAll('text')].map((one) => one.textContent),
  }};
}}
"""


def ready(page: Any) -> None:
    """Wait until the list, the map and all draws are there."""
    from playwright.sync_api import expect

    expect(page.locator(".pp-list[data-confirmed]")).to_have_count(1)
    page.locator(".pp-map[data-points]").wait_for()
    expect(page.locator(".pp-live")).to_have_attribute("data-draws", "2000")


def hold(page: Any, name: str) -> tuple[float, float]:
    """Press the mouse on the thumb of a slider; return where."""
    box = page.locator(f".st-key-weight-box-{name} input[type=range]").locator("xpath=../..")
    box = box.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    return x, y


def choose(page: Any, method: str) -> None:
    """Choose a method in the sidebar."""
    from playwright.sync_api import TimeoutError as TooLate

    box = page.locator("[class*=st-key-widget-method]").get_by_role("combobox")
    option = page.get_by_role("option", name=method).first
    # What is worked out later draws the page anew, and closes what has just been opened.
    for _ in range(8):
        if not box.is_visible():
            page.get_by_text("Method, scales").click()
        box.click()
        try:
            option.click(timeout=2_000)
        except TooLate:
            continue
        return


def dragged(page: Any) -> dict[str, Any]:
    """Drag a weight, let go; return what the browser showed, having seen it stay."""
    before = page.evaluate(SHOWN, True)
    x, y = hold(page, "volume")
    page.mouse.move(x + 30, y, steps=3)
    page.mouse.move(x + 60, y, steps=3)
    page.wait_for_function(
        f"() => {{ {IN_SHADOW} const list = part('.pp-list');"
        " return list.dataset.points !== list.dataset.confirmed"
        " && list.dataset.shown === 'all'; }"
    )
    page.wait_for_timeout(300)  # rows have glided to their places
    points = page.locator(".pp-list").get_attribute("data-points")
    ahead = page.evaluate(SHOWN, True)
    assert page.locator(".pp-list").get_attribute("data-confirmed") != points
    assert ahead["rows"] != before["rows"]
    assert ahead["headline"] != before["headline"]

    page.mouse.up()
    page.locator(f".pp-list[data-confirmed='{points}']").wait_for()

    confirmed = page.evaluate(SHOWN, True)
    assert confirmed == ahead
    return dict(ahead)


def test_the_server_changes_nothing_that_a_drag_showed(open_app: Any) -> None:
    page = open_app()
    fetched: list[str] = []
    page.on("request", lambda r: fetched.append(r.url) if "/draws/" in r.url else None)
    ready(page)

    page.evaluate(
        f"() => {{ {IN_SHADOW} window.notes = []; const note = part('.pp-list .head .note');"
        " new MutationObserver(() => window.notes.push(note.textContent))"
        " .observe(note, { childList: true }); }"
    )

    shown = dragged(page)

    first = re.fullmatch(r"first (\d+) draws", page.evaluate("() => window.notes[0]"))
    assert first
    assert 100 <= int(first[1]) <= 500  # as many as there is time for
    assert page.evaluate("() => window.notes.at(-1)") == ""
    chances = [row[4] for row in shown["rows"] if len(row) > 1]
    assert len(chances) >= 6
    assert all("%" in chance for chance in chances)
    assert shown["rows"][0][0].startswith(("secure", "likely", "open"))

    # The draws stay where they are, however often a weight moves.
    page.get_by_role("slider", name="Grade").focus()
    page.keyboard.press("ArrowRight")
    page.locator(".pp-list[data-confirmed^='21,']").wait_for()
    assert len(fetched) <= 1


def test_sites_too_little_known_move_as_well(open_app: Any) -> None:
    page = open_app()
    ready(page)
    page.locator(".pp-list .for-section summary").click()
    page.locator(".pp-list .for-section label", has_text="too little known").click()
    page.locator(".pp-list .for-section label", has_text="out").last.click()
    page.keyboard.press("Escape")
    page.locator(".pp-list .table").focus()
    for key in ("End", "PageUp", "PageUp", "PageUp", "PageUp", "PageUp"):
        page.keyboard.press(key)

    shown = dragged(page)

    headings = [row[0] for row in shown["rows"] if len(row) == 1]
    assert headings[-1].startswith("too little known")
    assert any("if ranked" in row[4] for row in shown["rows"] if len(row) > 1)


def test_a_weight_that_is_held_still_is_not_let_go(open_app: Any) -> None:
    page = open_app()
    ready(page)
    # The next steps are there: nothing is left to work out.
    page.locator(".pp-list .step").filter(has_text="chance to").first.wait_for()
    x, y = hold(page, "volume")
    page.mouse.move(x + 60, y, steps=3)
    page.locator(".pp-list:not([data-points='20,20,20,20,20'])").wait_for()

    page.wait_for_timeout(6_000)  # a message that got lost would be said again within four
    points = page.locator(".pp-list").get_attribute("data-points")
    assert page.locator(".pp-list").get_attribute("data-confirmed") == "20,20,20,20,20"
    # What a row says besides may come late and takes nothing back; nor does a new list.
    for forget in ("", f"{IN_SHADOW} part('.pp-list').frame.ahead = undefined;"):
        page.evaluate(f"() => {{ {forget} window.dispatchEvent(new Event('pilot-facts')); }}")
        assert page.locator(".pp-list").get_attribute("data-points") == points
    # Nor does a list that nobody heard of: it is told within two seconds.
    before = page.evaluate(
        f"() => {{ {IN_SHADOW} const list = part('.pp-list'); list.frame.ahead = undefined;"
        " window.pilotPoints = null; window.dispatchEvent(new Event('pilot-facts'));"
        " return list.dataset.points; }"
    )
    assert before == "20,20,20,20,20"
    page.locator(f".pp-list[data-points='{points}']").wait_for()
    page.mouse.up()

    page.locator(f".pp-list[data-confirmed='{points}']").wait_for()


def test_topsis_moves_and_other_methods_say_that_they_wait(open_app: Any) -> None:
    page = open_app()
    ready(page)
    choose(page, "TOPSIS")
    page.locator(".pp-list .head .bar", has_text="Closeness").wait_for()

    dragged(page)

    choose(page, "VIKOR")
    page.locator(".pp-list .head .bar", has_text="missing to the ideal").wait_for()
    before = page.evaluate(SHOWN)["rows"]
    x, y = hold(page, "grade")
    page.mouse.move(x + 50, y, steps=3)
    page.locator(".head .note", has_text="waits for the server").wait_for()
    assert page.evaluate(SHOWN)["rows"] == before
    page.mouse.up()
    page.locator(".head .note", has_text="waits").wait_for(state="detached")


class Finger:
    """One finger on a page."""

    def __init__(self, page: Any) -> None:
        self._page = page
        self._session = page.context.new_cdp_session(page)
        self._at = (0.0, 0.0)

    def down(self, x: float, y: float) -> None:
        """Touch a place."""
        self._at = (x, y)
        self._touch("touchStart", {"x": x, "y": y})

    def move(self, dx: float, dy: float, steps: int = 12) -> None:
        """Move on, a step each frame."""
        x, y = self._at
        for step in range(1, steps + 1):
            self._touch("touchMove", {"x": x + dx * step / steps, "y": y + dy * step / steps})
            self._page.wait_for_timeout(16)

    def up(self) -> None:
        """Let go."""
        self._touch("touchEnd")

    def _touch(self, kind: str, *places: dict[str, float]) -> None:
        points = {"type": kind, "touchPoints": list(places)}
        self._session.send("Input.dispatchTouchEvent", points)


def test_a_swipe_over_a_slider_scrolls_and_a_tap_sets_it(open_app: Any) -> None:
    page = open_app(390, 844)
    ready(page)
    page.get_by_role("button", name="Weights", exact=True).click()
    page.locator("[data-testid=stSidebar][data-collapsed=false]").wait_for()
    slider = page.locator(".st-key-weight-box-volume input[type=range]")
    scrolled = "document.querySelector('[data-testid=stSidebarContent]').scrollTop"
    finger = Finger(page)
    for place in ("track", "thumb"):
        slider.scroll_into_view_if_needed()
        page.wait_for_timeout(500)  # the menu slides in
        track = slider.locator("xpath=../../..").bounding_box()
        thumb = slider.locator("xpath=../..").bounding_box()
        middle = thumb["x"] + thumb["width"] / 2, thumb["y"] + thumb["height"] / 2
        before = page.evaluate(scrolled)

        x = track["x"] + 0.8 * track["width"] if place == "track" else middle[0]
        finger.down(x, middle[1])
        finger.move(0, -90)
        finger.up()
        page.wait_for_function(f"{scrolled} > {before} + 40")

        assert slider.get_attribute("aria-valuetext") == "20"
        page.evaluate(f"{scrolled} = 0")

    slider.scroll_into_view_if_needed()
    track = slider.locator("xpath=../../..").bounding_box()
    height = slider.locator("xpath=../..").bounding_box()
    finger.down(track["x"] + 0.8 * track["width"], height["y"] + height["height"] / 2)
    finger.up()

    page.locator(".pp-list[data-confirmed='20,80,20,20,20']").wait_for(state="attached")


def test_a_finger_moves_a_weight_and_a_chosen_page_closes_the_menu(open_app: Any) -> None:
    page = open_app(390, 844)
    ready(page)
    page.get_by_role("button", name="Weights", exact=True).click()
    page.locator("[data-testid=stSidebar][data-collapsed=false]").wait_for()
    slider = page.locator(".st-key-weight-box-grade input[type=range]")
    slider.scroll_into_view_if_needed()
    page.wait_for_timeout(500)  # the menu slides in
    box = slider.locator("xpath=../..").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    finger = Finger(page)
    finger.down(x, y)
    finger.move(60, 0)
    # The list moves while the finger is down; the server has not been asked.
    page.locator(".pp-list:not([data-points='20,20,20,20,20'])").wait_for(state="attached")
    confirmed = page.locator(".pp-list").get_attribute("data-confirmed")
    assert confirmed == "20,20,20,20,20"

    finger.up()
    page.locator(".pp-list:not([data-confirmed='20,20,20,20,20'])").wait_for(state="attached")
    points = f"{slider.get_attribute('aria-valuetext')},20,20,20,20"
    page.locator(f".pp-list[data-confirmed='{points}']").wait_for(state="attached")

    page.keyboard.press("Escape")
    page.wait_for_function("!document.documentElement.dataset.ppSheet")
    page.get_by_test_id("stExpandSidebarButton").click()
    page.get_by_test_id("stSidebarNavLink").filter(has_text="Sites").first.click()
    page.locator("[data-testid=stSidebar][data-collapsed=true]").wait_for(state="attached")


def test_what_changed_is_announced_once_the_hands_are_still(open_app: Any) -> None:
    page = open_app()
    ready(page)
    page.wait_for_timeout(1500)
    page.evaluate(
        f"() => {{ {IN_SHADOW} window.said = [];"
        " const live = part('.pp-list .live[aria-live]');"
        " new MutationObserver(() => window.said.push(live.textContent))"
        " .observe(live, { childList: true, characterData: true, subtree: true }); }"
    )

    page.get_by_role("slider", name="CRM relevance").focus()
    for _ in range(12):
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(60)
    page.locator(".pp-list[data-confirmed='20,20,20,20,32']").wait_for()
    page.wait_for_function("() => window.said.length")
    page.wait_for_timeout(2500)

    said = page.evaluate("() => window.said")
    assert len(said) == 1
    assert said[0].startswith("On a list of 10: ")
    assert page.locator(".pp-list .live[aria-live]").get_attribute("aria-live") == "polite"


def test_who_comes_back_to_the_page_has_the_draws_without_asking_again(open_app: Any) -> None:
    page = open_app()
    ready(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.locator('[class*="st-key-flow-at"] a[href$="report"]').first.click()
    page.get_by_role("heading", name="Report").first.wait_for()

    page.locator('[class*="st-key-flow-at"] a').filter(has_text="Ranking").first.click()
    ready(page)

    assert not [url for url in asked if "/draws/" in url]
    hold(page, "grade")
    x, y = page.viewport_size["width"] / 2, page.viewport_size["height"] / 2
    page.mouse.move(x, y, steps=4)
    # A frame counts the draws that were kept.
    page.wait_for_function(f"() => {{ {IN_SHADOW} return part('.pp-live').dataset.frame; }}")
    page.mouse.up()
