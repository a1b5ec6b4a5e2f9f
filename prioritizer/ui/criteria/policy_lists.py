"""The policy lists: which are in force, what each would change, and lists of one's own."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from prioritizer.domain.reference import POLICY_CLASSES, Reference
from prioritizer.errors import DataError
from prioritizer.ui.parts import issue_list, policy_choice
from prioritizer.ui.shell import markup, session, state
from prioritizer.ui.shell.text import escape_html, plain
from prioritizer.workflow.criteria.own_policy import own_entries
from prioritizer.workflow.robustness.variants import Variant

ADVICE = (
    "A CSV table with the columns `symbol` (as in `criteria/reference/commodities.csv`) and "
    f"`class` ({', '.join(POLICY_CLASSES)}). It is added to the lists to "
    "choose from, and named by its file."
)


def show() -> None:
    """Draw the choice, all lists, and the upload of one's own."""
    reference = session.reference()
    policy_choice.choose()
    markup.draw(_table(reference))
    _own()


def _table(reference: Reference) -> str:
    counts: dict[str, Counter[str]] = {}
    for entry in reference.policy:
        counts.setdefault(entry.list_id, Counter())[entry.policy_class] += 1
    rows = [
        (
            escape_html(name) + ("" if name not in reference.policy_lists else " ✓"),
            escape_html(reference.policy_titles.get(name, "")),
            "in force" if name in reference.policy_lists else "",
            ", ".join(f"{n} {escape_html(kind)}" for kind, n in found.items()),
        )
        for name, found in counts.items()
    ]
    heads = ("List", "Title", "Now", "Materials")
    return f'<div class="pp-words">{markup.table(heads, rows)}</div>'


def show_effects(found: tuple[Variant, ...]) -> None:
    """Draw what each list alone would do to the shortlist."""
    items = "".join(f"<li>{escape_html(variant.sentence)}</li>" for variant in found)
    markup.draw(
        '<h2 class="pp-h2">Each list alone</h2>', f'<ul class="pp-list-plain">{items}</ul>'
    )


def _own() -> None:
    with st.expander("A list of your own", icon=":material/upload_file:"):
        markup.draw(markup.line(markup.prose(ADVICE)))
        file = st.file_uploader(
            "Policy list (CSV)",
            type=["csv"],
            key=f"policy-upload-{state.get('scales_round')}",
            max_upload_size=1,
        )
        is_pressed = st.button("Add this list", disabled=file is None, key="policy-read")
        if is_pressed and file is not None:
            _read(file.name, file.getvalue())
        for title, entries in state.get("policy_own"):
            st.button(
                f"Remove {plain(session.told(title), limit=60)}",
                key=f"policy-remove-{entries[0].list_id}",
                on_click=session.remove_policy,
                args=(entries[0].list_id,),
            )


def _read(name: str, content: bytes) -> None:
    try:
        entries = own_entries(name, content, session.reference())
    except DataError as error:
        st.error("The list was not accepted; the lists in use stay.", icon=":material/report:")
        issue_list.show(error.issues)
        return
    if not entries:
        st.error("The list has no rows. Add one material per row.", icon=":material/report:")
        return
    session.add_policy(f"own list {plain(name, limit=60)}", entries)
    state.put("notice", f"{session.told(entries[0].list_id)} is added and in use.")
    st.rerun()
