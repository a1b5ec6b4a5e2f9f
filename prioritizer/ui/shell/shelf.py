"""What pages had chosen before they were loaded anew, by whose they are: few, and for hours."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

SECONDS = 4 * 60 * 60
MOST_EACH = 3
MOST = 200
# A site takes about 5 kB, so all tables together stay below 250 MB.
MOST_SITES = 50_000


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """The choices of one page: ``visit`` names it, ``table`` its own sites, if it has any."""

    visit: str
    values: Mapping[str, Any]
    said: str
    table: str = ""
    n_sites: int = 0
    at: float = 0.0


class Shelf:
    """The choices of all pages of this process, in memory only.

    Whoever asks names the owner, which nobody can guess; what is another's is never found.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[str, str], Kept] = OrderedDict()

    def keep(self, owner: str, kept: Kept) -> None:
        """Keep what a page has chosen, in place of what it had chosen before."""
        with self._lock:
            self._kept.pop((owner, kept.visit), None)
            self._kept[(owner, kept.visit)] = kept
            self._tidy(owner)

    def forget(self, owner: str, visit: str) -> None:
        """Forget what a page has chosen."""
        with self._lock:
            self._kept.pop((owner, visit), None)

    def of(self, owner: str) -> tuple[Kept, ...]:
        """Return what pages of an owner had chosen, the last one first."""
        with self._lock:
            self._tidy(owner)
            return tuple(
                kept for (whose, _), kept in reversed(self._kept.items()) if whose == owner
            )

    def now(self) -> float:
        """Return the time of the clock by which things are kept, in seconds."""
        return self._clock()

    def _tidy(self, owner: str) -> None:
        """Drop what is too old, and the oldest of what is too much."""
        old = self._clock() - SECONDS
        for place in [place for place, kept in self._kept.items() if kept.at < old]:
            del self._kept[place]
        own = [place for place in self._kept if place[0] == owner]
        for place in own[:-MOST_EACH]:
            del self._kept[place]
        while len(self._kept) > MOST or self._n_sites() > MOST_SITES:
            self._kept.popitem(last=False)

    def _n_sites(self) -> int:
        return sum({kept.table: kept.n_sites for kept in self._kept.values()}.values())
