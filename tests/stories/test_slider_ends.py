"""A weight that is pointed at or moved by keys stays legible: nothing lies over its text."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser import shown
from tests.stories.test_browser_walk import ready

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_no_ends_are_written_over_the_weight(open_app: Any) -> None:
    page = open_app()
    ready(page)
    box = page.locator("[class*=st-key-weight-box-volume]")
    share = box.locator(".pp-range b")

    box.hover()
    page.get_by_role("slider", name="Volume").focus()
    page.wait_for_timeout(500)

    shown(share).to_have_text("weight 20 %")
    ends = box.get_by_text("100", exact=True)
    assert not [one for one in ends.all() if one.is_visible()]
