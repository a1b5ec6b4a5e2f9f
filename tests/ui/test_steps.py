"""The steps above the pages: what they say of the session, and that they follow it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from prioritizer.ui import steps as flow_steps
from prioritizer.ui.navigation import PAGES
from prioritizer.ui.robustness import cache as cached_robustness
from tests.ui.conftest import Open, protos

MARKS = {
    ":material/check_circle:": "done",
    ":material/radio_button_unchecked:": "to do",
    ":material/error:": "attention",
}


def lights(app: AppTest) -> Mapping[str, tuple[str, str]]:
    """Return light and words of each step on the page."""
    found = {}
    for proto in protos(app):
        if type(proto).__name__ == "PageLink" and " :small[" in proto.label:
            name, words = proto.label.removesuffix("]").split(" :small[")
            found[name.strip("*")] = (MARKS[proto.icon], words.replace("\\", ""))
    return found


def test_the_sample_with_equal_weights_says_what_is_still_to_do(open_page: Open) -> None:
    found = lights(open_page())

    assert {name: light for name, (light, _) in found.items()} == {
        "Sites": "to do",
        "Criteria": "attention",
        "Weights": "to do",
        "Ranking": "done",
        "Robustness": "to do",
        "Pilots": "to do",
        "Report": "to do",
    }
    assert found["Weights"][1] == "start: Equal"


def test_a_run_is_marked_when_made_and_again_when_settings_change(open_page: Open) -> None:
    app = open_page("robustness")
    assert lights(app)["Robustness"] == ("done", "checked")

    app.switch_page("prioritizer/ui/pages/ranking.py").run()
    assert lights(app)["Robustness"] == ("done", "checked")
    app.slider(key="weight-grade").set_value(37).run()

    assert lights(app)["Robustness"] == ("attention", "settings changed")


def test_a_new_visitor_sees_nothing_of_what_another_one_has_got_done(open_page: Open) -> None:
    first = open_page("robustness")
    assert lights(first)["Robustness"] == ("done", "checked")
    second = open_page()

    # What was worked out is shared by all; that somebody has seen it is not.
    (key,) = first.session_state["choice.runs_seen"]
    assert cached_robustness.runs().get(key) is not None
    assert lights(second)["Robustness"] == ("to do", "not checked")
    assert lights(second)["Report"] == ("to do", "not built")
    assert lights(second)["Pilots"] == ("to do", "as drafted")


def test_a_moved_slider_makes_the_weights_done_and_no_weight_asks_for_one(
    open_page: Open,
) -> None:
    app = open_page()

    app.slider(key="weight-grade").set_value(60).run()
    assert lights(app)["Weights"] == ("done", "your own")
    for slider in app.slider:
        slider.set_value(0)
    app.run()

    assert lights(app)["Weights"] == ("attention", "all are 0")
    assert lights(app)["Ranking"][0] == "attention"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.address)
def test_the_steps_stand_on_the_pages_of_the_flow_only(
    page,
    open_page: Open,  # type: ignore[no-untyped-def]
) -> None:
    app = open_page(Path(page.file).stem)

    assert bool(lights(app)) == flow_steps.has_steps(page.address)
    assert flow_steps.has_steps(page.address) == (
        page.section not in ("Projects", "Workshop", "Help")
    )
