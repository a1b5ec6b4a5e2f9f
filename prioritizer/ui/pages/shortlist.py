"""The shortlist page: who is on the list and how sure, locks with reasons, scenarios."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from prioritizer.domain.results import Assessment
from prioritizer.domain.shortlist import Cutoff
from prioritizer.errors import InputError
from prioritizer.ui.parts import indistinct_note
from prioritizer.ui.parts.view_switch import view_switch
from prioritizer.ui.pilots import cache as cached_pilots
from prioritizer.ui.robustness import cache as cached_robustness
from prioritizer.ui.shell import cache as cached
from prioritizer.ui.shell import markup, session, theme
from prioritizer.ui.shell.cache import Problem
from prioritizer.ui.shell.text import fault_words
from prioritizer.ui.shortlist import edits as pilot_book
from prioritizer.ui.shortlist import entries as shortlist_entries
from prioritizer.ui.shortlist import files as shortlist_files
from prioritizer.ui.shortlist import locks as shortlist_locks
from prioritizer.ui.shortlist import room as report_workshop
from prioritizer.ui.shortlist import rule as shortlist_rule
from prioritizer.ui.shortlist import scenarios as shortlist_scenarios
from prioritizer.ui.shortlist import table as shortlist_table
from prioritizer.ui.shortlist.entries import Page
from prioritizer.workflow.pilots.fitting_locks import fitting
from prioritizer.workflow.pilots.shortlist import (
    Locks,
    Shortlist,
    marked_with,
)

VIEWS = {"list": "The list", "scenarios": "Scenarios compared"}


def show() -> None:
    """Draw the page; the list first, its next steps when they are found."""
    criteria = session.criteria()
    session.start(criteria)
    settings = session.settings(criteria)
    found = session.problem(criteria, settings)
    assessment = cached.assess(found, settings)
    theme.apply_pilots()
    st.title("Shortlist for pilot studies", anchor=False)
    indistinct_note.show(assessment)
    markup.draw(shortlist_table.choices(assessment))
    left, right = st.columns([1.5, 1], vertical_alignment="bottom")
    with left:
        rule = shortlist_rule.choose()
    if view_switch("pilots_view", VIEWS, place=right) == "scenarios":
        shortlist_scenarios.show(found, assessment, rule)
        return
    _list(found, assessment, rule)


def _list(found: Problem, assessment: Assessment, rule: Cutoff) -> None:
    listed, locks = _locked(found, assessment, rule)
    parts = shortlist_entries.groups(listed, is_drawn=assessment.answer is not None)
    site_ids = tuple(entry.site_id for _, entries in parts for entry in entries)
    page = Page(assessment, cached_pilots.classes(found, site_ids), found.register.by_id())
    report_workshop.show(found.register)
    later = st.container(gap="xsmall")
    table = st.empty()
    lock_title = f"Locks ({len(locks.must) + len(locks.must_not)})"
    with st.expander(lock_title, icon=":material/lock:", key="shortlist-locks"):
        shortlist_locks.show(found, assessment, rule)
    with st.expander("Result of a workshop", icon=":material/groups:"):
        report_workshop.load("shortlist")
    files = st.container()
    with table.container():
        shortlist_entries.show(listed, page)
    with later:
        steps = cached_robustness.shown_steps(found, assessment)
        modes = cached_robustness.shown_modes(found, assessment)
    of_site = None if steps is None else steps.of_site
    page = replace(page, steps=of_site, waiting="not worked out")
    with table.container():
        shortlist_entries.show(marked_with(listed, modes or {}), page)
    with files:
        shortlist_files.show(found, assessment, listed)


def _locked(found: Problem, assessment: Assessment, rule: Cutoff) -> tuple[Shortlist, Locks]:
    """Return the list with the locks that can hold; each of the others is named."""
    locks = pilot_book.locks(site.site_id for site in found.register.sites)
    held, faults = fitting(assessment, rule, locks)
    for fault in faults:
        words = fault_words(InputError(fault))
        st.error(f"Left aside, all other locks hold: {words}", icon=":material/lock:")
    listed = cached_pilots.listed(found, assessment, rule, held)
    return listed, locks


show()
