"""What an import reads and keeps on the way: raw rows, their shapes, and the log."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, TypeVar

from prioritizer.domain.imports import ColumnMatch, ImportOptions, Interpretation, Limits, Topic
from prioritizer.errors import Issue, Severity

MOST_OF_A_COLUMN = 1_000
# Called with a stage, how much of it is done, and of how much; 0 where that is not known.
Report = Callable[[str, int, int], None]
OFTEN = 5_000
Item = TypeVar("Item")


class Percent(float):
    """A number that a spreadsheet shows in per cent, already times one hundred."""


Cell = str | int | float | date
"""A cell as its source holds it: text where the source is text, a number where it is typed."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A geometry of a row: a point in the coordinates of its source, or well-known binary."""

    x: float | None = None
    y: float | None = None
    wkb: bytes = b""


@dataclass(slots=True)
class RawGrid:
    """A table as its source holds it: ``rows[i]`` stands on row ``lines[i]`` of the file."""

    file: str
    kind: str
    part: str
    header: tuple[str, ...]
    rows: list[list[Cell]]
    lines: list[int]
    unit_row: tuple[str, ...] = ()
    crs: str = ""
    delimiter: str = ""
    shapes: list[Shape | None] = field(default_factory=list)


@dataclass(slots=True)
class Log:
    """Collects interpretations and issues of one file; issues of one column are capped.

    ``report`` says how far a stage is: a parser that is silent for long is taken to hang.
    """

    file: str
    interpretations: list[Interpretation] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    failed: set[int] = field(default_factory=set)
    report: Report = lambda _stage, _done, _total: None

    def watched(self, stage: str, items: Collection[Item]) -> Iterator[Item]:
        """Yield the items of a stage that takes long in a large file, and say how far it is."""
        for number, item in enumerate(items):
            if number % OFTEN == 0:
                self.report(stage, number, len(items))
            yield item

    def read_as(
        self, kind: Topic, where: str, what: str, confidence: float, **more: Any
    ) -> None:
        """Keep an interpretation."""
        self.interpretations.append(
            Interpretation(kind, where, what, round(confidence, 2), **more)
        )

    def add(
        self,
        severity: Severity,
        row: int | None,
        column: str | None,
        found: str,
        expected: str,
        hint: str,
    ) -> None:
        """Keep an issue; beyond a thousand in one column they are only counted."""
        key = column or ""
        n = self.counts[key] = self.counts.get(key, 0) + 1
        if n <= MOST_OF_A_COLUMN:
            self.issues.append(Issue(severity, self.file, row, column, found, expected, hint))

    def error(
        self, row: int | None, column: str | None, found: str, expected: str, hint: str
    ) -> None:
        """Keep an error; its row is left out."""
        self.add(Severity.ERROR, row, column, found, expected, hint)
        if row is not None:
            self.failed.add(row)

    def warn(
        self, row: int | None, column: str | None, found: str, expected: str, hint: str
    ) -> None:
        """Keep a warning."""
        self.add(Severity.WARNING, row, column, found, expected, hint)

    def close(self) -> None:
        """Say for each column how many issues were only counted."""
        for column, n in self.counts.items():
            if n > MOST_OF_A_COLUMN:
                self.issues.append(
                    Issue(
                        Severity.WARNING,
                        self.file,
                        None,
                        column or None,
                        f"{n} issues in all, of which the first {MOST_OF_A_COLUMN} are listed",
                        "fewer faults",
                        "Check the unit, the decimal mark and what the column was taken for.",
                    )
                )


def as_data(record: Any) -> dict[str, Any]:
    """Return a record as a dictionary fit for JSON."""
    return asdict(record)


def options_from(data: Mapping[str, Any]) -> ImportOptions:
    """Return options from their dictionary."""
    limits = Limits(**data.get("limits", {}))
    return ImportOptions(
        **{**data, "limits": limits, "from_profile": tuple(data.get("from_profile", ()))}
    )


def interpretation_from(data: Mapping[str, Any]) -> Interpretation:
    """Return an interpretation from its dictionary."""
    lists = {name: tuple(data[name]) for name in ("alternatives", "examples")}
    return Interpretation(**{**data, **lists, "kind": Topic(data["kind"])})


def match_from(data: Mapping[str, Any]) -> ColumnMatch:
    """Return a column match from its dictionary."""
    lists = {name: tuple(data[name]) for name in ("alternatives", "examples")}
    return ColumnMatch(**{**data, **lists})


def issue_from(data: Mapping[str, Any]) -> Issue:
    """Return an issue from its dictionary."""
    rests_on = tuple(data.get("rests_on", ()))
    return Issue(**{**data, "severity": Severity(data["severity"]), "rests_on": rests_on})
