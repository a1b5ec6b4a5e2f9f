"""The cookie that tells browsers apart: unguessable, out of reach of scripts, checked."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.types import Message, Receive, Scope, Send

from prioritizer.ui.server.visitors import Visitor, Visitors, cookie_name, visitor

PAGE = "text/html,application/xhtml+xml"
PORT = 4711
NAME = "n" * 43
OLD = "0a1b2c3d4e5f"
"""The name of a process, as earlier versions wrote it before that of the browser."""


class Client:
    """A browser that keeps one cookie, before a server with nothing but names for browsers."""

    def __init__(self) -> None:
        self.value = ""
        self.line = ""

    def get(self, path: str, accept: str = PAGE) -> str:
        """Ask for a path; return the Set-Cookie header, empty without one."""
        headers = [(b"accept", accept.encode())]
        if self.value:
            headers.append((b"cookie", f"{cookie_name(PORT)}={self.value}".encode()))
        scope: Scope = {"type": "http", "method": "GET", "path": path, "headers": headers,
                        "scheme": "https"}  # fmt: skip
        sent: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": b""}

        async def send(message: Message) -> None:
            sent.append(message)

        # In a thread of its own: a browser that is driven beside it has a loop in this one.
        with ThreadPoolExecutor(1) as threads:
            answering = Visitors(answer, PORT)(scope, receive, send)
            threads.submit(asyncio.run, answering).result()
        self.line = dict(sent[0]["headers"]).get(b"set-cookie", b"").decode()
        if self.line:
            self.value = self.line.partition(";")[0].partition("=")[2]
        return self.line

    @property
    def known(self) -> Visitor:
        return visitor({cookie_name(PORT): self.value}, PORT)


async def answer(_scope: Scope, _receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"ok"})


@pytest.fixture
def client() -> Client:
    return Client()


def test_a_page_names_the_browser_once_and_hides_the_name_from_scripts(
    client: Client,
) -> None:
    first = client.get("/")
    name = client.known.name
    client.get("/sites")

    assert len(name) == 43
    assert client.known == Visitor(name)
    for words in ("HttpOnly", "SameSite=Lax", "Secure", "Max-Age=34560000", "Path=/"):
        assert words in first


def test_two_browsers_have_two_names(client: Client) -> None:
    names = set()
    for _ in range(20):
        client.value = ""
        client.get("/")
        names.add(client.known.name)

    assert len(names) == 20


@pytest.mark.parametrize("path", ["/w", "/w/join", "/_stcore/health"])
def test_phones_and_probes_get_no_name(client: Client, path: str) -> None:
    assert client.get(path) == ""


def test_what_asks_for_no_page_gets_no_name(client: Client) -> None:
    assert client.get("/", accept="*/*") == ""


@pytest.mark.parametrize(
    "value",
    ["", "x", NAME[:42], f"{NAME}x", f"{OLD}.short", f"{OLD}.{NAME}.again.again",
     "ä" * 43, f"{OLD.upper()}x.{NAME}", f"{NAME}\n"],
    ids=["blank", "letter", "short", "long", "old", "twice", "umlaut", "capitals", "line"],
)  # fmt: skip
def test_a_name_of_another_form_is_nobodys(value: str) -> None:
    assert visitor({cookie_name(PORT): value}, PORT) == Visitor()


def test_a_server_on_another_port_has_another_cookie() -> None:
    cookies = {cookie_name(PORT): NAME}

    assert visitor(cookies, PORT).name == NAME
    assert visitor(cookies, PORT + 1).name == ""


@pytest.mark.parametrize("ending", ["", ".again"])
def test_a_browser_named_by_an_earlier_version_keeps_its_name(
    client: Client, ending: str
) -> None:
    client.value = f"{OLD}.{NAME}{ending}"
    assert client.known == Visitor(NAME)

    client.get("/")

    assert client.value == NAME
