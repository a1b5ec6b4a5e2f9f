"""What a decision record looks like, member by member, and what is wrong with another."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

from prioritizer.domain.site import Source
from prioritizer.workflow.records.writing import (
    CELL_PARTS,
    OPTIONAL,
    SCHEMA,
    SCHEMA_WITH_DRAWS,
    SECTIONS,
    sections_of,
)


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
class Maybe:
    """A member that may be absent."""

    shape: Any


@dataclass(frozen=True, slots=True)
class OddNumber:
    """A number that is not written in its one canonical way."""

    text: str
    canonical: str


TEXT = Kind("a text", (str,))
NUMBER = Kind("a number", (int, float))
NUMBER_OR_GAP = Kind("a number or null", (int, float, type(None)))
WHOLE = Kind("a whole number", (int,))
FLAG = Kind("true or false", (bool,))
VALUE = Kind("a text, a number, true or false", (str, int, float, bool))

_NUMBERS = (
    *("worst", "best", "score", "score_low", "score_high", "gap_share"),
    *("chance", "known_weight", "low", "high"),
)
_WHOLES = (
    *("rank", "rank_low", "rank_high", "rank_5", "rank_median", "rank_95"),
    *("count", "seed", "list_size"),
)


def _members(names: str) -> dict[str, Kind]:
    """Return the shape of an object by the names of its members; most are texts."""
    special = dict.fromkeys(_NUMBERS, NUMBER) | dict.fromkeys(_WHOLES, WHOLE)
    return {name: special.get(name, TEXT) for name in names.split()}


PARAMETER = {"values": Keyed(NUMBER), **_members("unit source status")}
CRITERION = {
    **_members("id name question measure unit objective formula description source status"),
    "value_function": {
        **_members("kind worst best"),
        **dict.fromkeys(("points", "values"), Maybe(Many(NUMBER))),
        **dict.fromkeys(("midpoint", "scale"), Maybe(NUMBER)),
    },
    "parameters": Keyed(PARAMETER),
    "combine": Maybe(TEXT),
    "kind": Maybe(TEXT),
    "classes": Maybe(Keyed(NUMBER)),
}
GATE = {
    "reason": TEXT,
    **dict.fromkeys(("column", "measure", "unit", "source"), Maybe(TEXT)),
    **dict.fromkeys(("below", "above"), Maybe(NUMBER)),
    "when": Maybe(Many(TEXT)),
}
CELL = {part: FLAG if part == "gap" else NUMBER_OR_GAP for part in CELL_PARTS}
DIGESTS = {"whole": TEXT, "rows": Keyed(TEXT), "columns": Keyed(TEXT)}
RECORD: dict[str, Any] = {
    "schema": TEXT,
    "about": _members("title prioritizer python numpy"),
    "criteria_set": {
        **_members("id title version"),
        "branches": Maybe(Many({**_members("id name description"), "members": Many(TEXT)})),
        "gates": Maybe(Many(GATE)),
    },
    "criteria": Many(CRITERION),
    "profiles": Many({**_members("id name description source"), "points": Keyed(NUMBER)}),
    "risk_variants": Many({"id": TEXT, "criterion": CRITERION}),
    "settings": {
        "points": Keyed(NUMBER),
        **_members("method scales normalization risk order"),
        "policy_lists": Many(TEXT),
        "weight_source": Maybe(TEXT),
        "facilities": Maybe(TEXT),
    },
    "matrix": Many({"id": TEXT, "name": TEXT, "cells": Keyed(CELL)}),
    "results": Many(
        _members("id score score_low score_high rank rank_low rank_high gap_share")
    ),
    "not_ranked": Many({**_members("id name reason gate"), "missing": Many(TEXT)}),
    "evidence": Many({"id": TEXT, "published": Keyed(VALUE), "assays": Many(Keyed(VALUE))}),
    "sources": Many({"id": TEXT, **{field.name: TEXT for field in fields(Source)[1:]}}),
    "own_columns": Maybe(
        Many(
            {
                **_members("id kind unit source title note"),
                "classes": Many(TEXT),
                "is_proposed": FLAG,
            }
        )
    ),
    "open_gates": Maybe(
        Many(
            {
                "id": TEXT,
                "name": TEXT,
                "gates": Many({**_members("gate reason"), "is_known": FLAG}),
            }
        )
    ),
    "digests": {
        **dict.fromkeys(SECTIONS, DIGESTS),
        **dict.fromkeys(OPTIONAL, Maybe(DIGESTS)),
    },
    "fingerprint": TEXT,
}
ASSUMPTION = {**_members("site_id criterion low high reason"), "best": NUMBER_OR_GAP}
RECORD_WITH_DRAWS: dict[str, Any] = {
    **RECORD,
    "settings": {
        **RECORD["settings"],
        **_members("gaps list_size"),
        "switched_on": Many(TEXT),
        "assumptions": Many(ASSUMPTION),
    },
    "matrix": Many(
        {
            "id": TEXT,
            "name": TEXT,
            "cells": Keyed({**CELL, "state": TEXT, "mean": NUMBER_OR_GAP}),
        }
    ),
    "results": Many(
        {
            **RECORD["results"].shape,
            **_members("chance section rank_5 rank_median rank_95 known_weight"),
        }
    ),
    "apart": Many({**_members("id name known_weight chance"), "missing": Many(TEXT)}),
    "draws": {
        **_members("count seed sha256"),
        "criteria_left_out": Many(TEXT),
        "alike": Maybe(Many(Many(TEXT))),
    },
    "drawn": _members("encoding content"),
    "digests": {
        **dict.fromkeys(sections_of(SCHEMA_WITH_DRAWS), DIGESTS),
        **dict.fromkeys(OPTIONAL, Maybe(DIGESTS)),
    },
}
SHAPES = {SCHEMA: RECORD, SCHEMA_WITH_DRAWS: RECORD_WITH_DRAWS}


def faults(value: Any, shape: Any, place: tuple[str, ...] = ("record",)) -> Iterator[str]:
    """Yield what is wrong with a value of a record, each with its place."""
    where = ", ".join(place)
    if isinstance(value, OddNumber):
        yield (
            f"{where}: found the number {value.text[:40]}. "
            f"Expected it as it was written: {value.canonical}."
        )
    elif isinstance(shape, Kind):
        yield from _leaf_faults(value, shape, where)
    elif isinstance(shape, Many):
        yield from _list_faults(value, shape, place)
    elif not isinstance(value, dict):
        yield f"{where}: found {_words(value)}. Expected an object."
    elif isinstance(shape, Keyed):
        for key, entry in value.items():
            if not _is_text(key):
                yield f"{where}: found half a character in a member name. Expected text."
            yield from faults(entry, shape.shape, (*place, key))
    else:
        yield from _object_faults(value, shape, place)


def _leaf_faults(value: Any, kind: Kind, where: str) -> Iterator[str]:
    # True is an int to Python; the type itself is compared, so that a flag is no number.
    if type(value) not in kind.types:
        yield f"{where}: found {_words(value)}. Expected {kind.words}."
    elif isinstance(value, str) and not _is_text(value):
        yield f"{where}: found half a character. Expected text."


def _list_faults(value: Any, many: Many, place: tuple[str, ...]) -> Iterator[str]:
    if not isinstance(value, list):
        yield f"{', '.join(place)}: found {_words(value)}. Expected a list."
        return
    for number, entry in enumerate(value, start=1):
        name = entry.get("id") if isinstance(entry, dict) else None
        yield from faults(entry, many.shape, (*place, str(name or number)))


def _object_faults(
    value: dict[str, Any], shape: dict[str, Any], place: tuple[str, ...]
) -> Iterator[str]:
    where = ", ".join(place)
    for key, part in shape.items():
        if key not in value and not isinstance(part, Maybe):
            yield f"{where}: found no member '{key}'. Expected it. Use the original record."
    for key, entry in value.items():
        if key in shape:
            part = shape[key]
            inner = part.shape if isinstance(part, Maybe) else part
            yield from faults(entry, inner, (*place, key))
        else:
            yield (
                f"{where}: found the unknown member '{key[:60]}'. "
                f"Expected only {', '.join(shape)}."
            )


def _is_text(text: str) -> bool:
    return text.isascii() or not any("\ud800" <= c <= "\udfff" for c in text)


def _words(value: Any) -> str:
    if isinstance(value, (dict, list)):
        return "an object" if isinstance(value, dict) else "a list"
    text = json.dumps(value, ensure_ascii=True)
    return text if len(text) <= 60 else f"{text[:57]}…"
