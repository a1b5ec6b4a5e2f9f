"""The robustness page: every view shows its numbers, as charts with words and as tables."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from prioritizer.domain.answer import RANKED_SECTIONS
from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Settings
from prioritizer.domain.robustness import Uncertainty
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.ui.robustness import cache as cached_robustness
from prioritizer.ui.robustness import shortlist_odds
from prioritizer.workflow.ranking.assess import assess
from prioritizer.workflow.robustness import sensitivity, shares
from prioritizer.workflow.robustness.considered import considered_sites
from prioritizer.workflow.robustness.shares import robustness
from tests.ui.conftest import Open, assert_calm, control, load, protos, text_of


def view(app: AppTest, name: str) -> AppTest:
    control(app, "View").set_value(name).run()
    assert_calm(app)
    return app


def charts(app: AppTest) -> list[str]:
    return [p.alt for p in protos(app) if type(p).__name__ == "PlotlyChart"]


def test_the_bands_are_those_of_the_workflow(
    open_page: Open, sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    app = open_page("robustness")

    ranking = assess(sample, criteria, Settings(WeightVector.equal(criteria.ids)), reference)
    sites = considered_sites(ranking, sample)
    chosen = Uncertainty(evidence=criteria.ids)
    found = robustness(ranking, sites, reference, chosen, top=10, draws=10_000, seed=1)
    text = text_of(app)
    for one in RANKED_SECTIONS:
        assert f'<div class="pp-tile {one.value}"><b>{found.sections.count(one)}</b>' in text
    first = found.names[found.order()[0]]
    assert first in text
    assert "seed 1" in text


@pytest.mark.parametrize(
    ("name", "n_charts", "words"),
    [
        ("shortlist", 1, "Who belongs on a shortlist of 10?"),
        ("weights", 1, "Without any weights"),
        ("evidence", 1, "What to measure next"),
        ("rules", 1, "Without one criterion"),
    ],
)
def test_each_view_has_its_chart_with_a_description_and_its_numbers(
    open_page: Open, name: str, n_charts: int, words: str
) -> None:
    app = view(open_page("robustness"), name)

    assert words in text_of(app)
    described = charts(app)
    assert len(described) == n_charts
    assert all(len(text) > 40 for text in described)
    assert app.dataframe or "pp-table" in text_of(app)


@pytest.mark.parametrize(
    ("n_entrants", "title"),
    [
        (0, "Place (of 3 sites)"),
        (2, "Place (of 3 sites;<br>of up to 5 at other weights)"),
    ],
)
def test_the_axis_of_ranks_tells_how_many_compete(n_entrants: int, title: str) -> None:
    result: Any = SimpleNamespace(names=("A", "B", "C"), entrants=(object(),) * n_entrants)

    assert shortlist_odds.rank_title(result) == title


def test_the_weight_line_follows_the_chosen_criterion(
    open_page: Open, sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    app = view(open_page("robustness"), "weights")

    control(app, "Move the weight of").set_value("access").run()

    ranking = assess(sample, criteria, Settings(WeightVector.equal(criteria.ids)), reference)
    wanted = sensitivity.stability(ranking, top=10)[criteria.ids.index("access")]
    assert wanted.sentence in charts(app)[0]
    said = [reason for one in sensitivity.stability(ranking, top=10) for reason in one.reasons]
    assert said
    assert all(reason in text_of(app) for reason in said)


def test_switching_evidence_and_weights_off_decides_every_site(open_page: Open) -> None:
    app = open_page("robustness")
    tiles = re.findall(r'<div class="pp-tile (\w+)"><b>(\d+)</b>', text_of(app))
    assert "Chance if weights vary too" in text_of(app)
    control(app, "Weights drawn").set_value("fixed").run()

    control(app, "Evidence drawn").set_value([]).run()

    assert_calm(app)
    assert set(re.findall(r'style="--w:([\d.]+)%"', text_of(app))) == {"100.0", "0.0"}
    assert "Chance under these draws" in text_of(app)
    # The words are those of the ranking, whatever is drawn here.
    assert re.findall(r'<div class="pp-tile (\w+)"><b>(\d+)</b>', text_of(app))[:4] == tiles[:4]


def test_a_long_run_waits_for_its_button(
    open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    quick = shares.robustness

    def counted(*parts: object, **settings: object) -> object:
        asked.append(int(str(settings["draws"])))
        return quick(*parts, **(settings | {"draws": 500}))

    monkeypatch.setattr(shares, "robustness", counted)
    app = open_page("robustness")
    asked.clear()

    app.selectbox(key="widget.robust_draws").set_value(100_000).run()
    assert asked == []
    assert "take a while" in text_of(app)
    next(button for button in app.button if button.label.startswith("Run ")).click().run()

    assert_calm(app)
    assert asked == [100_000]
    assert "Who belongs" in text_of(app)
    cached_robustness.runs.clear()


@pytest.mark.parametrize("group", ["risk", "method", "policy"])
def test_other_rules_tell_how_many_places_are_beyond_dispute(
    open_page: Open, group: str
) -> None:
    app = view(open_page("robustness"), "rules")

    control(app, "Change").set_value(group).run()

    assert_calm(app)
    assert "shortlist places go to the same sites" in text_of(app)


def test_scales_from_the_data_are_told_and_replaced(open_page: Open) -> None:
    app = open_page("robustness")

    control(app, "Scales").set_value("data").run()

    assert_calm(app)
    assert "fixed scales" in app.info[0].value


def test_no_kind_of_work_leaves_an_empty_but_calm_list(open_page: Open) -> None:
    app = view(open_page("robustness"), "evidence")

    control(app, "Kinds of work").set_value([]).run()

    assert_calm(app)
    assert "Gain: how many more places of the list would be right" in text_of(app)


def test_two_hostile_sites_are_enough_for_every_view(open_page: Open) -> None:
    app = open_page("sites")
    load(
        app,
        b"site_id,name,waste_type,tonnage_t\nX-1,<b>A</b>,tailings,2000000\n"
        b"X-2,B [x](http://example.org),tailings,3000000\n",
    )
    app.switch_page("prioritizer/ui/pages/robustness.py").run()

    for name in ("shortlist", "weights", "evidence", "rules"):
        view(app, name)
        assert not app.error
        assert "<b>A</b>" not in text_of(app)


def test_after_a_change_of_criteria_the_evidence_of_all_of_them_is_drawn(
    open_page: Open,
) -> None:
    app = open_page("robustness")
    control(app, "Evidence drawn").set_value(["grade"]).run()
    app.switch_page("prioritizer/ui/pages/criteria.py").run()
    control(app, "Criteria set").set_value("screening").run()

    app.switch_page("prioritizer/ui/pages/robustness.py").run()
    drawn = control(app, "Evidence drawn")
    assert len(drawn.value) == len(drawn.options) == 4

    app.switch_page("prioritizer/ui/pages/criteria.py").run()
    control(app, "Criteria set").set_value("default").run()
    app.switch_page("prioritizer/ui/pages/robustness.py").run()
    assert control(app, "Evidence drawn").value == ["grade"]
