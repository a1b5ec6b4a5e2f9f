"""What single answers say of the weights: the order so far, points, and what is left open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from prioritizer.domain.answer_options import UNKNOWN
from prioritizer.elicitation.unknown import Answered, from_pairs, from_points
from prioritizer.errors import InputError
from prioritizer.languages.speech import gettext, noop

# By key: ``first.PLACE``, ``points.ID``, ``pair.ID.ID`` and the like; see `questions`.
Answers: TypeAlias = Mapping[str, float | str]
OPEN = noop("Some questions are still open. Please answer them first.")


def chosen(ids: Sequence[str], answers: Answers) -> list[str]:
    """Return the ids in the order chosen so far, up to where somebody could not say."""
    found: list[str] = []
    for place in range(1, len(ids)):
        said = str(answers.get(f"first.{place}", UNKNOWN))
        if said == UNKNOWN:
            break
        found.append(said)
    return found


def order_of(ids: Sequence[str], answers: Answers) -> list[str]:
    """Return the ids in the order chosen so far; complete once one is left over."""
    found = chosen(ids, answers)
    left = [name for name in ids if name not in found]
    return found + left if len(left) == 1 else found


def answered(way: str, ids: Sequence[str], answers: Answers) -> Answered:
    """Return what answers say of the weights, and what “I don't know” leaves open.

    Who did not choose an id in the order of a swing has said nothing of its place.

    Parameters
    ----------
    way
        ``direct``, ``swing`` or ``ahp``.

    Raises
    ------
    InputError
        If an answer is missing.
    """
    try:
        if way == "ahp":
            return from_pairs(comparisons(ids, answers))
        given = {name: answers.get(f"points.{name}") for name in ids}
        order: list[str] = []
        if way == "swing":
            order = chosen(ids, answers)
            if not order and "first.1" not in answers:
                raise KeyError("first.1")
            given |= {name: 100.0 for name in order[:1] if name in given}
        points = [None if p == UNKNOWN else float(p) for p in given.values()]  # type: ignore[arg-type]
        return from_points(points, [list(given).index(name) for name in order])
    except (KeyError, TypeError, ValueError, IndexError):
        raise InputError(gettext(OPEN)) from None


def known_points(way: str, ids: Sequence[str], answers: Answers) -> dict[str, float]:
    """Return the points of the ids that the answers compare with one another.

    Of pairs those of the largest block, the first of equal ones.
    """
    found = answered(way, ids, answers)
    if way == "ahp":
        block = max(found.blocks, key=len)
        return {ids[k]: found.points[k] for k in block}
    open_ones = {column for column, _, _ in found.between}
    return {
        name: found.points[k]
        for k, name in enumerate(ids)
        if answers.get(f"points.{name}") != UNKNOWN and k not in open_ones
    }


def unknown_ids(way: str, ids: Sequence[str], answers: Answers) -> tuple[str, ...]:
    """Return the ids that somebody did not know: no points, or not one of its pairs."""
    if way != "ahp":
        return tuple(name for name in ids if answers.get(f"points.{name}") == UNKNOWN)
    blocks = answered(way, ids, answers).blocks
    return tuple(ids[block[0]] for block in blocks if len(block) == 1 < len(ids))


def comparisons(ids: Sequence[str], answers: Answers) -> list[list[float | None]]:
    """Return how many times as much each id counts as each other; None if not known."""
    return [[_ratio(a, b, answers) for b in ids] for a in ids]


def _ratio(a: str, b: str, answers: Answers) -> float | None:
    if a == b:
        return 1.0
    key, turned = f"pair.{a}.{b}", False
    if key not in answers:
        key, turned = f"pair.{b}.{a}", True
    if answers[key] == UNKNOWN:
        return None
    side, steps = str(answers[key]).split(":")
    ratio = float(steps) if side == "a" else 1 / float(steps)
    return 1 / ratio if turned else ratio
