"""A link to read: the readers' part alone, nothing saved to the owner's, and ended for good."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from prioritizer.domain.robustness import Robustness
from prioritizer.errors import StoreError
from prioritizer.ui.kept import stores
from prioritizer.ui.projects import ending
from prioritizer.ui.projects import line as project_line
from prioritizer.ui.projects.line import LINK_OVER, READ_ONLY, TRIED
from prioritizer.ui.robustness import cache as cached_robustness
from prioritizer.ui.server.visitors import Visitor
from prioritizer.ui.shell.finished import Finished
from tests.ui.conftest import Open, assert_calm, keyed, load, protos, text_of
from tests.ui.harmless import assert_harmless
from tests.ui.projects.conftest import (
    SECRET,
    Browser,
    again,
    assert_same,
    project_of,
    values,
    worked,
)
from tests.ui.test_steps import lights

pytestmark = pytest.mark.slow


def shared(app: AppTest, readers: str = "") -> str:
    """Make a link on the page Projects; return its secret."""
    app.switch_page("prioritizer/ui/pages/projects.py").run()
    keyed(app.button_group, "widget.project_view").set_value("link").run()
    if readers:
        app.radio(key="project-link-readers").set_value(readers).run()
    app.button(key="project-share").click().run()
    assert_calm(app)
    return parse_qs(urlsplit(app.code[0].value).query)["shared"][0]


def line_of(app: AppTest) -> str:
    """Return what the first line of a page says of its project."""
    line = next(
        one
        for one in protos(app)
        if getattr(one, "component_name", "") == project_line.COMPONENT
    )
    return str(json.loads(line.mixed.json or line.json)["said"])


def by_link(person: Browser, secret: str) -> AppTest:
    person.visitor = Visitor("r" * 43)
    return again(secret, name="shared")


def test_a_reader_sees_the_project_and_changes_nothing_of_it(
    open_page: Open, person: Browser
) -> None:
    app = worked(open_page)
    before, project_id = values(app), project_of(app)
    whose = app.session_state["choice.visit_owner"]
    kept = stores.store().state(project_id, whose)

    reader = by_link(person, shared(app))
    found = values(reader)
    assert found.pop("inventory").register == before.pop("inventory").register
    # Who typed, and for whom, is not the reader's.
    assert_same({**found, "who": before["who"]}, before)
    assert "project-own" in [button.key for button in reader.button]
    assert "project-undo" not in [button.key for button in reader.button]
    assert_harmless(reader)
    keyed(reader.slider, "weight-grade").set_value(5).run()
    reader.run()

    assert reader.session_state["choice.project"] == ""
    assert stores.store().state(project_id, whose) == kept
    assert stores.store().projects(reader.session_state["choice.visit_owner"]) == ()


def test_a_reader_who_tries_something_is_told_that_it_is_not_the_project(
    open_page: Open, person: Browser
) -> None:
    app = worked(open_page)
    reader = by_link(person, shared(app))
    for page in ("ranking", "robustness", "methods", "shortlist", "sites", "report"):
        reader.switch_page(f"prioritizer/ui/pages/{page}.py").run()
        assert line_of(reader) == READ_ONLY, page
    before = values(reader)
    reader.switch_page("prioritizer/ui/pages/ranking.py").run()
    keyed(reader.slider, "weight-grade").set_value(5).run()

    assert line_of(reader) == TRIED
    assert "Grade" in reader.button(key="project-back").help
    reader.button(key="project-back").click().run()

    assert_calm(reader)
    assert line_of(reader) == READ_ONLY
    assert values(reader)["points"] == before["points"]
    assert "project-back" not in [button.key for button in reader.button]


def test_who_archives_a_project_with_links_is_told_that_they_still_work(
    open_page: Open, person: Browser
) -> None:
    app = worked(open_page)
    shared(app)
    keyed(app.button_group, "widget.project_view").set_value("list").run()

    app.button(key="project-archive").click().run()
    assert "Its links still work" in app.toast[0].value

    app.button(key="project-archive").click().run()
    assert not app.toast


def test_a_reader_takes_a_copy_of_ones_own(open_page: Open, person: Browser) -> None:
    app = worked(open_page)
    project_id = project_of(app)
    reader = by_link(person, shared(app))

    reader.button(key="project-own").click().run()
    keyed(reader.slider, "weight-grade").set_value(5).run()

    copy = project_of(reader)
    assert copy not in ("", project_id)
    whose = reader.session_state["choice.visit_owner"]
    assert [kept.name for kept in stores.store().projects(whose)] == ["mine.csv, my copy"]
    assert stores.store().state(copy, whose).choices["points"]["grade"] == 5


def test_a_reader_gets_the_public_part_alone(open_page: Open, person: Browser) -> None:
    app = open_page("sites")
    load(app, SECRET, "secret.csv")
    keyed(app.button_group, "widget.audience").set_value("internal").run()
    app.session_state["choice.portfolio_must"] = ["X-2", "X-1"]
    app.run()
    stores.store().rename(
        project_of(app), app.session_state["choice.visit_owner"], "Hemligberg first"
    )

    reader = by_link(person, shared(app, "public"))

    found = values(reader)
    assert reader.session_state["choice.project_name"] == "Project"
    assert [site.site_id for site in found["inventory"].register.sites] == ["X-1", "X-3"]
    assert list(found["portfolio_must"]) == ["X-1"]
    assert "Hemligberg" not in repr(found)
    for page in ("sites", "ranking", "portfolio", "export", "projects"):
        reader.switch_page(f"prioritizer/ui/pages/{page}.py").run()
        assert_calm(reader)
        assert "Hemligberg" not in text_of(reader)
    reader.button(key="project-own").click().run()
    copy = project_of(reader)
    one = stores.store().state(copy, reader.session_state["choice.visit_owner"])
    assert b"Hemligberg" not in stores.store().table(one.table)


def test_a_link_that_was_ended_leads_nowhere(open_page: Open, person: Browser) -> None:
    app = worked(open_page)
    project_of(app)
    secret = shared(app)
    assert app.session_state["choice.project_secret"] == ""
    app.run()
    assert len(app.code) == 0

    app.button(key="project-unshare").click().run()
    reader = by_link(person, secret)

    assert "This project was not found" in reader.warning[0].value
    assert values(reader)["inventory"] is None


@pytest.mark.parametrize("how", ["ended", "deleted"])
def test_an_open_page_says_soon_that_its_link_was_ended(
    open_page: Open, person: Browser, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    now = 1_000.0
    monkeypatch.setattr(ending, "monotonic", lambda: now)
    app = worked(open_page)
    project_id, whose = project_of(app), app.session_state["choice.visit_owner"]
    reader = by_link(person, shared(app))
    reader.run()
    before = values(reader)
    if how == "ended":
        stores.store().end_shares(project_id, whose, may_edit=False)
    else:
        stores.store().delete(project_id, whose)

    now += 0.9 * ending.EVERY
    reader.run()
    assert line_of(reader) == READ_ONLY  # the store is asked now and then
    now += 0.2 * ending.EVERY
    keyed(reader.slider, "weight-volume").set_value(10).run()

    assert_calm(reader)
    assert [one for one in reader.warning if "ended the link by which you read" in one.value]
    assert line_of(reader) == LINK_OVER
    assert values(reader)["points"] == {**before["points"], "volume": 10}
    # What is in sight stays; a choice saves nothing, and a copy can be kept.
    assert reader.session_state["choice.project"] == ""
    reader.button(key="project-own").click().run()
    own = reader.session_state["choice.visit_owner"]
    kept = stores.store().state(project_of(reader), own).choices
    assert kept["points"] == {**before["points"], "volume": 10}
    assert not [one for one in reader.warning if "ended the link" in one.value]


def test_after_its_end_a_link_for_partners_leaves_nothing_of_what_was_for_them(
    open_page: Open, person: Browser
) -> None:
    app = open_page("sites")
    load(app, SECRET.replace(b",restricted", b",partners"), "secret.csv")
    keyed(app.button_group, "widget.audience").set_value("internal").run()
    project_id, whose = project_of(app), app.session_state["choice.visit_owner"]
    reader = by_link(person, shared(app, "partners"))
    assert "Hemligberg" in repr(values(reader))
    stores.store().end_shares(project_id, whose, may_edit=False)

    reader.run()

    assert_calm(reader)
    assert [one for one in reader.warning if "The link was for partners" in one.value]
    assert "Hemligberg" not in repr(values(reader)) + "\n".join(map(str, protos(reader)))
    assert "project-own" not in [button.key for button in reader.button]


def test_a_store_that_is_away_ends_nothing(
    open_page: Open, person: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> bool:
        raise StoreError("the database is away")

    app = worked(open_page)
    project_of(app)
    reader = by_link(person, shared(app))
    monkeypatch.setattr(type(stores.store()), "has_link", away)

    reader.run()

    assert line_of(reader) == READ_ONLY


def test_the_id_of_a_project_is_no_link_and_a_link_is_no_id(
    open_page: Open, person: Browser
) -> None:
    app = worked(open_page)
    project_id, secret = project_of(app), shared(app)

    assert "not found" in by_link(person, project_id).warning[0].value
    assert "not found" in again(secret).warning[0].value


def test_a_reader_sees_the_steps_as_the_owner_left_them(
    open_page: Open, person: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: Finished[Robustness] = Finished(4)
    app = open_page("robustness")
    app.switch_page("prioritizer/ui/pages/ranking.py").run()
    keyed(app.slider, "weight-grade").set_value(33).run()
    project_of(app)
    assert lights(app)["Robustness"] == ("attention", "settings changed")
    secret = shared(app)
    app.switch_page("prioritizer/ui/pages/robustness.py").run()
    assert lights(app)["Robustness"] == ("done", "checked")
    app.run()
    project_of(app)

    # Elsewhere nobody keeps the run: what was seen of it stands with the project.
    monkeypatch.setattr(cached_robustness, "runs", lambda: kept)
    reader = by_link(person, secret)
    assert lights(reader)["Robustness"] == ("done", "checked")
    keyed(reader.slider, "weight-grade").set_value(5).run()
    assert lights(reader)["Robustness"] == ("attention", "settings changed")


@pytest.mark.parametrize(
    ("audience", "light"),
    [("public", ("done", "checked")), ("internal", ("to do", "not checked"))],
)
def test_what_was_checked_for_other_readers_is_not_checked_for_these(
    open_page: Open, person: Browser, audience: str, light: tuple[str, str]
) -> None:
    app = open_page("sites")
    load(app, SECRET, "secret.csv")
    keyed(app.button_group, "widget.audience").set_value(audience).run()
    app.switch_page("prioritizer/ui/pages/robustness.py").run()
    assert lights(app)["Robustness"] == ("done", "checked")
    project_of(app)

    assert lights(by_link(person, shared(app, "public")))["Robustness"] == light


def test_an_older_project_tells_of_no_settings_that_changed(
    open_page: Open, person: Browser
) -> None:
    app = open_page()
    app.session_state["choice.flow_checked"] = True
    keyed(app.slider, "weight-grade").set_value(33).run()

    assert lights(app)["Robustness"] == ("to do", "not checked")
    assert lights(again(project_of(app)))["Robustness"] == ("to do", "not checked")


def test_a_reader_sees_later_changes_of_the_owner(open_page: Open, person: Browser) -> None:
    app = worked(open_page)
    project_of(app)
    secret, owner = shared(app), person.visitor
    app.switch_page("prioritizer/ui/pages/ranking.py").run()
    keyed(app.slider, "weight-grade").set_value(33).run()

    assert values(by_link(person, secret))["points"]["grade"] == 33
    person.visitor = owner


def test_no_page_tells_a_reader_that_something_is_saved(
    open_page: Open, person: Browser
) -> None:
    app = worked(open_page)
    secret = shared(app)
    app.switch_page("prioritizer/ui/pages/shortlist.py").run()
    assert "Locks are kept in your project" in text_of(app)

    reader = by_link(person, secret)

    reader.switch_page("prioritizer/ui/pages/shortlist.py").run()
    assert "Locks are on this page only: nothing is saved" in text_of(reader)
    reader.switch_page("prioritizer/ui/pages/projects.py").run()
    for view in ("list", "history", "link"):
        keyed(reader.button_group, "widget.project_view").set_value(view).run()
        assert_calm(reader)
        assert "You read this project by link" in text_of(reader), view
        assert "Your first choice starts one" not in text_of(reader), view
