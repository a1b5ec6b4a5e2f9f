"""The editor of one scale: its kind, ends or points; faults are told while one types."""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st

from prioritizer.domain.criterion import Criterion
from prioritizer.domain.value_function import KINDS, ValueFunction
from prioritizer.ui.criteria import value_tree as criteria_tree
from prioritizer.ui.shell import markup, session, state
from prioritizer.ui.shell.text import escape_html
from prioritizer.workflow.criteria import scale_draft
from prioritizer.workflow.criteria.scale_draft import CORNERS, ENDS, MOST_ROWS, Draft

FIELDS = ("worst", "best", "midpoint", "scale")
ABOUT = {
    "linear": "Each step of the same size is worth the same.",
    "log": "Each doubling is worth the same; both ends above 0.",
    "piecewise": "Straight lines through the points that you give.",
    "sigmoid": "Little changes near the ends, much around the middle.",
    "stepwise": "Classes: one value for each. A performance equal to a limit is in the class "
    "above.",
    "target": "Best inside a range, worse on both sides of it.",
}
LEAST_ROWS = 2


@dataclass(frozen=True, slots=True)
class Editing:
    """One criterion in the editor.

    ``key`` names the draft; ``criterion`` has the scale in use, ``shipped`` the one as read
    from the criteria set.
    """

    key: str
    criterion: Criterion
    shipped: Criterion

    @property
    def draft(self) -> Draft:
        """Return what stands in the fields, or the scale in use."""
        kept: Draft | None = state.get("scales_drafts").get(self.key)
        return kept or Draft.of(self.criterion.value_function)

    @property
    def pending(self) -> ValueFunction | None:
        """Return the scale of the fields where it is valid and another than the one in use."""
        found, _ = self.draft.function()
        return None if found == self.criterion.value_function else found

    def keep(self, draft: Draft | None) -> None:
        """Keep a draft; None forgets it."""
        drafts = {key: d for key, d in state.get("scales_drafts").items() if key != self.key}
        state.put("scales_drafts", drafts if draft is None else drafts | {self.key: draft})

    def name(self, field: str) -> str:
        """Return the name of a field of this criterion."""
        return f"scale-{self.key}-{field}"


def show(editing: Editing) -> None:
    """Draw the fields, the faults, and the buttons."""
    draft = editing.draft
    st.selectbox(
        "Shape",
        list(KINDS),
        format_func=lambda kind: criteria_tree.KINDS[kind].capitalize(),
        **state.field(editing.name("kind"), list(KINDS).index(draft.kind), "index"),
        on_change=_kind,
        args=(editing,),
    )
    markup.draw(markup.note(ABOUT[draft.kind]))
    if draft.kind in ENDS:
        _ends(editing, draft)
    elif len(draft.rows) > MOST_ROWS:
        st.info(f"This scale has more than {MOST_ROWS} points: edit it in its YAML file.")
    else:
        _rows(editing, draft)
    _, faults = draft.function()
    if faults:
        items = "".join(f"<li>{escape_html(fault)}</li>" for fault in faults)
        markup.draw(
            '<div class="pp-faults" role="alert"><b>Not usable yet; the scale in use stays.</b>'
            f"<ul>{items}</ul></div>"
        )
    _buttons(editing)


def _ends(editing: Editing, draft: Draft) -> None:
    unit = editing.criterion.unit
    labels = {"worst": f"Worst end, {unit}", "best": f"Best end, {unit}"}
    if draft.kind == "sigmoid":
        labels |= {"midpoint": f"Middle, {unit}", "scale": f"Width, {unit}"}
    for names in (("worst", "best"), ("midpoint", "scale")):
        shown = [name for name in names if name in labels]
        for name, column in zip(shown, st.columns(2), strict=False):
            _field(editing, name, getattr(draft, name), labels[name], column)


def _field(
    editing: Editing,
    name: str,
    value: str,
    label: str,
    place: st.delta_generator.DeltaGenerator,
    *,
    is_bare: bool = False,
) -> None:
    place.text_input(
        label,
        **state.field(editing.name(name), value),
        on_change=_typed,
        args=(editing,),
        label_visibility="collapsed" if is_bare else "visible",
    )


def _rows(editing: Editing, draft: Draft) -> None:
    unit = editing.criterion.unit
    if draft.kind == "target":
        for place, (column, label) in enumerate(
            zip((*st.columns(2), *st.columns(2)), CORNERS, strict=True)
        ):
            _field(
                editing,
                f"x{place}",
                draft.rows[place][0],
                f"{label.capitalize()}, {unit}",
                column,
            )
        return
    is_stepwise = draft.kind == "stepwise"
    first = f"From, {unit}" if is_stepwise else f"Performance, {unit}"
    for place, row in enumerate(draft.rows):
        left, right = st.columns(2)
        is_open = is_stepwise and place == 0
        if is_open:
            left.markdown(f":small[{first}]  \nbelow the next limit")
        else:
            _field(
                editing,
                f"x{place}",
                row[0],
                f"{first}, row {place + 1}" if place else first,
                left,
                is_bare=place > 0,
            )
        label = "Value, 0 to 1" if place == 0 else f"Value, row {place + 1}"
        _field(editing, f"y{place}", row[1], label, right, is_bare=place > 0)
    with st.container(horizontal=True):
        st.button(
            "Add a row",
            icon=":material/add:",
            key=editing.name("add"),
            on_click=_keep,
            args=(editing, draft.longer()),
            disabled=len(draft.rows) >= MOST_ROWS,
        )
        st.button(
            "Remove the last row",
            icon=":material/remove:",
            key=editing.name("drop"),
            on_click=_keep,
            args=(editing, draft.shorter()),
            disabled=len(draft.rows) <= LEAST_ROWS,
        )


def _buttons(editing: Editing) -> None:
    pending = editing.pending
    with st.container(horizontal=True):
        st.button(
            "Use this scale",
            type="primary",
            icon=":material/check:",
            key=editing.name("use"),
            disabled=pending is None,
            on_click=_use,
            args=(editing, pending),
        )
        if state.get("scales_drafts").get(editing.key) is not None:
            st.button(
                "Discard the draft",
                key=editing.name("discard"),
                on_click=_keep,
                args=(editing, None),
            )
        if editing.criterion.value_function != editing.shipped.value_function:
            st.button(
                "As shipped",
                icon=":material/undo:",
                key=editing.name("reset"),
                on_click=_use,
                args=(editing, None),
                help=f"Back to {editing.shipped.range_text}",
            )


def _typed(editing: Editing) -> None:
    """Take what was typed into the draft."""
    draft = editing.draft
    fields = {name: state.typed(editing.name(name)) for name in FIELDS}
    rows = tuple(
        (
            _or(state.typed(editing.name(f"x{place}")), first),
            _or(state.typed(editing.name(f"y{place}")), second),
        )
        for place, (first, second) in enumerate(draft.rows)
    )
    kept = {name: text for name, text in fields.items() if text is not None}
    editing.keep(replace(draft, **kept, rows=rows))


def _or(text: str | None, kept: str) -> str:
    return kept if text is None else text


def _kind(editing: Editing) -> None:
    kind = state.typed(editing.name("kind"))
    if kind is None:
        state.forget(editing.name(""))
        return
    start = editing.draft.function()[0] or editing.criterion.value_function
    _keep(editing, scale_draft.as_kind(start, kind))


def _keep(editing: Editing, draft: Draft | None) -> None:
    editing.keep(draft)
    state.forget(editing.name(""))


def _use(editing: Editing, function: ValueFunction | None) -> None:
    session.edit_scale(editing.criterion.id, function)
    if function is None:
        _keep(editing, None)
        return
    # The fields say this scale already: refilled, they would lose what is being typed.
    editing.keep(None)


def show_draft(editing: Editing, function: ValueFunction) -> None:
    """Put a scale into the fields, for looking at; it is not in use yet."""
    _keep(editing, Draft.of(function))
