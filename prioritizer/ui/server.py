"""The whole app as one server: Streamlit pages, phone pages, and the guards before both.

Run with ``python -m streamlit run prioritizer/ui/server.py``.
"""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from prioritizer.ui.guards import Guards
from prioritizer.ui.phone.html import PREFIX
from prioritizer.ui.phone.routes import routes
from prioritizer.workflow.workshop import signing_in
from prioritizer.workflow.workshop.desk import Desk

ROOT = Path(__file__).resolve().parents[2]
STORE_VARIABLE = "PRIORITIZER_STORE"
DEFAULT_STORE = ROOT / "data" / "workshops.db"


@lru_cache(maxsize=1)
def desk() -> Desk:
    """Return the store named in PRIORITIZER_STORE, or that under data/."""
    spec = os.environ.get(STORE_VARIABLE, "")
    if not spec:
        DEFAULT_STORE.parent.mkdir(exist_ok=True)
        spec = str(DEFAULT_STORE)
    return Desk.open(spec)


def healthy(_request: Request) -> Response:
    """Say that the process answers."""
    return PlainTextResponse("ok")


def welcome(address: str, port: int, token: str) -> str:
    """Return what is printed at start: the link of the facilitator, and where phones go."""
    base = f"http://{address}:{port}{PREFIX}"
    lines = [f"Facilitator, sign in once within the hour: {base}/signin/{token}"]
    if address not in ("127.0.0.1", "localhost", "::1"):
        lines += [
            f"Phones in the room: {base}/join",
            "This connection is NOT ENCRYPTED. Use a network of your own, such as a hotspot.",
        ]
    return "\n" + "".join(f"  {line}\n" for line in lines) + "\n"


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:
    """Print where to go and, for whoever sits at this computer, how to sign in."""
    address = str(st.get_option("server.address") or "127.0.0.1")
    port = int(st.get_option("server.port"))
    sys.stdout.write(welcome(address, port, signing_in.local_link(desk())))
    sys.stdout.flush()
    yield


app = st.App(
    ROOT / "app.py",
    routes=[Route("/healthz", healthy), *routes(desk)],
    middleware=[Middleware(Guards)],
    lifespan=lifespan,
)
