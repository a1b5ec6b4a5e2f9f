"""The drift guard: what another scale would move, before it is used; sites beyond the scale."""

from __future__ import annotations

import streamlit as st

from prioritizer.domain.results import Assessment
from prioritizer.ui.criteria.scale_editor import Editing, show_draft
from prioritizer.ui.criteria.scale_view import known_sites
from prioritizer.ui.shell import markup, state
from prioritizer.ui.shell.cache import cached
from prioritizer.ui.shell.text import escape_html, powers
from prioritizer.workflow.criteria import scales
from prioritizer.workflow.criteria.scales import Drift

SHOWN = 8


def show(assessment: Assessment, editing: Editing) -> None:
    """Draw what the draft would move, or what lies beyond the scale in use."""
    top = min(int(state.get("shortlist")), len(assessment.matrix))
    name, pending = editing.criterion.id, editing.pending
    if pending is None:
        _in_use(assessment, editing, top)
        return
    found = scales.drift(assessment, name, pending, top=top)
    changes_list = bool(found.entered or found.left)
    markup.draw(
        '<h3 class="pp-h3">If you use this scale</h3>',
        f'<div class="pp-drift{" moves" if changes_list else ""}" role="status">'
        f"{_sentences(found.sentences)}</div>",
        _moves(found),
    )


def _in_use(assessment: Assessment, editing: Editing, top: int) -> None:
    name = editing.criterion.id
    says = [_beyond(assessment, name, top)]
    is_edited = editing.criterion.value_function != editing.shipped.value_function
    if is_edited:
        back = scales.drift(assessment, name, editing.shipped.value_function, top=top)
        says.append(f"Back to the scale as shipped: {' '.join(back.sentences[:2])}")
    markup.draw(
        '<h3 class="pp-h3">What another scale would move</h3>',
        f'<div class="pp-drift">{_sentences(says)}</div>',
        markup.note(
            "Change a field to see here which sites would move. Nothing counts until you use "
            "the scale."
        ),
    )
    wider = scales.widened(assessment, name)
    if wider is not None:
        st.button(
            "Try a scale that holds them all",
            icon=":material/width:",
            key=editing.name("widen"),
            on_click=show_draft,
            args=(editing, wider),
        )


def _beyond(assessment: Assessment, name: str, top: int) -> str:
    if not known_sites(assessment, name).any():
        return "No site has a known figure here, so another scale moves none of them."
    return _outside(assessment, name, top)


@cached(most=32)
def _outside(assessment: Assessment, name: str, top: int) -> str:
    return scales.outside_text(assessment, name, top=top)


def _sentences(texts: tuple[str, ...] | list[str]) -> str:
    return "".join(f"<p>{powers(escape_html(text))}</p>" for text in texts)


def _moves(found: Drift) -> str:
    rows = [
        (
            escape_html(move.name, limit=80),
            f"{move.rank_before} → <b>{move.rank_after}</b>",
            f"{move.value_before:.2f} → {move.value_after:.2f}",
        )
        for move in found.moves[:SHOWN]
    ]
    if not rows:
        return ""
    more = len(found.moves) - len(rows)
    rest = markup.note(f"and {more} more move less.") if more > 0 else ""
    return markup.table(("Site", "Place", "Value"), rows, numbers=("Place", "Value")) + rest
