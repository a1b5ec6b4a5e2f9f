"""Numbers pasted from a spreadsheet into the grid of cells at fault, in a real browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TABLE = """site_id,name,waste_type,tonnage_t,area_ha
A,Alpha,tailings,1 2 3 x,x y
B,Beta,tailings,70000,3.25
"""


def test_numbers_as_people_write_them_are_pasted_and_read(browser: Any, tmp_path: Path) -> None:
    file = tmp_path / "faulty.csv"
    file.write_text(TABLE, encoding="utf-8")
    (tmp_path / "own").mkdir()
    with Server(tmp_path / "own") as server:
        rights = ["clipboard-read", "clipboard-write"]
        page = browser.new_context(permissions=rights).new_page()
        page.goto(f"{server.address}/import")
        page.locator("input[type=file]").first.set_input_files(str(file))
        page.get_by_role("button", name="Read this file").click()
        grid = page.locator("[class*=st-key-import-correct-]").first
        canvas = grid.locator("canvas").first
        canvas.scroll_into_view_if_needed()
        page.wait_for_timeout(1_000)  # the grid takes its width
        box = canvas.bounding_box()
        page.evaluate("navigator.clipboard.writeText('1 500 000\\n0,5')")
        # The first cell of the last column, below the heads of 35 pixels.
        page.mouse.click(box["x"] + box["width"] - 30, box["y"] + 52)
        page.keyboard.press("Control+v")
        page.get_by_role("button", name="Read again with these values").click()

        page.get_by_text("cells as you corrected them").wait_for()
        told = page.get_by_text("→").first.inner_text()
        assert "tonnage_t: 1 2 3 x → 1 500 000" in told
        assert "area_ha: x y → 0,5" in told
        facts = page.locator(".pp-facts-line").first.inner_text().replace("\n", " ")
        assert "2 sites read" in facts
        assert "0 errors" in facts
