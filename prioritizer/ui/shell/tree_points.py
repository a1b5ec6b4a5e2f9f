"""Points on the sliders of a value tree, and the points of the criteria that follow.

A slider stands on whole points, its value need not: weights that were worked out are seldom
whole. The place of a slider is therefore read beside the value that it started from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.value_tree import leaf_weights, local_weights

CLOSE = 1e-6


@dataclass(frozen=True, slots=True)
class Start:
    """What the sliders started from, exactly, and the points of the criteria at that time."""

    sliders: Mapping[str, float]
    points: Mapping[str, float]


def started_from(criteria: CriteriaSet, kept: Start, now: Start) -> Start:
    """Return where sliders started: what was kept of it, else where they stand now.

    What was kept is void where it is of another tree, or where something else than a slider has
    given points since: a slider at the place where it started would then have another value.
    """
    sliders, points = dict(kept.sliders), kept.points
    if set(sliders) != set(now.sliders) or not set(criteria.ids) <= set(points):
        return now
    is_of_tree = slider_points(criteria, points, sliders) == sliders
    at_start = {node for node, value in now.sliders.items() if is_at(value, sliders[node])}
    is_kept = all(now.sliders[node] == sliders[node] for node in at_start)
    return kept if is_of_tree and is_kept else now


def is_at(value: float, begun: float) -> bool:
    """Return whether a slider shows both values in the same place."""
    return round(value) == round(begun)


def exact(places: Mapping[str, float], start: Start) -> dict[str, float]:
    """Return the values of sliders that stand at these places: a start that was rounded."""
    begun = start.sliders
    return {
        node: begun[node] if node in begun and is_at(place, begun[node]) else place
        for node, place in places.items()
    }


def slider_points(
    criteria: CriteriaSet, points: Mapping[str, float], kept: Mapping[str, float]
) -> dict[str, float]:
    """Return the points of each slider, in the order of the tree.

    A flat set has a slider per criterion, with its points. In a tree a slider compares a branch
    or a criterion with its siblings, 0 to 100. ``kept`` are slider points of before: they stay
    as long as they lead to the same weights, so that a branch at 0 does not lose its inside.
    """
    nodes = criteria.tree()
    if not criteria.branches:
        return {node.id: points.get(node.id, 0.0) for node in nodes}
    given = {name: points.get(name, 0.0) for name in criteria.ids}
    total = sum(given.values())
    if set(kept) == {node.id for node in nodes}:
        followed = leaf_points(criteria, kept)
        whole = sum(followed.values())
        if total == whole == 0:
            return dict(kept)
        if total > 0 and whole > 0:
            apart = max(abs(followed[n] / whole - given[n] / total) for n in given)
            if apart < CLOSE:
                return dict(kept)
    shares = local_weights(nodes, given)
    return {node.id: 100 * shares[node.id] if total else 0.0 for node in nodes}


def points_at(
    criteria: CriteriaSet, sliders: Mapping[str, float], start: Start
) -> dict[str, float]:
    """Return the points of the criteria; those of the start where all sliders are back."""
    if dict(sliders) == dict(start.sliders):
        return {name: start.points[name] for name in criteria.ids}
    return leaf_points(criteria, sliders)


def leaf_points(criteria: CriteriaSet, sliders: Mapping[str, float]) -> dict[str, float]:
    """Return the points of the criteria; all 0 where everything on the root has 0."""
    nodes = criteria.tree()
    if not criteria.branches:
        return {name: sliders.get(name, 0.0) for name in criteria.ids}
    if not any(sliders.get(node.id, 0.0) for node in nodes if not node.parent):
        return dict.fromkeys(criteria.ids, 0.0)
    weights = leaf_weights(nodes, sliders)
    return {name: 100 * weights[name] for name in criteria.ids}
