"""What was mined, in any language: the text stays, with the symbols of what is understood."""

from __future__ import annotations

import re
from functools import cache

from prioritizer.readers.imports.columns.grade_columns import read_analyte
from prioritizer.readers.imports.words.vocabulary import fold, table_rows

PARTS = re.compile(r"[,;/+&()\[\]]")
HYPHEN = re.compile(r"\s*[-–]\s*")
# Kinds of an ore that leave its commodity what it is.
KINDS = frozenset(
    "primary secondary primario primaria secundario secundaria primaire secondaire primar "  # noqa: SIM905
    "sekundar".split()
)


def with_symbols(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a text with the symbols of commodities that it names in other languages.

    A part between commas must be understood word by word, and name one commodity. English
    names and symbols are understood where a text is used, and get none.
    """
    written = set(re.findall(r"\w+", text))
    found = dict.fromkeys(symbol for part in PARTS.split(text) for symbol in _symbols(part))
    symbols = tuple(symbol for symbol in found if symbol not in written)
    return (f"{text} ({', '.join(symbols)})" if symbols else text), symbols


def _symbols(part: str) -> tuple[str, ...]:
    """Return what a part names; all that a hyphen joins must be understood: cobre-molibdeno."""
    symbol = _symbol(part)
    if symbol:
        return (symbol,)
    joined = tuple(map(_symbol, HYPHEN.split(part)))
    return joined if len(joined) > 1 and all(joined) else ()


def _symbol(part: str) -> str:
    words = [word for word in part.split() if fold(word) not in KINDS]
    if not words or {fold(word) for word in words} & _english():
        return ""
    return read_analyte(" ".join(words), ())


@cache
def _english() -> frozenset[str]:
    """Return the words of the English names, which stand first in the table."""
    rows = table_rows("analyte_names.csv")
    return frozenset(word for row in rows for word in fold(row["names"].split("|")[0]).split())
