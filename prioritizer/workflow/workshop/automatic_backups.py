"""Backups that nobody has to think of: at each lock, checked, in one place or two."""

from __future__ import annotations

import os
import re
import threading
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from prioritizer.domain.workshop import Mode, Step, Workshop
from prioritizer.errors import PrioritizerError
from prioritizer.storage.database.access import sqlite_path
from prioritizer.workflow.workshop.backups import back_up, restore, unsealed
from prioritizer.workflow.workshop.service import WorkshopService

# A folder, such as that of a stick; each backup goes there as well.
SECOND_VARIABLE = "PRIORITIZER_BACKUPS"
KEPT = 20
# What a lock keeps, an anonymous round keeps at its reveal: until then a copy would hold who
# has sent what, and nothing destroys that in a copy.
_AFTER = {
    False: frozenset({Step.LOCK, Step.CLOSE}),
    True: frozenset({Step.REVEAL, Step.CLOSE}),
}
_OURS = re.compile(r"[0-9a-f]{8}-round-\d+-[a-z]+-\d{8}T\d{6}Z\.db")


@dataclass(frozen=True, slots=True)
class Made:
    """What became of the last backup: where it lies, or why there is none, or not all."""

    at: datetime
    places: tuple[Path, ...] = ()
    faults: tuple[str, ...] = ()


class AutomaticBackups:
    """Copies the store after the steps that end a round, without holding up the room."""

    def __init__(self, desk: WorkshopService, store: Path, second: Path | None) -> None:
        self._desk, self._lock = desk, threading.Lock()
        self.folders = (store.with_name(f"{store.stem}.backups"), *([second] if second else []))
        self.last: Made | None = None
        self._at_work: list[threading.Thread] = []

    def after(self, workshop: Workshop, step: Step) -> None:
        """Begin a backup where the step asks for one; `finish` waits for it."""
        if step not in _AFTER[workshop.mode is Mode.ANONYMOUS]:
            return
        thread = threading.Thread(target=self.make, args=(workshop,), name="backup")
        self._at_work = [*(one for one in self._at_work if one.is_alive()), thread]
        thread.start()

    def finish(self) -> None:
        """Wait for the backups that were begun."""
        for thread in self._at_work:
            thread.join()

    def make(self, workshop: Workshop) -> Made:
        """Copy the store to each folder, check each copy, and say what became of it."""
        with self._lock:
            self.last = self._made(workshop, self._desk.clock())
        return self.last

    def _made(self, workshop: Workshop, at: datetime) -> Made:
        if waiting := unsealed(self._desk):
            return Made(
                at,
                faults=(
                    f"no backup: an anonymous round is not shown yet ({', '.join(waiting)}). A "
                    "copy would hold what its reveal destroys",
                ),
            )
        stage = f"round-{workshop.round}-{workshop.state.value}"
        name = f"{workshop.id[:8]}-{stage}-{at:%Y%m%dT%H%M%SZ}.db"
        places: list[Path] = []
        faults: list[str] = []
        for folder in self.folders:
            try:
                if folder is self.folders[0]:
                    folder.mkdir(parents=True, exist_ok=True)
                target = folder / name
                if places:
                    restore(places[0], target, self._desk.clock)
                else:
                    back_up(self._desk, target)
                places.append(target)
                _thin_out(folder)
            except (PrioritizerError, OSError) as error:
                faults.append(f"no backup in {folder}: {error}")
        return Made(at, tuple(places), tuple(faults))


def _thin_out(folder: Path) -> None:
    """Keep the newest backups of our own making."""
    ours = [path for path in folder.iterdir() if _OURS.fullmatch(path.name)]
    for path in sorted(ours, key=lambda one: one.name.rsplit("-", 1)[1])[:-KEPT]:
        path.unlink()


def of_store(desk: WorkshopService, spec: str) -> AutomaticBackups | None:
    """Return what copies a store at each lock; None where PostgreSQL keeps it."""
    path = sqlite_path(spec)
    return None if path is None else AutomaticBackups(desk, path, second_place())


def second_place() -> Path | None:
    """Return the folder named in PRIORITIZER_BACKUPS, None where none is named."""
    named = os.environ.get(SECOND_VARIABLE, "")
    return Path(named).expanduser() if named else None


def words(made: Made) -> str:
    """Return what became of a backup, for the facilitator."""
    where = " and ".join(str(path) for path in made.places)
    said = [f"Backup of {made.at:%H:%M} UTC, checked: {where}."] if where else []
    return " ".join([*said, *(f"{fault}." for fault in made.faults)])
