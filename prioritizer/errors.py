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

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much an issue stops: an error stops its row, a warning stops nothing."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Issue:
    """A fault in user data: where it is, what was found, what was expected, what to do."""

    severity: Severity
    file: str
    row: int | None
    column: str | None
    found: str
    expected: str
    hint: str

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


class RefusedError(PrioritizerError):
    """What was asked does not fit the state of the workshop; nothing was changed."""


class ConflictError(RefusedError):
    """A submission key that is already used came again with other content."""
