"""Whether a facility runs, in the words of a status column in many languages."""

from __future__ import annotations

from functools import lru_cache

from prioritizer.readers.imports.words.vocabulary import codes, fold
from prioritizer.readers.imports.words.waste_kinds import DENIALS

LONGEST = 4


@lru_cache(maxsize=5_000)
def activity_of(text: str) -> str:
    """Return operating, closed or reprocessing; blank where the words say none, or several.

    A text that denies something says nothing, unless the whole phrase is known.
    """
    known = codes("site_activity")
    phrase = fold(text)
    if phrase in known:
        return known[phrase]
    words = phrase.split()
    found: set[str] = set()
    at = 0
    while at < len(words):
        for n in range(min(LONGEST, len(words) - at), 0, -1):
            code = known.get(" ".join(words[at : at + n]))
            if code:
                found.add(code)
                at += n - 1
                break
        else:
            if words[at] in DENIALS:
                return ""
        at += 1
    return found.pop() if len(found) == 1 else ""
