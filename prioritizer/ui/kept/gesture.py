"""Which changes are one gesture: a number that is dragged, or moved by key after key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, is_dataclass
from typing import Any

from prioritizer.ui.kept import words
from prioritizer.ui.shell.session import MINE
from prioritizer.ui.shell.tree_points import slider_points

MOMENT = 2.0
"""Seconds within which the next change of the same number belongs to the gesture."""
WEIGHTS = frozenset({"points", "local_points", "profile"})
# The choice, and where in it the number stands.
Place = tuple[Any, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Gesture:
    """What is being moved: when it last was, the choices before it began, and which numbers."""

    at: float
    before: Mapping[str, Any]
    places: frozenset[Place]


def following(
    last: Gesture | None, before: Mapping[str, Any], after: Mapping[str, Any], at: float
) -> tuple[Gesture | None, bool]:
    """Return the gesture that a change is part of, None for none, and whether it goes on."""
    places = moved(before, after)
    if not places:
        return None, False
    if last and at - last.at < MOMENT and places <= last.places:
        return Gesture(at, last.before, last.places), True
    return Gesture(at, before, places), False


def moved(before: Mapping[str, Any], after: Mapping[str, Any]) -> frozenset[Place]:
    """Return which numbers were moved; none where a change was of something else, too."""
    names = words.spoken(words.changed(before, after), before, after)
    places = set(_sliders(before, after)) if names & WEIGHTS else set[Place]()
    is_one_slider = len(places) == 1 and after["profile"] == MINE
    if names & WEIGHTS and not is_one_slider:  # weights that were chosen, not moved
        return frozenset()
    for name in names - WEIGHTS:
        found = list(_places((name,), before[name], after[name]))
        if None in found:
            return frozenset()
        places.update(place for place in found if place)
    return frozenset(places)


def _sliders(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Place]:
    criteria = words.criteria_of(after)
    if criteria is None:
        return
    old, new = (
        slider_points(criteria, one["points"], one["local_points"]) for one in (before, after)
    )
    yield from (("weight", node) for node in new if old.get(node) != new[node])


def _places(place: Place, old: Any, new: Any) -> Iterator[Place | None]:
    """Yield where a number has changed, None where something else has."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in {*old, *new}:
            if old.get(key) != new.get(key):
                yield from _places((*place, key), old.get(key), new.get(key))
    else:
        yield place if _is_measure(old) and _is_measure(new) else None


def _is_measure(value: Any) -> bool:
    """Return whether a value is a number, a range of numbers or a record of such."""
    if isinstance(value, tuple):
        return bool(value) and all(isinstance(one, int | float) for one in value)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number or is_dataclass(value)
