"""Stored values to rows of the database and back; the state of an inventory at a change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from prioritizer.domain.inventory_value import Confidence, Method, Value, ValueKind
from prioritizer.storage.database.sql import Sql
from prioritizer.storage.inventory.sites import State, Values

FEW = 20  # up to so many are asked for one by one
GONE = "gone"  # the kind of a row that says: unknown from here on
COLUMNS = (
    "low, best, high, text, unit, confidence, method, n_samples, source, date, note, "
    "statistic, basis, contained_t, is_used, position"
)
_BLANK = (None, None, None, None, "", None, None, None, "", "", "", "", "", None, 1, 0)
_KINDS = {kind.value: kind for kind in ValueKind}
INSERT = (
    f"INSERT INTO inventory_value (body_id, field, change_no, kind, {COLUMNS}) "  # noqa: S608
    f"VALUES ({', '.join('?' * 20)})"
)
SELECT = f"SELECT body_id, field, change_no, kind, {COLUMNS} FROM inventory_value "  # noqa: S608
OF_INVENTORY = (
    "WHERE body_id IN (SELECT body_id FROM inventory_body WHERE inventory_id = ?) "
    "AND change_no <= ? "
)
OF_SITE = (
    "WHERE body_id IN (SELECT body_id FROM inventory_body WHERE inventory_id = ? "
    "AND site_id = ?) AND change_no <= ? "
)
ORDER = "ORDER BY body_id, field, change_no"

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


def from_row(row: Sequence[Any]) -> Value | None:
    """Return the value that a row of ``SELECT`` holds, None for unknown."""
    _, _, _, kind, low, best, high, text, unit, *evidence = row
    if kind == GONE:
        return None
    confidence, method, n_samples, source, date, note, *rest = evidence
    statistic, basis, contained_t, is_used, position = rest
    return Value(
        _KINDS[kind],
        low,
        best,
        high,
        text,
        unit,
        None if confidence is None else Confidence(confidence),
        None if method is None else Method(method),
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


def site_ids(sql: Sql, inventory_id: int) -> dict[int, str]:
    """Return the site ids of an inventory by the keys of its bodies, removed ones included."""
    rows = sql.rows(
        "SELECT body_id, site_id FROM inventory_body WHERE inventory_id = ?", inventory_id
    )
    return {row[0]: row[1] for row in rows}


def read_bodies(sql: Sql, inventory_id: int, change_no: int) -> Iterator[tuple[str, Values]]:
    """Yield each waste body with its values as they were at a change, in order of entry.

    A body that was not there at the time, or removed, is yielded with no values or left out.
    """
    names = site_ids(sql, inventory_id)
    rows = sql.rows(SELECT + OF_INVENTORY + ORDER, inventory_id, change_no)
    for body, group in groupby(rows, key=itemgetter(0)):
        yield names[body], _values(group)


def _values(rows: Iterable[Sequence[Any]]) -> Values:
    """Return the last value of each field, where it is not unknown."""
    latest = {row[1]: row for row in rows}
    found = ((field, from_row(row)) for field, row in latest.items())
    return {field: value for field, value in found if value is not None}


def read_state(sql: Sql, inventory_id: int, change_no: int) -> State:
    """Return an inventory as it was at a change: values by site and field."""
    bodies = read_bodies(sql, inventory_id, change_no)
    return {site_id: values for site_id, values in bodies if values}


def read_site(sql: Sql, inventory_id: int, site_id: str, change_no: int) -> Values:
    """Return the values of one waste body as they were at a change."""
    return _values(sql.rows(SELECT + OF_SITE + ORDER, inventory_id, site_id, change_no))


def body_keys(
    sql: Sql, inventory_id: int, wanted: Sequence[str] | None = None
) -> dict[str, int]:
    """Return the keys of waste bodies by site id: at least those wanted, or all."""
    if wanted is None or len(wanted) > FEW:
        return {site_id: body for body, site_id in site_ids(sql, inventory_id).items()}
    query = "SELECT body_id FROM inventory_body WHERE inventory_id = ? AND site_id = ?"
    found = ((site_id, sql.row(query, inventory_id, site_id)) for site_id in wanted)
    return {site_id: row[0] for site_id, row in found if row is not None}


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
