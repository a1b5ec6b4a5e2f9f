"""The decision matrix: alternatives by criteria, each cell an interval, with a mask of gaps."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from prioritizer.domain.criterion import Criterion

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class DecisionMatrix:
    """Performances, ``(alternatives, criteria)``, in the unit of each criterion.

    ``low <= best <= high``. A cell without any evidence is NaN in all three; ``gap`` marks the
    cells that rest, wholly or in part, on something unknown. Arrays are read-only.
    """

    alternatives: tuple[str, ...]
    names: tuple[str, ...]
    criteria: tuple[Criterion, ...]
    low: FloatArray
    best: FloatArray
    high: FloatArray
    gap: BoolArray
    _row_of: dict[str, int] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        for array in (self.low, self.best, self.high, self.gap):
            array.setflags(write=False)

    def __len__(self) -> int:
        return len(self.alternatives)

    def row_of(self, alternative: str) -> int | None:
        """Return the row of an alternative; None if it has none."""
        if not self._row_of:
            self._row_of.update({name: row for row, name in enumerate(self.alternatives)})
        return self._row_of.get(alternative)

    def rows(self, rows: IntArray) -> DecisionMatrix:
        """Return the matrix of some alternatives, in the order of ``rows``."""
        chosen = rows.tolist()
        if chosen == list(range(len(self))):
            return self
        return DecisionMatrix(
            alternatives=tuple(map(self.alternatives.__getitem__, chosen)),
            names=tuple(map(self.names.__getitem__, chosen)),
            criteria=self.criteria,
            low=self.low[rows],
            best=self.best[rows],
            high=self.high[rows],
            gap=self.gap[rows],
        )

    @property
    def maximize(self) -> BoolArray:
        """Return which criteria are better when larger, ``(criteria,)``.

        Target criteria count as such: methods take their values, not their performances.
        """
        return np.array([c.objective != "min" for c in self.criteria])


@dataclass(frozen=True, slots=True, eq=False)
class ValueMatrix:
    """Values on fixed scales, ``(alternatives, criteria)``, 0 worst to 1 best.

    ``expected`` is the value at the best estimate, or the middle of what is possible.
    """

    low: FloatArray
    expected: FloatArray
    high: FloatArray
    gap: BoolArray

    def rows(self, rows: IntArray) -> ValueMatrix:
        """Return the values of some alternatives, in the order of ``rows``."""
        return ValueMatrix(self.low[rows], self.expected[rows], self.high[rows], self.gap[rows])
