"""A table of grades whose sites stand in another file: which column names them, and how."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from prioritizer.domain.columns import site_columns
from prioritizer.domain.imports import ImportOptions, Topic
from prioritizer.domain.words import counted
from prioritizer.errors import DataError
from prioritizer.readers.cells import quoted
from prioritizer.readers.imports.cells.row_context import RowContext, shown
from prioritizer.readers.imports.columns.grade_columns import read_analyte
from prioritizer.readers.imports.columns.long_columns import LONG
from prioritizer.readers.imports.columns.plans import Plan
from prioritizer.readers.imports.files.header import is_blank
from prioritizer.readers.imports.words.id_schemes import EXTERNAL_IDS
from prioritizer.readers.imports.words.records import Log, RawGrid
from prioritizer.readers.imports.words.unit_headers import split_header
from prioritizer.readers.imports.words.vocabulary import fold, synonyms
from prioritizer.readers.numbers import parse_number
from prioritizer.readers.tables import fault

# So many of the cells of a column must be ids or names of sites.
ENOUGH = 0.5
MOST_LOOKED_AT = 1_000
# What our own table calls the numbers, and others do; names of a grade anywhere are synonyms.
ENDS = {
    **dict.fromkeys(("low", "min", "minimum", "lower"), "grade_low"),
    **dict.fromkeys(("high", "max", "maximum", "upper"), "grade_high"),
    **dict.fromkeys(("best", "mean", "average", "most likely", "best estimate"), "grade"),
}
# In the order of their numbers.
GRADE = ("grade_low", "grade", "grade_high")
SITE = ("site_id", "name")
BESIDE = frozenset({
    *SITE, *LONG, "analyte", "commodity_mined", "grade_unit", "grade_qualifier",
    "grade_fraction",
})  # fmt: skip


def with_site_column(grid: RawGrid, options: ImportOptions, log: Log) -> ImportOptions:
    """Return options that take the column whose cells name sites of the other file for the id.

    What a person states goes before; where no column names sites, its name decides.
    """
    sites = options.grades_of or {}
    if not sites or "site_id" in options.columns.values():
        return options
    shares = {
        index: _share(grid, index, sites)
        for index, header in enumerate(grid.header)
        if header not in options.columns
    }
    best = max(shares, key=lambda index: shares[index], default=-1)
    if best < 0 or shares[best] < ENOUGH:
        return options
    header = grid.header[best]
    log.read_as(
        Topic.IDENTITY,
        f"column '{header[:60]}'",
        "names the sites of the table of sites",
        0.97,
        reason="its cells are their ids or names",
    )
    return replace(
        options,
        columns={**options.columns, header: "site_id"},
        from_profile=(*options.from_profile, header),
    )


def with_ends(
    grid: RawGrid, options: ImportOptions, analytes: Collection[str], log: Log
) -> ImportOptions:
    """Return options that take columns such as low, best and high for a grade and its ends.

    These words say so only beside a column whose cells name analytes. What a person states
    goes before, and so does a second column of the same meaning. Words for numbers, or ends
    that do not lie about their grade, such as minutes, are something else.
    """
    stated = {fold(header) for header in options.columns}
    free = [h for h in dict.fromkeys(grid.header) if fold(h) not in stated]
    words = {header: fold(split_header(header, "grade").rest) for header in free}
    sure = {
        header: ENDS[word]
        for header, word in words.items()
        if word in ENDS
        and ENDS[word] not in options.columns.values()
        and sum(_is_named(other, ENDS[word]) for other in words.values()) == 1
    }
    fields = {
        header: next((one for one in GRADE if _is_named(word, one)), "")
        for header, word in words.items()
    }
    # The two ends belong together: where one is something else, so is the other.
    gone = {field for one, field in sure.items() if not _fits(grid, one, fields)}
    left = {"grade"} if gone - {"grade"} else {*GRADE}
    sure = {one: field for one, field in sure.items() if field in left - gone}
    if not sure or not any(_names_analytes(grid, header, analytes) for header in grid.header):
        return options
    for header, field in sure.items():
        log.read_as(
            Topic.RANGE,
            f"column '{header[:60]}'",
            field,
            0.9,
            reason="beside a column of analytes it can only be a grade or an end of it",
        )
    return replace(
        options,
        columns={**options.columns, **sure},
        from_profile=(*options.from_profile, *sure),
    )


def _is_named(word: str, field: str) -> bool:
    return ENDS.get(word) == field or field in synonyms().get(word, {})


def _fits(grid: RawGrid, header: str, fields: Mapping[str, str]) -> bool:
    """Return whether most cells are numbers, and lie on their side of the others."""
    filled = [text for row in _first_rows(grid) if (text := shown(row[_place(grid, header)]))]
    if sum(map(_has_digit, filled)) < ENOUGH * len(filled):
        return False
    unit, own = split_header(header, "grade").phrase.unit, fields[header]
    others = [
        one
        for one, field in fields.items()
        if field not in ("", own)
        and list(fields.values()).count(field) == 1
        and split_header(one, "grade").phrase.unit == unit
    ]
    return own == "grade" or all(
        _are_in_order(grid, *sorted((header, one), key=lambda h: GRADE.index(fields[h])))
        for one in others
    )


def _are_in_order(grid: RawGrid, lower: str, upper: str) -> bool:
    places = _place(grid, lower), _place(grid, upper)
    both = [[_number(shown(row[place])) for place in places] for row in _first_rows(grid)]
    pairs = [(one, two) for one, two in both if one is not None and two is not None]
    return sum(one <= two for one, two in pairs) >= ENOUGH * len(pairs)


def _first_rows(grid: RawGrid) -> Sequence[Sequence[Any]]:
    return grid.rows[:MOST_LOOKED_AT]


def _place(grid: RawGrid, header: str) -> int:
    return grid.header.index(header)


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))


def _number(text: str) -> float | None:
    return parse_number(text.strip().replace(",", "."))


def _names_analytes(grid: RawGrid, header: str, analytes: Collection[str]) -> bool:
    index = grid.header.index(header)
    cells = [
        shown(row[index]) for row in grid.rows[:MOST_LOOKED_AT] if not is_blank(row[index])
    ]
    named = sum(bool(read_analyte(cell, analytes)) for cell in cells)
    return named > ENOUGH * len(cells)


def _share(grid: RawGrid, index: int, sites: Mapping[str, str]) -> float:
    cells = [shown(row[index]) for row in grid.rows if not is_blank(row[index])]
    return sum(bool(site_of(cell, sites)) for cell in cells) / max(1, len(cells))


def site_of(text: str, sites: Mapping[str, str]) -> str:
    """Return the id of the site that a text names, by its id or its name; blank if none."""
    text = text.strip()
    return sites.get(text) or sites.get(fold(text)) or ""


def keys_of(names: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return the id of each site by its id and, where no other has it, by its folded names.

    Parameters
    ----------
    names
        What else each site is called, by its id: its name, its ids elsewhere.
    """
    by_name: dict[str, set[str]] = {}
    for site_id, called in names.items():
        for name in called:
            by_name.setdefault(fold(name), set()).add(site_id)
    sure = {name: ids.pop() for name, ids in by_name.items() if name and len(ids) == 1}
    return {**sure, **{site_id: site_id for site_id in names}}


def other_names(header: Sequence[str], row: Sequence[str]) -> list[str]:
    """Return what a site may be called in another file: its name, ids and words of its own.

    A number of a column that is not understood is none: it may be a year or a size.
    """
    known = site_columns()
    found = []
    for column, text in zip(header, row, strict=True):
        if column in ("name", "other_names"):
            found.append(text)
        elif column == EXTERNAL_IDS:
            found += [one.partition(":")[2] for one in text.split(";")]
        elif column not in known and not text.replace(".", "").isdigit():
            found.append(text)
    return [text for text in found if text]


def grade_plans(plans: tuple[Plan, ...], header: tuple[str, ...], log: Log) -> tuple[Plan, ...]:
    """Return the plans of columns that tell of grades and their sites.

    Raises
    ------
    DataError
        If no column tells which site a row is of, or none holds a grade.
    """
    kept = tuple(
        plan
        for plan in plans
        if plan.field.name in BESIDE
        or (":" in plan.field.name and plan.field.kind != "external")
    )
    names = {plan.field.name for plan in kept}
    columns = f"the columns {', '.join(header[:12])}"
    if not names & {*SITE}:
        raise _refused(
            columns,
            "a column with the ids of the sites",
            "Add the ids that the table of sites has, or say which column holds them: "
            '--map "COLUMN=site_id".',
            log,
        )
    is_long = bool(names & LONG) and bool(names & {"analyte", "commodity_mined"})
    if not is_long and not any(":" in name for name in names):
        raise _refused(
            columns,
            "columns of analytes, grades and units, or one column per analyte such as 'Cu %'",
            'Say what they are: --map "COLUMN=grade:Cu", or =analyte, =grade and =grade_unit.',
            log,
        )
    return kept


def _refused(found: str, expected: str, hint: str, log: Log) -> DataError:
    """Return the fault of the whole table, after what was said of its columns."""
    whole = fault(log.file, found, expected, hint)
    return DataError([*log.issues, *whole.issues])


def name_site(row: RowContext, sites: Mapping[str, str]) -> None:
    """Write the id of its site into a row; a row that names none is an error."""
    said = row.out.get("site_id") or row.out.get("name") or ""
    if not said:
        row.log.error(
            row.line,
            "site_id",
            "a blank cell",
            "the id of a site",
            "Say of which site the grade is.",
        )
    row.out["site_id"] = row.out["name"] = site_of(said, sites) or said


def say_strangers(found: list[str], sites: Mapping[str, str], log: Log) -> None:
    """Warn of sites that the table of sites does not hold: their grades are not used."""
    ids = set(sites.values())
    strangers = [one for one in dict.fromkeys(found) if one not in ids] if ids else []
    if strangers:
        shown_ = ", ".join(quoted(one) for one in strangers[:5])
        log.warn(
            None,
            "site_id",
            f"{counted(len(strangers), 'site')} not in the site table ({shown_})",
            "grades of listed sites",
            "These grades are not used; correct the ids of one of the two tables.",
        )
