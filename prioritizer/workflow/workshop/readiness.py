"""Whether this computer is ready for a workshop: store, disk, clock, address, backups."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from prioritizer.domain.words import counted
from prioritizer.errors import PrioritizerError
from prioritizer.storage.clock import Clock, utc_now
from prioritizer.storage.database.access import Access, sqlite_path
from prioritizer.workflow.workshop.address import LOOPBACK, own_address
from prioritizer.workflow.workshop.automatic_backups import SECOND_VARIABLE, second_place
from prioritizer.workflow.workshop.backups import check_store
from prioritizer.workflow.workshop.service import STORE_VARIABLE, WorkshopService

# A phone holds up to two connections, and a page of the app as many again; with room to spare.
OPEN_FILES, MOST_OPEN_FILES = 4_096, 65_536
ROOM_BYTES = 500_000_000
SLOW_SYNC_S = 0.5
WRITTEN = 1_000_000


class Grade(StrEnum):
    """How a check came out."""

    GOOD = "ok"
    NOTE = "note"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: what was found, and what to do where it is not good."""

    name: str
    grade: Grade
    found: str
    advice: str = ""


def raise_open_files(wanted: int = MOST_OPEN_FILES) -> int | None:
    """Let this process have as many open files as it may; return how many, None if not known.

    Many systems begin with 256 or 1,024, which a room of phones can use up.
    """
    try:
        import resource
    except ImportError:  # not on Windows, where there is no such limit
        return None
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = wanted if hard == resource.RLIM_INFINITY else min(hard, wanted)
    if soft != resource.RLIM_INFINITY and soft < most:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
        except (ValueError, OSError):
            return int(soft)
        return int(most)
    return int(soft)


def look(spec: str, port: int, clock: Clock = utc_now) -> list[Check]:
    """Return every check, in the order in which a person would go through them.

    Nothing is changed; a file of one megabyte is written beside the store and removed.
    """
    path = sqlite_path(spec)
    checks: list[Callable[[], Iterator[Check]]] = [lambda: _store(spec, path, clock)]
    if path is not None:
        folder = _nearest(path.parent)
        checks += [lambda: _writing(folder), lambda: _disk("disk", folder)]
    checks += [lambda: _backups(path), _open_files, _address, lambda: _port(port)]
    return [one for check in checks for one in check()]


def _nearest(folder: Path) -> Path:
    """Return a folder, or the nearest one above that is there: it will be made."""
    place = folder.absolute()
    while not place.exists() and place != place.parent:
        place = place.parent
    return place


def _store(spec: str, path: Path | None, clock: Clock) -> Iterator[Check]:
    shown = str(path) if path is not None else spec.rpartition("@")[2]
    if path is not None and not path.exists():
        yield Check("store", Grade.GOOD, f"{shown}: not there yet; the app makes it")
        return
    try:
        desk = WorkshopService.open(spec, clock, Access.READ)
    except PrioritizerError as error:
        yield Check(
            "store", Grade.FAULT, str(error), f"Choose another in {STORE_VARIABLE}, or restore."
        )
        return
    try:
        health = check_store(desk.store)
        held = f"{counted(health.n_workshops, 'workshop')}, {health.n_entries} log entries"
        if health.faults:
            advice = "Stop. Restore the last backup: python -m prioritizer workshop restore"
            yield Check("store", Grade.FAULT, f"{shown}: {health.faults[0]}", advice)
        else:
            yield Check("store", Grade.GOOD, f"{shown}: {held}, sound")
        if notice := desk.notice():
            yield Check("database", Grade.NOTE, notice)
        yield from _clock(desk, clock())
    finally:
        desk.close()


def _clock(desk: WorkshopService, now: datetime) -> Iterator[Check]:
    """Yield whether this computer's clock lies behind what the logs say."""
    entries = (
        desk.store.see(workshop.id, lambda reader: reader.last_entry())
        for workshop in desk.store.workshops()
    )
    bodies = [json.loads(one.body) for one in entries if one is not None]
    times = [datetime.fromisoformat(body["at"]) for body in bodies]
    last = max(times, default=None)
    shown = f"{now:%Y-%m-%d %H:%M:%S} UTC"
    if last is not None and last > now:
        yield Check(
            "clock",
            Grade.FAULT,
            f"{shown}, but the newest entry of a log is of {last:%Y-%m-%d %H:%M:%S} UTC",
            "Set the clock of this computer; times in the log would run backwards.",
        )
    else:
        yield Check("clock", Grade.GOOD, shown)


def _writing(folder: Path) -> Iterator[Check]:
    """Yield whether a file can be written, brought to the disk, read back, and how fast."""
    trial = folder / f".writing-{secrets.token_hex(4)}"
    content = secrets.token_bytes(WRITTEN)
    began = time.monotonic()
    try:
        with trial.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        took, is_same = time.monotonic() - began, trial.read_bytes() == content
    except OSError as error:
        advice = "Free some room, or choose another place for the store."
        yield Check("writing", Grade.FAULT, f"{folder}: {error.strerror}", advice)
        return
    finally:
        trial.unlink(missing_ok=True)
    if not is_same:
        advice = "Do not keep a workshop on this disk."
        yield Check("writing", Grade.FAULT, f"{folder}: a file came back different", advice)
    elif took > SLOW_SYNC_S:
        found = f"{folder}: 1 MB took {took:.1f} s to reach the disk"
        yield Check("writing", Grade.NOTE, found, "Use a local disk; each answer waits for it.")
    else:
        yield Check("writing", Grade.GOOD, f"{folder}: 1 MB written and read in {took:.2f} s")


def _disk(name: str, folder: Path) -> Iterator[Check]:
    free = shutil.disk_usage(folder).free
    found = f"{free / 1e9:.1f} GB free at {folder}"
    if free < ROOM_BYTES:
        yield Check(name, Grade.FAULT, found, f"Free at least {ROOM_BYTES / 1e9:.1f} GB.")
    else:
        yield Check(name, Grade.GOOD, found)


def _backups(path: Path | None) -> Iterator[Check]:
    second = second_place()
    if path is None:
        advice = "Use pg_dump; the app makes no backups of PostgreSQL."
        yield Check("backups", Grade.NOTE, "the store is PostgreSQL", advice)
    elif second is None:
        advice = f"Name a folder on a stick in {SECOND_VARIABLE}."
        found = "beside the store only, at each lock"
        yield Check("backups", Grade.NOTE, found, advice)
    elif not second.is_dir() or not os.access(second, os.W_OK):
        advice = "Put the stick in, or name another folder."
        yield Check("backups", Grade.FAULT, f"{second}: cannot be written", advice)
    else:
        yield from _disk("backups", second)


def _open_files() -> Iterator[Check]:
    most = raise_open_files()
    if most is None:
        return
    if most < OPEN_FILES:
        advice = "Raise it before you start the app: ulimit -n 65536."
        found = f"{most} at most in one process"
        yield Check("open files", Grade.NOTE, found, advice)
    else:
        yield Check("open files", Grade.GOOD, f"{most} in one process")


def _address() -> Iterator[Check]:
    address = own_address()
    if address in LOOPBACK:
        advice = "Join the network of the room, or open a hotspot."
        yield Check("address", Grade.NOTE, "in no network: phones cannot reach it", advice)
    else:
        yield Check("address", Grade.GOOD, f"phones reach this computer at {address}")


def _port(port: int) -> Iterator[Check]:
    with socket.socket() as probe:
        probe.settimeout(1)
        is_taken = probe.connect_ex(("127.0.0.1", port)) == 0
    if is_taken:
        advice = "If that is not the app, choose another port."
        yield Check("port", Grade.NOTE, f"{port}: something answers there already", advice)
    else:
        yield Check("port", Grade.GOOD, f"{port}: free")
