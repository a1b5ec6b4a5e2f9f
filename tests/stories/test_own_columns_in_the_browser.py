"""A criterion typed into a grid by hand, in a real browser, and the page at three sizes."""

from __future__ import annotations

import re
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SIZES = [(1440, 900), (900, 1100), (390, 844)]


def open_view(page: Any) -> None:
    page.get_by_text("Add, hide, veto").click()
    page.get_by_role("heading", name="Set a veto").wait_for()


@pytest.mark.parametrize("size", SIZES)
def test_the_page_fits_its_window(size: tuple[int, int], open_app: Any) -> None:
    page = open_app(*size, path="criteria")

    open_view(page)

    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    for name in ("Criteria in use", "Add a criterion", "Set a veto"):
        assert page.get_by_role("heading", name=name).is_visible()
    hide, field = (
        page.get_by_role(role, name=name).first.bounding_box()
        for role, name in (("button", "Hide"), ("textbox", "Name of Grade"))
    )
    assert abs(hide["y"] - field["y"]) < 20, "a name and its button stand in one line"


def test_values_typed_as_people_write_them_become_a_criterion(open_app: Any) -> None:
    page = open_app(path="criteria")
    open_view(page)
    page.get_by_label("Name of the column").fill("Owner talks")
    page.get_by_role("button", name="Type its values").click()
    grid = page.get_by_test_id("stDataFrame").first
    grid.wait_for()
    page.wait_for_timeout(1000)
    box = grid.bounding_box()
    for row, text in enumerate(("0,5", "1 500 000", "3")):
        # The grid is one canvas: cells are found by their place.
        page.mouse.click(box["x"] + box["width"] - 40, box["y"] + 51 + 33 * row)
        page.wait_for_timeout(300)
        page.keyboard.type(text, delay=40)
        page.keyboard.press("Enter")
        page.wait_for_timeout(1200)
    page.get_by_role("button", name="Use these values").click()
    page.get_by_text("Owner talks has 3 new values").wait_for()

    page.get_by_label("Worst end").fill("0")
    page.get_by_label("Best end").fill("1 500 000")
    page.get_by_role("button", name="Add this criterion").click()

    page.get_by_text(re.compile("Owner talks is a criterion now")).wait_for()
    assert page.get_by_label("Name of Owner talks").input_value() == "Owner talks"
