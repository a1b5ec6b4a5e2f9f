"""Equal shares: by hand, by another route, and that groups get what their money pays for."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from prioritizer.elicitation.equal_shares import Funded, equal_shares

WHOLE = 100


@st.composite
def rooms(draw: st.DrawFn) -> tuple[list[list[int]], list[int], int]:
    """Return ballots that keep something back at times, costs and a budget."""
    projects, budget = draw(st.integers(1, 5)), draw(st.integers(10, 400))
    room = []
    for _ in range(draw(st.integers(1, 7))):
        cuts = sorted(
            draw(st.lists(st.integers(0, WHOLE), min_size=projects, max_size=projects))
        )
        room.append([b - a for a, b in pairwise([0, *cuts])])
    costs = draw(st.lists(st.integers(1, 300), min_size=projects, max_size=projects))
    return room, costs, budget


def by_trying(ballots: list[list[int]], costs: list[int], budget: int) -> list[int]:
    """Return what equal shares pay for by the definition: prices are found by halving."""
    purses = [budget * sum(row) / (len(ballots) * WHOLE) for row in ballots]
    paid: list[int] = []
    while True:
        offers = []
        for j, cost in enumerate(costs):
            able = sum(purse for purse, row in zip(purses, ballots, strict=True) if row[j])
            if j in paid or able < cost - 1e-9:
                continue
            low, high = 0.0, 1e6
            for _ in range(200):
                price = (low + high) / 2
                pairs = zip(purses, ballots, strict=True)
                collected = sum(min(purse, price * row[j]) for purse, row in pairs)
                low, high = (price, high) if collected < cost - 1e-9 else (low, price)
            offers.append((high, -sum(row[j] for row in ballots), cost, j))
        if not offers:
            return paid
        least = min(offers)[0]
        near = [offer for offer in offers if offer[0] <= least + 1e-6]
        _, _, _, best = min(near, key=lambda offer: offer[1:])
        price = min(near)[0]
        paid.append(best)
        price = next(offer[0] for offer in near if offer[3] == best)
        purses = [
            purse - min(purse, price * row[best])
            for purse, row in zip(purses, ballots, strict=True)
        ]


def test_two_halves_of_a_room_pay_for_one_project_each() -> None:
    # 25 for each of four. B: 50 over 200 points, 0.25 a point. A: the first gives all 25
    # at 0.25 a point, the second 25 for 60 points, at 0.42. C: its one friend has 25 of 30.
    ballots = [[100, 0, 0], [60, 0, 40], [0, 100, 0], [0, 100, 0]]

    assert equal_shares(ballots, [50, 50, 30], 100, WHOLE) == Funded(
        (1, 0), (), 100, Fraction(0)
    )


def test_what_is_left_pays_for_what_its_friends_cannot() -> None:
    # 30 each. A: 40 over 160 points is 1/4 a point (25 and 15 paid). B then has 15 + 30 < 50;
    # 50 of the budget are left, which is just enough.
    ballots = [[100, 0], [60, 40], [0, 100]]

    assert equal_shares(ballots, [40, 50], 90, WHOLE) == Funded((0,), (1,), 90, Fraction(0))


def test_who_has_little_left_gives_it_all_and_others_pay_the_rest() -> None:
    # 30 each. B: 50 over 140 points would be 0.357 a point, more than the 0.3 that the third
    # has; so the third gives 30, the second the other 20.
    ballots = [[0, 0, 100], [0, 40, 60], [0, 100, 0]]

    assert equal_shares(ballots, [1, 50, 1000], 90, WHOLE).all == (1,)
    # Both together have 60.
    assert equal_shares(ballots, [1, 60, 1000], 90, WHOLE).by_shares == (1,)
    assert equal_shares(ballots, [1, 61, 1000], 90, WHOLE).by_shares == ()


def test_money_that_people_keep_back_pays_for_nothing() -> None:
    ballots = [[50, 0], [50, 0], [0, 0], [0, 0]]

    assert equal_shares(ballots, [25, 1], 100, WHOLE) == Funded((0,), (), 25, Fraction(75))
    assert equal_shares(ballots, [26, 1], 100, WHOLE).all == ()


@given(rooms())
def test_the_budget_is_kept_and_what_nobody_wants_is_not_paid_for(
    room: tuple[list[list[int]], list[int], int],
) -> None:
    ballots, costs, budget = room
    found = equal_shares(ballots, costs, budget, WHOLE)

    assert found.spent == sum(costs[j] for j in found.all) <= budget - found.kept
    assert len(set(found.all)) == len(found.all)
    assert all(sum(row[j] for row in ballots) for j in found.all)


@given(rooms())
def test_equal_shares_pay_for_what_the_definition_says(
    room: tuple[list[list[int]], list[int], int],
) -> None:
    ballots, costs, budget = room

    assert list(equal_shares(ballots, costs, budget, WHOLE).by_shares) == by_trying(
        ballots, costs, budget
    )


@given(rooms(), st.integers(1, 6), st.data())
def test_a_group_gets_the_project_that_its_part_of_the_budget_pays_for(
    room: tuple[list[list[int]], list[int], int], size: int, data: st.DataObject
) -> None:
    others, costs, budget = room
    wanted = data.draw(st.integers(0, len(costs) - 1))
    group = [[WHOLE * (j == wanted) for j in range(len(costs))]] * size
    part = budget * size // (size + len(others))
    assume(part > 0)
    costs[wanted] = min(costs[wanted], part)

    assert wanted in equal_shares([*others, *group], costs, budget, WHOLE).by_shares


@given(rooms())
def test_one_more_unit_of_cost_alone_can_keep_a_project_out(
    room: tuple[list[list[int]], list[int], int],
) -> None:
    """A project that is left out with points costs more than what is not spent."""
    ballots, costs, budget = room
    found = equal_shares(ballots, costs, budget, WHOLE)
    left = budget - found.kept - found.spent

    for j in set(range(len(costs))) - set(found.all):
        assert costs[j] > left or not any(row[j] for row in ballots)


# What pabutools 1.2.3, the tool of researchers of these rules, pays for (method_of_equal_shares
# with Additive_Cardinal_Sat). It came out the same for 400 rooms by chance, of which these are.
PABUTOOLS = [
    (
        [[2, 6, 3, 89], [37, 14, 19, 30], [7, 21, 69, 3], [46, 20, 2, 32], [22, 13, 64, 1]],
        [194, 111, 132, 49],
        102,
        {3},
    ),
    ([[21, 3, 15, 61], [37, 43, 13, 7], [11, 36, 30, 23]], [16, 174, 76, 79], 159, {0, 3}),
    (
        [
            [0, 11, 27, 32, 30],
            [37, 2, 34, 17, 10],
            [24, 28, 13, 32, 3],
            [36, 18, 1, 21, 24],
            [20, 9, 10, 18, 43],
            [5, 0, 5, 23, 67],
            [35, 24, 7, 14, 20],
        ],
        [73, 55, 73, 131, 81],
        309,
        {0, 1, 2, 4},
    ),
    (
        [
            [12, 14, 11, 19, 17, 27],
            [7, 0, 7, 12, 28, 46],
            [7, 14, 55, 10, 8, 6],
            [5, 14, 43, 7, 8, 23],
            [4, 11, 16, 10, 33, 26],
            [37, 15, 15, 16, 16, 1],
            [25, 0, 5, 26, 5, 39],
        ],
        [103, 21, 126, 53, 103, 102],
        54,
        {1},
    ),
]


@pytest.mark.parametrize(("ballots", "costs", "budget", "expected"), PABUTOOLS)
def test_rooms_come_out_as_in_the_tool_of_the_rule_s_researchers(
    ballots: list[list[int]], costs: list[int], budget: int, expected: set[int]
) -> None:
    assert set(equal_shares(ballots, costs, budget, WHOLE).by_shares) == expected
