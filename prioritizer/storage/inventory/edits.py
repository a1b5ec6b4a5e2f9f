"""One value as a person sets it: checked against its field before it is kept."""

from __future__ import annotations

import json
from dataclasses import fields, replace

from prioritizer.domain.inventory_value import (
    ASSAY,
    EXISTS,
    SOURCE,
    TITLE,
    WHOLE,
    Value,
    ValueKind,
)
from prioritizer.domain.site import Source
from prioritizer.errors import InputError
from prioritizer.storage.inventory import own
from prioritizer.storage.inventory.sites import Values, kind_of, site_of, unit_of
from prioritizer.storage.inventory.values import check_text, check_value


def checked(
    site_id: str, field: str, value: Value | None, values: Values, whole: Values
) -> Value | None:
    """Return the value as it will be kept beside the others of its site; None is unknown.

    Parameters
    ----------
    whole
        The values of the inventory as a whole, which declare its own columns.

    Raises
    ------
    InputError
        If it does not fit the field: its kind, its unit, its ends, its code.
    """
    where = f"site {site_id}, {field}" if site_id != WHOLE else field
    _check_field(site_id, field, where)
    if value is None:
        return None
    if field.startswith(own.OWN):
        own.check_fit(field, value, whole, where)
        check_value(value, where)
        return own.in_unit(field, value, whole)
    _check_kind(field, value, where)
    check_value(value, where)
    value = _in_unit(field, value, where)
    if value.kind is ValueKind.ASSAY and field not in values:
        value = replace(value, position=_next_position(values))
    if value.kind is ValueKind.NUMBER and value.best is None:
        raise InputError(
            f"{where}: found no best estimate. Expected one, with or without low and high. "
            "Give it, or set the value to unknown."
        )
    if site_id != WHOLE:
        site_of({**values, field: value})
    return value


def _check_field(site_id: str, field: str, where: str) -> None:
    check_text(field, where)
    if field == EXISTS or not field.strip() or field in ("row", "texts", "sources", "assays"):
        raise InputError(
            f"{where}: found a field that cannot be set. Expected a column of a site table, or "
            f"{ASSAY} and an analyte. Choose another."
        )
    if (site_id == WHOLE) is not (field == TITLE or field.startswith(SOURCE)):
        raise InputError(
            f"{where}: found a field of {'a site' if site_id == WHOLE else 'the inventory'}. "
            f"Expected one of {'the inventory' if site_id == WHOLE else 'a site'}. Choose "
            "another."
        )


def _check_kind(field: str, value: Value, where: str) -> None:
    kind = kind_of(field)
    if value.kind is not kind:
        raise InputError(
            f"{where}: found a value of kind '{value.kind}'. Expected '{kind}'. Correct the "
            "value."
        )
    if kind is ValueKind.ASSAY and field.removeprefix(ASSAY).split("/")[0] != value.text:
        raise InputError(
            f"{where}: found the analyte '{value.text}'. Expected the one the field is named "
            "after. Correct one of them."
        )
    if kind is ValueKind.SOURCE:
        _check_source(field, value, where)


def _check_source(field: str, value: Value, where: str) -> None:
    parts = json.loads(value.text or "{}")
    known = {part.name for part in fields(Source)}
    if parts.get("source_id") != field.removeprefix(SOURCE) or not parts.keys() <= known:
        raise InputError(
            f"{where}: found another source. Expected the one the field is named after. "
            "Correct one of them."
        )


def _in_unit(field: str, value: Value, where: str) -> Value:
    if value.kind not in (ValueKind.NUMBER, ValueKind.RANGE):
        return value
    unit = unit_of(field)
    if value.unit not in ("", unit):
        raise InputError(
            f"{where}: found the unit '{value.unit}'. Expected '{unit or 'none'}'. Convert "
            "the value."
        )
    return replace(value, unit=unit)


def _next_position(values: Values) -> int:
    assays = (v.position for v in values.values() if v.kind is ValueKind.ASSAY)
    return max(assays, default=-1) + 1
