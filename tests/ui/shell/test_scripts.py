"""Scripts of components: under an address of their content, for good, also below a path."""

from __future__ import annotations

import re

import pytest
import streamlit as st
from starlette.applications import Starlette

from prioritizer.ui.ranking import said, site_map
from prioritizer.ui.ranking.table import SCRIPTS
from prioritizer.ui.shell import scripts
from tests.ui.server.test_guards import Browser


@pytest.mark.parametrize("base", ["", "pilots"])
def test_a_script_lies_where_its_module_says(
    monkeypatch: pytest.MonkeyPatch, base: str
) -> None:
    monkeypatch.setattr(st, "get_option", lambda name: {"server.baseUrlPath": base}[name])
    start = f"/{base}" if base else ""
    client = Browser(Starlette(routes=scripts.routes()), "http", "127.0.0.1:8501")

    for script in (said.script(*SCRIPTS), site_map.script()):
        module = scripts.module(script)
        [address] = re.findall(r"scripts/[0-9a-f]{24}\.js", module)
        reply = client.get(f"{start}/{address}")
        assert reply.text == script
        assert reply.headers["content-type"].startswith("text/javascript")
        assert reply.headers["cache-control"] == "public, max-age=31536000, immutable"
        # What goes along with every message is a hundredth of it.
        assert len(module) < len(script) / 50

    assert client.get(f"{start}/scripts/{'0' * 24}.js").status_code == 404


def test_another_script_has_another_address() -> None:
    one, two = (
        scripts.module("export default () => 1"),
        scripts.module("export default () => 2"),
    )

    assert one != two
    assert scripts.module("export default () => 1") == one
