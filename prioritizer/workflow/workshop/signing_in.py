"""How a facilitator comes in: by a link or a code that works once, or a vouched identity."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from prioritizer.domain.authority import Actor, Role
from prioritizer.errors import AccessError, InputError, RefusedError
from prioritizer.languages.speech import gettext, ngettext
from prioritizer.workflow.workshop.joining import clean_recovery_code, new_recovery_code
from prioritizer.workflow.workshop.service import WorkshopService

LINK_LIFE = timedelta(hours=1)
SESSION_LIFE = timedelta(hours=12)
# One looks from a screen to a phone: what hangs longer can be photographed later.
DEVICE_LIFE = timedelta(minutes=10)
# A second round may follow months after the first.
RECOVERY_LIFE, N_RECOVERY = timedelta(days=90), 8
VOUCHED = "oidc:"
LOCAL_SUBJECT = "local"
LOCAL_NAME = "Facilitator at this computer"


@dataclass(frozen=True, slots=True)
class CodesLeft:
    """How many recovery codes of a facilitator are good, when they were made, until when."""

    n: int
    made: datetime | None = None
    until: datetime | None = None


def local_link(desk: WorkshopService, life: timedelta = LINK_LIFE) -> str:
    """Return a one-time token for whoever sits at the computer that runs the app."""
    actor = desk.store.facilitator(LOCAL_SUBJECT, LOCAL_NAME)
    return desk.store.new_sign_in_link(actor.id, desk.clock() + life)


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


def own_link(desk: WorkshopService, actor: Actor, life: timedelta = LINK_LIFE) -> str:
    """Return a one-time token for a facilitator who is signed in, for another way in.

    For the plain pages, which know sessions of ours only and not what a provider keeps in the
    browser; and for a second device, of which one reads it off within ``DEVICE_LIFE``.
    """
    _refuse_strangers(actor)
    return desk.store.new_sign_in_link(actor.id, desk.clock() + life)


def new_recovery_codes(desk: WorkshopService, actor: Actor) -> tuple[str, ...]:
    """Return codes that let a facilitator back in, each once; earlier ones are void.

    Only their hashes are kept: they can be shown now and never again.

    Raises
    ------
    RefusedError
        If an identity provider signs the facilitator in: who is taken off its list must not
        come in by a code.
    """
    _refuse_strangers(actor)
    if desk.store.subject_of(actor.id).startswith(VOUCHED):
        raise RefusedError(
            "Your organisation signs you in, so there are no codes. Sign in there again."
        )
    codes = tuple(new_recovery_code() for _ in range(N_RECOVERY))
    desk.store.replace_recovery_codes(actor.id, codes, desk.clock() + RECOVERY_LIFE)
    return codes


def recovery_codes_left(desk: WorkshopService, actor: Actor) -> CodesLeft:
    """Return what is known of a facilitator's recovery codes, which is not the codes."""
    _refuse_strangers(actor)
    ends = desk.store.recovery_codes(actor.id, desk.clock())
    return CodesLeft(len(ends), min(ends) - RECOVERY_LIFE, min(ends)) if ends else CodesLeft(0)


def recover(desk: WorkshopService, code: str, address: str = "") -> str:
    """Exchange a recovery code for the token of a session of twelve hours.

    Raises
    ------
    RefusedError
        If there were too many wrong codes from this address; it says how long to wait.
    AccessError
        If the code is not known, used or too old; all in the same words.
    """
    now = desk.clock()
    if seconds := desk.recovery.wait(address, now):
        raise RefusedError(
            ngettext(
                "Too many wrong codes. Wait {n} second.",
                "Too many wrong codes. Wait {n} seconds.",
                seconds,
                n=seconds,
            )
        )
    facilitator_id = desk.store.use_recovery_code(clean_recovery_code(code), now)
    if facilitator_id is None:
        desk.recovery.failed(address, now)
        raise AccessError(
            gettext(
                "This recovery code is not known, was used, or is too old. Check each letter, "
                "or take the next code of your list."
            )
        )
    return desk.store.new_session(facilitator_id, now + SESSION_LIFE)


def _refuse_strangers(actor: Actor) -> None:
    if actor.role not in (Role.FACILITATOR, Role.ADMIN):
        raise AccessError("Sign in first; there is no link for strangers.")


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
    return desk.store.facilitator(f"{VOUCHED}{issuer}|{subject}", name)


def sign_out_everywhere(desk: WorkshopService, actor: Actor) -> None:
    """End all sessions of a facilitator, and links not used yet; recovery codes stay good."""
    desk.store.end_sessions(actor.id)
