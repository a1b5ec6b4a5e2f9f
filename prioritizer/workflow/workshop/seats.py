"""The seats of a room: who is in, what each is doing, and which are set aside or moved."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from prioritizer.domain.authority import Action, Actor
from prioritizer.domain.filled import is_filled
from prioritizer.domain.workshop import Mode, Participant, State, Workshop
from prioritizer.errors import InputError, RefusedError
from prioritizer.storage.workshop.reading import WorkshopReader
from prioritizer.storage.workshop.writing import WorkshopWriter
from prioritizer.workflow.workshop.service import WorkshopService, permit

MOST_REASON = 200
LINK_LIFE = timedelta(hours=1)


class SeatState(StrEnum):
    """What a seat is doing in the present round."""

    WAITING = "waiting"
    JOINED = "joined"
    ANSWERING = "answering"
    SENT = "sent"
    ASIDE = "set aside"


@dataclass(frozen=True, slots=True)
class SeatLine:
    """One seat: who it is, by phone or on paper, and its state; ``reason`` if set aside."""

    id: str
    alias: str
    group: str
    is_paper: bool
    state: SeatState
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SeatList:
    """All seats of a workshop by alias: an order that tells nothing of who came when.

    Of an anonymous workshop no line says whether a seat has answered. Whoever knew who stayed
    away from one round would know whose ballot has no counterpart in it.
    """

    workshop: Workshop
    lines: tuple[SeatLine, ...]

    @property
    def numbers(self) -> Mapping[SeatState, int]:
        """Return how many seats are in each state."""
        return Counter(line.state for line in self.lines)

    def matching(self, text: str) -> tuple[SeatLine, ...]:
        """Return the seats whose alias, group, kind or state has each word of a text."""
        names = {group.id: group.name for group in self.workshop.groups}
        words = text.casefold().split()

        def said(line: SeatLine) -> str:
            kind = "paper" if line.is_paper else "phone"
            parts = (line.alias, names.get(line.group, ""), kind, line.state.value, line.reason)
            return " ".join(parts).casefold()

        return tuple(line for line in self.lines if all(word in said(line) for word in words))

    def line(self, seat_id: str) -> SeatLine | None:
        """Return a seat by its id, None if there is none."""
        return next((line for line in self.lines if line.id == seat_id), None)


def counts(person: Participant) -> bool:
    """Return whether somebody takes part: neither waiting in the lobby nor set aside."""
    return not person.is_waiting and not person.aside


def seats(desk: WorkshopService, actor: Actor, workshop_id: str) -> SeatList:
    """Return the seats of a workshop; never a time, and never a place in a queue.

    Raises
    ------
    AccessError
        If the actor does not lead the workshop.
    """

    def look(reader: WorkshopReader) -> SeatList:
        workshop = permit(reader, actor, Action.SEE_SEATS)
        is_told = workshop.mode is not Mode.ANONYMOUS
        sent = reader.sends(workshop.round) if is_told else {}
        begun = reader.drafting(workshop.round) if is_told else frozenset()
        lines = [
            SeatLine(p.id, p.alias, p.group, p.by_hand, _state(p, sent, begun), p.aside)
            for p in reader.participants()
        ]
        return SeatList(workshop, tuple(sorted(lines, key=lambda line: line.alias.casefold())))

    return desk.store.see(workshop_id, look)


def _state(person: Participant, sent: Iterable[str], begun: Iterable[str]) -> SeatState:
    if person.aside:
        return SeatState.ASIDE
    if person.is_waiting:
        return SeatState.WAITING
    if person.id in sent:
        return SeatState.SENT
    return SeatState.ANSWERING if person.id in begun else SeatState.JOINED


def set_aside(
    desk: WorkshopService, actor: Actor, workshop_id: str, seat_id: str, reason: str
) -> Participant:
    """Set a seat aside: its answers of the round not yet shown, and later ones, do not count.

    The reason stands in the log, and so in the record, and on the phone.

    Raises
    ------
    InputError
        If there is no reason, or a long one.
    RefusedError
        If the seat is not in, is set aside already, or the workshop is over; in an anonymous
        workshop from its first round on.
    """
    words = " ".join(reason.split())
    if not is_filled(words) or len(words) > MOST_REASON:
        raise InputError(
            f"reason: found {len(words)} characters. Expected 1 to {MOST_REASON}. Say why the "
            "seat is set aside; the reason stands in the record."
        )

    def work(writer: WorkshopWriter) -> Participant:
        workshop = permit(writer, actor, Action.ARRANGE_SEATS)
        person = writer.participant(seat_id)
        if person.is_waiting:
            raise RefusedError(f"{person.alias}: waits to be let in. Refuse it in the lobby.")
        if person.aside:
            raise RefusedError(f"{person.alias}: is set aside already ({person.aside}).")
        _check_arrangeable(workshop, person)
        writer.set_aside(person.id, words)
        details = {"round": workshop.round, "reason": words}
        writer.log(desk.entry(actor, "set-aside", {**_named(workshop, person), **details}))
        return person

    return desk.store.change(workshop_id, work)


def take_back(
    desk: WorkshopService, actor: Actor, workshop_id: str, seat_id: str
) -> Participant:
    """Let a seat that was set aside take part again; a round shown meanwhile stays as it is.

    Raises
    ------
    RefusedError
        If the seat is not set aside, or as for `set_aside`.
    """

    def work(writer: WorkshopWriter) -> Participant:
        workshop = permit(writer, actor, Action.ARRANGE_SEATS)
        person = writer.participant(seat_id)
        if not person.aside:
            raise RefusedError(f"{person.alias}: is not set aside.")
        _check_arrangeable(workshop, person)
        writer.set_aside(person.id, "")
        details = {**_named(workshop, person), "round": workshop.round}
        writer.log(desk.entry(actor, "take-back", details))
        return person

    return desk.store.change(workshop_id, work)


def _named(workshop: Workshop, person: Participant) -> dict[str, object]:
    """Return whom the log names: nobody in an anonymous workshop."""
    return {} if workshop.mode is Mode.ANONYMOUS else {"participant": person.id}


def _check_arrangeable(workshop: Workshop, person: Participant) -> None:
    """Refuse to set a seat aside, or to take that back, where it does not fit.

    The rule for anonymous workshops asks nothing about the seat, so that a refusal tells
    nothing about it either.
    """
    if workshop.state is State.CLOSED:
        raise RefusedError(f"{workshop.title}: it is closed. Seats stay as they are.")
    if workshop.mode is Mode.ANONYMOUS and workshop.state is not State.DRAFT:
        raise RefusedError(
            f"{person.alias}: stays as it is. In an anonymous workshop seats can be set aside "
            "before the first round is opened only: nobody can find the ballot of a phone, and "
            "whoever keeps one person out of a round learns which ballot was that person's. "
            "Use a lobby or one-time places, or close the round without showing it."
        )


def new_seat_link(
    desk: WorkshopService, actor: Actor, workshop_id: str, seat_id: str
) -> tuple[Participant, str]:
    """Return whose seat it is and a token, good once within the hour, for another phone.

    A further link for the same seat ends the one before.

    Raises
    ------
    RefusedError
        If the seat is on paper, is not in, or the workshop is over or anonymous.
    """
    token = secrets.token_hex(16)

    def work(writer: WorkshopWriter) -> Participant:
        workshop = permit(writer, actor, Action.MOVE_SEAT)
        person = writer.participant(seat_id)
        _check_movable(workshop, person)
        writer.add_seat_link(person.id, token, desk.clock() + LINK_LIFE)
        writer.log(desk.entry(actor, "reseat", {"participant": person.id}))
        return person

    return desk.store.change(workshop_id, work), token


def _check_movable(workshop: Workshop, person: Participant) -> None:
    if workshop.mode is Mode.ANONYMOUS:
        raise RefusedError(
            f"{person.alias}: stays where it is. In an anonymous workshop nobody gives a seat "
            "to another phone: whoever took it would keep one person out of a round, and so "
            "learn that person's ballot. The person can come back with alias and PIN, or join "
            "again with the code."
        )
    if workshop.state is State.CLOSED:
        raise RefusedError(f"{workshop.title}: it is closed. Seats stay as they are.")
    if person.by_hand:
        raise RefusedError(f"{person.alias}: answers on paper, not on a phone.")
    if not counts(person):
        raise RefusedError(f"{person.alias}: is not in. Let it in or take it back first.")
