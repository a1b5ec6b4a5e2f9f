"""The sites behind a veto: listed with the reason, never scored low."""

from __future__ import annotations

import streamlit as st

from prioritizer.domain.results import NotRanked
from prioritizer.domain.words import counted
from prioritizer.ui.shell import markup
from prioritizer.ui.shell.cache import Problem
from prioritizer.ui.shell.text import escape_html

SHOWN = 500
VETO = "<b>Veto.</b> Listed with its reason, never scored low."


def show(found: Problem) -> None:
    """Draw the expander; nothing where no site has a veto."""
    gated = [entry for entry in found.not_ranked if entry.gate]
    if not gated:
        return
    title = f"Behind a veto: {counted(len(gated), 'site')}"
    with st.expander(title, key="not-ranked"):
        rest = len(gated) - SHOWN
        markup.draw(
            markup.note(VETO),
            markup.table(("Site", "Reason"), map(_row, gated[:SHOWN])),
            markup.note(f"and {rest} more") if rest > 0 else "",
        )


def _row(entry: NotRanked) -> tuple[str, str]:
    name = escape_html(entry.name, limit=120) + markup.small(
        escape_html(entry.site_id, limit=40)
    )
    return name, escape_html(f"{entry.gate.replace('_', ' ')}: {entry.reason}", limit=400)
