"""What a button makes, made once: a second click while the first is under way makes nothing."""

from __future__ import annotations

from time import monotonic

from prioritizer.ui.shell import state

MOMENT = 1.0
"""Seconds in which the second click of a hurried hand still meets the button drawn anew."""


class Once:
    """What one button has made last, and when the page first showed that.

    A newer message may cut a callback short wherever it looks into the session. So this is no
    choice of its own: what makes something says so here at once, in the same breath.
    """

    def __init__(self) -> None:
        self._is_unseen = False
        self._seen = float("-inf")

    def is_free(self) -> bool:
        """Return whether a click asks for something new."""
        return not self._is_unseen and monotonic() - self._seen >= MOMENT

    def made(self) -> None:
        """Say that it is made."""
        self._is_unseen = True

    def show(self) -> None:
        """Say that the page draws the button, with what was made in sight."""
        if self._is_unseen:
            self._is_unseen, self._seen = False, monotonic()


def of(name: str) -> Once:
    """Return what the button of a name has made on this page."""
    found: dict[str, Once] = state.get("made_once")
    if name not in found:
        found = {**found, name: Once()}
        state.put("made_once", found)
    return found[name]
