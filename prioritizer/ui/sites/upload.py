"""A person's own inventory: upload, what was understood, and the way back to the sample."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from prioritizer.domain.site import SiteRegister
from prioritizer.domain.words import counted
from prioritizer.errors import DataError, Issue, Severity
from prioritizer.ui.parts import issue_list
from prioritizer.ui.shell import cache as cached
from prioritizer.ui.shell import session, state
from prioritizer.ui.shell.text import escape_markdown, plain

MAX_MEGABYTES = 20
KINDS = {
    "sites": "sites.csv",
    "grades": "grades.csv",
    "sources": "sources.csv",
    "own_columns": "own_columns.csv",
}
TABLES = ("csv", "txt", "tsv")
# Exports of this tool hold all of these tables.
EXPORTS = ("gpkg", "geojson", "zip")
ADVICE = (
    "A CSV table of sites, one row per waste body; grades and sources in tables of their own, "
    "as in the sample. A GeoPackage, GeoJSON or Data Package that this tool exported holds all "
    "of them. Columns of your own are kept; a table of own columns says their unit, kind and "
    "order of classes. Columns `site_id`, `name` and `waste_type` are needed, all others may "
    "be missing or blank: a blank cell means *not known*, never zero. Nothing leaves this "
    "computer. Nothing is written to disk; memory holds the tables while you work and for four "
    "hours "
    "after, so that a page loaded anew can bring them back."
)
REFUSED = (
    "The table could not be read. What was loaded before stays loaded; correct the places "
    "below "
    "and load the table again."
)


def show() -> None:
    """Draw the upload of a site table with its grades and sources, and its outcome."""
    _outcome()
    with st.expander("Load your own inventory", icon=":material/upload_file:"):
        st.markdown(ADVICE)
        files = {
            kind: column.file_uploader(
                "Sites (CSV or an export)"
                if kind == "sites"
                else f"{kind.capitalize().replace('_', ' ')} (CSV), optional",
                type=[*TABLES, *EXPORTS] if kind == "sites" else list(TABLES),
                key=f"upload-{kind}-{state.get('upload_round')}",
                max_upload_size=MAX_MEGABYTES,
            )
            for kind, column in zip(KINDS, st.columns(4), strict=True)
        }
        is_pressed = st.button(
            "Read these tables",
            type="primary",
            disabled=files["sites"] is None,
            key="read-upload",
        )
        if is_pressed and files["sites"] is not None:
            _read({kind: file for kind, file in files.items() if file is not None})
            st.rerun()
    if not session.own_inventory().is_sample:
        st.button(
            "Back to the sample inventory",
            icon=":material/undo:",
            key="back-to-sample",
            on_click=_back,
        )


def _read(files: Mapping[str, UploadedFile]) -> None:
    named = [(_name(kind, file), file.getvalue()) for kind, file in files.items()]
    too_large = [name for name, content in named if len(content) > MAX_MEGABYTES * 1_000_000]
    try:
        if too_large:
            raise DataError([_too_large(name) for name in too_large])
        if len(named) > 1 and named[0][0] != KINDS["sites"]:
            raise DataError([_superfluous(named[0][0])])
        inventory = cached.read_upload(named, title=plain(files["sites"].name, limit=60))
    except DataError as error:
        state.put("upload_refused", True)
        state.put("upload_issues", error.issues)
        return
    is_empty = not len(inventory.register)
    state.put("upload_refused", is_empty)
    state.put("upload_issues", inventory.issues)
    if not is_empty:
        session.use_inventory(inventory)
        state.put("enrich_said", "")
        state.put("upload_round", state.get("upload_round") + 1)


def _name(kind: str, file: UploadedFile) -> str:
    """Return a name made here, with the ending of an export: that of a browser is not safe."""
    ending = file.name.rpartition(".")[2].casefold()
    return f"sites.{ending}" if kind == "sites" and ending in EXPORTS else KINDS[kind]


def _too_large(name: str) -> Issue:
    return Issue(
        Severity.ERROR,
        name,
        None,
        None,
        "a larger file",
        f"at most {MAX_MEGABYTES} MB",
        "Split the table, or rank it on the command line.",
    )


def _superfluous(name: str) -> Issue:
    return Issue(
        Severity.ERROR,
        name,
        None,
        None,
        "other tables besides an export, which holds its own assays and sources",
        "the export alone, or tables as CSV",
        "Take the other files away and load it again.",
    )


def _outcome() -> None:
    inventory, issues = session.own_inventory(), state.get("upload_issues")
    if issues and not state.get("upload_refused"):
        issues = session.inventory().issues
    errors = [issue for issue in issues if issue.severity is Severity.ERROR]
    title = escape_markdown(inventory.register.title)
    count = f"{title}: {_counts(inventory.register)}"
    if state.get("upload_refused"):
        st.error(REFUSED, icon=":material/report:")
    elif errors:
        rows = len({(issue.file, issue.row) for issue in errors})
        st.warning(
            f"{count} {rows} rows have faults and are left out, see below.",
            icon=":material/warning:",
        )
    elif not inventory.is_sample:
        st.success(count, icon=":material/check:")
    if issues:
        title = (
            "1 remark on the table"
            if len(issues) == 1
            else f"{len(issues)} remarks on the table"
        )
        with st.expander(title, expanded=bool(errors), key="upload-remarks"):
            issue_list.show(issues)


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
    state.put("upload_refused", False)
    state.put("upload_issues", ())
