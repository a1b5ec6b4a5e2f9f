"""Loops that wait for something come to an end when it never happens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

Seen = TypeVar("Seen")
PATIENCE_MS = 180_000
"""How long a page may take for one step while other tests keep the machine busy: a wait that
goes well ends with what it waits for, and takes no longer for this."""


def until(is_done: Callable[[], object], most: int = 60) -> Iterator[int]:
    """Yield the number of each step until something is done.

    Raises
    ------
    AssertionError
        After ``most`` steps, more than any walk or wait takes that goes well.
    """
    for step in range(most):
        if is_done():
            return
        yield step
    assert is_done(), f"not done after {most} steps"


def last_look(look: Callable[[], Seen], wanted: Seen, pause: Callable[[], object]) -> Seen:
    """Look again until something is as wanted; return what was seen last.

    For what a page shows a moment later, and later still on a busy machine.
    """
    seen = look()
    for _ in range(40):
        if seen == wanted:
            break
        pause()
        seen = look()
    return seen
