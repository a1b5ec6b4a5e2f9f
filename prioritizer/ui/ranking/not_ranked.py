"""The sites that are listed but not scored, with the reason or with what is missing."""

from __future__ import annotations

import streamlit as st

from prioritizer.domain.results import NotRanked
from prioritizer.ui.shell import markup
from prioritizer.ui.shell.cache import Problem
from prioritizer.ui.shell.text import escape_html

SHOWN = 500
VETO = "<b>Veto.</b> Listed with its reason, never scored low."
UNKNOWN = (
    "<b>Not enough evidence.</b> Neither a mass or volume nor a grade is known. One published "
    "figure brings a site into the ranking."
)


def show(found: Problem) -> None:
    """Draw the expander; nothing where every site is ranked."""
    if not found.not_ranked:
        return
    gated = [entry for entry in found.not_ranked if entry.gate]
    unknown = [entry for entry in found.not_ranked if not entry.gate]
    title = f"Not ranked: {len(unknown)} without enough evidence, {len(gated)} behind a veto"
    with st.expander(title, key="not-ranked"):
        if gated:
            markup.draw(markup.note(VETO), _table("Reason", gated))
        if unknown:
            markup.draw(markup.note(UNKNOWN), _table("What is missing", unknown))


def _table(last: str, entries: list[NotRanked]) -> str:
    rest = len(entries) - SHOWN
    found = markup.table(("Site", last), map(_row, entries[:SHOWN]))
    return found + (markup.note(f"and {rest} more") if rest > 0 else "")


def _row(entry: NotRanked) -> tuple[str, str]:
    why = f"{entry.gate.replace('_', ' ')}: {entry.reason}" if entry.gate else ""
    name = escape_html(entry.name, limit=120) + markup.small(
        escape_html(entry.site_id, limit=40)
    )
    return name, escape_html(why or "; ".join(entry.missing), limit=400)
