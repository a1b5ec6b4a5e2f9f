"""Scripts of components that a browser fetches once, under an address of their content.

Streamlit sends what a component is written in with every message to it: with each answer to a
weight, some 70 kB of script that the browser has. So a component is told where its script lies,
and the browser keeps it for as long as its content is the same.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache

import streamlit as st
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

PREFIX = "scripts"
_MOST = 256
_OFFERED: dict[str, str] = {}
# Nothing in a script is private, and its address changes with its content.
KEPT = {"Cache-Control": "public, max-age=31536000, immutable"}
# A connection that fails for a moment is asked again, under an address that has not failed.
LOADER = """const begin = window.__streamlit?.BACKEND_BASE_URL ?? document.baseURI;
async function load(tried) {
  try {
    return await import(new URL(`%s${tried ? `?again=${tried}` : ""}`, begin));
  } catch (error) {
    if (tried > 2) throw error;
    await new Promise((on) => setTimeout(on, 300 * (tried + 1)));
    return load(tried + 1);
  }
}
export default (await load(0)).default;
"""


@lru_cache(maxsize=_MOST)
def module(script: str) -> str:
    """Return a module that does what a script does, which lies under an address of its own."""
    name = hashlib.sha256(script.encode()).hexdigest()[:24]
    _OFFERED[name] = script
    return LOADER % f"{PREFIX}/{name}.js"


def routes() -> list[Route]:
    """Return where scripts are fetched."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    start = f"/{base}" if base else ""
    return [Route(f"{start}/{PREFIX}/{{name}}.js", _fetched, methods=["GET"])]


async def _fetched(request: Request) -> Response:
    script = _OFFERED.get(request.path_params["name"])
    if script is None:
        return PlainTextResponse("This script is no longer offered. Reload the page.", 404)
    return Response(script, media_type="text/javascript", headers=KEPT)
