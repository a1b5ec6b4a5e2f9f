"""The cheapest look at a workshop: may I look, where does it stand, has anything changed."""

from __future__ import annotations

from dataclasses import dataclass

from prioritizer.domain.authority import Action, Actor
from prioritizer.domain.workshop import Workshop
from prioritizer.storage.workshop.reading import WorkshopReader
from prioritizer.workflow.workshop.seats import counts
from prioritizer.workflow.workshop.service import WorkshopService, permit


@dataclass(frozen=True, slots=True)
class Pulse:
    """A workshop as it stands, the revision it is at, and the head of its log."""

    workshop: Workshop
    revision: int
    head: str


def answering(desk: WorkshopService, actor: Actor, workshop_id: str) -> dict[str, int]:
    """Return how many of each group have begun to answer and have not sent, by group id."""

    def look(reader: WorkshopReader) -> dict[str, int]:
        workshop = permit(reader, actor, Action.SEE_PROGRESS)
        sent = reader.sends(workshop.round)
        begun = reader.drafting(workshop.round)
        people = [person for person in reader.participants() if counts(person)]
        busy = [p.group for p in people if p.id in begun and p.id not in sent]
        return {group.id: busy.count(group.id) for group in workshop.groups}

    return desk.store.see(workshop_id, look)


def pulse(desk: WorkshopService, actor: Actor, workshop_id: str) -> Pulse:
    """Return where a workshop stands; whatever is cached under its revision is still true.

    Raises
    ------
    AccessError
        If the actor does not lead it: a cached result needs this look each time.
    """

    def look(reader: WorkshopReader) -> Pulse:
        workshop = permit(reader, actor, Action.SEE_RESULT)
        head = reader.last_entry()
        return Pulse(workshop, reader.revision(), head.hash if head else "")

    return desk.store.see(workshop_id, look)
