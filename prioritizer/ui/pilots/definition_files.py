"""A pilot definition to take away: paper, text to go on writing in, and data."""

from __future__ import annotations

import json
from functools import partial

import streamlit as st

from prioritizer.exports.marking import marked
from prioritizer.exports.report.one_pilot import pilot_report
from prioritizer.ui.shell import state
from prioritizer.ui.shell.text import plain
from prioritizer.ui.shortlist import edits as pilot_book
from prioritizer.workflow.pilots.definition import as_data, as_markdown
from prioritizer.workflow.pilots.edits import EditedPilot, edits_json

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def show(edited: EditedPilot) -> None:
    """Draw one button per file; each is made when it is asked for."""
    pilot, mark = edited.pilot, state.inventory().mark
    stem = "".join(c if c.isalnum() or c in "-_" else "_" for c in plain(pilot.site_id))
    files = (
        (
            "PDF",
            ":material/picture_as_pdf:",
            "pdf",
            "application/pdf",
            partial(_pdf, edited, mark),
        ),
        ("Word", ":material/description:", "docx", WORD, partial(_docx, edited, mark)),
        (
            "Markdown",
            ":material/notes:",
            "md",
            "text/markdown",
            partial(_markdown, edited, mark),
        ),
        (
            "JSON",
            ":material/data_object:",
            "json",
            "application/json",
            partial(_json, edited, mark),
        ),
    )
    with st.container(horizontal=True, gap="small"):
        for title, icon, ending, kind, build in files:
            st.download_button(
                title,
                build,
                f"pilot-{stem}.{ending}",
                kind,
                key=f"pilot-{ending}",
                icon=icon,
                on_click="ignore",
            )
        if edited.edits:
            st.download_button(
                "Edits only (JSON)",
                edits_json(pilot_book.edits(), pilot.site_id),
                f"pilot-{stem}-edits.json",
                "application/json",
                key="pilot-edits",
                icon=":material/edit_note:",
                on_click="ignore",
                help="For the command line: `python -m prioritizer pilot SITE --edits FILE`.",
            )


def _pdf(edited: EditedPilot, mark: str) -> bytes:
    from prioritizer.exports.layouts import pdf as pdf_report

    return pdf_report.write(pilot_report(edited, mark=mark))


def _docx(edited: EditedPilot, mark: str) -> bytes:
    from prioritizer.exports.layouts import docx as docx_report

    return docx_report.write(pilot_report(edited, mark=mark))


def _markdown(edited: EditedPilot, mark: str) -> bytes:
    return marked(as_markdown(edited.pilot).encode(), mark)


def _json(edited: EditedPilot, mark: str) -> bytes:
    data = as_data(edited.pilot) | {
        "edits": [
            {"path": e.path, "who": e.who, "at": e.at, "why": e.why} for e in edited.edits
        ]
    }
    text = json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    return marked(text.encode(), mark)
