"""Work that takes long: how far it is, and a button that ends it at once."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from prioritizer.ui.parts import charts
from prioritizer.ui.shell import state
from prioritizer.ui.shell.choices import CHOICES

LOOK_SECONDS = 0.5
"""How often a click on Cancel is looked for while nothing is told."""


class Working:
    """The progress on the page. Each time it is drawn, a click on Cancel takes effect.

    Streamlit ends a run where it draws: so work that tells how far it is can be ended there.
    """

    def __init__(self, bar: DeltaGenerator, words: str) -> None:
        self._bar, self._share, self._words = bar, 0.0, words
        self._drawn = time.monotonic()

    def tell(self, share: float, words: str) -> None:
        """Show how far the work is: a share, 0 to 1, and words."""
        self._share, self._words = min(1.0, share), words
        self._draw()

    def look(self) -> bool:
        """Draw again now and then: hard parts tell nothing for long. It never says stop."""
        if time.monotonic() - self._drawn > LOOK_SECONDS:
            self._draw()
        return False

    def counted(self, done: int, wanted: int, words: str) -> None:
        """Show how much is done: ``Solved 20 of 500 draws`` for ``Solved {n} draws``."""
        part = f"{charts.count(done)} of {charts.count(wanted)}"
        self.tell(done / wanted, words.format(n=part))

    def _draw(self) -> None:
        self._drawn = time.monotonic()
        self._bar.progress(self._share, text=self._words)


@contextmanager
def working(name: str, words: str, *, has_cancel: bool = True) -> Iterator[Working]:
    """Show progress while a block works; nothing is left of it afterwards.

    Parameters
    ----------
    name
        The choice that asked for the work. *Cancel* puts it back to its default.
    words
        What is said at first.
    has_cancel
        Off for work that is over before one could click.
    """
    place = st.empty()
    with place.container(horizontal=True, vertical_alignment="center"):
        bar = st.progress(0.0, text=words)
        if has_cancel:
            st.button(
                "Cancel",
                key=f"cancel-{name}",
                on_click=state.put,
                args=(name, CHOICES[name].default),
            )
    try:
        yield Working(bar, words)
    except Exception:
        place.empty()
        raise
    place.empty()


def give_way() -> bool:
    """End the work where the page is to be drawn anew: Streamlit does so at a look at state.

    For work inside of a cached function, which may draw nothing. It never says stop.
    """
    state.get("visit")
    return False
