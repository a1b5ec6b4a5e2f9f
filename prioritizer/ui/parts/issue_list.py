"""Faults and remarks of a table, all together: place, what was found, what to do."""

from __future__ import annotations

from collections.abc import Sequence

from prioritizer.errors import SHOWN_ROWS, Issue, IssueGroup, Severity, grouped
from prioritizer.ui.shell import markup
from prioritizer.ui.shell.page_words import in_the_page
from prioritizer.ui.shell.text import escape_html

SHOWN = 200
ORDER = (Severity.ERROR, Severity.WARNING, Severity.NOTE)
COLUMNS = ("Kind", "Where", "Found", "Expected, and what to do")


def show(issues: Sequence[Issue]) -> None:
    """Draw the issues as a table, errors first; the same fault of many rows is one line."""
    groups = sorted(grouped(issues), key=lambda group: ORDER.index(group.first.severity))
    rest = len(groups) - SHOWN
    markup.draw(
        markup.table(COLUMNS, map(_row, groups[:SHOWN])),
        markup.note(f"and {rest} more. Correct these first.") if rest > 0 else "",
    )


def _row(group: IssueGroup) -> tuple[str, ...]:
    issue = group.first
    site = f"site {escape_html(issue.site_id, limit=80)}" if issue.site_id else ""
    return (
        f'<span class="pp-badge {issue.severity}">{issue.severity}</span>',
        escape_html(issue.place, limit=200)
        + "".join(markup.small(words) for words in (site, _more(group)) if words),
        escape_html(issue.found, limit=300),
        escape_html(f"Expected {issue.expected}. {in_the_page(issue.hint)}", limit=500),
    )


def _more(group: IssueGroup) -> str:
    """Return in how many more rows the fault was met, and in which first."""
    more = group.rows[1:]
    shown = ", ".join(map(str, more[:SHOWN_ROWS])) + (" …" if more[SHOWN_ROWS:] else "")
    return f"and {len(more):,} more rows: {shown}" if more else ""
