"""The address of each page: where the first page stands, and where a page finds its server.

Streamlit knows the first page as the root only. And a page that is opened at its own address
would look for its server below that address first, which is said as an error in the console of
the browser: so each page is told.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route
from streamlit import file_util

from prioritizer.ui.navigation import PAGES

NAME = "Pilot Prioritizer"
TELLER = "server.js"
# A proxy may have cut the path, so the root is reckoned from what the browser sees: pages stand
# right below it.
TELLS = 'window.__streamlit = { BACKEND_BASE_URL: new URL("./", location.href).href };\n'
KEPT = {"Cache-Control": "no-cache"}


def routes() -> list[Route]:
    """Return the way to each page, and from the address of the first page to the root."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    start = f"/{base}" if base else ""
    others = [page.address for page in PAGES if not page.is_default]
    return [
        *(
            Route(f"{start}/{page.address}{end}", _to_root, methods=["GET"])
            for page in PAGES
            if page.is_default
            for end in ("", "/")
        ),
        *(Route(f"{start}/{address}", _page, methods=["GET"]) for address in ("", *others)),
        Route(f"{start}/{TELLER}", _teller, methods=["GET"]),
    ]


async def _to_root(request: Request) -> Response:
    """Send the browser to the root, relative to what it sees: a proxy may have cut the path."""
    up = "../" if request.url.path.endswith("/") else "./"
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"{up}{query}", 307, KEPT)


async def _page(_request: Request) -> Response:
    return HTMLResponse(_document(), headers=KEPT)


async def _teller(_request: Request) -> Response:
    return Response(TELLS, media_type="text/javascript", headers=KEPT)


@cache
def _document() -> str:
    """Return Streamlit's document, with the name of this app and the word about its server."""
    text = Path(file_util.get_static_dir(), "index.html").read_text(encoding="utf-8")
    named = text.replace("<title>Streamlit</title>", f"<title>{NAME}</title>", 1)
    return named.replace("<head>", f'<head><script src="./{TELLER}"></script>', 1)
