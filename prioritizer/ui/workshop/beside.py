"""What stands beside the table of the result on the screen, as far as there is room."""

from __future__ import annotations

import re
from collections.abc import Sequence
from textwrap import wrap

from prioritizer.languages.speech import gettext, noop
from prioritizer.ui.shell import markup
from prioritizer.ui.shell.text import escape_html
from prioritizer.workflow.workshop.by_chance import LESS, NO_MORE, Compared

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


_ALIKE = {
    "sites": noop("Order of sites {value} alike, by chance {chance}"),
    "consensus": noop("Weights {value} alike, by chance {chance}"),
    "shortlist": noop("Lists {value} alike, by chance {chance}"),
}
# By the word for a figure beside chance. Each has one: "87 % alike, by chance 74 %" alone would
# read as agreement, where rooms without any opinion often reach as much.
_BESIDE_CHANCE = {
    "almost complete": noop("almost complete"),
    "substantial": noop("substantial"),
    "moderate": noop("moderate"),
    "fair": noop("fair"),
    "slight": noop("slight"),
    NO_MORE: noop("within chance"),
    LESS: noop("divided"),
}


def agreement_words(rows: Sequence[Compared]) -> list[str]:
    """Return how far agreement goes beside chance, short enough for the screen, as HTML."""
    said = []
    for one in rows:
        if one.name not in _ALIKE:
            continue
        value, chance = (
            markup.share(share).replace(" ", "\u00a0") for share in (one.value, one.chance.mean)
        )
        line = escape_html(gettext(_ALIKE[one.name]))
        line = line.format(value=f"<b>{value}</b>", chance=chance)
        word = _BESIDE_CHANCE.get(one.word, "")
        said.append(f"{line}: {escape_html(gettext(word))}" if word else line)
    return ["<br>".join(said)] if said else []
