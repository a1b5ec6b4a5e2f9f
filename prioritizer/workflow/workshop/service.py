"""Where every use case of a workshop begins: an open store, a clock, and the log's manner."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from prioritizer import shipped
from prioritizer.domain.authority import NOT_OPEN, Action, Actor, Role, authorize
from prioritizer.domain.workshop import Workshop
from prioritizer.errors import AccessError, RefusedError, WaitingError
from prioritizer.languages.speech import gettext, noop
from prioritizer.storage.clock import Clock, utc_now
from prioritizer.storage.database.access import Access, schema_in, sqlite_path
from prioritizer.storage.database.owner import Owner, claim
from prioritizer.storage.workshop.migrations import WORKSHOPS
from prioritizer.storage.workshop.reading import WorkshopReader
from prioritizer.storage.workshop.store import WorkshopStore
from prioritizer.workflow.records.canonical import canonical
from prioritizer.workflow.workshop.joining import Guard

STORE_VARIABLE = "PRIORITIZER_STORE"
ASIDE = noop(
    "The facilitator has set this place aside: what it sends does not count. Ask the "
    "facilitator if that is a mistake."
)


def own_store() -> Path:
    """Return the file of workshops among a person's own data."""
    return shipped.own_data() / "workshops.db"


def usual_store() -> str:
    """Return the store named in PRIORITIZER_STORE, or that among a person's own data."""
    return os.environ.get(STORE_VARIABLE, "") or str(own_store())


@dataclass(frozen=True, slots=True)
class WorkshopService:
    """The open store with its clock.

    ``guard`` slows down whoever guesses join codes, ``recovery`` who guesses those of
    facilitators.
    """

    store: WorkshopStore
    clock: Clock = utc_now
    guard: Guard = field(default_factory=Guard)
    owner: Owner | None = None
    recovery: Guard = field(default_factory=Guard)

    @classmethod
    def open(
        cls,
        spec: str,
        clock: Clock = utc_now,
        access: Access = Access.MAKE,
    ) -> WorkshopService:
        """Open the store at a path or URL; ``Access.MAKE`` makes it if there is none."""
        return cls(WorkshopStore(spec, clock(), access), clock)

    @classmethod
    def serve(cls, spec: str, clock: Clock = utc_now) -> WorkshopService:
        """Open a store for a server, which holds a SQLite file alone.

        Raises
        ------
        StoreError
            If another server has the file, or it is no store of workshops.
        """
        path = sqlite_path(spec)
        if path is not None:
            schema_in(path, WORKSHOPS, Access.MAKE)
        owner = claim(path) if path is not None else None
        try:
            store = WorkshopStore(spec, clock())
            store.settle()
            return cls(store, clock, owner=owner)
        except BaseException:
            if owner is not None:
                owner.release()
            raise

    def notice(self) -> str:
        """Return what whoever starts a server should know of the database, often nothing."""
        return self.store.notice()

    def close(self) -> None:
        """Close the store."""
        self.store.close()
        if self.owner is not None:
            self.owner.release()

    def entry(self, actor: Actor, action: str, details: Mapping[str, Any] | None = None) -> str:
        """Return the body of a log entry, as canonical JSON."""
        body = {
            "at": self.clock().isoformat(timespec="milliseconds"),
            "actor": {"role": actor.role.value, "id": actor.id},
            "action": action,
            **(details or {}),
        }
        return canonical(body).decode()


def permit(reader: WorkshopReader, actor: Actor, action: Action) -> Workshop:
    """Return the workshop as it stands in this transaction, if the actor may do this to it.

    A participant proves with the token to be who is said, and of this workshop, and so does who
    looks on; who waits in the lobby may nothing, and who is set aside may not answer.

    Raises
    ------
    AccessError
        If not; `WaitingError` in the lobby.
    RefusedError
        If the seat is set aside and the action is to answer.
    """
    authorize(actor, action, reader.workshop)
    if actor.role is Role.OBSERVER and not reader.is_watch_link(actor.token):
        raise AccessError(gettext(NOT_OPEN))
    if actor.role is Role.PARTICIPANT:
        holder = reader.holder(actor.token)
        if holder is None or (holder.id, holder.workshop_id) != (actor.id, reader.workshop.id):
            raise AccessError(gettext(NOT_OPEN))
        if holder.is_waiting:
            workshop = reader.workshop
            raise WaitingError(workshop.title, is_late=workshop.marks_latecomers)
        if holder.aside and action is Action.SUBMIT:
            raise RefusedError(gettext(ASIDE))
    return reader.workshop


def visible(desk: WorkshopService, actor: Actor) -> tuple[Workshop, ...]:
    """Return the workshops that a facilitator or an admin leads."""
    authorize(actor, Action.LIST, None)
    found = []
    for workshop in desk.store.workshops():
        try:
            authorize(actor, Action.SEE_PROGRESS, workshop)
        except AccessError:
            continue
        found.append(workshop)
    return tuple(found)
