"""What a guard against a known bias in weighting says to the person who answers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Guard:
    """What one guard sees: a measure, whether to speak up, and a sentence for the person."""

    name: str
    measure: float
    flagged: bool
    text: str
