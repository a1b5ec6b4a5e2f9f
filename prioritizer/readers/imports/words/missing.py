"""Words and signs that say that nothing is known, in many languages; data/missing.csv."""

from __future__ import annotations

from functools import cache, lru_cache

from prioritizer.readers.imports.words.vocabulary import fold, table_rows

# Letters that stand alone are an abbreviation, whose signs count: S.D. is no s/d.
SHORTEST_WORD = 3


@lru_cache(maxsize=50_000)
def is_missing(text: str) -> bool:
    """Return whether a cell of a field with a kind says nothing: a number, code or year."""
    form = _form(text)
    # "Not applicable to this kind of dam": what the words begin with is enough.
    return form in _words("anywhere", "typed", "field") or f"{form} ".startswith(_beginnings())


@lru_cache(maxsize=50_000)
def is_no_class(text: str) -> bool:
    """Return whether a cell of classes says nothing; "none" may be one of them."""
    return _form(text) in _words("anywhere", "typed")


@lru_cache(maxsize=50_000)
def is_no_text(text: str) -> bool:
    """Return whether a cell of plain text says nothing; ND may be North Dakota there."""
    return _form(text) in _words("anywhere")


@cache
def _beginnings() -> tuple[str, ...]:
    return tuple(f"{word} " for word in sorted(_words("beginning")) if word)


@cache
def _words(*wheres: str) -> frozenset[str]:
    rows = [row for row in table_rows("missing.csv") if row["where"] in wheres]
    return frozenset({"", *(_form(word) for row in rows for word in row["words"].split("|"))})


def _form(text: str) -> str:
    """Return a text for comparison: words without accents and signs, the rest as it is."""
    words = fold(text)
    if any(len(word) >= SHORTEST_WORD for word in words.split()):
        return words
    return "".join(text.casefold().split())
