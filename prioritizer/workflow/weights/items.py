"""What is weighed: the criteria of a set, or its branches first and then what is in each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from prioritizer.domain.criterion import CriteriaSet, Criterion, ValueFunction
from prioritizer.domain.differences import FROM_TO
from prioritizer.domain.value_tree import ROOT, Node, leaf_weights
from prioritizer.elicitation.scales import Scale
from prioritizer.errors import InputError
from prioritizer.workflow.ranking.values import apply, invert

ALL = "all"
STEPS = 200  # of a scale that is neither linear nor logarithmic


@dataclass(frozen=True, slots=True)
class Item:
    """A criterion or a branch; ``swing`` says its worst-to-best step in words.

    ``scale`` and ``function`` are None for a branch, which has no unit of its own; ``ends`` say
    worst and best in everyday words, or nothing.
    """

    id: str
    name: str
    question: str
    swing: str
    scale: Scale | None
    ends: tuple[str, str] = ("", "")
    function: ValueFunction | None = None

    def value(self, level: float) -> float:
        """Return the value of a level in the unit of a criterion, 0 at its worst."""
        if self.function is None:
            raise InputError(
                f"{self.name}: found a branch. Expected a criterion with units. "
                "Use another way."
            )
        return float(apply(self.function, np.array([level]))[0])


@dataclass(frozen=True, slots=True)
class Group:
    """Items that are weighed against each other; their shares sum to 1."""

    id: str
    title: str
    items: tuple[Item, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the ids of the items in order."""
        return tuple(item.id for item in self.items)

    def __getitem__(self, name: str) -> Item:
        return next(item for item in self.items if item.id == name)

    @property
    def scales(self) -> tuple[Scale, ...]:
        """Return the scales of the items that have one."""
        return tuple(item.scale for item in self.items if item.scale is not None)


def scale_of(criterion: Criterion) -> Scale:
    """Return the scale of a criterion for questions about it."""
    function = criterion.value_function
    ends = (criterion.name, criterion.unit, function.worst, function.best)
    if function.kind in ("linear", "log"):
        return Scale(*ends, kind=function.kind)
    values = np.linspace(0.0, 1.0, STEPS + 1)
    levels = invert(function, values)
    levels[0], levels[-1] = function.worst, function.best
    return Scale(*ends, kind="table", levels=tuple(levels.tolist()))


def leaves(criteria: CriteriaSet) -> Group:
    """Return all criteria as one group, whatever the branches."""
    return Group(ALL, criteria.title, tuple(_item(entry) for entry in criteria.criteria))


def groups(criteria: CriteriaSet) -> tuple[Group, ...]:
    """Return the groups to weigh, the top one first; one group where there are no branches."""
    if not criteria.branches:
        return (leaves(criteria),)
    nodes = criteria.tree()
    by_id = {criterion.id: criterion for criterion in criteria.criteria}

    def item(node: Node) -> Item:
        return _item(by_id[node.id]) if node.is_leaf else _branch(criteria, node)

    parents = [ROOT, *(node.id for node in nodes if not node.is_leaf)]
    found = []
    for parent in parents:
        items = tuple(item(node) for node in nodes if node.parent == parent)
        title = criteria.title if parent == ROOT else criteria.name_of(parent)
        found.append(Group(parent or ALL, title, items))
    return tuple(found)


def leaf_shares(
    criteria: CriteriaSet, shares: Mapping[str, Mapping[str, float]]
) -> dict[str, float]:
    """Return the share of each criterion from the shares of the items of each group."""
    local = {name: share for group in shares.values() for name, share in group.items()}
    return leaf_weights(criteria.tree(), local)


def _branch(criteria: CriteriaSet, node: Node) -> Item:
    names = ", ".join(criteria.name_of(leaf) for leaf in node.leaves)
    description = next((b.description for b in criteria.branches if b.id == node.id), "")
    swing = f"all of it, {FROM_TO}: {names}"
    return Item(node.id, criteria.name_of(node.id), description, swing, None)


def _item(criterion: Criterion) -> Item:
    return Item(
        criterion.id,
        criterion.name,
        criterion.question,
        criterion.range_text,
        scale_of(criterion),
        (criterion.plain.get("worst", ""), criterion.plain.get("best", "")),
        criterion.value_function,
    )
