"""What this process serves beside its pages: the store of workshops, and a way in."""

from __future__ import annotations

import io
import sys
import threading
import time
from functools import lru_cache
from typing import TYPE_CHECKING

import streamlit as st

from prioritizer.errors import PrioritizerError
from prioritizer.ui.phone.html import FACILITATOR_COOKIE, PREFIX
from prioritizer.ui.server.access import (
    Doors,
    Remembered,
    are_pages_for_afar,
    are_pages_for_all,
    has_proxy,
    known_hosts,
)
from prioritizer.workflow.workshop.address import LOOPBACK, own_address

if TYPE_CHECKING:
    from prioritizer.workflow.workshop.automatic_backups import AutomaticBackups
    from prioritizer.workflow.workshop.service import WorkshopService

EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - a name to recognise, not to listen on
_on = threading.Event()
_opening, _announcing = threading.Lock(), threading.Lock()
ANNOUNCE_PAUSE = 10.0
_announced = [-ANNOUNCE_PAUSE]


@lru_cache(maxsize=1)
def _opened(spec: str) -> WorkshopService:
    from prioritizer.workflow.workshop.service import WorkshopService

    return WorkshopService.serve(spec)


def desk() -> WorkshopService:
    """Return the store named in PRIORITIZER_STORE, or that among a person's own data.

    Raises
    ------
    StoreError
        If it cannot be opened, for example because another process holds it.
    """
    from prioritizer.workflow.workshop.service import own_store, usual_store

    spec = usual_store()
    if spec == str(own_store()):
        own_store().parent.mkdir(parents=True, exist_ok=True)
    with _opening:
        return _opened(spec)


@lru_cache(maxsize=1)
def _backups_of(spec: str) -> AutomaticBackups | None:
    from prioritizer.workflow.workshop.automatic_backups import of_store

    return of_store(desk(), spec)


def backups() -> AutomaticBackups | None:
    """Return what copies the store at each lock; None where PostgreSQL keeps it."""
    from prioritizer.workflow.workshop.service import usual_store

    return _backups_of(usual_store())


def begin() -> None:
    """Note that this process answers phones too, and make room for many of them."""
    from prioritizer.workflow.workshop.readiness import raise_open_files

    raise_open_files()
    _on.set()


def end() -> None:
    """Finish what was begun for workshops."""
    from prioritizer.ui.server import on_screen

    on_screen.forget()
    if _on.is_set() and (found := backups()):
        found.finish()


def is_on() -> bool:
    """Return whether this process answers phones; a bare script run does not."""
    return _on.is_set()


def doors() -> Doors:
    """Return who may open the pages: everybody on this computer, who leads in a room.

    Where an identity provider signs people in, the pages themselves ask who it is.
    """
    is_local, leaders = are_pages_open(), Remembered(FACILITATOR_COOKIE, _is_leader)
    return Doors(
        known_hosts(),
        None if is_local or _has_provider() else leaders,
        leaders if is_local and not are_pages_for_afar() else None,
        has_proxy=has_proxy(),
        has_certificate=bool(st.get_option("server.sslCertFile")),
    )


def are_pages_open() -> bool:
    """Return whether pages are for whoever reaches them, without signing in."""
    return are_pages_for_all(str(st.get_option("server.address") or ""))


def port() -> int:
    """Return the port of this server."""
    return int(st.get_option("server.port"))


def pages_ask() -> bool:
    """Return whether each page asks who looks: not for all, and a provider signs people in.

    What it vouches for is known to the pages only, not to the guards before them.
    """
    return is_on() and not are_pages_open() and _has_provider()


def _has_provider() -> bool:
    try:
        return "auth" in st.secrets
    except FileNotFoundError:
        return False


def _is_leader(token: str) -> bool:
    from prioritizer.domain.authority import NOBODY
    from prioritizer.workflow.workshop import signing_in

    return signing_in.who(desk(), token) != NOBODY


def announce() -> None:
    """Print where to go and, for whoever sits at this computer, how to sign in."""
    from prioritizer.workflow.workshop import signing_in

    try:
        words = welcome(_address(), port(), signing_in.local_link(desk()))
        if notice := desk().notice():
            words += f"  {notice}\n\n"
    except (PrioritizerError, OSError) as error:
        words = f"\n  Workshops are not available in this process. {error}\n\n"
    # A terminal that knows no block letters shows question marks, not a fault.
    known = sys.stdout.encoding or "ascii"
    sys.stdout.write(words.encode(known, errors="replace").decode(known))
    sys.stdout.flush()


def _address() -> str:
    """Return under which address this server is reached, as it was told at start.

    Never what a request calls it: a link to a foreign address would give its token away.
    """
    named = str(st.get_option("browser.serverAddress") or "")
    address = str(st.get_option("server.address") or LOOPBACK[0])
    if address not in EVERYWHERE:
        return address
    return named if named not in ("", *LOOPBACK) else own_address()


def announce_again() -> bool:
    """Open a sign-in page on the screen of this computer, and print a new link too.

    Returns False, doing nothing, if that was done a moment ago.
    """
    with _announcing:
        now = time.monotonic()
        if now - _announced[0] < ANNOUNCE_PAUSE:
            return False
        _announced[0] = now
    announce()
    _open_on_screen()
    return True


def _open_on_screen() -> None:
    """Open the page; where that fails, the printed link remains."""
    from prioritizer.ui.server import on_screen
    from prioritizer.workflow.workshop import signing_in

    if not on_screen.has_screen():
        return
    scheme = "https" if st.get_option("server.sslCertFile") else "http"
    try:
        token = signing_in.local_link(desk(), signing_in.DEVICE_LIFE)
        on_screen.show(f"{scheme}://{_address()}:{port()}{PREFIX}/signin/{token}")
    except (PrioritizerError, OSError) as error:
        sys.stdout.write(f"\n  No page could be opened on the screen. {error}\n")


def welcome(address: str, port: int, token: str) -> str:
    """Return what is printed at start: the link of the facilitator, and where phones go."""
    base = f"http://{address}:{port}{PREFIX}"
    lines = [f"To lead a workshop, sign in once within the hour: {base}/signin/{token}"]
    if address not in LOOPBACK:
        lines += [
            f"Phones in the room: {base}/join",
            *terminal_qr(f"{base}/join"),
            "This connection is NOT ENCRYPTED: whoever shares the network can read along.",
            "Use a network of your own, such as a hotspot, and say so in the room.",
        ]
    return "\n" + "".join(f"  {line}\n" for line in lines) + "\n"


def terminal_qr(link: str) -> list[str]:
    """Return the lines of a QR code made of block letters."""
    import segno

    drawn = io.StringIO()
    segno.make(link, error="l").terminal(drawn, compact=True)
    return drawn.getvalue().splitlines()
