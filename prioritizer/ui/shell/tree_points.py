"""Points on the sliders of a value tree, and the points of the criteria that follow."""

from __future__ import annotations

from collections.abc import Mapping

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.value_tree import leaf_weights, local_weights

CLOSE = 1e-6


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


def leaf_points(criteria: CriteriaSet, sliders: Mapping[str, float]) -> dict[str, float]:
    """Return the points of the criteria; all 0 where everything on the root has 0."""
    nodes = criteria.tree()
    if not criteria.branches:
        return {name: sliders.get(name, 0.0) for name in criteria.ids}
    if not any(sliders.get(node.id, 0.0) for node in nodes if not node.parent):
        return dict.fromkeys(criteria.ids, 0.0)
    weights = leaf_weights(nodes, sliders)
    return {name: round(100 * weights[name], 10) for name in criteria.ids}
