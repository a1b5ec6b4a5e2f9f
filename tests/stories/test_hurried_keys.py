"""No key is lost: neither on a slow server, nor where a message does not arrive."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg

from tests.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def standing(page: Any) -> tuple[str, str, str]:
    """Return the points that the server ranked by, those of the slider, and the chosen chip."""
    chip = page.locator("[data-testid=stSidebar] [class*=st-key-widget-profile] button").filter(
        has_text="Mine"
    )
    return (
        page.locator(".pp-list").get_attribute("data-confirmed"),
        page.get_by_role("slider", name="Grade").get_attribute("aria-valuetext"),
        chip.get_attribute("aria-checked") or chip.get_attribute("kind"),
    )


@pytest.mark.parametrize("pause", [0, 45, 130])
def test_five_quick_keys_on_a_fresh_page_of_a_slow_server_all_count(
    slow_address: str, fresh_page: Any, pause: int
) -> None:
    page = fresh_page
    page.goto(f"{slow_address}?area=all")

    # As soon as it is there, while the rest of the page is still under way.
    page.get_by_role("slider", name="Grade").focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(pause)

    page.locator(".pp-list[data-confirmed='25,20,20,20,20']").wait_for()
    # Whatever came late has come: nothing falls back.
    page.wait_for_timeout(3000)
    points, slider, chip = standing(page)
    assert (points, slider) == ("25,20,20,20,20", "25")
    assert chip in ("true", "pillsActive")
    # Nor does anything else start anew from its lowest value.
    assert page.get_by_role("spinbutton", name="Places on the list").input_value() == "10"
    assert page.locator(".pp-answer").inner_text().startswith("On a list of 10: ")
    lists = page.locator("[class*=st-key-widget-policy]").inner_text()
    assert "EU CRM 2024" in lists


@pytest.mark.parametrize("pause", [40, 80, 120])
def test_a_key_while_the_page_is_drawn_leaves_the_other_choices_alone(
    slow_address: str, fresh_page: Any, pause: int
) -> None:
    page = fresh_page
    page.goto(f"{slow_address}?area=all")
    page.get_by_role("slider", name="Grade").focus()
    page.wait_for_timeout(pause)

    page.keyboard.press("ArrowRight")

    page.locator(".pp-list[data-confirmed='21,20,20,20,20']").wait_for()
    page.wait_for_timeout(2500)
    assert page.get_by_role("spinbutton", name="Places on the list").input_value() == "10"
    assert page.locator(".pp-answer").inner_text().startswith("On a list of 10: ")


def says_grade(message: bytes, points: float) -> bool:
    """Return whether a message of the browser says that the grade's slider has these points."""
    said = BackMsg.FromString(message).rerun_script.widget_states.widgets
    return any(
        "weight-grade" in one.id and list(one.double_array_value.data) == [points]
        for one in said
    )


def test_a_lost_message_is_said_again(app_address: str, fresh_page: Any) -> None:
    page, lost = fresh_page, []

    def pass_on(route: Any) -> None:
        server = route.connect_to_server()

        def to_server(message: Any) -> None:
            if not lost and says_grade(message, 100.0):
                lost.append(message)
            else:
                server.send(message)

        route.on_message(to_server)

    page.route_web_socket("**/_stcore/stream*", pass_on)
    page.goto(f"{app_address}?area=all")
    page.locator(".pp-list[data-confirmed]").wait_for()
    page.locator(".pp-live[data-draws='2000']").wait_for(state="attached")
    # Nothing else is said to the server once what comes later is worked out.
    page.locator(".pp-jobs").wait_for()
    page.wait_for_timeout(4000)

    page.get_by_role("slider", name="Grade").focus()
    page.keyboard.press("End")

    page.locator(".pp-list[data-confirmed='100,20,20,20,20']").wait_for()
    assert len(lost) == 1
    assert standing(page)[1] == "100"


def test_a_change_that_the_server_cut_short_is_taken_up(
    tmp_path: Path, fresh_page: Any
) -> None:
    page = fresh_page
    with Server(tmp_path, "tests.deaf_server") as server:
        page.goto(f"{server.address}?area=all")
        page.locator(".pp-live[data-draws='2000']").wait_for(state="attached")

        page.get_by_role("slider", name="Grade").focus()
        page.keyboard.press("End")

        page.locator(".pp-list[data-confirmed='100,20,20,20,20']").wait_for()
        assert standing(page)[1] == "100"
