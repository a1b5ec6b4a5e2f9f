"""The ranking page: every control changes the list as the workflow does; nothing is lost."""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from prioritizer.domain.answer import GapMode
from prioritizer.domain.criterion import CriteriaSet, RiskMode
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Order, Scales, Settings
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.engine.methods.table import METHODS
from prioritizer.ui.ranking import later
from prioritizer.ui.shell import fresh
from prioritizer.ui.shell.choices import CHOICES, LASTING
from prioritizer.ui.shell.finished import Finished
from prioritizer.workflow.ranking.activity import is_active
from prioritizer.workflow.ranking.assess import assess
from prioritizer.workflow.robustness.next_step import SETTLED
from prioritizer.workflow.sites.areas import in_area
from tests.patience import until
from tests.sweeps import sweep
from tests.ui.conftest import (
    Open,
    assert_calm,
    control,
    keyed,
    list_data,
    load,
    ranking,
    text_of,
)

TABLE = b"site_id,name,country,tonnage_t\nX-1,One,SE,2000000\nX-2,Two,PL,3000000\n"


def expected(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference, settings: Settings
) -> list[tuple[str, int | None]]:
    """Return the first page as the workflow has it: ranked sites, then those apart."""
    found = assess(sample, criteria, settings, reference)
    ranked: list[tuple[str, int | None]] = [
        (found.matrix.names[i], int(found.ranking.ranks[i])) for i in found.order()
    ]
    apart = () if found.answer is None else found.answer.apart
    blank = [entry for entry in found.not_ranked if not entry.gate]
    return [*ranked, *((one.name, None) for one in (*apart, *blank))][:40]


def test_the_sample_opens_on_its_nordic_part_with_the_world_one_click_away(
    open_page: Open, sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    app = open_page(area="")
    part = in_area(sample, is_nordic=True)
    settings = Settings(WeightVector.equal(criteria.ids), top=5)

    assert ranking(app) == expected(part, criteria, reference, settings)
    words = f"Nordic part of <b>Sample inventory</b>: {len(part)} of {len(sample)} sites."
    assert words in text_of(app)
    # Nobody has chosen anything yet.
    assert fresh.chosen({name: state_of(app, name) for name in LASTING}) == ()
    app.button(key="area-all").click().run()

    assert ranking(app) == expected(sample, criteria, reference, replace(settings, top=10))
    assert not [button for button in app.button if button.key == "area-all"]


def test_an_own_table_opens_with_all_its_sites_and_the_sample_comes_back_as_it_began(
    open_page: Open,
) -> None:
    app = load(open_page("sites", area=""), TABLE)
    assert (state_of(app, "area"), state_of(app, "shortlist")) == ("all", 10)

    app.switch_page("prioritizer/ui/pages/sites.py").run()
    next(b for b in app.button if "sample" in b.label.lower()).click().run()

    assert state_of(app, "inventory") is None
    assert (state_of(app, "area"), state_of(app, "shortlist")) == ("nordic", 5)


def state_of(app: AppTest, name: str) -> Any:
    """Return the truth of a choice."""
    kept = app.session_state
    return kept[f"choice.{name}"] if f"choice.{name}" in kept else CHOICES[name].default


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


# Each method in one order and each order under one method: neither asks what the other is.
@pytest.mark.parametrize(
    ("method", "order"),
    sweep(
        [*((m, Order.EXPECTED) for m in METHODS), *(("weighted-sum", o) for o in Order),
         ("topsis", Order.CHANCE), ("vikor", Order.CAUTIOUS)],
        every=3, first=1,
    ),
)  # fmt: skip
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
    assert "Nordic part of" in text_of(app)


def test_the_chosen_site_is_explained_against_both_neighbours(open_page: Open) -> None:
    app = open_page()
    third = list_data(app)["rows"][2]

    app.selectbox(key="widget.selected").set_value(third["id"]).run()

    text = text_of(app)
    assert list_data(app)["selected"] == third["id"]
    assert (
        f"On the list in {escape(third['chanceText'])} of the draws: {third['section']}" in text
    )
    assert "<b>Next above: " in text
    assert "<b>Next below: " in text
    assert text.count("Beats it in ") == 2
    assert "Logically possible: places " in text
    assert "Not known:" in text


def pages(app: AppTest) -> list[dict[str, Any]]:
    """Return all rows of the list, with what there is to find out of those not ranked."""
    apart = [row["id"] for row in list_data(app)["rows"] if row["rank"] is None]
    app.session_state["choice.list_wanted"] = tuple(apart)
    app.run()
    assert_calm(app)
    return list(list_data(app)["rows"])


def test_every_site_stands_in_a_section_or_behind_a_veto(
    open_page: Open, sample: SiteRegister
) -> None:
    app = open_page()
    text = text_of(app)
    for site in sample.sites:
        if site.gate is not None:
            assert site.site_id in text
            assert site.gate.code.replace("_", " ") in text

    rows = pages(app)

    listed = {s.site_id for s in sample.sites if s.gate is None and not is_active(s)}
    assert {row["id"] for row in rows} == listed
    found = [row["section"] for row in rows]
    words = ["secure", "likely", "open", "out", "too little known"]
    assert sorted(found, key=words.index) == found
    assert set(found) == set(words)
    blank = {s.site_id for s in sample.sites if s.evidence_class == "C" and s.gate is None}
    for row in rows:
        is_apart = row["section"] == "too little known"
        assert (row["rank"] is None) == is_apart
        assert row["missing"].startswith("To find out: ") if is_apart else "missing" not in row
        assert (row["chanceText"] == "not drawn") == (row["id"] in blank)


def test_the_line_on_top_counts_what_the_list_shows(open_page: Open) -> None:
    app = open_page()
    text = text_of(app)

    found = [row["section"] for row in pages(app)]

    secure, likely, undecided, out = map(found.count, ("secure", "likely", "open", "out"))
    assert (
        f"On a list of 10: <b>{secure} secure; {likely} likely and {undecided} open for the "
        f"other {10 - secure} places; {out} out.</b>"
    ) in text
    n_apart = found.count("too little known")
    assert f"{n_apart} sites are too little known to be ranked: " in text


def test_a_criterion_that_says_nothing_is_switched_on_and_left_out_again(
    open_page: Open,
) -> None:
    app = open_page()
    app.session_state["choice.criteria_name"] = "detailed"
    app.run()
    assert_calm(app)
    before, text = ranking(app), text_of(app)
    assert re.search(r"Readiness for a pilot \(known for \d+ of \d+\) says nothing", text)
    assert '<b data-share="readiness">left out</b>' in text

    app.button(key="switch-readiness-on").click().run()
    assert_calm(app)
    assert "Readiness for a pilot counts, though it is known for" in text_of(app)
    assert '<b data-share="readiness">left out</b>' not in text_of(app)

    app.button(key="switch-readiness-off").click().run()
    assert ranking(app) == before


def test_the_next_steps_come_after_the_list_and_go_with_the_weights(open_page: Open) -> None:
    later._KEPT = Finished(96)
    app = open_page()
    assert "Working out which measurement would settle most" in text_of(app)
    assert {row["stepText"] for row in list_data(app)["rows"]} == {"…"}

    app.run()
    assert_calm(app)
    assert "What would settle most for its cost" in text_of(app)
    steps = [row["stepText"] for row in list_data(app)["rows"][:40]]
    assert all(
        step.endswith(" chance to change the list.") or step.startswith(SETTLED)
        for step in steps
    )
    assert SETTLED in steps
    assert len(re.findall(r"chance to (change|reach) the list\.</li>", text_of(app))) == 3

    app.slider(key="weight-grade").set_value(77).run()
    assert "Working out which measurement would settle most" in text_of(app)
    assert {row["stepText"] for row in list_data(app)["rows"]} == {"…"}


def test_an_entry_under_the_present_assumption_only_is_marked(open_page: Open) -> None:
    app = open_page()
    app.number_input(key="widget.shortlist").set_value(30).run()
    for _ in until(lambda: "Place when risk counts" in text_of(app), 1_000):
        app.run()
    lists = {}
    for mode in GapMode:
        control(app, "What is not known").set_value(mode.value).run()
        assert_calm(app)
        assert mode.words[1:] in text_of(app)
        rows = list_data(app)["rows"]
        lists[mode] = {row["id"] for row in rows[:30]}
        app.run()
        app.run()
    control(app, "What is not known").set_value(GapMode.LIKE_INVENTORY.value).run()

    marked = {row["id"] for row in list_data(app)["rows"] if row["mark"]}

    others = lists[GapMode.NOTHING_ASSUMED] | lists[GapMode.MIDDLE]
    assert marked == lists[GapMode.LIKE_INVENTORY] - others
    assert marked


def test_known_only_and_evidence_a_are_views_of_the_page(open_page: Open) -> None:
    app = open_page()
    by_chance = ranking(app)

    control(app, "Order by").set_value("known").run()
    assert_calm(app)
    assert "adds nothing to it" in text_of(app)
    assert ranking(app) != by_chance
    ranks = [rank or 999 for _, rank in ranking(app)]
    assert ranks == sorted(ranks)

    control(app, "Order by").set_value("evidence-a").run()
    rows = pages(app)
    assert {row["evidence"] for row in rows} == {"A"}
    names = [row["name"] for row in rows if row["rank"]]
    assert names[:5] == [name for name, _ in by_chance if name in names][:5]


def test_a_site_of_which_too_little_is_known_is_explained(open_page: Open) -> None:
    app = open_page()
    rows = pages(app)
    apart = next(row for row in rows if row["rank"] is None)

    app.selectbox(key="widget.selected").set_value(apart["id"]).run()

    assert_calm(app)
    text = text_of(app)
    assert f"it would pass the last one listed in {apart['chanceText']} of the draws" in text
    assert "Next above" not in text
    blank = next(row for row in rows if row["chanceText"] == "not drawn")
    app.selectbox(key="widget.selected").set_value(blank["id"]).run()
    assert_calm(app)
    assert "Not enough evidence to rank" in text_of(app)


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


def test_working_facilities_are_ranked_with_the_others_by_one_click(open_page: Open) -> None:
    app = open_page()
    assert "31 working facilities stand aside" in text_of(app)
    assert "reported as being reprocessed (not verified, to be confirmed)" in text_of(app)
    before = len(pages(app))

    app.button(key="facilities-all").click().run()

    assert "22 ranked sites are working facilities" in text_of(app)
    assert len(pages(app)) == before + 31
    app.button(key="facilities-historical").click().run()
    assert len(pages(app)) == before
