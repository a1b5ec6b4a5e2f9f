"""Words of a file that stand for codes: what each was read as, and what it can be read as."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from prioritizer.domain.columns import countries, site_columns
from prioritizer.domain.imports import ImportOptions
from prioritizer.readers.cells import clean
from prioritizer.readers.imports.cells.word_cells import NO_CODE, read_code
from prioritizer.readers.imports.words.missing import is_missing
from prioritizer.readers.imports.words.vocabulary import fold
from prioritizer.workflow.sites.importing import ImportResult

KINDS = frozenset({"code", "yesno", "country"})
# A column with more words than that holds texts and no classes.
MOST_WORDS = 60


@dataclass(frozen=True, slots=True)
class CodeWord:
    """A word in a column of codes: how often it stands there, and what it means.

    ``code`` is blank where the cell is left blank; ``is_known`` says whether somebody, or the
    word lists, decided so. ``allowed`` are the codes it can mean.
    """

    header: str
    field: str
    text: str
    n_cells: int
    code: str
    is_known: bool
    allowed: tuple[str, ...]


def code_words(result: ImportResult, options: ImportOptions) -> tuple[CodeWord, ...]:
    """Return the words of all columns of codes, those not understood first; needs the source.

    Columns with more than ``MOST_WORDS`` different words give only the most frequent ones.
    """
    stated = {
        fold(name): {fold(text): code for text, code in words.items()}
        for name, words in options.values.items()
    }
    found = [
        _word(match.header, match.field, text, n, stated.get(fold(match.header), {}))
        for match in result.matches
        if match.field in _coded()
        for text, n in _words(result.outcome.source_rows, match.index)
    ]
    return tuple(sorted(found, key=lambda word: word.is_known))


def with_meanings(
    options: ImportOptions, words: Iterable[CodeWord], chosen: Mapping[tuple[str, str], str]
) -> ImportOptions:
    """Return the options with the words whose meaning was changed; the others stay automatic.

    Parameters
    ----------
    chosen
        The code by header and word, blank: not known.
    """
    values = {name: dict(meanings) for name, meanings in options.values.items()}
    columns = dict(options.columns)
    for word in words:
        code = chosen.get((word.header, word.text), word.code)
        if code != word.code:
            values.setdefault(word.header, {})[word.text] = code
            columns[word.header] = word.field
    return replace(options, values=values, columns=columns)


def _coded() -> dict[str, tuple[str, ...]]:
    """Return the fields that hold codes, each with those that are allowed."""
    return {
        column.name: tuple(sorted(countries())) if column.kind == "country" else column.allowed
        for column in site_columns().values()
        if column.kind in KINDS
    }


def _words(rows: list[list[str]], index: int) -> list[tuple[str, int]]:
    cells = (clean(str(row[index])) for row in rows if index < len(row))
    counted = Counter(text for text in cells if text)
    return counted.most_common(MOST_WORDS)


def _word(
    header: str, field: str, text: str, n_cells: int, stated: Mapping[str, str]
) -> CodeWord:
    code = read_code(field, text, stated)
    is_known = code is not None or is_missing(text)
    if code is None and field == "waste_type" and not is_known:
        code = "other"
    return CodeWord(header, field, text, n_cells, code or NO_CODE, is_known, _coded()[field])
