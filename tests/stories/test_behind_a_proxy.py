"""An attacker behind a proxy that the server was not told of sees no page."""

from __future__ import annotations

import asyncio
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.server import Server, free_port

OUTSIDE = "room.example"
PATIENCE = 60.0  # seconds, for a busy machine
PAGES = (
    "/", "/ranking", "/workshop", "/projector", "/evidence",
    "/static/js/none.js", "/media/site.csv", "/_stcore/upload_file/a/b", "/_stcore/host-config",
)  # fmt: skip
# What an attacker may send: every claim to sit at the computer of the app.
CLAIMS: tuple[Mapping[str, str], ...] = (
    {},
    {"X-Forwarded-For": "127.0.0.1", "X-Forwarded-Host": "127.0.0.1", "X-Real-IP": "::1"},
    {"Forwarded": "for=127.0.0.1;host=localhost;proto=http", "Via": ""},
    {"Cookie": "pp_facilitator=0; pp_seat=0", "Authorization": "Basic YTpi"},
    {"Origin": f"http://{OUTSIDE}", "Accept": "text/html"},
)
HANDSHAKE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Protocol": "streamlit",
}


@dataclass
class Proxy:
    """A proxy on this computer: passes bytes on, and adds the headers it is set to."""

    target: int
    added: tuple[str, ...] = ()
    port: int = 0
    tasks: set[Any] = field(default_factory=set)

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.tasks.add(asyncio.current_task())
        there, back = await asyncio.open_connection("127.0.0.1", self.target)
        try:
            first, _, rest = (await reader.readuntil(b"\r\n\r\n")).partition(b"\r\n")
            lines = "".join(f"{line}\r\n" for line in self.added).encode()
            back.write(first + b"\r\n" + lines + rest)
            await back.drain()
            while part := await asyncio.wait_for(there.read(65_536), PATIENCE):
                writer.write(part)
                await writer.drain()
        except (OSError, TimeoutError, asyncio.IncompleteReadError):
            pass
        for end in (back, writer):
            end.close()
            await asyncio.gather(end.wait_closed(), return_exceptions=True)

    async def _serve(self, is_up: threading.Event, is_over: threading.Event) -> None:
        async with await asyncio.start_server(self._pass, "127.0.0.1", self.port):
            is_up.set()
            await asyncio.to_thread(is_over.wait)
        await asyncio.gather(*self.tasks, return_exceptions=True)

    @contextmanager
    def running(self) -> Iterator[Proxy]:
        """Serve from a thread of its own; the loop of a browser's driver may run in ours."""
        self.port, is_up, is_over = free_port(), threading.Event(), threading.Event()
        serving = self._serve(is_up, is_over)
        thread = threading.Thread(target=asyncio.run, args=(serving,))
        thread.start()
        try:
            assert is_up.wait(10)
            yield self
        finally:
            is_over.set()
            thread.join()


def ask(port: int, path: str, headers: Mapping[str, str], host: str) -> tuple[int, str]:
    """Return status and content; redirects are not followed, sockets answer 101 or 403."""

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_arguments: object) -> None:
            return None

    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), Stay)
    sent = {"Host": host, **headers, "Connection": headers.get("Connection", "close")}
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=sent)
    try:
        with opener.open(request, timeout=PATIENCE) as reply:
            return reply.status, reply.read().decode(errors="replace")
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode(errors="replace")


def socket_status(port: int, host: str, headers: Mapping[str, str]) -> int:
    """Return how the server answers a websocket that is to be opened."""

    async def knock() -> int:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        lines = {"Host": host, **headers, **HANDSHAKE}
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        writer.write(f"GET /_stcore/stream HTTP/1.1\r\n{head}\r\n".encode())
        status = await asyncio.wait_for(reader.readline(), PATIENCE)
        writer.close()
        await asyncio.gather(writer.wait_closed(), return_exceptions=True)
        return int(status.split()[1])

    found: list[int] = []
    thread = threading.Thread(target=lambda: found.append(asyncio.run(knock())))
    thread.start()
    thread.join()
    return found[0]


@contextmanager
def app(folder: Path, **settings: str) -> Iterator[int]:
    """Run the app on this computer's own address; yield its port."""
    with Server(folder, **settings) as server:
        yield server.port


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Run the app with a name for browsers, and no word of a proxy."""
    with app(tmp_path_factory.mktemp("named"), PRIORITIZER_HOSTS=OUTSIDE) as port:
        yield port


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Run the app as on a laptop, without any setting."""
    with app(tmp_path_factory.mktemp("plain")) as port:
        yield port


def assert_closed(port: int, host: str) -> None:
    """Try every page with every claim; only the phone pages may answer."""
    for claims in CLAIMS:
        for path in PAGES:
            status, content = ask(port, path, claims, host)
            assert status in (303, 403), (path, claims, status)
            assert "streamlit" not in content.lower(), (path, claims)
        assert socket_status(port, host, claims) == 403, claims
    assert ask(port, "/w/join", {}, host)[0] == 200


@pytest.mark.parametrize("host", [OUTSIDE, "127.0.0.1", "localhost", "203.0.113.7"])
@pytest.mark.parametrize("added", [(), ("X-Forwarded-For: 203.0.113.9", "Via: 1.1 edge")])
def test_a_server_with_a_name_for_others_shows_pages_to_nobody_unsigned(
    named: int, host: str, added: tuple[str, ...]
) -> None:
    with Proxy(named, added).running() as proxy:
        assert_closed(proxy.port, host)
    assert ask(named, "/", {}, host)[0] == 303


@pytest.mark.parametrize(
    ("host", "added"),
    [
        ("203.0.113.7", ()),
        ("127.0.0.1", ("X-Forwarded-For: 203.0.113.9",)),
        ("localhost", ("X-Real-IP: 203.0.113.9",)),
        ("127.0.0.1", ("Forwarded: for=203.0.113.9",)),
        ("localhost", ("Via: 1.1 edge",)),
    ],
)
def test_a_proxy_before_a_laptop_gives_itself_away_and_opens_nothing(
    plain: int, host: str, added: tuple[str, ...]
) -> None:
    with Proxy(plain, added).running() as proxy:
        assert_closed(proxy.port, host)


def test_who_sits_at_the_laptop_has_all_pages(plain: int) -> None:
    for host in (f"127.0.0.1:{plain}", f"localhost:{plain}"):
        assert ask(plain, "/", {}, host)[0] == 200
        assert socket_status(plain, host, {"Origin": f"http://{host}"}) == 101


def test_a_name_that_was_not_given_is_refused_through_a_proxy_too(plain: int) -> None:
    with Proxy(plain).running() as proxy:
        assert ask(proxy.port, "/", {}, "evil.example")[0] == 403
        assert ask(proxy.port, "/w/join", {}, "evil.example")[0] == 403


def head_of(port: int, lines: str) -> bytes:
    """Return the head of what the server answers to these lines."""
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as line:
        line.sendall(f"{lines}\r\n\r\n".encode())
        return line.recv(65536).partition(b"\r\n\r\n")[0].lower()


def test_no_answer_names_the_program_of_the_server(plain: int) -> None:
    host = f"Host: 127.0.0.1:{plain}"
    shake = "\r\n".join(f"{name}: {value}" for name, value in HANDSHAKE.items())
    asked = {
        f"GET {path} HTTP/1.1\r\n{host}": status
        for path, status in (("/", 200), ("/w/join", 200), ("/_stcore/metrics", 403))
    }
    asked |= {
        "GET / HTTP/1.1\r\nHost: elsewhere.example": 403,
        "nonsense": 400,
        f"GET /_stcore/stream HTTP/1.1\r\n{host}\r\n{shake}": 101,
    }
    for lines, status in asked.items():
        head = head_of(plain, lines)
        assert head.startswith(b"http/1.1 %d" % status), lines
        assert b"\r\nserver:" not in head, lines
