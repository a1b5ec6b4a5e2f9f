"""Sliders of a value tree: they give the weights of the tree, and keep what they say."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.value_tree import leaf_weights
from prioritizer.readers.criteria import read_criteria
from prioritizer.ui.shell.tree_points import leaf_points, slider_points

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
