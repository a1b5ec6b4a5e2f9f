"""Work that takes long: how far it is, and a button that ends it at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from prioritizer.ui.parts import charts
from prioritizer.ui.shell import state
from prioritizer.ui.shell.choices import CHOICES

LOOK_SECONDS = 0.5
"""How often a click on Cancel is looked for while nothing is told."""
TELL_SECONDS = 0.1
"""How often what is told is drawn: work of many small parts would send each of them."""


NOW = "now"
"""What a button puts that asks for work as things stand once it is pressed."""


def ask(name: str) -> None:
    """Ask for work: what a button calls."""
    state.put(name, NOW)


def is_asked(name: str, key: Any) -> bool:
    """Return whether work was asked for that this key stands for.

    What was typed last comes in the same moment as the click. So a button cannot say what it
    asks for: the run that follows finds out.
    """
    if state.get(name) == NOW:
        state.put(name, key)
    return bool(state.get(name) == key)


class Stopped(BaseException):
    """Raised in work beside a page that no longer waits for it."""


class Working:
    """The progress on the page. Each time it is drawn, a click on Cancel takes effect.

    Streamlit ends a run where it draws: so work that tells how far it is can be ended there.
    Work beside the page only says how far it is; the page draws that.
    """

    def __init__(self, bar: DeltaGenerator, words: str) -> None:
        self._bar, self._share, self._words = bar, 0.0, words
        self._drawn, self._told = time.monotonic(), (0.0, words)
        self._page, self._is_stopped = threading.get_ident(), False

    def tell(self, share: float, words: str) -> None:
        """Show how far the work is: a share, 0 to 1, and words."""
        self._share, self._words = min(1.0, share), words
        if not self._is_beside() and time.monotonic() - self._drawn > TELL_SECONDS:
            self._draw()

    def look(self) -> bool:
        """Draw again now and then: hard parts tell nothing for long. It never says stop."""
        if not self._is_beside() and time.monotonic() - self._drawn > LOOK_SECONDS:
            self._draw()
        return False

    def follow(self) -> None:
        """Draw what work beside the page has told, and look for a click."""
        if (self._share, self._words) != self._told:
            self.tell(self._share, self._words)
        self.look()

    def stop(self) -> None:
        """Let work beside the page end where it next says how far it is."""
        self._is_stopped = True

    def _is_beside(self) -> bool:
        if self._is_stopped:
            raise Stopped
        return threading.get_ident() != self._page

    def counted(self, done: int, wanted: int, words: str) -> None:
        """Show how much is done: ``Solved 20 of 500 draws`` for ``Solved {n} draws``."""
        part = f"{charts.count(done)} of {charts.count(wanted)}"
        self.tell(done / max(1, wanted), words.format(n=part))

    def _draw(self) -> None:
        self._drawn, self._told = time.monotonic(), (self._share, self._words)
        self._bar.progress(self._told[0], text=self._told[1])


@contextmanager
def working(
    name: str, words: str, *, on_cancel: tuple[Callable[..., None], Any] | None = None
) -> Iterator[Working]:
    """Show progress while a block works; nothing is left of it afterwards.

    Parameters
    ----------
    name
        The choice that asked for the work, or what tells it from other work.
    words
        What is said at first.
    on_cancel
        What *Cancel* calls, and with what; where None it puts the choice back to its default.
    """
    call, *arguments = on_cancel or (state.put, name, CHOICES[name].default)
    place = st.empty()
    with place.container(horizontal=True, vertical_alignment="center"):
        bar = st.progress(0.0, text=words)
        st.button("Cancel", key=f"cancel-{name}", on_click=call, args=tuple(arguments))
    try:
        yield Working(bar, words)
    except Exception:
        place.empty()
        raise
    place.empty()
