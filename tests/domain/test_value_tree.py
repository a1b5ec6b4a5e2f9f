"""The value tree: local weights multiply to leaf weights that sum to 1; faults are named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prioritizer.domain.value_tree import (
    Branch,
    leaf_weights,
    local_weights,
    point_faults,
    spread_points,
    totals,
    tree_faults,
    walk,
    with_zeros,
)
from prioritizer.errors import InputError

LEAVES = ("a", "b", "c", "d", "e")
TREE = (
    Branch("deep", "Deep", members=("b", "c")),
    Branch("wide", "Wide", members=("a", "deep")),
    Branch("end", "End", members=("e",)),
)
NODES = walk(LEAVES, TREE)


def test_parents_come_before_members_in_the_order_of_the_criteria() -> None:
    assert [(n.id, n.parent, n.depth) for n in NODES] == [
        ("wide", "", 1),
        ("a", "wide", 2),
        ("deep", "wide", 2),
        ("b", "deep", 3),
        ("c", "deep", 3),
        ("d", "", 1),
        ("end", "", 1),
        ("e", "end", 2),
    ]
    assert NODES[0].leaves == ("a", "b", "c")
    assert [n.id for n in NODES if n.is_leaf] == ["a", "b", "c", "d", "e"]


def test_without_branches_every_criterion_hangs_on_the_root() -> None:
    assert [(n.id, n.depth) for n in walk(LEAVES, ())] == [(name, 1) for name in LEAVES]


def test_a_leaf_weighs_the_product_of_the_shares_above_it() -> None:
    weights = leaf_weights(
        NODES, {"wide": 6, "d": 3, "end": 1, "a": 1, "deep": 3, "b": 1, "c": 4}
    )

    assert weights == pytest.approx(
        {"a": 0.15, "b": 0.6 * 0.75 * 0.2, "c": 0.6 * 0.75 * 0.8, "d": 0.3, "e": 0.1}
    )


def test_siblings_without_numbers_share_evenly() -> None:
    assert leaf_weights(NODES, {}) == pytest.approx(
        {"a": 1 / 6, "b": 1 / 12, "c": 1 / 12, "d": 1 / 3, "e": 1 / 3}
    )


POINTS = st.lists(st.floats(0, 1e6), min_size=5, max_size=5).filter(lambda p: sum(p) > 0)


@given(st.lists(st.floats(0, 1e6), min_size=len(NODES), max_size=len(NODES)))
def test_leaf_weights_sum_to_one(local: list[float]) -> None:
    weights = leaf_weights(NODES, dict(zip((n.id for n in NODES), local, strict=True)))

    assert sum(weights.values()) == pytest.approx(1)


@given(POINTS)
def test_local_weights_of_points_give_back_their_shares(points: list[float]) -> None:
    of_leaves = dict(zip(LEAVES, points, strict=True))

    weights = leaf_weights(NODES, local_weights(NODES, of_leaves))

    total = sum(points)
    assert weights == pytest.approx({k: p / total for k, p in of_leaves.items()}, abs=1e-12)


@given(POINTS)
def test_a_branch_holds_what_its_members_hold(points: list[float]) -> None:
    found = totals(NODES, dict(zip(LEAVES, points, strict=True)))

    for node in NODES:
        if not node.is_leaf:
            assert found[node.id] == pytest.approx(sum(found[name] for name in node.children))


@pytest.mark.parametrize(
    ("branches", "words"),
    [
        ((Branch("x", "X", members=("a", "nothing")),), "'nothing'"),
        ((Branch("a", "A", members=("b",)),), "'a' twice"),
        ((Branch("x", "X", members=("a",)), Branch("y", "Y", members=("a",))), "'x' already"),
        ((Branch("x", "X", members=("x", "a")),), "inside itself"),
        (
            (Branch("x", "X", members=("y", "a")), Branch("y", "Y", members=("x", "b"))),
            "'x' inside itself",
        ),
    ],
)
def test_branches_that_are_no_tree_are_refused(
    branches: tuple[Branch, ...], words: str
) -> None:
    assert tree_faults(LEAVES, branches)
    with pytest.raises(InputError, match=words):
        walk(LEAVES, branches)


def test_points_beside_siblings_without_any_are_a_fault_unless_filled() -> None:
    points = {"wide": 3.0, "d": 1.0}

    assert point_faults(NODES, points) == (
        ("points for wide, d but none for end", "points for all of these, or for none"),
    )
    assert with_zeros(NODES, points) == {"wide": 3.0, "d": 1.0, "end": 0.0}


def test_points_of_leaves_stay_and_points_of_branches_are_spread() -> None:
    assert spread_points(NODES, {"a": 3.0, "d": 1.0}) == {"a": 3.0, "d": 1.0}
    assert spread_points(NODES, {"wide": 50, "d": 30, "end": 20}) == pytest.approx(
        {"a": 25, "b": 12.5, "c": 12.5, "d": 30, "e": 20}
    )
