"""A person's way over the map in a real browser: by hand and by key, near and far, to paper."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.base_map import pages
from tests.browser import shown
from tests.stories.test_browser_walk import names, ready, serious_faults, settled, turn_to

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MAP = ".pp-map svg[role=application]"
# The commonest colour around a place on the map, from its canvas; names are few pixels.
COLOUR = """
(root, [lon, lat]) => {
  const [x, y] = root.view.plane([lon, lat]), { k, sharpness } = root.view;
  const at = [x * k + root.view.x, y * k + root.view.y];
  at.forEach((one, i) => { at[i] = Math.round(one * sharpness); });
  const { data } = root.view.below.getContext('2d').getImageData(at[0] - 7, at[1] - 7, 15, 15);
  const counts = new Map();
  for (let i = 0; i < data.length; i += 4) {
    const one = data.slice(i, i + 3).join();
    counts.set(one, (counts.get(one) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0][0].split(',').map(Number);
}
"""
WATER, LAND = [227, 237, 243], [253, 252, 249]
STOPS = """
(root) => [...root.querySelectorAll('*')].filter((one) => one.tabIndex >= 0
  && !one.closest('[hidden]') && one.getClientRects().length).map((one) => one.localName)
"""


def map_of(page: Any) -> Any:
    """Return the map once it is drawn, with the focus on it."""
    ready(page)
    page.locator(".pp-map[data-drawn=yes]").wait_for()
    page.locator(MAP).scroll_into_view_if_needed()
    page.locator(MAP).focus()
    return page.locator(".pp-map")


def scale(found: Any) -> float:
    return float(found.evaluate("(root) => root.view.k"))


def at_rest(page: Any) -> None:
    page.evaluate("() => new Promise((r) => requestAnimationFrame(() => setTimeout(r, 60)))")


def middle(page: Any) -> tuple[float, float]:
    box = page.locator(MAP).bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_tables_of_the_map_are_those_of_the_project() -> None:
    stale = [path.name for path, text in pages() if path.read_text(encoding="utf-8") != text]

    assert stale == [], "write them again: python -m tests.base_map"


def test_land_lies_where_land_is_and_water_where_water_is(open_app: Any) -> None:
    page = open_app()
    found = map_of(page)
    at_rest(page)

    # The Sahara and the South Atlantic.
    assert found.evaluate(COLOUR, [26.0, 23.5]) == LAND
    assert found.evaluate(COLOUR, [-20.0, -38.0]) == WATER
    assert int(found.get_attribute("data-sites")) > 90


def test_land_seen_close_has_islands_that_the_map_of_the_world_leaves_out(
    open_app: Any,
) -> None:
    page = open_app()
    found = map_of(page)
    # Anholt, alone in the Kattegat, and the sea beside it; the coarse map has water for both.
    found.evaluate(
        "({ view }) => { view.k = 60; const [x, y] = view.plane([11.57, 56.71]); "
        "view.x = view.width / 2 - x * 60; view.y = view.height / 2 - y * 60; }"
    )
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowRight")

    page.wait_for_function(
        "(root) => root.view.isFine && root.view.close.has('0_40')", arg=found.element_handle()
    )
    at_rest(page)
    assert found.evaluate(COLOUR, [11.57, 56.71]) == LAND
    assert found.evaluate(COLOUR, [11.45, 56.71]) == WATER


def test_the_map_is_one_stop_of_the_tab_key_and_axe_finds_no_fault(open_app: Any) -> None:
    page = open_app()
    found = map_of(page)

    assert found.evaluate(STOPS) == ["svg"]
    page.keyboard.press("l")
    assert serious_faults(page) == {}
    page.keyboard.press("Escape")
    page.keyboard.press("f")
    page.locator("dialog[open] .frame").wait_for()
    assert serious_faults(page) == {}
    page.keyboard.press("Escape")
    page.locator(":not(dialog) > .frame svg[role=application]").wait_for()
    assert found.evaluate(STOPS) == ["svg"]


def test_keys_zoom_walk_and_choose(open_app: Any) -> None:
    page = open_app()
    found = map_of(page)
    far = scale(found)

    page.keyboard.press("n")
    page.keyboard.press("n")
    second = found.locator(".live").text_content()
    page.keyboard.press("Enter")
    page.locator(".pp-map circle.chosen").wait_for()
    page.locator(MAP).focus()
    page.keyboard.press("2")
    near = scale(found)

    assert second.startswith(f"{names(page)[1]}. Place 2")
    assert near > 50 * far
    assert found.locator(".credit").text_content().startswith("Coasts, borders and rivers are")
    page.keyboard.press("0")
    assert scale(found) == pytest.approx(far)


def test_a_wheel_turns_the_page_until_the_map_has_the_focus(open_app: Any) -> None:
    page = open_app()
    found = map_of(page)
    far = scale(found)
    page.evaluate("() => document.activeElement.blur()")
    page.mouse.move(*middle(page))

    page.mouse.wheel(0, -300)
    at_rest(page)
    assert scale(found) == pytest.approx(far)
    page.locator(MAP).focus()
    page.mouse.move(*middle(page))
    page.mouse.wheel(0, -300)
    at_rest(page)

    assert scale(found) > 1.5 * far


def test_two_fingers_zoom_and_one_scrolls_the_page(open_app: Any) -> None:
    page = open_app(390, 844)
    found = map_of(page)
    far = scale(found)
    touch = (
        "(svg, steps) => { const box = svg.getBoundingClientRect(); for (const "
        "[name, pointerId, x, y] of steps) svg.dispatchEvent(new PointerEvent(name, { "
        "pointerId, pointerType: 'touch', bubbles: true, clientX: box.left + x, "
        "clientY: box.top + y })); }"
    )
    one = [
        ["pointerdown", 1, 100, 100],
        ["pointermove", 1, 160, 100],
        ["pointerup", 1, 160, 100],
    ]
    two = [
        ["pointerdown", 1, 100, 100],
        ["pointerdown", 2, 200, 100],
        ["pointermove", 2, 300, 100],
        ["pointerup", 2, 300, 100],
        ["pointerup", 1, 100, 100],
    ]
    before = found.evaluate("(root) => [root.view.x, root.view.y, root.view.k]")

    page.locator(MAP).evaluate(touch, one)
    assert found.evaluate("(root) => [root.view.x, root.view.y, root.view.k]") == before
    page.locator(MAP).evaluate(touch, two)

    assert scale(found) == pytest.approx(2 * far)
    assert page.locator(MAP).evaluate("(one) => getComputedStyle(one).touchAction") == "pan-y"


def test_a_pointer_on_a_mark_opens_a_card_with_what_the_list_says(open_app: Any) -> None:
    page = open_app()
    found = map_of(page)
    chance = page.locator(".pp-list .row:has(.place) .chance .number").first.inner_text()

    page.keyboard.press("2")
    at_rest(page)
    page.mouse.move(*middle(page))
    card = found.locator(".card")
    card.wait_for()

    shown(card.locator("b")).to_have_text(names(page)[0])
    assert f"Place 1 · {chance} chance of a place on the list" in card.inner_text()
    label = found.locator("circle.chosen").get_attribute("aria-label")
    assert label == f"{names(page)[0]}. Place 1 · {chance} chance of a place on the list"


def drag_area(page: Any) -> None:
    """Draw an area around the chosen site."""
    map_of(page)
    page.keyboard.press("2")
    at_rest(page)
    x, y = middle(page)
    page.keyboard.press("a")
    page.mouse.move(x - 40, y - 40)
    page.mouse.down()
    page.mouse.move(x + 40, y + 40, steps=4)
    page.mouse.up()


def test_an_area_drawn_on_the_map_is_a_filter_of_the_list(open_app: Any) -> None:
    page = open_app()
    settled(page)
    whole, counted = names(page), page.locator(".pp-list .count > span")
    said = counted.inner_text()
    n_all = re.search(r"\d+", said)[0]  # type: ignore[index]

    drag_area(page)
    area = page.locator(".pp-list .count .area")
    area.filter(has_text="Area on the map: 1 site").wait_for()
    settled(page)
    kept, told = names(page), counted.inner_text()
    # A weight that moves leaves the area as it is, drawn ahead and confirmed.
    page.get_by_role("slider", name="Grade").focus()
    page.keyboard.press("End")
    page.locator(".pp-list[data-confirmed='100,20,20,20,20']").wait_for()
    still = names(page)
    page.get_by_role("button", name="Remove the filter “Area on the map: 1 site”").click()
    area.wait_for(state="hidden")
    settled(page)

    assert kept == still == whole[:1]
    assert told.startswith(f"Shown: 1 of {n_all} sites; 1 of them on the list.")
    assert counted.inner_text().partition(" (")[0] == said.partition(" (")[0]
    shown(page.locator(".pp-map .area")).to_have_attribute("d", "")


def test_the_area_is_still_there_when_one_comes_back_or_loads_the_page_again(
    open_app: Any,
) -> None:
    page = open_app()
    settled(page)
    # A project begins with the first weight that is moved.
    page.get_by_role("slider", name="Grade").press("ArrowRight")
    page.get_by_text("Saved", exact=True).wait_for()
    settled(page)
    drag_area(page)
    area = page.locator(".pp-list .count .area")
    area.wait_for()
    drawn = page.locator(".pp-map path.area[d^=M]")
    drawn.wait_for(state="attached")

    turn_to(page, "Sites", "Sites")
    turn_to(page, "Ranking", "Ranking")

    ready(page)
    area.wait_for()
    drawn.wait_for(state="attached")
    page.get_by_text("Saved", exact=True).wait_for()
    page.reload()
    ready(page)
    area.wait_for()
    drawn.wait_for(state="attached")
    area.click()
    area.wait_for(state="hidden")
    settled(page)
    shown(page.locator(".pp-map .area")).to_have_attribute("d", "")


def test_search_and_area_survive_f5_before_there_is_a_project(open_app: Any) -> None:
    page = open_app()
    ready(page)
    area, search = page.locator(".pp-list .count .area"), page.locator(".pp-list .search")
    drag_area(page)
    area.wait_for()
    settled(page)
    search.fill("tailings")
    kept = names(page)

    page.reload()  # at once, before anybody has heard of the search

    ready(page)
    area.filter(has_text="Area on the map: 1 site").wait_for()
    page.locator(".pp-map path.area[d^=M]").wait_for(state="attached")
    settled(page)
    assert (search.input_value(), names(page)) == ("tailings", kept)
    page.wait_for_function("() => location.search.includes('q=tailings')")
    # To look makes no project, and neither another tab nor a typed address shows any of it.
    assert "project=" not in page.url
    assert page.get_by_text("No project yet").is_visible()
    begin = page.url.partition("?")[0] + "?area=all"
    tab = page.context.new_page()
    for one in (tab, page):
        one.goto(begin)
        ready(one)
        one.wait_for_timeout(1_000)
        assert one.locator(".pp-list .search").input_value() == ""
        assert one.locator(".pp-list .count .area").is_hidden()
    tab.close()


def test_the_way_back_leads_to_the_search_of_the_page_before(open_app: Any) -> None:
    page = open_app()
    ready(page)
    search = page.locator(".pp-list .search")
    search.fill("tailings")
    page.wait_for_function("() => location.search.includes('q=tailings')")
    page.goto(page.url.replace("tailings", "zinc"))
    ready(page)
    assert search.input_value() == "zinc"

    page.go_back()

    ready(page)
    page.wait_for_timeout(1_000)
    assert search.input_value() == "tailings"
    assert "q=tailings" in page.url


def test_what_was_taken_away_stays_away_after_f5(open_app: Any) -> None:
    page = open_app()
    ready(page)
    drag_area(page)
    page.locator(".pp-list .count .area").click()
    # Forgotten at once, so that F5 before the map has heard of it brings nothing back.
    assert page.evaluate("sessionStorage.getItem('pilot-area')") == "null"
    page.locator(".pp-list .count .area").wait_for(state="hidden")
    page.locator(".pp-list .search").fill("tailings")
    page.locator(".pp-list .clear").click()
    settled(page)

    page.reload()

    ready(page)
    page.wait_for_timeout(1_000)
    assert page.locator(".pp-list .search").input_value() == ""
    assert page.locator(".pp-list .count .area").is_hidden()


def test_clear_takes_the_area_away_with_the_other_filters(open_app: Any) -> None:
    page = open_app()
    settled(page)
    whole = names(page)
    drag_area(page)
    area = page.locator(".pp-list .count .area")
    area.wait_for()
    page.locator(".pp-list .search").fill("no site is called so")
    page.locator(".pp-list .count", has_text="Shown: 0 of").wait_for()
    still = area.inner_text()

    page.locator(".pp-list .clear").focus()
    page.keyboard.press("Enter")
    area.wait_for(state="hidden")
    settled(page)

    assert still.startswith("Area on the map: 1 site")
    assert names(page) == whole
    shown(page.locator(".pp-list .search")).to_have_value("")
    shown(page.locator(".pp-list .clear")).to_be_hidden()
    shown(page.locator(".pp-map .area")).to_have_attribute("d", "")
    # What had the focus is gone; the list has it now.
    assert page.locator(".pp-list .table").evaluate("(one) => one.matches(':focus')")


def test_escape_lets_all_sites_back_also_after_a_look_at_another_page(open_app: Any) -> None:
    page = open_app()
    map_of(page)
    page.keyboard.press("2")
    at_rest(page)
    area = page.locator(".pp-list .count .area")

    for is_away in (False, True):
        page.locator(MAP).focus()
        page.keyboard.press("a")
        page.keyboard.press("Enter")
        area.wait_for()
        if is_away:
            page.locator('[class*="st-key-flow-at"] a[href$="sites"]').first.click()
            area.wait_for(state="detached")
            page.locator('[class*="st-key-flow-at"] a', has_text="Ranking").first.click()
            area.wait_for()
            map_of(page)
        page.locator(MAP).focus()
        page.keyboard.press("Escape")
        area.wait_for(state="hidden")


def test_sites_are_coloured_by_a_metal_and_the_legend_follows(open_app: Any) -> None:
    page = open_app()
    found = map_of(page)
    page.keyboard.press("l")
    options = found.locator("option", has_text=re.compile(r"^Cu \(\d+ sites\)$"))
    told = int(re.findall(r"\d+", options.text_content())[0])

    found.get_by_label("Colour the sites by").select_option("metal:Cu")

    looks = found.evaluate("(root) => root.view.looks")
    assert looks.count("has") == told
    assert set(looks) == {"has", "none"}
    assert "a grade is known" in found.locator(".legend").inner_text()


def test_a_layer_of_ones_own_stays_in_the_browser_and_its_text_stays_text(
    open_app: Any, tmp_path: Path
) -> None:
    page = open_app()
    found = map_of(page)
    layer = tmp_path / "<b>rail</b>.geojson".replace("/", "_")
    line = {"type": "LineString", "coordinates": [[10, 50], [20, 55]]}
    layer.write_text(json.dumps({"type": "Feature", "properties": {}, "geometry": line}))
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    page.on("websocket", lambda socket: sent.append(socket.url))
    frames = found.evaluate(
        "() => { window.sentFrames = 0; const send = WebSocket.prototype.send; "
        "WebSocket.prototype.send = function (one) { window.sentFrames += 1; "
        "return send.call(this, one); }; return 0; }"
    )

    page.keyboard.press("l")
    found.locator("input[type=file]").set_input_files(str(layer))
    found.locator(".own p", has_text=layer.name).wait_for()

    shown(found.locator(".own b")).to_have_count(0)
    assert page.evaluate("() => window.sentFrames") == frames
    assert [one for one in sent if one != "GET"] == []
    found.locator(".own button").click()
    shown(found.locator(".own p")).to_have_count(0)


def test_the_map_is_printed_alone_and_the_page_is_as_before(open_app: Any) -> None:
    page = open_app()
    found = map_of(page)
    page.evaluate(
        "() => { window.print = () => { window.printed = [...document.body.children]"
        ".map((one) => one.className).filter((name) => name === 'pp-print'); }; }"
    )

    found.get_by_role("button", name="Print", exact=True).click()
    page.wait_for_function("() => window.printed")
    page.emulate_media(media="print")
    seen = page.evaluate(
        "() => [...document.body.children].filter((one) => one.getClientRects().length)"
        ".map((one) => [one.className, one.naturalWidth, one.clientHeight <= innerHeight])"
    )
    page.emulate_media(media="screen")
    page.evaluate("() => window.dispatchEvent(new Event('afterprint'))")

    assert seen == [["pp-print", 3120, True]]
    assert page.locator(".pp-print").count() == 0
    assert names(page)


# What is written with Latin letters in every language: sources, formats, keys and elements.
LATIN = {"Natural", "Earth", "GeoNames", "GeoJSON", "Enter", "Escape"}
TOLD = """
(root) => [...root.querySelectorAll('*')].filter((one) => !one.closest('option, .card, circle'))
  .flatMap((one) => [one.title, one.getAttribute('aria-label'), one.label,
    one.getAttribute('aria-roledescription'),
    ...[...one.childNodes].filter((part) => part.nodeType === 3).map((part) => part.data)])
  .filter((text) => typeof text === 'string' && text)
"""
CUT = """
(root) => [...root.querySelectorAll('button, label, .key, .credit, .hint')].filter((one) => {
  const [own, all] = [one.getBoundingClientRect(), root.getBoundingClientRect()];
  return own.width && (one.scrollWidth > one.clientWidth + 1 && one.clientWidth
    || own.left < all.left - 1 || own.right > all.right + 1);
}).map((one) => one.textContent)
"""


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_a_russian_reader_meets_no_english_word_on_the_map_and_none_is_cut(
    browser: Any, app_address: str, width: int, height: int
) -> None:
    context = browser.new_context(locale="ru-RU", viewport={"width": width, "height": height})
    page = context.new_page()
    page.goto(f"{app_address}?area=all")
    page.locator(".pp-map[data-drawn=yes]").wait_for()
    found = page.locator(".pp-map")
    svg = found.locator("svg").first
    svg.scroll_into_view_if_needed()

    # The letter that lies on the key L of a Russian keyboard.
    svg.dispatch_event("keydown", {"key": "д", "code": "KeyL"})
    found.locator(".panel").wait_for()
    told = found.evaluate(TOLD)
    cut = found.evaluate(CUT)
    context.close()

    words = [word for line in told for word in re.findall("[A-Za-z]{3,}", line)]
    assert set(words) <= LATIN
    assert len(told) > 40
    assert cut == []


def test_the_layers_of_the_large_map_cover_no_tool_on_a_phone(open_app: Any) -> None:
    page = open_app(390, 844)
    found = map_of(page)

    page.keyboard.press("f")
    page.keyboard.press("l")
    panel = found.locator(".panel").bounding_box()
    tools = found.locator(".tools").bounding_box()

    assert panel["y"] + panel["height"] <= tools["y"]
