"""What inventory is loaded, what was remarked on it, and the way back to the sample."""

from __future__ import annotations

import streamlit as st

from prioritizer.domain.site import SiteRegister
from prioritizer.domain.words import counted
from prioritizer.errors import Severity
from prioritizer.ui.parts import issue_list
from prioritizer.ui.shell import session, state
from prioritizer.ui.shell.text import escape_markdown


def show() -> None:
    """Draw the counts and remarks of an inventory of one's own; nothing for the sample."""
    own = session.own_inventory()
    if own.is_sample:
        return
    seen = session.inventory()
    errors = [issue for issue in seen.issues if issue.severity is Severity.ERROR]
    count = f"{escape_markdown(session.told(own.register.title))}: {_counts(seen.register)}"
    if errors:
        rows = counted(len({(issue.file, issue.row) for issue in errors}), "row")
        st.warning(
            f"{count} In {rows} there are faults: the faulty cell, grade or site is left out. "
            "See below.",
            icon=":material/warning:",
        )
    else:
        st.success(count, icon=":material/check:")
    if seen.issues:
        title = f"{counted(len(seen.issues), 'remark')} on the table"
        with st.expander(title, expanded=bool(errors), key="upload-remarks"):
            issue_list.show(seen.issues)
    st.button(
        "Back to the sample inventory",
        icon=":material/undo:",
        key="back-to-sample",
        on_click=_back,
    )


def _counts(register: SiteRegister) -> str:
    """Return how many sites and assays were read: forgotten grades change the ranking."""
    n, without = len(register), register.n_without_assay
    read = f"{counted(n, 'site')} and {counted(register.n_assays, 'assay')} were read"
    if without == n:
        return f"{read}; no site has an assay. Load the grades too, if there are any."
    return f"{read}; {counted(without, 'site')} without assay." if without else f"{read}."


def _back() -> None:
    session.use_inventory(None)
    state.put("enrich_said", "")
