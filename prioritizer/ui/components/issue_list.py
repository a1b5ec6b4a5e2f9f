"""Faults and remarks of a table, all together: place, what was found, what to do."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from prioritizer.errors import Issue, Severity
from prioritizer.ui.text import escape_html

SHOWN = 200
ORDER = (Severity.ERROR, Severity.WARNING, Severity.NOTE)


def show(issues: Sequence[Issue]) -> None:
    """Draw the issues as a table, errors first."""
    ordered = sorted(issues, key=lambda issue: ORDER.index(issue.severity))
    body = "".join(
        f"<tr><th scope='row'><span class='pp-badge {issue.severity}'>{issue.severity}</span></th>"
        f"<td>{escape_html(issue.place, limit=200)}</td>"
        f"<td>{escape_html(issue.found, limit=300)}</td>"
        f"<td>{escape_html(f'Expected {issue.expected}. {issue.hint}', limit=500)}</td></tr>"
        for issue in ordered[:SHOWN]
    )
    st.html(
        "<table class='pp-table'><thead><tr><th scope='col'>Kind</th><th scope='col'>Where</th>"
        "<th scope='col'>Found</th><th scope='col'>Expected, and what to do</th></tr></thead>"
        f"<tbody>{body}</tbody></table>"
    )
    if len(ordered) > SHOWN:
        st.html(f"<p class='pp-note'>and {len(ordered) - SHOWN} more. Correct these first.</p>")
