"""A site added by form, and values corrected in a grid, with the checks of a file."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import streamlit as st

from prioritizer.domain.columns import site_columns
from prioritizer.domain.site import Site, WasteType
from prioritizer.domain.words import counted
from prioritizer.errors import DataError
from prioritizer.ui.parts import issue_list
from prioritizer.ui.shell import cache as cached
from prioritizer.ui.shell import markup, session, state
from prioritizer.ui.shell.text import plain
from prioritizer.workflow.sites.audience import Audience, hides_sites, told_of_typed
from prioritizer.workflow.sites.import_choices import field_label
from prioritizer.workflow.sites.typed_sites import TYPED, cell_text, with_typed

MOST_ROWS = 2_000
KEPT = (
    "The values stay in your project. To keep them in an inventory as well, use the page "
    "Inventories; to take the table with you, use the page Report."
)
GRID = (
    "Correct cells, or paste a block out of a spreadsheet. `1 500 000` and `0,5` are read as "
    "you mean them; a blank cell means not known."
)
NEW_ID = "new-site-id"
NEEDS_ALL = (
    "Parts of this inventory are restricted, and whether an id is free depends on all of it. "
    "Choose the readers *Internal* to add a site."
)


def show() -> None:
    """Draw the form and the grid, and what came of the last change."""
    with st.expander(
        "Add a site, or correct values", icon=":material/edit:", key="typed-sites"
    ):
        markup.draw(markup.line(markup.prose(KEPT)))
        form, grid = st.tabs(["Add a site", "Correct values"])
        with form:
            _form()
        with grid:
            _grid(session.inventory().register.sites)
    if said := state.get("typed_said"):
        st.success(said, icon=":material/check:")
    if issues := state.get("typed_issues"):
        # Masked when shown: the readers may have been changed since.
        own, readers = session.own_inventory().register, Audience(state.get("audience"))
        issue_list.show(told_of_typed(issues, own, readers))


def _form() -> None:
    turn = state.get("typed_round")
    with st.form(f"add-site-{turn}"):
        cells = iter([cell for _ in range(5) for cell in st.columns(3)])
        site_id = next(cells).text_input("Id of the site", key=f"{NEW_ID}-{turn}", max_chars=80)
        typed = {}
        for name in TYPED:
            cell, key = next(cells), f"new-{name}-{turn}"
            if name == "waste_type":
                kinds = [kind.value for kind in WasteType]
                typed[name] = cell.selectbox(_label(name), kinds, key=key, format_func=_spaced)
            else:
                typed[name] = cell.text_input(_label(name), key=key, max_chars=200)
        is_pressed = st.form_submit_button("Add this site", type="primary")
    if is_pressed:
        site_id = site_id.strip()
        if hides_sites(session.own_inventory().register, Audience(state.get("audience"))):
            st.error(NEEDS_ALL)
            return
        if site_id in session.own_inventory().register.by_id():
            st.error("This id is taken. Choose another one, or correct its values in the grid.")
            return
        _take({site_id: typed}, f"{plain(site_id, limit=40)} was added.")


def _grid(sites: tuple[Site, ...]) -> None:
    if len(sites) > MOST_ROWS:
        st.info(f"More than {MOST_ROWS:,} sites: correct them in your table, and import it.")
        return
    markup.draw(markup.line(markup.prose(GRID)))
    before = {name: [cell_text(site, name) for site in sites] for name in TYPED}
    edited = st.data_editor(
        {"site_id": [site.site_id for site in sites], **before},
        key=f"typed-grid-{state.get('typed_round')}",
        disabled=("site_id",),
        hide_index=True,
        height=min(38 + 35 * len(sites), 420),
        column_config={
            "site_id": st.column_config.TextColumn("Id", pinned=True),
            **{name: st.column_config.TextColumn(_label(name)) for name in TYPED},
        },
    )
    changed: dict[str, dict[str, str]] = {}
    for number, site in enumerate(sites):
        cells = {
            name: str(edited[name][number] or "")
            for name in TYPED
            if str(edited[name][number] or "") != before[name][number]
        }
        if cells:
            changed[site.site_id] = cells
    if st.button("Use these values", type="primary", key="typed-use", disabled=not changed):
        _take(changed, f"{counted(len(changed), 'site')} changed.")


def _take(typed: Mapping[str, Mapping[str, str]], said: str) -> None:
    try:
        found = with_typed(session.own_inventory().register, typed, cached.reference())
    except DataError as error:
        state.put("typed_said", "")
        state.put("typed_issues", error.issues)
        st.rerun()
    digest = hashlib.sha256(repr(sorted((k, dict(v)) for k, v in typed.items())).encode())
    session.change_register(found.register, digest.hexdigest())
    state.put("typed_said", said)
    state.put("typed_issues", found.warnings)
    state.put("typed_round", state.get("typed_round") + 1)
    st.rerun()


def _label(name: str) -> str:
    unit = site_columns()[name].unit
    return field_label(name) + (f", {unit}" if unit and "degrees" not in unit else "")


def _spaced(code: str) -> str:
    return code.replace("_", " ")
