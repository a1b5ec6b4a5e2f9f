"""The phone pages on a small server, without Streamlit; run as a script it serves a store."""

from __future__ import annotations

import argparse
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from http.client import HTTPException
from http.cookiejar import CookieJar
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware

from prioritizer.storage.database.connection import Database
from prioritizer.ui.phone.routes import routes
from prioritizer.ui.server.guards import Guards
from prioritizer.workflow.workshop.service import WorkshopService
from tests.patience import until
from tests.server import free_port


def application(desk: Callable[[], WorkshopService]) -> Starlette:
    """Return the phone pages behind the guards."""
    return Starlette(routes=routes(desk), middleware=[Middleware(Guards)])


@contextmanager
def served(desk: WorkshopService) -> Iterator[str]:
    """Serve a desk from a thread; yield the address."""
    port = free_port()
    config = uvicorn.Config(
        application(lambda: desk),
        host="127.0.0.1",
        port=port,
        log_level="error",
        lifespan="off",
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    for _ in until(lambda: server.started, 6_000):
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()


@dataclass
class Reply:
    """What came back."""

    status: int
    url: str
    headers: dict[str, str]
    text: str


@dataclass
class Phone:
    """A browser without JavaScript: cookies, redirects, forms."""

    base: str
    jar: CookieJar = field(default_factory=CookieJar)
    headers: dict[str, str] = field(default_factory=dict)

    def ask(self, path: str, form: dict[str, str] | None = None, timeout: float = 10) -> Reply:
        """Get an address, or post a form to it; follow redirects."""
        opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(self.jar)
        )
        data = None if form is None else urllib.parse.urlencode(form).encode()
        request = urllib.request.Request(f"{self.base}{path}", data, self.headers)  # noqa: S310
        try:
            with opener.open(request, timeout=timeout) as reply:
                return Reply(
                    reply.status,
                    reply.url,
                    dict(reply.headers),
                    reply.read().decode(errors="replace"),
                )
        except urllib.error.HTTPError as error:
            with error:
                return Reply(
                    error.code, error.url or "", dict(error.headers), error.read().decode()
                )

    def ask_until_answered(self, path: str, form: dict[str, str], seconds: float) -> Reply:
        """Post a form until the server answers, as the script on a phone does."""
        deadline = time.monotonic() + seconds
        while True:
            try:
                reply = self.ask(path, form)
                if reply.status < 500 or time.monotonic() > deadline:
                    return reply
            except (OSError, HTTPException):
                if time.monotonic() > deadline:
                    raise
            time.sleep(0.05)


def answer_before_storing() -> None:
    """Break the promise on purpose: confirm an answer, and store it a moment later."""

    def early(self: Database, change: Callable[[Any], Any]) -> object:
        with self.engine.connect() as connection, connection.begin():
            before = change(connection)
            connection.rollback()
        threading.Timer(2.0, kept, (self, change)).start()
        return before

    kept, Database.write = Database.write, early  # type: ignore[method-assign]


# Negative controls: with any of these the crash test must find something.
BREAKS: dict[str, Callable[[], None]] = {"early-answer": answer_before_storing}


def main() -> None:
    """Serve the store that is named."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--store", required=True)
    arguments.add_argument("--port", type=int, required=True)
    arguments.add_argument("--broken", choices=list(BREAKS))
    given = arguments.parse_args()
    desk = lru_cache(maxsize=1)(lambda: WorkshopService.serve(given.store))
    if given.broken:
        desk().store.check_writable()
        BREAKS[given.broken]()
    uvicorn.run(application(desk), host="127.0.0.1", port=given.port, log_level="error")


if __name__ == "__main__":
    main()
