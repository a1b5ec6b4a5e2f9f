"""Letters of hemispheres in headers and cells, and the same in English."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from prioritizer.readers.imports.texts.coordinate_texts import UTM

# Of a letter that stays open.
OPEN = "?"
WORD = re.compile(r"[^\W\d_]+")
# Capital letters only: the small s of 60d04m28s is seconds.
BESIDE = re.compile(
    r"(?:^|(?<=[\s,;(]))(?P<before>[A-ZÖØÉ]|NY|Ny)(?=\.?\s*[\d+-])"
    r"|(?<=[\d°º'′’\"″”´\s])(?P<after>[A-ZÖØÉ]|NY|Ny)\.?(?=$|[\s,;)])"
)


def without_letter(header: str, known: Collection[str]) -> tuple[str, str]:
    """Return the letter that stands alone at an end of a header, and the rest of it."""
    words = list(WORD.finditer(header))
    if len(words) < 2:
        return "", header
    for word in (words[-1], words[0]):
        letter = word[0].upper()
        if letter in known and len(word[0]) <= 2:
            return letter, header[: word.start()] + " " + header[word.end() :]
    return "", header


def letters_in(cell: str, known: Collection[str]) -> Iterator[str]:
    """Yield the letters beside the numbers of a cell, or the one that is the whole cell."""
    text = cell.strip()
    if UTM.fullmatch(text):
        # The letter is a band of the zone.
        return
    if text.upper() in known:
        yield text.upper()
        return
    for match in BESIDE.finditer(text):
        letter = (match["before"] or match["after"]).upper()
        if letter in known:
            yield letter


def in_english(text: str, letters: Mapping[str, str]) -> str:
    """Return a cell whose letters of hemispheres are N, S, E and W.

    Parameters
    ----------
    letters
        What letters mean that are not the English ones.
    """
    if not letters or UTM.fullmatch(text.strip()):
        return text
    if text.strip().upper() in letters:
        return letters[text.strip().upper()]

    def meant(match: re.Match[str]) -> str:
        letter = match["before"] or match["after"]
        return letters.get(letter.upper(), letter)

    return BESIDE.sub(meant, text)


def header_in_english(header: str, letters: Mapping[str, str]) -> str:
    """Return a header whose letter of a hemisphere is N, S, E or W."""
    letter, rest = without_letter(header, letters)
    return f"{rest} {letters[letter]}" if letter and letters[letter] != OPEN else header
