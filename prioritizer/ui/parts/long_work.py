"""What may take longer than a second: worked out in sight, can be cancelled, and is kept.

The page stands before the work begins. What is finished is kept for all sessions of the process
and comes back at once; what was cancelled waits for its button, also when one comes back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Generic, TypeVar

import streamlit as st

from prioritizer.ui.parts.beside import beside
from prioritizer.ui.parts.working import Working, working
from prioritizer.ui.shell import markup, state
from prioritizer.ui.shell.finished import Finished
from prioritizer.ui.shell.text import escape_html

Found = TypeVar("Found")
MOST_CANCELLED = 40
"""How many works of a page are remembered as cancelled; the oldest begin again."""


class LongWork(Generic[Found]):
    """A kind of work, and what of it is finished."""

    def __init__(self, name: str, words: str, what: str, most: int = 32) -> None:
        """Begin with nothing finished.

        Parameters
        ----------
        name
            Tells its button from that of other work.
        words
            Said while it begins: ``Ranking under the other rules …``.
        what
            What it gives, for who cancelled it: ``the places under other rules``.
        most
            How many results are kept.
        """
        self.kept: Finished[Found] = Finished(most)
        self._name, self._words, self._what = name, words, what

    def made(self, key: str, make: Callable[[], Found]) -> Found:
        """Return a result, out of sight where it is not kept."""
        found = self.kept.get(key)
        if found is None:
            found = make()
            self.kept.keep(key, found)
        return found

    def shown(self, key: str, make: Callable[[Working], Found]) -> Found | None:
        """Return a result; one that is not kept is worked out in sight.

        None where the work was cancelled: then the page says so, and offers to begin again.
        """
        found = self.kept.get(key)
        if found is not None:
            return found
        mark = self._mark(key)
        if is_cancelled(mark):
            self._offer(mark)
            return None
        with working(self._name, self._words, on_cancel=(cancel, mark)) as work:
            found = beside(make, work)
        self.kept.keep(key, found)
        return found

    def is_cancelled(self, key: str) -> bool:
        """Return whether just this work was cancelled on this page, and not begun again."""
        return self.kept.get(key) is None and is_cancelled(self._mark(key))

    def _mark(self, key: str) -> str:
        return f"{self._name} {hashlib.sha256(key.encode()).hexdigest()[:16]}"

    def _offer(self, mark: str) -> None:
        markup.draw(
            markup.note(
                f"Not worked out, because you cancelled it: {escape_html(self._what)}. "
                "Everything else on this page stands."
            )
        )
        st.button(
            "Work it out again",
            key=f"again-{self._name}",
            icon=":material/play_arrow:",
            on_click=begin_again,
            args=(mark,),
        )


def is_cancelled(mark: str) -> bool:
    """Return whether work was cancelled on this page, and not begun again."""
    return mark in state.get("work_cancelled")


def cancel(mark: str) -> None:
    """Note that work was cancelled."""
    others = tuple(one for one in state.get("work_cancelled") if one != mark)
    state.put("work_cancelled", (*others, mark)[-MOST_CANCELLED:])


def begin_again(mark: str) -> None:
    """Forget that work was cancelled."""
    left = tuple(one for one in state.get("work_cancelled") if one != mark)
    state.put("work_cancelled", left)
