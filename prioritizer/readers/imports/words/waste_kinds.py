"""Kinds of waste in phrases: every phrase that is known within a text, in any language."""

from __future__ import annotations

from functools import lru_cache

from prioritizer.readers.imports.words.vocabulary import codes, fold

LONGEST = 5
# Known words that long may have an ending: Schlackenhaufen, отвалов, rikastushiekka-alue.
STEM = 5
MIXED = "mixed"
# "No tailings" says what the waste is not.
DENIALS = frozenset(
    "no not non without none neither except excluding ei ingen inga inte utan keine kein ohne "  # noqa: SIM905
    "nicht sans pas sin ningun sem nao nenhum senza без нет не bez nie yok degil χωρις".split()
)


@lru_cache(maxsize=5_000)
def waste_kind(text: str) -> str:
    """Return the code of the kind of waste that a text names, blank if it names none.

    Several kinds in one text are mixed waste. A text that denies something names none.
    """
    known = codes("waste_type")
    phrase = fold(text.replace("№", " "))
    if phrase in known:
        return known[phrase]
    words = phrase.split()
    if DENIALS & set(words):
        return ""
    found: list[str] = []
    at = 0
    while at < len(words):
        code, n = _longest(words, at)
        if code:
            found.append(code)
        at += n
    kinds = set(found) - {"other"} or set(found)
    if len(kinds) > 1:
        return MIXED
    return kinds.pop() if kinds else ""


def _longest(words: list[str], at: int) -> tuple[str, int]:
    """Return the code of the longest known phrase that begins here, and its words."""
    known = codes("waste_type")
    for n in range(min(LONGEST, len(words) - at), 0, -1):
        code = known.get(" ".join(words[at : at + n]), "")
        if code:
            return code, n
    return _by_stem(words[at]), 1


@lru_cache(maxsize=5_000)
def _by_stem(word: str) -> str:
    stems = [known for known in codes("waste_type") if " " not in known and len(known) >= STEM]
    fitting = [known for known in stems if word.startswith(known)]
    return codes("waste_type")[max(fitting, key=len)] if fitting else ""
