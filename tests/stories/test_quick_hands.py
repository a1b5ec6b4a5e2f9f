"""Hands quicker than the server: keys, drags and chips in a burst, on a page just opened."""

from __future__ import annotations

from typing import Any

import pytest

from tests.stories.test_browser_walk import confirmed, ready

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def chips(page: Any) -> Any:
    return page.get_by_role("radiogroup", name="Start from").get_by_role("radio")


def chosen_chip(page: Any) -> str:
    group = page.get_by_role("radiogroup", name="Start from")
    return str(group.get_by_role("radio", checked=True).inner_text())


def points(page: Any) -> list[int]:
    inputs = page.locator("[class*=st-key-weight-box-] input[type=range]")
    return [int(inputs.nth(k).get_attribute("aria-valuetext")) for k in range(inputs.count())]


def settled(page: Any, wanted: list[int]) -> None:
    """Wait until the server has ranked with these points, and see that nothing falls back."""
    confirmed(page, ",".join(map(str, wanted)))
    page.wait_for_timeout(1_000)
    assert points(page) == wanted
    assert page.locator(".pp-list").get_attribute("data-confirmed") == ",".join(
        map(str, wanted)
    )


def opened(open_app: Any) -> Any:
    page = open_app()
    ready(page)
    page.locator(".st-key-weight-box-access input[type=range]").wait_for()
    return page


@pytest.mark.parametrize("pause", [0, 20, 100])
def test_five_quick_keys_count_on_a_page_just_opened(open_app: Any, pause: int) -> None:
    page = opened(open_app)
    page.get_by_role("slider", name="Grade").focus()

    for _ in range(5):
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(pause)

    settled(page, [25, 20, 20, 20, 20])
    assert chosen_chip(page) == "Mine"


def test_keys_on_two_sliders_in_a_row_all_count(open_app: Any) -> None:
    page = opened(open_app)

    page.get_by_role("slider", name="Grade").focus()
    page.keyboard.press("End")
    page.get_by_role("slider", name="Access").focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")

    settled(page, [100, 20, 20, 1, 20])


def test_a_quick_drag_counts_on_a_page_just_opened(open_app: Any) -> None:
    page = opened(open_app)

    drag(page, "grade", 400)
    drag(page, "volume", -400)

    settled(page, [100, 0, 20, 20, 20])


def drag(page: Any, criterion: str, by: int) -> None:
    thumb = page.locator(f".st-key-weight-box-{criterion} input[type=range]").locator(
        "xpath=../.."
    )
    box = thumb.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + by, y, steps=3)
    page.mouse.up()


def test_keys_count_at_once_after_each_profile(open_app: Any) -> None:
    page = opened(open_app)
    names = [name for name in chips(page).all_inner_texts() if name != "Mine"]
    assert len(names) >= 4

    for name in names:
        chips(page).filter(has_text=name).click()
        page.wait_for_timeout(1_500)
        before = points(page)
        confirmed(page, ",".join(map(str, before)))
        page.get_by_role("slider", name="Access").focus()
        for _ in range(5):
            page.keyboard.press("ArrowRight")
        settled(page, [*before[:3], before[3] + 5, before[4]])
        assert chosen_chip(page) == "Mine"


def test_two_profiles_in_a_row_are_not_taken_for_a_move_of_the_sliders(open_app: Any) -> None:
    page = opened(open_app)
    second, third = chips(page).all_inner_texts()[1:3]

    chips(page).filter(has_text=second).click()
    chips(page).filter(has_text=third).click()
    page.wait_for_timeout(2_500)

    assert chosen_chip(page) == third
    assert points(page) != [20, 20, 20, 20, 20]


def test_a_budget_pressed_up_five_times_counts_five_times(open_app: Any) -> None:
    page = open_app(path="portfolio")
    field = page.get_by_label("Budget, thousand EUR")
    field.wait_for()
    more = page.locator("[class*=st-key-widget-portfolio_budget]").get_by_role("button").last

    for _ in range(5):
        more.click()
    page.wait_for_timeout(4_000)

    assert field.input_value() == "3500"


def test_a_fold_stays_open_while_its_title_counts_what_is_chosen_inside(open_app: Any) -> None:
    page = open_app(path="portfolio")
    fold = page.locator("details").filter(has_text="Countries")
    fold.locator("summary").click()

    for name in ("Countries", "Regions"):
        fold.get_by_label(name).fill("2")
        fold.get_by_label(name).press("Enter")
    page.get_by_text("Cover (2)").wait_for()

    assert fold.get_by_label("Regions").is_visible()
    assert [fold.get_by_label(n).input_value() for n in ("Countries", "Regions")] == ["2", "2"]


def test_both_ends_of_a_scale_typed_in_one_go_are_kept_as_they_are_typed(
    open_app: Any,
) -> None:
    from playwright.sync_api import expect

    page = open_app(path="criteria")
    worst = page.locator("input[aria-label^='Worst end']")
    best = page.locator("input[aria-label^='Best end']")
    worst.wait_for()

    worst.fill("0.1")
    worst.press("Tab")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("7")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Use this scale").click()
    worst.fill("0.2")
    worst.press("Tab")
    page.wait_for_timeout(4_000)

    assert (worst.input_value(), best.input_value()) == ("0.2", "7")
    # What was typed after the click waits for a click of its own; a busy server says so late.
    use = page.get_by_role("button", name="Use this scale")
    expect(use).to_be_enabled()
