"""What a table of outcomes says about plants near the bodies, from its words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from prioritizer.domain.hindcast import Outcome, PlantWords

NEAR_KM = 2.0
_DISTANCE = re.compile(r"(?:about\s+)?(\d+(?:\.\d+)?)(?:\s*[-–]\s*(\d+(?:\.\d+)?))?\b")


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
    low = float(found[1])
    high = float(found[2] or found[1])
    if high <= NEAR_KM:
        return "near"
    return "perhaps" if low <= NEAR_KM else "far"
