"""The app as one server: what ``app.py`` puts around its pages, phone pages and guards.

``streamlit run app.py`` starts all of it in one process.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import lru_cache
from threading import Thread
from typing import Any

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, Router
from starlette.types import Receive, Scope, Send

from prioritizer.ui.kept import stores as projects
from prioritizer.ui.phone.html import PREFIX
from prioritizer.ui.ranking import draw_offers
from prioritizer.ui.server import addresses, answers, serving
from prioritizer.ui.server.guards import Guards
from prioritizer.ui.server.visitors import Visitors
from prioritizer.ui.shell import scripts


@lru_cache(maxsize=1)
def _phones() -> Router:
    from prioritizer.ui.phone.routes import routes

    return Router(routes(serving.desk, serving.announce_again))


class Phones:
    """The phone pages, loaded when first asked for: the app is up before the store is."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        router = await asyncio.to_thread(_phones)
        await router(scope, receive, send)


def healthy(_request: Request) -> Response:
    """Say that the process answers."""
    return PlainTextResponse("ok")


def _load_ahead() -> None:
    with suppress(Exception):
        from prioritizer.ui import warmup

        warmup.ahead()


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:
    """Open workshops beside the pages; the first page does not wait for the store."""
    serving.begin()
    announcing = asyncio.create_task(asyncio.to_thread(serving.announce))
    # Whoever opens the first page meets a fault of it there.
    Thread(target=_load_ahead, daemon=True).start()
    yield
    await announcing
    await asyncio.to_thread(projects.finish)
    await asyncio.to_thread(serving.end)


def parts() -> dict[str, Any]:
    """Return what the app serves besides its pages."""
    phones = Phones()
    answers.keep()
    return {
        "routes": [
            Route("/healthz", healthy),
            *addresses.routes(),
            *draw_offers.routes(),
            *scripts.routes(),
            *projects.routes(),
            Route(PREFIX, phones),
            Route(f"{PREFIX}/{{rest:path}}", phones),
        ],
        "middleware": [
            Middleware(Guards, doors=serving.doors()),
            Middleware(Visitors, port=serving.port()),
        ],
        "lifespan": lifespan,
    }
