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

# Tells a cookie of this process from one that a process before it has given.
PROCESS = secrets.token_hex(6)
SECONDS = 4 * 60 * 60
AGAIN = ".again"
_FORM = re.compile(r"([0-9a-f]{12})\.([\w-]{43})(\.again)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Visitor:
    """A browser: ``name`` empty if unknown, and whether an earlier process has named it."""

    name: str = ""
    is_from_before: bool = False


def cookie_name(port: int) -> str:
    """Return the name of the cookie; browsers do not keep servers on two ports apart."""
    return f"pp_visit_{port}"


def visitor(cookies: Mapping[str, str], port: int) -> Visitor:
    """Return which browser sent these cookies."""
    return _read(str(cookies.get(cookie_name(port), "")))


def _read(value: str) -> Visitor:
    found = _FORM.fullmatch(value)
    if found is None:
        return Visitor()
    process, name, again = found.groups()
    return Visitor(name, process != PROCESS or again is not None)


class Visitors:
    """Names each browser when it loads a page, for some hours."""

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
        given = _given(scope, self.cookie)
        before = _read(given)
        # Said once: a page loaded after the one that was told starts with a clean cookie.
        again = AGAIN if before.name and not given.startswith(f"{PROCESS}.") else ""
        name = before.name or secrets.token_urlsafe(32)
        secure = "; Secure" if scope.get("scheme") == "https" else ""
        return (
            f"{self.cookie}={PROCESS}.{name}{again}; Max-Age={SECONDS}; Path=/; HttpOnly; "
            f"SameSite=Lax{secure}"
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
