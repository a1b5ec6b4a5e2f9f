"""Grades that are not used until confirmed: seen, corrected, taken in."""

from __future__ import annotations

import hashlib

import streamlit as st

from prioritizer.domain.words import counted
from prioritizer.errors import InputError
from prioritizer.ui.shell import cache as cached
from prioritizer.ui.shell import markup, session, state
from prioritizer.ui.shell.text import escape_html, fault_words, plain
from prioritizer.workflow.criteria.typed_values import shown_value
from prioritizer.workflow.sites.confirmed_grades import (
    UNITS,
    GradeKey,
    HeldGrade,
    TypedGrade,
    held_grades,
    with_grades,
)

MOST = 30
ADVICE = (
    "These grades cannot be right for a waste, so no result uses them. Correct the figure or "
    "its unit and tick *Take in*. Tick *It is right* too where the figure stands as it is."
)


def show() -> None:
    """Draw the quarantined grades of the inventory, if there are any."""
    held = held_grades(session.inventory().register)
    if not held:
        return
    with st.expander(
        f"{counted(len(held), 'grade')} not used until confirmed",
        icon=":material/report:",
        key="held-grades",
    ):
        markup.draw(markup.line(markup.prose(ADVICE)))
        with st.form(f"held-grades-{state.get('typed_round')}"):
            typed = [_one(grade) for grade in held[:MOST]]
            is_pressed = st.form_submit_button("Take these in", type="primary")
        if len(held) > MOST:
            markup.draw(markup.note(f"and {len(held) - MOST} more, after these."))
        if is_pressed:
            _take({key: grade for key, grade in typed if grade is not None})


def _one(held: HeldGrade) -> tuple[GradeKey, TypedGrade | None]:
    grade = held.key
    # With its figure, so that what was typed for one never stands beside another.
    key = f"{grade}-{held.number}-{state.get('typed_round')}"
    about, figure, unit, take, right = st.columns(
        [2.2, 1, 0.8, 0.7, 0.9], vertical_alignment="center"
    )
    named = f"{grade.analyte} at {plain(held.site_name, limit=60)}"
    with about:
        markup.draw(
            f"<div>{escape_html(named)}{markup.small(escape_html(held.why, limit=200))}</div>"
        )
    text = figure.text_input(
        f"Grade of {named}",
        shown_value(grade.grade),
        key=f"held-grade-{key}",
        label_visibility="collapsed",
        max_chars=40,
    )
    units = list(dict.fromkeys((grade.unit, *UNITS)))
    chosen = unit.selectbox(
        f"Unit of {named}", units, key=f"held-unit-{key}", label_visibility="collapsed"
    )
    is_taken = take.checkbox("Take in", key=f"held-take-{key}")
    is_right = right.checkbox("It is right", key=f"held-right-{key}")
    found = TypedGrade(text, chosen or grade.unit, is_right) if is_taken else None
    return grade, found


def _take(typed: dict[GradeKey, TypedGrade]) -> None:
    if not typed:
        st.info("Nothing is ticked yet. Tick what is to be taken in.")
        return
    try:
        register = with_grades(session.own_inventory().register, typed, cached.reference())
    except InputError as error:
        st.error(fault_words(error), icon=":material/report:")
        return
    said = hashlib.sha256(repr(sorted(map(repr, typed.items()))).encode())
    session.change_register(register, said.hexdigest())
    state.put("typed_said", f"{counted(len(typed), 'grade')} taken in.")
    state.put("typed_issues", ())
    state.put("typed_round", state.get("typed_round") + 1)
    st.rerun()
