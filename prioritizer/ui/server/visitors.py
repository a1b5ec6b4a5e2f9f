"""Which browser asks: a random name in a cookie that no script and no other site can use."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from prioritizer.ui.phone.html import PREFIX

# Projects are found by it: as long as browsers keep a cookie at most (RFC 6265bis, 5.5).
SECONDS = 400 * 24 * 60 * 60
# Earlier versions wrote the name of their process before it.
_FORM = re.compile(r"(?:[0-9a-f]{12}\.)?([\w-]{43})(?:\.again)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Visitor:
    """A browser; ``name`` is empty if it is unknown."""

    name: str = ""


def cookie_name(port: int) -> str:
    """Return the name of the cookie; browsers do not keep servers on two ports apart."""
    return f"pp_visit_{port}"


def visitor(cookies: Mapping[str, str], port: int) -> Visitor:
    """Return which browser sent these cookies."""
    return _read(str(cookies.get(cookie_name(port), "")))


def _read(value: str) -> Visitor:
    found = _FORM.fullmatch(value)
    return Visitor() if found is None else Visitor(found[1])


class Visitors:
    """Names each browser when it loads a page, for as long as browsers keep a cookie."""

    def __init__(self, app: ASGIApp, port: int) -> None:
        self.app = app
        self.cookie = cookie_name(port)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        is_page = scope["type"] == "http" and _is_page(scope)
        await self.app(scope, receive, self._naming(scope, send) if is_page else send)

    def _naming(self, scope: Scope, send: Send) -> Send:
        async def naming(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).append("Set-Cookie", self._renewed(scope))
            await send(message)

        return naming

    def _renewed(self, scope: Scope) -> str:
        """Return the cookie to set: the name that the browser has, or a new one."""
        name = _read(_given(scope, self.cookie)).name or secrets.token_urlsafe(32)
        secure = "; Secure" if scope.get("scheme") == "https" else ""
        return (
            f"{self.cookie}={name}; Max-Age={SECONDS}; Path=/; HttpOnly; SameSite=Lax{secure}"
        )


def _is_page(scope: Scope) -> bool:
    """Return whether a browser asks for a page with choices; phone pages have none."""
    if scope["method"] != "GET" or f"{scope['path']}/".startswith((f"{PREFIX}/", "/_stcore/")):
        return False
    return "text/html" in Headers(scope=scope).get("accept", "")


def _given(scope: Scope, cookie: str) -> str:
    try:
        found = SimpleCookie(Headers(scope=scope).get("cookie", "")).get(cookie)
    except CookieError:
        return ""
    return found.value if found is not None else ""
