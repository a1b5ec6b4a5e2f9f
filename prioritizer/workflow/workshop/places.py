"""One-time places: cards that each let one person in, and who else may come in."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace

from prioritizer.domain.authority import Action, Actor
from prioritizer.domain.workshop import State, Workshop
from prioritizer.errors import AccessError, InputError, RefusedError
from prioritizer.languages.speech import gettext, noop
from prioritizer.storage.workshop import tables as tables
from prioritizer.storage.workshop.reading import WorkshopReader
from prioritizer.storage.workshop.writing import WorkshopWriter
from prioritizer.workflow.workshop.joining import ALPHABET
from prioritizer.workflow.workshop.service import WorkshopService, permit

# 12 letters of 31 are 59 bits: too many to guess, few enough to type.
CARD_LETTERS, PART = 12, 4
MOST_AT_ONCE = 500
SPENT = noop("This card works once, and it is spent or not known. Ask the facilitator.")
CARDS_ONLY = noop("This workshop takes no shared code. Come in with the card you were given.")


@dataclass(frozen=True, slots=True)
class Places:
    """Cards that were made just now: their codes are here and on paper, nowhere else.

    ``group`` is that of whoever comes in with one of them, empty where each chooses.
    """

    workshop: Workshop
    codes: tuple[str, ...]
    group: str


def new_card() -> str:
    """Return the code of a card, XXXX-XXXX-XXXX."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(CARD_LETTERS))
    return "-".join(letters[k : k + PART] for k in range(0, CARD_LETTERS, PART))


def clean_card(text: str) -> str:
    """Return a typed card code in its one spelling, or an empty text if it is none."""
    letters = "".join(c for c in text.upper() if c.isalnum())
    if len(letters) != CARD_LETTERS:
        return ""
    return "-".join(letters[k : k + PART] for k in range(0, CARD_LETTERS, PART))


def make(
    desk: WorkshopService, actor: Actor, workshop_id: str, *, count: int, group: str = ""
) -> Places:
    """Make one-time places and return their codes, of which the store keeps hashes only.

    Raises
    ------
    InputError
        If the count is not 1 to 500.
    RefusedError
        If there is no such group, or the workshop is closed.
    """
    if not 1 <= count <= MOST_AT_ONCE:
        raise InputError(
            f"places: found {count}. Expected 1 to {MOST_AT_ONCE}. Make more in several steps."
        )
    codes = tuple(new_card() for _ in range(count))

    def work(writer: WorkshopWriter) -> Workshop:
        workshop = permit(writer, actor, Action.INVITE)
        if workshop.state is State.CLOSED:
            raise RefusedError(f"{workshop.title}: it is closed. Nobody can join any more.")
        if group:
            workshop.group(group)
        writer.add_places(codes, group)
        writer.log(desk.entry(actor, "places", {"count": count, "group": group}))
        return workshop

    return Places(desk.store.change(workshop_id, work), codes, group)


def free(desk: WorkshopService, actor: Actor, workshop_id: str) -> int:
    """Return how many places are left."""

    def look(reader: WorkshopReader) -> int:
        permit(reader, actor, Action.SEE_PROGRESS)
        return reader.n_places()

    return desk.store.see(workshop_id, look)


def withdraw(desk: WorkshopService, actor: Actor, workshop_id: str) -> int:
    """End all places that are left, for example where a sheet is lost; return how many."""

    def work(writer: WorkshopWriter) -> int:
        permit(writer, actor, Action.INVITE)
        n = writer.withdraw_places()
        writer.log(desk.entry(actor, "withdraw-places", {"count": n}))
        return n

    return desk.store.change(workshop_id, work)


def set_entrance(
    desk: WorkshopService,
    actor: Actor,
    workshop_id: str,
    *,
    places_only: bool | None = None,
    lobby: bool | None = None,
) -> Workshop:
    """Say who may come in: by card only, or by the shared code through a lobby.

    None leaves a choice as it is. Who is in already, stays.
    """

    def work(writer: WorkshopWriter) -> Workshop:
        before = permit(writer, actor, Action.INVITE)
        after = replace(
            before,
            is_places_only=before.is_places_only if places_only is None else places_only,
            has_lobby=before.has_lobby if lobby is None else lobby,
        )
        writer.save(after)
        details = {"places_only": after.is_places_only, "lobby": after.has_lobby}
        writer.log(desk.entry(actor, "entrance", details))
        return after

    return desk.store.change(workshop_id, work)


def find_by_card(
    desk: WorkshopService, card: str, *, typed_at: str | None = None
) -> tuple[Workshop, str]:
    """Return the workshop and the group of a card that is free; it is not spent by looking.

    ``typed_at`` is the address from where it was typed: there guesses are slowed down, as
    those of join codes are.

    Raises
    ------
    AccessError
        If it is spent or unknown.
    RefusedError
        If joining is closed, or too many codes were tried.
    """
    if typed_at is not None:
        desk.guard.check(typed_at, desk.clock())
    workshop_id = desk.store.workshop_of(tables.PLACE, card)
    if workshop_id is None:
        if typed_at is not None:
            desk.guard.failed(typed_at, desk.clock())
        raise AccessError(gettext(SPENT))

    def look(reader: WorkshopReader) -> tuple[Workshop, str]:
        group = reader.group_of_place(card)
        if group is None:
            raise AccessError(gettext(SPENT))
        if not reader.workshop.is_joining_open:
            raise RefusedError(gettext("Joining is closed. Ask the facilitator to open it."))
        return reader.workshop, group

    return desk.store.see(workshop_id, look)


def spent_by(writer: WorkshopWriter, card: str, group: str) -> str:
    """Spend a card within a transaction; return the group that whoever has it belongs to.

    Raises
    ------
    RefusedError
        If it is spent, unknown, or of another workshop.
    """
    fixed = writer.group_of_place(card)
    if fixed is None:
        raise RefusedError(gettext(SPENT))
    writer.spend_place(card)
    return fixed or group
