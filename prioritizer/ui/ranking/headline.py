"""The lines above the list: how sure it is, who is not ranked, what says nothing here."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from prioritizer.domain.answer import Answer
from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.facilities import Facilities
from prioritizer.domain.results import Assessment
from prioritizer.languages.speech import gettext, ngettext, spoken
from prioritizer.ui.parts import indistinct_note
from prioritizer.ui.shell import markup, session, state
from prioritizer.ui.shell.cache import Inventory, Problem, cached
from prioritizer.ui.shell.text import escape_html
from prioritizer.workflow.criteria.scale_edits import edited_criteria, is_edited
from prioritizer.workflow.ranking import answer_words
from prioritizer.workflow.ranking.activity import (
    nobody_says_sentence,
    ranked_sentence,
    those_that_say,
)
from prioritizer.workflow.ranking.quarantine import quarantine_sentence


def show(found: Problem, assessment: Assessment) -> None:
    """Draw the title and the answer in a few sentences, with the switches of criteria."""
    st.title(gettext("Which sites should be piloted first?"), anchor=False)
    markup.draw(_line(found, assessment))
    with st.container(
        horizontal=True, vertical_alignment="center", gap="small", key="switches"
    ):
        if assessment.answer is not None:
            _switches(assessment, assessment.answer)
        _facilities(found, assessment)
        _table(found)
    held = _quarantined(found, spoken())
    if held:
        markup.draw(markup.note(escape_html(held, limit=600)))
    indistinct_note.show(assessment)


@cached(most=16)
def _quarantined(found: Problem, language: str) -> str:
    del language  # what tells the answers apart
    return quarantine_sentence(found.register.sites)


@cached(most=16)
def _that_say(found: Problem) -> frozenset[str]:
    return those_that_say(found.sites)


def _line(found: Problem, assessment: Assessment) -> str:
    answer = assessment.answer
    if answer is None:
        first = escape_html(answer_words.no_chances_sentence(assessment.settings))
    else:
        parts = answer_words.line_on_top(answer, found.not_ranked)
        start, sections, rest = map(escape_html, parts)
        first = f"{start}: <b>{sections}</b> {rest}"
    return f'<p class="pp-lead pp-answer">{first}</p>'


def _table(found: Problem) -> None:
    """Draw which sites are looked at; for a part of them the way to the others."""
    inventory = session.inventory()
    is_part = state.get("area") == "nordic" and inventory.has_nordic
    _told_table(found, inventory, is_part=is_part)
    if is_part:
        st.button(
            gettext("Show the world") if inventory.is_sample else gettext("Show all sites"),
            key="area-all",
            type="tertiary",
            on_click=session.show_all,
        )


def _told_table(found: Problem, inventory: Inventory, *, is_part: bool) -> None:
    veto = escape_html(answer_words.veto_sentence(found.not_ranked))
    n, title = len(found.register), escape_html(inventory.register.title, limit=80)
    if is_part:
        words = gettext("Nordic part of {title}: {n} of {all} sites.")
    else:
        words = ngettext("{title}, {n} site.", "{title}, {n} sites.", n)
    table = escape_html(words).format(title=f"<b>{title}</b>", n=n, all=len(inventory.register))
    mark = _criteria_mark(found.criteria)
    markup.draw(f'<p class="pp-lead">{table} {veto}{mark}</p>', is_narrow=True)


def _switches(assessment: Assessment, answer: Answer) -> None:
    """Draw, for each criterion that separates nobody, what it says and the switch."""
    n_sites = len(answer.chance) + len(answer.apart)
    switched_on = assessment.settings.switched_on
    lines = [
        (
            name,
            answer_words.left_out_sentence(one, assessment.criteria, n_sites),
            gettext("Switch on"),
        )
        for name in answer.criteria_left_out
        for one in (replace(answer, criteria_left_out=(name,)),)
    ]
    lines += [
        (
            name,
            answer_words.switched_on_sentence(name, answer, assessment.criteria),
            gettext("Leave out"),
        )
        for name in switched_on
        if name in assessment.criteria.ids
    ]
    for name, words, label in lines:
        markup.draw(f'<p class="pp-lead">{escape_html(words)}</p>', is_narrow=True)
        st.button(
            label,
            key=f"switch-{name}-{'off' if name in switched_on else 'on'}",
            type="tertiary",
            on_click=_switch,
            args=(name,),
        )


def _facilities(found: Problem, assessment: Assessment) -> None:
    """Draw how many facilities stand aside, and the switch that ranks them too."""
    is_all = state.get("facilities") == Facilities.ALL.value
    told = answer_words.facilities_sentence(found.not_ranked)
    if is_all:
        told = ranked_sentence(found.sites, assessment.matrix.alternatives)
    elif unsaid := nobody_says_sentence(_that_say(found), assessment.matrix.alternatives):
        markup.draw(f'<p class="pp-lead">{escape_html(unsaid)}</p>', is_narrow=True)
    if told:
        markup.draw(f'<p class="pp-lead">{escape_html(told)}</p>', is_narrow=True)
        other = Facilities.HISTORICAL if is_all else Facilities.ALL
        st.button(
            gettext("Set them aside") if is_all else gettext("Rank them too"),
            key=f"facilities-{other.value}",
            type="tertiary",
            on_click=_rank_facilities,
            args=(other,),
        )


def _rank_facilities(chosen: Facilities) -> None:
    state.put("facilities", chosen.value)


def _switch(name: str) -> None:
    kept = tuple(state.get("switched_on"))
    without = tuple(other for other in kept if other != name)
    state.put("switched_on", without if name in kept else (*kept, name))


def _criteria_mark(criteria: CriteriaSet) -> str:
    """Return what to know where the criteria are not the default ones as shipped."""
    edited = [gettext(criterion.name) for criterion in edited_criteria(criteria)]
    if edited or is_edited(criteria):
        words = gettext("scales edited")
        if edited:
            words = gettext("scales edited: {names}", names=", ".join(edited))
        return f' <span class="pp-chip edited">{escape_html(words, limit=600)}</span>'
    if state.get("criteria_name") != "default":
        return f' <span class="pp-chip">{escape_html(criteria.title, limit=80)}</span>'
    return ""
