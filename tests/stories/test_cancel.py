"""Work that takes long shows how far it is, and ends when somebody cancels it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.stories.test_every_page import rest, run_by, views

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_exact_ranks_of_the_whole_sample_can_be_cancelled(open_app: Any) -> None:
    from playwright.sync_api import expect

    page = open_app(path="robustness")
    rest(page)
    run_by(page, views(page).nth(1).click)
    # Other weights than those of other tests: what is kept needs no work.
    toggle = page.get_by_text("Exact best and worst place of every site")
    toggle.click()
    expect(page.get_by_text("Found the best and worst place of")).to_be_visible()

    page.get_by_role("button", name="Cancel").click()

    expect(page.get_by_role("button", name="Cancel")).to_have_count(0)
    rest(page)
    expect(
        page.get_by_role("switch", name="Exact best and worst place of every site")
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

    expect(page.get_by_role("button", name="Cancel")).to_have_count(0)
    rest(page)
    expect(page.get_by_role("button", name="Build the report")).to_be_visible()
    assert page.get_by_test_id("stDownloadButton").count() == 0


@pytest.mark.parametrize(
    ("address", "what"),
    [
        ("robustness?view=rules", "the places under other rules"),
        ("robustness?view=evidence", "what each measurement is worth"),
        ("criteria?view=policy", "the places under other rules"),
        ("methods", "the methods side by side"),
        ("shortlist", "the next step of each site"),
        ("shortlist?view=scenarios", "the scenarios side by side"),
        ("portfolio", "the best programme"),
        # A ranking of its own: that of the shortlist is finished by now.
        ("pilots?area=nordic", "the next step of each site"),
        ("evidence?view=capture", "what is known and missing of each site"),
        ("hindcast", "how often the ranking was right"),
    ],
)
def test_cancelled_work_says_so_and_can_be_worked_out_again(
    fresh_page: Any, slow_address: str, address: str, what: str
) -> None:
    from playwright.sync_api import expect

    page = fresh_page
    whole = "" if "area=" in address else "&area=all" if "?" in address else "?area=all"
    page.goto(f"{slow_address}/{address}{whole}")
    cancel = page.get_by_role("button", name="Cancel")
    said = page.get_by_text(f"Not worked out, because you cancelled it: {what}.")
    expect(cancel.first).to_be_visible()
    # The page stands while the work goes on.
    expect(page.locator("h1")).to_be_visible()

    cancel.first.click()
    expect(said).to_be_visible()
    again = page.get_by_role("button", name="Work it out again").first
    again.click()

    expect(said).to_have_count(0)
    expect(cancel).to_have_count(0)
    rest(page)
    assert page.get_by_test_id("stException").count() == 0


def test_a_quick_run_that_was_cancelled_waits_for_its_button(
    fresh_page: Any, slow_address: str
) -> None:
    from playwright.sync_api import expect

    page = fresh_page
    page.goto(f"{slow_address}/robustness?area=all")
    page.get_by_role("button", name="Cancel").click()
    run = page.get_by_role("button", name="Run 10 000 draws")
    expect(run).to_be_visible()
    rest(page)
    expect(page.get_by_text("Who belongs on a shortlist of")).to_have_count(0)

    run.click()

    expect(page.get_by_text("Who belongs on a shortlist of")).to_be_visible()


def test_what_is_finished_comes_back_at_once(fresh_page: Any, slow_address: str) -> None:

    page = fresh_page
    address = f"{slow_address}/evidence?view=capture&area=nordic"
    page.goto(address)
    page.get_by_text("Words on this page").wait_for()
    rest(page)
    page.evaluate("sessionStorage.clear()")

    page.goto(address)
    page.locator("h1").wait_for()
    page.evaluate(
        """() => {
          window.cancels = 0;
          const look = () => {
            window.cancels += [...document.querySelectorAll('button')]
              .filter((one) => one.textContent === 'Cancel').length;
            requestAnimationFrame(look);
          };
          look();
        }"""
    )
    rest(page)
    assert page.evaluate("window.cancels") == 0
