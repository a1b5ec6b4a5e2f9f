"""Join codes, and the guard that makes guessing them hopeless."""

from __future__ import annotations

import secrets
import threading
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from prioritizer.errors import AccessError, RefusedError
from prioritizer.languages.speech import gettext, ngettext, noop

# 31 letters and digits that cannot be taken for one another; 8 of them are 39.6 bits.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
WINDOW = timedelta(minutes=10)
FREE_FAILURES = 10
LONGEST_WAIT = timedelta(minutes=2)
MOST_FAILURES_A_MINUTE = 100
MOST_ADDRESSES = 10_000
# A room behind one address comes in within two minutes; one device that takes every place needs
# ten, time enough to close the door. This computer itself is not held up.
MINUTE, MOST_JOINS_A_MINUTE = timedelta(minutes=1), 50
HERE = frozenset({"", "127.0.0.1", "::1"})
NOT_KNOWN = noop(
    "This code is not known, or joining is closed. Check the letters on the screen."
)


def new_code() -> str:
    """Return a join code, XXXX-XXXX."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def new_recovery_code() -> str:
    """Return a code of 16 letters (79 bits), XXXX-XXXX-XXXX-XXXX."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(16))
    return "-".join(letters[k : k + 4] for k in range(0, 16, 4))


def clean_recovery_code(text: str) -> str:
    """Return a typed recovery code in its one spelling, as `clean_code` does."""
    letters = "".join(c for c in text[:80].upper() if c.isalnum())
    return "-".join(letters[k : k + 4] for k in range(0, len(letters), 4))


def clean_code(text: str) -> str:
    """Return a typed code in its one spelling; spaces, hyphens and case do not matter."""
    letters = "".join(c for c in text.upper() if c.isalnum())[:8]
    return f"{letters[:4]}-{letters[4:]}"


@dataclass(slots=True)
class Guard:
    """Counts failures and new places by address; a whole room may share one.

    After ten failures within ten minutes an address waits ever longer, up to two minutes; a
    hundred failures a minute from all addresses together stop codes, not QR links, for
    everybody.
    """

    _failures: dict[str, deque[datetime]] = field(default_factory=dict)
    _all: deque[datetime] = field(default_factory=lambda: deque(maxlen=MOST_FAILURES_A_MINUTE))
    _joins: dict[str, deque[datetime]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def check(self, address: str, now: datetime) -> None:
        """Let a guess pass, or refuse it.

        Raises
        ------
        RefusedError
            Saying how long to wait.
        """
        with self._lock:
            wait = max(self._wait(address, now), self._wait_of_all(now))
        if wait > timedelta():
            seconds = int(wait.total_seconds()) + 1
            raise RefusedError(
                ngettext(
                    "Too many wrong codes. Wait {n} second, or scan the QR code instead.",
                    "Too many wrong codes. Wait {n} seconds, or scan the QR code instead.",
                    seconds,
                    n=seconds,
                )
            )

    def wait(self, address: str, now: datetime) -> int:
        """Return for how many seconds an address must wait, for its own failures alone."""
        with self._lock:
            left = self._wait(address, now)
        return int(left.total_seconds()) + 1 if left > timedelta() else 0

    def joins(self, address: str, now: datetime) -> None:
        """Count somebody who takes a new place, or refuse it for a moment.

        Raises
        ------
        RefusedError
            Saying how long to wait.
        """
        if address in HERE:
            return
        with self._lock:
            if len(self._joins) >= MOST_ADDRESSES:
                self._joins.clear()
            mine = self._joins.setdefault(address, deque(maxlen=MOST_JOINS_A_MINUTE))
            _drop_later(mine, now)
            if len(mine) == MOST_JOINS_A_MINUTE and now - mine[0] < MINUTE:
                seconds = int((mine[0] + MINUTE - now).total_seconds()) + 1
                raise RefusedError(
                    ngettext(
                        "Many people are coming in at once. Wait {n} second, then press Join "
                        "again; what you typed is kept.",
                        "Many people are coming in at once. Wait {n} seconds, then press Join "
                        "again; what you typed is kept.",
                        seconds,
                        n=seconds,
                    )
                )
            mine.append(now)

    def failed(self, address: str, now: datetime) -> AccessError:
        """Count a failure and return the error that says so."""
        with self._lock:
            if len(self._failures) >= MOST_ADDRESSES:
                self._failures.clear()
            mine = self._failures.setdefault(address, deque(maxlen=64))
            mine.append(now)
            self._all.append(now)
        return AccessError(gettext(NOT_KNOWN))

    def _wait(self, address: str, now: datetime) -> timedelta:
        mine = self._failures.get(address)
        if not mine:
            return timedelta()
        _drop_later(mine, now)
        while mine and now - mine[0] > WINDOW:
            mine.popleft()
        excess = len(mine) - FREE_FAILURES
        if excess < 0 or not mine:
            return timedelta()
        pause = min(timedelta(seconds=2.0 ** min(excess, 8)), LONGEST_WAIT)
        return mine[-1] + pause - now

    def _wait_of_all(self, now: datetime) -> timedelta:
        _drop_later(self._all, now)
        if len(self._all) < MOST_FAILURES_A_MINUTE:
            return timedelta()
        return self._all[0] + timedelta(minutes=1) - now


def _drop_later(times: deque[datetime], now: datetime) -> None:
    """Forget what was before a clock that was set back: it would hold people up for as long."""
    while times and times[-1] > now:
        times.pop()
