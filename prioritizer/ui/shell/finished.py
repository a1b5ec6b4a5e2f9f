"""Results that took long, shared between sessions; the oldest are forgotten first."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Generic, TypeVar

Found = TypeVar("Found")


class Finished(Generic[Found]):
    """Finished results by key, at most so many."""

    def __init__(self, most: int) -> None:
        self._kept: OrderedDict[str, Found] = OrderedDict()
        self._most = most
        self._lock = Lock()

    def get(self, key: str) -> Found | None:
        """Return a finished result, or None."""
        return self._kept.get(key)

    def keep(self, key: str, found: Found) -> None:
        """Keep a finished result."""
        with self._lock:
            self._kept[key] = found
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
