"""Rows that are no sites: statistics, sums, limits, headings of sections and footnotes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from prioritizer.domain.words import counted
from prioritizer.readers.cells import clean
from prioritizer.readers.imports.files.computed_rows import computed_rows, part_of_a_label
from prioritizer.readers.imports.words.records import Cell, Log
from prioritizer.readers.imports.words.vocabulary import codes, fold

BRACKETED = re.compile(r"[(\[{][^()\[\]{}]*[)\]}]")
MARKED = re.compile(r"\s*(?:[*†‡§¹²³⁴]+|\(?\d{1,2}\)|\[\d{1,2}\]|[a-z]\))\s*\S")
NUMBER = re.compile(r"[<>~≤≥]?\s*[+-]?[\d.,'\u00a0\u202f ]*\d[\d.,]*(?:[eE][+-]?\d+)?\s*%?")
# 95th, 5e; 25a, the number of a reference material.
ORDINAL = re.compile(r"\d+(?:th|st|nd|rd|er|[a-z])")
LONGEST = 4
SHOWN = 4
WHAT = {
    "statistic": "statistics, sums or limits",
    "section": "one text and nothing else, such as headings and footnotes",
}


def without_side_rows(
    rows: list[list[Cell]], lines: list[int], log: Log
) -> tuple[list[list[Cell]], list[int]]:
    """Return the rows that may be sites; what is left out is said, counted by its kind.

    A weak word such as "Max" may be a name; it counts where statistics stand beside it, or
    where its numbers are those of the column.
    """
    kinds = [_kind(row) for row in log.watched("looking for rows that are no sites", rows)]
    if _are_names(rows, kinds):
        kinds = ["" if kind == "text" else kind for kind in kinds]
    kinds = ["section" if kind == "text" else kind for kind in kinds]
    _settle_parts(rows, kinds)
    _settle_weak(rows, kinds)
    _settle_computed(rows, lines, kinds, log)
    for kind, what in WHAT.items():
        found = [i for i, own in enumerate(kinds) if own == kind]
        if found:
            labels = ", ".join(f"'{_label(rows[i])[:40]}'" for i in found[:SHOWN])
            more = " …" if len(found) > SHOWN else ""
            log.warn(
                lines[found[0]],
                None,
                f"{counted(len(found), 'row')} of {what} ({labels}{more})",
                "one site in each row",
                "They are left out; a site needs an id, a figure or a second fact.",
            )
    kept = [i for i, kind in enumerate(kinds) if kind not in WHAT]
    return [rows[i] for i in kept], [lines[i] for i in kept]


def _kind(row: Sequence[Cell]) -> str:
    """Return statistic, section, text, weak where it may be a statistic, or blank."""
    filled = [cell for cell in row if str(cell).strip(" \t\u00a0\u200b\ufeff")]
    words = (cell for cell in filled if isinstance(cell, str) and not NUMBER.fullmatch(cell))
    first, second = next(words, None), next(words, None)
    if first is None:
        return ""
    kind = label_kind(first) if filled[0] is first or second is None else ""
    begins = second is not None and filled[0] is first and filled[1] is second
    if not kind and begins and label_kind(second or "") == "statistic":
        kind = "statistic"
    if kind:
        return kind
    n_texts = 1 + (second is not None) + sum(1 for _ in words) if _is_footnote(first) else 0
    if n_texts == len(filled):
        return "section"
    if len(filled) > 1 or len(row) < 3:
        return ""
    is_heading = first.isupper() or first.rstrip().endswith(":")
    return "section" if is_heading else "text"


def _are_names(rows: Sequence[Sequence[Cell]], kinds: Sequence[str]) -> bool:
    """Return whether rows of one text are sites known by their names, and no headings.

    Such sites are many and stand together; a heading has rows below it.
    """
    alone = [i for i, kind in enumerate(kinds) if kind == "text"]
    beside = set(alone)
    together = [i for i in alone if {i - 1, i + 1} & beside]
    n_others = len(rows) - kinds.count("section")
    return 2 * len(alone) > n_others and 2 * len(together) >= len(alone) > 0


def label_kind(text: str) -> str:
    """Return statistic where every word of a label is one, weak where it may be a name."""
    text = clean(text)
    if not _can_be_label(text):
        return ""
    label = fold(BRACKETED.sub(" ", text))
    words = [word for word in label.split() if not word.strip("%.").isdigit()]
    known = codes("row_label")
    found: Counter[str] = Counter()
    at = 0
    while at < len(words):
        for n in range(min(LONGEST, len(words) - at), 0, -1):
            kind = known.get(" ".join(words[at : at + n]))
            if kind:
                found[kind] += 1
                at += n
                break
        else:
            if not ORDINAL.fullmatch(words[at]):
                return ""
            at += 1
    if found["statistic"] or found["limit"]:
        return "statistic"
    return "weak" if found["weak"] else ""


def _can_be_label(text: str) -> bool:
    """Return whether a text may be a label, as far as its first word quickly tells."""
    first = text.split(None, 1)[0] if text and not text.isspace() else ""
    word, *_ = fold(first).split() or [""]
    if not word or word.strip("%.").isdigit() or any(mark in text for mark in "([{"):
        return True
    return word in _first_words() or ORDINAL.fullmatch(word) is not None


@cache
def _first_words() -> frozenset[str]:
    return frozenset(phrase.split()[0] for phrase in codes("row_label") if phrase.split())


def _is_footnote(text: str) -> bool:
    if MARKED.match(text):
        return True
    head, mark, _ = text.partition(":")
    return bool(mark) and fold(head) in codes("footnote")


def _settle_weak(rows: Sequence[Sequence[Cell]], kinds: list[str]) -> None:
    sites = [row for row, kind in zip(rows, kinds, strict=True) if not kind]
    for index, kind in enumerate(kinds):
        if kind == "weak" and _has_extremes(rows[index], sites):
            kinds[index] = "statistic"
    # Statistics stand together: a weak row takes the kind of the row before or after it.
    for order in (range(len(rows)), range(len(rows) - 1, -1, -1)):
        for index in order:
            beside = kinds[max(0, index - 1) : index] + kinds[index + 1 : index + 2]
            if kinds[index] == "weak" and {"statistic", "weak"} & set(beside):
                kinds[index] = "statistic"
    for index, kind in enumerate(kinds):
        kinds[index] = "" if kind == "weak" else kind


def _settle_parts(rows: Sequence[Sequence[Cell]], kinds: list[str]) -> None:
    """Take "North total" for a sum where its column says "North" elsewhere."""
    parts: dict[int, list[tuple[int, str]]] = {}
    for index, (row, kind) in enumerate(zip(rows, kinds, strict=True)):
        column = next((i for i, cell in enumerate(row) if str(cell).strip()), None)
        if kind not in ("", "weak") or column is None or not isinstance(row[column], str):
            continue
        text = str(row[column])
        if _can_have_part(text) and (part := part_of_a_label(text)):
            parts.setdefault(column, []).append((index, part))
    for column, found in parts.items():
        elsewhere = {fold(str(row[column])) for row in rows}
        for index, part in found:
            if part in elsewhere:
                kinds[index] = "statistic"


def _can_have_part(text: str) -> bool:
    words = text.split()
    return len(words) > 1 and bool(
        {fold(words[0]).partition(" ")[0], fold(words[-1]).rpartition(" ")[2]} & _label_words()
    )


@cache
def _label_words() -> frozenset[str]:
    return frozenset(w for phrase in codes("row_label") for w in phrase.split())


def _settle_computed(
    rows: Sequence[Sequence[Cell]], lines: Sequence[int], kinds: list[str], log: Log
) -> None:
    sites = [index for index, kind in enumerate(kinds) if not kind]
    for index, is_sure in computed_rows(rows, sites).items():
        if is_sure:
            kinds[index] = "statistic"
            continue
        log.warn(
            lines[index],
            None,
            f"'{_label(rows[index])[:40]}', whose figure is the sum or the mean of the others",
            "one site in each row",
            "It is kept; leave the row out of the file if it is not a site.",
        )


def _has_extremes(row: Sequence[Cell], sites: Sequence[Sequence[Cell]]) -> bool:
    """Return whether all numbers are the largest, or the smallest, of their columns."""
    columns = [
        (value, [v for v in (_number(site[i]) for site in sites) if v is not None])
        for i, cell in enumerate(row)
        if (value := _number(cell)) is not None
    ]
    columns = [(value, column) for value, column in columns if len(column) > 1]
    return bool(columns) and (
        all(value == max(column) for value, column in columns)
        or all(value == min(column) for value, column in columns)
        or all(value == len(column) for value, column in columns)
    )


def _number(cell: Cell) -> float | None:
    if isinstance(cell, int | float):
        return float(cell)
    text = str(cell).strip().replace(",", ".")
    try:
        return float(text)
    except ValueError:
        return None


def _label(row: Sequence[Cell]) -> str:
    return next((clean(str(cell)) for cell in row if str(cell).strip()), "")
