"""Canonical JSON (RFC 8785), and SHA-256 digests that name the place of a change."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any, TypeAlias

import rfc8785

Section: TypeAlias = dict[str, Any] | list[dict[str, Any]]

MOST_EXACT = 2.0**53
_SMALLEST_PLAIN = 1e-4  # below it Python writes an exponent and RFC 8785 does not yet
# `json.dumps` would make an encoder for each of the many parts.
_ENCODED = json.JSONEncoder(
    sort_keys=True, ensure_ascii=False, separators=(",", ":"), check_circular=False
).encode


class _NeedsReferenceError(Exception):
    """A value that the fast way does not write as RFC 8785 does."""


def canonical(value: Any) -> bytes:
    """Return the one byte string that stands for a JSON value.

    Most values go through the encoder of the standard library, which is much faster; the few
    that it writes in another way (very large and very small numbers) go through the reference
    package.

    Raises
    ------
    rfc8785.CanonicalizationError
        If the value holds NaN, an infinity, half a character, or what JSON does not know.
    """
    is_list = isinstance(value, list)
    # Rows go one by one, a column at once: the reference package takes those that need it.
    if not (is_list and value and isinstance(value[0], dict | list)):
        try:
            return _ENCODED(_plain(value)).encode()
        except (_NeedsReferenceError, UnicodeEncodeError):
            if not is_list:
                return rfc8785.dumps(value)
    return b"[" + b",".join(map(canonical, value)) + b"]"


def _plain(value: Any) -> Any:
    """Return a value with whole floats as integers, to be written as in RFC 8785."""
    kind = type(value)
    if kind is str or value is None or kind is bool:
        return value
    if kind is float:
        if value != 0 and not _SMALLEST_PLAIN <= abs(value) < MOST_EXACT:
            raise _NeedsReferenceError
        return int(value) if value.is_integer() else value
    if kind is dict:
        # Keys sort alike in every encoding only while they are ASCII.
        if not _is_ascii(value):
            raise _NeedsReferenceError
        return {key: _plain(part) for key, part in value.items()}
    if kind is list or kind is tuple:
        return [_plain(part) for part in value]
    if kind is int and abs(value) < MOST_EXACT:
        return value
    raise _NeedsReferenceError


def _is_ascii(keys: Iterable[Any]) -> bool:
    try:
        return "".join(keys).isascii()
    except TypeError:  # a key that is no text
        return False


def digest(value: Any) -> str:
    """Return the SHA-256 of a JSON value in canonical form, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical(value)).hexdigest()


def section_digests(section: Section) -> dict[str, Any]:
    """Return the digests of a section: of the whole, of each row and of each column.

    A row is an object of the list, by its ``id`` (a section that is one object is one row,
    ``""``). A column is a path within the rows, such as ``value_function.best``; its digest
    covers that leaf of all rows in turn. A row and a column together name a leaf.
    """
    rows = as_rows(section)
    columns: dict[str, list[Any]] = {}
    for row in rows.values():
        _sort_in(row, "", columns)
    written = {name: canonical(row) for name, row in rows.items()}
    # Each row is written once; the whole is made of them, unless two have one id.
    is_made_of_rows = isinstance(section, list) and len(rows) == len(section)
    whole = b"[" + b",".join(written.values()) + b"]" if is_made_of_rows else canonical(section)
    return {
        "whole": hashlib.sha256(whole).hexdigest(),
        "rows": {name: hashlib.sha256(row).hexdigest() for name, row in written.items()},
        "columns": {path: digest(column) for path, column in columns.items()},
    }


def as_rows(section: Section) -> dict[str, dict[str, Any]]:
    """Return the rows of a section by id."""
    if isinstance(section, dict):
        return {"": section}
    return {str(row["id"]): row for row in section}


def _sort_in(value: Any, path: str, columns: dict[str, list[Any]]) -> None:
    """Put every leaf into the column of its path; an empty list or object is a leaf."""
    if not value or not isinstance(value, dict | list | tuple):
        columns.setdefault(path, []).append(value)
        return
    parts = value.items() if isinstance(value, dict) else enumerate(value)
    for key, part in parts:
        _sort_in(part, f"{path}.{key}" if path else str(key), columns)
