"""The columns of the sheet Ranking."""

from __future__ import annotations

from dataclasses import dataclass

from prioritizer.exports.workbook.layout import Layout
from prioritizer.exports.workbook.model import BLOCKS


@dataclass(frozen=True, slots=True)
class RankingColumns:
    """Column numbers from 0; the first ones are the same whatever the criteria."""

    layout: Layout
    rank: int = 0
    site_id: int = 1
    name: int = 2
    country: int = 3
    evidence: int = 4
    score: int = 5
    low: int = 6
    high: int = 7
    best_rank: int = 8
    worst_rank: int = 9
    gap_share: int = 10
    contribution: int = 11

    @property
    def tool_score(self) -> int:
        """Return the column with the score of the tool."""
        return self.contribution + self.layout.n_criteria

    @property
    def tool_rank(self) -> int:
        """Return the column with the rank of the tool."""
        return self.tool_score + 1

    @property
    def difference(self) -> int:
        """Return the column with the difference of the score from the tool."""
        return self.tool_score + 2

    @property
    def place(self) -> int:
        """Return the column with the place in the list, ties one after the other."""
        return self.tool_score + 3

    def raw(self, block: str) -> int:
        """Return the column with a score before rounding."""
        return self.place + 1 + BLOCKS.index(block)

    def to_ideal(self, block: str) -> int:
        """Return the column with a distance to the ideal, for TOPSIS."""
        return self.place + 5 + BLOCKS.index(block)

    def to_anti_ideal(self, block: str) -> int:
        """Return the column with a distance to the anti-ideal, for TOPSIS."""
        return self.place + 9 + BLOCKS.index(block)

    @property
    def end(self) -> int:
        """Return the number of columns."""
        return self.place + (13 if self.layout.is_topsis else 5)
