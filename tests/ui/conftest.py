"""The app in Streamlit's own harness, opened on any page."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from prioritizer.ui.navigation import PAGES
from tests.conftest import ROOT
from tests.patience import until
from tests.ui.list_rows import rows_of

# Streamlit's harness reads what every installed package says of itself for each app that it
# runs, a quarter of a second each: once is enough.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)

Open = Callable[..., AppTest]
MARK = re.compile(r'<dfn class="pp-word"[^>]*>(.*?)</dfn>')
ADDRESSES = {entry.address for entry in PAGES}


@pytest.fixture
def open_page() -> Open:
    """Return a function that opens a page of the app, and checks that nothing failed.

    It opens the whole sample, as most tests reckon with; ``area`` is what the address
    asks for, blank for nothing.
    """

    def opened(page: str = "", area: str = "all") -> AppTest:
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
        if area:
            app.query_params["area"] = area
        # A page whose address is not its file's name is known only after the first run.
        if page not in ADDRESSES:
            app.run()
        if page:
            app.switch_page(f"prioritizer/ui/pages/{page}.py").run()
        assert_calm(app)
        return app

    return opened


def load(app: AppTest, content: bytes, name: str = "mine.csv", **others: bytes) -> AppTest:
    """Read tables on the page Import, use them if they can be read, and open the page Sites.

    ``others`` are tables beside it: grades, sources, own_columns.
    """
    app.switch_page("prioritizer/ui/pages/import_data.py").run()
    app.file_uploader[0].set_value((name, content, "text/csv"))
    for kind, table in others.items():
        uploader = next(u for u in app.file_uploader if f"import-{kind}.csv" in u.key)
        uploader.set_value((f"{kind}.csv", table, "text/csv"))
    app.run()
    app.button(key="import-read").click().run()
    for _ in until(lambda: not is_busy(app), 1_000):
        time.sleep(0.2)
        app.run()
    assert_calm(app)
    if any(button.key == "import-use" for button in app.button):
        app.button(key="import-use").click().run()
        app.switch_page("prioritizer/ui/pages/sites.py").run()
    return app


def is_busy(app: AppTest) -> bool:
    """Return whether the page Import offers to cancel what it reads."""
    return any(button.label == "Cancel" for button in app.button)


FIRST = 40


def control(app: AppTest, label: str) -> Any:
    """Return the chips or segments under a label."""
    return next(group for group in app.get("button_group") if group.label == label)


def keyed(elements: Any, key: str) -> Any:
    """Return the widget under a key, however often its value was set by the server."""
    return next(e for e in elements if e.key and e.key.partition("~")[0] == key)


def assert_calm(app: AppTest) -> None:
    """Assert that the page shows neither a traceback nor an internal fault."""
    assert not app.exception
    assert not [e.value for e in app.error if "went wrong on our side" in e.value]


def ranking(app: AppTest) -> list[tuple[str, int | None]]:
    """Return the names and places of the first sites of the list, in its order."""
    return [(row["name"], row["rank"]) for row in list_data(app)["rows"][:FIRST]]


def list_data(app: AppTest) -> dict[str, Any]:
    """Return what the list component was given."""
    for proto in protos(app):
        if getattr(proto, "component_name", "") == "prioritizer_ranking_list":
            found: dict[str, Any] = json.loads(proto.mixed.json or proto.json)
            return found | {"rows": rows_of(found, facts_data(app))}
    raise AssertionError("the list is not on the page")


def facts_data(app: AppTest) -> dict[str, Any]:
    """Return what the list was told of the sites whatever the weights are."""
    for proto in protos(app):
        if getattr(proto, "component_name", "").startswith("prioritizer_list_facts"):
            found: dict[str, Any] = json.loads(proto.bytes)
            return found
    raise AssertionError("the facts are not on the page")


def protos(app: AppTest) -> Iterator[Any]:
    """Yield the message of each element, components included."""
    waiting: list[Any] = [app._tree]
    while waiting:
        element = waiting.pop(0)
        if getattr(element, "proto", None) is not None:
            yield element.proto
        waiting = [*getattr(element, "children", {}).values(), *waiting]


def chart(app: AppTest, key: str) -> dict[str, Any]:
    """Return what is sent of a chart of our own: its SVG, and the same in words."""
    for proto in protos(app):
        if getattr(proto, "component_name", "") == "prioritizer_figure":
            found: dict[str, Any] = json.loads(proto.mixed.json or proto.json)
            if found["name"] == key:
                return found
    raise AssertionError(f"no chart {key} is on the page")


def text_of(app: AppTest) -> str:
    """Return all text that a page puts in through HTML and Markdown.

    Without the marks of words that the glossary explains: which text is the first to hold a
    word depends on all that stands before it.
    """
    return MARK.sub(r"\1", "\n".join(bodies_of(app)))


def bodies_of(app: AppTest) -> list[str]:
    """Return what a page puts in through HTML and Markdown.

    As it stands, but that a space before a per cent sign is any space.
    """
    bodies = [getattr(proto, "body", "") for proto in protos(app)]
    return [body.replace("\u00a0%", " %") for body in bodies if isinstance(body, str)]
