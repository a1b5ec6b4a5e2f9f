"""Columns beside grades that are told by their cells: analytes, qualifiers, fractions."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache, lru_cache

from prioritizer.domain.imports import ColumnMatch
from prioritizer.domain.words import counted
from prioritizer.readers.imports.columns.grade_columns import (
    SPLIT,
    is_partial,
    read_analyte,
    read_grade_header,
)
from prioritizer.readers.imports.columns.naming import Candidate
from prioritizer.readers.imports.files.header import looks_numeric
from prioritizer.readers.imports.words.records import Cell, Log
from prioritizer.readers.imports.words.vocabulary import codes, fold

ENOUGH = 0.6
# Signs that can be nothing but qualifiers, whatever the name of their column.
SIGNS = frozenset({"<", ">", "<=", ">=", "≤", "≥", "=", "~"})
# How matching says that a column lost to another one.
SECOND = "another column is taken for "
LONG = frozenset({"grade", "grade_low", "grade_high"})
Chosen = Mapping[int, Candidate]


def columns_beside_grades(
    headers: Sequence[str],
    samples: Sequence[Sequence[Cell]],
    chosen: Chosen,
    free: Collection[int],
    analytes: Collection[str],
) -> dict[int, Candidate]:
    """Return what further columns are, where there are grades.

    Parameters
    ----------
    chosen
        What the columns are by their names.
    free
        The columns that are not taken yet.
    """
    fields = {candidate.field for candidate in chosen.values()}
    is_long = bool(fields & LONG)
    found: dict[int, Candidate] = {}
    for index in sorted(free):
        if not samples[index]:
            continue
        candidate = _qualifier(index, headers, samples[index], chosen, found, analytes)
        if candidate is None and is_long:
            candidate = _in_long_table(samples[index], fields, analytes)
        if candidate is not None and candidate.field not in fields:
            found[index] = candidate
            fields.add(candidate.field)
    return found


def say_second_grades(matches: Sequence[ColumnMatch], log: Log) -> None:
    """Warn of columns of an analyte that has another column: two methods, depths, or a slip."""
    used = {match.field: match.header for match in matches}
    seconds = [
        (match.header, field)
        for match in matches
        for field in (match.reason.removeprefix(SECOND),)
        if match.reason.startswith(SECOND) and field.partition(":")[0] in LONG and ":" in field
    ]
    if not seconds:
        return
    header, field = seconds[0]
    others = f", and {counted(len(seconds) - 1, 'more such column')}" if seconds[1:] else ""
    log.warn(
        None,
        header[:80],
        f"a second column for {field}, beside '{used.get(field, '')[:40]}'{others}",
        "one column for each analyte",
        "It is kept as your own and not used; if it is the better one, say "
        f'--map "{header[:40]}={field}".',
    )


def _in_long_table(
    sample: Sequence[Cell], fields: Collection[str], analytes: Collection[str]
) -> Candidate | None:
    texts = [str(cell) for cell in sample if not looks_numeric(cell)]
    if any(is_partial(text) for text in texts):
        return Candidate("grade_fraction", 0.8, "its cells name a part of the whole")
    named = sum(bool(read_analyte(text, analytes)) for text in texts)
    if "analyte" not in fields and named >= ENOUGH * len(sample) > 0:
        return Candidate("analyte", 0.8, "its cells name analytes")
    return None


def _qualifier(
    index: int,
    headers: Sequence[str],
    sample: Sequence[Cell],
    chosen: Chosen,
    found: Chosen,
    analytes: Collection[str],
) -> Candidate | None:
    """Return whether a column says "less than" and the like of a grade beside it."""
    is_sign = all(str(cell).strip() in SIGNS for cell in sample)
    is_code = is_sign or all(qualifier_of(str(cell), headers[index]) for cell in sample)
    subject, is_named = _subject(headers[index], analytes)
    if is_sign and not is_named:
        subject, is_named = _among(headers[index], analytes), True
    if not (is_code or is_named):
        return None
    grades = {c.field.partition(":")[2] for c in chosen.values() if c.field.startswith("grade")}
    if subject:
        field = f"qualifier:{subject}" if subject in grades else ""
    elif is_named and "" in grades:
        field = "grade_qualifier"
    else:
        field = _neighbour(index, chosen, found) if is_code and is_named else ""
    return Candidate(field, 0.85, "it qualifies the grade beside it") if field else None


def qualifier_of(text: str, header: str) -> str | None:
    """Return what a qualifier says as a code, None where it is not known.

    Yes and no mean what their header asks: "Cd detected" and "Cd nondetect" are opposites. N
    under "nondetect" is no, or the code for not detected: it is not known.
    """
    asked, text = _asks(header), fold(text)
    answer = _answers().get(text) if asked else None
    if answer is None:
        return codes("qualifier").get(text)
    if asked == "nondetect" and text == "n":
        return None
    return "plain" if answer == (asked == "detect") else "below"


@cache
def _headers() -> frozenset[str]:
    return frozenset(codes("qualifier_header")) | frozenset(codes("qualifier_question"))


@cache
def _answers() -> dict[str, bool]:
    return {text: code == "yes" for text, code in codes("impact_observed").items()}


@lru_cache(maxsize=1000)
def _asks(header: str) -> str:
    """Return detect or nondetect where a header asks one of the two, else blank."""
    words = fold(header).split()
    spans = {
        " ".join(words[at : at + n]) for n in (3, 2, 1) for at in range(len(words) - n + 1)
    }
    asked = {codes("qualifier_question").get(span, "") for span in spans} - {""}
    return "nondetect" if "nondetect" in asked else next(iter(asked), "")


def _among(header: str, analytes: Collection[str]) -> str:
    """Return the analyte of a header whose other words are not understood, such as Cd_BG."""
    words = (word for word in SPLIT.split(header) if word)
    found = {read_analyte(word, analytes) for word in words} - {""}
    return found.pop() if len(found) == 1 else ""


def _subject(header: str, analytes: Collection[str]) -> tuple[str, bool]:
    """Return the analyte of a header such as ``Cu_ppm_Q``, and whether it names qualifiers."""
    words = fold(header).split() or [header.strip()]
    for n in (3, 2, 1):
        for part, rest in ((words[-n:], words[:-n]), (words[:n], words[n:])):
            if not {" ".join(part)} & _headers():
                continue
            if not rest or all(word.isdigit() for word in rest):
                return "", True
            grade = read_grade_header(f"{' '.join(rest)} %", analytes) or read_grade_header(
                " ".join(rest), analytes
            )
            if grade is not None and not grade.is_contained:
                return grade.analyte, True
    return "", header.startswith("column ")


def _neighbour(index: int, chosen: Chosen, found: Chosen) -> str:
    taken = {candidate.field for candidate in found.values()}
    for beside in (index - 1, index + 1):
        field = chosen[beside].field if beside in chosen else ""
        kind, _, analyte = field.partition(":")
        wanted = f"qualifier:{analyte}" if analyte else "grade_qualifier"
        if kind == "grade" and wanted not in taken:
            return wanted
    return ""
