"""Two inventories side by side: what differs, a copy to work on, the merge of both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from prioritizer.domain.inventory_change import KeptInventory
from prioritizer.domain.inventory_merge import Conflict, MergePlan, Side
from prioritizer.domain.inventory_store import Store
from prioritizer.domain.inventory_value import EXISTS
from prioritizer.domain.words import counted
from prioritizer.ui.inventories import history as kept_history
from prioritizer.ui.inventories import keep_form, value_table
from prioritizer.ui.shell import faults, markup, state
from prioritizer.ui.shell.text import escape_html, escape_markdown, plain

MOST_CHOICES = 40
EACH, OURS, THEIRS = "choose each below", "keep ours in all others", "take theirs in all others"
PREFER: Mapping[str, Side | None] = {EACH: None, OURS: Side.OURS, THEIRS: Side.THEIRS}
TAKEN_SHOWN = 100


def references(entries: Sequence[KeptInventory]) -> list[str]:
    """Return every inventory as it is and at each of its named versions."""
    return [
        name
        for entry in entries
        for name in (entry.name, *(f"{entry.name}@{v}" for v in entry.versions))
    ]


def compare(store: Store, entries: Sequence[KeptInventory], entry: KeptInventory) -> None:
    """Draw what differs between two inventories or versions."""
    names = references(entries)
    left, right = st.columns(2)
    first = left.selectbox("First", names, names.index(entry.name), key="compare-first")
    others = [name for name in names if name != first]
    if not others:
        st.info(
            "There is nothing to compare with yet. Name a version under History, copy this "
            "inventory below, or keep another one.",
            icon=":material/compare:",
        )
    else:
        second = right.selectbox("Second", others, key="compare-second")
        if first and second:
            kept_history.differences(store.diff(first, second))
    _copy(store, entry)


def _copy(store: Store, entry: KeptInventory) -> None:
    with st.expander("Copy this inventory, to work on it and merge it later"):
        with st.form(f"copy-{entry.name}", border=False):
            name = st.text_input("Name of the copy", key="copy-name", max_chars=80)
            who, why = keep_form.who_and_why("copy")
            is_pressed = st.form_submit_button("Copy", icon=":material/content_copy:")
        if is_pressed:
            with faults.contained():
                keep_form.signed(who, why)
                store.copy_inventory(entry.name, name.strip(), who=who, why=why)
                state.put("kept", name.strip())
                state.put("notice", f"“{escape_markdown(name)}” is a copy that can be merged.")
                st.rerun()


def merge(store: Store, entries: Sequence[KeptInventory], entry: KeptInventory) -> None:
    """Draw the plan of a merge into the open inventory, its conflicts, and the button."""
    others = [name for name in references(entries) if name != entry.name]
    if not others:
        st.info("There is no other inventory to merge. Copy this one, or keep another.")
        return
    theirs = st.selectbox(
        f"Merge into “{escape_markdown(plain(entry.name, limit=60))}” what is in",
        others,
        key="merge-theirs",
    )
    plan = store.plan_merge(entry.name, theirs)
    _taken(plan)
    if not plan.taken and not plan.conflicts:
        return
    _settle(store, entry, theirs, plan)


def _taken(plan: MergePlan) -> None:
    base = escape_html(plan.base)
    if not plan.taken and not plan.conflicts:
        st.info("Nothing to merge: all that the other knows is here.", icon=":material/check:")
        return
    markup.draw(
        markup.line(
            f"<b>{len(plan.taken)}</b> values would be taken over without a question, "
            f"<b>{len(plan.conflicts)}</b> conflicts have to be settled. Last common state: "
            f"{base}."
        )
    )
    if plan.taken:
        with st.expander(f"Taken over: {counted(len(plan.taken), 'value')}", key="merge-taken"):
            rows = map(kept_history.value_row, plan.taken[:TAKEN_SHOWN])
            rest = len(plan.taken) - TAKEN_SHOWN
            markup.draw(
                markup.table(kept_history.VALUE_COLUMNS, rows),
                markup.note(f"and {rest} more") if rest > 0 else "",
            )


def _settle(store: Store, entry: KeptInventory, theirs: str, plan: MergePlan) -> None:
    key = f"merge-{entry.name}-{theirs}-{entry.change_no}"
    with st.form(key):
        chosen = [
            _conflict(c, f"{key}-{i}") for i, c in enumerate(plan.conflicts[:MOST_CHOICES])
        ]
        prefer = EACH
        if plan.conflicts:
            many = len(plan.conflicts) > MOST_CHOICES
            prefer = st.radio(
                "Conflicts without a choice of their own"
                + (f" (the first {MOST_CHOICES} are shown)" if many else ""),
                list(PREFER),
                key=f"{key}-prefer",
                horizontal=True,
            )
        who, why = keep_form.who_and_why(key)
        is_pressed = st.form_submit_button("Merge", type="primary", icon=":material/merge:")
    if not is_pressed:
        return
    with faults.contained():
        keep_form.signed(who, why)
        choices = {c.key: side for c, side in zip(plan.conflicts, chosen, strict=False) if side}
        number = store.merge(
            entry.name, theirs, who=who, why=why, choices=choices, prefer=PREFER[prefer]
        )
        state.put("notice", f"Merged as change {number}. It can be undone under History.")
        st.rerun()


def _conflict(conflict: Conflict, key: str) -> Side | None:
    field = value_table.field_name(conflict.field)
    if conflict.field == EXISTS:
        ours, theirs = (
            "removed" if v is None else "kept" for v in (conflict.ours, conflict.theirs)
        )
    else:
        ours, theirs = (_short(v) for v in (conflict.ours, conflict.theirs))
    return st.radio(
        f"{escape_markdown(conflict.site_id)}, {escape_markdown(field)}"
        f" · before: {escape_markdown(_short(conflict.base))}",
        list(Side),
        index=None,
        format_func={
            Side.OURS: f"ours: {escape_markdown(ours)}",
            Side.THEIRS: f"theirs: {escape_markdown(theirs)}",
        }.__getitem__,
        key=key,
        horizontal=True,
    )


def _short(value: object) -> str:
    return "not known" if value is None else plain(str(value), limit=80)
