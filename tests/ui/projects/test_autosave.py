"""The project of a page saves itself, comes back by its address, and is nobody else's."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from prioritizer.domain.authority import Actor, Role
from prioritizer.domain.project import NewState, NewStates
from prioritizer.ui.kept import gesture, stores
from prioritizer.ui.navigation import PAGES
from prioritizer.ui.server.visitors import Visitor
from prioritizer.ui.shell import cache as cached
from prioritizer.ui.shell import fresh
from prioritizer.ui.shell.saving import restored, saved
from prioritizer.workflow.workshop.signing_in import LOCAL_NAME
from tests.ui.conftest import Open, assert_calm, control, keyed, list_data, text_of
from tests.ui.harmless import assert_harmless
from tests.ui.projects.conftest import Browser, again, assert_same, project_of, values, worked

pytestmark = pytest.mark.slow


def test_everything_comes_back_by_the_address(open_page: Open, person: Browser) -> None:
    app = worked(open_page)
    before = values(app)

    fresh = again(project_of(app))

    assert_same(values(fresh), before)
    assert [row["name"] for row in list_data(fresh)["rows"]] == ["Pond <b>one</b>"]
    assert keyed(fresh.slider, "weight-grade").value == 70
    assert keyed(fresh.selectbox, "widget.method").value == "topsis"
    assert any("is open as it was left" in toast.value for toast in fresh.toast)
    assert "<b>mine.csv</b>" in text_of(fresh)
    assert_harmless(fresh)


def test_everything_comes_back_after_a_restart(open_page: Open, person: Browser) -> None:
    app = worked(open_page)
    before, project_id = values(app), project_of(app)

    stores._opened.cache_clear()
    cached.st.cache_resource.clear()

    assert_same(values(again(project_id)), before)


def test_what_a_person_chose_by_hand_survives_json(open_page: Open, person: Browser) -> None:
    before = values(worked(open_page))

    found = restored(json.loads(json.dumps(saved(before), allow_nan=False)))

    assert_same(found, before)


def test_a_set_of_criteria_and_its_weights_come_back(open_page: Open, person: Browser) -> None:
    app = open_page("criteria")
    control(app, "Criteria set").set_value("detailed").run()
    app.switch_page("prioritizer/ui/pages/ranking.py").run()
    app.slider[0].set_value(90).run()
    before, sliders = values(app), {s.label: s.value for s in app.slider}

    fresh = again(project_of(app))

    assert_same(values(fresh), before)
    assert {s.label: s.value for s in fresh.slider} == sliders


def test_a_page_on_which_nothing_was_chosen_makes_no_project(
    open_page: Open, person: Browser
) -> None:
    app = open_page()
    for page in PAGES:
        app.switch_page(f"prioritizer/ui/pages/{page.file}").run()
        assert_calm(app)

    assert fresh.chosen(values(app)) == ()
    assert project_of(app) == ""
    assert stores.store().projects(app.session_state["choice.visit_owner"]) == ()


def test_a_run_without_a_change_writes_nothing(open_page: Open, person: Browser) -> None:
    app = open_page()
    app.slider(key="weight-grade").set_value(70).run()
    project_id = project_of(app)
    revision = stores.writer().revision(project_id)

    for _ in range(3):
        app.run()

    assert stores.writer().revision(project_id) == revision
    assert not stores.writer().is_pending(project_id)


def other_browser(browser: Browser) -> None:
    browser.visitor = Visitor("b" * 43)


def no_cookie(browser: Browser) -> None:
    browser.visitor = Visitor()


def closed_and_signed_out(browser: Browser) -> None:
    browser.is_open = False


def somebody_else_signed_in(browser: Browser) -> None:
    browser.is_open, browser.leader = False, Actor(Role.FACILITATOR, "bo")


@pytest.mark.parametrize(
    "change", [other_browser, no_cookie, closed_and_signed_out, somebody_else_signed_in]
)
def test_nothing_of_one_person_is_shown_to_another(
    open_page: Open, person: Browser, change: Callable[[Browser], None]
) -> None:
    if change is somebody_else_signed_in:
        person.is_open, person.leader = False, Actor(Role.FACILITATOR, "ada")
    project_id = project_of(worked(open_page))

    change(person)
    app, nowhere = again(project_id), again("x" * 22)

    assert "mine.csv" not in text_of(app)
    assert values(app)["inventory"] is None
    said = [[warning.value for warning in page.warning] for page in (app, nowhere)]
    assert said[0] == said[1]
    assert "This project was not found" in said[0][0]


def test_a_stranger_with_the_id_cannot_write_to_it(open_page: Open, person: Browser) -> None:
    app = worked(open_page)
    project_id, whose = project_of(app), app.session_state["choice.visit_owner"]
    before = stores.store().state(project_id, whose)

    other_browser(person)
    stranger = again(project_id)
    stranger.slider(key="weight-grade").set_value(5).run()

    assert project_of(stranger) not in ("", project_id)
    assert stores.store().state(project_id, whose) == before


def test_the_projector_shows_the_room_nothing_of_it(open_page: Open, person: Browser) -> None:
    project_id = project_of(worked(open_page))

    assert "mine.csv" not in text_of(again(project_id, "projector"))


def test_undo_and_redo_walk_through_what_was_chosen(open_page: Open, person: Browser) -> None:
    app = open_page()
    app.slider(key="weight-grade").set_value(70).run()
    project_of(app)
    app.selectbox(key="widget.method").set_value("topsis").run()
    project_of(app)

    keyed(app.button, "project-undo").click().run()
    assert (values(app)["method"], values(app)["points"]["grade"]) == ("weighted-sum", 70)
    assert keyed(app.selectbox, "widget.method").value == "weighted-sum"
    assert any("Taken back: Method: Weighted sum → TOPSIS" in plain(t.value) for t in app.toast)

    keyed(app.button, "project-undo").click().run()
    assert values(app)["points"]["grade"] == 20
    assert keyed(app.slider, "weight-grade").value == 20
    assert keyed(app.button, "project-undo").disabled

    for _ in range(2):
        keyed(app.button, "project-redo").click().run()
    assert (values(app)["method"], values(app)["points"]["grade"]) == ("topsis", 70)
    assert keyed(app.slider, "weight-grade").value == 70
    assert keyed(app.button, "project-redo").disabled
    # To have walked there and back is no change.
    assert (
        len(stores.store().history(project_of(app), app.session_state["choice.visit_owner"]))
        == 3
    )


def test_one_quick_gesture_is_one_step_however_often_it_was_written(
    open_page: Open, person: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gesture, "MOMENT", 60.0)
    app = open_page()
    for points in (30, 45, 60):
        keyed(app.slider, "weight-grade").set_value(points).run()
        project_of(app)
    for points in (40, 50):
        keyed(app.slider, "weight-volume").set_value(points).run()
        project_of(app)

    lines = stores.store().history(project_of(app), app.session_state["choice.visit_owner"])
    assert [line.said for line in lines] == [
        "Start",
        "Weights: Grade 20 → 60",
        "Weights: Volume 20 → 50",
    ]
    assert not [w for w in app.warning if "another tab" in w.value]
    keyed(app.button, "project-undo").click().run()
    assert [keyed(app.slider, f"weight-{n}").value for n in ("grade", "volume")] == [60, 20]
    # What is moved after a step back begins anew.
    keyed(app.slider, "weight-grade").set_value(70).run()
    project_of(app)
    keyed(app.button, "project-undo").click().run()
    assert keyed(app.slider, "weight-grade").value == 60


def test_weights_that_are_not_whole_are_kept_exactly(open_page: Open, person: Browser) -> None:
    app = open_page()
    names = ("grade", "volume", "environmental_risk", "access", "crm_relevance")
    given = {name: 100 / (3 + k) for k, name in enumerate(names)}
    app.session_state["choice.points"] = given
    app.session_state["choice.profile"] = "mine"
    app.run()
    app = again(project_of(app))

    app.slider(key="weight-grade").set_value(70).run()
    moved = {**given, "grade": 70.0}
    assert values(app)["points"] == moved
    first = project_of(app)
    keyed(app.button, "project-undo").click().run()
    assert values(app)["points"] == given
    keyed(app.button, "project-redo").click().run()
    assert values(app)["points"] == moved
    project_of(app)

    # Also on a page that is loaded anew: it knows where the slider started.
    later = again(first)
    keyed(later.slider, "weight-grade").set_value(33).run()
    assert values(later)["points"] == given


def plain(markdown: str) -> str:
    return markdown.replace("\\", "")


def test_two_tabs_on_one_project_hear_of_each_other(open_page: Open, person: Browser) -> None:
    first = open_page()
    first.slider(key="weight-grade").set_value(70).run()
    second = again(project_of(first))
    assert not [w for w in second.warning if "another tab" in w.value]

    first.run()
    assert not [w for w in first.warning if "another tab" in w.value]
    second.slider(key="weight-grade").set_value(30).run()
    project_of(second)
    first.run()
    assert [w for w in first.warning if "another tab" in w.value]
    first.button(key="project-other").click().run()

    assert keyed(first.slider, "weight-grade").value == 30
    assert not [w for w in first.warning if "another tab" in w.value]


def test_a_choice_of_an_earlier_version_is_named_and_the_rest_comes_back(
    open_page: Open, person: Browser
) -> None:
    app = open_page()
    app.slider(key="weight-grade").set_value(70).run()
    project_id, whose = project_of(app), app.session_state["choice.visit_owner"]
    one = stores.store().state(project_id, whose)
    odd = {**one.choices, "colour": "red", "method": "electre-9"}
    new = NewState(one.line.at, "odd", odd, one.table)
    stores.store().save([NewStates(project_id, whose, "", (new,))], {})

    fresh = again(project_id)

    assert keyed(fresh.slider, "weight-grade").value == 70
    said = " ".join(warning.value for warning in fresh.warning)
    assert "colour" in said
    assert "electre" in said


def test_a_page_without_cookies_says_that_nothing_is_kept(
    open_page: Open, person: Browser
) -> None:
    person.visitor = Visitor()
    app = open_page()
    assert "accepts no cookies" not in text_of(app)

    app.slider(key="weight-grade").set_value(70).run()

    assert "accepts no cookies" in text_of(app)


def test_where_nothing_can_be_written_the_page_says_so(
    open_page: Open, person: Browser, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "folder").write_text("no folder")
    monkeypatch.setenv("PRIORITIZER_PROJECTS", str(tmp_path / "sites.csv"))
    (tmp_path / "sites.csv").write_text("site_id\n")
    app = open_page()
    app.slider(key="weight-grade").set_value(70).run()
    assert stores.writer().wait(app.session_state["choice.project"], 10)

    app.run()

    assert_calm(app)
    assert any("found a file of" in warning.value for warning in app.warning)


def test_a_person_who_signs_in_by_name_finds_projects_in_every_browser(
    open_page: Open, person: Browser
) -> None:
    person.is_open, person.leader = False, Actor(Role.FACILITATOR, "ada", name="Ada")
    project_id = project_of(worked(open_page))

    other_browser(person)
    assert values(again(project_id))["method"] == "topsis"
    person.leader = Actor(Role.FACILITATOR, "bo", name="Bo")
    assert values(again(project_id))["method"] == "weighted-sum"


def test_the_link_that_the_server_prints_is_nobody_in_particular(
    open_page: Open, person: Browser
) -> None:
    person.is_open, person.leader = False, Actor(Role.FACILITATOR, "local", name=LOCAL_NAME)
    project_id = project_of(worked(open_page))

    assert values(again(project_id))["method"] == "topsis"
    other_browser(person)
    assert values(again(project_id))["method"] == "weighted-sum"
