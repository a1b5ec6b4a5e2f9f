"""An address opens a page at a site, a view and a named state; what is unknown is named."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from prioritizer.ui.kept import stores
from prioritizer.ui.navigation import PAGES
from prioritizer.ui.shell import cache, links
from tests.conftest import ROOT
from tests.ui.conftest import Open, assert_calm, keyed
from tests.ui.projects.conftest import Browser, person, project_of, values

__all__ = ["person"]
ELSEWHERE = {"room_view"}  # a workshop is led under an address of its own


def test_every_view_of_every_page_has_its_place_in_a_link() -> None:
    found = {}
    for page in PAGES:
        named = re.findall(r'view_switch\(\s*"(\w+)"', page.path.read_text(encoding="utf-8"))
        if kept := set(named) - ELSEWHERE:
            (found[page.address],) = kept

    assert found == {a: place.view for a, place in links.PLACES.items() if place.view}


def at(page: str, **asked: str) -> AppTest:
    """Return a page loaded at an address that asks for something."""
    file = next(one.file for one in PAGES if one.address == page)
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    app.query_params.update(asked)
    app.switch_page(f"prioritizer/ui/pages/{file}").run()
    assert_calm(app)
    return app


def test_a_link_opens_a_site_in_a_view(person: Browser) -> None:
    known = cache.sample().register.sites[5].site_id

    app = at("evidence", site=known, view="site")

    assert app.session_state["choice.site"] == known
    assert app.session_state["choice.evidence_view"] == "site"
    assert not [one.value for one in app.warning if "Address" in one.value]


@pytest.mark.parametrize(
    ("page", "asked", "said"),
    [
        ("evidence", {"view": "nonsense"}, "view: found “nonsense”. Expected one of: "),
        ("sites", {"site": "no-such"}, "site: found “no-such”. Expected the id of a site"),
        ("about", {"site": "X-1"}, "site: found “X-1”. This page has no site to choose."),
        ("about", {"scenario": "county"}, "scenario: found no project beside it."),
    ],
)
def test_what_an_address_asks_for_in_vain_is_named(
    person: Browser, page: str, asked: dict[str, str], said: str
) -> None:
    app = at(page, **asked)

    warnings = [one.value.replace("\\", "") for one in app.warning]
    assert any(said in one for one in warnings), warnings


def test_a_named_state_is_looked_at_and_changes_nothing(
    open_page: Open, person: Browser
) -> None:
    app = open_page()
    app.slider(key="weight-grade").set_value(70).run()
    project_id, whose = project_of(app), app.session_state["choice.visit_owner"]
    stores.store().name_state(project_id, whose, 2, "county")
    app.slider(key="weight-grade").set_value(5).run()
    project_of(app)
    n = len(stores.store().history(project_id, whose))

    looked = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    looked.query_params.update({"project": project_id, "scenario": "county"})
    looked.run()
    keyed(looked.slider, "weight-volume").set_value(99).run()
    assert values(looked)["points"]["grade"] == 70
    assert stores.writer().wait(project_id, 10)
    assert len(stores.store().history(project_id, whose)) == n

    looked.button(key="project-now").click().run()
    assert values(looked)["points"]["grade"] == 5
    secret = stores.store().share(project_id, whose, "public")
    shared = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    shared.query_params.update({"shared": secret, "scenario": "county"})
    shared.run()
    assert values(shared)["points"]["grade"] == 70
