"""Stored values to rows of the database and back; the state of an inventory at a change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from prioritizer.storage.sites import State, Values
from prioritizer.storage.sql import Sql
from prioritizer.storage.values import Confidence, Kind, Method, Value

GONE = "gone"  # the kind of a row that says: unknown from here on
COLUMNS = (
    "low, best, high, text, unit, confidence, method, n_samples, source, date, note, "
    "statistic, basis, contained_t, is_used, position"
)
_BLANK = (None, None, None, None, "", None, None, None, "", "", "", "", "", None, 1, 0)
_KINDS = {kind.value: kind for kind in Kind}
INSERT = f"INSERT INTO inventory_value (body_id, field, change_no, kind, {COLUMNS}) VALUES ({', '.join('?' * 20)})"  # noqa: S608, E501 - constants
OF_INVENTORY = (
    f"SELECT v.body_id, b.site_id, v.field, v.change_no, v.kind, {COLUMNS} "  # noqa: S608 - constants
    "FROM inventory_value v JOIN inventory_body b ON b.body_id = v.body_id "
    "WHERE b.inventory_id = ? AND v.change_no <= ? "
)
ORDER = "ORDER BY v.body_id, v.field, v.change_no"

Row = tuple[Any, ...]


def to_row(body_id: int, field: str, change_no: int, value: Value | None) -> Row:
    """Return the row that says from a change on what a value is; None is unknown."""
    if value is None:
        return (body_id, field, change_no, GONE, *_BLANK)
    return (
        body_id,
        field,
        change_no,
        value.kind.value,
        value.low,
        value.best,
        value.high,
        value.text,
        value.unit,
        None if value.confidence is None else value.confidence.value,
        None if value.method is None else value.method.value,
        value.n_samples,
        value.source,
        value.date,
        value.note,
        value.statistic,
        value.basis,
        value.contained_t,
        int(value.is_used),
        value.position,
    )


def from_row(parts: Sequence[Any]) -> Value | None:
    """Return the value of a row that starts with its kind."""
    kind, low, best, high, text, unit, confidence, method, n_samples, *rest = parts
    if kind == GONE:
        return None
    source, date, note, statistic, basis, contained_t, is_used, position = rest
    return Value(
        _KINDS[kind],
        low,
        best,
        high,
        text,
        unit,
        Confidence(confidence) if confidence else None,
        Method(method) if method else None,
        n_samples,
        source,
        date,
        note,
        statistic,
        basis,
        contained_t,
        bool(is_used),
        position,
    )


def read_bodies(
    sql: Sql, inventory_id: int, change_no: int
) -> Iterator[tuple[int, str, Values]]:
    """Yield each waste body with its values as they were at a change, in order of entry.

    A body without values, because it was removed, is yielded with none.
    """
    body, site_id, latest = None, "", dict[str, Sequence[Any]]()
    for row in sql.rows(OF_INVENTORY + ORDER, inventory_id, change_no):
        if row[0] != body:
            if body is not None:
                yield body, site_id, _values(latest)
            body, site_id, latest = row[0], row[1], {}
        latest[row[2]] = row
    if body is not None:
        yield body, site_id, _values(latest)


def _values(latest: dict[str, Sequence[Any]]) -> Values:
    found = ((field, from_row(row[4:])) for field, row in latest.items())
    return {field: value for field, value in found if value is not None}


def read_state(sql: Sql, inventory_id: int, change_no: int) -> State:
    """Return an inventory as it was at a change: values by site and field."""
    return {
        site_id: values
        for _, site_id, values in read_bodies(sql, inventory_id, change_no)
        if values
    }


def read_site(
    sql: Sql, inventory_id: int, site_id: str, change_no: int
) -> tuple[int | None, Values]:
    """Return the key and the values of one waste body; no key if it was never there."""
    rows = sql.rows(
        f"{OF_INVENTORY} AND b.site_id = ? {ORDER}", inventory_id, change_no, site_id
    )
    body: int | None = None
    latest: dict[str, Sequence[Any]] = {}
    for row in rows:
        body = row[0]
        latest[row[2]] = row
    return body, _values(latest)


def add_bodies(sql: Sql, inventory_id: int, site_ids: Iterable[str]) -> dict[str, int]:
    """Enter new waste bodies; return their keys by site id."""
    row = sql.row("SELECT MAX(body_id) FROM inventory_body")
    first = 1 + (row[0] if row is not None and row[0] is not None else 0)
    keys = {site_id: first + n for n, site_id in enumerate(site_ids)}
    sql.many(
        "INSERT INTO inventory_body (body_id, inventory_id, site_id) VALUES (?, ?, ?)",
        ((body_id, inventory_id, site_id) for site_id, body_id in keys.items()),
    )
    return keys


def write_values(
    sql: Sql, change_no: int, writes: Iterable[tuple[int, str, Value | None]]
) -> int:
    """Append values, each with its body and field, under a change; return how many."""
    return sql.many(
        INSERT, (to_row(body, field, change_no, value) for body, field, value in writes)
    )
