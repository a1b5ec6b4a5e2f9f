"""A state of the history stands beside the present: choices, places and weights of both."""

from __future__ import annotations

import re

from prioritizer.domain.words import weight
from tests.ui.conftest import Open, assert_calm, load, text_of
from tests.ui.harmless import assert_harmless
from tests.ui.projects.conftest import TABLE, Browser, project_of


def test_base_and_present_stand_side_by_side(open_page: Open, person: Browser) -> None:
    app = open_page("sites")
    load(app, TABLE + b"X-2,Dump,mixed,9000000\nX-3,Hill,mixed,100\n", "mine.csv")
    app.switch_page("prioritizer/ui/pages/ranking.py").run()
    app.slider(key="weight-volume").set_value(100).run()
    project_of(app)
    app.session_state["choice.project_view"] = "history"
    app.switch_page("prioritizer/ui/pages/projects.py").run()

    app.button(key="step-base-2").click().run()

    assert_calm(app)
    assert_harmless(app)
    said = text_of(app)
    assert "Base: <b>step 2</b>, beside the present" in said
    assert "Weights: Volume 20 → 100" in said
    assert "Sites: " not in said.partition("From the base to now:")[2].partition("</ul>")[0]
    of_volume = said.partition('rowheader">Volume</th>')[2].partition("</tr>")[0]
    assert re.findall("<td[^>]*>([^<]+)", of_volume) == [weight(0.2), weight(5 / 9)]
    assert "Pond &lt;b&gt;one" in said
    app.button(key="project-beside-close").click().run()
    assert "beside the present" not in text_of(app)
