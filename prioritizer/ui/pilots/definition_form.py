"""The form that edits one entry of a pilot definition, and every edit with its way back."""

from __future__ import annotations

from typing import Any

import streamlit as st

from prioritizer.domain.pilot import Estimate, PilotDefinition
from prioritizer.errors import InputError
from prioritizer.exports.report.one_pilot import shown
from prioritizer.ui.inventories import keep_form
from prioritizer.ui.pilots.definition_view import chip
from prioritizer.ui.shell import faults, markup, state
from prioritizer.ui.shell.text import escape_html, escape_markdown
from prioritizer.ui.shortlist import edits as pilot_book
from prioritizer.workflow.pilots.edits import (
    EditedPilot,
    FormEntry,
    FormSection,
    as_text,
    checked,
    sections,
)

LONGEST = 4000


def show(drafted: PilotDefinition, edited: EditedPilot, part: FormSection) -> None:
    """Draw the choice of an entry of this section and its form."""
    labels = {one.path: one.label for one in part.entries}
    if state.get("pilots_entry") not in labels:
        state.put("pilots_entry", part.entries[0].path)
        state.put("pilots_entry_seen", None)
    changed = {edit.path for edit in edited.edits}
    st.selectbox(
        "Entry to edit",
        list(labels),
        format_func=lambda path: labels[path] + (" · edited" if path in changed else ""),
        **state.started("pilots_entry", "index", list(labels)),
    )
    path = state.get("pilots_entry")
    one = next(entry for entry in part.entries if entry.path == path)
    site_id = edited.pilot.site_id
    _form(site_id, edited.pilot, one, _seen(site_id, path))
    if path in changed:
        draft = next(e for s in sections(drafted) for e in s.entries if e.path == path)
        markup.draw(
            markup.note(
                f"Drafted: {escape_html(shown(draft.entry.value, draft.unit), limit=300)} "
                f"({escape_html(draft.entry.source, limit=120)})"
            )
        )
        _reset_button(site_id, path, "Back to as drafted")


def _seen(site_id: str, path: str) -> int:
    """Return the number of the last edit that the open form was filled from."""
    held = state.get("pilots_entry_seen")
    if held is None or held[0] != (site_id, path):
        held = ((site_id, path), pilot_book.last_number(site_id, path))
        state.put("pilots_entry_seen", held)
    return int(held[1])


def _form(site_id: str, pilot: PilotDefinition, one: FormEntry, seen: int) -> None:
    latest = pilot_book.last_number(site_id, one.path)
    if latest > seen:
        st.warning(
            "Somebody edited this entry after you opened it; the form shows the newer one.",
            icon=":material/sync_problem:",
        )
        state.put("pilots_entry_seen", ((site_id, one.path), latest))
        seen = latest
    key = f"pilot-{site_id}-{one.path}-{seen}"
    with st.form(key):
        markup.draw(f"<div>{chip(one.entry)}</div>")
        typed = _input(one, key)
        who, why = keep_form.who_and_why(key)
        is_pressed = st.form_submit_button(
            "Keep this entry", type="primary", icon=":material/save:"
        )
    if not is_pressed:
        return
    with faults.contained():
        value = checked(pilot, one, typed)
        pilot_book.keep(site_id, one.path, value, who=who, why=why, seen=seen)
        state.put("pilots_entry_seen", None)
        state.put("notice", f"{escape_markdown(one.label)}: kept.")
        st.rerun()


def _input(one: FormEntry, key: str) -> object:
    """Draw the field of an entry; return what was typed, a range as three texts."""
    value: Any = one.entry.value
    unit = f", {one.unit}" if one.unit else ""
    if isinstance(value, Estimate):
        ends = zip(
            ("Low", "Best", "High"),
            st.columns(3),
            (value.low, value.best, value.high),
            strict=True,
        )
        return [
            column.text_input(f"{name}{unit}", f"{end:.6g}", key=f"{key}-{name}", max_chars=30)
            for name, column, end in ends
        ]
    if isinstance(value, tuple):
        text = st.text_area(
            f"{one.label}, one per line", as_text(value), key=f"{key}-list", height=160,
            max_chars=LONGEST,
        )  # fmt: skip
        return [line for line in text.splitlines() if line.strip()]
    if isinstance(value, str):
        height = 130 if len(value) > 60 or not value else 80
        return st.text_area(
            one.label, value, key=f"{key}-text", height=height, max_chars=LONGEST
        ).strip()
    text = "" if value is None else f"{value:.6g}"
    return st.text_input(f"{one.label}{unit}", text, key=f"{key}-number", max_chars=30)


def _reset_button(site_id: str, path: str, label: str) -> None:
    st.button(
        label,
        key=f"reset-{label}-{site_id}-{path}",
        icon=":material/undo:",
        on_click=_reset,
        args=(site_id, path),
    )


def _reset(site_id: str, path: str) -> None:
    try:
        pilot_book.keep(
            site_id, path, None, who=state.get("who") or "unnamed", why="back to as drafted"
        )
        state.put("pilots_entry_seen", None)
        state.put("notice", "The entry is as drafted again.")
    except InputError as error:
        state.put("notice", str(error))


def show_edits(drafted: PilotDefinition, edited: EditedPilot) -> None:
    """Draw every edit in force with who, when and why, and the way back to the draft."""
    if edited.misfits:
        lines = "".join(f"<li>{escape_html(text)}</li>" for text in edited.misfits)
        markup.draw(
            '<div class="pp-says warn">Edits that no longer fit the draft, and are left out: '
            f'<ul class="pp-list-plain">{lines}</ul></div>'
        )
    labels = {one.path: one for part in sections(edited.pilot) for one in part.entries}
    for edit in edited.edits:
        one = labels[edit.path]
        text, button = st.columns([4, 1.3], vertical_alignment="center")
        with text:
            markup.draw(
                f'<p class="pp-why"><b>{escape_html(one.label)}</b>: '
                f"{escape_html(shown(one.entry.value, one.unit), limit=300)} "
                f"<small>({escape_html(edit.source, limit=200)})</small></p>"
            )
        with button:
            _reset_button(edit.site_id, edit.path, "As drafted")
