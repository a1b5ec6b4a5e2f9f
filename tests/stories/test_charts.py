"""Charts answer to pointer and keys, go along as files, and turn dark with the page."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

import pytest

from tests.browser import shown
from tests.patience import last_look
from tests.stories.test_every_page import rest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PNG = b"\x89PNG\r\n\x1a\n"
FILL = "(one) => getComputedStyle(one).fill"
DARK_INK, LIGHT_INK = "rgb(231, 237, 241)", "rgb(27, 42, 51)"


def taken(page: Any, chart: str, kind: str) -> bytes:
    with page.expect_download() as download:
        page.locator(f".st-key-{chart} .pp-chart").get_by_role("button").filter(
            has_text=kind
        ).click()
    name = chart.removeprefix("plot-chart-").removesuffix("-files")
    assert download.value.suggested_filename == f"{name}.{kind.lower()}"
    return Path(download.value.path()).read_bytes()


def test_a_chart_of_our_own_answers_and_goes_along_light_from_a_dark_page(
    open_app: Any,
) -> None:
    page = open_app(path="methods")
    rest(page)
    page.emulate_media(color_scheme="dark")
    chart = page.locator(".st-key-places-under-methods .pp-chart")
    stage, card = chart.locator(".stage"), chart.locator(".card")
    stage.wait_for()

    stage.focus()
    page.keyboard.press("ArrowRight")
    shown(card).to_contain_text("Weighted sum: place")
    assert chart.locator(".live").inner_text() == card.inner_text()
    page.keyboard.press("End")
    page.keyboard.press("Escape")
    shown(card).to_be_hidden()
    chart.locator("g.told").nth(3).hover()
    shown(card).to_contain_text(": place ")

    page.wait_for_function(
        "document.querySelector('.stApp') && getComputedStyle(document.querySelector("
        "'.stApp')).colorScheme === 'dark'"
    )
    text = chart.locator("svg text").first
    pause = partial(page.wait_for_timeout, 300)
    assert last_look(lambda: text.evaluate(FILL), DARK_INK, pause) == DARK_INK
    svg = taken(page, "places-under-methods", "SVG")
    assert Xml.fromstring(svg).find(".//{*}g/{*}title") is not None  # noqa: S314 - our own
    assert b"prefers-color-scheme" not in svg
    assert taken(page, "places-under-methods", "PNG").startswith(PNG)
    page.emulate_media(media="print", color_scheme="dark")
    assert last_look(lambda: text.evaluate(FILL), LIGHT_INK, pause) == LIGHT_INK
    page.emulate_media(media="screen", color_scheme="light")


def test_a_plotly_chart_zooms_by_its_tools_and_goes_along_as_both_kinds(open_app: Any) -> None:
    page = open_app(path="robustness")
    rest(page)
    plot = page.locator(".st-key-plot-chart-rank-map .js-plotly-plot")
    plot.locator(".main-svg").first.wait_for()
    before = plot.evaluate("(one) => one.layout.yaxis.range.join()")

    plot.locator("[data-title='Zoom in']").click()
    page.wait_for_function(
        "(before) => document.querySelector('.st-key-plot-chart-rank-map .js-plotly-plot')"
        ".layout.yaxis.range.join() !== before",
        arg=before,
    )

    svg = taken(page, "plot-chart-rank-map-files", "SVG")
    assert b"Place (of 66 sites;" in svg
    Xml.fromstring(svg)  # noqa: S314 - our own text
    assert taken(page, "plot-chart-rank-map-files", "PNG").startswith(PNG)


def test_who_chooses_dark_finds_every_page_dark(open_app: Any) -> None:
    page = open_app(path="about")
    rest(page)

    page.get_by_test_id("stMainMenuButton").click()
    page.get_by_test_id("stMainMenuItem-theme-Dark").click()
    page.wait_for_function(
        "getComputedStyle(document.querySelector('.stApp')).colorScheme === 'dark'"
    )
    page.goto(f"{page.url.rsplit('/', 1)[0]}/projects")
    rest(page)

    assert page.evaluate("getComputedStyle(document.querySelector('.stApp')).colorScheme") == (
        "dark"
    )
    page.evaluate("localStorage.clear()")


def test_a_chart_that_is_wider_than_a_phone_says_that_more_lies_to_the_right(
    open_app: Any,
) -> None:
    page = open_app(390, 844, "viability")
    rest(page)
    chart = page.locator(".st-key-figure-cash-by-year")
    stage, hint = chart.locator(".stage"), chart.locator(".more")
    hint.wait_for()
    shown(stage).to_contain_class("goes-on")

    stage.evaluate("(one) => { one.scrollLeft = one.scrollWidth; }")
    page.wait_for_function(
        "(one) => !one.classList.contains('goes-on')", arg=stage.element_handle()
    )

    page.set_viewport_size({"width": 1440, "height": 900})
    hint.wait_for(state="hidden")
