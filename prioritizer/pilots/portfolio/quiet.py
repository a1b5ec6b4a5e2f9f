"""Standard output kept clean while a solver in C runs that prints to it."""

from __future__ import annotations

import ctypes
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

STDOUT, STDERR = 1, 2
_lock = threading.Lock()
_state = {"users": 0, "kept": -1}


@contextmanager
def quiet() -> Iterator[None]:
    """Send to standard error what C code prints to standard output.

    HiGHS prints notes for its developers that no option turns off; in the middle of JSON they
    would spoil it. Several threads may be inside at once; the last one out puts things back.
    """
    with _lock:
        if _state["users"] == 0:
            _state["kept"] = _turned()
        _state["users"] += 1
    try:
        yield
    finally:
        with _lock:
            _state["users"] -= 1
            if _state["users"] == 0:
                _put_back(_state["kept"])


def _turned() -> int:
    """Turn standard output to standard error; return what to put back, -1 for nothing."""
    try:
        kept = os.dup(STDOUT)
        os.dup2(STDERR, STDOUT)
    except OSError:
        # A program without a console has nothing that could be spoilt.
        return -1
    return kept


def _put_back(kept: int) -> None:
    if kept < 0:
        return
    _flush_c()
    os.dup2(kept, STDOUT)
    os.close(kept)


def _flush_c() -> None:
    """Empty the buffer of the C library, else it would be printed after all at the end."""
    library = ctypes.CDLL("ucrtbase" if os.name == "nt" else None)
    library.fflush(None)
