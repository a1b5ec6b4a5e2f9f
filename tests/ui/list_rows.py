"""The rows of the list, read from what its component is sent, as its script reads it."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np

KINDS = {
    "order": "<i4", "row": "<i4", "rank": "<i4", "median": "<i4", "low": "<i4", "high": "<i4",
    "score": "<f8", "chance": "<f8", "known": "<f8", "gapShare": "<f4", "section": "u1",
    "parts": "<f4", "onGaps": "<f4", "textures": "u1",
}  # fmt: skip


def columns_of(data: dict[str, Any]) -> dict[str, Any]:
    """Return the numbers of the list by name."""
    return {
        name: np.frombuffer(base64.b64decode(text), dtype=KINDS[name])
        for name, text in data["columns"].items()
    }


def rows_of(data: dict[str, Any], facts: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what each row of the list says, in its order."""
    assert data["facts"] == facts["key"]
    columns = columns_of(data)
    return [_row(data, facts, columns, i) for i in columns["order"].tolist()]


def _row(
    data: dict[str, Any], facts: dict[str, Any], columns: dict[str, Any], i: int
) -> dict[str, Any]:
    from prioritizer.domain.words import percent

    texts, section = data["texts"], int(columns["section"][i])
    chance = float(columns["chance"][i])
    row: dict[str, Any] = {name: values[i] for name, values in facts["sites"].items()}
    row |= {
        "rank": int(columns["rank"][i]) or None,
        "section": data["sectionNames"][section] if section < 255 else "",
        "chanceText": "not drawn" if np.isnan(chance) else percent(chance),
        "stepText": "…" if texts["steps"] is None else texts["steps"].get(str(i), ""),
        "mark": texts["marks"].get(str(i), ""),
    }
    if str(i) in texts["missing"]:
        row["missing"] = texts["missing"][str(i)]
    return row
