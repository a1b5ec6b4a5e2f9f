"""What a table of outcomes says about plants near the bodies, from its words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from prioritizer.domain.hindcast import Outcome, PlantWords

NEAR_KM = 2.0
# A comma before one or two digits is decimal; 1,200 may be two things and is none of them.
_NUMBER = r"(\d+(?:\.\d+|,\d{1,2})?)(?!,?\d)"
_DISTANCE = re.compile(rf"(?:about\s+)?{_NUMBER}(?:\s*[-–]\s*{_NUMBER})?\b")


def plant_words(outcomes: Iterable[Outcome]) -> PlantWords:
    """Return how many have a plant near, farther off, built for them, or none."""
    notes = [one.plant_note for one in outcomes]
    counts = Counter(plant_word(note) for note in notes)
    counts.pop("", None)
    return PlantWords(n=len(notes), **counts)


def plant_word(note: str) -> str:
    """Return the field of `PlantWords` that a note belongs to; blank for a blank one."""
    text = note.strip().casefold()
    if not text:
        return ""
    if text.startswith(("none", "no plant")):
        return "none"
    if re.search(r"\b(?:new|planned)\b", text):
        return "built"
    found = _DISTANCE.match(text)
    if found is None:
        return "other"
    low, high = (float(end.replace(",", ".")) for end in (found[1], found[2] or found[1]))
    if high <= NEAR_KM:
        return "near"
    return "perhaps" if low <= NEAR_KM else "far"
