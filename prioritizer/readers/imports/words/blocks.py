"""Tables of texts between two processes: blocks of columns, in which a text stands once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

# So many that the texts of a column fill pages of memory, which can then be given back.
ROWS_AT_ONCE = 100_000
# A column is told by its different texts where each of them stands in so many rows or more.
OFTEN = 4
Block = dict[str, Any]


def blocks_of(rows: Sequence[Sequence[str]]) -> Iterator[Block]:
    """Yield the rows of a table as blocks fit for JSON, in their order."""
    for first in range(0, len(rows), ROWS_AT_ONCE):
        part = rows[first : first + ROWS_AT_ONCE]
        if len({len(row) for row in part}) > 1 or not part[0]:
            yield {"rows": [list(row) for row in part]}
        else:
            yield {"columns": [_packed(column) for column in zip(*part, strict=True)]}


def _packed(column: Sequence[str]) -> dict[str, Any]:
    places: dict[str, int] = {}
    at = [places.setdefault(text, len(places)) for text in column]
    if len(places) * OFTEN > len(column):
        return {"texts": column}
    return {"texts": list(places), "at": at}


class Unpacker:
    """Puts blocks together again; texts that stand in many rows are held once."""

    def __init__(self) -> None:
        self._shared: dict[str, str] = {}

    def rows(self, block: Block) -> list[list[str]]:
        """Return the rows of a block."""
        if "rows" in block:
            return list(block["rows"])
        columns = [self._column(column) for column in block["columns"]]
        return list(map(list, zip(*columns, strict=True)))

    def _column(self, packed: dict[str, Any]) -> list[str]:
        texts: list[str] = packed["texts"]
        if "at" not in packed:
            return texts
        shared = [self._shared.setdefault(text, text) for text in texts]
        return [shared[place] for place in packed["at"]]
