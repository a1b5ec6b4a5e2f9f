"""Ids of other registers: which register a header names, and how such ids are written."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from prioritizer.readers.imports.words.vocabulary import codes, fold, table_rows

EXTERNAL_IDS = "external_ids"
FIELD = "external_id:"
# Several ids in one cell, and a scheme before an id: MRDS:10001.
BETWEEN = re.compile(r"\s*[;|\n]\s*")
WRITTEN = re.compile(r"(?!https?:)[A-Za-z][\w.-]*:\S.*")


@lru_cache(maxsize=5_000)
def scheme_of(header: str) -> str:
    """Return the register whose ids a header names, such as ``SIGBM id``; blank if none."""
    phrase = fold(header)
    names, words = _schemes()
    if phrase in names:
        return names[phrase]
    known = [word for word in phrase.split() if word not in codes("id_word")]
    is_id = len(known) < len(phrase.split())
    return words.get(" ".join(known), "") if is_id else ""


@cache
def schemes() -> dict[str, str]:
    """Return what each scheme is the register of."""
    return {row["scheme"]: row["register"] for row in table_rows("id_schemes.csv")}


@cache
def _schemes() -> tuple[dict[str, str], dict[str, str]]:
    """Return the schemes by whole header, and by the words that stand beside a word for ids."""
    names: dict[str, str] = {}
    words: dict[str, str] = {}
    for row in table_rows("id_schemes.csv"):
        names |= {fold(name): row["scheme"] for name in row["names"].split("|") if name}
        words |= {fold(word): row["scheme"] for word in row["words"].split("|") if word}
    return names, words


def written_ids(scheme: str, text: str) -> list[str]:
    """Return the ids of a cell, each with its register before it, where one is known."""
    parts = (part.strip() for part in BETWEEN.split(text))
    known = filter(None, parts)
    if not scheme:
        return list(known)
    return [part if WRITTEN.fullmatch(part) else f"{scheme}:{part}" for part in known]


def joined_ids(*groups: str) -> str:
    """Return ids that are parted by semicolons, each once, in their order."""
    parts = (part.strip() for group in groups for part in group.split(";"))
    return ";".join(dict.fromkeys(filter(None, parts)))
