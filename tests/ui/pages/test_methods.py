"""The page of methods: what the workflow says, for every choice, and an honest preview."""

from __future__ import annotations

import json

import pytest

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Settings
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.engine.methods.table import METHODS
from prioritizer.workflow.ranking.assess import assess
from prioritizer.workflow.ranking.compare import DEFAULT_METHODS, compare_methods
from prioritizer.workflow.ranking.compare_reasons import consensus_sentence, disagreements
from tests.ui.conftest import Open, assert_calm, chart, control, protos, text_of


def test_the_page_says_what_the_workflow_finds(
    open_page: Open, sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    app = open_page("methods")

    ranking = assess(sample, criteria, Settings(WeightVector.equal(criteria.ids)), reference)
    found = compare_methods(ranking, DEFAULT_METHODS, top=10)
    text = text_of(app)
    assert consensus_sentence(found) in text
    for entry in disagreements(found):
        assert f"<b>{entry.best_rank}</b> {METHODS[entry.best_method].title}" in text
        assert f"<b>{entry.worst_rank}</b> {METHODS[entry.worst_method].title}" in text
    said = chart(app, "places-under-methods")["alt"]
    assert "Places by Weighted sum, TOPSIS, Weighted product, VIKOR, PROMETHEE II." in said


def test_one_method_is_no_comparison_and_all_nine_are(open_page: Open) -> None:
    app = open_page("methods")

    control(app, "Methods side by side").set_value(["topsis"]).run()
    assert_calm(app)
    assert "Choose at least two methods." in text_of(app)

    control(app, "Methods side by side").set_value(list(METHODS)).run()
    assert_calm(app)
    assert "the same sites under all 9 methods" in text_of(app)


def test_choices_outlive_a_visit_to_another_page(open_page: Open) -> None:
    app = open_page("methods")
    control(app, "Methods side by side").set_value(["topsis", "vikor"]).run()

    app.switch_page("prioritizer/ui/pages/ranking.py").run()
    app.switch_page("prioritizer/ui/pages/methods.py").run()

    assert_calm(app)
    assert control(app, "Methods side by side").value == ["topsis", "vikor"]
    assert "Places by TOPSIS, VIKOR." in chart(app, "places-under-methods")["alt"]


@pytest.mark.parametrize("method", METHODS)
def test_the_preview_draws_ahead_only_what_it_computes(open_page: Open, method: str) -> None:
    app = open_page()

    app.selectbox(key="widget.method").set_value(method).run()

    sent = next(
        json.loads(bytes(proto.bytes))
        for proto in protos(app)
        if getattr(proto, "component_name", "") == "prioritizer_live_preview"
    )
    assert sent["isLive"] == (method in ("weighted-sum", "topsis"))
    assert sent["method"] == method
    assert bool(sent["sites"]) == bool(sent["address"]) == sent["isLive"]


@pytest.mark.parametrize("method", ["promethee", "electre"])
def test_robustness_says_that_it_takes_the_weighted_sum_instead(
    open_page: Open, method: str
) -> None:
    app = open_page()
    app.selectbox(key="widget.method").set_value(method).run()

    app.switch_page("prioritizer/ui/pages/robustness.py").run()

    assert_calm(app)
    assert any("Everything here is by the weighted sum" in info.value for info in app.info)
