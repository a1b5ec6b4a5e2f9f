"""Others edit a project by a link or by their address; two at once both stay in the history."""

from __future__ import annotations

import pytest

from prioritizer.domain.authority import Actor, Role
from prioritizer.ui.kept import stores
from prioritizer.ui.projects import owner
from prioritizer.ui.server.visitors import Visitor
from prioritizer.ui.workshop import session as room
from tests.ui.conftest import Open, assert_calm, keyed, text_of
from tests.ui.projects.conftest import Browser, again, project_of, values


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
