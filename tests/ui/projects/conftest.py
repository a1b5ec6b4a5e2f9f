"""A person with a browser, projects in a folder of their own, and a page loaded anew."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from prioritizer.domain.authority import NOBODY, Actor
from prioritizer.ui.kept import stores
from prioritizer.ui.kept.written import written
from prioritizer.ui.projects import owner
from prioritizer.ui.server import serving
from prioritizer.ui.server.visitors import Visitor
from prioritizer.ui.shell import state
from prioritizer.ui.shell.choices import CHOICES, LASTING
from prioritizer.ui.workshop import session as room
from prioritizer.workflow.projects.behind import WriteBehind
from tests.conftest import ROOT
from tests.ui.conftest import Open, assert_calm, keyed, load

TABLE = b"site_id,name,waste_type,tonnage_t\nX-1,Pond <b>one</b>,tailings,2000000\n"

SECRET = (
    b"site_id,name,waste_type,tonnage_t,access\n"
    b"X-1,Open pond,tailings,2000000,\nX-2,Hemligberg,tailings,3000000,restricted\n"
    b"X-3,Third dump,tailings,1000000,\n"
)


class Browser:
    """Which browser shows the page, and who has signed in on it."""

    def __init__(self) -> None:
        self.visitor = Visitor("a" * 43)
        self.leader: Actor = NOBODY
        self.is_open = True


@pytest.fixture
def person(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Browser:
    """Let tests choose the cookie, which Streamlit's harness does not have."""
    browser = Browser()
    behind = WriteBehind(stores.store, written, pause=0.05, breath=0.01)
    monkeypatch.setenv("PRIORITIZER_PROJECTS", str(tmp_path / "projects.db"))
    monkeypatch.setattr(stores, "writer", lambda: behind)
    monkeypatch.setattr(owner, "visitor", lambda: browser.visitor)
    monkeypatch.setattr(serving, "are_pages_open", lambda: browser.is_open)
    monkeypatch.setattr(room, "leader", lambda: browser.leader)
    return browser


def project_of(app: AppTest) -> str:
    """Return the id of the project of a page, once it is written; blank if it has none."""
    found = app.session_state
    project_id = str(found["choice.project"]) if "choice.project" in found else ""
    assert stores.writer().wait(project_id, 10)
    assert stores.writer().fault((project_id, str(found["choice.visit"]))) == ""
    return project_id


def again(project_id: str, page: str = "", name: str = "project") -> AppTest:
    """Return a page loaded anew at the address of a project."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    app.query_params[name] = project_id
    app.run()
    if page:
        app.switch_page(f"prioritizer/ui/pages/{page}.py").run()
    assert_calm(app)
    return app


def values(app: AppTest) -> dict[str, Any]:
    """Return the truth of every choice that lasts: its default until something was chosen."""
    kept = app.session_state
    return {
        name: kept[f"choice.{name}"] if f"choice.{name}" in kept else CHOICES[name].default
        for name in LASTING
    }


def assert_same(found: dict[str, Any], before: dict[str, Any]) -> None:
    """Assert that all choices are equal; an inventory is equal to itself only."""
    assert set(found) == set(before)
    for name, value in before.items():
        if name == "inventory":
            assert repr(found[name]) == repr(value)
        else:
            assert state.is_same(found[name], value), name


def worked(open_page: Open) -> AppTest:
    """Return a page on which a person has chosen something of most kinds."""
    app = open_page("sites")
    load(app, TABLE, "mine.csv")
    app.switch_page("prioritizer/ui/pages/ranking.py").run()
    app.slider(key="weight-grade").set_value(70).run()
    app.selectbox(key="widget.method").set_value("topsis").run()
    keyed(app.multiselect, "widget.policy_lists").set_value(["US-CM-2025"]).run()
    app.switch_page("prioritizer/ui/pages/portfolio.py").run()
    app.number_input(key="widget.portfolio_budget").set_value(4000).run()
    assert_calm(app)
    return app
