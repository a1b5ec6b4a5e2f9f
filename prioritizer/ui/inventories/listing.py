"""The kept inventories: the list, the one that is open, and what is ranked of it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from prioritizer.domain.inventory_change import KeptInventory
from prioritizer.ui.inventories import stores as kept
from prioritizer.ui.shell import markup, session, state
from prioritizer.ui.shell.text import escape_html, plain

COLUMNS = ("Inventory", "Sites", "Last change", "Versions")


def choose(entries: Sequence[KeptInventory]) -> KeptInventory:
    """Draw the list and the choice; return the inventory that is open."""
    names = [entry.name for entry in entries]
    if state.get("kept") not in names:
        state.put("kept", names[0])
    markup.draw(
        '<div class="pp-scroll" tabindex="0">',
        markup.table(COLUMNS, map(_row, entries), numbers=COLUMNS[1:2]),
        "</div>",
    )
    st.selectbox(
        "Open inventory",
        names,
        format_func=lambda name: plain(name, limit=80),
        **state.started("kept", "index", names),
    )
    return entries[names.index(state.get("kept"))]


def _row(entry: KeptInventory) -> tuple[str, ...]:
    versions = ", ".join(f"{name} = {number}" for name, number in entry.versions.items())
    return (
        escape_html(entry.name, limit=80)
        + markup.small(escape_html(entry.title if entry.title != entry.name else "", limit=80)),
        f"{entry.n_sites:,}",
        f"{entry.change_no}{markup.small(escape_html(moment(entry.changed_at)))}",
        escape_html(versions or "none named", limit=200),
    )


def moment(text: str) -> str:
    """Return a time in UTC as a person reads it."""
    return f"{text[:10]} {text[11:16]} UTC"


def rank(entry: KeptInventory) -> None:
    """Draw which state is ranked, and the button that ranks the present one."""
    in_use = session.own_inventory().digest
    is_present = in_use == kept.digest(entry.name, entry.change_no)
    if is_present:
        st.markdown(":material/check: The ranking uses this inventory as it is now.")
        return
    was_used = state.get("kept_ranked") == entry.name and not session.own_inventory().is_sample
    label = "Rank the present state" if was_used else "Rank this inventory"
    if was_used:
        st.info(
            "The ranking still uses an earlier state of this inventory.",
            icon=":material/history:",
        )
    if st.button(label, type="primary", icon=":material/leaderboard:", key="kept-rank"):
        use(entry.name, entry.change_no)
        st.rerun()


def use(name: str, change_no: int) -> None:
    """Rank an inventory as it was at a change."""
    session.use_inventory(kept.inventory(name, change_no))
    state.put("kept_ranked", name)
    state.put("kept_digest", session.own_inventory().digest)
