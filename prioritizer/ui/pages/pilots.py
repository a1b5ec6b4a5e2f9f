"""The pilot page: the definition of one pilot study, every default marked and open to edits."""

from __future__ import annotations

import streamlit as st

from prioritizer.domain.pilot import PilotDefinition
from prioritizer.ui.parts import site_choice
from prioritizer.ui.parts.view_switch import view_switch
from prioritizer.ui.pilots import cache as cached_pilots
from prioritizer.ui.pilots import definition_files as pilot_files
from prioritizer.ui.pilots import definition_form as pilot_form
from prioritizer.ui.pilots import definition_view as pilot_record
from prioritizer.ui.robustness import cache as cached_robustness
from prioritizer.ui.shell import cache as cached
from prioritizer.ui.shell import markup, session, state, theme
from prioritizer.ui.shell.text import escape_html, escape_markdown
from prioritizer.ui.shortlist import edits as pilot_book
from prioritizer.workflow.pilots.edits import EditedPilot, sections, with_edits
from prioritizer.workflow.ranking.not_ranked_words import aside_words


def show() -> None:
    """Draw the page: the record on the left, its editor on the right."""
    criteria = session.criteria()
    session.start(criteria)
    settings = session.settings(criteria)
    found = session.problem(criteria, settings)
    theme.apply_pilots()
    st.title("Definition of a pilot study", anchor=False)
    ranked = cached.assess(found, settings)
    if state.get("pilots_site") is None and state.get("selected") is None:
        state.put("pilots_site", ranked.matrix.alternatives[int(ranked.order()[0])])
    choice, files = st.columns([1, 1.2], vertical_alignment="bottom", gap="large")
    with choice:
        site_id = site_choice.choose(found.register, "pilots_site")
    if site_id is None:
        return
    steps = cached_robustness.shown_steps(found, ranked)
    if steps is None:
        return
    aside = aside_words(ranked, found.register.by_id()[site_id])
    drafted = cached_pilots.draft(found, site_id, steps.words(site_id), aside)
    edited = with_edits(drafted, pilot_book.seen())
    with files:
        pilot_files.show(edited)
    notice = state.pop_notice()
    if notice:
        st.success(notice, icon=":material/check:")
    if edited.pilot.warning:
        icon = ":material/block:" if edited.pilot.veto else ":material/info:"
        st.warning(escape_markdown(edited.pilot.warning), icon=icon)
    pilot_record.show_key(edited)
    _sections(drafted, edited)


def _sections(drafted: PilotDefinition, edited: EditedPilot) -> None:
    parts = {part.id: part for part in sections(edited.pilot)}
    titles = {name: part.title for name, part in parts.items()}
    part = parts[view_switch("pilots_section", titles, label="Section")]
    record, editor = st.columns([1.75, 1], gap="large")
    with record:
        pilot_record.show(edited.pilot, part)
    with editor:
        pilot_form.show(drafted, edited, part)
        if edited.edits or edited.misfits:
            with st.expander(
                f"All edits of this definition ({len(edited.edits)})", key="pilot-all-edits"
            ):
                pilot_form.show_edits(drafted, edited)
        markup.draw(markup.note(f"Edits are {escape_html(pilot_book.place())}."))


show()
