"""Turns at work that can wait, so that many sessions do not hold up what cannot."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from time import monotonic

REST = 4.0
"""Times as long as a piece of work took, the others wait before one of them begins."""


class Turns:
    """Who may work: one session at a time, and others only after a rest.

    All sessions share one interpreter. Each that has been still for a moment would work, and in
    a full room this is always somebody: without the rest their work takes the time of those who
    move a weight and wait. With it the work takes at most a fifth. A session alone never rests.
    """

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._last, self._is_on, self._is_awaited = "", False, False
        self._begun = self._free = 0.0

    def begin(self, who: str) -> bool:
        """Return whether a session may work now; if so, `end` must follow."""
        with self._lock:
            now = self._clock()
            is_alone = who == self._last and not self._is_awaited
            if self._is_on or (now < self._free and not is_alone):
                self._is_awaited = self._is_awaited or who != self._last
                return False
            self._last, self._is_on, self._is_awaited = who, True, False
            self._begun = now
            return True

    def end(self) -> None:
        """Give the turn back."""
        with self._lock:
            now = self._clock()
            self._is_on, self._free = False, now + REST * (now - self._begun)
