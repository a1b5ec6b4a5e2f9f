"""Faults and remarks of a table, all together: place, what was found, what to do."""

from __future__ import annotations

from collections.abc import Sequence

from prioritizer.errors import Issue, Severity
from prioritizer.ui.shell import markup
from prioritizer.ui.shell.text import escape_html

SHOWN = 200
ORDER = (Severity.ERROR, Severity.WARNING, Severity.NOTE)
COLUMNS = ("Kind", "Where", "Found", "Expected, and what to do")


def show(issues: Sequence[Issue]) -> None:
    """Draw the issues as a table, errors first."""
    ordered = sorted(issues, key=lambda issue: ORDER.index(issue.severity))
    rest = len(ordered) - SHOWN
    markup.draw(
        markup.table(COLUMNS, map(_row, ordered[:SHOWN])),
        markup.note(f"and {rest} more. Correct these first.") if rest > 0 else "",
    )


def _row(issue: Issue) -> tuple[str, ...]:
    return (
        f'<span class="pp-badge {issue.severity}">{issue.severity}</span>',
        escape_html(issue.place, limit=200),
        escape_html(issue.found, limit=300),
        escape_html(f"Expected {issue.expected}. {issue.hint}", limit=500),
    )
