"""One process serves a SQLite file; a second one learns which has it."""

from __future__ import annotations

import json
import os
import socket
import sys
from pathlib import Path
from typing import IO

from prioritizer.errors import StoreError


class Owner:
    """The hold on a file, released by `release` and by the end of the process, also a kill."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def release(self) -> None:
        """Let another process have the file."""
        self._file.close()


def claim(database: Path) -> Owner:
    """Hold a database file for this process.

    Raises
    ------
    StoreError
        If another process holds it, naming that one.
    """
    place = database.with_name(f"{database.name}.owner")
    try:
        file = place.open("a+", encoding="utf-8")
    except OSError as error:
        raise StoreError(
            f"{database}: its folder cannot be written ({error.strerror}). Expected a writable "
            "place on a local disk. Choose another."
        ) from None
    if not _lock(file):
        holder = _holder(file)
        file.close()
        raise StoreError(
            f"{database}: is served already, by {holder}. Expected one server a file. Stop "
            "that one, or use PostgreSQL for several servers."
        )
    file.truncate(0)
    json.dump({"host": socket.gethostname(), "process": os.getpid()}, file)
    file.flush()
    return Owner(file)


def _lock(file: IO[str]) -> bool:
    """Lock the file if nobody else has; the system ends the lock with the process."""
    try:
        if sys.platform == "win32":
            import msvcrt

            # A byte far behind the text, so that others can read who holds the file.
            file.seek(1 << 20)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _holder(file: IO[str]) -> str:
    try:
        file.seek(0)
        found = json.load(file)
        return f"process {found['process']} on {found['host']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"
