"""The head of a request ends in time and size; no answer names the program of the server."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from prioritizer.ui.server import connections

WHOLE = b"POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 2\r\n\r\nhi"
PATIENCE = 30.0


async def told(request: Request) -> Response:
    """Answer with how much came."""
    return PlainTextResponse(f"{len(await request.body())} bytes")


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Run a small app behind such connections; yield its port."""
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.3)
    app = Starlette(routes=[Route("/", told, methods=["POST"])])
    # A long life between requests, so that only the limit of a head can end a connection.
    config = connections.Config(app, port=0, log_level="error", timeout_keep_alive=60)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    thread.join(PATIENCE)


@contextmanager
def connected(port: int) -> Iterator[Any]:
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as line:
        yield line


def answer(line: Any) -> bytes:
    """Return what comes until an answer of the app is whole, or the connection ends."""
    got = b""
    while not got.endswith(b" bytes") and (part := line.recv(65536)):
        got += part
    return got


def test_a_whole_request_is_answered_without_the_name_of_the_server(port: int) -> None:
    with connected(port) as line:
        for _ in range(3):
            line.sendall(WHOLE)
            got = answer(line).lower()
            assert got.startswith(b"http/1.1 200")
            assert got.endswith(b"2 bytes")
            assert b"\r\nserver:" not in got


def test_control_a_server_as_it_comes_names_itself() -> None:
    config = uvicorn.Config(told)
    config.load()

    assert dict(config.encoded_headers)[b"server"] == b"uvicorn"


@pytest.mark.parametrize("sent", [b"", b"POST / HTTP/1.1\r\n", WHOLE + b"POST / HT"])
def test_a_head_that_does_not_end_is_not_waited_for(port: int, sent: bytes) -> None:
    with connected(port) as line:
        line.sendall(sent)
        if sent.startswith(WHOLE):
            assert answer(line).endswith(b"2 bytes")
        assert line.recv(1) == b"", "the connection is closed"


def test_a_head_that_comes_line_by_line_is_not_waited_for_either(port: int) -> None:
    def drip(line: Any) -> None:
        line.sendall(b"POST / HTTP/1.1\r\n")
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            line.sendall(b"X-A: a\r\n")
            time.sleep(0.05)

    with connected(port) as line, pytest.raises(OSError, match=r"reset|[Bb]roken|abort"):
        drip(line)


def test_who_says_nothing_between_two_requests_stays(port: int) -> None:
    with connected(port) as line:
        line.sendall(WHOLE)
        assert answer(line).endswith(b"2 bytes")
        time.sleep(3 * connections.HEAD_SECONDS)
        line.sendall(WHOLE)
        assert answer(line).endswith(b"2 bytes")


def test_a_head_too_long_is_refused(port: int) -> None:
    lines = b"X-A: " + b"a" * 4000 + b"\r\n"
    with connected(port) as line:
        line.sendall(b"POST / HTTP/1.1\r\n" + lines * 15)
        line.sendall(WHOLE.partition(b"\r\n")[2])
        assert answer(line).endswith(b"2 bytes")
    with connected(port) as line:
        line.sendall(b"POST / HTTP/1.1\r\n" + lines * 17)
        assert answer(line).startswith(b"HTTP/1.1 431")


def test_a_long_body_does_not_count(port: int) -> None:
    size = 3 * connections.HEAD_BYTES
    with connected(port) as line:
        line.sendall(b"POST / HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % size)
        time.sleep(2 * connections.HEAD_SECONDS)
        line.sendall(b"b" * size)
        assert answer(line).endswith(b"%d bytes" % size)
