"""The lobby: who came by the shared code waits here until whoever leads lets them in."""

from __future__ import annotations

from collections.abc import Collection

from prioritizer.domain.authority import Action, Actor
from prioritizer.domain.workshop import Mode, Participant, State
from prioritizer.errors import RefusedError
from prioritizer.storage.workshop.writing import WorkshopWriter
from prioritizer.workflow.workshop.entering import MOST_PARTICIPANTS, joined
from prioritizer.workflow.workshop.service import WorkshopService, permit


def let_in(
    desk: WorkshopService,
    actor: Actor,
    workshop_id: str,
    seat_ids: Collection[str] | None = None,
) -> tuple[Participant, ...]:
    """Let in who waits: the seats named, or all; return who came in.

    Raises
    ------
    RefusedError
        If the workshop is closed, or would hold more than 500.
    """

    def work(writer: WorkshopWriter) -> tuple[Participant, ...]:
        workshop = permit(writer, actor, Action.ARRANGE_SEATS)
        if workshop.state is State.CLOSED:
            raise RefusedError(f"{workshop.title}: it is closed. Nobody can join any more.")
        chosen = _waiting(writer, seat_ids)
        n_in = sum(not person.is_waiting for person in writer.participants())
        if n_in + len(chosen) > MOST_PARTICIPANTS:
            raise RefusedError(
                f"{workshop.title}: {n_in} are in and {len(chosen)} would come in. Expected "
                f"{MOST_PARTICIPANTS} at most. Let some in one by one."
            )
        writer.let_in([person.id for person in chosen])
        if workshop.mode is not Mode.ANONYMOUS:
            for person in chosen:
                writer.log(desk.entry(actor, "let-in", joined(person)))
        return chosen

    return desk.store.change(workshop_id, work)


def refuse(
    desk: WorkshopService,
    actor: Actor,
    workshop_id: str,
    seat_ids: Collection[str] | None = None,
) -> int:
    """Send away who waits: the seats named, or all; return how many, which the log tells."""

    def work(writer: WorkshopWriter) -> int:
        permit(writer, actor, Action.ARRANGE_SEATS)
        return send_away(desk, writer, actor, seat_ids)

    return desk.store.change(workshop_id, work)


def send_away(
    desk: WorkshopService,
    writer: WorkshopWriter,
    actor: Actor,
    seat_ids: Collection[str] | None = None,
) -> int:
    """Send away who waits within a transaction that has asked already; return how many."""
    chosen = _waiting(writer, seat_ids)
    if chosen:
        writer.forget_waiting([person.id for person in chosen])
        writer.log(desk.entry(actor, "refuse", {"count": len(chosen)}))
    return len(chosen)


def _waiting(
    writer: WorkshopWriter, seat_ids: Collection[str] | None
) -> tuple[Participant, ...]:
    """Return who waits, by random id; seats that are in already are none of them."""
    return tuple(
        person
        for person in writer.participants()
        if person.is_waiting and (seat_ids is None or person.id in seat_ids)
    )
