"""Weights from an order: the published table, exact fractions, ties, and orders in words."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from prioritizer.elicitation.ranking import (
    as_columns,
    parse_order,
    rank_exponent,
    rank_order_centroid,
    rank_reciprocal,
    rank_sum,
)
from prioritizer.errors import InputError

FOUR = ((0,), (1,), (2,), (3,))
ALL = (rank_order_centroid, rank_sum, rank_reciprocal, rank_exponent)


@pytest.mark.parametrize(
    ("weigh", "printed"),
    [
        # Roszkowska 2013, Optimum. Studia Ekonomiczne 5(65), 14-33, table 4, row n = 4.
        (rank_order_centroid, [0.52, 0.27, 0.15, 0.06]),
        (rank_sum, [0.40, 0.30, 0.20, 0.10]),
        (rank_reciprocal, [0.48, 0.24, 0.16, 0.12]),
    ],
)
def test_four_places_have_the_published_weights(weigh, printed) -> None:
    assert weigh(FOUR) == pytest.approx(printed, abs=5e-3)


def test_five_centroids_are_the_exact_fractions() -> None:
    exact = [sum((Fraction(1, i) for i in range(k, 6)), Fraction(0)) / 5 for k in range(1, 6)]

    weights = rank_order_centroid(((0,), (1,), (2,), (3,), (4,)))

    assert weights == pytest.approx([float(share) for share in exact], rel=1e-15)


def test_the_centroid_is_the_mean_of_the_corners_of_the_ordered_weights() -> None:
    corners = [[1, 0, 0, 0], [1 / 2, 1 / 2, 0, 0], [1 / 3] * 3 + [0], [1 / 4] * 4]

    assert rank_order_centroid(FOUR) == pytest.approx(np.mean(corners, axis=0), rel=1e-14)


def test_an_exponent_of_0_is_equal_weights_and_of_1_the_rank_sum() -> None:
    assert rank_exponent(FOUR, exponent=0) == pytest.approx([0.25] * 4)
    assert rank_exponent(FOUR, exponent=1) == pytest.approx(rank_sum(FOUR))
    assert rank_exponent(FOUR) == pytest.approx(np.array([16, 9, 4, 1]) / 30)


@pytest.mark.parametrize("weigh", ALL)
def test_a_tie_shares_the_weight_of_its_places(weigh) -> None:
    strict = weigh(FOUR)

    tied = weigh(((2,), (0, 3), (1,)))

    assert tied == pytest.approx(
        [(strict[1] + strict[2]) / 2, strict[3], strict[0], (strict[1] + strict[2]) / 2]
    )
    assert weigh(((0, 1, 2),)) == pytest.approx([1 / 3] * 3)


@pytest.mark.parametrize("weigh", ALL)
def test_one_criterion_has_all_the_weight(weigh) -> None:
    assert weigh(((0,),)) == pytest.approx([1.0])


@pytest.mark.parametrize("order", [(), ((),), ((0,), (0,)), ((0,), (2,))])
def test_an_order_that_is_not_of_all_columns_is_refused(order) -> None:
    with pytest.raises(InputError, match="exactly once"):
        rank_sum(order)


@pytest.mark.parametrize("exponent", [-1.0, 21.0, float("nan")])
def test_an_exponent_beyond_reason_is_refused(exponent: float) -> None:
    with pytest.raises(InputError, match="from 0 to 20"):
        rank_exponent(FOUR, exponent=exponent)


@pytest.mark.parametrize(
    "lines",
    [
        ["grade", "risk = access", "volume"],
        ["", " grade ", "", "risk=access", "volume", ""],
        ["grade, risk = access, volume"],
        ["grade > risk = access > volume"],
    ],
)
def test_an_order_reads_the_same_in_lines_and_in_one_line(lines: list[str]) -> None:
    groups = parse_order(lines)

    assert groups == (("grade",), ("risk", "access"), ("volume",))
    assert as_columns(groups) == (("grade", "risk", "access", "volume"), ((0,), (1, 2), (3,)))


@pytest.mark.parametrize(
    ("line", "groups"),
    [
        ("a = b = c", (("a", "b", "c"),)),
        ("a > b = c > d", (("a",), ("b", "c"), ("d",))),
        ("a = b = c > d = e", (("a", "b", "c"), ("d", "e"))),
    ],
)
def test_a_chain_of_equals_is_one_place(line: str, groups: tuple[tuple[str, ...], ...]) -> None:
    assert parse_order([line]) == groups


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([], "no names"),
        (["  "], "no names"),
        (["grade", "grade"], "place 2: found 'grade' a second time"),
        (["grade,,risk"], "place 2: found a blank"),
        (["grade", "risk ="], "place 2: found a blank"),
        (["grade > risk == access"], "place 2: found a blank"),
        (["grade > risk >"], "place 3: found a blank"),
        (["grade < risk"], "place 1: found 'grade < risk'"),
        (["grade ≥ risk"], "place 1: found 'grade ≥ risk'"),
        (["grade", "risk > access"], "place 2: found 'risk > access'"),
        (["grade, risk > access"], "found ',' and '>' in one order"),
    ],
)
def test_an_order_with_a_fault_names_the_place(lines, words) -> None:
    with pytest.raises(InputError, match=words):
        parse_order(lines)
