"""How people come in: by the shared code or a card of their own, as a new participant."""

from __future__ import annotations

import re
import secrets

from prioritizer.domain.authority import Action, Actor, Role
from prioritizer.domain.filled import is_filled
from prioritizer.domain.lookalikes import skeleton
from prioritizer.domain.words import printable
from prioritizer.domain.workshop import Mode, Participant, Workshop
from prioritizer.errors import AccessError, RefusedError
from prioritizer.languages.speech import gettext
from prioritizer.storage.workshop.store import new_id
from prioritizer.storage.workshop.writing import WorkshopWriter
from prioritizer.workflow.workshop import pins
from prioritizer.workflow.workshop.joining import NOT_KNOWN, clean_code
from prioritizer.workflow.workshop.places import CARDS_ONLY, spent_by
from prioritizer.workflow.workshop.service import WorkshopService, permit

MOST_ALIAS = 60
PLACE = re.compile("[0-9a-f]{32}")
BALLOT = re.compile(r"B-[0-9]{3}")
MOST_PARTICIPANTS = 500


def find_workshop(
    desk: WorkshopService, *, code: str = "", token: str = "", address: str = ""
) -> Workshop:
    """Return the workshop of a join code or QR token.

    Raises
    ------
    AccessError
        If there is none, joining is closed, or only cards let people in.
    RefusedError
        If too many codes were tried.
    """
    now = desk.clock()
    if code:
        desk.guard.check(address, now)
    cleaned = clean_code(code) if code else ""
    workshop_id = desk.store.invited_to(code=cleaned, token=token, now=now)
    if workshop_id is None:
        # Only codes can be guessed; counting broken links would let anybody stop the codes.
        raise desk.guard.failed(address, now) if code else AccessError(gettext(NOT_KNOWN))
    found = desk.store.see(workshop_id, lambda reader: reader.workshop)
    if found.is_places_only:
        raise AccessError(gettext(CARDS_ONLY))
    return found


def new_place() -> str:
    """Return a token for somebody who is about to join: 128 random bits."""
    return secrets.token_hex(16)


def join(
    desk: WorkshopService,
    workshop_id: str,
    *,
    alias: str,
    group: str,
    place: str = "",
    address: str = "",
    card: str = "",
) -> tuple[Actor, str]:
    """Let in who came through `find_workshop` or with a card; return participant and token.

    ``place``, from `new_place`, makes a repeated request find the place it has taken already.
    A ``card`` is a one-time place (`places.make`), spent by this; its group goes before. Where
    there is a lobby, who comes without a card waits in it, and is in no log before let in.

    Raises
    ------
    RefusedError
        If joining is closed or by card only, the card is spent, the place is not free, or too
        many come from one ``address`` without a card.
    """
    token = place if PLACE.fullmatch(place) else new_place()
    # Slow on purpose, so before the transaction in which everybody else waits.
    pin_hash = pins.hashed(pins.pin_of(token))

    def work(writer: WorkshopWriter) -> Participant:
        permit(writer, Actor(Role.NOBODY), Action.JOIN)
        before = writer.holder(token)
        if before is not None and before.workshop_id == workshop_id and not before.by_hand:
            return before
        if before is not None:
            raise RefusedError(
                gettext("This page is too old. Please join with the code again.")
            )
        if not writer.workshop.is_joining_open:
            raise RefusedError(gettext("Joining is closed. Ask the facilitator to open it."))
        side = _side(desk, writer, group, card, address)
        waits = writer.workshop.has_lobby and not card
        person = new_participant(
            writer, alias, side, token, is_waiting=waits, pin_hash=pin_hash
        )
        if writer.workshop.mode is not Mode.ANONYMOUS and not waits:
            actor = Actor(Role.PARTICIPANT, person.id)
            writer.log(desk.entry(actor, "join", joined(person)))
        return person

    person = desk.store.change(workshop_id, work)
    return Actor(Role.PARTICIPANT, person.id, workshop_id, person.alias, token), token


def _side(
    desk: WorkshopService, writer: WorkshopWriter, group: str, card: str, address: str
) -> str:
    """Return the group of who comes in, whose card is spent now, or whose join is counted."""
    if card:
        return spent_by(writer, card, group)
    if writer.workshop.is_places_only:
        raise RefusedError(gettext(CARDS_ONLY))
    desk.guard.joins(address, desk.clock())
    return group


def joined(person: Participant) -> dict[str, object]:
    """Return what the log of a named or pseudonymous workshop says of who has joined."""
    return {
        "participant": person.id,
        "alias": person.alias,
        "group": person.group,
        "by_hand": person.by_hand,
    }


def new_participant(
    writer: WorkshopWriter,
    alias: str,
    group: str,
    token: str,
    *,
    by_hand: bool = False,
    is_waiting: bool = False,
    pin_hash: str = "",
) -> Participant:
    """Enter a participant; who gives no name, or may not, gets one that says nothing."""
    workshop = writer.workshop
    workshop.group(group)
    people = writer.participants()
    # Who waits takes no place from who is in: a full lobby keeps nobody with a card out.
    if sum(person.is_waiting == is_waiting for person in people) >= MOST_PARTICIPANTS:
        raise RefusedError(
            gettext(
                "{workshop}: it is full, with {n} participants.",
                workshop=workshop.title,
                n=len(people),
            )
        )
    taken = {person.alias for person in people}
    is_ballot = by_hand and BALLOT.fullmatch(alias)
    has_name = workshop.mode is Mode.NAMED or is_ballot
    name = " ".join(printable(alias).split())[:MOST_ALIAS] if has_name else ""
    if workshop.mode is Mode.NAMED and not is_filled(name):
        raise RefusedError(gettext("This workshop is held by name. Please give yours."))
    like = {skeleton(other): other for other in taken}.get(skeleton(name)) if name else None
    if like is not None:
        raise RefusedError(
            gettext(
                "Somebody has joined as “{name}”. Add a letter, or resume on this device.",
                name=like,
            )
        )
    if not name:
        free = (f"P-{secrets.token_hex(2).upper()}" for _ in iter(int, 1))
        name = next(candidate for candidate in free if candidate not in taken)
    # In an anonymous round the order of questions follows the token, which is not stored.
    seed = 0 if workshop.mode is Mode.ANONYMOUS else secrets.randbits(31)
    person = Participant(new_id(), workshop.id, name, group, seed, by_hand, is_waiting)
    writer.add_participant(person, token, pin_hash)
    return person
