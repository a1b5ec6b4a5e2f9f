"""Cells that hold words: texts, countries, codes and years."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from prioritizer.domain.imports import Topic
from prioritizer.readers.cells import clean, unguarded
from prioritizer.readers.imports.cells.row_context import RowContext, shown
from prioritizer.readers.imports.columns.plans import Plan
from prioritizer.readers.imports.texts.quantities import MISSING
from prioritizer.readers.imports.words.records import Cell
from prioritizer.readers.imports.words.vocabulary import codes, country_names, fold
from prioritizer.readers.imports.words.waste_kinds import waste_kind

BLANK_TEXTS = frozenset(
    {
        "",
        "-",
        "--",
        "–",
        "—",
        "n/a",
        "#n/a",
        "null",
        "<null>",
        "(null)",
        "nan",
        "n.a.",
        "n/d",
        "#n/d",
        "s/d",
        "не указано",
        "нет данных",
    }
)
# A person says that a word means nothing known.
NO_CODE = ""
YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")


def convert_text(plan: Plan, cell: Cell, row: RowContext) -> None:
    """Write a text into the row."""
    text = clean(unguarded(shown(cell)))
    if text.casefold() in BLANK_TEXTS:
        if text:
            row.tally.add(Topic.MISSING, plan.where, "read as missing", text)
        return
    row.out[plan.field.name] = text


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
    if not text or (text.casefold() in MISSING and text.upper() != "NA"):
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
    if code == NO_CODE or (code is None and text.casefold() in MISSING):
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
    if text.casefold() in MISSING or text in {"0", "-9999", "9999"}:
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


def keep_text(plan: Plan, cell: Cell, row: RowContext) -> None:
    """Keep a text until the facts of the row are put together."""
    # Some facts are put together from several cells, once the row is read.
    text = clean(shown(cell))
    blanks = MISSING if plan.field.kind == "crs" else BLANK_TEXTS
    if text and text.casefold() not in blanks:
        row.out[f"={plan.field.name}"] = text


def keep_qualifier(plan: Plan, cell: Cell, row: RowContext) -> None:
    """Keep the qualifier of a grade as a code; one not known makes the grade unknown."""
    text = clean(shown(cell))
    stated = row.values.get(fold(plan.header), {})
    code = stated.get(fold(text)) or codes("qualifier").get(fold(text))
    if code is None:
        row.warn(
            plan,
            cell,
            f"one of: {', '.join(sorted(set(codes('qualifier').values())))}",
            f'The grade is not used; say --value "{plan.header[:30]}:{text[:20]}=below".',
        )
    row.out[f"={plan.field.name}"] = code or "unknown"
