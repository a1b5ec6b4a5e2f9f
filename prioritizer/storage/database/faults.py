"""Tells faults of a database apart: worth another try, the machine's, or the program's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prioritizer.errors import StoreError

if TYPE_CHECKING:
    import sqlalchemy as sa

_BUSY = ("locked", "busy")
# Classes of SQLSTATE (PostgreSQL manual, appendix A): connection lost, transaction to repeat,
# too many connections, server stopping or starting.
_TRANSIENT_STATES = ("08", "40", "53300", "57P")
AWAY = "store: the database does not answer; nothing was changed. Try again in a moment."
_MACHINE = {
    "disk is full": "the disk is full. Free some space; answers stay on the phones meanwhile",
    "disk full": "the disk is full. Free some space; answers stay on the phones meanwhile",
    "no space left": "the disk is full. Free some space; answers stay on the phones meanwhile",
    "readonly database": "it is read-only. Give the right to write to the file and its folder",
    "read-only": "it is read-only. Connect to the server that takes changes",
    "disk i/o error": "the disk reports an error. Stop, copy the file, use another disk",
    "unable to open database file": "it cannot be opened any more. Check that the file and its "
    "folder are there and writable",
    "malformed": "the file is damaged. Stop, and restore the last backup",
    "not a database": "the file is no database. Check the path, or restore the last backup",
}


def is_transient(error: sa.exc.DBAPIError) -> bool:
    """Return whether the same work may succeed in a moment."""
    state = getattr(error.orig, "sqlstate", None)
    if state is not None:
        return str(state).startswith(_TRANSIENT_STATES)
    if error.connection_invalidated:
        return True
    if type(error.orig).__module__.startswith("psycopg"):
        # Without a state the server was never reached, or went away amid an answer.
        return type(error.orig).__name__ == "OperationalError"
    return any(word in str(error.orig).lower() for word in _BUSY)


def told(error: sa.exc.SQLAlchemyError) -> StoreError | None:
    """Return what to say of a fault of the machine; None if it is the program's."""
    import sqlalchemy as sa

    if isinstance(error, sa.exc.TimeoutError):
        return StoreError(AWAY)
    if not isinstance(error, sa.exc.DBAPIError):
        return None
    words = str(error.orig).lower()
    for sign, advice in _MACHINE.items():
        if sign in words:
            return StoreError(f"store: could not be used: {advice}. Nothing was changed.")
    return StoreError(AWAY) if is_transient(error) else None
