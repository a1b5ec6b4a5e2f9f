"""The doors of the first minute: there for a new visitor, gone after the first choice."""

from __future__ import annotations

import json
from typing import Any

from streamlit.testing.v1 import AppTest

from prioritizer.ui.ranking.tour import STOPS
from tests.ui.conftest import Open, assert_calm, protos

HELP = "prioritizer/ui/pages/about.py"


def doors(app: AppTest) -> list[str]:
    """Return the keys of the doors on a page, and what a page link says."""
    keys = [button.key for button in app.button if (button.key or "").startswith("door")]
    links = [proto.label for proto in protos(app) if type(proto).__name__ == "PageLink"]
    return [*keys, *(one for one in links if one in ("Load my table", "Prepare a workshop"))]


def tour(app: AppTest) -> dict[str, Any]:
    """Return what the tour was given."""
    found = next(p for p in protos(app) if getattr(p, "component_name", "").endswith("_tour"))
    data: dict[str, Any] = json.loads(found.mixed.json or found.json)
    return data


ALL = ["door-sample", "doors-close", "Load my table", "Prepare a workshop"]


def test_a_new_visitor_has_three_doors_until_the_first_choice(open_page: Open) -> None:
    app = open_page(area="")
    assert doors(app) == ALL
    assert (tour(app)["round"], tour(app)["isMet"]) == (0, False)

    app.slider(key="weight-grade").set_value(60).run()

    assert doors(app) == []
    assert_calm(app)


def test_doors_that_were_closed_stand_under_help_and_the_tour_starts_from_there(
    open_page: Open,
) -> None:
    app = open_page()
    app.button(key="doors-close").click().run()
    assert doors(app) == []
    # The browser keeps that they were closed.
    assert tour(app)["isMet"]

    app.switch_page(HELP).run()
    assert doors(app) == ["door-sample", "Load my table", "Prepare a workshop"]
    app.button(key="door-sample").click().run()

    assert_calm(app)
    assert tour(app)["round"] == 1
    assert len(tour(app)["steps"]) == len(STOPS) == 5
    assert tour(app)["counts"][4] == "Step 5 of 5"
