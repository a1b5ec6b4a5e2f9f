"""The sites page: the inventory, its completeness, one site in full, a table of one's own."""

from __future__ import annotations

import streamlit as st

from prioritizer.ui.shell import links, markup, session, state
from prioritizer.ui.shell.text import escape_html, plain
from prioritizer.ui.sites import card as site_card
from prioritizer.ui.sites import held_grades, loaded, surroundings, typed
from prioritizer.ui.sites import table as site_table

IMPORT = "prioritizer/ui/pages/import_data.py"


def show() -> None:
    """Draw the page."""
    criteria = session.criteria()
    session.start(criteria)
    inventory = session.inventory()
    register = inventory.register
    st.title("Sites", anchor=False)
    classes = [site.evidence_class for site in register.sites]
    markup.draw(
        f'<p class="pp-lead"><b>{len(register)}</b> sites in '
        f"<b>{escape_html(register.title, limit=80)}</b>, with "
        f"{len(register.sources)} sources. Mass or volume and a grade: "
        f"<b>{classes.count('A')}</b>, one of the "
        f"two: <b>{classes.count('B')}</b>, neither: <b>{classes.count('C')}</b>.</p>"
    )
    loaded.show()
    st.page_link(IMPORT, label="Load your own inventory", icon=":material/upload_file:")
    held_grades.show()
    surroundings.show()
    sites = site_table.choose(register)
    if not sites:
        st.info(
            "No site passes the filter. Clear a field to see more.",
            icon=":material/filter_alt_off:",
        )
        return
    site_table.show(inventory, sites, criteria)
    typed.show()
    names = {site.site_id: f"{site.site_id} · {plain(site.name, limit=80)}" for site in sites}
    links.site("site", names)
    if state.get("site") not in names:
        state.put(
            "site",
            state.get("selected") if state.get("selected") in names else sites[0].site_id,
        )
    st.selectbox(
        "Site card",
        list(names),
        format_func=names.__getitem__,
        **state.started("site", "index", list(names)),
    )
    site_card.show(register.by_id()[state.get("site")], inventory, criteria)


show()
