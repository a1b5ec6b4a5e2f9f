"""A page with choices already made, what it sends to the browser, and the files it offers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from prioritizer.domain.reference import Reference
from prioritizer.exports.formats import REPORT_FORMATS
from prioritizer.readers.sites import read_sites
from prioritizer.ui.navigation import PAGES
from prioritizer.ui.shell.cache import Inventory
from tests.conftest import ROOT
from tests.stories.restricted import SECRETS, write_inventory
from tests.ui.conftest import assert_calm, protos

# A list and files that are made soon, and hold all that they can.
QUICK: Mapping[str, Any] = {
    "shortlist": 15,
    "report_draws": 0,
    "report_files": list(REPORT_FORMATS),
}


def inventory_in(folder: Path, reference: Reference, digest: str = "own") -> Inventory:
    """Return an inventory with one restricted site, and one with restricted columns."""
    read = read_sites(write_inventory(folder, SECRETS[0]), reference)
    return Inventory(digest, read.register, read.issues, False, read.restricted_in)


def open_page(address: str, choices: Mapping[str, Any], **asked: str) -> AppTest:
    """Open a page where choices were made before, under an address; nothing on it fails."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    for name, chosen in {**QUICK, **choices}.items():
        app.session_state[f"choice.{name}"] = chosen
    for name, value in asked.items():
        app.query_params[name] = value
    app.run()
    page = next(page for page in PAGES if page.address == address)
    app.switch_page(f"prioritizer/ui/pages/{page.file}").run()
    assert_calm(app)
    return app


def sent_by(app: AppTest) -> str:
    """Return all that a page sends to the browser, and the address that it is under."""
    return "\n".join((*(str(proto) for proto in protos(app)), str(dict(app.query_params))))


def offered(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """Return what every download button of a run would give, by its key, and its name."""
    found: dict[str, bytes] = {}

    def button(
        label: str, data: Any, name: str = "", *_: Any, key: str = "", **__: Any
    ) -> bool:
        made = data() if callable(data) else data
        found[key or label] = made.encode() if isinstance(made, str) else made
        found[f"{NAME_OF}{key or label}"] = str(name).encode()
        return False

    monkeypatch.setattr(st, "download_button", button)
    return found


NAME_OF = "name of "


def contents(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files of `offered` without their names."""
    return {key: made for key, made in files.items() if not key.startswith(NAME_OF)}
