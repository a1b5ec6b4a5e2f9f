"""Which language a phone is shown: the one it chose, or that its browser asks for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextvars import ContextVar

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from prioritizer.languages.speech import LANGUAGES, asked_for, gettext, spoken
from prioritizer.ui.phone.addresses import PREFIX
from prioritizer.ui.shell.text import escape_html

COOKIE = "pp_language"
COOKIE_SECONDS = 365 * 24 * 3600
# A page of a phone that a choice may lead back to, and nothing else.
_PAGE = re.compile(rf"{PREFIX}(?:/[0-9A-Za-z_-]+)*", re.ASCII)
# Where a choice made on this page leads back to; None where there is nothing to choose.
_BACK: ContextVar[str | None] = ContextVar("back", default=None)


def language_of(request: Request) -> str:
    """Return the language that a phone chose or asks for; blank where it says none of ours.

    It is read from this one request and kept by the phone alone: neither the store nor the log
    learns it, for in a small room it could tell who sent an answer.
    """
    chosen = request.cookies.get(COOKIE, "")
    return (
        chosen if chosen in LANGUAGES else asked_for(request.headers.get("accept-language", ""))
    )


def offer(back: str | None) -> None:
    """Let the pages of this request offer the languages, and lead back to a page."""
    _BACK.set(back)


def chosen(form: Mapping[str, str], *, is_secure: bool) -> Response:
    """Keep a choice in a cookie of the phone, and lead back to where it was made."""
    back = form.get("back", "")
    reply = RedirectResponse(back if _PAGE.fullmatch(back) else PREFIX, 303)
    code = form.get("language", "")
    if code in LANGUAGES:
        reply.set_cookie(
            COOKIE,
            code,
            max_age=COOKIE_SECONDS,
            path=PREFIX,
            secure=is_secure,
            httponly=True,
            samesite="lax",
        )
    return reply


def choice() -> str:
    """Return a quiet line of the languages, each in its own name; blank where none is offered.

    A form, not links: an address would stand in the logs of servers on the way.
    """
    back = _BACK.get()
    if back is None:
        return ""
    mark = {spoken(): ' aria-current="true"'}
    buttons = "".join(
        f'<button name="language" value="{code}" lang="{code}"{mark.get(code, "")}>'
        f"{escape_html(name)}</button>"
        for code, name in LANGUAGES.items()
    )
    label = escape_html(gettext("Language"))
    place = f'<input type="hidden" name="back" value="{escape_html(back)}">'
    return (
        f'<form method="post" action="{PREFIX}/language" class="languages" '
        f'aria-label="{label}">{"" if back == PREFIX else place}{buttons}</form>'
    )
