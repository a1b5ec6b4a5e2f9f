"""Columns beside grades that are told by their cells: analytes, qualifiers, fractions."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from prioritizer.readers.imports.columns.grade_columns import (
    is_partial,
    read_analyte,
    read_grade_header,
)
from prioritizer.readers.imports.columns.naming import Candidate
from prioritizer.readers.imports.files.header import looks_numeric
from prioritizer.readers.imports.words.records import Cell
from prioritizer.readers.imports.words.vocabulary import codes, fold

ENOUGH = 0.6
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
    is_code = all(fold(str(cell)) in codes("qualifier") for cell in sample)
    subject, is_named = _subject(headers[index], analytes)
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


def _subject(header: str, analytes: Collection[str]) -> tuple[str, bool]:
    """Return the analyte of a header such as ``Cu_ppm_Q``, and whether it names qualifiers."""
    words = fold(header).split() or [header.strip()]
    for n in (2, 1):
        for part, rest in ((words[-n:], words[:-n]), (words[:n], words[n:])):
            if " ".join(part) not in codes("qualifier_header"):
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
