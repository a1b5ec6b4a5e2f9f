"""Set a veto: on an own column or a measure, with the reason that stands beside each site."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.errors import InputError
from prioritizer.ui.shell import markup, session, state
from prioritizer.ui.shell.text import escape_html, fault_words, plain, powers
from prioritizer.workflow.criteria import set_edits
from prioritizer.workflow.criteria.own_draft import (
    ColumnFacts,
    GateDraft,
    column_facts,
    gate_measures,
)

ADVICE = (
    "A veto sets sites aside before anything is scored, whatever their values. Where its range "
    "crosses the limit, or nothing is known, a site stays in the ranking and is named."
)


@dataclass(frozen=True, slots=True)
class _Read:
    """What a veto reads: an own column with its facts, or a measure with its unit."""

    name: str
    unit: str
    facts: ColumnFacts | None = None

    @property
    def label(self) -> str:
        kind = "your column" if self.facts else "measure"
        unit = f", {self.unit}" if self.unit else ""
        return f"{plain(self.name.replace('_', ' '), limit=60)} ({kind}{unit})"


def show(criteria: CriteriaSet) -> None:
    """Draw the form."""
    markup.draw('<h2 class="pp-h2">Set a veto</h2>', markup.note(ADVICE))
    number = state.get("own_round")
    facts = column_facts(session.inventory().register)
    options = [
        *(_Read(one.column.name, one.column.unit, one) for one in facts),
        *(_Read(name, unit) for name, unit in gate_measures().items()),
    ]
    tonnage = next(k for k, one in enumerate(options) if one.name == "tonnage")
    place = st.selectbox(
        "What it reads",
        range(len(options)),
        0 if facts else tonnage,
        format_func=lambda k: options[k].label,
        key=f"gate-read-{number}",
    )
    read = options[place or 0]
    with st.form(f"gate-{number}-{place}", enter_to_submit=False):
        draft = _draft(read, f"gate-{number}-{place}")
        if st.form_submit_button("Set this veto", type="primary"):
            _set(criteria, draft)


def _draft(read: _Read, prefix: str) -> GateDraft:
    when: list[str] = []
    below = above = ""
    facts = read.facts
    if facts is not None and facts.low is None:
        when = st.multiselect(
            "Set aside where it is", facts.words, key=f"{prefix}-when", placeholder="Choose"
        )
    else:
        if facts is not None:
            markup.draw(markup.line(powers(escape_html(facts.span_sentence))))
        first, second = st.columns(2)
        unit = f", {read.unit}" if read.unit else ""
        below = first.text_input(f"Set aside below{unit}", key=f"{prefix}-below")
        above = second.text_input(f"Set aside above{unit}", key=f"{prefix}-above")
    reason = st.text_input(
        "Reason",
        max_chars=400,
        key=f"{prefix}-reason",
        placeholder="Why these sites are set aside",
    )
    if facts is not None:
        return GateDraft(reason, read.name, when=when, below=below, above=above, unit=read.unit)
    return GateDraft(reason, measure=read.name, below=below, above=above)


def _set(criteria: CriteriaSet, draft: GateDraft) -> None:
    try:
        changed = set_edits.with_gate(criteria, draft.gate())
    except InputError as error:
        st.error(fault_words(error), icon=":material/report:")
        return
    session.change_criteria(changed)
    state.put("own_round", state.get("own_round") + 1)
    state.put("notice", "The veto is set. Ranking lists these sites with the reason.")
    st.rerun()
