"""Decision records: what changed between two and because of what, and whether one holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from prioritizer.domain.filled import is_filled
from prioritizer.domain.words import counted
from prioritizer.domain.written_digest import WrittenDigest, read_written_digest
from prioritizer.errors import RecordError
from prioritizer.ui.shell import faults, markup
from prioritizer.ui.shell.text import escape_html
from prioritizer.workflow.records.diff import Difference, difference, sentence
from prioritizer.workflow.records.diff_mix import GROUP_WORDS
from prioritizer.workflow.records.replay import replay
from prioritizer.workflow.workshop.anchoring import anchor, compared
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
        st.success(
            "Same: no difference in evidence, choices or result.", icon=":material/check:"
        )
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
            "workshop's record is checked answer by answer, and its log against the rules. "
            "Nothing leaves this computer."
        )
    )
    file = st.file_uploader("Record (JSON)", type=["json"], key="check-record",
                            max_upload_size=MEGABYTES)  # fmt: skip
    head = st.text_input(
        "Head or fingerprint that was kept elsewhere",
        key="check-head",
        max_chars=200,
        placeholder="459e9414…bd504ea6",
        help=(
            "As it was read aloud or shown on the last slide: all of it, or at least 8 "
            "digits. Without it nobody can tell whether the whole record was written again."
        ),
    )
    if file is None:
        return
    with faults.contained():
        kept = read_written_digest(head, "head") if is_filled(head) else None
        _check(file.getvalue(), kept)


@dataclass(frozen=True, slots=True)
class _Found:
    """What the check of a record says, of whichever kind it is."""

    title: str
    mark: str
    verdict: str
    holds: bool
    checked: Sequence[str]
    notes: Sequence[str]
    remarks: Sequence[str]
    differences: Sequence[str]


def _check(content: bytes, kept: WrittenDigest | None) -> None:
    try:
        found = _of_ranking(content, kept)
    except RecordError as of_ranking:
        try:
            found = _of_workshop(content, kept)
        except RecordError:
            raise of_ranking from None
    if found.holds:
        st.success(found.verdict, icon=":material/verified:")
    else:
        st.error(found.verdict, icon=":material/gpp_bad:")
    remarks, differences = found.remarks, found.differences
    markup.draw(
        f'<p class="pp-why"><b>{escape_html(found.title, limit=120)}</b><br>'
        f'<code class="pp-code">{escape_html(found.mark)}</code></p>',
        '<h2 class="pp-h2">What differs</h2>' + _items(differences) if differences else "",
        '<h2 class="pp-h2">What the rules allow and you should know</h2>' + _items(remarks)
        if remarks
        else "",
        _items([f"checked: {line}" for line in found.checked]),
        _items([f"note: {line}" for line in found.notes]) if found.notes else "",
    )


def _of_ranking(content: bytes, kept: WrittenDigest | None) -> _Found:
    found = replay(content)
    checked, differences = list(found.checked), list(found.differences)
    if kept is not None and kept.fits(found.fingerprint):
        checked.append(f"fingerprint: {compared(kept)}")
    elif kept is not None:
        differences.insert(0, f"fingerprint: expected {kept}")
    verdict = (
        f"It does not hold: {counted(len(differences), 'place')} differ."
        if differences or not found.is_same
        else "It holds: nothing was changed, and the result follows from what is in it."
    )
    holds = found.is_same and not differences
    return _Found(
        found.title, found.fingerprint, verdict, holds, checked, found.notes, (), differences
    )


def _of_workshop(content: bytes, kept: WrittenDigest | None) -> _Found:
    found = verify(content)
    held = anchor(found, kept)
    checked, differences, notes = list(found.checked), list(found.differences), [*found.notes]
    if held.told:
        (checked if held.fits else differences).append(f"head: {held.told}")
    if held.limits:
        notes.insert(0, f"head: {held.limits}")
    holds = found.holds and held.fits is not False
    return _Found(
        found.title, found.head, held.verdict, holds, checked, notes, found.remarks, differences
    )


def _items(texts: Sequence[str]) -> str:
    items = "".join(f"<li>{escape_html(text, limit=600)}</li>" for text in texts[:MOST_LINES])
    more = len(texts) - MOST_LINES
    rest = f"<li>… and {more} more</li>" if more > 0 else ""
    return f'<ul class="pp-list-plain">{items}{rest}</ul>'
