"""A known range as text for a cell: the best estimate, and the ends below it."""

from __future__ import annotations

from prioritizer.domain.site import Range
from prioritizer.domain.words import format_number
from prioritizer.ui.shell import markup
from prioritizer.ui.shell.text import escape_html, powers


def cell(known: Range, *, factor: float = 1.0, unit: str = "") -> str:
    """Return a range for an HTML cell; what is not known says so."""
    if not known.is_known:
        return '<span class="pp-tag unknown">not known</span>'
    best = number(known.best, factor)
    ends = [number(end, factor) for end in (known.low, known.high)]
    if known.best is None:
        return escape_html(f"{ends[0]} – {ends[1]} {unit}".strip())
    spread = "" if ends[0] == ends[1] == best else f"{ends[0]} – {ends[1]}"
    return escape_html(f"{best} {unit}".strip()) + markup.small(escape_html(spread))


def number(value: float | None, factor: float = 1.0) -> str:
    """Return a number with the digits it deserves; a question mark where it is not known."""
    return "?" if value is None else powers(format_number(value * factor))


def ratio(value: float | None) -> str:
    """Return a ratio such as 0.4 ×; a dash where there is no reference to divide by."""
    return "–" if value is None else f"{powers(format_number(value))} ×"
