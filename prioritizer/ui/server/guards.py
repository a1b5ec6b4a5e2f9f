"""What stands before every page: no foreign Origin, no open internals, the right headers."""

from __future__ import annotations

import asyncio
import base64
import hashlib
from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from prioritizer.ui.phone.html import PREFIX
from prioritizer.ui.server.access import Doors, began_here

CLOSED = ("/_stcore/metrics", "/_stcore/script-health-check", "/_stcore/agent")
# Files that a page offers to one visitor: neither a proxy nor the next user may keep them.
PRIVATE = ("/media/", "/_stcore/upload_file/", "/draws/", "/saved/")
ASKED_EVERY_S = 5.0
SIGNED_OUT = "Signed out."
FOR_ALL = ("/healthz", "/_stcore/health")
PHONE_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src "
    "'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# The one script inside Streamlit's page, to its last blank; it tells crawlers to wait.
INSIDE = "\n      window.prerenderReady = false\n    "
INSIDE_HASH = base64.b64encode(hashlib.sha256(INSIDE.encode()).digest()).decode()
# Streamlit needs inline styles, and evaluates code for its charts.
APP_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-eval' 'wasm-unsafe-eval' blob: "
    f"'sha256-{INSIDE_HASH}'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
# Not no-referrer: browsers would then post forms with the Origin "null", which is refused
# below.
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Guards:
    """Refuses what must not come in, and adds headers to what goes out."""

    def __init__(self, app: ASGIApp, doors: Doors | None = None) -> None:
        self.app = app
        self.doors = doors or Doors()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        admits = self._asked(scope)
        if not self.doors.has_proxy:
            scope = _unproxied(scope, has_certificate=self.doors.has_certificate)
        refused = self._refusal(scope)
        outside = not refused and not await _lets_in(admits, scope)
        if scope["type"] == "websocket" and (refused or outside):
            await WebSocketClose(1008, refused)(scope, receive, send)
        elif refused:
            await PlainTextResponse(refused, 403)(scope, receive, _headed(scope, send))
        elif outside:
            await _way_in(scope)(scope, receive, _headed(scope, send))
        elif scope["type"] == "websocket" and admits is not None:
            await self.app(scope, _while_admitted(admits, scope, receive, send), send)
        else:
            await self.app(scope, receive, _headed(scope, send))

    def _asked(self, scope: Scope) -> Callable[[str], bool] | None:
        """Return what decides on a visitor; None where the pages are for everybody."""
        headers = Headers(scope=scope)
        if self.doors.admits is not None or began_here(headers.get("host", ""), headers):
            return self.doors.admits
        return self.doors.admits_from_afar

    def _refusal(self, scope: Scope) -> str:
        """Return why a request is refused, empty if it is not."""
        if scope["path"].startswith(CLOSED):
            return "This address is closed."
        if not self.doors.knows(Headers(scope=scope).get("host", "")):
            return "This server has another name. Call it by its address."
        headers = Headers(scope=scope)
        origin = headers.get("origin")
        if origin is not None and urlsplit(origin).netloc != headers.get("host", ""):
            return "This page was called from another site."
        foreign_post = scope.get("method", "GET") not in ("GET", "HEAD", "OPTIONS")
        if foreign_post and headers.get("sec-fetch-site", "same-origin") == "cross-site":
            return "This page was called from another site."
        return ""


async def _lets_in(admits: Callable[[str], bool] | None, scope: Scope) -> bool:
    """Return whether a visitor may have this page; phone pages are for everybody."""
    path = scope["path"]
    if admits is None or path in FOR_ALL or f"{path}/".startswith(f"{PREFIX}/"):
        return True
    return await asyncio.to_thread(admits, Headers(scope=scope).get("cookie", ""))


def _while_admitted(
    admits: Callable[[str], bool], scope: Scope, receive: Receive, send: Send
) -> Receive:
    """Return what a socket hears; who has been signed out meanwhile hears that it is closed.

    Asked again every few seconds, so that a page on which nobody does anything ends too.
    """

    async def heard() -> Message:
        coming = asyncio.ensure_future(receive())
        while True:
            done, _ = await asyncio.wait({coming}, timeout=ASKED_EVERY_S)
            if done and coming.result()["type"] != "websocket.receive":
                return coming.result()
            if not await _lets_in(admits, scope):
                coming.cancel()
                await send({"type": "websocket.close", "code": 1008, "reason": SIGNED_OUT})
                return {"type": "websocket.disconnect", "code": 1008}
            if done:
                return coming.result()

    return heard


def _unproxied(scope: Scope, *, has_certificate: bool) -> Scope:
    """Return a request without what a header claims of its origin and its encryption."""
    forwarded = any(name.startswith(b"x-forwarded-") for name, _ in scope["headers"])
    scheme = {"http": ("http", "https"), "websocket": ("ws", "wss")}[scope["type"]]
    return {
        **scope,
        "scheme": scheme[has_certificate],
        # Who claims to be somebody else is nobody in particular.
        "client": ("forwarded", 0) if forwarded else scope.get("client"),
        "headers": [
            (name, value)
            for name, value in scope["headers"]
            if not name.startswith(b"x-forwarded-")
        ],
    }


def _way_in(scope: Scope) -> Response:
    """Return what a visitor without a session gets instead of a page."""
    if scope["method"] == "GET" and scope["path"] == "/":
        return RedirectResponse(PREFIX, 303)
    if scope["method"] == "GET" and "text/html" in Headers(scope=scope).get("accept", ""):
        # A person, not a file of a page: perhaps a facilitator whose session is over.
        return RedirectResponse(f"{PREFIX}/signin", 303)
    return PlainTextResponse("This page is for facilitators. Sign in first.", 403)


def _headed(scope: Scope, send: Send) -> Send:
    async def headed(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            on_phone = f"{scope['path']}/".startswith(f"{PREFIX}/")
            headers["Content-Security-Policy"] = PHONE_POLICY if on_phone else APP_POLICY
            for name, value in HEADERS.items():
                headers[name] = value
            if scope["path"].startswith(PRIVATE):
                headers["Cache-Control"] = "private, no-store"
            if scope.get("scheme") == "https":
                headers["Strict-Transport-Security"] = "max-age=31536000"
        await send(message)

    return headed
