"""Tables of deposits: what the ore in the ground holds is no content of the waste."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from prioritizer.readers.imports.columns.naming import Candidate
from prioritizer.readers.imports.words.records import Cell
from prioritizer.readers.imports.words.unit_headers import BRACKETS
from prioritizer.readers.imports.words.vocabulary import codes, fold
from prioritizer.readers.imports.words.waste_kinds import speaks_of_waste

SIZES = ("tonnage_", "volume_")
ENOUGH = 0.3


def deposit_columns(
    titles: Sequence[str],
    headers: Sequence[str],
    samples: Sequence[Sequence[Cell]],
    chosen: Mapping[int, Candidate],
) -> frozenset[int]:
    """Return the columns of grades and sizes in a table that speaks of deposits only.

    Parameters
    ----------
    titles
        The names of the file and of its sheet or layer.
    """
    if not any(_names_deposit(header) for header in headers):
        return frozenset()
    is_waste = any(candidate.field == "waste_type" for candidate in chosen.values())
    names = [samples[i] for i, candidate in chosen.items() if candidate.field == "name"]
    is_waste |= any(speaks_of_waste(text) for text in (*titles, *headers))
    is_waste |= any(
        sum(speaks_of_waste(str(cell)) for cell in cells) >= ENOUGH * len(cells) > 0
        for cells in names
    )
    if is_waste:
        return frozenset()
    return frozenset(i for i, candidate in chosen.items() if _is_content(candidate.field))


def _names_deposit(header: str) -> bool:
    return fold(BRACKETS.sub(" ", header)) in codes("deposit_header")


def _is_content(field: str) -> bool:
    kind = field.partition(":")[0]
    return kind.startswith(("grade", "contained")) or field.startswith(SIZES)
