"""What a phone posts, read within limits of size and time."""

from __future__ import annotations

from urllib.parse import parse_qsl

from anyio import move_on_after
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response

MOST_BODY = 64 * 1024
MOST_FIELDS = 200
# A form is a few kilobytes; who takes longer only holds the line.
BODY_SECONDS = 30.0


async def form_of(request: Request) -> dict[str, str] | Response:
    """Return the fields of a form, or what to say of one that is too large or too slow."""
    form = None
    try:
        with move_on_after(BODY_SECONDS) as waiting:
            form = await _fields(request)
    except ClientDisconnect:
        return Response(status_code=400)
    if waiting.cancelled_caught:
        return PlainTextResponse("Too slow.", 408, {"Connection": "close"})
    return (
        PlainTextResponse("Too many requests at once. Wait a moment and try again.", 413)
        if form is None
        else form
    )


async def _fields(request: Request) -> dict[str, str] | None:
    """Return the fields of a form; None if it is too large."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MOST_BODY:
            return None
    text = body.decode("utf-8", errors="replace")
    try:
        return dict(parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError:
        return None
