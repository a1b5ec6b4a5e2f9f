"""The criteria set in use: shipped or one's own, its faults told, and to take away."""

from __future__ import annotations

import streamlit as st

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.errors import DataError
from prioritizer.exports.formats import YAML
from prioritizer.exports.tables.criteria_file import criteria_yaml
from prioritizer.ui.parts import issue_list
from prioritizer.ui.shell import cache as cached
from prioritizer.ui.shell import fresh, markup, session, state
from prioritizer.ui.shell.choice_types import OWN
from prioritizer.ui.shell.text import escape_html, plain
from prioritizer.workflow.criteria.scale_edits import edited_criteria, is_edited
from prioritizer.workflow.criteria.sets import own_set, shipped_sets

MAX_MEGABYTES = 1
ADVICE = (
    "A criteria file says what is measured, on which scales, in which tree and with which "
    "starting weights. Download the present set, change it in a text editor and read it here; "
    "`docs/criteria.md` explains every member. Sites and weights stay as they are."
)


def choose() -> None:
    """Draw the choice of the set."""
    names = [*shipped_sets(), *([OWN] if state.get("criteria_own") else [])]
    st.segmented_control(
        "Criteria set",
        names,
        format_func=_label,
        required=True,
        **state.started("criteria_name", "default"),
    )


def _label(name: str) -> str:
    chosen = state.get("criteria_own") if name == OWN else cached.criteria_set(name)
    title = "My own" if name == OWN else name.replace("_", " ").capitalize()
    return f"{title} · {len(chosen.criteria)}"


def show_summary(criteria: CriteriaSet) -> None:
    """Draw what the set is, and what of it is edited."""
    edited = edited_criteria(criteria)
    marks = ""
    if edited:
        names = ", ".join(escape_html(criterion.name) for criterion in edited)
        marks = (
            f' <span class="pp-tag edited">edited: {names}</span> Your scales are '
            f"{fresh.where_kept()}; download the set to use it elsewhere."
        )
    elif is_edited(criteria):
        marks = ' <span class="pp-tag edited">edited</span>'
    n, branches = len(criteria.criteria), len(criteria.branches)
    tree = f" in {branches} branches" if branches else ""
    markup.draw(
        f'<p class="pp-lead"><b>{escape_html(criteria.title, limit=120)}</b>, version '
        f"{escape_html(criteria.version, limit=40)}: {n} criteria{tree}.{marks}</p>"
    )


def show_files(criteria: CriteriaSet) -> None:
    """Draw the download of the set in use and the upload of another, with its faults."""
    with st.expander("Take this set away, or use your own", icon=":material/upload_file:"):
        markup.draw(markup.line(markup.prose(ADVICE)))
        st.download_button(
            "Download the set in use (YAML)",
            lambda: criteria_yaml(criteria),
            f"criteria-{plain(session.told(criteria.id), limit=40)}.yaml",
            YAML.media_type,
            key="scales-download",
            on_click="ignore",
            icon=":material/download:",
        )
        file = st.file_uploader(
            "Criteria file (YAML)",
            type=["yaml", "yml"],
            key=f"scales-upload-{state.get('scales_round')}",
            max_upload_size=MAX_MEGABYTES,
        )
        is_pressed = st.button(
            "Read this file", type="primary", disabled=file is None, key="scales-read"
        )
        if is_pressed and file is not None:
            _read(file.name, file.getvalue())
            st.rerun()
    issues = state.get("scales_issues")
    if issues:
        st.error(
            "The criteria file was refused as a whole; the set in use stays. Correct the "
            "places below and read it again.",
            icon=":material/report:",
        )
        issue_list.show(issues)


def _read(name: str, content: bytes) -> None:
    try:
        own = own_set(content, name)
    except DataError as error:
        state.put("scales_issues", tuple(error.issues))
        return
    state.put("scales_issues", ())
    state.put("scales_round", state.get("scales_round") + 1)
    session.use_own_criteria(own)
    state.put("notice", f"{plain(session.told(own.title), limit=80)} is in use, on every page.")
