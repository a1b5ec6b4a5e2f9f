"""The form that keeps a register as an inventory, with who did it and why."""

from __future__ import annotations

import streamlit as st

from prioritizer.domain.filled import is_filled
from prioritizer.domain.site import SiteRegister
from prioritizer.errors import InputError
from prioritizer.ui.inventories import stores as kept
from prioritizer.ui.shell import faults, state
from prioritizer.ui.shell.text import escape_markdown
from prioritizer.workflow.sites.inventory import save_over

NEW = "make it say what this table says"
ADD = "add these sites, or bring them up to date"
MODES = {
    NEW: "sites that are not in this table are removed; the history stays",
    ADD: "its other sites stay as they are",
}


def show(register: SiteRegister, *, name: str, why: str, key: str) -> None:
    """Draw the form; keeps the register when it is sent."""
    names = [entry.name for entry in kept.listed()]
    with st.form(f"keep-{key}"):
        chosen = st.text_input(
            "Name of the inventory", name, key=f"keep-name-{key}", max_chars=80
        )
        mode = NEW
        if names:
            mode = st.radio(
                "If there is one of this name already",
                list(MODES),
                captions=list(MODES.values()),
                key=f"keep-mode-{key}",
            )
        who, reason = who_and_why(key, why)
        is_pressed = st.form_submit_button("Keep in this inventory", icon=":material/save:")
    if not is_pressed:
        return
    with faults.contained():
        _keep(
            register, chosen.strip(), who, reason, add=mode == ADD and chosen.strip() in names
        )
        st.rerun()


def who_and_why(key: str, why: str = "") -> tuple[str, str]:
    """Draw the two fields that every change is kept with."""
    left, right = st.columns([1, 1.6])
    who = left.text_input("Who are you", state.get("who"), key=f"who-{key}", max_chars=80)
    reason = right.text_input("Why", why, key=f"why-{key}", max_chars=200)
    return who.strip(), reason.strip()


def signed(who: str, why: str) -> tuple[str, str]:
    """Return both as they will be kept; the name is remembered for this session.

    Raises
    ------
    InputError
        If one of them is blank.
    """
    if not is_filled(who) or not is_filled(why):
        missing = "your name" if not is_filled(who) else "why"
        raise InputError(f"Please enter {missing}; it is kept with every change.")
    state.put("who", who)
    return who, why


def _keep(register: SiteRegister, name: str, who: str, why: str, *, add: bool) -> None:
    signed(who, why)
    store = kept.store_made()
    if add:
        number = store.add_sites(
            name, register.sites, who=who, why=why, sources=register.sources
        )
    else:
        number = save_over(store, name, register, who=who, why=why)
    state.put("kept", name)
    state.put(
        "notice",
        f"Kept as “{escape_markdown(name)}”, change {number}. It can be edited, compared, "
        "merged and ranked on the page Inventories.",
    )
