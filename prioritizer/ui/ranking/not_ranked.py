"""The sites set aside, for their status or by a veto: with the reason, never scored low."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from prioritizer.domain.gates import OpenGate
from prioritizer.domain.results import NotRanked
from prioritizer.domain.words import number
from prioritizer.languages.speech import counted, gettext, noop, plural
from prioritizer.ui.shell import markup
from prioritizer.ui.shell.cache import Problem
from prioritizer.ui.shell.text import escape_html

SHOWN = 500
VETO = noop("Veto. Listed with its reason, never scored low.")
STATUS = noop(
    "This ranking is about historical waste. The switch above the list ranks them too."
)
REPORTED = noop("These stay in the ranking: only what is verified sets a site aside.")
OPEN = noop("These stay in the ranking. Find out what the veto asks before you decide.")
N_ASIDE = plural(
    "Set aside for their status: {n} site", "Set aside for their status: {n} sites"
)
N_GATED = plural("Behind a veto: {n} site", "Behind a veto: {n} sites")
N_TOLD = plural("Confirm the status first: {n} site", "Confirm the status first: {n} sites")
N_OPEN = plural("A veto cannot be decided: {n} site", "A veto cannot be decided: {n} sites")


def show(found: Problem) -> None:
    """Draw the expander; nothing where no site has a veto, nor may have one."""
    aside = [entry for entry in found.not_ranked if entry.is_aside]
    if aside:
        _expander(N_ASIDE, "facilities", STATUS, map(_row, aside[:SHOWN]), len(aside))
    gated = [entry for entry in found.not_ranked if entry.gate and not entry.is_aside]
    if gated:
        _expander(N_GATED, "not-ranked", VETO, map(_row, gated[:SHOWN]), len(gated))
    told = [one for one in found.open_gates if one.is_reported]
    if told:
        _expander(N_TOLD, "reported", REPORTED, map(_told_row, told[:SHOWN]), len(told))
    undecided = [one for one in found.open_gates if not one.is_reported]
    if undecided:
        _expander(N_OPEN, "open-gates", OPEN, map(_open_row, undecided[:SHOWN]), len(undecided))


def _expander(
    titles: tuple[str, str], key: str, note: str, rows: Iterable[tuple[str, str]], n_rows: int
) -> None:
    rest = n_rows - SHOWN
    more = gettext("and {n} more", n=rest) if rest > 0 else ""
    with st.expander(counted(titles, n_rows, n=number(n_rows)), key=key):
        markup.draw(
            markup.note(escape_html(gettext(note))),
            markup.table((gettext("Site"), gettext("Reason")), rows),
            markup.note(escape_html(more)) if more else "",
        )


def _told_row(one: OpenGate) -> tuple[str, str]:
    name = escape_html(one.name, limit=120) + markup.small(escape_html(one.site_id, limit=40))
    return name, escape_html(gettext(one.rule.reason), limit=400)


def _open_row(one: OpenGate) -> tuple[str, str]:
    name = escape_html(one.name, limit=120) + markup.small(escape_html(one.site_id, limit=40))
    why = gettext("the range crosses the limit") if one.is_known else gettext("not known")
    reason = gettext(one.rule.reason)
    return name, escape_html(f"{one.rule.words}: {reason} ({why})", limit=400)


def _row(entry: NotRanked) -> tuple[str, str]:
    name = escape_html(entry.name, limit=120) + markup.small(
        escape_html(entry.site_id, limit=40)
    )
    gate, reason = gettext(entry.gate.replace("_", " ")), gettext(entry.reason)
    return name, escape_html(f"{gate}: {reason}", limit=400)
