"""A number that is moved quickly is one step; whatever else is chosen is a step of its own."""

from __future__ import annotations

from typing import Any

import pytest

from prioritizer.domain.pilot import Estimate
from prioritizer.domain.pilot_edit import PilotEdit
from prioritizer.ui.kept import gesture
from prioritizer.ui.kept.gesture import MOMENT
from prioritizer.ui.shell import cache
from prioritizer.ui.shell.choices import CHOICES, LASTING
from prioritizer.ui.shell.tree_points import leaf_points

EQUAL = dict.fromkeys(cache.criteria_set().ids, 20.0)
FRESH = {name: CHOICES[name].default for name in LASTING} | {
    "inventory": cache.sample(),
    "points": EQUAL,
}


def weights(**points: float) -> dict[str, Any]:
    now = {**EQUAL, **points}
    return {"points": now, "local_points": now, "mine": now, "profile": "mine"}


def steps(*changes: dict[str, Any], pause: float = 0.5) -> int:
    """Return how many steps changes make that follow each other."""
    before, last, found = FRESH, None, 0
    for k, change in enumerate(changes):
        after = {**before, **change}
        last, is_more = gesture.following(last, before, after, k * pause)
        found += not is_more
        before = after
    return found


MOVED = [weights(grade=value) for value in (30.0, 45.0, 60.0, 20.0, 55.0)]


def test_one_weight_moved_many_times_is_one_gesture_from_its_beginning() -> None:
    assert steps(*MOVED) == 1
    assert steps(*MOVED, pause=0.9 * MOMENT) == 1
    first, _ = gesture.following(None, FRESH, {**FRESH, **MOVED[0]}, 0.0)
    second, _ = gesture.following(first, {**FRESH, **MOVED[0]}, {**FRESH, **MOVED[1]}, 1.0)
    assert second is not None
    assert second.before is FRESH


def test_after_a_moment_another_gesture_begins() -> None:
    assert steps(*MOVED, pause=MOMENT) == len(MOVED)


def test_a_weight_of_a_tree_is_moved_with_what_is_in_its_branch() -> None:
    criteria = cache.criteria_set("detailed")
    branch = next(node.id for node in criteria.tree() if not node.is_leaf)
    local = {node.id: 50.0 for node in criteria.tree()}

    def at(value: float) -> dict[str, Any]:
        now = {**local, branch: value}
        points = {"points": leaf_points(criteria, now), "local_points": now}
        return {**FRESH, "criteria_name": "detailed", "profile": "mine", **points}

    assert gesture.moved(at(50.0), at(70.0)) == {("weight", branch)}


def lock(value: str) -> dict[str, Any]:
    edit = PilotEdit(1, value, "lock", "must", "Ada", "2026-03-01T12:00:00Z")
    return {"pilots_edits": {"digest": (edit,)}}


@pytest.mark.parametrize(
    "changes",
    [
        (weights(grade=30.0), weights(grade=30.0, volume=40.0)),
        (weights(grade=30.0), {"method": "topsis"}, weights(grade=40.0)),
        ({"method": "topsis"}, {"method": "vikor"}),
        ({"only_shortlist": True}, {"only_shortlist": False}),
        (lock("SE-004"), lock("SE-005")),
        ({"policy_lists": ["A"]}, {"policy_lists": ["A", "B"]}),
        # A click on a profile, or on weights that were worked out, is chosen at once.
        (weights(grade=30.0, volume=5.0), weights(grade=40.0, volume=5.0)),
        ({**weights(grade=30.0), "profile": "metals"}, weights(grade=40.0)),
    ],
)
def test_what_is_chosen_is_a_step_of_its_own(changes: tuple[dict[str, Any], ...]) -> None:
    assert steps(*changes) == len(changes)


@pytest.mark.parametrize(
    "changes",
    [
        ({"shortlist": 11}, {"shortlist": 12}, {"shortlist": 13}),
        ({"portfolio_stages": (1, 3)}, {"portfolio_stages": (2, 3)}),
    ],
)
def test_any_number_may_be_moved(changes: tuple[dict[str, Any], ...]) -> None:
    assert steps(*changes) == 1


def test_a_number_of_a_record_may_be_moved_and_another_record_is_another_step() -> None:
    def costs(**most: float) -> dict[str, Any]:
        estimates = {name: Estimate(1.0, 2.0, value) for name, value in most.items()}
        return {"portfolio_costs": estimates}

    # The first is added, which is no move.
    assert steps(costs(A=3.0, B=3.0), costs(A=4.0, B=3.0), costs(A=5.0, B=3.0)) == 2
    assert steps(costs(A=3.0, B=3.0), costs(A=4.0, B=3.0), costs(A=4.0, B=4.0)) == 3
