"""Sliders of a value tree: they give the weights of the tree, and keep what they say."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.value_tree import leaf_weights
from prioritizer.readers.criteria import read_criteria
from prioritizer.ui.shell.tree_points import (
    Start,
    exact,
    leaf_points,
    points_at,
    slider_points,
    started_from,
)

TREE = read_criteria("detailed")
NODES = [node.id for node in TREE.tree()]


def test_a_flat_set_has_a_slider_per_criterion_with_its_points(criteria: CriteriaSet) -> None:
    points = dict(zip(criteria.ids, (35.0, 25.0, 10.0, 20.0, 10.0), strict=True))

    assert slider_points(criteria, points, {}) == points
    assert leaf_points(criteria, points) == points


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 100), min_size=len(NODES), max_size=len(NODES)))
def test_sliders_give_the_weights_of_the_tree_and_come_back(given_points: list[int]) -> None:
    sliders = {name: float(value) for name, value in zip(NODES, given_points, strict=True)}
    points = leaf_points(TREE, sliders)
    top = [node.id for node in TREE.tree() if not node.parent]

    if not any(sliders[name] for name in top):
        assert set(points.values()) == {0.0}
        return
    weights = leaf_weights(TREE.tree(), sliders)
    assert points == pytest.approx({name: 100 * share for name, share in weights.items()})
    assert slider_points(TREE, points, sliders) == sliders


def test_a_branch_at_zero_does_not_lose_its_inside() -> None:
    sliders = dict.fromkeys(NODES, 50.0) | {"access": 0.0, "infrastructure": 90.0}
    points = leaf_points(TREE, sliders)

    assert points["infrastructure"] == 0
    assert slider_points(TREE, points, sliders)["infrastructure"] == 90


def test_points_from_elsewhere_move_the_sliders() -> None:
    before = dict.fromkeys(NODES, 50.0)
    points = dict.fromkeys(TREE.ids, 0.0) | {"infrastructure": 30.0, "road": 10.0}

    found = slider_points(TREE, points, before)

    assert found["access"] == 100
    assert found["infrastructure"] == 75
    assert found["volume"] == 0


SOME_POINTS = st.lists(
    st.floats(0.01, 100, allow_nan=False), min_size=len(TREE.ids), max_size=len(TREE.ids)
)


@settings(max_examples=60, deadline=None)
@given(SOME_POINTS, st.integers(0, len(NODES) - 1), st.integers(1, 100))
def test_a_slider_that_is_moved_leaves_all_others_as_they_were(
    given_points: list[float], moved: int, to: int
) -> None:
    points = dict(zip(TREE.ids, given_points, strict=True))
    sliders = slider_points(TREE, points, {})
    start, places = Start(sliders, points), {n: round(p) for n, p in sliders.items()}

    there = exact(places | {NODES[moved]: to}, start)
    after = points_at(TREE, there, start)
    back = exact(places, start)

    still = [name for name in NODES if name != NODES[moved]]
    assert [there[name] for name in still] == [sliders[name] for name in still]
    outside = [n for n in TREE.ids if NODES[moved] not in _above(n)]
    for one in outside:
        for other in outside:
            if _above(one)[1:] == _above(other)[1:]:
                expected = sliders[one] / sliders[other] if sliders[other] else 0
                assert after[one] == pytest.approx(after[other] * expected, rel=1e-14)
    assert started_from(TREE, start, Start(there, after)) is start
    assert points_at(TREE, back, start) == points


def _above(name: str) -> tuple[str, ...]:
    nodes = {node.id: node for node in TREE.tree()}
    found = [name]
    while nodes[found[-1]].parent:
        found.append(nodes[found[-1]].parent)
    return tuple(found)


def test_a_start_of_other_weights_or_of_another_tree_is_void(criteria: CriteriaSet) -> None:
    points = dict.fromkeys(criteria.ids, 100 / 3)
    other = points | {criteria.ids[0]: 33.1}
    kept, now = Start(points, points), Start(other, other)

    assert started_from(criteria, kept, kept) is kept
    assert started_from(criteria, kept, now) is now
    assert started_from(criteria, Start({"elsewhere": 1.0}, {}), now) is now
