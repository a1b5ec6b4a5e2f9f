"""The sites that are listed but not scored, with the reason or with what is missing."""

from __future__ import annotations

import streamlit as st

from prioritizer.ui.cached import Problem
from prioritizer.ui.text import escape_html

SHOWN = 500


def show(found: Problem) -> None:
    """Draw the expander; nothing where every site is ranked."""
    if not found.not_ranked:
        return
    gated = [entry for entry in found.not_ranked if entry.gate]
    unknown = [entry for entry in found.not_ranked if not entry.gate]
    with st.expander(f"Not ranked: {len(unknown)} sites without enough evidence, {len(gated)} behind a veto"):
        if gated:
            st.html("<p class='pp-note'><b>Veto.</b> Listed with its reason, never scored low.</p>" + _table(
                "Reason", [(e.name, e.site_id, f"{e.gate.replace('_', ' ')}: {e.reason}") for e in gated]))
        if unknown:
            st.html("<p class='pp-note'><b>Not enough evidence.</b> Neither a mass or volume nor a grade is known. "
                    "One published figure brings a site into the ranking.</p>" + _table(
                        "What is missing", [(e.name, e.site_id, "; ".join(e.missing)) for e in unknown]))


def _table(last: str, rows: list[tuple[str, str, str]]) -> str:
    body = "".join(
        f"<tr><th scope='row'>{escape_html(name, limit=120)}<small>{escape_html(site_id, limit=40)}</small></th>"
        f"<td>{escape_html(text, limit=400)}</td></tr>"
        for name, site_id, text in rows[:SHOWN]
    )
    more = f"<p class='pp-note'>and {len(rows) - SHOWN} more</p>" if len(rows) > SHOWN else ""
    return f"<table class='pp-table'><thead><tr><th scope='col'>Site</th><th scope='col'>{last}</th></tr></thead><tbody>{body}</tbody></table>{more}"
