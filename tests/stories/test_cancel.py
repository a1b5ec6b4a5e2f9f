"""Work that takes long shows how far it is, and ends when somebody cancels it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.stories.test_every_page import rest, views

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_exact_ranks_of_the_whole_sample_can_be_cancelled(open_app: Any) -> None:
    from playwright.sync_api import expect

    page = open_app(path="robustness")
    rest(page)
    views(page).nth(1).click()
    rest(page)
    # Other weights than those of other tests: what is kept needs no work.
    toggle = page.get_by_text("Exact best and worst rank of every site")
    toggle.click()
    expect(page.get_by_text("Found the best and worst place of")).to_be_visible(timeout=60_000)

    page.get_by_role("button", name="Cancel").click()

    expect(page.get_by_role("button", name="Cancel")).to_have_count(0, timeout=15_000)
    rest(page)
    expect(
        page.get_by_role("switch", name="Exact best and worst rank of every site")
    ).not_to_be_checked()
    assert page.get_by_test_id("stException").count() == 0


def test_a_report_that_is_being_built_can_be_cancelled(open_app: Any) -> None:
    from playwright.sync_api import expect

    page = open_app(path="report")
    rest(page)
    page.get_by_label("Title").first.fill("Cancelled")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Build the report").click()
    page.get_by_role("button", name="Cancel").click()

    expect(page.get_by_role("button", name="Cancel")).to_have_count(0, timeout=60_000)
    rest(page)
    expect(page.get_by_role("button", name="Build the report")).to_be_visible()
    assert page.get_by_test_id("stDownloadButton").count() == 0
