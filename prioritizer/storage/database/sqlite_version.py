"""Which SQLite libraries are safe with two processes on one file."""

from __future__ import annotations

from typing import TypeAlias

Version: TypeAlias = tuple[int, ...]

# The WAL-reset fault (sqlite.org/wal.html, section "walresetbug"): a commit racing with the
# checkpoint of another connection can be lost; fixed in 3.51.3, 3.50.7 and 3.44.6.
_FIRST_AFFECTED: Version = (3, 7, 0)
_FIXED: Version = (3, 51, 3)
_FIXED_IN_LINE: dict[Version, Version] = {(3, 50): (3, 50, 7), (3, 44): (3, 44, 6)}


def has_wal_reset_fault(version: Version) -> bool:
    """Return whether a library can lose a commit when two processes write to one file."""
    if version < _FIRST_AFFECTED or version >= _FIXED:
        return False
    line = _FIXED_IN_LINE.get(version[:2])
    return line is None or version < line


def warning(version: Version) -> str:
    """Return what to say at start of a library, empty if nothing."""
    if not has_wal_reset_fault(version):
        return ""
    found = ".".join(map(str, version))
    return (
        f"SQLite {found} can lose a change when two processes write to one file (fixed in "
        "3.51.3). This server holds its file alone and writes through one queue, which is "
        "safe; do not open the file with other programs meanwhile."
    )
