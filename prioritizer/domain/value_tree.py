"""The value tree: criteria grouped under branches, and weights and totals along it.

Scores are computed on the leaves alone; a branch is a way to weigh and to sum up. A set without
branches is a flat tree: every criterion hangs on the root.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from prioritizer.errors import InputError

ROOT = ""
# A path among the branches, and found and expected.
TreeFault = tuple[tuple[str | int, ...], str, str]


@dataclass(frozen=True, slots=True)
class Branch:
    """A named group; ``members`` are ids of criteria or of other branches."""

    id: str
    name: str
    description: str = ""
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Node:
    """A branch or a criterion (a leaf) in its place.

    ``depth`` is 1 for what hangs on the root. ``leaves`` are the criteria under the node, for a
    leaf itself. ``parent`` of a node on the root is ``""``.
    """

    id: str
    parent: str
    depth: int
    children: tuple[str, ...]
    leaves: tuple[str, ...]

    @property
    def is_leaf(self) -> bool:
        """Return whether the node is a criterion."""
        return not self.children


def walk(leaves: Sequence[str], branches: Sequence[Branch]) -> tuple[Node, ...]:
    """Return all nodes, parents before their members, in the order of the criteria.

    Raises
    ------
    InputError
        If the branches are no tree over these criteria.
    """
    faults = tree_faults(leaves, branches)
    if faults:
        raise InputError("\n".join(f"branches: {_words(*fault[1:])}" for fault in faults))
    by_id = {branch.id: branch for branch in branches}
    order = {name: place for place, name in enumerate(leaves)}

    def under(name: str) -> tuple[str, ...]:
        if name in order:
            return (name,)
        found = [leaf for member in by_id[name].members for leaf in under(member)]
        return tuple(sorted(found, key=order.__getitem__))

    def visit(names: Sequence[str], parent: str, depth: int) -> Iterator[Node]:
        for name in sorted(names, key=lambda n: order[under(n)[0]]):
            children = by_id[name].members if name in by_id else ()
            placed = tuple(sorted(children, key=lambda n: order[under(n)[0]]))
            yield Node(name, parent, depth, placed, under(name))
            yield from visit(placed, name, depth + 1)

    held = {member for branch in branches for member in branch.members}
    top = [name for name in (*by_id, *leaves) if name not in held]
    return tuple(visit(top, ROOT, 1))


def tree_faults(leaves: Sequence[str], branches: Sequence[Branch]) -> tuple[TreeFault, ...]:
    """Return what is wrong with the branches."""
    found: list[TreeFault] = []
    names = [branch.id for branch in branches]
    known, places = {*leaves, *names}, dict[str, str]()
    for row, branch in enumerate(branches):
        if branch.id in leaves or branch.id in names[:row]:
            found.append(((row, "id"), f"'{branch.id}' twice", "one use of each name"))
        for place, member in enumerate(branch.members):
            path = (row, "members", place)
            if member not in known:
                found.append((path, f"'{member}'", "the id of a criterion or branch"))
            elif member in places:
                above = places[member]
                found.append(
                    (path, f"'{member}', which is in '{above}' already", "each in one place")
                )
            places.setdefault(member, branch.id)
    found += [
        ((row, "members"), f"'{branch.id}' inside itself", "a tree")
        for row, branch in enumerate(branches)
        if _returns_to(branch.id, places)
    ]
    return tuple(found)


def _returns_to(name: str, places: Mapping[str, str]) -> bool:
    above, seen = places.get(name), set[str]()
    while above is not None and above not in seen:
        if above == name:
            return True
        seen.add(above)
        above = places.get(above)
    return False


def totals(nodes: Sequence[Node], of_leaves: Mapping[str, float]) -> dict[str, float]:
    """Return for every node the sum of a number over its leaves, such as points or shares."""
    return {node.id: sum(of_leaves[leaf] for leaf in node.leaves) for node in nodes}


def local_weights(nodes: Sequence[Node], points: Mapping[str, float]) -> dict[str, float]:
    """Return the share of each node among its siblings, from the points of the leaves.

    Where all siblings have 0 points they share evenly, so that a branch can be given weight
    again without losing its inside.
    """
    total = totals(nodes, points)
    return _shares(nodes, total)


def leaf_weights(nodes: Sequence[Node], local: Mapping[str, float]) -> dict[str, float]:
    """Return the weight of each leaf: the product of the shares on the way from the root.

    ``local`` has a number of 0 or more for each node, compared among siblings only; siblings
    that all lack one, or all have 0, share evenly. The weights sum to 1.

    Raises
    ------
    InputError
        If a number is negative, names no node, or is missing beside a sibling that has one.
    """
    faults = point_faults(nodes, local)
    if faults:
        raise InputError("\n".join(f"weights: {_words(*fault)}" for fault in faults))
    shares = _shares(nodes, local)
    weights = {ROOT: 1.0}
    for node in nodes:
        weights[node.id] = weights[node.parent] * shares[node.id]
    return {node.id: weights[node.id] for node in nodes if node.is_leaf}


def point_faults(
    nodes: Sequence[Node], points: Mapping[str, float]
) -> tuple[tuple[str, str], ...]:
    """Return what is wrong with points given to nodes of a tree: found and expected."""
    by_id = {node.id: node for node in nodes}
    found = [
        (f"points for '{name}'", "the id of a criterion or branch")
        for name in points
        if name not in by_id
    ]
    found += [
        (f"{value:g} for '{name}'", "a number of 0 or more")
        for name, value in points.items()
        if name in by_id and not 0 <= value < float("inf")
    ]
    for siblings in _groups(nodes):
        given = [name for name in siblings if name in points]
        lacking = [name for name in siblings if name not in points]
        if given and lacking:
            found.append(
                (
                    f"points for {', '.join(given)} but none for {', '.join(lacking)}",
                    "points for all of these, or for none",
                )
            )
    return tuple(found)


def _words(found: str, expected: str) -> str:
    return f"found {found}. Expected {expected}. Correct it."


def _shares(nodes: Sequence[Node], points: Mapping[str, float]) -> dict[str, float]:
    shares: dict[str, float] = {}
    for siblings in _groups(nodes):
        given = [points.get(name, 0.0) for name in siblings]
        total = math.fsum(given)
        for name, value in zip(siblings, given, strict=True):
            shares[name] = value / total if total > 0 else 1 / len(siblings)
    return shares


def _groups(nodes: Sequence[Node]) -> list[list[str]]:
    groups: dict[str, list[str]] = {}
    for node in nodes:
        groups.setdefault(node.parent, []).append(node.id)
    return list(groups.values())


def with_zeros(nodes: Sequence[Node], points: Mapping[str, float]) -> dict[str, float]:
    """Return points in which siblings of a node with points have 0 where they lack any."""
    filled = dict(points)
    for siblings in _groups(nodes):
        if any(name in points for name in siblings):
            filled |= {name: 0.0 for name in siblings if name not in points}
    return filled


def spread_points(nodes: Sequence[Node], points: Mapping[str, float]) -> dict[str, float]:
    """Return points of the leaves from a profile that weighs leaves, or branches too.

    Points for leaves alone stay as they are. As soon as a branch has points, all are compared
    among siblings, and those of the leaves come out in percent.

    Raises
    ------
    InputError
        As for `leaf_weights`.
    """
    leaves = [node.id for node in nodes if node.is_leaf]
    if set(points) <= set(leaves):
        return dict(points)
    weights = leaf_weights(nodes, points)
    return {name: 100 * weights[name] for name in leaves}
