"""Loops that wait for something come to an end when it never happens."""

from __future__ import annotations

from collections.abc import Callable, Iterator


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
