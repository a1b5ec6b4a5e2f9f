"""Weights from data: published examples, scikit-criteria as oracle, and no silent NaN."""

from __future__ import annotations

import numpy as np
import pytest

from prioritizer.elicitation.objective import (
    constant_columns,
    critic_weights,
    entropy_weights,
    merec_weights,
    standard_deviation_weights,
)
from prioritizer.errors import InputError

ALL = (entropy_weights, critic_weights, merec_weights, standard_deviation_weights)
MAX = np.array([True, True, True])


def test_critic_gives_the_weights_of_the_greek_firms() -> None:
    # Diakoulaki, Mavrotas and Papayannakis 1995, Comput. Oper. Res. 22, 763-770; data and
    # weights read in scikit-criteria, tests/preprocessing/test_weighters.py.
    firms = np.array(
        [
            [61, 1.08, 4.33],
            [20.7, 0.26, 4.34],
            [16.3, 1.98, 2.53],
            [9.0, 3.29, 1.65],
            [5.4, 2.77, 2.33],
            [4.0, 4.12, 1.21],
            [-6.1, 3.52, 2.10],
            [-34.6, 3.31, 0.98],
        ]
    )

    assert critic_weights(firms, MAX) == pytest.approx(
        [0.20222554, 0.48090173, 0.31687273], abs=5e-9
    )


def test_merec_gives_the_weights_of_its_first_paper() -> None:
    # Keshavarz-Ghorabaee et al. 2021, Symmetry 13(4), 525, section 4.1.
    matrix = np.array(
        [
            [450, 8000, 54, 145],
            [10, 9100, 2, 160],
            [100, 8200, 31, 153],
            [220, 9300, 1, 162],
            [5, 8400, 23, 158.0],
        ]
    )

    weights = merec_weights(matrix, np.array([True, True, False, False]))

    assert weights == pytest.approx([0.5752, 0.0141, 0.4016, 0.0091], abs=5e-5)


def test_merec_gives_the_weights_of_its_second_example() -> None:
    # The same paper, tables 5 and 6.
    matrix = np.array(
        [
            [23, 264, 2.37, 0.05, 167, 8900, 8.71],
            [20, 220, 2.2, 0.04, 171, 9100, 8.23],
            [17, 231, 1.98, 0.15, 192, 10800, 9.91],
            [12, 210, 1.73, 0.2, 195, 12300, 10.21],
            [15, 243, 2, 0.14, 187, 12600, 9.34],
            [14, 222, 1.89, 0.13, 180, 13200, 9.22],
            [21, 262, 2.43, 0.06, 160, 10300, 8.93],
            [20, 256, 2.6, 0.07, 163, 11400, 8.44],
            [19, 266, 2.1, 0.06, 157, 11200, 9.04],
            [8, 218, 1.94, 0.11, 190, 13400, 10.11],
        ]
    )

    weights = merec_weights(matrix, np.arange(7) < 3)

    assert weights == pytest.approx([0.324, 0.055, 0.086, 0.368, 0.044, 0.077, 0.045], abs=1e-3)


@pytest.mark.parametrize(
    ("matrix", "printed"),
    [
        # Xu 2004, Eur. J. Oper. Res. 156, 530-532.
        (
            [[30, 30, 38, 29], [19, 54, 86, 29], [19, 15, 85, 28.9], [68, 70, 60, 29]],
            [0.4630, 0.3992, 0.1378, 0.0000],
        ),
        # Zavadskas and Podvezko 2016, Int. J. Inf. Technol. Decis. Mak. 15, 267-283.
        (
            [[3.0, 100, 10, 7], [2.5, 80, 8, 5], [1.8, 50, 20, 11], [2.2, 70, 12, 9]],
            [0.1146, 0.1981, 0.4185, 0.2689],
        ),
    ],
)
def test_entropy_gives_published_weights(matrix, printed) -> None:
    # Both read in the tests of the package objective-weights-mcda.
    assert entropy_weights(np.array(matrix)) == pytest.approx(printed, abs=5.1e-5)


def test_the_library_gives_the_same_weights_on_random_matrices() -> None:
    from skcriteria.preprocessing import weighters

    rng = np.random.default_rng(3)
    for _ in range(5):
        matrix, maximize = rng.lognormal(size=(9, 4)), rng.random(4) < 0.5
        objectives = np.where(maximize, 1, -1)

        theirs = (
            weighters.entropy_weights(matrix),
            weighters.critic_weights(matrix, objectives),
            weighters.merec_weights(matrix, objectives),
        )

        ours = [weigh(matrix, maximize) for weigh in ALL[:3]]
        for own, other in zip(ours, theirs, strict=True):
            assert own == pytest.approx(np.asarray(other), rel=1e-9)


@pytest.mark.parametrize("weigh", ALL)
def test_weights_sum_to_1_and_follow_their_columns(weigh) -> None:
    rng = np.random.default_rng(5)
    matrix, maximize = rng.lognormal(size=(8, 5)), np.array([True, False, True, False, True])
    order = np.array([4, 2, 0, 1, 3])

    weights = weigh(matrix, maximize)

    assert weights.sum() == pytest.approx(1, abs=1e-14)
    assert weigh(matrix[:, order], maximize[order]) == pytest.approx(weights[order], rel=1e-9)
    assert weigh(matrix[::-1], maximize) == pytest.approx(weights, rel=1e-9)


@pytest.mark.parametrize("weigh", ALL)
def test_a_change_of_unit_changes_no_weight(weigh) -> None:
    matrix = np.random.default_rng(6).lognormal(size=(7, 3))

    metres = weigh(matrix * np.array([1000.0, 1.0, 1.0]), MAX)

    assert metres == pytest.approx(weigh(matrix, MAX), rel=1e-9)


@pytest.mark.parametrize("weigh", ALL)
def test_a_column_that_does_not_vary_gets_no_weight_and_disturbs_no_other(weigh) -> None:
    matrix = np.random.default_rng(7).lognormal(size=(6, 3))
    with_constant = np.insert(matrix, 1, 4.0, axis=1)

    weights = weigh(with_constant, np.ones(4, dtype=bool))

    assert weights[1] == 0
    assert np.isfinite(weights).all()
    assert constant_columns(with_constant) == (1,)
    # MEREC divides by the number of columns, so only its order must stay.
    if weigh is merec_weights:
        assert (
            np.argsort(np.delete(weights, 1)).tolist()
            == np.argsort(weigh(matrix, MAX)).tolist()
        )
    else:
        assert np.delete(weights, 1) == pytest.approx(weigh(matrix, MAX), rel=1e-9)


@pytest.mark.parametrize("weigh", ALL)
@pytest.mark.parametrize(
    ("matrix", "words"),
    [
        ([[1, 2, 3]], "two alternatives or more"),
        ([[1, 2, 3], [1, 2, 3]], "the same numbers in every row"),
        ([[1, 2, 3], [2, np.nan, 1]], "Row 2, column 2: found nan"),
        ([[1, 2, 3], [2, np.inf, 1]], "Row 2, column 2: found inf"),
    ],
)
def test_what_no_formula_can_take_is_refused(weigh, matrix, words) -> None:
    with pytest.raises(InputError, match=words):
        weigh(np.array(matrix, dtype=float), MAX)


def test_entropy_refuses_negatives_and_gives_zeros_no_weight() -> None:
    with pytest.raises(InputError, match="Row 2, column 1: found -1"):
        entropy_weights(np.array([[1.0, 2], [-1, 3]]))
    assert entropy_weights(np.array([[1.0, 0], [2, 0]])).tolist() == [1.0, 0.0]
    with pytest.raises(InputError):
        entropy_weights(np.array([[0.0, 0], [0, 0]]))
    assert entropy_weights(np.array([[0.0, 2], [1, 2.5]]))[0] > 0.9


@pytest.mark.parametrize("bad", [0.0, -2.0])
def test_merec_refuses_what_has_no_logarithm(bad: float) -> None:
    with pytest.raises(InputError, match=f"Row 1, column 2: found {bad:g}"):
        merec_weights(np.array([[1.0, bad], [2, 3]]), np.array([True, False]))


def test_critic_refuses_columns_that_cannot_conflict() -> None:
    together = np.array([[1.0, 10], [2, 20], [4, 40]])

    with pytest.raises(InputError, match="rise and fall together"):
        critic_weights(together, np.array([True, True]))
    with pytest.raises(InputError, match="found 1 columns that vary"):
        critic_weights(np.array([[1.0, 5], [2, 5]]), np.array([True, True]))
    assert critic_weights(together, np.array([True, False])) == pytest.approx([0.5, 0.5])
