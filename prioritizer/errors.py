"""Everything that can go wrong, as a tree of exceptions, and Issue for faults in user data.

::

    PrioritizerError            anything this package raises on purpose
    ├── InputError              one fault in what a caller or user handed in
    ├── PlaceError              an output was to go where nothing may be written
    ├── DataError               user data with faults; carries the list of issues
    ├── Cancelled               the user ended something that was running
    ├── RecordError             a decision record that cannot be read or does not verify
    ├── StoreError              a store that cannot be opened, trusted, read or written
    ├── AccessError             somebody asked for what they may not see or do
    └── RefusedError            what was asked does not fit the state of a workshop
        └── ConflictError       the same submission key came with other content
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

OTHER_SITES = "other sites"


class Severity(StrEnum):
    """How much an issue stops: an error stops its row, a warning stops nothing."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Issue:
    """A fault in user data: where it is, what was found, what was expected, what to do.

    ``site_id`` is the id that the row of the fault gives, blank where it gives none.
    ``rests_on`` names what else the words tell of besides ``column``: other columns of the
    site, grades as ``assays/Cu`` or all as ``assays``, and `OTHER_SITES`.
    """

    severity: Severity
    file: str
    row: int | None
    column: str | None
    found: str
    expected: str
    hint: str
    site_id: str = ""
    rests_on: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """Return the place in words: file, row and column as far as they are known."""
        parts = [self.file]
        if self.row is not None:
            parts.append(f"row {self.row}")
        if self.column is not None:
            parts.append(f"column {self.column}")
        return ", ".join(parts)

    def __str__(self) -> str:
        found = f"found {self.found}. " if self.found else ""
        return f"{self.place}: {found}Expected {self.expected}. {self.hint}".rstrip()


@dataclass(frozen=True, slots=True)
class IssueGroup:
    """One fault and all places where it was met, in the order of the rows as they came."""

    issues: tuple[Issue, ...]

    @property
    def first(self) -> Issue:
        """Return the fault as it was met first."""
        return self.issues[0]

    def __len__(self) -> int:
        return len(self.issues)

    @property
    def rows(self) -> tuple[int, ...]:
        """Return the rows it was met in, each once."""
        return tuple(dict.fromkeys(i.row for i in self.issues if i.row is not None))

    @property
    def site_ids(self) -> tuple[str, ...]:
        """Return the ids of the sites it was met at, each once."""
        return tuple(dict.fromkeys(i.site_id for i in self.issues if i.site_id))

    def __str__(self) -> str:
        more = self.rows[1:]
        if not more:
            return str(self.first)
        shown = ", ".join(map(str, more[:SHOWN_ROWS])) + (" …" if more[SHOWN_ROWS:] else "")
        return f"{self.first} The same in {len(more)} more rows: {shown}."


SHOWN_ROWS = 5
# What differs from row to row in messages that say the same: what is quoted, and figures.
_OF_ONE_ROW = re.compile(r"'[^']*'|\d+(?:[.,  ]\d+)*")


def grouped(issues: Iterable[Issue]) -> tuple[IssueGroup, ...]:
    """Return issues with those that say the same of many rows put together.

    Two say the same where severity, file and column are equal, and the words too but for what
    they quote and the figures in them. Groups stand in the order of their first issue; an
    issue without a row stays alone.
    """
    found: dict[tuple[object, ...], list[Issue]] = {}
    for number, issue in enumerate(issues):
        texts = (issue.found, issue.expected, issue.hint)
        same = tuple(_OF_ONE_ROW.sub("", text) for text in texts)
        alone = number if issue.row is None else None
        key = (issue.severity, issue.file, issue.column, same, alone)
        found.setdefault(key, []).append(issue)
    return tuple(IssueGroup(tuple(group)) for group in found.values())


class PrioritizerError(Exception):
    """Base of every error that this package raises on purpose."""


class InputError(PrioritizerError):
    """One fault in an input: a weight, a setting, a matrix cell.

    Parameters
    ----------
    message
        Where, found, expected, what to do.
    row, column
        Zero-based place in the array at fault, where there is one.
    """

    def __init__(
        self, message: str, *, row: int | None = None, column: int | None = None
    ) -> None:
        super().__init__(message)
        self.row = row
        self.column = column


class PlaceError(PrioritizerError):
    """An output was to go where nothing may be written; nothing was."""


class DataError(PrioritizerError):
    """User data that cannot be used as it is; ``issues`` says why, all at once."""

    def __init__(self, issues: Sequence[Issue]) -> None:
        self.issues = tuple(issues)
        super().__init__("\n".join(str(issue) for issue in self.issues))


class Cancelled(PrioritizerError):  # noqa: N818 - the user's wish is no error
    """Something was ended by the user before it was done; nothing was changed."""


class RecordError(PrioritizerError):
    """A decision record that cannot be read."""


class StoreError(PrioritizerError):
    """A store that cannot be opened, trusted, read or written, or refuses a change."""


class AccessError(PrioritizerError):
    """Somebody asked for what they may not see or do; the message names nothing secret."""


class WaitingError(AccessError):
    """Somebody waits in the lobby of a workshop; the message is its title.

    ``is_late`` says that an anonymous round was held meanwhile.
    """

    def __init__(self, title: str, *, is_late: bool = False) -> None:
        super().__init__(title)
        self.is_late = is_late


class RefusedError(PrioritizerError):
    """What was asked does not fit the state of the workshop; nothing was changed."""


class ConflictError(RefusedError):
    """A submission key that is already used came again with other content."""
