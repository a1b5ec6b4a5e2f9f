"""The criteria page: sets, scales, drafts and their drift, overlap, policy lists."""

from __future__ import annotations

import json
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from prioritizer.domain.criterion import CriteriaSet, ValueFunction
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Settings
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.exports.tables.criteria_file import criteria_yaml
from prioritizer.readers.criteria import read_criteria
from prioritizer.workflow.criteria.scale_edits import with_scales
from prioritizer.workflow.ranking.assess import assess
from tests.ui.conftest import Open, assert_calm, chart, control, keyed, protos, ranking, text_of
from tests.ui.harmless import assert_harmless

RANKING = "prioritizer/ui/pages/ranking.py"
CRITERIA = "prioritizer/ui/pages/criteria.py"
WIDER = ValueFunction("log", 0.05, 20)


@pytest.fixture
def page(open_page: Open) -> AppTest:
    return open_page("criteria")


def field(app: AppTest, label: str) -> Any:
    """Return the field of the editor under a label."""
    return next(f for f in app.text_input if f.label.startswith(label))


def button(app: AppTest, label: str) -> Any:
    return next(b for b in app.button if b.label == label)


def go(app: AppTest, page: str) -> None:
    app.switch_page(page).run()
    assert_calm(app)


def choose_set(app: AppTest, name: str) -> None:
    control(app, "Criteria set").set_value(name).run()
    assert_calm(app)


def tree_rows(app: AppTest) -> list[dict[str, Any]]:
    for proto in protos(app):
        if getattr(proto, "component_name", "") == "prioritizer_criteria_tree":
            rows: list[dict[str, Any]] = json.loads(proto.mixed.json or proto.json)["rows"]
            return rows
    raise AssertionError("the tree is not on the page")


def expected(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference, **choices: Any
) -> list[tuple[str, int]]:
    points = dict(criteria.profiles[0].points)
    settings = Settings(WeightVector.from_mapping(points, criteria.ids), **choices)
    found = assess(sample, criteria, settings, reference)
    return [(found.matrix.names[i], int(found.ranking.ranks[i])) for i in found.order()[:40]]


def test_each_criterion_stands_in_the_tree_with_weight_range_and_standing(
    page: AppTest, criteria: CriteriaSet
) -> None:
    rows = tree_rows(page)

    assert [row["id"] for row in rows] == list(criteria.ids)
    assert {row["total"] for row in rows} == {"20 %"}
    assert all(row["tags"][0]["text"] == "project default" for row in rows)
    assert [row["isChosen"] for row in rows].count(True) == 1
    assert "Value of Grade" in chart(page, "value-curve")["svg"]


def test_a_draft_tells_what_it_would_move_before_anything_moves(page: AppTest) -> None:
    field(page, "Best end").set_value("20").run()

    assert_calm(page)
    text = text_of(page)
    assert "If you use this scale" in text
    assert "sites change place" in text
    assert "now stands for 0.05 → 20 × primary ore" in text
    assert not [row for row in tree_rows(page) if row["tags"][0]["kind"] == "edited"]


def test_a_used_scale_re_ranks_and_is_marked_everywhere(
    page: AppTest, sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    field(page, "Best end").set_value("20").run()
    button(page, "Use this scale").click().run()

    assert_calm(page)
    assert tree_rows(page)[0]["tags"][0]["text"] == "edited"
    go(page, RANKING)
    edited = with_scales(criteria, {"grade": WIDER})
    assert ranking(page) == expected(sample, edited, reference)
    assert "scales edited: Grade" in text_of(page)
    go(page, CRITERIA)
    assert field(page, "Best end").value == "20"
    button(page, "As shipped").click().run()
    go(page, RANKING)
    assert ranking(page) == expected(sample, criteria, reference)
    assert "scales edited" not in text_of(page)


def test_faults_are_told_at_once_and_the_scale_in_use_stays(
    page: AppTest, sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    field(page, "Worst end").set_value("0").run()
    assert "Worst end: found 0. Expected ends above 0" in text_of(page)
    field(page, "Best end").set_value("five").run()

    assert_calm(page)
    assert "Best end: found “five”" in text_of(page)
    assert button(page, "Use this scale").disabled
    go(page, RANKING)
    assert ranking(page) == expected(sample, criteria, reference)
    go(page, CRITERIA)
    assert field(page, "Best end").value == "five"


@pytest.mark.parametrize("kind", ["linear", "piecewise", "sigmoid", "stepwise", "target"])
def test_every_shape_can_be_chosen_and_used(page: AppTest, kind: str) -> None:
    shape = next(s for s in page.selectbox if s.label == "Shape")

    shape.set_value(kind).run()

    assert_calm(page)
    assert "Not usable yet" not in text_of(page)
    button(page, "Use this scale").click().run()
    assert_calm(page)
    assert tree_rows(page)[0]["tags"][0]["text"] == "edited"


def test_rows_of_a_piecewise_scale_are_added_filled_and_used(page: AppTest) -> None:
    next(s for s in page.selectbox if s.label == "Shape").set_value("piecewise").run()
    n_fields = len(page.text_input)

    button(page, "Add a row").click().run()

    assert len(page.text_input) == n_fields + 2
    assert "nothing is given" in text_of(page)
    assert button(page, "Use this scale").disabled
    page.text_input[-2].set_value("9").run()
    page.text_input[-1].set_value("1").run()
    assert "nothing is given" not in text_of(page)
    button(page, "Use this scale").click().run()
    assert_calm(page)
    assert page.text_input[-2].value == "9"


def test_a_scale_that_holds_all_sites_is_one_click_away_and_only_a_draft(
    page: AppTest,
) -> None:
    assert "outside 0.05 → 5" in text_of(page)

    button(page, "Try a scale that holds them all").click().run()

    assert_calm(page)
    assert "If you use this scale" in text_of(page)
    assert float(field(page, "Best end").value) > 5


def test_changing_the_set_keeps_edits_and_weights_of_the_other(
    page: AppTest, sample: SiteRegister, reference: Reference
) -> None:
    field(page, "Best end").set_value("20").run()
    button(page, "Use this scale").click().run()
    go(page, RANKING)
    page.slider(key="weight-grade").set_value(70).run()
    go(page, CRITERIA)

    choose_set(page, "screening")

    go(page, RANKING)
    screening = read_criteria("screening")
    assert [s.label for s in page.slider] == [c.name for c in screening.criteria]
    assert ranking(page) == expected(sample, screening, reference)
    go(page, CRITERIA)
    choose_set(page, "default")
    assert field(page, "Best end").value == "20"
    go(page, RANKING)
    assert page.slider(key="weight-grade").value == 70


def test_a_tree_is_weighed_by_branches_first(
    page: AppTest, sample: SiteRegister, reference: Reference
) -> None:
    choose_set(page, "detailed")
    tree = read_criteria("detailed")
    assert [row["id"] for row in tree_rows(page)] == [node.id for node in tree.tree()]
    go(page, RANKING)
    assert ranking(page) == expected(sample, tree, reference)
    assert {s.key for s in page.slider} == {f"weight-{node.id}" for node in tree.tree()}

    for node in tree.tree():
        if not node.parent and node.id != "access":
            page.slider(key=f"weight-{node.id}").set_value(0)
    page.run()

    assert_calm(page)
    text = text_of(page)
    assert '<b data-share="access">weight 100 %</b>' in text
    inside = [node for node in tree.tree() if node.parent == "access"]
    for node in inside:
        share = round(100 / len(inside))
        assert f'<b data-share="{node.id}">weight {share} %</b>' in text


def test_a_set_of_ones_own_is_read_used_and_named(page: AppTest, criteria: CriteriaSet) -> None:
    own = with_scales(criteria, {"grade": WIDER})
    file = next(f for f in page.file_uploader if "Criteria file" in f.label)
    file.set_value(("mine.yaml", criteria_yaml(own), "application/yaml")).run()
    page.button(key="scales-read").click().run()

    assert_calm(page)
    assert control(page, "Criteria set").value == "own"
    assert field(page, "Best end").value == "20"
    go(page, RANKING)
    assert "scales edited: Grade" in text_of(page)


def test_every_fault_of_a_file_is_listed_and_the_set_in_use_stays(page: AppTest) -> None:
    text = criteria_yaml(read_criteria("default")).decode()
    broken = text.replace("worst: 0.05", "worst: 5").replace(
        "measure: tonnage", "measure: mood"
    )
    broken = broken.replace("id: access", "id: grade")
    file = next(f for f in page.file_uploader if "Criteria file" in f.label)
    file.set_value(("bad.yaml", broken.encode(), "application/yaml")).run()
    page.button(key="scales-read").click().run()

    assert_calm(page)
    shown = text_of(page)
    assert "criteria.0.value_function" in shown
    assert "stands twice" in shown
    assert control(page, "Criteria set").value == "default"


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"- a\n- b", b"a: [", b"criteria: 5"])
def test_a_file_that_is_no_criteria_file_is_refused_in_words(
    page: AppTest, content: bytes
) -> None:
    file = next(f for f in page.file_uploader if "Criteria file" in f.label)
    file.set_value(("bad.yaml", content, "application/yaml")).run()
    page.button(key="scales-read").click().run()

    assert_calm(page)
    assert "refused as a whole" in page.error[0].value


def test_hostile_names_in_a_file_stay_text(page: AppTest) -> None:
    text = criteria_yaml(read_criteria("detailed")).decode()
    hostile = "'<img src=x onerror=alert(1)> [a](http://example.org)'"
    for name in ("Road", "Access"):
        text = text.replace(f"name: {name}\n", f"name: {hostile}\n")
    file = next(f for f in page.file_uploader if "Criteria file" in f.label)
    file.set_value(("mine.yaml", text.encode(), "application/yaml")).run()
    page.button(key="scales-read").click().run()
    assert control(page, "Criteria set").value == "own"

    for view in ("scales", "overlap", "policy"):
        control(page, "View").set_value(view).run()
        assert_calm(page)
    go(page, RANKING)
    assert_harmless(page)


def test_overlap_names_the_pairs_their_number_and_the_effect_of_dropping(page: AppTest) -> None:
    choose_set(page, "detailed")

    control(page, "View").set_value("overlap").run()

    assert_calm(page)
    text = text_of(page)
    assert "Signs of double counting" in text
    assert "both read assays" in text
    assert "<small>n " in text
    assert text.count("Without ") >= len(read_criteria("detailed").criteria)


def test_a_policy_list_chosen_here_re_ranks_the_ranking_page(
    page: AppTest, sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    control(page, "View").set_value("policy").run()
    page.multiselect(key="widget.policy_lists").set_value(["US-CM-2025"]).run()
    assert_calm(page)

    go(page, RANKING)

    wanted = expected(sample, criteria, reference, policy_lists=("US-CM-2025",))
    assert ranking(page) == wanted
    assert page.multiselect(key="widget.policy_lists").value == ["US-CM-2025"]


def test_a_policy_list_of_ones_own_counts_and_can_be_removed(
    page: AppTest, sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    control(page, "View").set_value("policy").run()
    file = next(f for f in page.file_uploader if "Policy list" in f.label)
    file.set_value(("EU-CRM-2024.csv", b"symbol,class\nZn,strategic\n", "text/csv")).run()
    page.button(key="policy-read").click().run()

    assert_calm(page)
    assert "own-EU-CRM-2024" in keyed(page.multiselect, "widget.policy_lists").value
    before = expected(sample, criteria, reference)
    go(page, RANKING)
    assert ranking(page) != before
    go(page, CRITERIA)
    button(page, "Remove own list EU-CRM-2024.csv").click().run()
    assert_calm(page)
    go(page, RANKING)
    assert ranking(page) == before


def test_a_faulty_policy_list_is_refused_with_its_places(page: AppTest) -> None:
    control(page, "View").set_value("policy").run()
    file = next(f for f in page.file_uploader if "Policy list" in f.label)
    file.set_value(("bad.csv", b"symbol,class\nXx,strategic\nCu,nice\n", "text/csv")).run()
    page.button(key="policy-read").click().run()

    assert_calm(page)
    text = text_of(page)
    assert "Xx" in text
    assert "nice" in text
