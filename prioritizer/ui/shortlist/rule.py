"""What makes the list: so many places, or a score of at least so much."""

from __future__ import annotations

import streamlit as st

from prioritizer.domain.shortlist import Cutoff
from prioritizer.ui.shell import state

RULES = {"places": "The first places", "score": "A least score"}


def choose() -> Cutoff:
    """Draw the choice and return the rule."""
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        st.segmented_control(
            "On the list are",
            list(RULES),
            format_func=RULES.__getitem__,
            required=True,
            **state.started("pilots_rule", "default"),
        )
        if state.get("pilots_rule") == "score":
            st.number_input(
                "Least score",
                0.0,
                1.0,
                step=0.05,
                width=150,
                **state.started("pilots_threshold"),
            )
        else:
            st.number_input("Shortlist places", 1, 100, step=1, width=150,
                            **state.started("shortlist"))  # fmt: skip
    return present()


def present() -> Cutoff:
    """Return the rule as it is chosen."""
    if state.get("pilots_rule") == "score":
        return Cutoff(threshold=float(state.get("pilots_threshold")))
    return Cutoff(top=int(state.get("shortlist")))
