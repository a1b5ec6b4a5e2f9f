"""Drawn values for the browsers that work with them, each under an unguessable address.

They go beside the page's own messages: once per problem, however often a weight moves. Who may
have them has been decided before: a page offers the draws of what its readers may see.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from prioritizer.domain.answer import ValueDraws
from prioritizer.ui.shell.finished import Finished

PREFIX = "/draws"
_MOST = 12
_BYTES_AT_ONCE = 1 << 20
# By the identity of the draws, which are kept beside it: no other object has it meanwhile.
_TOKENS: Finished[tuple[ValueDraws, str]] = Finished(_MOST)
_OFFERED: Finished[ValueDraws] = Finished(_MOST)


def offer(drawn: ValueDraws) -> str:
    """Return where a browser finds these draws, relative to the app; the same while kept."""
    kept = _TOKENS.get(str(id(drawn)))
    if kept is None:
        kept = drawn, secrets.token_urlsafe(24)
        _TOKENS.keep(str(id(drawn)), kept)
        _OFFERED.keep(kept[1], drawn)
    return f"{PREFIX.lstrip('/')}/{kept[1]}"


def routes() -> list[Route]:
    """Return where draws are fetched."""
    return [Route(f"{PREFIX}/{{token}}", _fetched)]


def _fetched(request: Request) -> Response:
    drawn = _OFFERED.get(request.path_params["token"])
    if drawn is None:
        return PlainTextResponse("These draws are no longer kept. Reload the page.", 404)
    # A coding of its own keeps the server from compressing what hardly shrinks.
    headers = {"Content-Length": str(drawn.levels.nbytes), "Content-Encoding": "identity"}
    return StreamingResponse(
        _parts(drawn), headers=headers, media_type="application/octet-stream"
    )


def _parts(drawn: ValueDraws) -> Iterator[bytes]:
    """Yield whole numbers of 1/65535 of two bytes, draws by sites by criteria."""
    step = max(1, _BYTES_AT_ONCE // max(1, drawn.levels[:1].nbytes))
    for first in range(0, drawn.draws, step):
        yield drawn.levels[first : first + step].astype("<u2", copy=False).tobytes()
