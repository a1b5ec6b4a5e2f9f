"""A digest as people write it down: in part, in groups, in capitals, with an ellipsis."""

from __future__ import annotations

import re
from dataclasses import dataclass

from prioritizer.errors import InputError

FEWEST_DIGITS = 8
DIGITS = 64
_ELLIPSIS = re.compile(r"…|⋯|\.\s?\.+(?:\s?\.)*")
# What people and programs put between groups, besides blanks: hyphens, colons, soft marks.
_BETWEEN = re.compile(r"[\s\-\u2010-\u2013_:·,\u00ad\u200b\u2060]+")
_AROUND = " \t\r\n\"'“”‘’«»()[]<>`.;"


@dataclass(frozen=True, slots=True)
class WrittenDigest:
    """What somebody kept of a digest of 64 hexadecimal digits.

    ``first`` are its first digits, ``last`` its last. ``groups`` are the digits before the
    ellipsis as they were grouped; two of them without an ellipsis may leave out what lies
    between.
    """

    groups: tuple[str, ...]
    last: str = ""

    @property
    def first(self) -> str:
        """Return the digits before the ellipsis."""
        return "".join(self.groups)

    @property
    def n_digits(self) -> int:
        """Return how many digits a comparison covers."""
        return len(self.first) + len(self.last)

    def fits(self, digest: str) -> bool:
        """Return whether it was written down from this digest."""
        if digest.startswith(self.first) and digest.endswith(self.last):
            return True
        if self.last or len(self.groups) != 2:
            return False
        start, end = self.groups
        return digest.startswith(start) and digest.endswith(end)

    def __str__(self) -> str:
        if self.last or (len(self.groups) == 2 and self.n_digits < DIGITS):
            start, end = (self.first, self.last) if self.last else self.groups
            return f"{start}…{end}"
        return self.first if self.n_digits == DIGITS else f"{self.first}…"


def read_written_digest(text: str, place: str) -> WrittenDigest:
    """Return what was written down of a digest; ``place`` names it in messages.

    Raises
    ------
    InputError
        If it holds other letters, more than 64 digits, or fewer than 8: eight digits are 32
        bits, so that one in four thousand million other records would fit by chance.
    """
    # An ellipsis at an end is kept; a full stop there belongs to the sentence.
    parts = _ELLIPSIS.split(text.strip())
    found = [_groups(part, place) for part in parts]
    if len(found) > 2:
        raise _fault(text, place, "one gap at most", "Type the first and the last digits.")
    groups, last = found[0], "".join(found[1]) if len(found) == 2 else ""
    written = WrittenDigest(groups, last)
    if written.n_digits > DIGITS:
        raise _fault(
            text,
            place,
            f"{DIGITS} digits or fewer",
            f"Found {written.n_digits}. Copy it again.",
        )
    if written.n_digits < FEWEST_DIGITS:
        raise _fault(
            text,
            place,
            f"{FEWEST_DIGITS} digits or more",
            "Fewer would fit many records. Type more of it.",
        )
    return written


def _groups(part: str, place: str) -> tuple[str, ...]:
    groups = tuple(group for group in _BETWEEN.split(part.strip(_AROUND).lower()) if group)
    for group in groups:
        if not re.fullmatch("[0-9a-f]+", group):
            raise _fault(group, place, "the digits 0 to 9 and a to f", "Check what you typed.")
    return groups


def _fault(found: str, place: str, expected: str, hint: str) -> InputError:
    return InputError(f"{place}: found “{found.strip()[:80]}”. Expected {expected}. {hint}")
