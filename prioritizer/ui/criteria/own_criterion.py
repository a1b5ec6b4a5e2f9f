"""Add a criterion: from an own column of the inventory, or from values typed into a grid."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from prioritizer.domain.criterion import ColumnKind, CriteriaSet
from prioritizer.domain.own_columns import OwnColumn, OwnKind
from prioritizer.errors import InputError
from prioritizer.ui.criteria import own_grid
from prioritizer.ui.shell import markup, session, state
from prioritizer.ui.shell.text import escape_html, fault_words, plain, powers
from prioritizer.workflow.criteria import set_edits
from prioritizer.workflow.criteria.own_draft import ColumnFacts, CriterionDraft, column_facts

NEW = ""
KIND_WORDS = {
    ColumnKind.NUMBER: "a number",
    ColumnKind.CLASSES: "classes",
    ColumnKind.YESNO: "yes or no",
}
ADVICE = (
    "Any column that your table has besides the known ones can be a criterion. Or give a name "
    "and type a value for each site."
)
NUMBER_ADVICE = (
    "The scale is yours, not that of these sites: give the number that is worth nothing and "
    "the one that is worth most. Write 0,5 or 1 500 000 as you like; change the shape under "
    "Scales."
)
CLASS_ADVICE = "Give each class a value: 0 for the worst, 1 for the best."


def show(criteria: CriteriaSet) -> None:
    """Draw the form, and the grid of a new column."""
    markup.draw('<h2 class="pp-h2">Add a criterion</h2>', markup.note(ADVICE))
    facts = {one.column.name: one for one in column_facts(session.inventory().register)}
    names = [NEW, *facts]
    chosen = state.get("own_column")
    # A grid is typed into before its column has a value.
    fresh = chosen if isinstance(chosen, OwnColumn) else None
    held = chosen if chosen in facts else NEW
    picked = st.selectbox(
        "From",
        names,
        names.index(held),
        format_func=lambda name: _label(facts.get(name)),
        key=f"own-from-{state.get('own_round')}",
    )
    if picked != NEW:
        _from_column(criteria, facts[picked])
    elif fresh is not None:
        own_grid.show(fresh)
    else:
        _new_column()
    for name, one in facts.items():
        if name == picked:
            own_grid.offer(one.column)


def _label(facts: ColumnFacts | None) -> str:
    if facts is None:
        return "A new column, typed here"
    name = plain(facts.column.title or facts.column.name, limit=60)
    return f"{name} · {facts.n_values} values"


def _new_column() -> None:
    number = state.get("own_round")
    with st.form(f"own-new-{number}", enter_to_submit=False):
        name = st.text_input("Name of the column", max_chars=60, key=f"own-name-{number}")
        kind = st.selectbox(
            "What it holds",
            list(KIND_WORDS),
            format_func=KIND_WORDS.__getitem__,
            key=f"own-kind-{number}",
        )
        unit = st.text_input("Unit of a number", max_chars=40, key=f"own-unit-{number}")
        if st.form_submit_button("Type its values", type="primary"):
            _open(name, kind or ColumnKind.NUMBER, unit)


def _open(name: str, kind: ColumnKind, unit: str) -> None:
    words = " ".join(name.split())
    if not words:
        st.error("Please give the column a name.", icon=":material/report:")
        return
    kinds = {
        ColumnKind.NUMBER: OwnKind.NUMBER,
        ColumnKind.YESNO: OwnKind.YESNO,
        ColumnKind.CLASSES: OwnKind.TEXT,
    }
    is_number = kind is ColumnKind.NUMBER
    column = OwnColumn(words, kinds[kind], unit=unit.strip() if is_number else "")
    state.put("own_column", column)
    st.rerun()


def _from_column(criteria: CriteriaSet, facts: ColumnFacts) -> None:
    if not facts.kinds:
        st.info(
            f"{facts.column.name} holds more than a few different texts. Text is no criterion; "
            "it can be a veto.",
            icon=":material/info:",
        )
        return
    number = state.get("own_round")
    prefix = f"own-{number}-{facts.column.name}"
    kind = facts.kinds[0]
    if len(facts.kinds) > 1:
        kind = st.radio(
            "Read as",
            facts.kinds,
            format_func=KIND_WORDS.__getitem__,
            horizontal=True,
            key=f"{prefix}-kind",
        )
    with st.form(f"{prefix}-{kind}", enter_to_submit=False):
        title = st.text_input(
            "Name",
            (facts.column.title or facts.column.name.replace("_", " "))[:60],
            max_chars=60,
            key=f"{prefix}-title",
        )
        draft = _draft(facts, kind, title, prefix)
        if st.form_submit_button("Add this criterion", type="primary"):
            _add(criteria, draft)


def _draft(facts: ColumnFacts, kind: ColumnKind, title: str, prefix: str) -> CriterionDraft:
    name = facts.column.name
    if kind is ColumnKind.YESNO:
        better = st.radio(
            "What speaks for a pilot",
            ("yes", "no"),
            horizontal=True,
            key=f"{prefix}-better",
        )
        return CriterionDraft(title, name, kind, is_yes_better=better == "yes")
    if kind is ColumnKind.CLASSES:
        return CriterionDraft(title, name, kind, classes=_classes(facts, prefix))
    markup.draw(markup.note(NUMBER_ADVICE))
    markup.draw(markup.line(powers(escape_html(facts.span_sentence))))
    first, second, third = st.columns(3)
    worst = first.text_input("Worst end", key=f"{prefix}-worst")
    best = second.text_input("Best end", key=f"{prefix}-best")
    unit = third.text_input("Unit", facts.column.unit, key=f"{prefix}-unit")
    return CriterionDraft(title, name, kind, unit, worst, best)


def _classes(facts: ColumnFacts, prefix: str) -> Mapping[str, str]:
    """Draw a field per class; classes in a declared order start from even steps."""
    markup.draw(markup.note(CLASS_ADVICE))
    n = len(facts.words)
    is_ordered = bool(facts.column.classes) and not facts.column.is_proposed and n > 1
    found = {}
    for place, word in enumerate(facts.words):
        even = f"{place / (n - 1):.3g}" if is_ordered else ""
        found[word] = st.text_input(
            plain(word, limit=60), even, key=f"{prefix}-class-{place}", placeholder="0 to 1"
        )
    return found


def _add(criteria: CriteriaSet, draft: CriterionDraft) -> None:
    taken = {*criteria.ids, *(branch.id for branch in criteria.branches)}
    try:
        criterion = draft.criterion(set_edits.id_of(draft.title, taken))
        changed = set_edits.with_criterion(criteria, criterion)
    except InputError as error:
        st.error(fault_words(error), icon=":material/report:")
        return
    session.change_criteria(changed)
    state.put("own_column", None)
    state.put("own_round", state.get("own_round") + 1)
    state.put("scales_criterion", criterion.id)
    state.put(
        "notice",
        f"{plain(session.told(criterion.name), limit=60)} is a criterion now, with the mean "
        "weight of the others. Set its weight on the page Weights.",
    )
    st.rerun()
