"""How a facilitator comes in: by a link that works once, or a vouched identity."""

from __future__ import annotations

from datetime import timedelta

from prioritizer.domain.authority import Actor, Role
from prioritizer.errors import AccessError, InputError
from prioritizer.workflow.workshop.service import WorkshopService

LINK_LIFE = timedelta(hours=1)
SESSION_LIFE = timedelta(hours=12)
LOCAL_SUBJECT = "local"
LOCAL_NAME = "Facilitator at this computer"


def local_link(desk: WorkshopService) -> str:
    """Return a one-time token for whoever sits at the computer that runs the app."""
    actor = desk.store.facilitator(LOCAL_SUBJECT, LOCAL_NAME)
    return desk.store.new_sign_in_link(actor.id, desk.clock() + LINK_LIFE)


def link_of(desk: WorkshopService, name: str) -> str:
    """Return a one-time token for a facilitator of this name, who has lost the way in.

    For whoever can read the store: nobody else can call it.

    Raises
    ------
    InputError
        If nobody, or more than one, has this name.
    """
    known = desk.store.facilitators()
    wanted = " ".join(name.split()).casefold()
    found = [actor for actor in known if actor.name.casefold() == wanted]
    if len(found) != 1:
        names = ", ".join(sorted({f"“{actor.name}”" for actor in known})) or "nobody yet"
        raise InputError(
            f"facilitator: found {len(found)} of the name “{name}”. Expected one of: {names}. "
            "Give a name that one person has, or none for whoever runs this computer."
        )
    return desk.store.new_sign_in_link(found[0].id, desk.clock() + LINK_LIFE)


def own_link(desk: WorkshopService, actor: Actor) -> str:
    """Return a one-time token for a facilitator whom a provider has signed in.

    The plain pages know sessions of ours only, not what the provider keeps in the browser.
    """
    if actor.role not in (Role.FACILITATOR, Role.ADMIN):
        raise AccessError("Sign in first; there is no link for strangers.")
    return desk.store.new_sign_in_link(actor.id, desk.clock() + LINK_LIFE)


def sign_in(desk: WorkshopService, link_token: str) -> str:
    """Exchange a one-time token for that of a session of twelve hours."""
    now = desk.clock()
    facilitator_id = desk.store.use_sign_in_link(link_token, now)
    return desk.store.new_session(facilitator_id, now + SESSION_LIFE)


def who(desk: WorkshopService, session_token: str) -> Actor:
    """Return whose session it is; nobody if it is unknown or over."""
    return desk.store.facilitator_of(session_token, desk.clock())


def vouched(desk: WorkshopService, issuer: str, subject: str, name: str) -> Actor:
    """Return the facilitator that an identity provider has signed in."""
    return desk.store.facilitator(f"oidc:{issuer}|{subject}", name)


def sign_out_everywhere(desk: WorkshopService, actor: Actor) -> None:
    """End all sessions of a facilitator."""
    desk.store.end_sessions(actor.id)
