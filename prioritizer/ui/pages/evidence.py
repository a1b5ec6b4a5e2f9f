"""The evidence page: what each number rests on, UNFC classes, gaps, open data."""

from __future__ import annotations

import streamlit as st

from prioritizer.ui.evidence import cache as evidence_cached
from prioritizer.ui.evidence import (
    capture_overview,
    code_texts,
    confirmed_codes,
    derivation_tree,
    open_files,
    primary_table,
    product_tables,
    site_completeness,
    unfc_matrix,
    unfc_site,
)
from prioritizer.ui.evidence.cache import Basis
from prioritizer.ui.parts import policy_choice, site_choice
from prioritizer.ui.parts.view_switch import view_switch
from prioritizer.ui.shell import faults, markup, session, state, theme
from prioritizer.ui.shell.cache import Inventory
from prioritizer.ui.shell.text import escape_html

VIEWS = {
    "site": "One site",
    "unfc": "UNFC matrix",
    "codes": "Codes from texts",
    "capture": "What is missing",
    "primary": "Against primary ore",
    "open": "Open data",
}
WHOLE = frozenset({"unfc", "codes", "capture", "primary"})
LARGE = 20_000


def show() -> None:
    """Draw the page."""
    criteria = session.criteria()
    session.start(criteria)
    theme.apply_evidence()
    inventory = session.inventory()
    st.title("Evidence and UNFC", anchor=False)
    title = escape_html(inventory.register.title, limit=80)
    markup.draw(
        f'<p class="pp-lead"><b>{len(inventory.register)}</b> sites in <b>{title}</b>. What '
        "each number rests on, how sure it is, and what would make it surer.</p>"
    )
    view_switch("evidence_view", VIEWS)
    with faults.contained():
        chosen = criteria.with_risk(session.settings(criteria).risk)
        held = confirmed_codes.held(inventory)
        _view(Basis(inventory, chosen, session.reference(), held))


def _view(basis: Basis) -> None:
    inventory = basis.inventory
    view = state.get("evidence_view")
    if view in WHOLE and not _may_start(inventory):
        return
    if view == "unfc":
        unfc_matrix.show(evidence_cached.classes(basis))
    elif view == "codes":
        code_texts.show(inventory)
    elif view == "capture":
        captures = evidence_cached.captures(basis)
        if captures is not None:
            capture_overview.show(captures)
    elif view == "primary":
        primary_table.show(evidence_cached.appraisals(basis))
    elif view == "open":
        open_files.show(session.own_inventory())
    else:
        _site(basis)


def _may_start(inventory: Inventory) -> bool:
    """Return whether the whole inventory may be worked out: large ones only when asked for."""
    n = len(inventory.register)
    if n <= LARGE or state.get("evidence_large") == inventory.digest:
        return True
    st.info(
        f"This view works out all {n:,} sites at once, which may take some minutes the first "
        "time. On the command line: `python -m prioritizer classify` and `appraise`.",
        icon=":material/hourglass_top:",
    )
    if st.button(f"Work out all {n:,} sites", key="evidence-start"):
        state.put("evidence_large", inventory.digest)
        st.rerun()
    return False


def _site(basis: Basis) -> None:
    register, criteria = basis.inventory.register, basis.criteria
    left, right = st.columns([1.4, 1], gap="medium")
    with left:
        chosen = site_choice.choose(register, "site")
    if chosen is None:
        return
    with right:
        policy_choice.choose()
    one = evidence_cached.one_site(basis, chosen)
    markup.draw('<h2 class="pp-h2">UNFC class</h2>')
    unfc_site.show(one.classified)
    markup.draw('<h2 class="pp-h2">Metals</h2>')
    product_tables.show(one.appraised)
    markup.draw('<h2 class="pp-h2">Where each result comes from</h2>')
    derivation_tree.show(one.site, register, criteria, basis.reference)
    markup.draw('<h2 class="pp-h2">What is known, what to find out next</h2>')
    known, gaps = st.columns(2, gap="large")
    with known:
        site_completeness.show(one.captured, criteria)
    with gaps:
        site_completeness.missing(one.captured)


show()
