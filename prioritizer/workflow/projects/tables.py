"""The sites of a project as bytes, exact to the last bit, and back.

The content is JSON. Sites are written one by one, so that other work goes on in between.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from prioritizer.domain.own_columns import OwnColumn
from prioritizer.domain.project import KeptTable
from prioritizer.domain.site import Site, SiteRegister, Source
from prioritizer.errors import InputError, Issue

_FLAT = ("digest", "is_sample", "restricted_in")
PARTS: dict[str, Any] = {"sites": Site, "sources": Source, "own_columns": OwnColumn,
                         "issues": Issue}  # fmt: skip


@cache
def _type(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def as_data(table: KeptTable) -> dict[str, Any]:
    """Return a table as plain JSON data: a few facts, and rows of each part."""
    register = table.register
    rows = {
        "sites": register.sites,
        "sources": register.sources.values(),
        "own_columns": register.own_columns.values(),
        "issues": table.issues,
    }
    return {
        **{name: getattr(table, name) for name in _FLAT},
        "title": register.title,
        "blank_columns": list(register.blank_columns),
        **{name: list(_dumped(PARTS[name], found)) for name, found in rows.items()},
    }


def _dumped(kind: Any, found: Any) -> Iterator[Any]:
    writer = _type(kind)
    for one in found:
        yield writer.dump_python(_plain(one), mode="json")


def _plain(one: Any) -> Any:
    """Return a row in which a site holds dictionaries; an empty one may be a read-only view."""
    if isinstance(one, Site) and not (type(one.texts) is type(one.sources) is dict):
        return replace(one, texts=dict(one.texts), sources=dict(one.sources))
    return one


def written(table: KeptTable) -> bytes:
    """Return a table as bytes."""
    return json.dumps(
        as_data(table), ensure_ascii=False, allow_nan=False, separators=(",", ":")
    ).encode()


def content_digest(content: bytes) -> str:
    """Return what names the content of a table: SHA-256, 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def read(content: bytes) -> KeptTable:
    """Return a table from the bytes that `written` made of it.

    Raises
    ------
    InputError
        If they are no such bytes.
    """
    try:
        data = json.loads(content)
    except ValueError:
        raise InputError(
            "table: found no JSON. Expected a table of sites as this tool writes it."
        ) from None
    return from_data(data)


def from_data(data: Any) -> KeptTable:
    """Return a table from plain JSON data, each value checked against its type.

    Raises
    ------
    InputError
        Naming the first place that does not fit.
    """
    if not isinstance(data, dict):
        raise InputError("table: found no JSON object. Expected a table of this tool.")
    rows = {name: _loaded(data.get(name), kind, name) for name, kind in PARTS.items()}
    flat = _loaded_as({name: data.get(name) for name in _FLAT}, dict[str, str | bool], "table")
    register = SiteRegister(
        _loaded_as(data.get("title"), str, "table, title"),
        tuple(rows["sites"]),
        {source.source_id: source for source in rows["sources"]},
        {column.name: column for column in rows["own_columns"]},
        tuple(_loaded_as(data.get("blank_columns"), list[str], "table, blank_columns")),
    )
    if len(register.by_id()) != len(register):
        raise InputError("table, sites: found one id twice. Expected each once.")
    return KeptTable(
        str(flat["digest"]),
        register,
        tuple(rows["issues"]),
        is_sample=flat["is_sample"] is True,
        restricted_in=str(flat["restricted_in"]),
    )


def _loaded(found: Any, kind: Any, name: str) -> list[Any]:
    if not isinstance(found, list):
        raise InputError(f"table, {name}: found no list. Expected one.")
    return [
        _loaded_as(row, kind, f"table, {name}, {_called(row, number)}")
        for number, row in enumerate(found, start=1)
    ]


def _called(row: Any, number: int) -> str:
    named = row.get("site_id") or row.get("source_id") if isinstance(row, dict) else None
    return str(named)[:60] if named else f"row {number}"


def _loaded_as(value: Any, kind: Any, place: str) -> Any:
    try:
        return _type(kind).validate_json(json.dumps(value), strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        where = ", ".join((place, *(str(part) for part in first["loc"])))
        found = json.dumps(first["input"], default=repr)[:80]
        raise InputError(
            f"{where}: found {found}. {first['msg']}. Nothing was opened."
        ) from None
