"""Decision records: what changed between two and because of what, and whether one holds."""

from __future__ import annotations

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from prioritizer.domain.words import counted
from prioritizer.errors import RecordError
from prioritizer.ui.shell import faults, markup
from prioritizer.ui.shell.text import escape_html
from prioritizer.workflow.records.diff import Difference, difference, sentence
from prioritizer.workflow.records.diff_mix import GROUP_WORDS
from prioritizer.workflow.records.replay import replay
from prioritizer.workflow.workshop.verifying import verify

MEGABYTES = 20
MOST_LINES = 40


def compare() -> None:
    """Draw the upload of two records and the difference in words."""
    markup.draw(
        markup.note(
            "Two decision records of the same inventory, for example of March and of June: "
            "what changed, and how many places each change moved a site."
        )
    )
    left, right = st.columns(2)
    first = left.file_uploader("First record (JSON)", type=["json"], key="diff-first",
                               max_upload_size=MEGABYTES)  # fmt: skip
    second = right.file_uploader("Second record (JSON)", type=["json"], key="diff-second",
                                 max_upload_size=MEGABYTES)  # fmt: skip
    top = st.number_input(
        "Places whose moves are explained", 1, 100, 10, key="diff-top", width=240
    )
    if first is None or second is None:
        return
    with faults.contained(), st.spinner("Sharing out the moves …"):
        _difference(difference(first.getvalue(), second.getvalue(), top=int(top)))


def _difference(found: Difference) -> None:
    if found.is_same:
        st.success("Same: evidence, choices and result do not differ.", icon=":material/check:")
        return
    entered = counted(len(found.entered), "site")
    parts = [
        f'<p class="pp-says"><b>{entered}</b> entered the first {found.top}, '
        f"<b>{len(found.left)}</b> left; {found.n_moved} of {found.n_both} sites ranked in "
        "both moved.</p>",
        '<h2 class="pp-h2">What changed</h2>',
    ]
    for group in found.groups:
        texts = [f"{c.subject}: {c.text}" for c in found.changes if c.group is group]
        parts.append(
            f'<h3 class="pp-h3">{escape_html(GROUP_WORDS[group])} ({len(texts)})</h3>'
            + _items(texts)
        )
    if not found.groups:
        parts.append(
            markup.line("Nothing that can move a rank: profiles, sources, other texts.")
        )
    moved = [sentence(move) for move in found.moves if move.before != move.after]
    if moved:
        parts += ['<h2 class="pp-h2">What that did</h2>', _items(moved)]
    if found.notes:
        parts += [markup.note(escape_html("; ".join(found.notes)))]
    markup.draw(*parts)


def check() -> None:
    """Draw the upload of one record, of a ranking or a workshop, and whether it holds."""
    markup.draw(
        markup.note(
            "A decision record is ranked again from its own matrix and compared bit by bit; a "
            "workshop's record is checked answer by answer. Nothing leaves this computer."
        )
    )
    file = st.file_uploader("Record (JSON)", type=["json"], key="check-record",
                            max_upload_size=MEGABYTES)  # fmt: skip
    if file is None:
        return
    with faults.contained():
        _check(file)


def _check(file: UploadedFile) -> None:
    content = file.getvalue()
    try:
        found = replay(content)
        title, mark, is_whole = found.title, found.fingerprint, found.is_same
        lines, differences, notes = found.checked, found.differences, found.notes
    except RecordError as of_ranking:
        try:
            other = verify(content)
        except RecordError:
            raise of_ranking from None
        title, mark, is_whole = other.title, other.head, other.holds
        lines, differences, notes = other.checked, other.differences, other.notes
    if is_whole:
        st.success("It holds: nothing was changed, and the result follows from what is in it.",
                   icon=":material/verified:")  # fmt: skip
    else:
        st.error(
            f"It does not hold: {len(differences)} places differ.", icon=":material/gpp_bad:"
        )
    markup.draw(
        f'<p class="pp-why"><b>{escape_html(title, limit=120)}</b><br>'
        f'<code class="pp-code">{escape_html(mark)}</code></p>',
        _items([f"checked: {line}" for line in lines]),
        _items([f"note: {line}" for line in notes]) if notes else "",
        '<h2 class="pp-h2">What differs</h2>' + _items(differences) if differences else "",
    )


def _items(texts: list[str] | tuple[str, ...]) -> str:
    items = "".join(f"<li>{escape_html(text, limit=600)}</li>" for text in texts[:MOST_LINES])
    more = len(texts) - MOST_LINES
    rest = f"<li>… and {more} more</li>" if more > 0 else ""
    return f'<ul class="pp-list-plain">{items}{rest}</ul>'
