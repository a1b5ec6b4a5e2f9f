"""A word of the glossary in the text of a page says what it means: to pointer, key, finger."""

from __future__ import annotations

from typing import Any

import pytest

from prioritizer.ui.parts.terms import TERMS
from tests.stories.test_browser_walk import overflow, serious_faults

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TOLD = "(word) => getComputedStyle(word, '::after').display"
PLACE = """
(word) => ['position', 'bottom'].map((one) => getComputedStyle(word, '::after')[one])
"""
MEANT = "(word) => document.getElementById(word.getAttribute('aria-describedby')).textContent"


def first_word(page: Any) -> Any:
    """Return the first word that is marked on a page that rests."""
    page.locator(".pp-terms").wait_for(state="attached")
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    word = page.locator(".pp-word").first
    word.scroll_into_view_if_needed()
    return word


def test_a_word_is_explained_on_hover_and_on_focus_and_escape_ends_it(open_app: Any) -> None:
    page = open_app(path="viability")
    word = first_word(page)
    states = [word.evaluate(TOLD)]

    word.hover()
    states.append(word.evaluate(TOLD))
    page.keyboard.press("Escape")
    states.append(word.evaluate(TOLD))
    page.mouse.move(0, 0)
    word.focus()
    states.append(word.evaluate(TOLD))
    page.keyboard.press("Escape")
    states.append(word.evaluate(TOLD))
    # One stop of the Tab key, which leads on.
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    states.append(word.evaluate(TOLD))

    assert word.inner_text() == "net present value"
    assert word.evaluate(MEANT) == TERMS["npv"].words == word.get_attribute("data-says")
    assert states == ["none", "block", "none", "block", "none", "block"]
    assert serious_faults(page) == {}


def test_a_tap_explains_a_word_above_the_button_of_a_phone(tabs: Any, app_address: str) -> None:
    context = tabs._context.browser.new_context(
        has_touch=True, viewport={"width": 390, "height": 844}
    )
    page = context.new_page()
    page.goto(f"{app_address}/?area=all")
    word = first_word(page)

    word.tap()

    assert word.inner_text() == "secure"
    assert word.evaluate(TOLD) == "block"
    position, bottom = word.evaluate(PLACE)
    assert position == "fixed"
    button = page.get_by_role("button", name="Weights", exact=True).bounding_box()
    assert 844 - float(bottom.removesuffix("px")) <= button["y"]
    assert overflow(page) <= 0
    context.close()


def test_no_heading_table_or_button_holds_a_marked_word(open_app: Any) -> None:
    page = open_app(path="pilots")
    first_word(page)

    marked = page.locator(".pp-word").all_inner_texts()
    inside = page.locator(":is(h1, h2, h3, table, button, a, summary, label) .pp-word").count()

    assert {"TRL", "UNFC"} <= set(marked)
    assert inside == 0
