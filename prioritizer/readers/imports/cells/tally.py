"""Counts of small decisions of one kind, told once with a few examples."""

from __future__ import annotations

from dataclasses import dataclass, field

from prioritizer.domain.imports import Topic
from prioritizer.readers.imports.words.records import Log

MOST_EXAMPLES = 4
MOST_ENTRIES = 2_000


@dataclass(slots=True)
class Entry:
    """One decision with the number of cells it touched."""

    confidence: float
    n: int = 0
    examples: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Tally:
    """Decisions by kind, place and wording."""

    entries: dict[tuple[Topic, str, str], Entry] = field(default_factory=dict)

    def add(
        self, kind: Topic, where: str, what: str, example: object, confidence: float = 0.9
    ) -> None:
        """Count one cell."""
        key = (kind, where, what)
        entry = self.entries.get(key)
        if entry is None:
            if len(self.entries) >= MOST_ENTRIES:
                key = (kind, "several columns", "more of the same kind")
                entry = self.entries.setdefault(key, Entry(confidence))
            else:
                entry = self.entries[key] = Entry(confidence)
        entry.n += 1
        if len(entry.examples) < MOST_EXAMPLES:
            text = str(example)[:40]
            if text and text not in entry.examples:
                entry.examples.append(text)

    def write(self, log: Log) -> None:
        """Write all decisions to a log."""
        for (kind, where, what), entry in self.entries.items():
            log.read_as(
                kind,
                where,
                what,
                entry.confidence,
                n_cells=entry.n,
                examples=tuple(entry.examples),
            )
