"""Ways back to one's seat from another phone."""

from __future__ import annotations

from prioritizer.domain.authority import Actor, Role
from prioritizer.domain.workshop import Workshop
from prioritizer.errors import AccessError
from prioritizer.languages.speech import gettext, noop
from prioritizer.storage.workshop import tables as tables
from prioritizer.storage.workshop.reading import WorkshopReader
from prioritizer.storage.workshop.writing import WorkshopWriter
from prioritizer.workflow.workshop.answering import PLACE, new_place
from prioritizer.workflow.workshop.seats import counts
from prioritizer.workflow.workshop.service import WorkshopService

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
    `answering.new_place`, makes a repeated request find the seat it has taken already.

    Raises
    ------
    AccessError
        If the link is unknown, spent or too old, or the seat is not in any more.
    """
    fresh = place if PLACE.fullmatch(place) else new_place()
    before = desk.store.participant_of(fresh)
    if before.role is Role.PARTICIPANT:
        return before, fresh

    def work(writer: WorkshopWriter) -> Actor:
        person = writer.seat_of_link(token, desk.clock())
        if person is None or not counts(person):
            raise AccessError(gettext(SPENT))
        writer.spend_seat_link(token)
        writer.save_draft(person.id, writer.workshop.round, {})
        writer.move_seat(person.id, fresh)
        return Actor(Role.PARTICIPANT, person.id, writer.workshop.id, person.alias, fresh)

    return desk.store.change(_workshop_of(desk, token), work), fresh
