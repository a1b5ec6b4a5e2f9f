"""What is weighed: criteria, or the branches of a tree first and then what is in each.

In the language of whoever reads; the pages of the app speak English.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from prioritizer.domain.criterion import CriteriaSet, Criterion
from prioritizer.domain.differences import FROM_TO
from prioritizer.domain.value_tree import ROOT, Node, leaf_weights
from prioritizer.elicitation.scales import Scale
from prioritizer.errors import InputError
from prioritizer.languages.speech import gettext
from prioritizer.workflow.ranking.values import apply, invert
from prioritizer.workflow.weights.ranges import swing_text

ALL = "all"
STEPS = 200  # of a scale that is neither linear nor logarithmic


@dataclass(frozen=True, slots=True)
class Item:
    """A criterion or a branch; ``swing`` says its difference in words.

    ``criterion`` is None for a branch, which has no unit of its own.
    """

    id: str
    name: str
    question: str
    swing: str
    criterion: Criterion | None = None

    @property
    def scale(self) -> Scale | None:
        """Return the scale for questions in units; None for a branch."""
        return None if self.criterion is None else scale_of(self.criterion)

    def value(self, level: float) -> float:
        """Return the value of a level in the unit of a criterion, 0 at its worst."""
        if self.criterion is None:
            raise InputError(
                f"{self.name}: found a branch. Expected a criterion with units. "
                "Use another way."
            )
        return float(apply(self.criterion.value_function, np.array([level]))[0])


@dataclass(frozen=True, slots=True)
class Group:
    """Items that are weighed against each other; their shares sum to 1.

    ``items`` stand in the order in which they are asked about. ``named`` are their ids in the
    order in which answers name them; where blank, the same.
    """

    id: str
    title: str
    items: tuple[Item, ...]
    named: tuple[str, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the ids of the items in order."""
        return tuple(item.id for item in self.items)

    def place(self, name: str) -> int:
        """Return the place of an item in the names of answers."""
        return (self.named or self.ids).index(name)

    def shuffled(self, seed: int) -> Group:
        """Return the same group in the random order of one person."""
        order = np.random.Generator(np.random.PCG64(seed)).permutation(len(self.items))
        return replace(self, items=tuple(self.items[k] for k in order), named=self.ids)

    def __getitem__(self, name: str) -> Item:
        return next(item for item in self.items if item.id == name)


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
    return group_of(criteria.criteria, criteria.title)


def group_of(criteria: Sequence[Criterion], title: str = "") -> Group:
    """Return some criteria as one group."""
    return Group(ALL, title, tuple(map(_item, criteria)))


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
    return Item(node.id, criteria.name_of(node.id), description, swing)


def _item(criterion: Criterion) -> Item:
    return Item(
        criterion.id,
        gettext(criterion.name),
        gettext(criterion.question or criterion.name),
        swing_text(criterion),
        criterion,
    )
