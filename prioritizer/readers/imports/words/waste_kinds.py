"""Kinds of waste in phrases: every phrase that is known within a text, in any language."""

from __future__ import annotations

import re
from functools import lru_cache

from prioritizer.readers.imports.words.vocabulary import codes, fold

LONGEST = 5
# Known words that long may have an ending: Schlackenhaufen, отвалов, rikastushiekka-alue.
STEM = 5
MIXED = "mixed"
# What joins two bodies in one text: slag and tailings, Halde + Spülteich.
JOINED = re.compile(
    r"[/,;+&]|\b(?:and|och|ja|og|und|et|y|e|i|oraz|a|и|та|si|și|ve|en)\b", re.IGNORECASE
)
# "No tailings" says what the waste is not.
DENIALS = frozenset(
    "no not non without none neither except excluding ei ingen inga inte utan keine kein ohne "  # noqa: SIM905
    "nicht sans pas sin ningun sem nao nenhum senza без нет не bez nie yok degil χωρις "
    "ej ikke ikkje".split()
)
# Words of waste that say no kind of it; as they begin a word, in any language.
WASTE = (
    "waste",
    "dump",
    "tsf",
    "heap",
    "avfall",
    "deponi",
    "jate",
    "abfall",
    "halde",
    "dechet",
    "decharge",
    "residuo",
    "residus",
    "sterili",
    "jalov",
    "relave",
    "rejeito",
    "desecho",
    "rifiuto",
    "odpad",
    "atik",
    "laheja",
    "jaatme",
    "deseu",
    "hulladek",
    "otpad",
    "affald",
    "zwalowisk",
    "osadnik",
    "отход",
    "отпадъ",
    "відход",
    "尾矿",
    "废石",
    "отвал",
    "хвост",
    "αποβλητ",
)


def speaks_of_waste(text: str) -> bool:
    """Return whether a word of a text is one of waste, of any kind."""
    words = fold(text).split()
    return bool(waste_kind(text)) or any(word.startswith(WASTE) for word in words)


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
    places: list[str] = []
    at = 0
    while at < len(words):
        code, n = _longest(words, at)
        if code:
            is_place = " ".join(words[at : at + n]) in codes("waste_place")
            (places if is_place else found).append(code)
        at += n
    # A heap of slag is slag; a heap and a pond are two bodies.
    if not found or JOINED.search(text):
        found += places
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
