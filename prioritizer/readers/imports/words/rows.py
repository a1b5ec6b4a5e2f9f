"""The rows of a file while it is read: many, and each small while nobody looks at it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from prioritizer.readers.imports.words.records import Log

Row = dict[str, Any]
Names = tuple[str, ...]


@dataclass(slots=True)
class Rows:
    """Rows by number, each a dictionary of fields; kept as names, which many share, and values.

    What is changed in a row counts once the row is put back.
    """

    names: list[Names] = field(default_factory=list)
    values: list[tuple[Any, ...]] = field(default_factory=list)
    shared: dict[Names, Names] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[Row]) -> Rows:
        """Return rows with these."""
        found = cls()
        for row in rows:
            found.append(row)
        return found

    def __contains__(self, row: object) -> bool:
        return any(row == one for one in self)

    def __len__(self) -> int:
        return len(self.values)

    def __getitem__(self, number: int) -> Row:
        return dict(zip(self.names[number], self.values[number], strict=True))

    def __iter__(self) -> Iterator[Row]:
        return map(self.__getitem__, range(len(self)))

    def __setitem__(self, number: int, row: Row) -> None:
        self.names[number], self.values[number] = self._packed(row)

    def append(self, row: Row) -> None:
        """Add a row at the end."""
        names, values = self._packed(row)
        self.names.append(names)
        self.values.append(values)

    def fields(self) -> set[str]:
        """Return the fields that any row has."""
        return set().union(*set(self.names))

    def only(self, numbers: Iterable[int]) -> Rows:
        """Return some of the rows."""
        chosen = list(numbers)
        return Rows([self.names[n] for n in chosen], [self.values[n] for n in chosen])

    def drain(self, header: Sequence[str], log: Log) -> list[list[Any]]:
        """Return the rows as lists, blank where a row lacks a field; no row is left here."""
        picks: dict[Names, list[int]] = {}
        table: list[list[Any]] = []
        for number, names in enumerate(log.watched("putting the table together", self.names)):
            pick = picks.get(names)
            if pick is None:
                places = {name: place for place, name in enumerate(names)}
                pick = picks[names] = [places.get(name, len(names)) for name in header]
            values = (*self.values[number], "")
            table.append([values[place] for place in pick])
            self.values[number] = ()
        self.names.clear()
        self.values.clear()
        return table

    def _packed(self, row: Row) -> tuple[Names, tuple[Any, ...]]:
        names = tuple(row)
        return self.shared.setdefault(names, names), tuple(row.values())
