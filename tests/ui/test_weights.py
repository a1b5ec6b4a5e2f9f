"""The Weights page: blank at first, one checked step at a time, and what follows from it."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Settings
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.ui.shell import session
from prioritizer.workflow.ranking.assess import assess
from prioritizer.workflow.weights.ways import WAYS
from tests.ui.conftest import Open, assert_calm, control, keyed, ranking, text_of

ORDER = ("grade", "environmental_risk", "access", "crm_relevance")
SWING = (80, 60, 30, 10)


def choose(app: AppTest, way: str) -> AppTest:
    control(app, "How would you like to say what matters?").set_value(way).run()
    assert_calm(app)
    return app


def tap(app: AppTest, *keys: str) -> AppTest:
    for key in keys:
        app.button(key=f"weigh.{key}").click().run()
        assert_calm(app)
    return app


def type_in(app: AppTest, key: str, value: float) -> AppTest:
    app.number_input(key=f"widget.weigh.{key}").set_value(value)
    next(button for button in app.button if button.label == "Next").click().run()
    assert_calm(app)
    return app


def press(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label == label).click().run()
    assert_calm(app)
    return app


def swung(app: AppTest) -> AppTest:
    choose(app, "swing")
    tap(app, *(f"first.{place}.{name}" for place, name in enumerate(ORDER, start=1)))
    for name, points in zip((*ORDER[1:], "volume"), SWING, strict=True):
        type_in(app, f"points.{name}", points)
    return app


def test_it_opens_blank_with_a_line_for_each_way(open_page: Open) -> None:
    app = open_page("weights")

    text = text_of(app)
    for way in WAYS.values():
        assert way.title in text
        assert way.when in text
    assert not app.slider
    assert "In use now" not in text


def test_swing_leads_step_by_step_to_weights_in_words_and_a_ranking(open_page: Open) -> None:
    app = swung(open_page("weights"))

    text = text_of(app)
    # 100 of 280 points.
    assert "<b>35.7 %</b>" in text
    assert "of Grade counts as much as" in text
    assert "What the ranking would be" in text
    assert "comes in" in text


def test_a_number_too_large_is_refused_kindly_and_back_takes_one_answer(
    open_page: Open,
) -> None:
    app = choose(open_page("weights"), "swing")
    tap(app, *(f"first.{place}.{name}" for place, name in enumerate(ORDER, start=1)))

    type_in(app, "points.environmental_risk", 120)
    assert "between 0 and 100 points" in app.warning[0].value
    press(app, "Back")

    assert "And which difference matters next?" in text_of(app)
    assert not app.warning


def test_used_weights_rank_everywhere_with_their_source(
    open_page: Open, criteria: CriteriaSet, sample: SiteRegister, reference: Reference
) -> None:
    app = swung(open_page("weights"))

    press(app, "Use these weights")

    assert app.session_state["choice.points"]["grade"] == pytest.approx(10000 / 280)
    assert app.session_state["choice.weight_source"].startswith("Swing weighting, ")
    assert app.session_state["choice.profile"] == session.MINE
    app.switch_page("prioritizer/ui/pages/ranking.py").run()
    assert_calm(app)
    weights = WeightVector.from_mapping(app.session_state["choice.points"], criteria.ids)
    found = assess(sample, criteria, Settings(weights), reference)
    wanted = [found.matrix.names[row] for row in found.order()[:5]]
    assert [name for name, _ in ranking(app)[:5]] == wanted
    app.slider(key="weight-grade").set_value(50).run()
    assert app.session_state["choice.weight_source"] == ""


def test_pairs_name_the_table_and_ask_the_worst_one_again(open_page: Open) -> None:
    app = choose(open_page("weights"), "ahp")
    tap(
        app,
        "pair.grade.volume.a:5",
        "pair.grade.environmental_risk.a:3",
        "pair.grade.access.a:1",
        "pair.grade.crm_relevance.b:9",
        "pair.volume.environmental_risk.a:7",
        "pair.volume.access.a:1",
        "pair.volume.crm_relevance.a:3",
        "pair.environmental_risk.access.a:1",
        "pair.environmental_risk.crm_relevance.a:1",
        "pair.access.crm_relevance.a:1",
    )
    text = text_of(app)
    assert "random index 1.12 for 5, table Saaty 1980" in text
    assert "look again" in text
    assert "the others imply" in text

    press(app, "Ask me this one again")

    assert "Question 10 of 10" in app.get("progress")[0].proto.text


def test_best_and_worst_offer_steps_in_between_on_request(open_page: Open) -> None:
    app = choose(open_page("weights"), "bwm")
    tap(app, "best.grade", "worst.volume")

    assert not [b for b in app.button if b.key == "weigh.best.volume.8"]
    app.toggle[0].set_value(True).run()

    tap(app, "best.volume.8", "best.environmental_risk.2", "best.access.4")
    tap(app, "best.crm_relevance.2", "worst.environmental_risk.4", "worst.access.2")
    tap(app, "worst.crm_relevance.5")
    assert "table Rezaei 2015" in text_of(app)
    assert "What fits" in text_of(app)


def test_an_order_can_be_moved_and_levelled_and_has_four_formulas(open_page: Open) -> None:
    app = choose(open_page("weights"), "order")
    tap(app, *(f"first.{place}.{name}" for place, name in enumerate(ORDER, start=1)))
    assert "<b>45.7 %</b>" in text_of(app)

    control(app, "Formula").set_value("rank-sum").run()
    assert "<b>33.3 %</b>" in text_of(app)
    tap(app, "tie.all.environmental_risk")
    assert "<b>30 %</b>" in text_of(app)
    tap(app, "Up.all.access")

    assert_calm(app)
    assert "<b>2. Access</b>" in text_of(app)


def test_points_say_what_is_left_until_a_hundred_are_given(open_page: Open) -> None:
    app = choose(open_page("weights"), "points")
    numbers = [n for n in app.number_input if n.key and "points.all" in n.key]
    assert all(number.value is None for number in numbers)

    for number, value in zip(numbers, (40, 30, 0, 20), strict=False):
        number.set_value(value)
    app.run()
    assert "<b>10</b> points left to give out. Still blank: CRM relevance." in text_of(app)
    app.number_input(key="widget.weigh.points.all.crm_relevance").set_value(10).run()

    assert_calm(app)
    assert "<b>40 %</b>" in text_of(app)


def test_answers_outlive_a_visit_to_another_page(open_page: Open) -> None:
    app = choose(open_page("weights"), "points")
    app.number_input(key="widget.weigh.points.all.grade").set_value(40).run()

    app.switch_page("prioritizer/ui/pages/ranking.py").run()
    app.switch_page("prioritizer/ui/pages/weights.py").run()

    assert_calm(app)
    assert app.number_input(key="widget.weigh.points.all.grade").value == 40


def test_statements_reach_the_robustness_page_as_they_were_said(open_page: Open) -> None:
    app = choose(open_page("weights"), "region")
    app.number_input(key="widget.weigh.region.high.volume").set_value(30).run()
    app.selectbox(key="widget.weigh.statement.first").set_value("grade")
    app.selectbox(key="widget.weigh.statement.second").set_value("access")
    app.number_input(key="widget.weigh.statement.times").set_value(2)
    press(app, "Add this statement")
    assert "Grade counts at least 2 times Access" in text_of(app)

    app.button(key="weigh.robust").click().run()

    assert_calm(app)
    assert "Who belongs on a shortlist of 10?" in text_of(app)
    assert "Grade ≥ 2 × Access" in text_of(app)
    said = app.session_state["choice.robust_said"]
    assert said.statements == ("grade >= 2 access",)
    assert said.bounds["volume"] == pytest.approx((0, 0.3))
    assert control(app, "Weights drawn").value == "said"


def test_what_excludes_each_other_is_said_and_can_be_mended(open_page: Open) -> None:
    app = choose(open_page("weights"), "region")
    app.number_input(key="widget.weigh.region.low.grade").set_value(60)
    app.number_input(key="widget.weigh.region.low.access").set_value(60).run()
    assert "Lower one of them" in app.warning[0].value

    app.number_input(key="widget.weigh.region.low.access").set_value(20).run()

    assert_calm(app)
    assert "What fits" in text_of(app)


def test_weights_from_the_data_are_called_what_they_are(open_page: Open) -> None:
    app = choose(open_page("weights"), "data")
    assert "not what anybody values" in app.warning[0].value
    assert "Weights from the data" in text_of(app)
    assert "Test yourself" not in [e.label for e in app.expander]

    control(app, "Formula").set_value("merec").run()

    assert_calm(app)
    assert any("MEREC takes logarithms" in warning.value for warning in app.warning)


def test_a_smaller_range_and_two_in_one_are_asked_and_judged(open_page: Open) -> None:
    app = swung(open_page("weights"))
    number = next(n for n in app.number_input if n.key and "check.range.grade" in n.key)

    number.set_value(36).run()
    assert "Look at the range beside the weight once more" in text_of(app)
    app.multiselect(key="widget.weigh.pair").set_value(["grade", "access"]).run()
    number = next(n for n in app.number_input if n.key and "check.split" in n.key)
    number.set_value(57).run()

    assert_calm(app)
    assert "The two agree." in text_of(app)


def test_saved_sets_are_compared_used_and_deleted(open_page: Open) -> None:
    app = swung(open_page("weights"))
    app.text_input(key="widget.weigh.name").set_value("<b>Mine</b>")
    press(app, "Save")
    control(app, "View").set_value("compare").run()
    assert_calm(app)

    text = text_of(app)
    assert "Do they lead to the same sites?" in text
    assert "&lt;b&gt;Mine&lt;/b&gt;" in text
    assert "<b>Mine</b>" not in text
    press(app, "Use")
    assert app.session_state["choice.weight_source"].startswith("Swing weighting")
    press(app, "Delete")

    assert app.session_state["choice.weigh_saved"] == ()


def test_branches_are_weighed_before_what_is_inside(open_page: Open) -> None:
    app = open_page("weights")
    app.session_state["choice.criteria_name"] = "detailed"
    app.run()
    choose(app, "direct")

    for number in app.number_input:
        if number.key and number.key.startswith("widget.weigh.direct."):
            number.set_value(1)
    app.run()

    assert_calm(app)
    text = text_of(app)
    assert "First the branches" in text
    assert "Inside Logistics" in text
    assert "Branches: " in text
    # One of seven branches, of two in it, of two in that.
    assert "<b>3.6 %</b>" in text


@pytest.mark.parametrize("way", list(WAYS))
def test_every_way_opens_with_every_set_of_criteria(open_page: Open, way: str) -> None:
    app = open_page("weights")
    for name in ("screening", "detailed"):
        app.session_state["choice.criteria_name"] = name
        app.run()
        choose(app, way)

        assert_calm(app)


def test_a_saved_set_stands_beside_the_starting_points_until_it_is_deleted(
    open_page: Open,
) -> None:
    app = swung(open_page("weights"))
    press(app, "Save")
    app.switch_page("prioritizer/ui/pages/ranking.py").run()

    control(app, "Start from").set_value("saved: Swing weighting").run()

    assert_calm(app)
    assert "Weights from: Swing weighting" in text_of(app)
    assert keyed(app.slider, "weight-grade").value == 36
    app.switch_page("prioritizer/ui/pages/weights.py").run()
    control(app, "View").set_value("compare").run()
    press(app, "Delete")
    app.switch_page("prioritizer/ui/pages/ranking.py").run()
    assert_calm(app)
    assert control(app, "Start from").value == session.MINE
    assert keyed(app.slider, "weight-grade").value == 36


def test_answers_about_steps_that_have_changed_are_called_into_question(
    open_page: Open,
) -> None:
    app = swung(open_page("weights"))
    app.session_state["choice.risk"] = "reduction"
    app.run()

    assert "Your answers were about other steps" in app.warning[0].value
    assert "end the greatest harm" in app.warning[0].value
    press(app, "They hold for the new steps too")
    assert not app.warning

    app.session_state["choice.risk"] = "urgency"
    app.run()
    press(app, "Answer again")
    assert "Question 1 of 8" in app.get("progress")[0].proto.text
