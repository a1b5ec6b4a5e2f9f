"""Tables of which nothing is understood: refused, or told."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from prioritizer.domain.imports import ColumnMatch, ImportOptions
from prioritizer.readers.imports.columns.grade_columns import possible_grade
from prioritizer.readers.imports.identity import SOURCED
from prioritizer.readers.imports.words.fields import OWN
from prioritizer.readers.imports.words.records import Log, RawGrid
from prioritizer.readers.imports.words.vocabulary import fold
from prioritizer.readers.tables import fault

# What says how a site is called and nothing of its waste.
CALLED = frozenset(
    {"site_id", "name", "other_names", "country", "region", "site_group", "waste_type", "notes"}
)


def refuse_unknown(grid: RawGrid, log: Log) -> None:
    """Refuse a table of which no column is known; with geometries, say that only they are read.

    Raises
    ------
    DataError
        If there are no geometries either.
    """
    found = f"{len(grid.header)} columns, none of which is known"
    expected = "at least one column of a table of sites"
    hint = 'See docs/data_format.md, or say what they are: --map "COLUMN=FIELD".'
    if not any(grid.shapes):
        raise fault(log.file, found, expected, hint)
    log.warn(None, None, found, expected, f"Only the geometries are read. {hint}")


def say_empty(
    rows: Collection[Mapping[str, Any]],
    grade_rows: Sequence[list[str]],
    own: Collection[str],
    log: Log,
) -> None:
    """Warn where nothing is known of any site but its name and columns ``own``."""
    quiet = {*CALLED, *SOURCED, *own}
    is_told = any(name not in quiet for row in rows for name in row)
    is_told = is_told or any(row.get("waste_type", "other") != "other" for row in rows)
    if rows and not is_told and not grade_rows:
        log.warn(
            None,
            None,
            f"{len(rows)} sites of which nothing is known but what they are called",
            "a size, a grade, a place or a kind of waste",
            'No column tells one; say what the columns are: --map "COLUMN=FIELD".',
        )


def say_possible_grades(
    matches: Sequence[ColumnMatch],
    options: ImportOptions,
    analytes: Collection[str],
    log: Log,
) -> None:
    """Warn of each column that would be a grade but for a word that is not understood."""
    stated = {fold(name) for name in options.columns}
    for match in matches:
        if match.field not in {"", OWN} or fold(match.header) in stated:
            continue
        found = possible_grade(match.header, analytes)
        has_digits = any(c.isdigit() for text in match.examples for c in text)
        if found is not None and has_digits:
            field, word = found
            log.warn(
                None,
                match.header[:80],
                f"what may be a grade, but '{word[:30]}' is not understood",
                "words that are known beside an analyte and its unit",
                "It is not read as a grade; if it is one, say "
                f'--map "{match.header[:60]}={field}".',
            )
