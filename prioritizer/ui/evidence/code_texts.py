"""Codes that texts suggest, each with a box to tick; what is ticked and signed counts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import streamlit as st

from prioritizer.domain.code_proposal import CodeProposal, ConfirmedCode
from prioritizer.domain.filled import is_filled
from prioritizer.domain.words import counted
from prioritizer.errors import InputError
from prioritizer.exports.formats import CSV
from prioritizer.exports.marking import marked
from prioritizer.exports.tables.code_proposals import as_csv
from prioritizer.ui.evidence import cache as evidence_cached
from prioritizer.ui.evidence import confirmed_codes
from prioritizer.ui.shell import faults, markup, state
from prioritizer.ui.shell.cache import Inventory
from prioritizer.ui.shell.text import escape_html, escape_markdown, plain
from prioritizer.workflow.sites.code_proposals import confirmed_code

MOST = 20
INTRO = (
    "Words of the texts suggest these codes for columns that the UNFC rules read. <b>None is "
    "used.</b> Read the sentence, tick what is right, and sign it. A sentence with a negation, "
    "a plan or a question suggests nothing; nor does a resource that follows no code. A "
    "proposal beside a code that a source is named for is weaker, and stands last."
)
COLUMNS = ("Site", "Column", "Code", "By", "From")


def show(inventory: Inventory) -> None:
    """Draw what is confirmed, and the proposals that are left."""
    notice = state.pop_notice()
    if notice:
        st.success(notice, icon=":material/check:")
    held = confirmed_codes.held(inventory)
    done = {(one.site_id, one.column) for one in held}
    left = [
        one
        for one in evidence_cached.proposals(inventory)
        if (one.site_id, one.column) not in done
    ]
    markup.draw(markup.note(INTRO))
    _held(held)
    if not left:
        st.info("No text suggests a further code.", icon=":material/done_all:")
        return
    _form(left)
    content = marked(as_csv(left), inventory.mark)
    st.download_button(
        "Download as a table to fill in",
        content,
        "codes.csv",
        CSV.media_type,
        key="codes-table",
        on_click="ignore",
        icon=":material/download:",
    )
    markup.draw(markup.note("To fill in outside the app; docs/unfc.md says how it is read."))


def _held(held: Sequence[ConfirmedCode]) -> None:
    if not held:
        return
    rows = [
        (
            escape_html(one.site_id, limit=40),
            escape_html(one.column),
            f"<b>{escape_html(one.code)}</b>",
            f"{escape_html(one.confirmed_by, limit=80)}{markup.small(one.confirmed_on)}",
            f"{escape_html(one.sentence, limit=200)}"
            f"{markup.small(escape_html(one.text_column, limit=60))}",
        )
        for one in held
    ]
    markup.draw(
        '<h3 class="pp-h3">Confirmed, and used on this page</h3>',
        '<div class="pp-scroll" tabindex="0">',
        markup.table(COLUMNS, rows),
        "</div>",
        markup.note(
            "To use them in the ranking as well, keep the sites as an inventory first."
        ),
    )
    if st.button("Take all of them back", key="codes-back", icon=":material/undo:"):
        confirmed_codes.take_back()
        st.rerun()


def _form(left: Sequence[CodeProposal]) -> None:
    shown, rest = left[:MOST], len(left) - MOST
    with st.form("codes-form"):
        ticked = [one for one in shown if _box(one)]
        if rest > 0:
            markup.draw(markup.note(f"and {rest} more, once these are dealt with or kept out"))
        who = st.text_input("Who are you", state.get("who"), key="codes-who", max_chars=80)
        is_pressed = st.form_submit_button(
            "Confirm what is ticked", type="primary", icon=":material/check:"
        )
    if not is_pressed:
        return
    with faults.contained():
        _confirm(ticked, who.strip())
        st.rerun()


def _box(one: CodeProposal) -> bool:
    now = f", now {one.code_now.replace('_', ' ')}" if one.code_now else ""
    if one.is_weaker:
        now = f" ({escape_markdown(plain(one.standing, limit=120))})"
    label = (
        f"**{escape_markdown(plain(one.site_id, limit=40))}** "
        f"{escape_markdown(plain(one.name, limit=80))}: {one.column.replace('_', ' ')} = "
        f"**{one.code.replace('_', ' ')}**{now}"
    )
    said = escape_html(one.sentence, limit=300)
    words = escape_html(one.words, limit=100)
    key = f"code-{one.site_id}-{one.column}-{one.code}"
    is_ticked = st.checkbox(label, value=False, key=key)
    others = f" Also suggested: {escape_html(', '.join(one.others))}." if one.others else ""
    source = f", {escape_html(one.source, limit=60)}" if one.source else ""
    markup.draw(
        markup.note(
            f"{said.replace(words, f'<b>{words}</b>', 1)} "
            f"({escape_html(one.text_column, limit=60)}{source}).{others}"
        )
    )
    return is_ticked


def _confirm(ticked: Sequence[CodeProposal], who: str) -> None:
    """Take over what is ticked.

    Raises
    ------
    InputError
        If nothing is ticked, nobody signs, or two codes are ticked for one column of a site.
    """
    if not ticked:
        raise InputError("Please tick the codes that are right. Nothing was confirmed.")
    if not is_filled(who):
        raise InputError("Please enter your name; it is kept with every code you confirm.")
    places = [(one.site_id, one.column) for one in ticked]
    doubled = next((place for place in places if places.count(place) > 1), None)
    if doubled is not None:
        raise InputError(
            f"codes: found two codes ticked for {doubled[1]} of {doubled[0]}. Expected one. "
            "Untick the other."
        )
    state.put("who", who)
    today = datetime.now(UTC).date().isoformat()
    confirmed = [confirmed_code(one, who=who, on=today) for one in ticked]
    number = confirmed_codes.take(confirmed)
    kept = "" if number is None else f" They are kept in the inventory, change {number}."
    state.put("notice", f"{counted(len(confirmed), 'code')} confirmed.{kept}")
