"""The text of a decision record as plain data, refused where it is not exactly a record."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any

from prioritizer.errors import RecordError
from prioritizer.workflow.records.canonical import MOST_EXACT, canonical
from prioritizer.workflow.records.shape import SHAPES, OddNumber, faults
from prioritizer.workflow.records.writing import OPTIONAL, SCHEMA_WITH_DRAWS, sections_of

MOST_NAMED = 20


def parse_record(content: bytes) -> dict[str, Any]:
    """Return the record as plain lists, texts and numbers.

    Raises
    ------
    RecordError
        If the text is not JSON, names a member twice, writes a number in another than its
        canonical way, has a member missing or one too many, or follows another schema.
    """
    record = _loaded(content)
    if not isinstance(record, dict):
        raise RecordError(
            "record: found no JSON object. Expected a decision record. Choose another file."
        )
    schema = record.get("schema")
    if not isinstance(schema, str) or schema not in SHAPES:
        raise RecordError(
            f"record, schema: found '{record.get('schema', 'none')}'. "
            f"Expected '{SCHEMA_WITH_DRAWS}' or an older one. "
            "Open it with the version that wrote it."
        )
    found = [
        *faults(record, SHAPES[schema]),
        *_doubled_ids(record, sections_of(schema, record)),
        *_undigested(record),
    ]
    if found:
        more = [f"… and {len(found) - MOST_NAMED} more"] if len(found) > MOST_NAMED else []
        raise RecordError("\n".join(found[:MOST_NAMED] + more))
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
            f"record, byte {error.start + 1}: found text that is not UTF-8. Expected a "
            f"decision "
            "record as JSON. Use the file as it was written."
        ) from None
    except json.JSONDecodeError as error:
        raise RecordError(
            f"record, line {error.lineno}, column {error.colno}: found text that is not "
            f"JSON "
            f"({error.msg}). Expected a decision record. Use the file as it was written."
        ) from None
    except RecursionError:
        raise RecordError(
            "record: found too many brackets within brackets. Expected a decision record. "
            "Choose another file."
        ) from None


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        names = [name for name, _ in pairs]
        doubled = next(name for name in names if names.count(name) > 1)
        raise RecordError(
            f"record: found the member '{doubled}' twice in one object. Expected it once. "
            "Use the file as it was written."
        )
    return members


def _number(text: str) -> int | float | OddNumber:
    value = float(text)
    if not math.isfinite(value):
        return OddNumber(text, "a number within the range of a double")
    expected = canonical(value).decode()
    if text != expected:
        return OddNumber(text, expected)
    return int(value) if value.is_integer() and abs(value) < MOST_EXACT else value


def _refuse_constant(text: str) -> None:
    raise RecordError(
        f"record: found '{text}'. Expected a number or null. JSON has no '{text}'."
    )


def _undigested(record: dict[str, Any]) -> Iterator[str]:
    """Yield each optional section that stands without its digests, or the other way round."""
    digests = record.get("digests")
    for name in OPTIONAL:
        if isinstance(digests, dict) and (name in record) is not (name in digests):
            yield (
                f"record, {name}: found the section or its digests, not both. Expected both or "
                "neither. Use the original record."
            )


def _doubled_ids(record: dict[str, Any], sections: tuple[str, ...]) -> Iterator[str]:
    for section in sections:
        rows = record.get(section)
        names = (
            [row.get("id") for row in rows if isinstance(row, dict)]
            if isinstance(rows, list)
            else []
        )
        texts = [name for name in names if isinstance(name, str)]
        seen: set[str] = set()
        for name in texts:
            if name in seen:
                yield f"record, {section}: found the id '{name}' twice. Expected each id once."
            seen.add(name)
