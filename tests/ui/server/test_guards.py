"""What stands before all pages: names of the server, proxies, foreign pages, who may enter."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import streamlit
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocket

from prioritizer.ui.server import access, guards
from prioritizer.ui.server.access import Doors, Remembered
from prioritizer.ui.server.guards import APP_POLICY, INSIDE, INSIDE_HASH, Guards


async def page(request: Request) -> Response:
    """Answer with what the page knows of the connection."""
    client = request.client.host if request.client else ""
    return PlainTextResponse(f"{request.url.scheme} {client}")


async def socket(websocket: WebSocket) -> None:
    """Accept and say so."""
    await websocket.accept()
    await websocket.send_text("in")


@dataclass
class Reply:
    """What came back; of a socket, status 101 if it was let in."""

    status_code: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    text: str = ""


@dataclass
class Browser:
    """Calls an app without a network."""

    app: ASGIApp
    scheme: str
    host: str
    client: str = "10.9.8.7"
    server: str = "127.0.0.1"

    def get(
        self,
        path: str,
        headers: dict[str, str] | None = None,
        kind: str = "http",
        method: str = "GET",
    ) -> Reply:
        """Ask for a page, or open a socket."""
        sent = {"host": self.host} | {k.lower(): v for k, v in (headers or {}).items()}
        scope = {
            "type": kind,
            "method": method,
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "root_path": "",
            "scheme": self.scheme,
            "headers": [(k.encode(), v.encode()) for k, v in sent.items()],
            "client": (self.client, 1),
            "server": (self.server, 8501),
        }
        reply = Reply()

        async def receive() -> Message:
            return {"type": "websocket.connect" if kind == "websocket" else "http.request"}

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                reply.status_code = message["status"]
                reply.headers = {k.decode(): v.decode() for k, v in message["headers"]}
            elif message["type"] == "http.response.body":
                reply.text += message["body"].decode()
            else:
                closes = message["type"] == "websocket.close"
                reply.status_code = reply.status_code or (403 if closes else 101)

        # In a thread of its own: in this one a browser's driver may have its loop running.
        with ThreadPoolExecutor(1) as thread:
            thread.submit(asyncio.run, self.app(scope, receive, send)).result()
        return reply


def browser(known: Doors, base: str = "http://127.0.0.1:8501") -> Browser:
    """Return a browser before an app behind the guards."""
    files = ["/media/site.csv", "/_stcore/upload_file/x", "/draws/x"]
    places = ["/", "/w", "/wide", "/healthz", *files]
    routes = [*[Route(p, page) for p in places], WebSocketRoute("/_stcore/stream", socket)]
    app = Starlette(routes=routes, middleware=[Middleware(Guards, doors=known)])
    scheme, _, host = base.partition("://")
    return Browser(app, scheme, host)


@pytest.fixture
def clean(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Yield an environment without settings of ours."""
    for name in (access.PROXY_VARIABLE, access.HOSTS_VARIABLE, access.PAGES_VARIABLE):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


ROOM = Doors(admits=lambda cookies: cookies == "pp_facilitator=good")


@pytest.mark.parametrize(
    "place", ["/media/site.csv", "/_stcore/upload_file/x", "/draws/x", "/wide"]
)
@pytest.mark.parametrize("cookie", ["", "pp_seat=good", "pp_facilitator=bad"])
def test_in_a_room_pages_and_files_are_for_who_leads(place: str, cookie: str) -> None:
    guest, leader = browser(ROOM), browser(ROOM)

    refused = guest.get(place, headers={"Cookie": cookie})
    shown = leader.get(place, headers={"Cookie": "pp_facilitator=good"})

    assert (refused.status_code, shown.status_code) == (403, 200)


def test_who_types_the_address_of_the_room_gets_to_the_phone_pages() -> None:
    reply = browser(ROOM).get("/")

    assert (reply.status_code, reply.headers["location"]) == (303, "/w")
    assert browser(ROOM).get("/w").status_code == 200
    assert browser(ROOM).get("/healthz").status_code == 200


def test_in_a_room_the_socket_of_the_pages_is_for_who_leads() -> None:
    headers = {"Cookie": "pp_facilitator=good"}

    guest = browser(ROOM).get("/_stcore/stream", kind="websocket")
    leader = browser(ROOM).get("/_stcore/stream", headers, kind="websocket")

    assert (guest.status_code, leader.status_code) == (403, 101)


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("evil.example:8501", 403),
        ("127.0.0.1.evil.example", 403),
        ("", 403),
        ("localhost:8501", 200),
        ("192.168.1.20:8501", 200),
        ("[::1]:8501", 200),
        ("room.example", 200),
    ],
)
def test_only_addresses_and_known_names_lead_here(
    clean: pytest.MonkeyPatch, host: str, status: int
) -> None:
    clean.setenv(access.HOSTS_VARIABLE, "Room.example, other.example")

    reply = browser(Doors(access.known_hosts())).get("/w", headers={"Host": host})

    assert reply.status_code == status


def test_behind_a_named_proxy_any_name_will_do_unless_names_are_given(
    clean: pytest.MonkeyPatch,
) -> None:
    clean.setenv(access.PROXY_VARIABLE, "127.0.0.1")
    assert access.known_hosts() is None

    clean.setenv(access.HOSTS_VARIABLE, "room.example")

    assert "room.example" in (access.known_hosts() or ())


@pytest.mark.parametrize(("kind", "place"), [("http", "/"), ("websocket", "/_stcore/stream")])
def test_a_foreign_origin_is_refused(kind: str, place: str) -> None:
    visitor = browser(Doors())

    foreign = visitor.get(place, {"Origin": "http://evil.example"}, kind)
    own = visitor.get(place, {"Origin": "http://127.0.0.1:8501"}, kind)

    assert foreign.status_code == 403
    assert own.status_code in (200, 101)


FORGED = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "10.9.8.7"}


def test_what_a_stranger_claims_to_be_forwarded_is_not_believed() -> None:
    # The web server before us has believed it already, as it does of programs on this computer.
    reply = browser(Doors(), "https://127.0.0.1:8501").get("/w", headers=FORGED)

    assert reply.text == "http forwarded"
    assert "strict-transport-security" not in reply.headers


def test_behind_a_named_proxy_encryption_is_believed_and_kept() -> None:
    reply = browser(Doors(has_proxy=True), "https://room.example").get("/w", headers=FORGED)

    assert reply.text.startswith("https ")
    assert reply.headers["strict-transport-security"] == "max-age=31536000"


def test_a_certificate_of_the_server_itself_is_encryption_too() -> None:
    assert browser(Doors(has_certificate=True)).get("/w").text.startswith("https ")


@pytest.mark.parametrize("place", ["/", "/w", "/nowhere", "/media/site.csv"])
def test_every_reply_bears_the_headers_that_guard_it(place: str) -> None:
    for known in (Doors(), ROOM, Doors(frozenset())):
        headers = browser(known, "http://evil.example").get(place).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert "geolocation=()" in headers["permissions-policy"]


@pytest.mark.parametrize("place", ["/media/site.csv", "/_stcore/upload_file/x", "/draws/x"])
def test_files_of_one_visitor_are_kept_by_nobody(place: str) -> None:
    assert browser(Doors()).get(place).headers["cache-control"] == "private, no-store"
    assert "cache-control" not in browser(Doors()).get("/").headers


@pytest.mark.parametrize(
    ("address", "setting", "proxy", "is_for_all"),
    [
        ("127.0.0.1", "", "", True),
        ("localhost", "", "", True),
        ("192.168.1.20", "", "", False),
        ("0.0.0.0", "", "", False),  # noqa: S104 - a string to compare
        ("", "", "", False),
        ("127.0.0.1", "", "127.0.0.1", False),
        ("192.168.1.20", "open", "", True),
        ("127.0.0.1", "signed-in", "", False),
    ],
)
def test_pages_are_open_on_this_computer_only_unless_set(
    clean: pytest.MonkeyPatch, address: str, setting: str, proxy: str, is_for_all: bool
) -> None:
    clean.setenv(access.PAGES_VARIABLE, setting)
    clean.setenv(access.PROXY_VARIABLE, proxy)

    assert access.are_pages_for_all(address) is is_for_all


@pytest.mark.parametrize("setting", ["", "open", "signed-in"])
def test_a_server_with_names_for_others_is_closed_unless_it_is_opened(
    clean: pytest.MonkeyPatch, setting: str
) -> None:
    clean.setenv(access.HOSTS_VARIABLE, " , Room.example")
    clean.setenv(access.PAGES_VARIABLE, setting)

    assert access.are_pages_for_all("127.0.0.1") is (setting == "open")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "127.0.0.1:8501"}, 200),
        ({"Host": "127.0.0.1:8501", "X-Forwarded-For": "1.2.3.4"}, 403),
        ({"Host": "127.0.0.1:8501", "Forwarded": "for=1.2.3.4"}, 403),
        ({"Host": "203.0.113.7"}, 403),
        ({"Host": "203.0.113.7", "Cookie": "pp_facilitator=good"}, 200),
    ],
)
def test_pages_of_this_computer_are_not_for_who_comes_from_afar(
    headers: dict[str, str], status: int
) -> None:
    known = Doors(admits_from_afar=lambda cookies: cookies == "pp_facilitator=good")

    for place in ("/wide", "/media/site.csv"):
        assert browser(known).get(place, headers).status_code == status
    assert browser(known).get("/w", headers).status_code == 200


def test_the_one_script_inside_the_page_of_streamlit_may_run_and_no_other() -> None:
    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_text("utf-8")
    inside = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)

    assert inside == [INSIDE]
    allowed = APP_POLICY.split("script-src ")[1].split(";")[0].split()
    assert allowed == [
        "'self'", "'unsafe-eval'", "'wasm-unsafe-eval'", "blob:", f"'sha256-{INSIDE_HASH}'"
    ]  # fmt: skip


def test_the_store_is_asked_once_for_the_many_files_of_a_page() -> None:
    asked: list[str] = []
    admits = Remembered("pp_facilitator", lambda token: bool(asked.append(token)) or True)

    assert all(admits("a=b; pp_facilitator=t1; c=d") for _ in range(50))
    assert not admits("")
    assert not admits("pp_facilitator=")

    assert asked == ["t1"]


@pytest.mark.parametrize("is_idle", [True, False])
def test_a_page_that_is_open_ends_when_its_session_does(
    monkeypatch: pytest.MonkeyPatch, is_idle: bool
) -> None:
    """Signed out on all devices: the socket of an open page is closed, used or not."""
    monkeypatch.setattr(guards, "ASKED_EVERY_S", 0.01)
    is_in, heard, sent = [True], [], []

    async def app(_scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        while (message := await receive())["type"] == "websocket.receive":
            heard.append(message["text"])
            is_in[0] = False
        heard.append(message["type"])

    async def receive() -> Message:
        if not sent:
            return {"type": "websocket.connect"}
        if is_idle:
            is_in[0] = False
            await asyncio.sleep(3600)
        return {"type": "websocket.receive", "text": "a move"}

    async def send(message: Message) -> None:
        sent.append(message["type"])

    scope = {
        "type": "websocket", "path": "/_stcore/stream", "scheme": "ws",
        "headers": [(b"host", b"127.0.0.1:8501")], "client": ("10.9.8.7", 1),
    }  # fmt: skip
    guarded = Guards(app, Doors(admits=lambda _cookies: is_in[0]))
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, guarded(scope, receive, send)).result(timeout=10)

    assert sent == ["websocket.accept", "websocket.close"]
    assert heard == ([] if is_idle else ["a move"]) + ["websocket.disconnect"]
