"""The form that changes one value of a site, never over what its writer has not seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from prioritizer.domain.columns import Column, site_columns
from prioritizer.domain.inventory_change import KeptInventory
from prioritizer.domain.inventory_store import Store
from prioritizer.domain.inventory_value import Confidence, Method, Value
from prioritizer.domain.own_columns import OwnColumn, table_column
from prioritizer.ui.inventories import keep_form, value_table
from prioritizer.ui.shell import cache as cached
from prioritizer.ui.shell import faults, markup, state
from prioritizer.ui.shell.text import escape_html, escape_markdown
from prioritizer.workflow.sites.edits import (
    FieldForm,
    editable_fields,
    field_form,
    source_from_texts,
    value_from_texts,
)
from prioritizer.workflow.sites.own import own_fields


def show(store: Store, entry: KeptInventory, site_id: str, values: Mapping[str, Value]) -> None:
    """Draw the choice of a field and its form."""
    own = own_fields(store, entry.name)
    choices = editable_fields(values, cached.reference().analytes, own)
    if state.get("edit_field") not in choices:
        state.put("edit_field", "tonnage_t")
    st.selectbox(
        "Value to change",
        choices,
        format_func=lambda name: _label(name, values),
        **state.started("edit_field", "index", choices),
    )
    field: str = state.get("edit_field")
    seen = _seen(entry, site_id, field)
    shown = values
    if seen != entry.change_no:
        shown = store.values(f"{entry.name}@{seen}", site_id)
        if shown.get(field) != values.get(field):
            _changed_meanwhile(values.get(field))
    _form(store, entry, site_id, field, shown.get(field), seen, own)


def _seen(entry: KeptInventory, site_id: str, field: str) -> int:
    """Return the change that the open form was filled from."""
    place = (entry.name, site_id, field)
    held = state.get("edit_seen")
    if held is None or held[0] != place:
        held = (place, entry.change_no)
        state.put("edit_seen", held)
    return int(held[1])


def _changed_meanwhile(value: Value | None) -> None:
    st.warning(
        "Somebody changed this value after you opened it. It is now: "
        f"**{escape_markdown(str(value) if value is not None else 'not known')}**.",
        icon=":material/sync_problem:",
    )
    if st.button("Start from the newer value", key="edit-refresh"):
        state.put("edit_seen", None)
        st.rerun()


def _label(field: str, values: Mapping[str, Value]) -> str:
    name = value_table.field_name(field)
    return f"{name} · known" if field in values else name


def _form(
    store: Store,
    entry: KeptInventory,
    site_id: str,
    field: str,
    value: Value | None,
    seen: int,
    own: Mapping[str, OwnColumn],
) -> None:
    column = site_columns().get(field)
    if field in own:
        column = table_column(own[field], own[field].name)
    if column is not None and column.description:
        markup.draw(markup.note(escape_html(column.description)))
    key = f"edit-{entry.name}-{site_id}-{field}-{seen}"
    with st.form(key):
        texts = _figures(field_form(field, own), column, value, key)
        texts |= _evidence(value, key)
        is_unknown = st.checkbox("Not known: take the value away", key=f"{key}-unknown")
        who, why = keep_form.who_and_why(key)
        is_pressed = st.form_submit_button(
            "Keep this change", type="primary", icon=":material/save:"
        )
    if not is_pressed:
        return
    with faults.contained():
        keep_form.signed(who, why)
        new = None if is_unknown else value_from_texts(field, texts, own)
        source = source_from_texts(texts["source"], texts["citation"])
        number = store.set_value(
            entry.name, site_id, field, new, who=who, why=why, seen=seen, source=source
        )
        changed = number != entry.change_no
        name = escape_markdown(value_table.field_name(field))
        state.put(
            "notice",
            f"{escape_markdown(site_id)}, {name}: kept as change {number}."
            if changed
            else "Nothing changed, so nothing was saved.",
        )
        state.put("edit_seen", None)
        st.rerun()


def _figures(
    form: FieldForm, column: Column | None, value: Value | None, key: str
) -> dict[str, str]:
    if not form.is_numeric:
        return {"best": _word(column, value, key)}
    cells = st.columns([1, 1, 1, 0.8])
    texts = {}
    for cell, end, label in zip(
        cells, ("low", "best", "high"), ("Low", "Best", "High"), strict=False
    ):
        held = None if value is None else getattr(value, end)
        texts[end] = cell.text_input(
            label,
            "" if held is None else f"{held:.12g}",
            key=f"{key}-{end}",
            max_chars=40,
            placeholder="not known",
        )
    texts["unit"] = _unit(cells[3], form.units, value, key)
    return texts


def _unit(cell, units: Sequence[str], value: Value | None, key: str) -> str:  # type: ignore[no-untyped-def]
    if len(units) > 1:
        held = value.unit if value is not None and value.unit in units else units[0]
        return cell.selectbox("Unit", units, units.index(held), key=f"{key}-unit") or held
    cell.text_input("Unit", units[0] or "none", disabled=True, key=f"{key}-unit")
    return units[0]


def _word(column: Column | None, value: Value | None, key: str) -> str:
    held = "" if value is None else value.text or ""
    if column is not None and column.allowed:
        choices = list(dict.fromkeys(("", *column.allowed, held)))
        return (
            st.selectbox(
                "Value",
                choices,
                choices.index(held),
                format_func=lambda name: name.replace("_", " ") or "not known",
                key=f"{key}-best",
            )
            or ""
        )
    return st.text_area("Value", held, key=f"{key}-best", max_chars=4000, height=80)


def _evidence(value: Value | None, key: str) -> dict[str, str]:
    cells = st.columns(5)
    texts = {
        name: _listed(cell, name, [w.value for w in words], value, key)
        for cell, name, words in (
            (cells[0], "confidence", Confidence),
            (cells[1], "method", Method),
        )
    }
    samples = None if value is None else value.n_samples
    held = {
        "n_samples": "" if samples is None else str(samples),
        "source": "" if value is None else value.source,
        "date": "" if value is None else value.date,
        "note": "" if value is None else value.note,
    }
    labels = {"n_samples": "Samples", "source": "Source", "date": "Date"}
    for cell, (name, label) in zip(cells[2:], labels.items(), strict=True):
        texts[name] = cell.text_input(
            label,
            held[name],
            key=f"{key}-{name}",
            max_chars=200,
            placeholder="2024-05-31" if name == "date" else None,
        )
    texts["citation"] = st.text_input(
        "Citation, if the source is a new one", key=f"{key}-citation", max_chars=1000
    )
    texts["note"] = st.text_input("Note", held["note"], key=f"{key}-note", max_chars=1000)
    return texts


def _listed(cell, name: str, words: list[str], value: Value | None, key: str) -> str:  # type: ignore[no-untyped-def]
    held = getattr(value, name) if value is not None else None
    choices = ["", *words]
    chosen = cell.selectbox(
        name.capitalize(),
        choices,
        choices.index(held.value if held is not None else ""),
        format_func=lambda word: word.replace("_", " ") or "not stated",
        key=f"{key}-{name}",
    )
    return chosen or ""
