"""Own columns on the criteria page: add, rename, hide, show again, set and lift a veto."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from prioritizer.domain.own_columns import OwnColumn, OwnKind
from prioritizer.ui.shell.cache import read_upload
from tests.ui.conftest import Open, assert_calm, control, ranking, text_of

RANKING = "prioritizer/ui/pages/ranking.py"
CRITERIA = "prioritizer/ui/pages/criteria.py"
TABLE = """site_id,name,waste_type,tonnage_t,support,dust,fenced,note
A,Alpha,tailings,2e6,strong,2,yes,one
B,Beta,tailings,4e6,none,8,no,two
C,Gamma,tailings,1e6,some,1,yes,three
D,Delta,tailings,3e6,strong,9,no,four
E,Epsilon,tailings,5e6,some,4,yes,five
F,Zeta,tailings,6e6,none,5,no,six
"""


@pytest.fixture
def page(open_page: Open) -> AppTest:
    app = open_page("criteria")
    own = read_upload([("sites.csv", TABLE.encode())], title="Six sites")
    app.session_state["choice.inventory"] = own
    app.run()
    view(app, "own")
    return app


def view(app: AppTest, name: str) -> None:
    control(app, "View").set_value(name).run()
    assert_calm(app)


def button(app: AppTest, label: str) -> Any:
    return next(b for b in app.button if label in (b.label, b.help))


def told(app: AppTest) -> str:
    return "\n".join(error.value.replace("\\", "") for error in app.error)


def field(app: AppTest, label: str) -> Any:
    return next(f for f in app.text_input if f.label == label)


def choose(app: AppTest, label: str, option: str) -> None:
    box = next(b for b in app.selectbox if b.label == label)
    place = next(k for k, shown in enumerate(box.options) if shown.startswith(option))
    box.set_value(option if label == "From" else place).run()
    assert_calm(app)


def add_support(app: AppTest) -> None:
    choose(app, "From", "support")
    for word, worth in (("none", "0"), ("some", "0,5"), ("strong", "1")):
        field(app, word).set_value(worth)
    button(app, "Add this criterion").click().run()
    assert_calm(app)


def test_a_column_of_classes_becomes_a_criterion_that_ranks(page: AppTest) -> None:
    add_support(page)

    assert "support is a criterion now" in page.success[0].value
    assert page.session_state["choice.criteria_own"].ids[-1] == "support"
    added = page.session_state["choice.criteria_own"].criteria[-1]
    assert dict(added.classes) == {"none": 0, "some": 0.5, "strong": 1}
    points = page.session_state["choice.points"]
    assert points["support"] == pytest.approx(sum(points.values()) / 6)
    page.switch_page(RANKING).run()
    assert_calm(page)
    assert len(ranking(page)) == 6


def test_weights_of_the_others_stay_when_one_is_added(page: AppTest) -> None:
    before = {"grade": 10.0, "volume": 50.0, "environmental_risk": 20.0}
    page.session_state["choice.points"] = before | {"access": 0.0, "crm_relevance": 20.0}

    add_support(page)

    points = page.session_state["choice.points"]
    assert {name: points[name] for name in before} == before
    assert points["support"] == 20.0


def test_the_weight_of_an_added_criterion_is_not_rounded_when_another_one_is_moved(
    page: AppTest,
) -> None:
    shares = {"grade": 33.0, "volume": 20.0, "environmental_risk": 20.0, "access": 20.0}
    page.session_state["choice.points"] = shares | {"crm_relevance": 100.0}
    add_support(page)
    before = page.session_state["choice.points"]["support"]
    page.switch_page(RANKING).run()

    page.slider(key="weight-volume").set_value(90).run()

    points = page.session_state["choice.points"]
    assert points["volume"] == 90
    assert points["support"] == before == 39


def test_a_number_needs_both_ends_of_its_scale(page: AppTest) -> None:
    choose(page, "From", "dust")
    field(page, "Worst end").set_value("1,234")
    button(page, "Add this criterion").click().run()

    assert_calm(page)
    assert "worst end: found “1,234”" in told(page)
    assert "best end: found nothing" in told(page)
    field(page, "Worst end").set_value("10")
    field(page, "Best end").set_value("0,5")
    button(page, "Add this criterion").click().run()
    assert_calm(page)
    dust = page.session_state["choice.criteria_own"].criteria[-1]
    assert (dust.value_function.worst, dust.value_function.best) == (10.0, 0.5)
    assert dust.objective == "min"


def test_text_that_is_no_criterion_is_said_so(page: AppTest) -> None:
    page.session_state["choice.inventory"] = read_upload(
        [("sites.csv", many_words().encode())], title="Many words"
    )
    page.run()

    choose(page, "From", "note")

    assert "Text is no criterion" in page.info[0].value


def many_words() -> str:
    rows = [f"S{k},Site {k},tailings,1e6,word {k}" for k in range(25)]
    return "\n".join(["site_id,name,waste_type,tonnage_t,note", *rows])


def test_a_criterion_is_renamed_hidden_and_shown_again(page: AppTest) -> None:
    field(page, "Name of Grade").set_value("Richness").run()
    assert_calm(page)
    assert page.session_state["choice.criteria_own"].criteria[0].name == "Richness"

    button(page, "Hide Access").click().run()
    assert_calm(page)
    assert "access" not in page.session_state["choice.criteria_own"].ids
    button(page, "Show Access again").click().run()
    assert_calm(page)
    assert page.session_state["choice.criteria_own"].ids[-1] == "access"
    assert page.session_state["choice.criteria_hidden"] == ()


def test_two_criteria_have_to_stay(page: AppTest) -> None:
    for name in ("Grade", "Access", "CRM relevance"):
        button(page, f"Hide {name}").click().run()
    button(page, "Hide Volume").click().run()

    assert_calm(page)
    assert "Expected at least 2 to stay" in told(page)
    assert len(page.session_state["choice.criteria_own"].criteria) == 2


def test_a_veto_needs_a_reason_is_shown_and_can_be_lifted(page: AppTest) -> None:
    choose(page, "What it reads", "support")
    page.multiselect[0].set_value(["none"])
    button(page, "Set this veto").click().run()
    assert "reason: expected why" in told(page)
    page.multiselect[0].set_value(["none"])
    field(page, "Reason").set_value("Nobody wants a pilot there")
    button(page, "Set this veto").click().run()
    assert_calm(page)
    assert "support is none" in text_of(page)

    page.switch_page(RANKING).run()
    assert_calm(page)
    assert "2 sites stand behind a veto" in text_of(page)
    assert "support is none: Nobody wants a pilot there" in text_of(page)
    page.switch_page("prioritizer/ui/pages/sites.py").run()
    page.selectbox(key="widget.site").set_value("B").run()
    assert_calm(page)
    assert "support is none: Nobody wants a pilot there" in text_of(page)
    page.switch_page(CRITERIA).run()
    button(page, "Lift the veto: support is none").click().run()
    assert_calm(page)
    page.switch_page(RANKING).run()
    assert "behind a veto" not in text_of(page)


def test_a_limit_on_a_measure_names_the_open_cases(page: AppTest) -> None:
    choose(page, "What it reads", "tonnage")
    field(page, "Set aside below, t").set_value("1 500 000")
    field(page, "Reason").set_value("Too little")
    button(page, "Set this veto").click().run()
    assert_calm(page)

    page.switch_page(RANKING).run()

    assert_calm(page)
    assert "tonnage below 10^6" not in text_of(page)
    assert "1 site stands behind a veto" in text_of(page)


def test_a_new_column_is_named_before_its_values_are_typed(page: AppTest) -> None:
    button(page, "Type its values").click().run()
    assert "Please give the column a name" in told(page)
    field(page, "Name of the column").set_value("Owner talks")
    button(page, "Type its values").click().run()

    assert_calm(page)
    assert page.session_state["choice.own_column"] == OwnColumn("Owner talks", OwnKind.NUMBER)
    assert "Owner talks" in text_of(page)
    assert button(page, "Use these values").disabled
    button(page, "Another column").click().run()
    assert_calm(page)
    assert field(page, "Name of the column").value == ""


def test_a_set_that_these_readers_cannot_rank_by_is_told_and_can_be_mended(
    page: AppTest,
) -> None:
    add_support(page)
    page.session_state["choice.inventory"] = None

    view(page, "scales")

    assert "found no value in the column 'support'" in told(page)
    view(page, "own")
    button(page, "Hide support").click().run()
    assert_calm(page)
    view(page, "scales")
    assert not page.error


@pytest.mark.parametrize("name", ["ranking", "weights", "sites", "shortlist", "report"])
def test_other_pages_tell_what_the_criteria_lack_and_stay_calm(
    page: AppTest, name: str
) -> None:
    add_support(page)
    page.session_state["choice.inventory"] = None

    page.switch_page(f"prioritizer/ui/pages/{name}.py").run()

    assert_calm(page)
    if name != "sites":
        assert "found no value in the column 'support'" in told(page)


def test_nothing_withheld_is_offered(page: AppTest) -> None:
    restricted = TABLE.replace("site_id,", "site_id,access,").replace("\nA,", "\nA,,")
    for letter in "BCDEF":
        restricted = restricted.replace(f"\n{letter},", f"\n{letter},,")
    restricted += "Z,restricted,Nightjar,tailings,7e6,secretly,77.25,yes,seven\n"
    own = read_upload([("sites.csv", restricted.encode())], title="Seven sites")
    page.session_state["choice.inventory"] = own
    page.run()
    choose(page, "From", "support")

    labels = [field.label for field in page.text_input]
    shown = repr([labels, [box.options for box in page.multiselect], text_of(page)])
    assert "none" in labels
    for secret in ("secretly", "77.25", "Nightjar"):
        assert secret not in shown
    choose(page, "From", "dust")
    assert "The values run from 1 to 9." in text_of(page)
