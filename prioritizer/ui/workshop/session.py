"""Who leads a workshop here, what the room sees, and how an action is answered in words."""

from __future__ import annotations

import importlib.util
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import streamlit as st

from prioritizer.domain.authority import NOBODY, Actor, Role
from prioritizer.errors import AccessError, PrioritizerError
from prioritizer.ui.phone.html import FACILITATOR_COOKIE
from prioritizer.ui.server import serving
from prioritizer.ui.server.access import began_here
from prioritizer.ui.shell import state
from prioritizer.ui.shell.cache import cached
from prioritizer.workflow.workshop import facilitating, results_view, screening, signing_in
from prioritizer.workflow.workshop.address import LOOPBACK
from prioritizer.workflow.workshop.facilitating import Invitation
from prioritizer.workflow.workshop.pulse import Pulse
from prioritizer.workflow.workshop.results_view import WorkshopResult

LONGEST_VOUCH = timedelta(hours=12)


def leader() -> Actor:
    """Return who leads here, looked up in the store now; nobody without a valid session."""
    actor = signing_in.who(serving.desk(), session_token())
    return actor if actor.role is not Role.NOBODY else _vouched()


def session_token() -> str:
    """Return the token that the browser keeps out of the reach of scripts."""
    return st.context.cookies.get(FACILITATOR_COOKIE, "")


def has_provider() -> bool:
    """Return whether an identity provider, its library and who may lead are set up."""
    is_set = "auth" in _secrets() and bool(_allowed())
    return is_set and importlib.util.find_spec("authlib") is not None


def _secrets() -> Mapping[str, Any]:
    try:
        return st.secrets.to_dict()
    except FileNotFoundError:
        return {}


def _allowed() -> frozenset[str]:
    found = _secrets().get("workshop", {}).get("facilitators", [])
    return frozenset(str(address).casefold() for address in found)


def _vouched() -> Actor:
    """Return whom the identity provider vouches for, if the address is on our list."""
    if not has_provider() or not st.user.is_logged_in:
        return NOBODY
    claims = st.user.to_dict()
    if not is_welcome(claims, _allowed(), datetime.now(UTC)):
        return NOBODY
    name = str(claims.get("name") or claims["email"])
    return signing_in.vouched(serving.desk(), str(claims["iss"]), str(claims["sub"]), name)


def address() -> str:
    """Return the address that the identity provider vouches for; blank without one."""
    if leader() == NOBODY or not has_provider() or not st.user.is_logged_in:
        return ""
    claims = st.user.to_dict()
    return str(claims["email"]) if is_welcome(claims, _allowed(), datetime.now(UTC)) else ""


def is_welcome(claims: Mapping[str, Any], allowed: frozenset[str], now: datetime) -> bool:
    """Return whether claims are complete, verified, listed, and not older than twelve hours."""
    address = str(claims.get("email", "")).casefold()
    issued = claims.get("iat")
    return (
        claims.get("email_verified") is True
        and address in allowed
        and bool(claims.get("iss") and claims.get("sub"))
        and isinstance(issued, int | float)
        and now - datetime.fromtimestamp(issued, UTC) < LONGEST_VOUCH
    )


def attempt(work: Callable[[Actor], str]) -> None:
    """Do something as whoever leads here and keep the words to show; faults become words."""
    try:
        actor = leader()
        if actor is NOBODY:
            raise AccessError("You are signed out. Sign in again; nothing was changed.")
        state.put("notice", work(actor))
        state.put("room_refused", "")
    except PrioritizerError as error:
        state.put("room_refused", str(error))


@dataclass(frozen=True, slots=True)
class Screen:
    """What the projector of a workshop shows: a stage, names or aliases, and the code."""

    stage: int = 0
    has_aliases: bool = False
    invitation: Invitation | None = None


class Board:
    """The codes that are shown now, by workshop: they are in this process and nowhere else."""

    def __init__(self) -> None:
        self._invitations: dict[str, Invitation] = {}
        self._lock = threading.Lock()

    def invitation(self, workshop_id: str) -> Invitation | None:
        """Return the code that is shown; one that is over is gone."""
        found = self._invitations.get(workshop_id)
        return None if found is None or found.expires_at <= datetime.now(UTC) else found

    def pin(self, workshop_id: str, made: Invitation) -> None:
        """Show another code; only after the store has allowed it."""
        with self._lock:
            self._invitations[workshop_id] = made


@cached()
def board() -> Board:
    """Return the board of this process."""
    return Board()


def screen(actor: Actor, workshop_id: str) -> Screen:
    """Return what the projector shows now: as the store says, with the code of this process.

    Raises
    ------
    AccessError
        If the actor does not lead the workshop.
    """
    found = screening.shown(serving.desk(), actor, workshop_id)
    return Screen(found.stage, found.has_aliases, board().invitation(workshop_id))


def new_code(actor: Actor, workshop_id: str) -> Invitation:
    """Make a code and a QR token, and put them on the board."""
    made = facilitating.invite(serving.desk(), actor, workshop_id)
    board().pin(workshop_id, made)
    return made


@cached(most=8, keys={Pulse: lambda seen: (seen.workshop.id, seen.revision, seen.head)})
def result(_actor: Actor, seen: Pulse) -> WorkshopResult:
    """Return the result at a revision that `pulse` has just let this actor see."""
    return results_view.result(serving.desk(), _actor, seen.workshop.id)


def origin() -> str:
    """Return scheme and host under which this browser reached the app."""
    parts = urlsplit(st.context.url or "http://127.0.0.1")
    return f"{parts.scheme}://{parts.netloc}"


def is_here() -> bool:
    """Return whether the browser runs on this computer, as far as its request tells."""
    found = {name.lower(): value for name, value in st.context.headers.to_dict().items()}
    return began_here(found.get("host", ""), found)


def reaches_phones(base: str) -> bool:
    """Return whether an address means more than this very computer."""
    return (urlsplit(base).hostname or "") not in LOOPBACK
