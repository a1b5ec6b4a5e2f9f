"""The past of an inventory: its changes, what one of them did, undo, and named versions."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from prioritizer.domain.inventory_change import Change, Difference, KeptInventory, ValueChange
from prioritizer.domain.inventory_store import Store
from prioritizer.ui.inventories import keep_form, value_table
from prioritizer.ui.inventories import listing as kept_list
from prioritizer.ui.shell import faults, markup, state
from prioritizer.ui.shell.text import escape_html, escape_markdown, plain

SHOWN = 100
VALUES_SHOWN = 200
COLUMNS = ("Change", "What", "Values", "Who", "Why")
VALUE_COLUMNS = ("Site", "Field", "Before", "After")


def show(store: Store, entry: KeptInventory) -> None:
    """Draw the changes, the newest first, and what can be done with one."""
    changes = store.changes(entry.name)[::-1]
    markup.draw(
        '<div class="pp-scroll" tabindex="0">',
        markup.table(COLUMNS, map(_row, changes[:SHOWN]), numbers=COLUMNS[2:3]),
        "</div>",
        markup.note(f"and {len(changes) - SHOWN} earlier ones") if len(changes) > SHOWN else "",
    )
    numbers = [change.number for change in changes]
    if state.get("kept_change") not in numbers:
        state.put("kept_change", numbers[0])
    st.selectbox(
        "Change",
        numbers,
        format_func={c.number: _title(c) for c in changes}.__getitem__,
        **state.started("kept_change", "index", numbers),
    )
    chosen = changes[numbers.index(state.get("kept_change"))]
    look, back, version = st.columns(3, gap="medium")
    with look:
        st.header("Look at it", anchor=False)
        _rank_then(entry, chosen)
    with back:
        st.header("Take it back", anchor=False)
        _undo(store, entry, chosen)
    with version:
        st.header("Name this state", anchor=False)
        _name(store, entry, chosen)
    if st.toggle("Show what this change did", key="kept-what"):
        _what(store, entry, numbers, chosen)


def _what(store: Store, entry: KeptInventory, numbers: Sequence[int], chosen: Change) -> None:
    place = numbers.index(chosen.number)
    if place + 1 == len(numbers):
        st.info("The first change holds everything the inventory began with.")
        return
    differences(
        store.diff(f"{entry.name}@{numbers[place + 1]}", f"{entry.name}@{chosen.number}")
    )


def differences(found: Difference) -> None:
    """Draw sites on one side only, and values that differ."""
    if found.is_empty:
        st.info("No difference.", icon=":material/check:")
        return
    parts = []
    for title, ids in (
        ("Only in the second", found.added),
        ("Only in the first", found.removed),
    ):
        if ids:
            names = ", ".join(ids[:VALUES_SHOWN])
            more = f" and {len(ids) - VALUES_SHOWN} more" if len(ids) > VALUES_SHOWN else ""
            parts.append(
                markup.line(f"<b>{title} ({len(ids)}):</b> {escape_html(names + more)}")
            )
    if found.changed:
        rest = len(found.changed) - VALUES_SHOWN
        parts.append(markup.line(f"<b>Values that differ ({len(found.changed)})</b>"))
        rows = map(value_row, found.changed[:VALUES_SHOWN])
        parts.append(
            f'<div class="pp-scroll" tabindex="0">{markup.table(VALUE_COLUMNS, rows)}</div>'
        )
        parts.append(markup.note(f"and {rest} more") if rest > 0 else "")
    markup.draw(*parts)


def value_row(change: ValueChange) -> tuple[str, ...]:
    """Return a changed value as cells."""
    return (
        escape_html(change.site_id, limit=40),
        escape_html(value_table.field_name(change.field), limit=60),
        value_table.words(change.before),
        value_table.words(change.after),
    )


def _row(change: Change) -> tuple[str, ...]:
    what = change.kind if change.undone is None else f"{change.kind} of {change.undone}"
    return (
        f"{change.number}{markup.small(escape_html(kept_list.moment(change.at)))}",
        escape_html(what),
        f"{change.n_values:,}",
        escape_html(change.who, limit=60),
        escape_html(change.why, limit=200),
    )


def _title(change: Change) -> str:
    return f"{change.number} · {change.kind} · {plain(change.who, limit=40)} · {change.at[:10]}"


def _rank_then(entry: KeptInventory, chosen: Change) -> None:
    markup.draw(markup.note("Rank the inventory as it was right after this change."))
    if st.button(
        f"Rank the state at {chosen.number}", key="kept-rank-then", icon=":material/history:"
    ):
        kept_list.use(entry.name, chosen.number)
        state.put("notice", f"The ranking now uses the state after change {chosen.number}.")
        st.rerun()


def _undo(store: Store, entry: KeptInventory, chosen: Change) -> None:
    key = f"undo-{entry.name}-{chosen.number}-{entry.change_no}"
    with st.form(key, border=False):
        who, why = keep_form.who_and_why(key)
        is_pressed = st.form_submit_button(
            f"Undo change {chosen.number}",
            icon=":material/undo:",
            help=(
                "This writes the earlier values as a new change. It is not possible where a "
                "later change would be lost."
            ),
        )
    if is_pressed:
        with faults.contained():
            keep_form.signed(who, why)
            number = store.undo(entry.name, chosen.number, who=who, why=why)
            state.put("notice", f"Change {chosen.number} was taken back by change {number}.")
            state.put("kept_change", None)
            st.rerun()


def _name(store: Store, entry: KeptInventory, chosen: Change) -> None:
    with st.form(f"name-{entry.name}-{chosen.number}", border=False):
        version = st.text_input("Name of the version", key="kept-version", max_chars=60)
        who = st.text_input("Who are you", state.get("who"), key="kept-version-who")
        is_pressed = st.form_submit_button("Name it", icon=":material/bookmark:")
    if is_pressed:
        with faults.contained():
            keep_form.signed(who.strip(), "version")
            store.name_version(f"{entry.name}@{chosen.number}", version.strip(), who=who)
            state.put("notice", f"Version “{escape_markdown(version)}” was named.")
            st.rerun()
