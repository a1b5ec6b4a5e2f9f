"""Each page is told where its server is, also below a path and behind a proxy that cuts one."""

from __future__ import annotations

import pytest
import streamlit as st
from starlette.applications import Starlette

from prioritizer.ui.navigation import PAGES
from prioritizer.ui.server import addresses
from tests.ui.server.test_guards import Browser


@pytest.mark.parametrize("base", ["", "pilots"])
def test_every_page_but_the_first_is_told_where_its_server_is(
    monkeypatch: pytest.MonkeyPatch, base: str
) -> None:
    monkeypatch.setattr(st, "get_option", lambda name: {"server.baseUrlPath": base}[name])
    start = f"/{base}" if base else ""
    client = Browser(Starlette(routes=addresses.routes()), "http", "127.0.0.1:8501")

    for page in PAGES:
        reply = client.get(f"{start}/{page.address}")
        if page.is_default:
            assert (reply.status_code, reply.headers["location"]) == (307, "./")
            continue
        assert reply.status_code == 200
        assert "<title>Pilot Prioritizer</title>" in reply.text
        # Before everything else, and without a path that a proxy could have cut.
        assert reply.text.index('<script src="./server.js">') < reply.text.index(
            'type="module"'
        )
        assert reply.headers["cache-control"] == "no-cache"
    told = client.get(f"{start}/server.js")
    assert told.headers["content-type"].startswith("text/javascript")
    assert 'new URL("./", location.href)' in told.text
