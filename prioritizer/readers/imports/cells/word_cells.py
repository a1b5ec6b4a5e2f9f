"""Cells that hold words: texts, countries, codes and years."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from prioritizer.domain.imports import Topic
from prioritizer.readers.cells import clean, unguarded
from prioritizer.readers.imports.cells.commodity_cells import with_symbols
from prioritizer.readers.imports.cells.row_context import RowContext, shown
from prioritizer.readers.imports.columns.long_columns import qualifier_of
from prioritizer.readers.imports.columns.plans import Plan
from prioritizer.readers.imports.words.activities import activity_of
from prioritizer.readers.imports.words.id_schemes import (
    EXTERNAL_IDS,
    FIELD,
    joined_ids,
    written_ids,
)
from prioritizer.readers.imports.words.missing import is_missing, is_no_text
from prioritizer.readers.imports.words.records import Cell
from prioritizer.readers.imports.words.vocabulary import codes, country_names, fold
from prioritizer.readers.imports.words.waste_kinds import waste_kind

# A person says that a word means nothing known.
NO_CODE = ""
YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")


def convert_text(plan: Plan, cell: Cell, row: RowContext) -> None:
    """Write a text into the row."""
    text = _meant(plan, clean(unguarded(shown(cell))), row)
    if is_no_text(text):
        if text:
            row.tally.add(Topic.MISSING, plan.where, "read as missing", text)
        return
    if plan.field.name == "commodity_mined":
        text = _with_symbols(plan, text, row)
    row.out[plan.field.name] = text
    if plan.field.name == "site_status":
        _tell_status(plan, text, row)


def _with_symbols(plan: Plan, text: str, row: RowContext) -> str:
    told, symbols = with_symbols(text)
    if symbols:
        what = f"'{text[:30]}' understood as {', '.join(symbols)}, written beside it"
        row.tally.add(Topic.CODE, plan.where, what, text, 0.9)
    return told


def _meant(plan: Plan, text: str, row: RowContext) -> str:
    """Return what a person said that a text means, else the text; blank if it says nothing."""
    stated = row.values.get(fold(plan.header), {}).get(fold(text))
    if stated is None:
        return text
    what = f"'{text[:30]}' read as {stated or 'missing'}"
    row.tally.add(Topic.CODE, plan.where, what, text, 0.95)
    return stated


def _tell_status(plan: Plan, text: str, row: RowContext) -> None:
    """Say what a status is understood as: a ranking leaves working facilities out."""
    state = activity_of(text)
    told = f"understood as {state}" if state else "does not say whether the facility works"
    what = f"'{text[:30]}' {told}; the words are kept"
    row.tally.add(Topic.CODE, plan.where, what, text, 0.9 if state else 0.5)


def read_code(field: str, text: str, stated: Mapping[str, str]) -> str | None:
    """Return the code that a word means in a field, None where it is not known.

    Parameters
    ----------
    stated
        Codes by folded word, as a person said; ``NO_CODE`` leaves the cell blank.
    """
    word = fold(text)
    if word in stated:
        return stated[word]
    if field == "country":
        return country_names().get(word)
    found = codes(field).get(word)
    return found or (waste_kind(text) or None if field == "waste_type" else None)


def convert_country(plan: Plan, cell: Cell, row: RowContext) -> None:
    """Write the code of a country into the row."""
    text = clean(shown(cell))
    # NA is Namibia here, never "not available".
    if not text or (is_missing(text) and text.upper() != "NA"):
        return
    code = read_code(plan.field.name, text, row.values.get(fold(plan.header), {}))
    if code == NO_CODE:
        return
    if code is None:
        row.warn(
            plan,
            cell,
            "a country by name or ISO code",
            f'It is left blank; say --value "{plan.header[:30]}:{text[:20]}=SE".',
        )
        return
    if code != text:
        row.tally.add(Topic.CODE, plan.where, f"'{text[:30]}' read as {code}", text, 0.97)
    row.out[plan.field.name] = code


def convert_code(plan: Plan, cell: Cell, row: RowContext) -> None:
    """Write a code into the row; an unknown kind of waste is other."""
    text = clean(shown(cell))
    name = plan.field.name
    # "none" is a code in some fields, so codes are asked before the missing marks.
    code = read_code(name, text, row.values.get(fold(plan.header), {}))
    if code == NO_CODE or (code is None and is_missing(text)):
        return
    if code is None and name == "waste_type":
        row.tally.add(Topic.CODE, plan.where, f"'{text[:30]}' read as other", text, 0.5)
        row.out[name] = "other"
        return
    if code is None:
        row.warn(
            plan,
            cell,
            f"one of: {', '.join(sorted(set(codes(name).values())))}",
            f'It is left blank; say --value "{plan.header[:30]}:{text[:20]}=CODE".',
        )
        return
    if code != text:
        row.tally.add(Topic.CODE, plan.where, f"'{text[:30]}' read as {code}", text, 0.95)
    row.out[name] = code


def convert_years(plan: Plan, cell: Cell, row: RowContext) -> None:
    """Write a year, or two, into the row."""
    text = clean(shown(cell))
    if is_missing(text) or text in {"0", "-9999", "9999"}:
        return
    years = YEAR.findall(text)
    if plan.field.name == "deposition_years":
        if len(years) == 2 and years[0] <= years[1]:
            row.out.setdefault("deposition_start", years[0])
            row.out.setdefault("deposition_end", years[1])
            row.tally.add(
                Topic.DATE,
                plan.where,
                "two years read as first and last year of deposition",
                text,
            )
        else:
            row.warn(plan, cell, "two years, as in 1905-1967", "It is left blank.")
        return
    is_date = (
        isinstance(cell, date)
        or re.fullmatch(r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}.*", text) is not None
    )
    if is_date and len(years) == 1:
        row.tally.add(Topic.DATE, plan.where, "the year of a date", text)
        row.out[plan.field.name] = years[0]
    else:
        row.out[plan.field.name] = text.removesuffix(".0")


def keep_external(plan: Plan, cell: Cell, row: RowContext) -> None:
    """Add the id of a site in another register to those of its row."""
    text = clean(shown(cell))
    if not is_missing(text):
        scheme = plan.field.name.removeprefix(FIELD)
        ids = written_ids("" if scheme == EXTERNAL_IDS else scheme, text)
        row.out[EXTERNAL_IDS] = joined_ids(row.out.get(EXTERNAL_IDS, ""), *ids)


def keep_text(plan: Plan, cell: Cell, row: RowContext) -> None:
    """Keep a text until the facts of the row are put together."""
    # Some facts are put together from several cells, once the row is read.
    text = _meant(plan, clean(shown(cell)), row)
    says_nothing = is_missing if plan.field.kind == "crs" else is_no_text
    if not says_nothing(text):
        row.out[f"={plan.field.name}"] = text


def keep_qualifier(plan: Plan, cell: Cell, row: RowContext) -> None:
    """Keep the qualifier of a grade as a code; one not known makes the grade unknown."""
    text = clean(shown(cell))
    stated = row.values.get(fold(plan.header), {})
    code = stated.get(fold(text)) or qualifier_of(text, plan.header)
    if code is None:
        row.warn(
            plan,
            cell,
            f"one of: {', '.join(sorted(set(codes('qualifier').values())))}",
            f'The grade is not used; say --value "{plan.header[:30]}:{text[:20]}=below".',
        )
    row.out[f"={plan.field.name}"] = code or "unknown"
