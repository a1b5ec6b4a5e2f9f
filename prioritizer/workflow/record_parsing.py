"""The text of a decision record as plain data, refused where it is not exactly what a record is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

from prioritizer.domain.site import Source
from prioritizer.errors import RecordError
from prioritizer.exports.canonical import MOST_EXACT, canonical
from prioritizer.exports.record_file import CELL_PARTS, SCHEMA, SECTIONS

MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class Kind:
    """What a leaf may be: words for a message, and the types that pass."""

    words: str
    types: tuple[type, ...]


@dataclass(frozen=True, slots=True)
class Many:
    """A list whose entries all have one shape."""

    shape: Any


@dataclass(frozen=True, slots=True)
class Keyed:
    """An object with any member names, whose members all have one shape."""

    shape: Any


@dataclass(frozen=True, slots=True)
class _OddNumber:
    """A number that is not written in its one canonical way."""

    text: str
    canonical: str


TEXT = Kind("a text", (str,))
NUMBER = Kind("a number", (int, float))
NUMBER_OR_GAP = Kind("a number or null", (int, float, type(None)))
WHOLE = Kind("a whole number", (int,))
FLAG = Kind("true or false", (bool,))
VALUE = Kind("a text, a number, true or false", (str, int, float, bool))

CRITERION = {
    "id": TEXT,
    "name": TEXT,
    "question": TEXT,
    "measure": TEXT,
    "unit": TEXT,
    "objective": TEXT,
    "value_function": {"kind": TEXT, "worst": NUMBER, "best": NUMBER},
    "formula": TEXT,
    "description": TEXT,
    "source": TEXT,
    "status": TEXT,
    "parameters": Keyed(
        {"values": Keyed(NUMBER), "unit": TEXT, "source": TEXT, "status": TEXT}
    ),
}
CELL = {part: FLAG if part == "gap" else NUMBER_OR_GAP for part in CELL_PARTS}
RESULT = {
    "id": TEXT,
    "score": NUMBER,
    "score_low": NUMBER,
    "score_high": NUMBER,
    "rank": WHOLE,
    "rank_low": WHOLE,
    "rank_high": WHOLE,
    "gap_share": NUMBER,
}
DIGESTS = {"whole": TEXT, "rows": Keyed(TEXT), "columns": Keyed(TEXT)}
RECORD = {
    "schema": TEXT,
    "about": {"title": TEXT, "prioritizer": TEXT, "python": TEXT, "numpy": TEXT},
    "criteria_set": {"id": TEXT, "title": TEXT, "version": TEXT},
    "criteria": Many(CRITERION),
    "profiles": Many(
        {"id": TEXT, "name": TEXT, "description": TEXT, "points": Keyed(NUMBER), "source": TEXT}
    ),
    "risk_variants": Many({"id": TEXT, "criterion": CRITERION}),
    "settings": {
        "points": Keyed(NUMBER),
        "method": TEXT,
        "scales": TEXT,
        "normalization": TEXT,
        "risk": TEXT,
        "order": TEXT,
    },
    "matrix": Many({"id": TEXT, "name": TEXT, "cells": Keyed(CELL)}),
    "results": Many(RESULT),
    "not_ranked": Many(
        {"id": TEXT, "name": TEXT, "reason": TEXT, "missing": Many(TEXT), "gate": TEXT}
    ),
    "evidence": Many({"id": TEXT, "published": Keyed(VALUE), "assays": Many(Keyed(VALUE))}),
    "sources": Many({"id": TEXT, **{field.name: TEXT for field in fields(Source)[1:]}}),
    "digests": {section: DIGESTS for section in SECTIONS},
    "fingerprint": TEXT,
}


def parse_record(content: bytes) -> dict[str, Any]:
    """Return the record as plain lists, texts and numbers.

    Raises
    ------
    RecordError
        If the text is not JSON, names a member twice, writes a number in another than its canonical
        way, has a member missing or one too many, or follows another schema.
    """
    record = _loaded(content)
    if not isinstance(record, dict):
        raise RecordError(
            "record: found no JSON object. Expected a decision record. Choose another file."
        )
    if record.get("schema") != SCHEMA:
        raise RecordError(
            f"record, schema: found '{record.get('schema', 'none')}'. Expected '{SCHEMA}'. "
            "Open it with the version that wrote it."
        )
    faults = [*_faults(record, RECORD, ()), *_doubled_ids(record)]
    if faults:
        more = [f"… and {len(faults) - MOST_NAMED} more"] if len(faults) > MOST_NAMED else []
        raise RecordError("\n".join(faults[:MOST_NAMED] + more))
    return record


def _loaded(content: bytes) -> Any:
    try:
        return json.loads(
            content.decode("utf-8"),
            object_pairs_hook=_members,
            parse_float=_number,
            parse_int=_number,
            parse_constant=_refuse_constant,
        )
    except UnicodeDecodeError as error:
        raise RecordError(
            f"record, byte {error.start + 1}: found text that is not UTF-8. Expected a decision record "
            "as JSON. Use the file as it was written."
        ) from None
    except json.JSONDecodeError as error:
        raise RecordError(
            f"record, line {error.lineno}, column {error.colno}: found text that is not JSON "
            f"({error.msg}). Expected a decision record. Use the file as it was written."
        ) from None
    except RecursionError:
        raise RecordError(
            "record: found too many brackets within brackets. Expected a decision record."
        ) from None


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        names = [name for name, _ in pairs]
        doubled = next(name for name in names if names.count(name) > 1)
        raise RecordError(
            f"record: found the member '{doubled}' twice in one object. Expected it once."
        )
    return members


def _number(text: str) -> int | float | _OddNumber:
    value = float(text)
    if value - value != 0:
        return _OddNumber(text, "a number within the range of a double")
    expected = canonical(value).decode()
    if text != expected:
        return _OddNumber(text, expected)
    return int(value) if value.is_integer() and abs(value) < MOST_EXACT else value


def _refuse_constant(text: str) -> None:
    raise RecordError(
        f"record: found '{text}'. Expected a number or null. JSON has no '{text}'."
    )


def _faults(value: Any, shape: Any, place: tuple[str, ...]) -> Iterator[str]:
    """Yield what is wrong with a value, each with its place."""
    where = ", ".join(("record", *place))
    if isinstance(value, _OddNumber):
        yield f"{where}: found the number {value.text[:40]}. Expected it as it was written: {value.canonical}."
    elif isinstance(shape, Kind):
        # True is an int to Python; a type is compared as it is, so that a flag is no number.
        if type(value) not in shape.types:
            yield f"{where}: found {_words(value)}. Expected {shape.words}."
        elif isinstance(value, str) and not _is_text(value):
            yield f"{where}: found half a character. Expected text."
    elif isinstance(shape, Many):
        if not isinstance(value, list):
            yield f"{where}: found {_words(value)}. Expected a list."
            return
        for number, entry in enumerate(value):
            name = entry.get("id") if isinstance(entry, dict) else None
            yield from _faults(entry, shape.shape, (*place, str(name or number + 1)))
    elif not isinstance(value, dict):
        yield f"{where}: found {_words(value)}. Expected an object."
    elif isinstance(shape, Keyed):
        for key, entry in value.items():
            if not _is_text(key):
                yield f"{where}: found half a character in a member name. Expected text."
            yield from _faults(entry, shape.shape, (*place, key))
    else:
        yield from _object_faults(value, shape, place)


def _object_faults(
    value: dict[str, Any], shape: dict[str, Any], place: tuple[str, ...]
) -> Iterator[str]:
    where = ", ".join(("record", *place))
    for key in shape:
        if key not in value:
            yield f"{where}: found no member '{key}'. Expected it. Use the record as it was written."
    for key, entry in value.items():
        if key in shape:
            yield from _faults(entry, shape[key], (*place, key))
        else:
            yield f"{where}: found the unknown member '{key[:60]}'. Expected only {', '.join(shape)}."


def _doubled_ids(record: dict[str, Any]) -> Iterator[str]:
    for section in SECTIONS:
        rows = record.get(section)
        if not isinstance(rows, list):
            continue
        ids = [row.get("id") for row in rows if isinstance(row, dict)]
        seen: set[Any] = set()
        for name in ids:
            if isinstance(name, str) and name in seen:
                yield f"record, {section}: found the id '{name}' twice. Expected each id once."
            seen.add(name if isinstance(name, str) else None)


def _is_text(text: str) -> bool:
    return not any("\ud800" <= c <= "\udfff" for c in text) if not text.isascii() else True


def _words(value: Any) -> str:
    if isinstance(value, (dict, list)):
        return "an object" if isinstance(value, dict) else "a list"
    text = json.dumps(value, ensure_ascii=True)
    return text if len(text) <= 60 else f"{text[:57]}…"
