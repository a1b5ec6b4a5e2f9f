"""The list of projects: what is another's is not in it, and nothing is deleted by a slip."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from prioritizer.errors import AccessError, InputError
from prioritizer.storage.project.store import ProjectStore
from prioritizer.ui.kept import stores
from prioritizer.ui.server.visitors import Visitor
from prioritizer.ui.shell import once
from tests.ui.conftest import Open, assert_calm, keyed, text_of
from tests.ui.harmless import assert_harmless
from tests.ui.projects.conftest import Browser, again, project_of, values, worked

pytestmark = pytest.mark.slow


def projects(app: AppTest) -> AppTest:
    app.switch_page("prioritizer/ui/pages/projects.py").run()
    assert_calm(app)
    return app


def labels(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def kept(app: AppTest) -> list[tuple[str, bool]]:
    whose = app.session_state["choice.visit_owner"]
    return [(one.name, one.is_archived) for one in stores.store().projects(whose)]


def test_before_the_first_choice_there_is_nothing(open_page: Open, person: Browser) -> None:
    app = projects(open_page())

    assert "You have no project yet" in text_of(app)
    assert not stores.is_there()


def test_one_starts_afresh_and_opens_the_other_again(open_page: Open, person: Browser) -> None:
    app = worked(open_page)
    project_id = project_of(app)
    projects(app)
    assert_harmless(app)

    app.button(key="project-new").click().run()
    assert values(app)["inventory"] is None
    assert values(app)["method"] == "weighted-sum"
    app.switch_page("prioritizer/ui/pages/ranking.py").run()
    app.slider(key="weight-grade").set_value(5).run()
    second = project_of(app)
    assert second not in ("", project_id)

    projects(app)
    app.button(key=f"project-open-{project_id}").click().run()

    assert values(app)["method"] == "topsis"
    assert (
        values(app)["points"]["tonnage" if "tonnage" in values(app)["points"] else "grade"]
        == 70
    )
    assert project_of(app) == project_id
    app.switch_page("prioritizer/ui/pages/ranking.py").run()
    assert keyed(app.slider, "weight-grade").value == 70


def test_a_page_without_an_address_leads_back_to_the_last_project(
    open_page: Open, person: Browser
) -> None:
    project_id = project_of(worked(open_page))

    app = open_page()
    assert values(app)["inventory"] is None
    button = next(b for b in app.button if b.key == "project-last")
    assert "mine" in button.label
    button.click().run()

    assert app.session_state["choice.project"] == project_id
    assert values(app)["method"] == "topsis"


def test_rename_copy_archive(open_page: Open, person: Browser) -> None:
    app = worked(open_page)
    project_of(app)
    projects(app)

    next(t for t in app.text_input if t.label == "Name").set_value("County <b>9</b>")
    next(b for b in app.button if b.label == "Rename").click().run()
    assert kept(app) == [("County <b>9</b>", False)]
    app.button(key="project-copy").click().run()
    assert sorted(kept(app)) == [("County <b>9</b>", False), ("County <b>9</b>, copy", False)]
    app.button(key="project-archive").click().run()

    assert sorted(kept(app)) == [("County <b>9</b>", False), ("County <b>9</b>, copy", True)]
    assert "Archive (1)" in [expander.label for expander in app.expander]
    assert_calm(app)
    assert "County <b>" not in text_of(app)


def test_a_double_click_makes_one_copy_and_a_later_click_the_next(
    open_page: Open, person: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(once, "MOMENT", 60.0)
    app = worked(open_page)
    project_of(app)
    projects(app)

    for _ in range(3):
        app.button(key="project-copy").click().run()
    assert sorted(kept(app)) == [("mine.csv", False), ("mine.csv, copy", False)]

    monkeypatch.setattr(once, "MOMENT", 0.0)
    app.button(key="project-copy").click().run()
    assert len(kept(app)) == 3
    assert_calm(app)


@pytest.mark.parametrize("name", [" ", "\u200b\u2060", "\x1b\u202e"])
def test_a_name_that_cannot_be_seen_is_refused_by_the_store(tmp_path: Path, name: str) -> None:
    store = ProjectStore.open(str(tmp_path / "p.db"))

    with pytest.raises(InputError, match="found none"):
        store.rename("any", "owner", name)

    store.close()


def test_a_blank_name_is_refused_in_words(open_page: Open, person: Browser) -> None:
    app = worked(open_page)
    project_of(app)
    projects(app)

    next(t for t in app.text_input if t.label == "Name").set_value(" ")
    next(b for b in app.button if b.label == "Rename").click().run()

    assert any("found none" in warning.value for warning in app.warning)
    assert kept(app) == [("mine.csv", False)]


def test_a_project_is_deleted_after_a_second_word_only(
    open_page: Open, person: Browser
) -> None:
    app = worked(open_page)
    project_id = project_of(app)
    projects(app)

    app.button(key="project-delete").click().run()
    app.button(key="project-keep").click().run()
    assert len(kept(app)) == 1
    app.button(key="project-delete").click().run()
    assert "It cannot be brought back" in text_of(app)
    app.button(key="project-gone").click().run()

    assert kept(app) == []
    assert values(app)["inventory"] is None
    with pytest.raises(AccessError):
        stores.store().project(project_id, app.session_state["choice.visit_owner"])
    assert "This project was not found" in again(project_id).warning[0].value


def test_another_browser_sees_none_of_it(open_page: Open, person: Browser) -> None:
    project_of(worked(open_page))

    person.visitor = Visitor("b" * 43)
    app = projects(open_page())

    assert "mine" not in text_of(app)
    assert "project-last" not in [button.key for button in app.button]


def test_a_page_left_open_by_another_person_changes_nothing(
    open_page: Open, person: Browser
) -> None:
    app = worked(open_page)
    project_of(app)
    projects(app)
    before = kept(app)

    person.visitor = Visitor("b" * 43)
    app.button(key="project-archive").click().run()

    assert kept(app) == before
    assert any("not found" in warning.value for warning in app.warning)


def steps(app: AppTest) -> list[Any]:
    return [b for b in app.button if b.key and b.key.startswith("step-go-")]


def test_the_history_says_each_step_and_leads_back_to_it(
    open_page: Open, person: Browser
) -> None:
    app = open_page()
    app.slider(key="weight-grade").set_value(70).run()
    project_of(app)
    app.selectbox(key="widget.method").set_value("topsis").run()
    project_of(app)
    projects(app)
    keyed(app.button_group, "widget.project_view").set_value("history").run()

    words = text_of(app)
    assert "Start" in words
    assert "Weights: Grade 20 → 70" in words
    assert "Method: Weighted sum → TOPSIS" in words
    next(t for t in app.text_input if "Name of the state" in t.label).set_value("Sent <i>")
    next(b for b in app.button if b.label == "Keep under this name").click().run()
    assert "<b>Sent &lt;i&gt;</b>" in text_of(app)

    app.button(key="step-go-1").click().run()
    assert (values(app)["method"], values(app)["points"]["grade"]) == ("weighted-sum", 20)
    app.button(key="named-go-3").click().run()
    assert (values(app)["method"], values(app)["points"]["grade"]) == ("topsis", 70)
    assert_calm(app)
