"""Which column holds the id of a site: it tells rows apart, and does more than count them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from prioritizer.domain.imports import Topic
from prioritizer.readers.cells import quoted
from prioritizer.readers.imports.columns.long_columns import LONG
from prioritizer.readers.imports.columns.naming import Candidate
from prioritizer.readers.imports.files.header import is_blank
from prioritizer.readers.imports.words.id_schemes import scheme_of
from prioritizer.readers.imports.words.records import Log, RawGrid
from prioritizer.readers.imports.words.vocabulary import codes, fold

ID = "site_id"
# The field's own name.
SURE = 1.0
# Of a column that is called an id, so many rows may repeat one: each is an error of its own.
FEW_REPEATS = 0.1


@dataclass(frozen=True)
class _Column:
    """A column that may hold ids; ``is_number`` says that its name speaks of numbers only."""

    index: int
    header: str
    texts: tuple[str, ...]
    confidence: float

    @property
    def is_number(self) -> bool:
        phrase = fold(self.header) or self.header
        return phrase in codes("row_number")

    @property
    def is_foreign(self) -> bool:
        """Return whether it holds the ids of another register."""
        return bool(scheme_of(self.header))

    @cached_property
    def repeated(self) -> tuple[str, int]:
        """Return the text that comes most often, and how often."""
        return Counter(self.texts).most_common(1)[0]

    @cached_property
    def n_repeats(self) -> int:
        return len(self.texts) - len(set(self.texts))

    @cached_property
    def counts_rows(self) -> bool:
        n = len(self.texts)
        first = 0 if self.texts[0] == "0" else 1
        return self.texts == tuple(map(str, range(first, first + n)))


def settle_ids(
    grid: RawGrid,
    found: Mapping[int, list[Candidate]],
    manual: Mapping[int, str],
    least: float,
    log: Log,
) -> None:
    """Leave the id to the one column that can hold it; take it from all others.

    A table with a row per site takes a column only where it tells the rows apart, rather one
    that does more than count them. A table with several rows of a site takes none that counts.

    Parameters
    ----------
    found
        What each column may be; columns lose the id here.
    least
        The confidence from which a column is taken.
    """
    if ID in manual.values():
        return
    columns = [
        column
        for index, candidates in found.items()
        for one in candidates
        if one.field == ID and one.confidence >= least and index not in manual
        if (column := _column(grid, index, one.confidence)).texts
    ]
    is_long = _is_long(found, manual, least)
    if not columns:
        return
    taken = _of_samples(columns, found, least) if is_long else _of_sites(columns)
    for column in columns:
        if column is not taken:
            _drop(found, column.index)
            if column.is_foreign:
                # It is kept as such, and needs no word.
                continue
            _say(column, taken, grid, is_long=is_long, log=log)


def _column(grid: RawGrid, index: int, confidence: float) -> _Column:
    cells = (row[index] for row in grid.rows)
    texts = tuple(
        f"{cell:.15g}" if isinstance(cell, float) else str(cell).strip()
        for cell in cells
        if not is_blank(cell)
    )
    return _Column(index, grid.header[index], texts, confidence)


def _is_long(
    found: Mapping[int, list[Candidate]], manual: Mapping[int, str], least: float
) -> bool:
    fields = {*manual.values()} | {
        one.field for ones in found.values() for one in ones if one.confidence >= least
    }
    return bool(fields & {"analyte", *LONG})


def _of_sites(columns: Sequence[_Column]) -> _Column | None:
    """Return the column of a table with a row per site."""

    def order(column: _Column) -> tuple[bool, bool, float]:
        return column.counts_rows, column.is_foreign, -column.confidence

    unique = [column for column in columns if not column.n_repeats]
    named = [
        column
        for column in columns
        if column.confidence >= SURE
        or (not column.is_number and column.n_repeats <= FEW_REPEATS * len(column.texts))
    ]
    return min(unique or named, key=order, default=None)


def _of_samples(
    columns: Sequence[_Column], found: Mapping[int, list[Candidate]], least: float
) -> _Column | None:
    """Return the column of a table with several rows of a site."""
    has_name = any(
        one.field == "name" and one.confidence >= least
        for ones in found.values()
        for one in ones
    )
    real = [column for column in columns if not (column.counts_rows and len(column.texts) > 1)]
    if not real and not has_name:
        real = list(columns)
    return max(real, key=lambda column: column.confidence, default=None)


def _drop(found: Mapping[int, list[Candidate]], index: int) -> None:
    found[index][:] = [one for one in found[index] if one.field != ID]


def _say(
    column: _Column, taken: _Column | None, grid: RawGrid, *, is_long: bool, log: Log
) -> None:
    where = f"column '{column.header[:60]}'"
    instead = f"'{taken.header[:60]}' is taken" if taken else "ids are made"
    if is_long or not column.n_repeats:
        what = "it counts the rows" if column.counts_rows else "another column tells them too"
        log.read_as(
            Topic.IDENTITY, where, "not taken for the id of a site", 0.9,
            reason=f"{what}; {instead}",
        )  # fmt: skip
        return
    text, n = column.repeated
    log.warn(
        None,
        column.header[:80],
        f"ids that come again ({quoted(text)} in {n} rows), which tell no sites apart",
        "an id of each row",
        f"It is kept as your own column; {instead}. If rows are of one site, say "
        f'--map "{column.header[:40]}=site_id" and keep one of them.',
    )
