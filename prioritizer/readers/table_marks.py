"""Numbers of a table of our own format as it writes them: a comma beside semicolons is read.

A table parted by commas has decimal points. Any other may have been saved where the decimal
mark is a comma; its own cells tell, and where they do not, ``800.000`` is not read.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from prioritizer.domain.access import BOOKKEEPING, is_public, listed_fields
from prioritizer.domain.columns import site_columns
from prioritizer.domain.own_columns import stem_of
from prioritizer.readers.cells import CellReader, clean, quoted, unguarded
from prioritizer.readers.imports.texts.decimal_marks import (
    Shown,
    Votes,
    count_votes,
    has_two_ways,
    shown_by,
)
from prioritizer.readers.imports.texts.quantities import read_quantity
from prioritizer.readers.numbers import LARGEST
from prioritizer.readers.tables import RawTable, as_dicts

PLACES = frozenset({"latitude", "longitude"})
COMMA = ","
# So much of a column without a meaning must be numbers to show the mark of its table.
MOSTLY = 0.8
UNMISTAKABLE = "an unmistakable number"
TWO_WAYS_HINT = (
    "It can mean a decimal or thousands; write it with no mark, or with more or fewer decimals."
)
SIZES = ("tonnage_", "volume_", "area_", "mass_")


@dataclass(frozen=True, slots=True)
class TableMarks:
    """The decimal marks of a table: of each column by its name, and of the whole.

    In the columns ``doubtful`` a mark before three digits may part thousands or decimals.
    ``taken`` holds by column an example of what was read as decimals beside semicolons.
    """

    marks: Mapping[str, str]
    whole: str = "."
    doubtful: frozenset[str] = frozenset()
    taken: Mapping[str, str] = field(default_factory=dict)

    def tell(self, reader: CellReader) -> None:
        """Warn of sizes that were read as decimals, and may be a thousand times larger."""
        for name, example in self.taken.items():
            found = f"{quoted(example)}, which can be read in two ways"
            hint = "It is read as decimals, as the rest of the table is written. Check it."
            reader.warn(name, found, UNMISTAKABLE, hint)

    def is_open(self, name: str, text: str) -> bool:
        """Return whether a cell can be read in two ways, and nothing decides it."""
        return name in self.doubtful and has_two_ways(text)

    def plain(self, name: str, text: str, reader: CellReader) -> str:
        """Return a cell with a decimal point; blank, with an error kept, where it is open."""
        if self.is_open(name, text):
            reader.error(name, quoted(text), UNMISTAKABLE, TWO_WAYS_HINT)
            return ""
        return with_point(text, self.marks.get(name, self.whole))


def with_point(text: str, mark: str) -> str:
    """Return one plain number with a decimal point; any other text as it is."""
    if mark != COMMA:
        return text
    found = read_quantity(text, mark, coded_missing=False)
    is_plain = not found.flag and not found.unit and found.best is not None
    return repr(found.best) if is_plain else text


def site_marks(table: RawTable) -> TableMarks:
    """Return the decimal marks of a table of sites.

    Cells that are withheld decide only where a column has no others, so that what everybody
    may see is read alike with and without them.
    """
    known = site_columns()
    numbers = [n for n in table.header if n and (n not in known or known[n].kind == "number")]
    if table.delimiter == COMMA:
        return _of_commas(table, [name for name in numbers if name in known])
    held = [bool(columns) for columns in withheld_columns(table)]
    votes: dict[str, Votes] = {}
    witnesses: dict[str, Votes] = {}
    for name in numbers:
        cells = _filled(table, name)
        public = [text for place, text in cells.items() if not held[place]]
        if name in known or _are_numbers(public or list(cells.values())):
            largest = known[name].high if name in known else LARGEST
            votes[name] = count_votes(public or cells.values(), largest)
            witnesses |= {name: votes[name]} if public else {}
    shown = shown_by(
        (found for name, found in witnesses.items() if name not in PLACES),
        (found for name, found in witnesses.items() if name in PLACES),
    )
    return _marks(votes, shown)


def _of_commas(table: RawTable, numbers: Collection[str]) -> TableMarks:
    """Return the marks of a table parted by commas: points, but where a column shows commas."""
    doubtful = set()
    for name in numbers:
        index = table.header.index(name)
        if any(COMMA in record[index] for record in table.rows if index < len(record)):
            votes = count_votes(_filled(table, name).values(), site_columns()[name].high)
            doubtful |= {name} if votes.mark == COMMA else set()
    return TableMarks({}, doubtful=frozenset(doubtful))


def grade_marks(
    table: RawTable, ends: Collection[str], most: Mapping[str, float]
) -> TableMarks:
    """Return the decimal mark of a table of grades, which its columns share.

    Parameters
    ----------
    ends
        The columns of numbers.
    most
        The largest number by unit.
    """
    if table.delimiter == COMMA:
        return TableMarks({})
    cells = (
        (_cell(row.get(end, "")), most.get(row.get("unit", ""), LARGEST))
        for row in as_dicts(table)
        for end in ends
    )
    votes = sum((count_votes([text], largest) for text, largest in cells), Votes())
    return _marks(dict.fromkeys(ends, votes), shown_by([votes], ()))


def number_marks(
    table: RawTable,
    largest: Mapping[str, float],
    more: Mapping[str, Votes] | None = None,
    *,
    decimals_alone: bool = True,
) -> TableMarks:
    """Return the decimal marks of the columns of numbers of a table.

    Parameters
    ----------
    largest
        The largest number of each column, by its name; columns that are not there count not.
    more
        Votes of cells that hold numbers among other text, by their column.
    decimals_alone
        Whether decimal points elsewhere decide a column that shows no mark itself.
    """
    if table.delimiter == COMMA:
        return TableMarks({})
    votes = {
        name: count_votes(_filled(table, name).values(), largest[name])
        for name in table.header
        if name in largest
    } | dict(more or {})
    shown = shown_by(
        (found for name, found in votes.items() if name not in PLACES),
        (found for name, found in votes.items() if name in PLACES),
    )
    found = _marks(votes, shown)
    if decimals_alone or shown.mark == COMMA:
        return found
    alone = {name for name, one in votes.items() if one.is_doubtful and not one.mark}
    return replace(found, doubtful=frozenset(alone))


def _marks(votes: Mapping[str, Votes], shown: Shown) -> TableMarks:
    whole = "" if shown.is_weak else shown.mark
    open_ones = (name for name, found in votes.items() if not (found.mark or whole))
    doubtful = frozenset(name for name in open_ones if votes[name].is_doubtful)
    marks = {name: found.mark or whole or "." for name, found in votes.items()}
    taken = {
        name: found.example
        for name, found in votes.items()
        if name.startswith(SIZES) and whole == "." and found.either_point and not found.mark
    }
    return TableMarks(marks, whole or ".", doubtful, taken)


def _filled(table: RawTable, name: str) -> dict[int, str]:
    """Return the filled cells of a column by the place of their row."""
    index = table.header.index(name)
    cells = (
        (place, _cell(record[index]))
        for place, record in enumerate(table.rows)
        if index < len(record)
    )
    return {place: text for place, text in cells if text}


def _cell(text: str) -> str:
    return unguarded(clean(text)) if text else ""


def _are_numbers(texts: Collection[str]) -> bool:
    n = sum(any(read_quantity(text, mark).flag != "refused" for mark in ".,") for text in texts)
    return n >= MOSTLY * len(texts) > 0


def withheld_columns(table: RawTable) -> list[set[str]]:
    """Return the columns that each row withholds, without their ends; blank for all of it."""
    if not BOOKKEEPING & set(table.header):
        return [set() for _ in table.rows]
    return [
        {
            *(stem_of(name) for name in listed_fields(row.get("restricted_fields", ""))),
            *(() if is_public(row.get("access", "")) else ("",)),
        }
        for row in as_dicts(table)
    ]
