"""The frame: faults are calm, settings take effect, every page of the table opens."""

from __future__ import annotations

import logging

import pytest
from streamlit import config

from prioritizer.domain.authority import NOBODY, Actor, Role
from prioritizer.ui.navigation import PAGES
from prioritizer.ui.server import serving
from prioritizer.ui.shell import cache as cached
from prioritizer.ui.workshop import session as room
from tests.ui.conftest import Open, assert_calm


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.address)
def test_every_page_opens_without_a_fault(open_page: Open, page) -> None:  # type: ignore[no-untyped-def]
    app = open_page(page.path.stem)

    assert_calm(app)
    assert app.title


def test_an_unknown_fault_shows_a_number_and_no_traceback(
    open_page: Open, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("a secret path")

    app = open_page()
    monkeypatch.setattr(cached, "assess", fail)

    with caplog.at_level(logging.ERROR, logger="prioritizer.ui"):
        app.run()

    assert not app.exception
    shown = app.error[0].value
    assert "number " in shown
    assert "secret" not in shown
    number = shown.split("number ")[1][:6]
    assert f"Fault {number}" in caplog.text
    assert "a secret path" in caplog.text


def test_streamlit_knows_and_takes_the_settings() -> None:
    assert config.get_option("runner.postScriptGC") is False
    assert config.get_option("browser.gatherUsageStats") is False
    assert config.get_option("server.enableXsrfProtection") is True
    assert config.get_option("client.showErrorDetails") == "none"


@pytest.mark.parametrize("page", ["ranking", "sites", "report", "workshop"])
def test_where_a_provider_signs_people_in_a_stranger_sees_the_way_in_only(
    open_page: Open, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    monkeypatch.setattr(serving, "pages_ask", lambda: True)
    monkeypatch.setattr(room, "leader", lambda: NOBODY)

    shut = open_page(page)

    assert [heading.value for heading in shut.subheader] == ["Sign in to lead a workshop"]
    monkeypatch.setattr(room, "leader", lambda: Actor(Role.FACILITATOR, "f1"))
    assert open_page("sites").title[0].value == "Sites"


def test_the_browser_keeps_messages_long_enough_for_a_burst_of_keys() -> None:
    assert config.get_option("global.maxCachedMessageAge") >= 1000
    assert config.get_option("global.minCachedMessageSize") >= 20_000
