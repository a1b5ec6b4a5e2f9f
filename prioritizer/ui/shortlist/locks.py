"""Locks on the shortlist: who must be on it, who must not, and why somebody said so."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from prioritizer.domain.pilot_edit import in_force
from prioritizer.domain.results import Assessment
from prioritizer.domain.shortlist import Cutoff
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.words import counted
from prioritizer.errors import InputError
from prioritizer.ui.inventories import keep_form
from prioritizer.ui.shell import faults, markup, state
from prioritizer.ui.shell.cache import Problem
from prioritizer.ui.shell.text import escape_html, escape_markdown, plain
from prioritizer.ui.shortlist import edits as pilot_book
from prioritizer.workflow.pilots.edits import LOCK, MUST, MUST_NOT
from prioritizer.workflow.pilots.fitting_locks import fitting
from prioritizer.workflow.pilots.shortlist import Locks

MOST_LISTED = 2000
KINDS = {MUST: "Must be on the list", MUST_NOT: "Must not be on it"}


def show(found: Problem, assessment: Assessment, rule: Cutoff) -> None:
    """Draw the locks in force with a way to lift each, and the form for another.

    A lock that cannot hold is refused: it would stand in no list and keep reports from being
    built.
    """
    _present(found)
    with st.form("pilots-lock", clear_on_submit=True):
        left, right = st.columns([1.3, 1])
        site_id = _site(left, found.register)
        kind = right.radio(
            "It", list(KINDS), format_func=KINDS.__getitem__, horizontal=True, key="lock-kind"
        )
        who, why = keep_form.who_and_why("lock")
        is_pressed = st.form_submit_button("Lock this site", icon=":material/lock:")
    markup.draw(markup.note(f"Locks are {escape_html(pilot_book.place())}."))
    if is_pressed:
        with faults.contained():
            if site_id is None:
                st.warning("Choose a site of the inventory first.", icon=":material/lock:")
                return
            one = {site_id: why}
            locks = Locks(one, {}) if kind == MUST else Locks({}, one)
            _, wrong = fitting(assessment, rule, locks)
            if wrong:
                raise InputError(f"{wrong[0]} Nothing was locked.")
            pilot_book.keep(site_id, LOCK, kind, who=who, why=why)
            st.rerun()


def _site(place: DeltaGenerator, register: SiteRegister) -> str | None:
    """Draw the choice of a site; in a large inventory its id is typed."""
    if len(register) > MOST_LISTED:
        typed = place.text_input("Id of the site", key="lock-site-id", max_chars=80).strip()
        return typed if typed in register.by_id() else None
    names = {site.site_id: f"{site.site_id} · {plain(site.name, limit=70)}"
             for site in register.sites}  # fmt: skip
    chosen: str | None = place.selectbox(
        "Site",
        list(names),
        format_func=names.__getitem__,
        index=None,
        key="lock-site",
        placeholder="Choose a site",
    )
    return chosen


def _present(found: Problem) -> None:
    locks = [edit for edit in in_force(pilot_book.seen()) if pilot_book.is_lock(edit)]
    sites = found.register.by_id()
    for edit in locks:
        text, button = st.columns([5, 1], vertical_alignment="center")
        site = sites.get(edit.site_id)
        name = edit.site_id if site is None else site.name
        gone = " (not in this set of sites)" if site is None else ""
        with text:
            markup.draw(
                f'<p class="pp-why"><b>{escape_html(name)}</b>'
                f"{gone} {'must be' if edit.value == MUST else 'must not be'} on the list: "
                f"{escape_html(edit.why)} "
                f"<small>({escape_html(edit.who)}, {edit.at[:10]})</small></p>"
            )
        button.button(
            "Lift",
            key=f"lift-{edit.site_id}-{edit.number}",
            help=f"Lift the lock on {escape_markdown(edit.site_id)}",
            on_click=_lift,
            args=(edit.site_id, edit.who),
        )
    hidden = sum(map(pilot_book.is_lock, in_force(pilot_book.edits()))) - len(locks)
    if hidden > 0:
        markup.draw(
            markup.note(
                f"{counted(hidden, 'lock')} on sites that these readers do not see: not in "
                "this answer. Choose “Only us” to see and lift them."
            )
        )
    elif not locks:
        markup.draw(
            markup.note(
                "No lock. A lock puts a site on the list, or keeps it off, whatever its score; "
                "the reason is printed with it."
            )
        )


def _lift(site_id: str, who: str) -> None:
    pilot_book.keep(site_id, LOCK, None, who=state.get("who") or who, why="lock lifted")
