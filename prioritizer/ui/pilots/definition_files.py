"""A pilot definition to take away: paper, text to edit, and data."""

from __future__ import annotations

from functools import partial

import streamlit as st

from prioritizer.exports.formats import JSON, PILOT_FORMATS
from prioritizer.ui.shell import session
from prioritizer.ui.shell.text import plain
from prioritizer.ui.shortlist import edits as pilot_book
from prioritizer.workflow.pilots.edits import EditedPilot, edits_json

ICONS = {
    "pdf": ":material/picture_as_pdf:",
    "docx": ":material/description:",
    "md": ":material/notes:",
    "json": ":material/data_object:",
}


def show(edited: EditedPilot) -> None:
    """Draw one button per file; each is made when it is asked for."""
    pilot, mark = edited.pilot, session.inventory().mark
    stem = "".join(c if c.isalnum() or c in "-_" else "_" for c in plain(pilot.site_id))
    with st.container(horizontal=True, gap="small"):
        for name, entry in PILOT_FORMATS.items():
            st.download_button(
                entry.title,
                partial(entry.write, edited, mark),
                f"pilot-{stem}{entry.extension}",
                entry.media_type,
                key=f"pilot-{name}",
                icon=ICONS[name],
                on_click="ignore",
            )
        if edited.edits:
            st.download_button(
                "Edits only (JSON)",
                edits_json(pilot_book.seen(), pilot.site_id),
                f"pilot-{stem}-edits.json",
                JSON.media_type,
                key="pilot-edits",
                icon=":material/edit_note:",
                on_click="ignore",
                help="What was changed by hand; docs/pilots.md says how it is read again.",
            )
