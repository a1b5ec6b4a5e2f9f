"""That the list shows an area of the map only, and the way back to all sites."""

from __future__ import annotations

import streamlit as st

from prioritizer.languages.speech import gettext, ngettext
from prioritizer.ui.ranking.entries import Listed
from prioritizer.ui.shell import state


def show(listed: Listed) -> None:
    """Draw the note; nothing where no area was drawn."""
    if not state.get("map_area"):
        return
    n = len(listed.entries)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(
            ngettext(
                "Only {n} site of the area on the map. Places and chances are those among all "
                "sites.",
                "Only {n} sites of the area on the map. Places and chances are those among all "
                "sites.",
                n,
                n=n,
            ),
            width="content",
        )
        st.button(
            gettext("Show all sites"), key="whole-map", on_click=_all, icon=":material/public:"
        )


def _all() -> None:
    state.put("map_area", None)
