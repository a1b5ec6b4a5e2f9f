"""What is weighed follows the value tree, and its scales are those of the criteria."""

from __future__ import annotations

import numpy as np
import pytest

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.errors import InputError
from prioritizer.readers.criteria import read_criteria
from prioritizer.workflow.ranking.values import apply
from prioritizer.workflow.weights.items import ALL, groups, leaf_shares, leaves, scale_of


@pytest.fixture(scope="module")
def tree() -> CriteriaSet:
    return read_criteria("detailed")


def test_without_branches_there_is_one_group_of_all_criteria(criteria: CriteriaSet) -> None:
    [only] = groups(criteria)

    assert only.id == ALL
    assert only.ids == criteria.ids
    assert "about 500 lorry loads" in only["volume"].swing
    assert "(10 000 to 100 000 000 t dry)" in only["volume"].swing
    assert not [item.id for item in only.items if " index" in item.swing]


def test_ones_own_order_keeps_the_names_of_the_answers(criteria: CriteriaSet) -> None:
    group = leaves(criteria)
    mine = group.shuffled(7)

    assert sorted(mine.ids) == sorted(group.ids)
    assert mine.ids != group.ids == mine.named
    assert [mine.place(name) for name in group.ids] == list(range(5))


def test_a_tree_is_weighed_branches_first_and_then_inside_each(tree: CriteriaSet) -> None:
    found = groups(tree)

    assert found[0].id == ALL
    assert {group.id for group in found[1:]} == {branch.id for branch in tree.branches}
    inside = [item.id for group in found for item in group.items]
    assert sorted(inside) == sorted([*tree.ids, *(b.id for b in tree.branches)])
    branch = next(item for item in found[0].items if item.scale is None)
    assert "from what speaks least for a pilot to what speaks most" in branch.swing
    with pytest.raises(InputError, match="Use another way"):
        branch.value(1.0)


def test_the_share_of_a_criterion_is_the_product_along_its_branches(tree: CriteriaSet) -> None:
    shares = {
        group.id: {item.id: 1 / len(group.items) for item in group.items}
        for group in groups(tree)
    }

    found = leaf_shares(tree, shares)

    # Access is one of six branches, logistics one of four in it, the road one of two in that.
    assert found["road"] == pytest.approx(1 / 7 / 2 / 2)
    assert sum(found.values()) == pytest.approx(1)


@pytest.mark.parametrize("name", ["default", "screening", "detailed"])
def test_a_scale_rises_from_worst_to_best_and_fits_the_value_function(name: str) -> None:
    for criterion in read_criteria(name).criteria:
        scale = scale_of(criterion)
        levels = [scale.performance(value) for value in np.linspace(0, 1, 41).tolist()]

        assert levels[0] == criterion.value_function.worst
        assert levels[-1] == criterion.value_function.best
        steps = np.diff(levels) * np.sign(scale.best - scale.worst)
        assert (steps >= 0).all()
        if criterion.value_function.kind != "stepwise":
            back = apply(criterion.value_function, np.array(levels))
            assert back == pytest.approx(np.linspace(0, 1, 41), abs=2e-3)


def test_the_value_of_a_level_is_that_of_the_value_function(tree: CriteriaSet) -> None:
    # A class of a stepwise scale has one value, however it is reached.
    item = leaves(tree)["listed_materials"]
    function = next(c for c in tree.criteria if c.id == item.id).value_function

    assert item.value(1.0) == float(apply(function, np.array([1.0]))[0])
    assert 0 < item.value(1.0) < 1
