"""The benchmark of page changes takes a page as standing when it stands, and not before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from benchmarks.ui_latency import CHANGE

pytestmark = pytest.mark.browser

# An app whose page changes as told: what is done how many ms after the click on the link.
APP = """<div data-testid=stApp data-test-script-state=notRunning>
<a href="http://app.test/about">How it works</a><div id=page><h1>Ranking</h1></div></div>
<script>
const [app, part] = ['[data-testid=stApp]', '#page'].map((one) => document.querySelector(one));
const run = (state) => { app.dataset.testScriptState = state; };
const show = (html) => { part.innerHTML = html; };
document.querySelector('a').addEventListener('click', (event) => {
  event.preventDefault();
  for (const [ms, act] of STEPS) setTimeout(act, ms);
});
</script>"""
TITLE = "'<h1>How it works</h1>'"
WORK = "'<h1>How it works</h1><div data-testid=stProgress></div><button>Cancel</button>'"


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """Yield a page with a clock that the test moves."""
    page = browser.new_page()
    page.clock.install()
    page.route("**/*", lambda route: route.fulfill(body="", content_type="text/html"))
    page.goto("http://app.test/")
    yield page
    page.close()


@pytest.mark.parametrize(
    ("steps", "stands", "done"),
    [
        pytest.param(
            f"[40, () => show('')], [500, () => run('running')], [600, () => show({TITLE})],"
            "[900, () => run('notRunning')]",
            900,
            900,
            id="the old title goes before the run begins",
        ),
        pytest.param(
            f"[40, () => run('running')], [200, () => show({TITLE})],"
            "[300, () => run('notRunning')], [320, () => run('running')],"
            "[800, () => run('notRunning')]",
            800,
            800,
            id="two runs with a gap between them",
        ),
        pytest.param(
            "[40, () => run('running')], [100, () => show('')],"
            f"[300, () => show({WORK})], [2000, () => show({TITLE})],"
            "[2100, () => run('notRunning')]",
            300,
            2100,
            id="work that can be cancelled",
        ),
        pytest.param(
            "[40, () => show('')], [300, () => show('<h1>Ranking</h1>')],"
            f"[500, () => run('running')], [600, () => show({TITLE})],"
            "[700, () => run('notRunning')]",
            700,
            700,
            id="the old title comes back",
        ),
    ],
)
def test_a_page_stands_when_its_own_run_is_over_or_can_be_cancelled(
    page: Any, steps: str, stands: float, done: float
) -> None:
    page.set_content(APP.replace("STEPS", f"[{steps}]"))
    page.evaluate(f"window.found = ({CHANGE})(['Help', 'How it works', 'about']); null")

    page.clock.run_for(5_000)

    found = page.evaluate("window.found")
    # It looks every 10 ms.
    assert found == pytest.approx([stands, done], abs=20)
