"""A real Chromium on a real server of this machine, and a watch on every request it makes."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.patience import PATIENCE_MS
from tests.server import Server

CHROMIUM = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
FLAGS = [
    "--no-sandbox",
    "--headless=new",
    "--disable-gpu",
    "--disable-background-networking",
    # A renderer for a page that may come costs as much as one that is used.
    "--disable-features=SpareRendererForSitePerProcess",
]

# What a test may ask of a tab: a tab that goes on printing has no menu for the next test.
EMULATED = ("media", "color_scheme", "reduced_motion", "forced_colors", "contrast")

# Kept, so that the end of a test does not end the app.
_SHARED: list[Server] = []


@pytest.fixture(scope="session")
def app_address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the address of the app that all processes of a test run share.

    The first that asks starts it; what it has worked out for one the others find.
    """
    folder = _shared_folder(tmp_path_factory)
    address, failed = folder / "address", folder / "failed"
    try:
        folder.mkdir()
    except FileExistsError:
        for _ in range(600):
            if address.exists():
                return address.read_text()
            assert not failed.exists(), "the app did not start in another process"
            time.sleep(0.2)
        raise AssertionError("the app did not start in another process") from None
    server = Server(folder)
    _SHARED.append(server)
    try:
        server.__enter__()
    except BaseException:
        failed.touch()
        raise
    (folder / "pid").write_text(str(server.pid))
    (folder / "new").write_text(server.address)
    (folder / "new").rename(address)
    return server.address


@pytest.fixture(scope="module")
def slow_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run the app slowly on a free port; yield its address."""
    with Server(tmp_path_factory.mktemp("slow"), "tests.slow_server") as server:
        yield server.address


@pytest.fixture
def fresh_page(browser: Any) -> Any:
    """Return a page of a browser that has never been here."""
    return browser.new_context(viewport={"width": 1440, "height": 900}).new_page()


def end_shared_app(factory: pytest.TempPathFactory) -> None:
    """Stop the shared app at the end of a test run; called once, by the process that leads."""
    pid = _shared_folder(factory) / "pid"
    if pid.exists():
        with suppress(ProcessLookupError):
            os.kill(int(pid.read_text()), signal.SIGTERM)


def _shared_folder(factory: pytest.TempPathFactory) -> Path:
    base = factory.getbasetemp()
    is_worker = "PYTEST_XDIST_WORKER" in os.environ
    return (base.parent if is_worker else base) / "shared-app"


def launched(driver: Any) -> Any:
    """Start the system's Chromium.

    Raises
    ------
    FileNotFoundError
        If there is none; it says what to do.
    """
    path = next((one for one in CHROMIUM if Path(one).exists()), None)
    if path is None:
        raise FileNotFoundError(
            "NO CHROMIUM ON THIS MACHINE: nothing was run in a browser. Install the package "
            "'chromium' with the system's package manager and try again."
        )
    browser = driver.chromium.launch(executable_path=path, args=FLAGS)
    be_patient(browser)
    return browser


def be_patient(browser: Any) -> None:
    """Let pages of this browser wait as long as a busy machine takes, also for an `expect`."""
    from playwright.sync_api import expect

    opened = browser.new_context

    def new_context(**settings: Any) -> Any:
        context = opened(**settings)
        context.set_default_timeout(PATIENCE_MS)
        return context

    browser.new_context = new_context
    browser.new_page = lambda **settings: new_context(**settings).new_page()
    expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(autouse=True)
def leave_no_page(request: pytest.FixtureRequest) -> Iterator[None]:
    """Close the pages that a test has opened: they would go on asking the server."""
    if "browser" not in request.fixturenames:
        yield
        return
    browser = request.getfixturevalue("browser")
    before = browser.contexts
    yield
    for context in browser.contexts:
        if context not in before:
            context.close()


# What stands where a test left off, and what Streamlit says of itself.
STATE = """() => {
  const app = document.querySelector('[data-testid=stApp]');
  const list = [...document.querySelectorAll('*')]
    .map((one) => one.shadowRoot?.querySelector('.pp-list')).find(Boolean);
  return [
    `run ${app?.dataset.testScriptState}, connection ${app?.dataset.testConnectionState}`,
    `tab ${document.visibilityState}, print ${matchMedia('print').matches}`,
    `list ${JSON.stringify(list?.dataset ?? null)}`,
    `focus ${document.activeElement?.outerHTML.slice(0, 200)}`,
    document.body?.innerText.slice(0, 1500),
  ].join('\\n');
}"""


def pages_at(browser: Any, root: Path, name: str) -> str:
    """Return what the pages of a failed test are at; pictures go to ``out/failed``."""
    folder = root / "out" / "failed"
    folder.mkdir(parents=True, exist_ok=True)
    told = []
    pages = [page for context in browser.contexts for page in context.pages]
    for n, page in enumerate(
        one for one in pages if not one.url.endswith(("/health", "blank"))
    ):
        path = folder / f"{re.sub('[^a-z0-9]+', '-', name.lower())}-{n}.png"
        try:
            page.set_default_timeout(10_000)
            told.append(f"{page.url}\n{page.evaluate(STATE)}")
            page.screenshot(path=str(path))
        except Exception as error:
            told.append(f"{page.url}: {error}")
        finally:
            page.set_default_timeout(PATIENCE_MS)
    return "\n\n".join(told)


def shown(locator: Any) -> Any:
    """Return claims about a part of a page that are looked at until they hold.

    What an action brings is there a moment later, and later still on a busy machine: a claim
    that looks once tells how busy it is.
    """
    from playwright.sync_api import expect

    return expect(locator)


class Watched:
    """Pages with everything they asked for, every fault in their scripts, and said errors."""

    def __init__(self) -> None:
        self.requests: list[str] = []
        self.faults: list[str] = []
        self.errors: list[str] = []
        self.pages: list[Any] = []

    def follow(self, page: Any) -> Any:
        self.pages.append(page)
        page.on("request", self._ask)
        page.on("pageerror", self._fail)
        page.on("console", self._hear)
        return page

    def leave(self, page: Any) -> None:
        page.remove_listener("request", self._ask)
        page.remove_listener("pageerror", self._fail)
        page.remove_listener("console", self._hear)

    def _ask(self, request: Any) -> None:
        self.requests.append(request.url)

    def _fail(self, error: Any) -> None:
        self.faults.append(str(error))

    def _hear(self, message: Any) -> None:
        if message.type == "error" or "Error" in message.text:
            self.errors.append(f"{message.text} {message.location['url']}")


class Tabs:
    """Tabs of one browser that are used again: a new one starts processes and compiles anew."""

    def __init__(self, browser: Any) -> None:
        self._context = browser.new_context(accept_downloads=True)
        self._free: list[Any] = []

    def take(self, width: int, height: int) -> Any:
        page = self._free.pop() if self._free else self._context.new_page()
        # Of several tabs, one that lies behind another may miss that a button is let go.
        page.bring_to_front()
        page.set_viewport_size({"width": width, "height": height})
        return page

    def give_back(self, page: Any, address: str) -> None:
        """Take a tab back; it waits at an address without a session, and has forgotten all."""
        if not page.is_closed():
            page.mouse.up()
            page.unroute_all()
            page.emulate_media(**dict.fromkeys(EMULATED, "null"))
            page.goto(f"{address}/_stcore/health")
            page.evaluate("sessionStorage.clear(); localStorage.clear()")
            self._free.append(page)


@pytest.fixture(scope="session")
def tabs(browser: Any) -> Tabs:
    """Keep the tabs of this run."""
    return Tabs(browser)


@pytest.fixture(scope="module")
def ranking_tab(tabs: Tabs, app_address: str) -> Iterator[Any]:
    """Yield a tab with the ranking page, opened once for all tests of a file."""
    yield from _opened_once(_opener(tabs, app_address))


@pytest.fixture
def ranking_page(ranking_tab: Any) -> Any:
    """Return the ranking page, opened once; its tests find the state they need."""
    ranking_tab.bring_to_front()
    return ranking_tab


@pytest.fixture
def open_app(tabs: Tabs, app_address: str) -> Iterator[Callable[..., Any]]:
    """Yield a function that opens the app at a size; no request may leave the machine."""
    yield from _opener(tabs, app_address)


def _opened_once(opener: Iterator[Callable[..., Any]]) -> Iterator[Any]:
    for opened in opener:
        yield opened()


def _opener(tabs: Tabs, app_address: str) -> Iterator[Callable[..., Any]]:
    watched = Watched()

    def opened(width: int = 1440, height: int = 900, path: str = "") -> Any:
        page = watched.follow(tabs.take(width, height))
        # The whole sample, as most tests reckon with.
        page.goto(f"{app_address}/{path}{'&' if '?' in path else '?'}area=all")
        return page

    # What the console of its pages calls an error.
    opened.errors = watched.errors  # type: ignore[attr-defined]
    yield opened
    for page in watched.pages:
        watched.leave(page)
        tabs.give_back(page, app_address)
    host = app_address.split("//")[1]
    asked = [url for url in watched.requests if not url.startswith(("data:", "blob:"))]
    assert asked
    assert [url for url in asked if url.split("/")[2] != host] == []
    assert watched.faults == []
