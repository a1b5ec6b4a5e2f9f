"""The switch between the views of a page: one name, one choice, drawn the same everywhere."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from prioritizer.ui.shell import links, state


def view_switch(
    name: str,
    views: Mapping[str, str],
    *,
    label: str = "View",
    place: DeltaGenerator | None = None,
    is_labelled: bool = False,
) -> str:
    """Draw the titles of the views side by side; return the key of the one that is open.

    Parameters
    ----------
    name
        The choice that holds the view.
    label
        What a screen reader says, and what stands above the switch if ``is_labelled``.
    place
        Where to draw; the page when left out.
    """
    links.view(name, views)
    draw = st.segmented_control if place is None else place.segmented_control
    draw(
        label,
        list(views),
        format_func=views.__getitem__,
        required=True,
        label_visibility="visible" if is_labelled else "collapsed",
        **state.started(name, "default"),
    )
    return str(state.get(name))
