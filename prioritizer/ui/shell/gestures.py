"""What taps and swipes do on every page: the menu closes, a swipe scrolls, a look is kept."""

from __future__ import annotations

from collections.abc import Sequence

from prioritizer.ui.shell import component

COMPONENT = "prioritizer_gestures"


def listen(addresses: Sequence[str]) -> None:
    """Listen to taps and swipes; what does it is not seen, and takes no room.

    Light or dark is kept for the ``addresses`` of all pages.
    """
    component.mount(
        COMPONENT,
        "<i></i>",
        js=component.asset("gestures.js"),
        key="gestures",
        data=["", *addresses],
    )
