"""Names that own columns can bear, made of headers that cannot: too long, or with odd signs."""

from __future__ import annotations

from collections.abc import Collection

from prioritizer.domain.own_columns import LONGEST_NAME, SOURCE_ENDING, name_fault
from prioritizer.readers.cells import clean
from prioritizer.readers.imports.words.vocabulary import fold

INSTEAD = str.maketrans({";": ",", '"': "'", "`": "'", "\\": "/"})
FIRST = "=+-@'＝＋－＠./"
BESIDE = " (own)"


def own_name(header: str, taken: Collection[str]) -> str:
    """Return a name that is nearest to a header; the header where it can be one.

    Too long a header ends after a whole word. A name such as "loc_source" would be read back as
    the sources of another column. Blank where nothing is left to name a column by.

    Parameters
    ----------
    taken
        Names of other columns, folded.
    """
    whole = clean(header)
    if not _is_unfit(whole):
        return whole
    name = " ".join(whole.translate(INSTEAD).replace("../", "").split()).lstrip(FIRST).strip()
    name = _shortened(name, LONGEST_NAME)
    if name and _is_unfit(name):
        name = _shortened(name, LONGEST_NAME - len(BESIDE)) + BESIDE
    if name_fault(name):
        return ""
    return _numbered(name, taken)


def _is_unfit(name: str) -> bool:
    return bool(name_fault(name)) or name.endswith(SOURCE_ENDING)


def _shortened(name: str, most: int) -> str:
    if len(name) <= most:
        return name
    head, _, _ = name[: most + 1].rpartition(" ")
    return head.strip() or name[:most].strip()


def _numbered(name: str, taken: Collection[str]) -> str:
    found, number = name, 1
    while fold(found) in taken:
        number += 1
        found = f"{_shortened(name, LONGEST_NAME - 3)} {number}"
    return found
