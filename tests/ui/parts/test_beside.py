"""Work beside the page: its answer or its fault comes back, and it ends with the page."""

from __future__ import annotations

import threading
import time
from contextvars import ContextVar
from typing import Any

import numpy as np
import pytest

from prioritizer.errors import InputError
from prioritizer.ui.parts.beside import beside
from prioritizer.ui.parts.working import LOOK_SECONDS, Working

SPOKEN = ContextVar("SPOKEN", default="en")


class Cut(BaseException):
    """What Streamlit raises where a run is to make room for a newer one."""


class Bar:
    """A bar at which somebody clicks on Cancel."""

    def __init__(self, *, clicked_after: int = 10**6) -> None:
        self.drawn: list[tuple[float, str]] = []
        self._left = clicked_after

    def progress(self, share: float, text: str) -> None:
        self.drawn.append((share, text))
        self._left -= 1
        if self._left < 0:
            raise Cut


def working_on(bar: Bar) -> Working:
    return Working(bar, "Beginning …")  # type: ignore[arg-type]


def test_the_answer_comes_back_and_what_is_told_is_drawn_by_the_page() -> None:
    bar, page = Bar(), threading.get_ident()
    SPOKEN.set("fi")

    def make(work: Working) -> tuple[bool, str]:
        for n in range(3):
            work.counted(n, 3, "Ranked {n}")
            time.sleep(0.15)
        return threading.get_ident() != page, SPOKEN.get()

    assert beside(make, working_on(bar)) == (True, "fi")
    assert (2 / 3, "Ranked 2 of 3") in bar.drawn


def test_a_fault_of_the_work_is_one_of_the_page() -> None:
    def make(work: Working) -> None:
        raise InputError("methods: found one.")

    with pytest.raises(InputError, match="found one"):
        beside(make, working_on(Bar()))


def endless(work: Working) -> None:
    values = np.arange(1000.0)
    while True:
        values = np.sort(values[::-1])


def told(work: Working) -> None:
    while True:
        work.look()
        time.sleep(0.01)


@pytest.mark.parametrize("make", [endless, told])
def test_work_that_tells_nothing_is_left_within_a_second_and_ends(make: Any) -> None:
    begun = time.monotonic()

    with pytest.raises(Cut):
        beside(make, working_on(Bar(clicked_after=0)))

    assert time.monotonic() - begun < LOOK_SECONDS + 1
    for thread in threading.enumerate():
        if thread.name == "work":
            thread.join(10)
    assert not [one for one in threading.enumerate() if one.name == "work"]
