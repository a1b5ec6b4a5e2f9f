"""The inventories page: what is kept, editing it, its past, and bringing versions together."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from prioritizer.domain.inventory_change import KeptInventory
from prioritizer.domain.inventory_store import Store
from prioritizer.ui.inventories import history as kept_history
from prioritizer.ui.inventories import keep_form, value_editor, value_table
from prioritizer.ui.inventories import listing as kept_list
from prioritizer.ui.inventories import merge as kept_merge
from prioritizer.ui.inventories import stores as kept
from prioritizer.ui.parts import site_choice
from prioritizer.ui.parts.view_switch import view_switch
from prioritizer.ui.shell import faults, markup, session, state, theme
from prioritizer.ui.shell.text import escape_html, escape_markdown, plain
from prioritizer.workflow.sites.own import own_fields

VIEWS = {
    "edit": "Edit sites",
    "history": "History & undo",
    "compare": "Compare & copy",
    "merge": "Merge",
}


def show() -> None:
    """Draw the page."""
    session.start(session.criteria())
    theme.apply_evidence()
    st.title("Inventories", anchor=False)
    notice = state.pop_notice()
    if notice:
        st.success(notice, icon=":material/check:")
    store, entries = kept.store(), kept.listed()
    if store is None or not entries:
        _nothing_yet()
        return
    markup.draw(
        markup.note(
            f"Kept in {escape_html(kept.place())} on this computer. Nothing is ever written "
            "over: every change stays with who made it, when and why, and can be taken back."
        )
    )
    listing, actions = st.columns([2.4, 1], gap="large")
    with listing:
        entry = kept_list.choose(entries)
    with actions:
        kept_list.rank(entry)
        _keep_present()
    view_switch("kept_view", VIEWS, label="What to do", is_labelled=True)
    with faults.contained():
        _view(store, entries, entry)


def _view(store: Store, entries: Sequence[KeptInventory], entry: KeptInventory) -> None:
    view = state.get("kept_view")
    if view == "history":
        kept_history.show(store, entry)
    elif view == "compare":
        kept_merge.compare(store, entries, entry)
    elif view == "merge":
        kept_merge.merge(store, entries, entry)
    else:
        _edit(store, entry)


def _nothing_yet() -> None:
    st.markdown(
        "Nothing is kept yet. An inventory is a list of sites that stays on this computer with "
        "every change: edit values with their evidence, take changes back, compare versions, "
        "merge the work of two people. Keep the sites you look at now, or import a table."
    )
    _form()


def _keep_present() -> None:
    title = plain(session.own_inventory().register.title, limit=60)
    with st.expander("Keep the sites of the ranking", icon=":material/save:"):
        markup.draw(markup.note(f"Now ranked: {escape_html(title)}."))
        _form()


def _form() -> None:
    register = session.own_inventory().register
    title = plain(register.title, limit=60)
    keep_form.show(register, name=title, why=f"kept from {title}", key="present")


def _edit(store: Store, entry: KeptInventory) -> None:
    register = kept.register(entry.name, entry.change_no)
    site_id = site_choice.choose(register, "edit_site")
    if site_id is None:
        return
    values = store.values(entry.name, site_id)
    known, editor = st.columns([1.15, 1], gap="large")
    with editor:
        st.header("Change a value", anchor=False)
        value_editor.show(store, entry, site_id, values)
        _remove(store, entry, site_id)
    with known:
        st.header(f"What is known about {escape_markdown(site_id)}", anchor=False)
        value_table.show(values, own_fields(store, entry.name))


def _remove(store: Store, entry: KeptInventory, site_id: str) -> None:
    with st.expander("Remove this site"):
        with st.form(f"remove-{entry.name}-{site_id}", border=False):
            who, why = keep_form.who_and_why(f"remove-{site_id}")
            is_pressed = st.form_submit_button("Remove it; its history stays")
        if is_pressed:
            with faults.contained():
                keep_form.signed(who, why)
                number = store.remove_site(entry.name, site_id, who=who, why=why)
                state.put("notice", f"{escape_markdown(site_id)} was removed, change {number}.")
                st.rerun()


show()
