"""The store of projects of this process, and the thread that writes to it behind the pages."""

from __future__ import annotations

import asyncio
import hashlib
import threading
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from prioritizer.ui.kept.written import written
from prioritizer.workflow.projects.behind import Page, WriteBehind
from prioritizer.workflow.projects.opening import ProjectStore, open_projects, usual_store

PREFIX = "/saved"
LONGEST_WAIT = 8.0
_opening = threading.Lock()


def store() -> ProjectStore:
    """Return the store, made where there is none yet.

    Raises
    ------
    StoreError
        If it cannot be opened.
    """
    spec = usual_store()
    with _opening:
        if "://" in spec:
            return _opened(spec, 0)
        path = Path(spec)
        if not path.exists():
            open_projects(spec).close()
        # The inode tells a file that was put in the place of another.
        return _opened(spec, path.stat().st_ino)


def is_there() -> bool:
    """Return whether anything was ever kept; to look makes no store."""
    spec = usual_store()
    return "://" in spec or Path(spec).exists()


@lru_cache(maxsize=4)
def _opened(spec: str, inode: int) -> ProjectStore:
    return open_projects(spec)


@lru_cache(maxsize=1)
def writer() -> WriteBehind:
    """Return the thread that writes projects of all sessions of this process."""
    return WriteBehind(store, written)


def now() -> str:
    """Return the present time in UTC, as files and states say it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def finish() -> None:
    """Write what waits before the process ends."""
    writer().finish()


def ticket(page: Page) -> str:
    """Return under which name a browser asks whether its page is saved; no way to open it."""
    return hashlib.sha256("\0".join(("saved", *page)).encode()).hexdigest()[:32]


def routes() -> list[Route]:
    """Return where browsers ask whether a project is saved."""
    return [Route(f"{PREFIX}/{{ticket}}", _saved)]


async def _saved(request: Request) -> Response:
    """Answer once a project is written, or after some seconds that it is not."""
    behind = writer()
    asked = request.path_params["ticket"]
    found = next((one for one in behind.known() if ticket(one) == asked), None)
    if found is None:
        return JSONResponse({"saved": True, "fault": "", "beside": False})
    is_saved = await asyncio.to_thread(behind.wait, found[0], LONGEST_WAIT)
    is_beside = behind.other(found) > 0
    return JSONResponse({"saved": is_saved, "fault": behind.fault(found), "beside": is_beside})
