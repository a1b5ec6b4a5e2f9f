"""Connections that end: the head of a request has a time and a size, and names no program.

Streamlit gives its server, uvicorn, no such limits: a device that sends half a head and then
nothing, or lines without end, holds a connection or fills the memory for as long as it likes.
The bodies of requests have limits of their own, where they are read.
"""

from __future__ import annotations

import asyncio
from typing import Any

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_SECONDS = 10.0
"""From the first byte of a connection, or of a further request, to the end of its head."""
HEAD_BYTES = 65_536
TOO_LONG = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\n"
    b"content-type: text/plain; charset=utf-8\r\nconnection: close\r\n\r\n"
    b"The head of this request is longer than this server reads."
)


class LimitedConnection(HttpToolsProtocol):
    """A connection whose request heads are neither too slow nor too long."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._is_in_head, self._has_ended, self._head_bytes = True, False, 0
        self._head_end: asyncio.TimerHandle | None = None

    def connection_made(  # type: ignore[override]  # as in uvicorn
        self, transport: asyncio.Transport
    ) -> None:
        """Begin to wait for the first head."""
        super().connection_made(transport)
        self._await_head()

    def data_received(self, data: bytes) -> None:
        """Read on, unless the head is too long."""
        self._has_ended = False
        super().data_received(data)
        # What ends the request before does not count.
        self._head_bytes += len(data) * (self._is_in_head and not self._has_ended)
        if self._head_bytes > HEAD_BYTES and not self.transport.is_closing():
            self.transport.write(TOO_LONG)
            self.transport.close()

    def on_message_begin(self) -> None:
        """Begin to wait for the head of a request, which may be one of many."""
        super().on_message_begin()
        self._is_in_head, self._head_bytes = True, 0
        if self._head_end is None:
            self._await_head()

    def on_headers_complete(self) -> None:
        """Stop waiting: the head is whole."""
        self._is_in_head, self._head_bytes = False, 0
        self._stop_waiting()
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Note that what is read now holds the end of a request."""
        super().on_message_complete()
        self._has_ended = True

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the head."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _await_head(self) -> None:
        self._head_end = self.loop.call_later(HEAD_SECONDS, self.transport.close)

    def _stop_waiting(self) -> None:
        if self._head_end is not None:
            self._head_end.cancel()
            self._head_end = None


class Config(uvicorn.Config):
    """The server's settings, with connections that end and without its name in each answer."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named | {"http": LimitedConnection, "server_header": False})
