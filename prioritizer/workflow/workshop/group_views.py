"""What is shown of groups, and what version 0.1.0 showed, so that its records still verify."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from prioritizer.domain.disclosure import open_groups
from prioritizer.domain.matrix import FloatArray
from prioritizer.domain.workshop import SMALLEST_GROUP
from prioritizer.workflow.workshop.opinions import Opinions, combined_weights

GROUP_RULE = "group-weighted"


@dataclass(frozen=True, slots=True)
class GroupView:
    """What may be shown of a group: its size; mean and range if it may be shown apart.

    The group ``""`` is that of the ballots whose group an anonymous round does not tell.
    """

    group: str
    n: int
    mean: tuple[float, ...] = ()
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()


def shown_groups(found: Opinions) -> frozenset[str]:
    """Return the groups of a round that may be shown apart."""
    return open_groups(Counter(found.groups))


def group_views(found: Opinions, shown: Collection[str]) -> tuple[GroupView, ...]:
    """Return each group by its id; of one that is not ``shown`` only its size."""
    return tuple(
        _whole(found, name) if name in shown else GroupView(name, found.groups.count(name))
        for name in sorted(set(found.groups))
    )


def shown_weights(found: Opinions, shown: Collection[str]) -> dict[str, FloatArray]:
    """Return the combined weights; without the mean of groups where a group is hidden.

    With it, the mean of all and the groups that are shown, two hidden groups could be solved
    for. The ranking under it stays: places do not give weights back.
    """
    weights = combined_weights(found)
    if not set(found.groups) <= set(shown):
        del weights[GROUP_RULE]
    return weights


def first_views(found: Opinions) -> tuple[GroupView, ...]:
    """Return what version 0.1.0 showed: also the range of two to four people."""
    views = []
    for name in sorted(set(found.groups)):
        view = _whole(found, name)
        if view.n < SMALLEST_GROUP:
            some = view.n > 1
            low, high = (view.low, view.high) if some else ((), ())
            view = GroupView(name, view.n, (), low, high)
        views.append(view)
    return tuple(views)


def _whole(found: Opinions, name: str) -> GroupView:
    rows = found.weights[[group == name for group in found.groups]]
    low, high = tuple(rows.min(axis=0).tolist()), tuple(rows.max(axis=0).tolist())
    return GroupView(name, len(rows), tuple(rows.mean(axis=0).tolist()), low, high)
