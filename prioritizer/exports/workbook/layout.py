"""Where everything stands in the workbook: rows, columns, addresses and names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from xlsxwriter.utility import xl_col_to_name

from prioritizer.domain.criterion import Criterion
from prioritizer.exports.workbook.model import BLOCKS

# A known weight below the limit never reads as the limit.
KNOWN_FORMAT = '[<0.495]0 %;[<0.499999999]"< 50 %";0 %'

# Rows from 0. One site has one row on every sheet; rows that a sheet does not need are hidden.
TITLE, NOTE, WEIGHT, IDEAL, ANTI_IDEAL, LOWEST, HIGHEST, DIVISOR, GROUP, HEADER, FIRST = range(
    11
)
SETTINGS_FIRST = 5
N_IDENTITY = 2
CELL_COLUMNS = ("low", "best", "high", "gap")


@dataclass(frozen=True, slots=True)
class Layout:
    """The addresses for a number of sites and these criteria.

    Without formulas the scores of the method are written as numbers. ``has_answer`` where
    chances were drawn, ``is_by_chance`` where the list is in their order.
    """

    n_sites: int
    criteria: tuple[Criterion, ...]
    method: str
    is_data: bool
    has_formulas: bool
    has_answer: bool = False
    is_by_chance: bool = False

    @property
    def is_topsis(self) -> bool:
        """Return whether distances to an ideal are worked out."""
        return self.method == "topsis"

    @property
    def n_criteria(self) -> int:
        """Return the number of criteria."""
        return len(self.criteria)

    @property
    def last(self) -> int:
        """Return the last row of sites, from 0."""
        return FIRST + self.n_sites - 1

    @property
    def scaled_sheet(self) -> str:
        """Return the sheet with what the method takes."""
        return "'Data scales'!" if self.is_data else "Values!"

    def performance_column(self, criterion: int, part: str) -> int:
        """Return a column of Performance."""
        return N_IDENTITY + 4 * criterion + CELL_COLUMNS.index(part)

    def block_column(self, block: int, criterion: int = 0) -> int:
        """Return a column of Values or Data scales; a block has one column per criterion."""
        return N_IDENTITY + block * self.n_criteria + criterion

    def scaled_block(self, name: str) -> int:
        """Return the number of the block with what the method takes."""
        return BLOCKS.index(name) + (len(BLOCKS) if self.is_data else 0)

    def scaled_range(self, name: str, row: int, *, is_fixed: bool = False) -> str:
        """Return one row of a scaled block, with the sheet."""
        first = self.block_column(self.scaled_block(name))
        cells = span(row, first, row, first + self.n_criteria - 1, is_fixed=is_fixed)
        return f"{self.scaled_sheet}{cells}"

    def state_column(self, criterion: int) -> int:
        """Return a column of States: how a cell is known."""
        return N_IDENTITY + criterion

    def taken_column(self, criterion: int) -> int:
        """Return a column of States: the value taken for one that is not known."""
        return N_IDENTITY + self.n_criteria + criterion

    def performance(self, row: int, criterion: int, part: str) -> str:
        """Return the address of a performance."""
        return f"Performance!{cell(row, self.performance_column(criterion, part))}"


def cell(row: int, column: int, *, is_fixed: bool = False) -> str:
    """Return an address such as ``C11``, or ``$C$11``."""
    letters = _letters(column)
    return f"${letters}${row + 1}" if is_fixed else f"{letters}{row + 1}"


def span(
    row: int, column: int, last_row: int, last_column: int, *, is_fixed: bool = True
) -> str:
    """Return a range such as ``$C$11:$C$90``."""
    start = cell(row, column, is_fixed=is_fixed)
    return f"{start}:{cell(last_row, last_column, is_fixed=is_fixed)}"


@cache
def _letters(column: int) -> str:
    return str(xl_col_to_name(column))
