"""What an inventory holds of one site, value by value with the evidence for each."""

from __future__ import annotations

from collections.abc import Mapping

from prioritizer.domain.columns import site_columns
from prioritizer.domain.inventory_value import ASSAY, EXISTS, Value, ValueKind
from prioritizer.domain.own_columns import OWN_FIELD, OwnColumn
from prioritizer.ui.parts import source_list
from prioritizer.ui.shell import markup
from prioritizer.ui.shell.text import escape_html, powers

COLUMNS = ("Field", "Value", "Confidence, method", "Source", "Note")
FIRST = ("name", "tonnage_t", "volume_m3", "waste_type")


def show(values: Mapping[str, Value], own: Mapping[str, OwnColumn]) -> None:
    """Draw the table; source lists of other fields are told as sources, not as values.

    Parameters
    ----------
    own
        The own columns of the inventory by field.
    """
    shown = [
        (field, value)
        for field, value in values.items()
        if field != EXISTS and value.kind is not ValueKind.SOURCES
    ]
    order = {name: place for place, name in enumerate((*FIRST, *site_columns()))}
    shown.sort(key=lambda entry: (not entry[0].startswith(ASSAY), order.get(entry[0], 999)))
    markup.draw(
        '<div class="pp-scroll pp-tall" tabindex="0">',
        markup.table(COLUMNS, (_row(field, value, values, own) for field, value in shown)),
        "</div>",
    )


def words(value: Value | None, *, limit: int = 160) -> str:
    """Return a value as escaped text."""
    return "not known" if value is None else escape_html(powers(str(value)), limit=limit)


def field_name(field: str) -> str:
    """Return a field as a person reads it, without what only the store needs."""
    if field.startswith(OWN_FIELD):
        return f"{field.removeprefix(OWN_FIELD)} (your own column)"
    name, _, nth = field.removeprefix(ASSAY).partition("/")
    if field.startswith(ASSAY):
        return f"grade of {name}" + (f", assay {nth}" if nth else "")
    return field.replace("_", " ")


def _row(
    field: str, value: Value, values: Mapping[str, Value], own: Mapping[str, OwnColumn]
) -> tuple[str, ...]:
    trust = [value.confidence or "", value.method or ""]
    if value.n_samples is not None:
        trust.append(f"{value.n_samples} samples")
    remark = "; ".join(filter(None, (value.note, value.statistic, value.basis, value.date)))
    return (
        escape_html(field_name(field), limit=80),
        words(value),
        escape_html(", ".join(filter(None, (t.replace("_", " ") for t in trust)))),
        source_list.marks(value.source or _group_source(field, values, own)),
        escape_html(remark, limit=200),
    )


def _group_source(field: str, values: Mapping[str, Value], own: Mapping[str, OwnColumn]) -> str:
    """Return the sources that the data dictionary, or the declaration, names for a column."""
    column = site_columns().get(field) or own.get(field)
    found = None if column is None else values.get(column.source)
    return "" if found is None else found.text or ""
