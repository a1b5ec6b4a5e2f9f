"""Names of coordinate systems: data/crs_names.csv."""

from __future__ import annotations

import re
from functools import cache

from prioritizer.readers.imports.words.vocabulary import fold, table_rows

NUMBERED = re.compile(r"\(?epsg[\s:_]*\d{4,6}\)?", re.IGNORECASE)
LONGEST = 6


@cache
def system_names() -> dict[str, str]:
    """Return ``EPSG:n`` by the folded name of a system."""
    return {
        fold(name): f"EPSG:{row['epsg']}"
        for row in table_rows("crs_names.csv")
        for name in row["names"].split("|")
    }


def without_system(header: str) -> str:
    """Return the words of a header without the name of a system; blank if it names none."""
    words = fold(NUMBERED.sub(" ", header)).split()
    for n in range(min(LONGEST, len(words)), 0, -1):
        for start in range(len(words) - n + 1):
            if " ".join(words[start : start + n]) in system_names():
                return " ".join(words[:start] + words[start + n :])
    return " ".join(words) if NUMBERED.search(header) else ""
