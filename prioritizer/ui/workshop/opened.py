"""Which workshop is open on the facilitator's page; the address keeps it for a reload."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from prioritizer.domain.workshop import Workshop
from prioritizer.ui.shell import state

PLACE = "workshop"
NOT_THERE = (
    "The address names a workshop that is not there, or that you do not lead. Choose one of "
    "the list, or ask who leads it for a link."
)


def opened(workshops: Sequence[Workshop]) -> Workshop | None:
    """Return which of the workshops that somebody may see is open; None for the list.

    A page that is loaded anew, as after a restart of the server, begins with the workshop of
    its address. From then on what was chosen counts, and the address follows.
    """
    state.begin({"room_workshop": st.query_params.get(PLACE) or None})
    asked = state.get("room_workshop")
    chosen = next((one for one in workshops if one.id == asked), None)
    if asked and chosen is None:
        state.put("room_workshop", None)
        state.put("room_refused", NOT_THERE)
    _address(chosen)
    return chosen


def _address(chosen: Workshop | None) -> None:
    """Let the address name what is open; each change is a message to the browser."""
    if chosen is None:
        if PLACE in st.query_params:
            del st.query_params[PLACE]
    elif st.query_params.get(PLACE) != chosen.id:
        st.query_params[PLACE] = chosen.id
