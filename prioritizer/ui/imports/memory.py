"""The decisions of an import, remembered on this computer for files with the same headings."""

from __future__ import annotations

import streamlit as st

from prioritizer.ui.imports.job import ImportJob
from prioritizer.ui.shell import markup, state
from prioritizer.workflow.sites.importing import ImportResult
from prioritizer.workflow.sites.remembered import forget, is_remembered, remember

ADVICE = (
    "The tool then reads a file with the same headings in the same way, and the list of what "
    "was understood says so. They are kept with your data on the computer that runs this tool, "
    "for everybody who uses it there."
)
KEPT = "These headings are remembered."


def show(job: ImportJob, result: ImportResult) -> None:
    """Draw the button that remembers the headings of a file, or those that change that."""
    if not result.matches:
        return
    is_kept = is_remembered(result)
    markup.draw(markup.note(f"{KEPT} {ADVICE}" if is_kept else ADVICE))
    left, right = st.columns([1, 1.6])
    if left.button(
        "Remember the decisions as they are now" if is_kept else "Remember these headings",
        key=f"import-remember-{job.number}",
        icon=":material/bookmark:",
    ):
        remember(result, job.options)
        state.put("notice", "The decisions are remembered for files with these headings.")
        st.rerun()
    if is_kept and right.button(
        "Forget these headings", key=f"import-forget-{job.number}", icon=":material/close:"
    ):
        forget(result)
        state.put("notice", "These headings are forgotten.")
        st.rerun()
