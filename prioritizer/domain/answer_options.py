"""Answers to choose from, and the verbal steps between two differences."""

from __future__ import annotations

from dataclasses import dataclass

from prioritizer.languages.speech import noop

# Verbal steps of Saaty 1977 (Journal of Mathematical Psychology 15, table 1), the odd ones.
PAIR_STEPS = {
    9: noop("overwhelmingly more"),
    7: noop("much more"),
    5: noop("clearly more"),
    3: noop("a little more"),
}
# How “I don't know” is kept, on phones and paper alike; no id of a criterion, nor a number.
UNKNOWN = "?"
DONT_KNOW = noop("I don't know")
CANNOT_SAY = noop("I cannot say")


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose from."""

    value: str
    label: str
    detail: str = ""
