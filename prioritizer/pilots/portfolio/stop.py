"""When a search has to end before it is done: at a moment, or when somebody asks for it."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

from prioritizer.domain.matrix import BoolArray, FloatArray
from prioritizer.errors import PrioritizerError


class Stopped(PrioritizerError):  # noqa: N818 - a limit that was agreed on is no error
    """A search that ended early; ``best`` is the best choice that it had, or None."""

    def __init__(self, best: BoolArray | FloatArray | None = None) -> None:
        super().__init__("the search was ended before its answer was proven")
        self.best = best


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Stop:
    """A limit of time and a question to the caller.

    ``until`` is a reading of ``time.monotonic``; ``is_asked`` is called often and may raise an
    exception of the caller's own, which then ends the search as well.
    """

    until: float = math.inf
    is_asked: Callable[[], bool] = _never

    @classmethod
    def after(cls, seconds: float | None, is_asked: Callable[[], bool] = _never) -> Stop:
        """Return a limit so many seconds from now; None is no limit of time."""
        until = math.inf if seconds is None else time.monotonic() + seconds
        return cls(until, is_asked)

    @property
    def seconds_left(self) -> float:
        """Return how long there still is, at least 0."""
        return max(0.0, self.until - time.monotonic())

    def is_due(self) -> bool:
        """Return whether to end now."""
        return self.is_asked() or self.seconds_left <= 0.0

    def check(self, best: BoolArray | None = None) -> None:
        """Raise ``Stopped`` with what is known if it is time to end."""
        if self.is_due():
            raise Stopped(best)

    def part(self, share: float) -> Stop:
        """Return a limit after that share, 0 to 1, of the time that is left."""
        if math.isinf(self.until):
            return self
        return Stop(time.monotonic() + share * self.seconds_left, self.is_asked)


NEVER = Stop()
