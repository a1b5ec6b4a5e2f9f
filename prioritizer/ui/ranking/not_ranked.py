"""The sites set aside, for their status or by a veto: with the reason, never scored low."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from prioritizer.domain.gates import OpenGate
from prioritizer.domain.results import NotRanked
from prioritizer.domain.words import counted
from prioritizer.ui.shell import markup
from prioritizer.ui.shell.cache import Problem
from prioritizer.ui.shell.text import escape_html

SHOWN = 500
VETO = "<b>Veto.</b> Listed with its reason, never scored low."
STATUS = "This ranking is about historical waste. The switch above the list ranks them too."
REPORTED = "These stay in the ranking: only what is verified sets a site aside."
OPEN = "These stay in the ranking. Find out what the veto asks before you decide."


def show(found: Problem) -> None:
    """Draw the expander; nothing where no site has a veto, nor may have one."""
    aside = [entry for entry in found.not_ranked if entry.is_aside]
    if aside:
        title = f"Set aside for their status: {counted(len(aside), 'site')}"
        _expander(title, "facilities", STATUS, map(_row, aside[:SHOWN]), len(aside))
    gated = [entry for entry in found.not_ranked if entry.gate and not entry.is_aside]
    if gated:
        title = f"Behind a veto: {counted(len(gated), 'site')}"
        _expander(title, "not-ranked", VETO, map(_row, gated[:SHOWN]), len(gated))
    told = [one for one in found.open_gates if one.is_reported]
    if told:
        title = f"Confirm the status first: {counted(len(told), 'site')}"
        _expander(title, "reported", REPORTED, map(_told_row, told[:SHOWN]), len(told))
    undecided = [one for one in found.open_gates if not one.is_reported]
    if undecided:
        title = f"A veto cannot be decided: {counted(len(undecided), 'site')}"
        _expander(title, "open-gates", OPEN, map(_open_row, undecided[:SHOWN]), len(undecided))


def _expander(
    title: str, key: str, note: str, rows: Iterable[tuple[str, str]], n_rows: int
) -> None:
    rest = n_rows - SHOWN
    with st.expander(title, key=key):
        markup.draw(
            markup.note(note),
            markup.table(("Site", "Reason"), rows),
            markup.note(f"and {rest} more") if rest > 0 else "",
        )


def _told_row(one: OpenGate) -> tuple[str, str]:
    name = escape_html(one.name, limit=120) + markup.small(escape_html(one.site_id, limit=40))
    return name, escape_html(one.rule.reason, limit=400)


def _open_row(one: OpenGate) -> tuple[str, str]:
    name = escape_html(one.name, limit=120) + markup.small(escape_html(one.site_id, limit=40))
    why = "the range crosses the limit" if one.is_known else "not known"
    return name, escape_html(f"{one.rule.words}: {one.rule.reason} ({why})", limit=400)


def _row(entry: NotRanked) -> tuple[str, str]:
    name = escape_html(entry.name, limit=120) + markup.small(
        escape_html(entry.site_id, limit=40)
    )
    return name, escape_html(f"{entry.gate.replace('_', ' ')}: {entry.reason}", limit=400)
