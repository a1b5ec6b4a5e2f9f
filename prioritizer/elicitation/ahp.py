"""The analytic hierarchy process: weights from pairwise comparisons, and what contradicts."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from prioritizer.elicitation.group import FloatArray
from prioritizer.errors import InputError

BoolArray = NDArray[np.bool_]

RANDOM_INDEX_TABLE = "Saaty 1980"
# Mean consistency index of random matrices on the scale 1/9 to 9, for 1, 2, 3 ... criteria.
RANDOM_INDEX = (
    0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59,
)  # fmt: skip
ACCEPTED_RATIO = 0.10
LARGEST = 1e6
_ITERATIONS = 500
# Geometric consistency index that corresponds to a consistency ratio of 0.1, by number of
# criteria (Aguarón and Moreno-Jiménez 2003, European Journal of Operational Research 147,
# table 2; recalled).
GCI_LIMITS = {3: 0.31, 4: 0.35}
GCI_LIMIT = 0.37
# Rows of comparisons; None where somebody does not know.
Comparisons: TypeAlias = Sequence[Sequence[float | None]]


@dataclass(frozen=True, slots=True)
class WorstJudgement:
    """The comparison without which the others contradict each other least.

    ``given`` is the cell at ``row``, ``column``; ``consistent`` is what the others imply for
    it.
    """

    row: int
    column: int
    given: float
    consistent: float


@dataclass(frozen=True, slots=True, eq=False)
class AhpResult:
    """Weights, ``(criteria,)``, and the consistency of the comparisons behind them.

    ``random_index``, ``consistency_ratio`` and ``worst`` are None above the fifteen criteria of
    the table; the ratio is 0 for one or two criteria, which cannot contradict each other.
    ``worst`` is None where nothing contradicts.
    """

    weights: FloatArray
    lambda_max: float
    consistency_index: float
    random_index: float | None
    consistency_ratio: float | None
    worst: WorstJudgement | None


def ahp_weights(comparisons: FloatArray, *, method: str = "eigenvector") -> AhpResult:
    """Return weights and consistency of a matrix of pairwise comparisons.

    Parameters
    ----------
    comparisons
        ``(criteria, criteria)``. A cell says how many times more its row matters than its
        column; positive, 1 on the diagonal, and the reciprocal across it.
    method
        ``eigenvector`` (Saaty 1977, 1980) or ``geometric``, the row means of Crawford and
        Williams 1985. Consistency is a matter of the comparisons: it comes from the largest
        eigenvalue under both.

    Returns
    -------
    AhpResult
        CI = (lambda_max - n) / (n - 1) and CR = CI / RI, below 0.10 accepted (Saaty 1980).

    Raises
    ------
    InputError
        If the matrix is not square, positive and reciprocal; names the cell.
    """
    check_comparisons(comparisons)
    if method not in METHODS:
        raise InputError(
            f"AHP method: found '{method}'. Expected one of: {', '.join(METHODS)}. "
            "Choose one of these."
        )
    size = len(comparisons)
    lambda_max, vector = _principal(comparisons)
    index = _index(lambda_max, size)
    random_index = RANDOM_INDEX[size - 1] if size <= len(RANDOM_INDEX) else None
    ratio = None if random_index is None else index / random_index if random_index else 0.0
    weights = vector if method == "eigenvector" else METHODS[method](comparisons)
    worst = worst_judgement(comparisons) if ratio else None
    return AhpResult(weights, lambda_max, index, random_index, ratio, worst)


def check_comparisons(comparisons: FloatArray) -> None:
    """Raise the first fault of a matrix of comparisons, with its row and column."""
    if comparisons.ndim != 2 or comparisons.shape[0] != comparisons.shape[1]:
        raise InputError(
            f"comparisons: found shape {comparisons.shape}. Expected as many rows as columns. "
            "Compare every criterion with every other."
        )
    if comparisons.size == 0:
        raise InputError(
            "comparisons: found none. Expected at least one criterion. Add criteria."
        )
    bad = ~((comparisons >= 1 / LARGEST) & (comparisons <= LARGEST))
    expected = f"a number above 0, at most {LARGEST:g}"
    _raise_at(bad, comparisons, expected, "Write for example 3, or 1/3 if it is less.")
    product = comparisons * comparisons.T
    expected = "1 on the diagonal and reciprocals across it"
    _raise_at(
        np.abs(product - 1) > 1e-6, comparisons, expected, "Correct one of the two cells."
    )


def _raise_at(bad: BoolArray, cells: FloatArray, expected: str, hint: str) -> None:
    for row, column in np.argwhere(bad).tolist():
        raise InputError(
            f"Row {row + 1}, column {column + 1}: found {cells[row, column]:g}. "
            f"Expected {expected}. {hint}",
            row=row,
            column=column,
        )


def worst_judgement(comparisons: FloatArray) -> WorstJudgement | None:
    """Return the comparison whose removal makes the rest most consistent.

    A comparison is taken out by Harker's (1987) rule for incomplete matrices: 0 in both cells
    and 1 more on both diagonal cells. The weights of what remains imply what it would have to
    be. Equally bad comparisons, as always with three criteria, are reported by the first one.
    """
    size = len(comparisons)
    if size < 3:
        return None
    found: list[tuple[float, int, int, float]] = []
    for row in range(size):
        for column in range(row + 1, size):
            rest = comparisons.copy()
            rest[row, column] = rest[column, row] = 0.0
            rest[row, row] += 1.0
            rest[column, column] += 1.0
            value, weights = _principal(rest)
            implied = float(weights[row] / weights[column])
            found.append((round(value, 9), row, column, implied))
    _, row, column, implied = min(found)
    return WorstJudgement(row, column, float(comparisons[row, column]), implied)


def _index(lambda_max: float, size: int) -> float:
    if size < 3:
        return 0.0
    index = (lambda_max - size) / (size - 1)
    # The largest eigenvalue is never below the size; rounding may put it there.
    return index if index > 1e-12 else 0.0


def _principal(matrix: FloatArray) -> tuple[float, FloatArray]:
    """Return the largest eigenvalue and its vector, by powers of the matrix as Saaty does."""
    vector = np.full(len(matrix), 1.0 / len(matrix))
    for _ in range(_ITERATIONS):
        # No matrix product: its last bits depend on the machine.
        image = (matrix * vector).sum(axis=1)
        following = image / math.fsum(image.tolist())
        if np.abs(following - vector).max() <= 1e-15:
            break
        vector = following
    else:
        # Wild contradictions make the powers circle; the general solver is slower and does not.
        values, vectors = np.linalg.eig(matrix)
        following = np.abs(vectors[:, values.real.argmax()])
    image = (matrix * following).sum(axis=1)
    value = float((image / following).mean())
    return value, np.asarray(following / math.fsum(following.tolist()), dtype=np.float64)


def _eigenvector(comparisons: FloatArray) -> FloatArray:
    return _principal(comparisons)[1]


def _geometric(comparisons: FloatArray) -> FloatArray:
    raw = np.array(geometric_means(comparisons.tolist()))
    return np.asarray(raw / math.fsum(raw.tolist()), dtype=np.float64)


def connected(comparisons: Comparisons) -> tuple[tuple[int, ...], ...]:
    """Return the columns that chains of given comparisons connect, block by block.

    One block of all columns where enough is given; nothing is said between two blocks.
    """
    block = {column: {column} for column in range(len(comparisons))}
    for a, b in combinations(block, 2):
        if comparisons[a][b] is not None:
            joined = block[a] | block[b]
            block |= dict.fromkeys(joined, joined)
    return tuple(sorted({tuple(sorted(columns)) for columns in block.values()}))


def geometric_means(comparisons: Comparisons) -> list[float]:
    """Return what the comparisons make of each criterion, by logarithmic least squares.

    With all comparisons these are the row geometric means (Crawford and Williams 1985). Where
    some are missing, the squares of the given ones decide (Bozóki, Fülöp and Rónyai 2010,
    Mathematical and Computer Modelling 52, 318-333), and the means of what no chain of
    comparisons connects say nothing of each other: see `connected`.
    """
    means = [1.0] * len(comparisons)
    for block in connected(comparisons):
        logs = {
            a: {
                b: math.log(c) for b in block if b != a and (c := comparisons[a][b]) is not None
            }
            for a in block
        }
        is_whole = all(len(row) == len(block) - 1 for row in logs.values())
        found = _row_means(logs) if is_whole else _least_squares(logs)
        for column, value in zip(block, found, strict=True):
            means[column] = math.exp(value)
    return means


def _row_means(logs: dict[int, dict[int, float]]) -> list[float]:
    return [math.fsum(row.values()) / len(logs) for row in logs.values()]


def _least_squares(logs: dict[int, dict[int, float]]) -> list[float]:
    """Return logarithms that sum to 0, by exact elimination: the same bits everywhere.

    Of every criterion, its degree times its own logarithm less those of the ones it was
    compared with is the sum of its comparisons; the first one is held at 0.
    """
    held, *free = logs
    rows = [
        [Fraction(len(logs[a]) if a == b else -(b in logs[a])) for b in free]
        + [sum(map(Fraction, logs[a].values()), Fraction(0))]
        for a in free
    ]
    for k in range(len(rows)):
        # The matrix of a connected graph with one node held is positive definite.
        rows[k] = [cell / rows[k][k] for cell in rows[k]]
        for other in range(len(rows)):
            if other != k and (factor := rows[other][k]):
                pairs = zip(rows[other], rows[k], strict=True)
                rows[other] = [x - factor * y for x, y in pairs]
    values = {held: Fraction(0)} | {a: row[-1] for a, row in zip(free, rows, strict=True)}
    middle = sum(values.values(), Fraction(0)) / len(values)
    return [float(values[a] - middle) for a in logs]


def geometric_consistency(
    comparisons: Comparisons, means: Sequence[float]
) -> tuple[float, tuple[int, int] | None]:
    """Return the geometric consistency index, and the comparison that departs most.

    The index is the variance of the logarithmic errors (Crawford and Williams 1985; Aguarón
    and Moreno-Jiménez 2003); with missing comparisons that of the given ones, each beyond
    those that just connect the criteria being one degree of freedom. 0 where nothing can
    contradict; None where nothing was compared.
    """
    errors = {
        (a, b): math.log(given * means[b] / means[a]) ** 2
        for a, b in combinations(range(len(comparisons)), 2)
        if (given := comparisons[a][b]) is not None
    }
    free = len(errors) - len(comparisons) + len(connected(comparisons))
    index = math.fsum(errors.values()) / free if free > 0 else 0.0
    return index, max(errors, key=lambda pair: errors[pair]) if errors else None


def accepted_index(n_criteria: int) -> float:
    """Return the geometric consistency index up to which comparisons are accepted."""
    return GCI_LIMITS.get(n_criteria, GCI_LIMIT)


METHODS: dict[str, Callable[[FloatArray], FloatArray]] = {
    "eigenvector": _eigenvector,
    "geometric": _geometric,
}
