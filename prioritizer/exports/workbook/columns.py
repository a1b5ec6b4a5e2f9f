"""The columns of the sheet Ranking."""

from __future__ import annotations

from dataclasses import dataclass

from prioritizer.exports.workbook.layout import Layout
from prioritizer.exports.workbook.model import BLOCKS

IDENTITY = ("Site", "Name", "Country", "Evidence")
ANSWER = (
    "Chance on the list",
    "Section",
    "Median place",
    "Place, 5 %",
    "Place, 95 %",
    "Known weight",
)
SCORES = ("Score", "Low", "High", "Best rank", "Worst rank", "On gaps")


@dataclass(frozen=True, slots=True)
class RankingColumns:
    """Column numbers from 0.

    First the place and who the site is; then, where chances were drawn, what they say; then the
    scores by formula. In an order by chance or place the first column is the place that the
    tool found, and the rank by score has a column of its own.
    """

    layout: Layout
    site_id: int = 1
    name: int = 2
    country: int = 3
    evidence: int = 4
    chance: int = 5

    @property
    def rank(self) -> int:
        """Return the column with the rank by score, a formula."""
        return self.score - 1 if self.layout.is_by_chance else 0

    @property
    def score(self) -> int:
        """Return the column with the score."""
        answered = len(ANSWER) if self.layout.has_answer else 0
        return self.chance + answered + self.layout.is_by_chance

    @property
    def low(self) -> int:
        """Return the column with the low end of the score."""
        return self.score + 1

    @property
    def high(self) -> int:
        """Return the column with the high end of the score."""
        return self.score + 2

    @property
    def best_rank(self) -> int:
        """Return the column with the best rank that the intervals allow."""
        return self.score + 3

    @property
    def worst_rank(self) -> int:
        """Return the column with the worst rank that the intervals allow."""
        return self.score + 4

    @property
    def gap_share(self) -> int:
        """Return the column with the part of the score that rests on gaps."""
        return self.score + 5

    @property
    def contribution(self) -> int:
        """Return the column with the contribution of the first criterion."""
        return self.score + len(SCORES)

    @property
    def headings(self) -> tuple[str, ...]:
        """Return the headings of all columns before the contributions."""
        answered = ANSWER if self.layout.has_answer else ()
        if self.layout.is_by_chance:
            return ("Place", *IDENTITY, *answered, "Rank by score", *SCORES)
        return ("Rank", *IDENTITY, *answered, *SCORES)

    @property
    def widths(self) -> tuple[float, ...]:
        """Return the widths of all columns before the contributions."""
        answered = (9, 9, 8, 8, 8, 8) if self.layout.has_answer else ()
        by_score = (8,) if self.layout.is_by_chance else ()
        return (6, 12, 40, 8, 9, *answered, *by_score, 14, 8, 8, 8, 8, 9)

    @property
    def tool_score(self) -> int:
        """Return the column with the score of the tool."""
        return self.contribution + self.layout.n_criteria

    @property
    def tool_rank(self) -> int:
        """Return the column with the rank by score of the tool."""
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
