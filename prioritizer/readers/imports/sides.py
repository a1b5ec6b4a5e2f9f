"""What the letter of a hemisphere means: O is west in Spanish, and east in German.

Each language has its own four letters (words/data/side_letters.csv). Those that a table uses
leave some languages; where these differ, the words of its header and its countries decide, or
nobody.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import repeat

from prioritizer.domain.imports import ImportOptions, Topic
from prioritizer.readers.imports.columns.coordinate_columns import AXES, part_of
from prioritizer.readers.imports.files.header import is_blank
from prioritizer.readers.imports.places.outlines import sides_of
from prioritizer.readers.imports.texts.side_letters import (
    OPEN,
    WORD,
    letters_in,
    without_letter,
)
from prioritizer.readers.imports.words.records import Cell, Log, RawGrid
from prioritizer.readers.imports.words.vocabulary import (
    country_names,
    fold,
    synonyms,
    table_rows,
)

SAMPLE = 400
INTERNATIONAL = "en"
Use = tuple[str, str]
"""The axis that a letter stands on, and the letter."""


@dataclass(frozen=True, slots=True)
class Alphabet:
    """The letters of the four sides in some languages: what each means, by axis and letter."""

    languages: frozenset[str]
    countries: frozenset[str]
    meaning: Mapping[Use, str]


@cache
def alphabets() -> tuple[Alphabet, ...]:
    """Return the letters by languages."""
    sides = (
        ("latitude", "N", "north"),
        ("latitude", "S", "south"),
        ("longitude", "E", "east"),
        ("longitude", "W", "west"),
    )
    return tuple(
        Alphabet(
            frozenset(row["languages"].split("|")),
            frozenset(filter(None, row["countries"].split("|"))),
            {(axis, row[name]): side for axis, side, name in sides},
        )
        for row in table_rows("side_letters.csv")
    )


def side_letters(grid: RawGrid, options: ImportOptions, log: Log) -> dict[str, str]:
    """Return what the letters of hemispheres mean that are not the English ones.

    A letter that stays open is given as `OPEN`, with a warning: no point is made of it.
    """
    used = set(_uses(grid))
    if not used:
        return {}
    fitting = [one for one in alphabets() if used <= one.meaning.keys()]
    stated = {
        axis: options.constants[f"{axis}_hemisphere"]
        for axis in AXES
        if f"{axis}_hemisphere" in options.constants
    }
    meanings = _by_meaning(used, fitting)
    chosen, reason = _choice(meanings, _languages(grid), _countries(grid, options))
    # What all languages agree on, and what a person says of an axis.
    agreed = {
        use: sides.pop()
        for use in used
        if len(sides := {one.meaning[use] for one in fitting}) == 1
    }
    said = {use: stated[use[0]] for use in used - agreed.keys() if use[0] in stated}
    found = chosen or agreed | said
    if left := used - found.keys():
        _ask(left, fitting, log)
        found |= dict.fromkeys(left, OPEN)
    changed = {letter: side for (_, letter), side in found.items() if letter != side}
    words = ", ".join(f"{k} as {side}" for k, side in sorted(changed.items()) if side != OPEN)
    if words:
        reason = reason if chosen else "stated by you"
        log.read_as(Topic.CRS, "letters of hemispheres", f"read {words}", 0.93, reason=reason)
    return changed


def _uses(grid: RawGrid) -> Iterator[Use]:
    """Yield the letters that stand beside coordinates, in headers and cells."""
    known = {letter for one in alphabets() for _, letter in one.meaning}
    has_minutes = any(part_of(name).part == "minutes" for name in grid.header)
    axis = ""
    for index, header in enumerate(grid.header):
        named = part_of(header)
        letter, rest = "", header
        if named.part == "hemisphere":
            words = [word.upper() for word in WORD.findall(header)]
            axis = named.axis or axis
            yield from ((axis, word) for word in words if axis and word in known)
        elif not named.part and not named.letter and not has_minutes:
            letter, rest = without_letter(header, known)
            named = part_of(rest) if letter else named
        if letter and named.part == "degrees" and not named.axis:
            # O (Grad): the letter alone says the axis.
            named = replace(named, axis=_axis_of(letter))
        axis = named.axis or axis
        if letter and named.axis and named.part in ("", "degrees"):
            yield named.axis, letter
        of_cells = axis if named.axis or named.part == "hemisphere" else ""
        yield from _uses_in_cells(grid, index, of_cells, known)


def _axis_of(letter: str) -> str:
    """Return the one axis on which a letter stands in all languages; blank if there are two."""
    axes = {axis for one in alphabets() for axis, own in one.meaning if own == letter}
    return axes.pop() if len(axes) == 1 else ""


def _uses_in_cells(
    grid: RawGrid, index: int, axis: str, known: Collection[str]
) -> Iterator[Use]:
    """Yield the letters of an axis, or of both where a cell holds a pair."""
    is_pair = "coordinates" in synonyms().get(fold(grid.header[index]), {})
    for cell in _sample(grid, index) if is_pair or axis else ():
        axes = AXES if is_pair else repeat(axis)
        yield from zip(axes, letters_in(cell, known), strict=False)


def _sample(grid: RawGrid, index: int) -> Iterator[str]:
    cells: Iterator[Cell] = (row[index] for row in grid.rows[:SAMPLE])
    return (cell for cell in cells if isinstance(cell, str) and not is_blank(cell))


def _by_meaning(
    used: Collection[Use], fitting: Sequence[Alphabet]
) -> list[tuple[dict[Use, str], list[Alphabet]]]:
    """Return what the letters can mean, each with the alphabets that say so."""
    found: dict[tuple[str, ...], tuple[dict[Use, str], list[Alphabet]]] = {}
    order = sorted(used)
    for one in fitting:
        key = tuple(one.meaning[use] for use in order)
        found.setdefault(key, (dict(zip(order, key, strict=True)), []))[1].append(one)
    return list(found.values())


def _choice(
    meanings: Sequence[tuple[dict[Use, str], list[Alphabet]]],
    phrases: Sequence[frozenset[str]],
    countries: Collection[str],
) -> tuple[dict[Use, str] | None, str]:
    """Return what is meant and why; None where words and countries differ or say nothing."""
    if len(meanings) < 2:
        return (
            (meanings[0][0], "no other language has these letters") if meanings else (None, "")
        )
    votes = [_voted(meanings, languages) for languages in phrases]
    by_words = {vote for vote in votes if vote is not None}
    by_place = _placed(meanings, countries)
    plain = [k for k, (_, ones) in enumerate(meanings) if _is_international(ones)]
    said = by_words or by_place
    both = by_words & by_place if by_words and by_place else said
    if len(said) == 1 and both:
        (k,) = said
        why = "the other headers" if by_words else "the countries of the sites"
        return meanings[k][0], f"told by {why}"
    if plain and not by_words:
        return meanings[plain[0]][0], "the international letters"
    return None, ""


def _is_international(ones: Sequence[Alphabet]) -> bool:
    return any(INTERNATIONAL in one.languages for one in ones)


def _voted(
    meanings: Sequence[tuple[dict[Use, str], list[Alphabet]]], languages: frozenset[str]
) -> int | None:
    """Return the one meaning whose languages have a phrase."""
    found = {
        k
        for k, (_, ones) in enumerate(meanings)
        if any(languages & one.languages for one in ones)
    }
    return found.pop() if len(found) == 1 else None


def _placed(
    meanings: Sequence[tuple[dict[Use, str], list[Alphabet]]], countries: Collection[str]
) -> set[int]:
    """Return the meanings that the countries allow; none where they say nothing.

    A country wholly on one side of Greenwich, or of the equator, tells by that; one on both by
    its language.
    """
    allowed: list[set[int]] = []
    for country in countries:
        there = sides_of(country)
        fits = {
            k
            for k, (meaning, _) in enumerate(meanings)
            if not there or all(side in there for side in meaning.values())
        }
        if len(fits) == len(meanings):
            told = {
                k
                for k, (_, ones) in enumerate(meanings)
                if any(country in one.countries for one in ones)
            }
            fits = told or fits
        allowed.append(fits)
    found = set.intersection(*allowed) if allowed else set()
    return found if len(found) < len(meanings) else set()


def _languages(grid: RawGrid) -> list[frozenset[str]]:
    """Return the languages of each header that is no English."""
    known = {letter for one in alphabets() for _, letter in one.meaning}
    found = []
    for header in grid.header:
        rest = without_letter(header, known)[1]
        languages = _phrases().get(fold(re.sub(r"[(\[].*", "", rest)), frozenset())
        if languages and INTERNATIONAL not in languages:
            found.append(languages)
    return found


@cache
def _phrases() -> dict[str, frozenset[str]]:
    """Return the languages of each phrase of the table of synonyms."""
    found: dict[str, frozenset[str]] = {}
    for row in table_rows("synonyms.csv"):
        for phrase in row["phrases"].split("|"):
            key = fold(phrase) or phrase
            found[key] = found.get(key, frozenset()) | {row["language"]}
    return found


def _countries(grid: RawGrid, options: ImportOptions) -> set[str]:
    stated = options.constants.get("country", "")
    texts = {stated} if stated else set()
    for index, header in enumerate(grid.header):
        named = options.columns.get(header) or next(iter(synonyms().get(fold(header), {})), "")
        if named == "country":
            texts |= set(_sample(grid, index))
    return {country_names()[fold(text)] for text in texts if fold(text) in country_names()}


def _ask(used: Collection[Use], fitting: Sequence[Alphabet], log: Log) -> None:
    axis, letter = max(used, key=lambda use: len({one.meaning[use] for one in fitting}))
    by_side: dict[str, set[str]] = {}
    for one in fitting:
        by_side.setdefault(one.meaning[axis, letter], set()).update(one.languages)
    said = [f"{side} in {', '.join(sorted(names))}" for side, names in by_side.items()]
    meaning = f", which is {' and '.join(said)}" if said else ", which no language has"
    log.warn(
        None,
        None,
        f"the letter {letter} of a hemisphere{meaning}",
        "a letter whose side the other headers and the countries tell",
        f"These points are not read; say which side: --set {axis}_hemisphere="
        f"{AXES[axis][1]} (or {AXES[axis][0]}).",
    )
