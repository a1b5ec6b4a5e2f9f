"""Who reads the help of a switch, by mouse or by finger, does not turn the switch."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser import shown
from tests.stories.test_every_page import rest

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SWITCH = "With the project in the PDF"


@pytest.mark.parametrize("by", ["click", "tap"])
def test_help_of_a_switch_is_read_without_turning_it(
    browser: Any, app_address: str, by: str
) -> None:
    context = browser.new_context(has_touch=True)
    page = context.new_page()
    page.set_default_timeout(30_000)
    page.goto(f"{app_address}/report")
    rest(page)
    switch = page.locator("[data-testid=stCheckbox]").filter(has_text=SWITCH)
    shown(switch.locator("input")).to_be_checked()

    getattr(switch.get_by_role("button", name=f"Help for {SWITCH}"), by)()
    page.get_by_text("Whoever has the PDF can open it").wait_for()
    rest(page)
    shown(switch.locator("input")).to_be_checked()

    getattr(switch.get_by_text(SWITCH), by)()
    rest(page)
    shown(switch.locator("input")).not_to_be_checked()
    context.close()
