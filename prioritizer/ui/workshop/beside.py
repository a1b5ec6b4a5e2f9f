"""What stands beside the table of the result on the screen, as far as there is room."""

from __future__ import annotations

import re
from collections.abc import Sequence
from textwrap import wrap

# Letters of a line, fewer of the broader Cyrillic ones; how many font sizes the column is high.
LETTERS, BROAD_LETTERS, HIGH = 24, 21, 16.4
LINE, GAP = 1.2, 0.45
BROAD = re.compile("[Ѐ-ӿ]")


def height(said: Sequence[str]) -> float:
    """Return about how high these paragraphs of HTML stand, in font sizes."""
    plain = [re.sub("<[^>]+>", "", one.replace("<br>", "\n")) for one in said]
    return sum(LINE * _lines(one) for one in plain) + GAP * max(0, len(plain) - 1)


def _lines(plain: str) -> int:
    letters = BROAD_LETTERS if BROAD.search(plain) else LETTERS
    return sum(max(1, len(wrap(line, letters))) for line in plain.split("\n"))


def split(said: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the first paragraphs, as many as there is room for, and those of the next page."""
    n = max((k for k in range(len(said) + 1) if height(said[:k]) <= HIGH), default=0)
    return list(said[:n]), list(said[n:])
