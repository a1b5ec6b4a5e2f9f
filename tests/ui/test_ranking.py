"""The ranking page: every control changes the list as the workflow does; nothing is lost."""

from __future__ import annotations

import pytest

from prioritizer.domain.criterion import CriteriaSet, RiskMode
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Order, Scales, Settings
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.engine.methods.table import METHODS
from prioritizer.ui.robustness import cache as cached_robustness
from prioritizer.workflow.ranking.assess import assess
from tests.ui.conftest import Open, assert_calm, control, keyed, list_data, ranking, text_of


def expected(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference, settings: Settings
) -> list[tuple[str, int]]:
    found = assess(sample, criteria, settings, reference)
    return [(found.matrix.names[i], int(found.ranking.ranks[i])) for i in found.order()[:40]]


def test_it_opens_with_equal_weights_and_the_whole_sample(
    open_page: Open, sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    app = open_page()

    wanted = expected(sample, criteria, reference, Settings(WeightVector.equal(criteria.ids)))
    assert ranking(app) == wanted


def test_every_slider_has_its_range_question_and_share_beside_it(
    open_page: Open, criteria: CriteriaSet
) -> None:
    app = open_page()

    text = text_of(app).replace("⁸", "^8").replace("10^8", "10^8")
    assert [slider.label for slider in app.slider] == [c.name for c in criteria.criteria]
    for slider, criterion in zip(app.slider, criteria.criteria, strict=True):
        assert criterion.range_text in text
        assert slider.help.replace("\\", "") == criterion.question
    assert text.count("weight 20 %") == 5


def test_a_moved_weight_changes_the_order_to_the_workflows_own(
    open_page: Open, sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    app = open_page()
    before = ranking(app)

    app.slider(key="weight-grade").set_value(100).run()

    points = {name: 100.0 if name == "grade" else 20.0 for name in criteria.ids}
    settings = Settings(WeightVector.from_mapping(points, criteria.ids))
    assert ranking(app) == expected(sample, criteria, reference, settings)
    assert ranking(app) != before
    assert "weight 55.6 %" in text_of(app)


@pytest.mark.parametrize("profile", ["resource-first", "risk-first", "crm-first"])
def test_a_profile_sets_the_sliders_and_the_list(
    open_page: Open,
    sample: SiteRegister,
    criteria: CriteriaSet,
    reference: Reference,
    profile: str,
) -> None:
    app = open_page()

    control(app, "Start from").set_value(profile).run()

    points = next(p for p in criteria.profiles if p.id == profile).points
    assert {k: keyed(app.slider, f"weight-{k}").value for k in points} == points
    settings = Settings(WeightVector.from_mapping(points, criteria.ids))
    assert ranking(app) == expected(sample, criteria, reference, settings)


def test_own_weights_stay_under_mine_while_others_are_tried(open_page: Open) -> None:
    app = open_page()
    app.slider(key="weight-access").set_value(73).run()

    control(app, "Start from").set_value("risk-first").run()
    control(app, "Start from").set_value("mine").run()

    assert keyed(app.slider, "weight-access").value == 73


def test_four_slider_moves_in_a_row_all_count(open_page: Open) -> None:
    app = open_page()

    seen = []
    for value in (30, 40, 50, 60):
        app.slider(key="weight-grade").set_value(value).run()
        seen.append(app.slider(key="weight-grade").value)

    assert seen == [30, 40, 50, 60]


@pytest.mark.parametrize("mode", list(RiskMode))
def test_each_reading_of_risk_gives_its_own_ranking(
    open_page: Open,
    sample: SiteRegister,
    criteria: CriteriaSet,
    reference: Reference,
    mode: RiskMode,
) -> None:
    app = open_page()

    control(app, "Environmental risk counts").set_value(mode.value).run()

    settings = Settings(WeightVector.equal(criteria.ids), risk=mode)
    assert ranking(app) == expected(sample, criteria, reference, settings)


@pytest.mark.parametrize("order", list(Order))
@pytest.mark.parametrize("method", METHODS)
def test_method_and_order_are_those_of_the_workflow(
    open_page: Open,
    sample: SiteRegister,
    criteria: CriteriaSet,
    reference: Reference,
    method: str,
    order: Order,
) -> None:
    app = open_page()

    app.selectbox(key="widget.method").set_value(method).run()
    control(app, "Order by").set_value(order.value).run()

    settings = Settings(WeightVector.equal(criteria.ids), method=method, order=order)
    assert ranking(app) == expected(sample, criteria, reference, settings)
    adds_up = METHODS[method].is_sum_of_values or method == "promethee"
    assert list_data(app)["additive"] == adds_up


def test_scales_from_the_data_are_labelled_and_offer_a_normalization(open_page: Open) -> None:
    app = open_page()

    control(app, "Scales").set_value(Scales.DATA.value).run()
    app.selectbox(key="widget.normalization").set_value("vector").run()

    assert_calm(app)
    assert "depends on which other sites are loaded" in text_of(app)


def test_all_weights_at_zero_keep_the_last_ranking_and_say_what_to_do(open_page: Open) -> None:
    app = open_page()
    app.slider(key="weight-volume").set_value(90).run()
    before = ranking(app)

    for slider in range(5):
        last = ranking(app)
        app.slider[slider].set_value(0).run()

    assert_calm(app)
    assert ranking(app) == last != before
    assert [w.value for w in app.warning if "All weights are 0" in w.value]


def test_the_nordic_part_holds_nordic_sites_only(open_page: Open) -> None:
    app = open_page()

    control(app, "Area").set_value("nordic").run()

    places = {row["about"][:2] for row in list_data(app)["rows"]}
    assert places <= {"NO", "SE", "FI", "DK", "IS", "GL", "FO"}
    assert "Nordic countries" in text_of(app)


def test_the_chosen_site_is_explained_against_both_neighbours(open_page: Open) -> None:
    app = open_page()
    third = list_data(app)["rows"][2]

    app.selectbox(key="widget.selected").set_value(third["id"]).run()

    text = text_of(app)
    assert list_data(app)["selected"] == third["id"]
    assert "Place <b>3</b> of" in text
    assert "Next above.</b>" in text
    assert "Next below.</b>" in text
    assert "is above" in text
    assert "Not known:" in text


def test_gated_and_unknown_sites_are_listed_with_reasons(
    open_page: Open, sample: SiteRegister
) -> None:
    text = text_of(open_page())

    for site in sample.sites:
        if site.gate is not None:
            assert site.site_id in text
            assert site.gate.code.replace("_", " ") in text
        elif site.evidence_class == "C":
            assert site.site_id in text


def test_choices_survive_a_walk_through_the_other_pages(open_page: Open) -> None:
    app = open_page()
    app.slider(key="weight-grade").set_value(77).run()
    control(app, "Environmental risk counts").set_value("reduction").run()
    before = ranking(app)

    for page in ("sites", "export", "about", "ranking"):
        app.switch_page(f"prioritizer/ui/pages/{page}.py").run()
        assert_calm(app)

    assert app.slider(key="weight-grade").value == 77
    assert ranking(app) == before


def test_a_weight_forged_by_a_client_is_held_within_its_limits(open_page: Open) -> None:
    app = open_page()

    app.slider(key="weight-grade").set_value(10**9).run()

    assert_calm(app)
    assert max(list_data(app)["points"]) <= 100


def test_shortlist_probabilities_stand_beside_the_ranks_until_a_setting_changes(
    open_page: Open,
) -> None:
    cached_robustness.runs.clear()
    app = open_page()
    app.button(key="shortlist-chance").click().run()

    assert_calm(app)
    drawn = list_data(app)
    assert drawn["hasOdds"]
    assert drawn["rows"][0]["oddsText"] == "99 %"
    assert drawn["rows"][0]["band"] == "core"

    app.slider(key="weight-grade").set_value(77).run()

    assert not list_data(app)["hasOdds"]
    assert "oddsText" not in list_data(app)["rows"][0]
