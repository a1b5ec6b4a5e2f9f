"""How many cells of a row are names of columns that an import knows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from prioritizer.readers.imports.words.fields import fields
from prioritizer.readers.imports.words.unit_headers import BRACKETS, split_header
from prioritizer.readers.imports.words.vocabulary import analyte_names, fold, synonyms

DIMENSIONS = ("mass", "volume", "area", "grade")


def count_known(cells: Iterable[object]) -> int:
    """Return how many texts are names of columns that are known."""
    return sum(_is_known(cell) for cell in cells if isinstance(cell, str) and len(cell) < 100)


@lru_cache(maxsize=5_000)
def _is_known(text: str) -> bool:
    named = fold(BRACKETS.sub(" ", text))
    if fold(text) in _field_names() or named in synonyms():
        return True
    for dimension in DIMENSIONS:
        parted = split_header(text, dimension, leading=True)
        if parted.phrase.unit is None:
            continue
        rest = fold(parted.rest)
        first = re.split(r"[\s_]+", parted.rest.strip())[0]
        if rest in synonyms() or rest in analyte_names() or first in analyte_names().values():
            return True
    return False


def _field_names() -> frozenset[str]:
    return frozenset(fold(name) for name in fields())
