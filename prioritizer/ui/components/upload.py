"""A person's own inventory: upload, what was understood, and the way back to the sample."""

from __future__ import annotations

import streamlit as st

from prioritizer.errors import DataError, Issue, Severity
from prioritizer.ui import cached, state
from prioritizer.ui.components import issue_list
from prioritizer.ui.text import escape_markdown, plain

MAX_MEGABYTES = 20
KINDS = {"sites": "sites.csv", "grades": "grades.csv", "sources": "sources.csv"}


def show() -> None:
    """Draw the upload of a site table with its grades and sources, and its outcome."""
    inventory = state.inventory()
    _outcome()
    with st.expander("Load your own inventory", icon=":material/upload_file:", expanded=bool(state.get("upload_issues"))):
        st.markdown(
            "A CSV table of sites, one row per waste body; grades and sources in tables of their own, "
            "as in the sample. Columns `site_id`, `name` and `waste_type` are needed, all others may "
            "be missing or blank: a blank cell means *not known*, never zero. Nothing leaves this computer "
            "and nothing is kept after the session."
        )
        columns = st.columns(3)
        turn = state.get("upload_round")
        files = {
            kind: column.file_uploader(
                f"{kind.capitalize()} (CSV)" + ("" if kind == "sites" else ", optional"), type=["csv", "txt", "tsv"],
                key=f"upload-{kind}-{turn}", max_upload_size=MAX_MEGABYTES,
            )
            for kind, column in zip(KINDS, columns, strict=True)
        }
        if st.button("Read these tables", type="primary", disabled=files["sites"] is None, key="read-upload"):
            _read({kind: file for kind, file in files.items() if file is not None})
            st.rerun()
    if not inventory.is_sample:
        st.button(
            "Back to the sample inventory", icon=":material/undo:", key="back-to-sample",
            on_click=_back,
        )


def _read(files: dict[str, object]) -> None:
    named = [(KINDS[kind], file.getvalue()) for kind, file in files.items()]  # type: ignore[attr-defined]
    title = plain(files["sites"].name, limit=60)  # type: ignore[attr-defined]
    too_large = [name for name, content in named if len(content) > MAX_MEGABYTES * 1_000_000]
    if too_large:
        state.put("upload_issues", (Issue(
            Severity.ERROR, too_large[0], None, None, "a larger file", f"at most {MAX_MEGABYTES} MB",
            "Split the table, or rank it on the command line.",
        ),))
        return
    try:
        inventory = cached.read_upload(named, title=title)
    except DataError as error:
        state.put("upload_issues", error.issues)
        return
    state.put("upload_issues", inventory.issues)
    if len(inventory.register):
        state.use_inventory(inventory)
        state.put("upload_round", state.get("upload_round") + 1)


def _outcome() -> None:
    inventory = state.inventory()
    issues = state.get("upload_issues")
    errors = [issue for issue in issues if issue.severity is Severity.ERROR]
    if inventory.is_sample and not issues:
        return
    if inventory.is_sample:
        st.error("The table could not be read. The sample inventory stays loaded; correct the places "
                 "below and load the table again.", icon=":material/report:")
    elif errors:
        st.warning(f"{escape_markdown(inventory.register.title)}: {len(inventory.register)} sites were read. "
                   f"{len({(i.file, i.row) for i in errors})} rows have faults and are left out, see below.",
                   icon=":material/warning:")
    else:
        st.success(f"{escape_markdown(inventory.register.title)}: {len(inventory.register)} sites were read.",
                   icon=":material/check:")
    if issues:
        with st.expander(f"{len(issues)} remarks on the table", expanded=bool(errors)):
            issue_list.show(issues)


def _back() -> None:
    state.use_inventory(None)
    state.put("upload_issues", ())
