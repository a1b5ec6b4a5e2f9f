"""The page that opens first, under its own address too; Streamlit knows it as the root only."""

from __future__ import annotations

import streamlit as st
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from prioritizer.ui.navigation import PAGES


def routes() -> list[Route]:
    """Return a way from the address of the first page to the root, with a slash and without."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    start = f"/{base}" if base else ""
    return [
        Route(f"{start}/{page.address}{end}", _to_root, methods=["GET"])
        for page in PAGES
        if page.is_default
        for end in ("", "/")
    ]


async def _to_root(request: Request) -> Response:
    """Send the browser to the root, relative to what it sees: a proxy may have cut the path."""
    up = "../" if request.url.path.endswith("/") else "./"
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"{up}{query}", 307, {"Cache-Control": "no-cache"})
