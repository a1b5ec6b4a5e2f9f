"""The policy lists under which a material counts as critical, as a choice of this page."""

from __future__ import annotations

import streamlit as st

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.ui import cached, state
from prioritizer.ui.text import escape_markdown, plain
from prioritizer.workflow.appraise import whole_context

HELP = (
    "Which dated lists say that a material is critical or strategic. The choice changes the "
    "CRM relevance shown on this page; the ranking uses the lists of the criteria set."
)


def choose(criteria: CriteriaSet) -> tuple[str, ...]:
    """Draw the choice; return the ids of the chosen lists."""
    reference = cached.reference()
    usual = whole_context(criteria, reference).policy_lists
    known = sorted({entry.list_id for entry in reference.policy})
    if state.get("policy_lists") is None:
        state.put("policy_lists", list(usual))
    st.multiselect(
        "Policy lists",
        known,
        format_func=lambda name: plain(f"{name} {reference.policy_titles.get(name, '')}"),
        key=state.bind("policy_lists"),
        on_change=state.take,
        args=("policy_lists",),
        help=HELP,
    )
    chosen = tuple(state.get("policy_lists"))
    if set(chosen) != set(usual):
        names = escape_markdown(", ".join(usual))
        st.info(f"Shown under other lists than the ranking, which uses {names}.")
    return chosen
