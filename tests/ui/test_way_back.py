"""A page that is loaded anew offers what its owner had, and nothing of anybody else."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from prioritizer.domain.authority import NOBODY, Actor, Role
from prioritizer.ui import keeping
from prioritizer.ui.navigation import PAGES
from prioritizer.ui.server import serving
from prioritizer.ui.server.visitors import Visitor
from prioritizer.ui.shell import state
from prioritizer.ui.shell.choices import CHOICES, LASTING
from prioritizer.ui.shell.saving import restored, saved
from prioritizer.ui.shell.shelf import Shelf
from prioritizer.ui.workshop import session as room
from tests.ui.conftest import Open, assert_calm, control, keyed, list_data, load, text_of
from tests.ui.harmless import assert_harmless

TABLE = b"site_id,name,waste_type,tonnage_t\nX-1,Pond <b>one</b>,tailings,2000000\n"


class Browser:
    """Which browser shows the page, and who has signed in on it."""

    def __init__(self) -> None:
        self.visitor = Visitor("a" * 43)
        self.leader: Actor = NOBODY
        self.is_open = True


@pytest.fixture
def person(monkeypatch: pytest.MonkeyPatch) -> Browser:
    """Let tests choose the cookie, which Streamlit's harness does not have."""
    browser, shelf = Browser(), Shelf()
    monkeypatch.setattr(keeping, "visitor", lambda: browser.visitor)
    monkeypatch.setattr(keeping, "shelf", lambda: shelf)
    monkeypatch.setattr(serving, "are_pages_open", lambda: browser.is_open)
    monkeypatch.setattr(room, "leader", lambda: browser.leader)
    return browser


def offered(app: AppTest) -> list[Any]:
    return [button for button in app.button if button.label == "Bring it back"]


def values(app: AppTest) -> dict[str, Any]:
    """Return the truth of every choice that lasts: its default until something was chosen."""
    kept = app.session_state
    return {
        name: kept[f"choice.{name}"] if f"choice.{name}" in kept else CHOICES[name].default
        for name in LASTING
    }


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


def test_everything_comes_back_by_one_button(open_page: Open, person: Browser) -> None:
    before = values(worked(open_page))

    app = open_page()
    assert len(offered(app)) == 1
    words = text_of(app)
    assert "<b>mine.csv</b>, 1 site" in words
    for noun in ("weights", "method and settings", "policy lists", "programme"):
        assert noun in words
    assert_harmless(app)
    offered(app)[0].click().run()

    assert_calm(app)
    assert values(app) == before
    assert [row["name"] for row in list_data(app)["rows"]] == ["Pond <b>one</b>"]
    assert keyed(app.slider, "weight-grade").value == 70
    assert keyed(app.selectbox, "widget.method").value == "topsis"
    assert offered(app) == []


def test_what_a_person_chose_by_hand_survives_json(open_page: Open, person: Browser) -> None:
    before = values(worked(open_page))

    found = restored(json.loads(json.dumps(saved(before), allow_nan=False)))

    assert set(found) == set(before)
    # An inventory is equal to itself only.
    assert repr(found.pop("inventory")) == repr(before.pop("inventory"))
    for name, value in before.items():
        assert state.is_same(found[name], value), name


def test_a_table_of_criteria_and_its_weights_come_back(
    open_page: Open, person: Browser
) -> None:
    app = open_page("criteria")
    control(app, "Criteria set").set_value("detailed").run()
    app.switch_page("prioritizer/ui/pages/ranking.py").run()
    app.slider[0].set_value(90).run()
    before, sliders = values(app), {s.label: s.value for s in app.slider}

    fresh = open_page()
    offered(fresh)[0].click().run()

    assert_calm(fresh)
    assert values(fresh) == before
    assert {s.label: s.value for s in fresh.slider} == sliders


def test_one_goes_on_with_the_sample_and_is_not_asked_again(
    open_page: Open, person: Browser
) -> None:
    worked(open_page)
    app = open_page()

    next(b for b in app.button if b.label == "Go on with the sample").click().run()
    app.switch_page("prioritizer/ui/pages/sites.py").run()

    assert offered(app) == []
    assert "This page was loaded anew" not in text_of(app)
    assert len(offered(open_page())) == 1


def test_a_page_on_which_nothing_was_chosen_is_no_reason_to_ask(
    open_page: Open, person: Browser
) -> None:
    app = open_page()
    for page in PAGES:
        app.switch_page(f"prioritizer/ui/pages/{page.file}").run()
        assert_calm(app)

    assert keeping.chosen(values(app)) == ()
    assert offered(open_page()) == []


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
def test_nothing_of_one_person_is_offered_to_another(
    open_page: Open, person: Browser, change: Callable[[Browser], None]
) -> None:
    if change is somebody_else_signed_in:
        person.is_open, person.leader = False, Actor(Role.FACILITATOR, "ada")
    worked(open_page)

    change(person)
    app = open_page()

    assert offered(app) == []
    assert "mine.csv" not in text_of(app)


def test_a_page_that_was_open_when_one_signed_out_brings_nothing_back(
    open_page: Open, person: Browser
) -> None:
    person.is_open, person.leader = False, Actor(Role.FACILITATOR, "ada")
    worked(open_page)
    app = open_page()

    person.leader = Actor(Role.FACILITATOR, "bo")
    offered(app)[0].click().run()

    assert_calm(app)
    assert values(app)["inventory"] is None


def test_the_projector_shows_the_room_nothing_of_it(open_page: Open, person: Browser) -> None:
    worked(open_page)

    assert "mine.csv" not in text_of(open_page("projector"))


def test_it_says_so_when_the_server_was_started_anew(open_page: Open, person: Browser) -> None:
    person.visitor = Visitor("a" * 43, is_from_before=True)
    app = open_page()
    assert "The server was started anew" in text_of(app)

    app.button(key="way-back-gone").click().run()

    assert "The server was started anew" not in text_of(app)
