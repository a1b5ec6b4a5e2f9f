"""Ways back to one's seat from another phone."""

from __future__ import annotations

from operator import methodcaller

from prioritizer.domain.authority import Actor, Role
from prioritizer.domain.workshop import MOST_SENDS, Mode, Participant, Workshop
from prioritizer.errors import AccessError
from prioritizer.languages.speech import gettext, noop
from prioritizer.storage.workshop import tables as tables
from prioritizer.storage.workshop.reading import WorkshopReader
from prioritizer.storage.workshop.writing import WorkshopWriter
from prioritizer.workflow.workshop import pins
from prioritizer.workflow.workshop.entering import PLACE, new_place
from prioritizer.workflow.workshop.seats import counts
from prioritizer.workflow.workshop.service import WorkshopService

MOST_ALIKE = 10
NOT_TOGETHER = noop(
    "Name and PIN do not belong together, or this PIN was tried too often. Check both, or ask "
    "the facilitator."
)
SPENT = noop(
    "This link works once and is spent, or too old. Ask the facilitator for a new one."
)


def seat_of_link(desk: WorkshopService, token: str) -> tuple[Workshop, str]:
    """Return the workshop and the alias of the seat that a one-time link leads to.

    Raises
    ------
    AccessError
        If the link is unknown, spent or too old.
    """

    def look(reader: WorkshopReader) -> tuple[Workshop, str]:
        person = reader.seat_of_link(token, desk.clock())
        if person is None:
            raise AccessError(gettext(SPENT))
        return reader.workshop, person.alias

    return desk.store.see(_workshop_of(desk, token), look)


def _workshop_of(desk: WorkshopService, token: str) -> str:
    found = desk.store.workshop_of(tables.SEAT_LINK, token)
    if found is None:
        raise AccessError(gettext(SPENT))
    return found


def take_seat(desk: WorkshopService, token: str, place: str = "") -> tuple[Actor, str]:
    """Spend a one-time link; return whose seat it is and its new token, the only one from now.

    What was begun and not sent is deleted: only who began it may read it. ``place``, from
    `entering.new_place`, makes a repeated request find the seat it has taken already.

    Raises
    ------
    AccessError
        If the link is unknown, spent or too old, or the seat is not in any more.
    """
    fresh = place if PLACE.fullmatch(place) else new_place()
    before = desk.store.participant_of(fresh)
    if before.role is Role.PARTICIPANT:
        return before, fresh
    # Before the slow hash, so that nobody without a link can keep this computer busy.
    seat_of_link(desk, token)
    pin_hash = pins.hashed(pins.pin_of(fresh))

    def work(writer: WorkshopWriter) -> Actor:
        person = writer.seat_of_link(token, desk.clock())
        if person is None or not counts(person):
            raise AccessError(gettext(SPENT))
        writer.spend_seat_link(token)
        writer.save_draft(person.id, writer.workshop.round, {})
        writer.move_seat(person.id, fresh, pin_hash)
        return Actor(Role.PARTICIPANT, person.id, writer.workshop.id, person.alias, fresh)

    return desk.store.change(_workshop_of(desk, token), work), fresh


def come_back(
    desk: WorkshopService, name: str, pin: str, *, address: str = "", place: str = ""
) -> tuple[Actor, str]:
    """Bring somebody back by name and PIN; return who it is and the new token.

    The phone that had the seat is out, and the PIN is another one from now. In an anonymous
    round an answer that was sent stays, and cannot be revised: only the old phone could find
    it. ``place`` is as for `take_seat`; guesses from one ``address`` are slowed down.

    Raises
    ------
    AccessError
        If name and PIN do not belong together, or the PIN of this seat was tried too often.
    RefusedError
        If too many were tried from this address.
    """
    fresh = place if PLACE.fullmatch(place) else new_place()
    before = desk.store.participant_of(fresh)
    if before.role is Role.PARTICIPANT:
        return before, fresh
    desk.guard.check(address, desk.clock())
    opened = _opened_by(desk, " ".join(name.split()), pins.clean(pin))
    if opened is None:
        desk.guard.failed(address, desk.clock())
        raise AccessError(gettext(NOT_TOGETHER))
    person, kept = opened
    pin_hash = pins.hashed(pins.pin_of(fresh))

    def work(writer: WorkshopWriter) -> Actor:
        here = writer.participant(person.id)
        if writer.pin_hash(person.id) != kept or not counts(here):
            raise AccessError(gettext(NOT_TOGETHER))
        _hand_on(writer, here)
        writer.move_seat(here.id, fresh, pin_hash)
        return Actor(Role.PARTICIPANT, here.id, here.workshop_id, here.alias, fresh)

    return desk.store.change(person.workshop_id, work), fresh


def _opened_by(desk: WorkshopService, name: str, pin: str) -> tuple[Participant, str] | None:
    """Return the seat that a name and a PIN open, and what was kept of the PIN.

    Each try is counted before it is made, so that many at once are no more than five. Without
    a seat of this name it takes as long.
    """
    spellings = {name, name.upper(), name.lower(), name.title()}
    tried: list[Participant] = []
    for person in desk.store.seats_called(spellings, MOST_ALIKE):
        kept = desk.store.change(person.workshop_id, methodcaller("try_pin", person.id))
        if pins.is_of(pin, kept) and pin and kept:
            for other in tried:
                desk.store.change(other.workshop_id, methodcaller("forgive_pin", other.id))
            return person, kept
        tried.append(person)
    if not tried:
        desk.store.try_nothing()
        pins.is_of(pin, "")
    return None


def _hand_on(writer: WorkshopWriter, person: Participant) -> None:
    """Make what an anonymous seat has sent final: its new token cannot find the ballot."""
    workshop = writer.workshop
    if workshop.mode is not Mode.ANONYMOUS:
        return
    # The order of questions follows the token; half an answer in another order is none.
    writer.save_draft(person.id, workshop.round, {})
    if writer.sends_of(person.id, workshop.round):
        writer.end_sends(person.id, workshop.round, MOST_SENDS)
