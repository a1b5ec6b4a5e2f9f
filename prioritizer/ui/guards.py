"""What stands before every page: no foreign Origin, no open internals, the right headers."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from prioritizer.ui.phone.html import PREFIX

CLOSED = ("/_stcore/metrics", "/_stcore/script-health-check", "/_stcore/agent")
PHONE_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src "
    "'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# Streamlit needs inline styles, and evaluates code for its charts.
APP_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-eval' 'wasm-unsafe-eval' blob:; "
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
}


class Guards:
    """Refuses what must not come in, and adds headers to what goes out."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        refused = self._refusal(scope)
        if refused and scope["type"] == "websocket":
            await WebSocketClose(1008, refused)(scope, receive, send)
        elif refused:
            await PlainTextResponse(refused, 403)(scope, receive, _headed(scope, send))
        else:
            await self.app(scope, receive, _headed(scope, send))

    @staticmethod
    def _refusal(scope: Scope) -> str:
        """Return why a request is refused, empty if it is not."""
        if scope["path"].startswith(CLOSED):
            return "This address is closed."
        headers = Headers(scope=scope)
        origin = headers.get("origin")
        if origin is not None and urlsplit(origin).netloc != headers.get("host", ""):
            return "This page was called from another site."
        foreign_post = scope.get("method", "GET") not in ("GET", "HEAD", "OPTIONS")
        if foreign_post and headers.get("sec-fetch-site", "same-origin") == "cross-site":
            return "This page was called from another site."
        return ""


def _headed(scope: Scope, send: Send) -> Send:
    async def headed(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            on_phone = f"{scope['path']}/".startswith(f"{PREFIX}/")
            headers["Content-Security-Policy"] = PHONE_POLICY if on_phone else APP_POLICY
            for name, value in HEADERS.items():
                headers[name] = value
            if scope.get("scheme") == "https":
                headers["Strict-Transport-Security"] = "max-age=31536000"
        await send(message)

    return headed
