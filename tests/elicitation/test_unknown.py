"""What “I don't know” leaves open: the centre, and draws of what fits the answers."""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np
import pytest

from prioritizer.elicitation.ahp import (
    accepted_index,
    ahp_weights,
    connected,
    geometric_consistency,
    geometric_means,
)
from prioritizer.elicitation.unknown import (
    Answered,
    Lots,
    drawn,
    from_pairs,
    from_points,
    lots,
)

MANY = 20_000


def normal(said: Answered) -> list[float]:
    return [p / math.fsum(said.points) for p in said.points]


def matrix(size: int, given: dict[tuple[int, int], float]) -> list[list[float | None]]:
    """Return comparisons of some pairs only."""
    rows: list[list[float | None]] = [[None] * size for _ in range(size)]
    for k in range(size):
        rows[k][k] = 1.0
    for (a, b), ratio in given.items():
        rows[a][b], rows[b][a] = ratio, 1 / ratio
    return rows


@pytest.fixture(scope="module")
def by() -> Lots:
    return lots(MANY, 5, 1)


@pytest.mark.parametrize("scale", [1.0, 0.1])
def test_what_is_not_known_counts_as_the_average_whatever_the_scale_of_the_points(
    scale: float,
) -> None:
    said = from_points([80 * scale, None, 40 * scale, 0.0, None])

    assert normal(said) == pytest.approx([0.4, 0.2, 0.2, 0.0, 0.2])
    assert said.blocks == ((0, 2, 3), (1,), (4,))
    assert not said.is_sure


def test_who_knows_nothing_allows_every_weight_vector_evenly(by: Lots) -> None:
    for said in (from_points([None] * 5), from_pairs(matrix(5, {}))):
        weights = drawn(said, by)

        assert normal(said) == pytest.approx([0.2] * 5)
        assert weights.sum(axis=1) == pytest.approx(1)
        # Mean, deviation and largest corner of the flat Dirichlet distribution.
        assert weights.mean(axis=0) == pytest.approx([0.2] * 5, abs=0.004)
        assert weights.std(axis=0) == pytest.approx([math.sqrt(4 / 150)] * 5, abs=0.004)
        assert (weights > 0.5).mean(axis=0) == pytest.approx([0.5**4] * 5, abs=0.01)


def test_what_is_known_keeps_its_proportions_in_every_draw(by: Lots) -> None:
    said = from_points([60.0, 30.0, None, 10.0, None])
    weights = drawn(said, by)

    assert weights[:, 0] == pytest.approx(2 * weights[:, 1])
    assert weights[:, 0] == pytest.approx(6 * weights[:, 3])
    assert weights.mean(axis=0) == pytest.approx(normal(said), abs=0.005)
    assert np.quantile(weights[:, 2], 0.95) > 0.5


def test_known_answers_leave_one_vector(by: Lots) -> None:
    for said in (
        from_points([5.0, 4.0, 3.0, 2.0, 1.0]),
        from_points([50.0, 40.0, 30.0, 20.0, 100.0], [4, 0, 1, 2]),
        from_pairs(matrix(5, dict.fromkeys(combinations(range(5), 2), 3.0))),
    ):
        assert said.is_sure
        assert np.ptp(drawn(said, by), axis=0).max() < 1e-12


def test_nothing_for_what_is_known_leaves_all_to_the_rest(by: Lots) -> None:
    said = from_points([0.0, 0.0, None, None, None])

    assert normal(said) == pytest.approx([0, 0, 1 / 3, 1 / 3, 1 / 3])
    assert drawn(said, by)[:, :2].max() == 0


def test_a_place_in_an_order_without_points_lies_between_its_neighbours(by: Lots) -> None:
    said = from_points([100.0, None, 40.0, None, 20.0], [0, 1, 2, 3])
    points = drawn(said, by) / drawn(said, by)[:, [0]] * 100

    assert said.points == (100.0, 70.0, 40.0, 20.0, 20.0)
    assert said.blocks == ((0, 1, 2, 3, 4),)
    assert (points[:, 1].min(), points[:, 1].max()) == pytest.approx((40, 100), abs=0.1)
    assert (points[:, 3].min(), points[:, 3].max()) == pytest.approx((0, 40), abs=0.1)
    assert points.mean(axis=0) == pytest.approx(said.points, abs=0.5)


def test_two_unknown_places_in_a_row_fall(by: Lots) -> None:
    said = from_points([100.0, None, None, 20.0, 20.0], [0, 1, 2, 3])
    weights = drawn(said, by)

    assert said.points == (100.0, 60.0, 40.0, 20.0, 20.0)
    assert (weights[:, 0] >= weights[:, 1]).all()
    assert (weights[:, 1] >= weights[:, 2]).all()
    assert (weights[:, 2] >= weights[:, 3]).all()


@pytest.mark.parametrize("seed", range(12))
def test_missing_pairs_are_those_of_least_squares(seed: int) -> None:
    """Beside numpy's solver, on random connected sets of pairs of three to nine criteria."""
    rng = np.random.default_rng(seed)
    size = int(rng.integers(3, 10))
    pairs = [(k, k + 1) for k in range(size - 1)]
    pairs += [p for p in combinations(range(size), 2) if p not in pairs and rng.random() < 0.4]
    ratios = np.exp(rng.normal(size=len(pairs)))
    rows = np.zeros((len(pairs), size))
    for row, (a, b) in enumerate(pairs):
        rows[row, a], rows[row, b] = 1, -1
    expected = np.exp(np.linalg.lstsq(rows, np.log(ratios), rcond=None)[0])
    expected *= 100 / expected.max()

    given = matrix(size, dict(zip(pairs, ratios.tolist(), strict=True)))

    assert from_pairs(given).points == pytest.approx(tuple(expected.tolist()), rel=1e-9)


def test_all_pairs_give_the_row_geometric_means() -> None:
    given = matrix(3, {(0, 1): 3.0, (1, 2): 3.0, (0, 2): 5.0})

    assert geometric_means(given) == pytest.approx(
        [math.cbrt(15), math.cbrt(1), math.cbrt(1 / 15)]
    )
    found = ahp_weights(np.array(given), method="geometric").weights
    assert normal(from_pairs(given)) == pytest.approx(found.tolist())


def test_what_no_pairs_connect_shares_by_the_number_of_its_criteria(by: Lots) -> None:
    given = matrix(5, {(0, 1): 3.0, (1, 3): 2.0, (0, 3): 6.0})
    said = from_pairs(given)
    weights = drawn(said, by)

    assert connected(given) == said.blocks == ((0, 1, 3), (2,), (4,))
    assert normal(said) == pytest.approx([0.6 * 6 / 9, 0.6 * 2 / 9, 0.2, 0.6 / 9, 0.2])
    assert max(said.points) == 100
    assert weights.mean(axis=0) == pytest.approx(normal(said), abs=0.005)
    assert weights[:, 0] == pytest.approx(3 * weights[:, 1])


def test_a_missing_pair_widens_the_ratio_of_its_two_criteria_most(by: Lots) -> None:
    """With all others given, the ratio errs by 2 / n of the accepted error of one pair."""
    pairs = dict.fromkeys(combinations(range(5), 2), 1.0)
    del pairs[1, 3]
    said = from_pairs(matrix(5, pairs))
    logs = np.log(drawn(said, by))
    error = math.sqrt(accepted_index(5))

    assert said.loose == ((1, 3),)
    assert (logs[:, 1] - logs[:, 3]).std() == pytest.approx(2 / 5 * error, rel=0.03)
    assert (logs[:, 0] - logs[:, 1]).std() == pytest.approx(1 / 5 * error, rel=0.03)
    assert (logs[:, 0] - logs[:, 2]).std() == pytest.approx(0, abs=1e-12)


def test_the_index_counts_only_the_pairs_that_can_contradict() -> None:
    chain = {(0, 1): 3.0, (1, 2): 5.0, (2, 3): 7.0}
    circle = matrix(4, {**chain, (0, 3): 1.0})
    whole = matrix(3, {(0, 1): 3.0, (1, 2): 3.0, (0, 2): 1 / 9})

    assert geometric_consistency(matrix(4, chain), geometric_means(matrix(4, chain)))[
        0
    ] == pytest.approx(0)
    index, worst = geometric_consistency(circle, geometric_means(circle))
    # One degree of freedom; the error log(105) is spread evenly over the circle of four.
    assert index == pytest.approx(4 * (math.log(105) / 4) ** 2)
    assert worst is not None
    # The formula of Aguarón and Moreno-Jiménez 2003 where all pairs are given.
    errors = 3 * (math.log(81) / 3) ** 2
    assert geometric_consistency(whole, geometric_means(whole))[0] == pytest.approx(
        2 * errors / (2 * 1)
    )
    assert geometric_consistency(matrix(3, {}), [1.0] * 3) == (0.0, None)


def test_a_room_in_which_nobody_knows_is_as_open_as_one_person(by: Lots) -> None:
    """The lots are shared: an average of many guesses would look like knowledge."""
    said = from_points([None] * 5)
    room = np.mean([drawn(said, by) for _ in range(30)], axis=0)

    assert room.std(axis=0) == pytest.approx(drawn(said, by).std(axis=0))


def test_the_lots_are_those_of_the_bits_of_the_generator(by: Lots) -> None:
    """Known beforehand: records verify by them in every version of numpy."""
    assert by.levels.mean() == pytest.approx(0.5, abs=0.005)
    assert by.shares.mean() == pytest.approx(1, abs=0.02)
    assert by.errors[:, 0, 1].std() == pytest.approx(1, abs=0.02)
    assert (by.errors == -by.errors.transpose(0, 2, 1)).all()
    assert lots(1, 2, 1).levels[0] == pytest.approx(
        [0.4199991293922, 0.27702337669313], rel=1e-12
    )
