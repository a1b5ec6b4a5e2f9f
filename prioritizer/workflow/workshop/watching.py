"""Looking on without a seat: what the screen of the room shows, on a phone, and no vote."""

from __future__ import annotations

import secrets
import threading
from dataclasses import dataclass

from prioritizer.domain.authority import NOBODY, Action, Actor, Role
from prioritizer.domain.workshop import State, Workshop
from prioritizer.errors import RefusedError
from prioritizer.storage.workshop import tables as tables
from prioritizer.storage.workshop.reading import WorkshopReader
from prioritizer.storage.workshop.writing import WorkshopWriter
from prioritizer.workflow.workshop.facilitating import counted
from prioritizer.workflow.workshop.frozen import problem_in
from prioritizer.workflow.workshop.problem import FrozenProblem
from prioritizer.workflow.workshop.results_view import WorkshopResult, shown_result
from prioritizer.workflow.workshop.service import WorkshopService, permit

MOST_KEPT = 8


@dataclass(frozen=True, slots=True, eq=False)
class Watched:
    """What somebody who looks on may see: counts, what is asked, and what is revealed.

    ``result`` is None as long as nothing is revealed. ``has_aliases`` says that the screen of
    the room names no site, and neither may this.
    """

    workshop: Workshop
    joined: int
    sent: int
    has_aliases: bool
    problem: FrozenProblem
    result: WorkshopResult | None

    @property
    def mark(self) -> str:
        """Return what a page that shows this waits to change."""
        return _mark(self.workshop, self.joined, self.sent, has_aliases=self.has_aliases)


class _Results:
    """The newest results, by the head of the log: a room of observers looks at the same one."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], WorkshopResult] = {}
        self._lock = threading.Lock()

    def of(self, reader: WorkshopReader) -> WorkshopResult:
        """Return what is shown of a workshop, worked out once for each state of its log."""
        last = reader.last_entry()
        key = (reader.workshop.id, last.hash if last else "")
        with self._lock:
            if key not in self._kept:
                while len(self._kept) >= MOST_KEPT:
                    self._kept.pop(next(iter(self._kept)))
                self._kept[key] = shown_result(reader)
            return self._kept[key]


_RESULTS = _Results()


def new_link(desk: WorkshopService, actor: Actor, workshop_id: str) -> str:
    """Return a token to look on with, for as many as have it; an earlier one ends.

    Raises
    ------
    RefusedError
        If the workshop is closed.
    """
    token = secrets.token_hex(16)

    def work(writer: WorkshopWriter) -> None:
        workshop = permit(writer, actor, Action.INVITE)
        if workshop.state is State.CLOSED:
            raise RefusedError(f"{workshop.title}: it is closed. There is nothing to watch.")
        writer.keep_watch_link(token)
        writer.log(desk.entry(actor, "watch", {"open": True}))

    desk.store.change(workshop_id, work)
    return token


def has_link(desk: WorkshopService, actor: Actor, workshop_id: str) -> bool:
    """Return whether a link to look on is open, for who leads the workshop."""

    def look(reader: WorkshopReader) -> bool:
        permit(reader, actor, Action.INVITE)
        return reader.has_watch_link()

    return desk.store.see(workshop_id, look)


def end_link(desk: WorkshopService, actor: Actor, workshop_id: str) -> None:
    """End the link to look on; whoever looks on sees nothing more."""

    def work(writer: WorkshopWriter) -> None:
        permit(writer, actor, Action.INVITE)
        writer.keep_watch_link("")
        writer.log(desk.entry(actor, "watch", {"open": False}))

    desk.store.change(workshop_id, work)


def watcher(desk: WorkshopService, token: str) -> Actor:
    """Return who looks on with a token, or nobody."""
    found = desk.store.workshop_of(tables.WATCH_LINK, token)
    return NOBODY if found is None else Actor(Role.OBSERVER, "", found, token=token)


def watched(desk: WorkshopService, actor: Actor) -> Watched:
    """Return what the screen of the room may show now.

    Raises
    ------
    AccessError
        If the link to look on has ended.
    """

    def look(reader: WorkshopReader) -> Watched:
        permit(reader, actor, Action.WATCH)
        found = _RESULTS.of(reader)
        return Watched(
            *_counts(reader),
            problem_in(reader),
            found if found.rounds else None,
        )

    return desk.store.see(actor.workshop_id, look)


def watched_mark(desk: WorkshopService, actor: Actor) -> str:
    """Return what a page that shows this waits to change, without working out a result."""

    def look(reader: WorkshopReader) -> str:
        permit(reader, actor, Action.WATCH)
        workshop, joined, sent, has_aliases = _counts(reader)
        return _mark(workshop, joined, sent, has_aliases=has_aliases)

    return desk.store.see(actor.workshop_id, look)


def _counts(reader: WorkshopReader) -> tuple[Workshop, int, int, bool]:
    found, (_, has_aliases) = counted(reader), reader.screen()
    return found.workshop, found.joined, found.sent, has_aliases


def _mark(workshop: Workshop, joined: int, sent: int, *, has_aliases: bool) -> str:
    hidden = "-hidden" if workshop.is_hidden else ""
    names = "-aliases" if has_aliases else ""
    return f"{workshop.round}-{workshop.state}-{joined}-{sent}{hidden}{names}"
