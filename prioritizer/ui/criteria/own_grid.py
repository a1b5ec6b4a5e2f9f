"""Values of an own column in a grid: one row a site, typed as people write numbers."""

from __future__ import annotations

import hashlib

import streamlit as st

from prioritizer.domain.own_columns import OwnColumn, OwnKind
from prioritizer.domain.site import Site
from prioritizer.errors import InputError
from prioritizer.ui.shell import markup, session, state
from prioritizer.ui.shell.text import escape_html, fault_words, plain
from prioritizer.workflow.criteria.typed_values import shown_value, with_column

MOST_ROWS = 5_000
HINTS = {
    OwnKind.NUMBER: "A number such as 0,5 or 1 500 000, or a range as 1–3. Blank: unknown.",
    OwnKind.YESNO: "yes or no. Blank: unknown.",
    OwnKind.TEXT: "A word for its class. Blank: unknown.",
    OwnKind.CLASSES: "One of its classes. Blank: unknown.",
}
KEPT = (
    "The values stay in your project. To keep them in an inventory as well, use the page "
    "Inventories; to take the table with you, use the page Report."
)


def offer(column: OwnColumn) -> None:
    """Draw the grid of a column that has values already, folded away."""
    with st.expander("Change its values", key="own-values"):
        show(column)


def show(column: OwnColumn) -> None:
    """Draw the grid, and the button that takes the values up."""
    sites = session.inventory().register.sites
    unit = f" in {column.unit}" if column.unit else ""
    markup.draw(
        f'<h3 class="pp-h3">{escape_html(column.name, limit=60)}{escape_html(unit)}</h3>',
        markup.note(f"{HINTS[column.kind]} {KEPT}"),
    )
    if len(sites) > MOST_ROWS:
        st.info(f"More than {MOST_ROWS:,} sites: put the column into your table, and load it.")
        return
    before = [_text(site, column.name) for site in sites]
    edited = st.data_editor(
        {
            "Site": [plain(site.name, limit=80) for site in sites],
            "Id": [plain(site.site_id, limit=40) for site in sites],
            "Value": before,
        },
        key=f"own-grid-{state.get('own_round')}-{column.name}",
        disabled=("Site", "Id"),
        hide_index=True,
        height=min(38 + 35 * len(sites), 420),
        column_config={"Value": st.column_config.TextColumn(max_chars=200, width="small")},
    )
    after = [str(text or "") for text in edited["Value"]]
    pairs = zip(sites, before, after, strict=True)
    changed = {site.site_id: new for site, old, new in pairs if new.strip() != old}
    take, drop = st.columns(2)
    if take.button(
        "Use these values",
        type="primary",
        key="own-use",
        disabled=not changed,
        width="stretch",
    ):
        _use(column, changed)
    if isinstance(state.get("own_column"), OwnColumn):
        drop.button("Another column", key="own-drop", on_click=_drop, width="stretch")


def _text(site: Site, name: str) -> str:
    held = site.own.get(name)
    return "" if held is None else shown_value(held.value)


def _use(column: OwnColumn, changed: dict[str, str]) -> None:
    try:
        register = with_column(session.own_inventory().register, column, changed)
    except InputError as error:
        st.error(fault_words(error), icon=":material/report:")
        return
    said = hashlib.sha256(repr((column, sorted(changed.items()))).encode()).hexdigest()
    session.change_register(register, said)
    state.put("own_column", column.name)
    state.put("own_round", state.get("own_round") + 1)
    state.put("notice", f"{plain(column.name, limit=60)} has {len(changed)} new values.")
    st.rerun()


def _drop() -> None:
    state.put("own_column", None)
    state.put("own_round", state.get("own_round") + 1)
