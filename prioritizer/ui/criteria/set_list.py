"""The criteria in use, to be renamed and hidden, those hidden, and the vetoes in force."""

from __future__ import annotations

import streamlit as st

from prioritizer.domain.criterion import CriteriaSet, Criterion
from prioritizer.errors import InputError
from prioritizer.ui.shell import markup, session, state
from prioritizer.ui.shell.text import escape_html, fault_words, plain
from prioritizer.workflow.criteria import set_edits

ADVICE = (
    "Type another name to rename a criterion. A hidden criterion no longer counts; you can "
    "show it again. The weights of the others stay in proportion."
)


def show(criteria: CriteriaSet) -> None:
    """Draw the lists."""
    markup.draw('<h2 class="pp-h2">Criteria in use</h2>', markup.note(ADVICE))
    for criterion in criteria.criteria:
        _row(criteria, criterion)
    refused = state.get("own_refused")
    if refused:
        st.error(refused, icon=":material/report:")
    _hidden(criteria)
    _gates(criteria)


def _row(criteria: CriteriaSet, criterion: Criterion) -> None:
    title = plain(criterion.name, limit=60)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        key = f"rename-{criterion.id}"
        st.text_input(
            f"Name of {title}",
            **state.field(key, criterion.name),
            on_change=_rename,
            args=(criteria, criterion.id, key),
            max_chars=60,
            label_visibility="collapsed",
        )
        st.button(
            "Hide",
            key=f"hide-{criterion.id}",
            help=f"Hide {title}",
            on_click=_hide,
            args=(criteria, criterion.id),
        )


def _rename(criteria: CriteriaSet, name: str, key: str) -> None:
    typed = str(state.typed(key) or "")
    try:
        changed = set_edits.renamed(criteria, name, typed)
    except InputError as error:
        state.put("own_refused", fault_words(error))
        return
    state.put("own_refused", "")
    session.change_criteria(changed)
    state.forget(key)


def _hide(criteria: CriteriaSet, name: str) -> None:
    try:
        changed = set_edits.without_criterion(criteria, name)
    except InputError as error:
        state.put("own_refused", fault_words(error))
        return
    state.put("own_refused", "")
    session.hide_criterion(name, changed)


def _hidden(criteria: CriteriaSet) -> None:
    hidden: tuple[Criterion, ...] = state.get("criteria_hidden")
    names = {one.id: session.told(one.name) for one in hidden}
    missing = [one for one in hidden if one.id not in criteria.ids]
    if not missing:
        return
    markup.draw('<h3 class="pp-h3">Hidden</h3>')
    for criterion in missing:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            markup.draw(markup.line(escape_html(names[criterion.id], limit=60)))
            st.button(
                "Show",
                key=f"unhide-{criterion.id}",
                help=f"Show {plain(names[criterion.id], limit=60)} again",
                on_click=_show_again,
                args=(criteria, criterion),
            )


def _show_again(criteria: CriteriaSet, criterion: Criterion) -> None:
    session.change_criteria(set_edits.with_criterion(criteria, criterion))
    session.forget_hidden(criterion.id)


def _gates(criteria: CriteriaSet) -> None:
    if not criteria.gates:
        return
    markup.draw('<h2 class="pp-h2">Vetoes of this set</h2>')
    for number, gate in enumerate(criteria.gates):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            markup.draw(
                markup.line(
                    f"<b>{escape_html(gate.words, limit=120)}</b>"
                    f"{markup.small(escape_html(gate.reason, limit=400))}"
                )
            )
            st.button(
                "Lift",
                key=f"lift-{number}-{len(criteria.gates)}",
                help=f"Lift the veto: {plain(gate.words, limit=120)}",
                on_click=_lift,
                args=(criteria, gate.words),
            )


def _lift(criteria: CriteriaSet, words: str) -> None:
    session.change_criteria(set_edits.without_gate(criteria, words))
    state.put("notice", "The veto is lifted: these sites are ranked again.")
