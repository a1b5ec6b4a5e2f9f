"""The independent markets mechanism: by hand, by another route, and what its paper proves."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prioritizer.elicitation.independent_markets import independent_markets

WHOLE = 1000


@st.composite
def rooms(draw: st.DrawFn, fewest: int = 1) -> list[list[int]]:
    """Return ballots of a few people over a few items, each sharing out 1000."""
    items = draw(st.integers(2, 6))
    steps = st.sampled_from([0, 100, 250, 333, 500, 1000]) | st.integers(0, WHOLE)
    room = []
    for _ in range(draw(st.integers(fewest, 8))):
        cuts = sorted(draw(st.lists(steps, min_size=items - 1, max_size=items - 1)))
        ends = [0, *cuts, WHOLE]
        room.append([b - a for a, b in pairwise(ends)])
    return room


def by_bisection(ballots: list[list[int]]) -> list[Fraction]:
    """Return the division by the definition: medians with phantoms at a t that is tried out."""
    n = len(ballots)
    columns = [[Fraction(x, WHOLE) for x in column] for column in zip(*ballots, strict=True)]

    def medians(t: Fraction) -> list[Fraction]:
        phantoms = [min(t * (n - k), Fraction(1)) for k in range(n + 1)]
        return [median([*column, *phantoms]) for column in columns]

    low, high = Fraction(0), Fraction(1)
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if sum(medians(middle)) < 1 else (low, middle)
    return medians(high)


@pytest.mark.parametrize(
    ("ballots", "expected"),
    [
        # One person decides: med(f0, f1, p) = min(t, p), and t = 1.
        ([[700, 300]], ["7/10", "3/10"]),
        # Phantoms 2t, t, 0. A: med(1, .5, 2t, t, 0) = .5 and B: med(0, .5, 2t, t, 0) = t
        # for t in [1/4, 1/2], so t = .5.
        ([[1000, 0], [500, 500]], ["1/2", "1/2"]),
        # A and C get t, B gets .4 for t in [.2, .4]: t = .3.
        ([[600, 400, 0], [0, 400, 600]], ["3/10", "2/5", "3/10"]),
        # Two of three give all to A: the shares of people.
        ([[1000, 0, 0], [1000, 0, 0], [0, 1000, 0]], ["2/3", "1/3", "0"]),
    ],
)
def test_small_rooms_come_out_as_by_hand(ballots: list[list[int]], expected: list[str]) -> None:
    assert independent_markets(ballots) == tuple(map(Fraction, expected))


@given(rooms())
def test_the_whole_budget_is_divided_as_the_definition_says(ballots: list[list[int]]) -> None:
    found = independent_markets(ballots)

    assert sum(found) == 1
    assert min(found) >= 0
    for share, tried in zip(found, by_bisection(ballots), strict=True):
        assert abs(share - tried) < Fraction(1, 10**12)


@given(rooms(), st.integers(1, 9))
def test_a_room_of_one_mind_gets_what_it_wants(ballots: list[list[int]], n: int) -> None:
    assert independent_markets([ballots[0]] * n) == tuple(
        Fraction(x, WHOLE) for x in ballots[0]
    )


@given(st.lists(st.integers(0, 4), min_size=1, max_size=12))
def test_people_who_give_all_to_one_item_each_decide_on_their_share(choice: list[int]) -> None:
    ballots = [[WHOLE * (item == chosen) for item in range(5)] for chosen in choice]

    assert independent_markets(ballots) == tuple(
        Fraction(choice.count(item), len(choice)) for item in range(5)
    )


@given(rooms(fewest=2), st.data())
def test_nobody_gains_by_giving_other_shares(
    ballots: list[list[int]], data: st.DataObject
) -> None:
    wish, others = ballots[0], ballots[1:]
    lie = data.draw(st.permutations(wish))

    def dissatisfied(division: tuple[Fraction, ...]) -> Fraction:
        pairs = zip(division, wish, strict=True)
        return sum((abs(share - Fraction(x, WHOLE)) for share, x in pairs), Fraction(0))

    honest = dissatisfied(independent_markets([wish, *others]))
    assert dissatisfied(independent_markets([lie, *others])) >= honest


@given(rooms(), st.data())
def test_an_item_never_loses_by_being_given_more(
    ballots: list[list[int]], data: st.DataObject
) -> None:
    items = len(ballots[0])
    person = data.draw(st.integers(0, len(ballots) - 1))
    up, down = data.draw(st.permutations(range(items)))[:2]
    moved = data.draw(st.integers(0, ballots[person][down]))
    before = independent_markets(ballots)[up]
    after = [list(row) for row in ballots]
    after[person][up] += moved
    after[person][down] -= moved

    assert independent_markets(after)[up] >= before


@given(rooms(), st.randoms(use_true_random=False))
def test_neither_the_order_of_people_nor_of_items_counts(ballots: list[list[int]], mix) -> None:  # type: ignore[no-untyped-def]
    people = mix.sample(ballots, len(ballots))
    order = mix.sample(range(len(ballots[0])), len(ballots[0]))
    found = independent_markets([[row[item] for item in order] for row in people])

    assert [found[order.index(item)] for item in range(len(order))] == list(
        independent_markets(ballots)
    )


@pytest.mark.parametrize("ballots", [[], [[500, 500], [500, 400]], [[-1, 1001]], [[0, 0]]])
def test_ballots_that_do_not_share_out_the_same_are_refused(ballots: list[list[int]]) -> None:
    with pytest.raises(ValueError, match="same sum"):
        independent_markets(ballots)
