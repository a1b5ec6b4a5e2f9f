"""Answers to choose from, and the verbal steps between two differences."""

from __future__ import annotations

from dataclasses import dataclass

# Verbal steps of Saaty 1977 (Journal of Mathematical Psychology 15, table 1), the odd ones.
PAIR_STEPS = {9: "overwhelmingly more", 7: "much more", 5: "clearly more", 3: "a little more"}


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose from."""

    value: str
    label: str
    detail: str = ""
