"""A real Chromium on a real server of this machine, and a watch on every request it makes."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

import pytest

ROOT = Path(__file__).resolve().parents[1]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


# Kept, so that the end of a test does not end the app.
_SHARED: list[Server] = []


class Server:
    """The app on a free port, with stores of its own in a folder.

    ``runner`` is a module that runs it as Streamlit does.
    """

    def __init__(self, folder: Path, runner: str = "streamlit") -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self._folder = folder
        self._runner = runner
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        log = self._folder / "log.txt"
        command = [sys.executable, "-m", self._runner, "run", "app.py"]
        with log.open("w") as file:
            self._process = subprocess.Popen(
                [*command, "--server.port", str(self.port)],
                cwd=ROOT,
                stdout=file,
                stderr=file,
                env={
                    **os.environ,
                    "PRIORITIZER_STORE": str(self._folder / "workshops.db"),
                    "PRIORITIZER_INVENTORIES": str(self._folder / "inventories.db"),
                },
            )
        try:
            _wait(self.address, self._process, log)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(timeout=60)

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def restart(self) -> None:
        """Stop the server and start another one at its address."""
        self.__exit__()
        self.__enter__()


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


def _wait(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(300):
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):  # noqa: S310 - this machine
                return
        except OSError:
            assert server.poll() is None, log.read_text()
            time.sleep(0.2)
    raise AssertionError(f"the app did not start: {log.read_text()}")


class Watched:
    """A page with everything it asked for and every fault in its scripts."""

    def __init__(self) -> None:
        self.requests: list[str] = []
        self.faults: list[str] = []
        self.pages: list[Any] = []

    def follow(self, page: Any) -> Any:
        self.pages.append(page)
        page.set_default_timeout(20_000)
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        return page


@pytest.fixture(scope="session")
def contexts(browser: Any) -> dict[tuple[int, int], Any]:
    """Keep one browser profile per size, so that scripts are fetched and compiled once."""
    return {}


@pytest.fixture(scope="module")
def ranking_page(
    browser: Any, contexts: dict[tuple[int, int], Any], app_address: str
) -> Iterator[Any]:
    """Yield the ranking page, opened once; its tests find the state they need."""
    yield from _opened_once(_opener(browser, contexts, app_address))


@pytest.fixture
def open_app(
    browser: Any, contexts: dict[tuple[int, int], Any], app_address: str
) -> Iterator[Callable[..., Any]]:
    """Yield a function that opens the app at a size; no request may leave the machine."""
    yield from _opener(browser, contexts, app_address)


def _opened_once(opener: Iterator[Callable[..., Any]]) -> Iterator[Any]:
    for opened in opener:
        yield opened()


def _opener(
    browser: Any, contexts: dict[tuple[int, int], Any], app_address: str
) -> Iterator[Callable[..., Any]]:
    watched = Watched()

    def opened(width: int = 1440, height: int = 900, path: str = "") -> Any:
        size = (width, height)
        if size not in contexts:
            contexts[size] = browser.new_context(
                viewport={"width": width, "height": height}, accept_downloads=True
            )
        page = watched.follow(contexts[size].new_page())
        page.goto(f"{app_address}/{path}")
        return page

    yield opened
    for page in watched.pages:
        page.close()
    host = app_address.split("//")[1]
    asked = [url for url in watched.requests if not url.startswith(("data:", "blob:"))]
    assert asked
    assert [url for url in asked if url.split("/")[2] != host] == []
    assert watched.faults == []
