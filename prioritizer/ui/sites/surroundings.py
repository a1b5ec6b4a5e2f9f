"""What lies around the points of the inventory: computed on a button, beside what was given."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import streamlit as st

from prioritizer.domain.words import counted
from prioritizer.ui.shell import cache as cached
from prioritizer.ui.shell import markup, session, state
from prioritizer.workflow.sites.enrichment import enrich, today

ADVICE = (
    "From the point of each site **and its error**: the nearest settlement with a road, people "
    "within 5, 10 and 25 km, the nearest sea port, the nearest plant that works a metal of the "
    "site, and the climate. Each is a range as wide as the error asks for, marked as computed, "
    "with source and day. What you entered is never replaced. Nothing is fetched. Layers of "
    "your own, such as railways or protected areas, are added on the command line "
    "(`docs/enrichment.md`)."
)


def show() -> None:
    """Draw the button, and what it did."""
    with st.expander("Compute what lies around the points", icon=":material/my_location:"):
        markup.draw(markup.line(markup.prose(ADVICE)))
        if st.button("Compute from the points", key="enrich"):
            _compute()
            st.rerun()
        if said := state.get("enrich_said"):
            st.success(said, icon=":material/check:")


def _compute() -> None:
    own, day = session.own_inventory(), today()
    with st.spinner("Computing what lies around the points …"):
        found = enrich(own.register, cached.reference(), on=day)
    digest = hashlib.sha256(f"{own.digest}\0around\0{day}".encode()).hexdigest()
    changed = replace(own, digest=digest, register=found.register, is_sample=False)
    audience = state.get("audience")
    session.use_inventory(changed)
    state.put("audience", audience)
    without = (
        f" Left out, without a point: {counted(len(found.without_point), 'site')}."
        if found.without_point
        else ""
    )
    state.put(
        "enrich_said",
        f"{counted(found.n_taken, 'value')} computed; {counted(found.n_kept, 'value')} of "
        f"yours kept.{without} Keep the inventory under Inventories, or export it.",
    )
