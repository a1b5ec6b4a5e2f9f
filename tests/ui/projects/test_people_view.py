"""Others edit a project by a link or by their address; two at once both stay in the history."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from prioritizer.domain.authority import Actor, Role
from prioritizer.ui.kept import stores
from prioritizer.ui.projects import owner
from prioritizer.ui.server.visitors import Visitor
from prioritizer.ui.workshop import session as room
from tests.ui.conftest import Open, assert_calm, keyed, load, protos, text_of
from tests.ui.projects.conftest import SECRET, Browser, again, project_of, values, worked


def test_who_has_the_link_edits_beside_the_owner_and_both_can_be_taken_up(
    open_page: Open, person: Browser
) -> None:
    app = open_page()
    app.slider(key="weight-grade").set_value(70).run()
    project_id, whose = project_of(app), app.session_state["choice.visit_owner"]
    secret = stores.store().share(project_id, whose, "internal", may_edit=True)

    person.visitor = Visitor("b" * 43)
    other = again(secret, name="edit")
    assert keyed(other.slider, "weight-grade").value == 70
    keyed(other.slider, "weight-volume").set_value(90).run()
    project_of(other)
    person.visitor = Visitor("a" * 43)
    app.slider(key="weight-access").set_value(5).run()
    project_of(app)
    app.run()

    lines = stores.store().history(project_id, whose)
    assert [(line.parent, line.who) for line in lines[-2:]] == [(2, "by link"), (2, "")]
    said = [warning.value for warning in app.warning]
    assert any("the other one is step 3" in one for one in said), said
    app.button(key="project-other").click().run()
    assert_calm(app)
    assert values(app)["points"]["volume"] == 90
    assert values(app)["points"]["access"] == 20

    stores.store().end_shares(project_id, whose, may_edit=True)
    person.visitor = Visitor("b" * 43)
    keyed(other.slider, "weight-volume").set_value(10).run()
    assert stores.writer().wait(project_id, 10)
    assert_not_found(again(secret, name="edit"))
    assert stores.store().history(project_id, whose)[-1].number == lines[-1].number


def edited_by_link(app: AppTest, person: Browser) -> tuple[AppTest, str, str]:
    """Return the page of somebody who edits by a link, the project, and its owner."""
    project_id, whose = project_of(app), str(app.session_state["choice.visit_owner"])
    secret = stores.store().share(project_id, whose, "internal", may_edit=True)
    person.visitor = Visitor("b" * 43)
    return again(secret, "ranking", name="edit"), project_id, whose


def sent(app: AppTest) -> str:
    """Return all that a page sends to the browser."""
    return "\n".join(map(str, protos(app)))


def refused(other: AppTest, project_id: str) -> None:
    """Move a weight that can no longer be saved, and wait until the page has been told."""
    keyed(other.slider, "weight-volume").set_value(10).run()
    assert stores.writer().wait(project_id, 10)
    other.run()
    assert_calm(other)


def test_who_may_no_longer_edit_keeps_what_is_in_sight(
    open_page: Open, person: Browser
) -> None:
    app = worked(open_page)
    other, project_id, whose = edited_by_link(app, person)
    before = values(other)
    stores.store().end_shares(project_id, whose, may_edit=True)

    refused(other, project_id)

    assert [one for one in other.warning if "ended your right to edit" in one.value]
    assert "no longer here" not in text_of(other)
    assert "project-undo" not in [button.key for button in other.button]
    assert "nothing is saved" in sent(other)
    # A further choice makes no project by itself.
    keyed(other.slider, "weight-access").set_value(3).run()
    assert other.session_state["choice.project"] == ""
    other.button(key="project-own").click().run()
    assert_calm(other)
    copy, own = project_of(other), other.session_state["choice.visit_owner"]
    assert not [one for one in other.warning if "ended your right" in one.value]
    kept = stores.store().state(copy, own).choices
    assert copy != project_id
    assert kept["points"] == {**before["points"], "volume": 10, "access": 3}
    assert kept["method"] == before["method"]
    assert [one.name for one in stores.store().projects(own)] == ["mine.csv, my copy"]
    assert stores.store().state(project_id, whose).choices["points"] == before["points"]


def test_who_may_no_longer_edit_sees_no_restricted_site_any_more(
    open_page: Open, person: Browser
) -> None:
    app = open_page("sites")
    load(app, SECRET, "secret.csv")
    keyed(app.button_group, "widget.audience").set_value("internal").run()
    other, project_id, whose = edited_by_link(app, person)
    assert "Hemligberg" in sent(other)
    stores.store().end_shares(project_id, whose, may_edit=True)

    refused(other, project_id)

    assert "Restricted sites and values are no longer here" in text_of(other)
    assert "Hemligberg" not in sent(other) + repr(values(other))
    other.button(key="project-own").click().run()
    one = stores.store().state(project_of(other), other.session_state["choice.visit_owner"])
    assert b"Hemligberg" not in stores.store().table(one.table)
    assert "Hemligberg" not in repr(one.choices)


def test_where_all_is_restricted_nothing_is_left(open_page: Open, person: Browser) -> None:
    app = open_page("sites")
    load(app, SECRET.replace(b"000,\n", b"000,restricted\n"), "secret.csv")
    keyed(app.button_group, "widget.audience").set_value("internal").run()
    other, project_id, whose = edited_by_link(app, person)
    stores.store().end_shares(project_id, whose, may_edit=True)

    refused(other, project_id)

    assert [one for one in other.warning if "nothing left to show" in one.value]
    assert "Hemligberg" not in sent(other) + repr(values(other))
    assert "project-own" not in [button.key for button in other.button]


def test_undo_finds_out_that_the_right_has_ended(open_page: Open, person: Browser) -> None:
    app = open_page()
    app.slider(key="weight-grade").set_value(70).run()
    other, project_id, whose = edited_by_link(app, person)
    stores.store().end_shares(project_id, whose, may_edit=True)

    keyed(other.button, "project-undo").click().run()

    assert_calm(other)
    assert [one for one in other.warning if "ended your right to edit" in one.value]
    assert "project-own" in [button.key for button in other.button]


def assert_not_found(app: object) -> None:
    assert "This project was not found" in app.warning[0].value  # type: ignore[attr-defined]


def test_who_was_named_finds_it_in_the_list_and_cannot_share_it(
    open_page: Open, person: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "has_provider", lambda: True)
    app = open_page("projects")
    app.session_state["choice.project_view"] = "link"
    app.switch_page("prioritizer/ui/pages/ranking.py").run()
    app.slider(key="weight-grade").set_value(70).run()
    project_id = project_of(app)
    app.switch_page("prioritizer/ui/pages/projects.py").run()
    app.text_input[0].set_value(" Eve@Example.org ")
    next(one for one in app.button if one.label == "Let them edit").click().run()
    assert "eve@example.org" in text_of(app)

    person.is_open, person.leader = False, Actor(Role.FACILITATOR, "eve", "Eve")
    monkeypatch.setattr(owner, "address_now", lambda: "eve@example.org")
    eve = again("", "projects", name="none")
    eve.button(key=f"project-open-{project_id}").click().run()
    assert values(eve)["points"]["grade"] == 70
    eve.session_state["choice.project_view"] = "link"
    eve.run()

    assert "belongs to somebody else" in text_of(eve)
    assert [one.key for one in eve.button if "share" in (one.key or "")] == []
