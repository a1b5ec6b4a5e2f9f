"""Headers of parted coordinates: degrees, minutes, seconds, hemisphere, each in its column."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from prioritizer.readers.imports.columns.naming import FILLER, Candidate
from prioritizer.readers.imports.files.header import looks_numeric
from prioritizer.readers.imports.texts.coordinate_texts import read_degrees
from prioritizer.readers.imports.words.records import Cell
from prioritizer.readers.imports.words.vocabulary import codes, fold, synonyms

AXES = {"latitude": "NS", "longitude": "EW"}
GLUED = re.compile(
    r"(lat|long?|lng)(?=(?:d|deg|degs|degrees?|m|mins?|minutes?|s|secs?|seconds?|dir|hemi\w*"
    r"|ns|ew|[nsew])\d*$)",
    re.IGNORECASE,
)
SIDES = {"n s": "latitude", "ns": "latitude", "e w": "longitude", "ew": "longitude"}
# Degrees, minutes and seconds by their marks, at the end of a header.
MARK = re.compile(
    r"(?:(?<=[\s(\[.])|(?<=^[NSEW]))(?:(?P<degrees>[°º])|(?P<seconds>[\"″”]|''|′′|’’)"
    r"|(?P<minutes>['’′´]))\s*[)\]]?\s*$"
)
# Words of places that say no axis; as they begin a word, in any language.
PLACE_WORDS = (
    "coord", "koord", "souradn", "suradn", "wspolrzedn", "координат", "συντεταγμ", "koordinat",
    "easting", "northing", "longitud", "latitud", "utm", "gps",
)  # fmt: skip
# A number of up to three digits, and what only an angle has: its marks or three decimals.
ANGLE = re.compile(r"\s*[+-]?\d{1,3}(?!\d)")
EXACT = re.compile(r"[.,]\d{3}|[°º'′]")
SIDES |= dict.fromkeys(("w e", "o w", "w o", "e o"), "longitude")


@dataclass(frozen=True, slots=True)
class Named:
    """What a header names of a coordinate: its axis, and the part of it where one is named.

    Without ``is_sure`` the axis is a word that names a width or a length as well, or only the
    ``letter`` of a hemisphere, as in ``N (min)``.
    """

    axis: str = ""
    part: str = ""
    is_sure: bool = True
    letter: str = ""


def parted_candidates(
    headers: Sequence[str], samples: Sequence[Sequence[Cell]]
) -> dict[int, Candidate]:
    """Return by column what part of a coordinate it holds; a part alone goes with its axis.

    A letter such as the S of ``Lat_S`` is seconds only where another column has the minutes.
    """
    named = _named(headers, samples)
    found: dict[int, tuple[str, str]] = {}
    axis = ""
    for index in range(len(headers)):
        own, part = named[index]
        if own:
            axis = own
        elif part and axis and _goes_with(axis, index, named, samples):
            own = axis
        if own and part:
            found[index] = (own, part)
    # Beside decimal degrees of their own column, the parts say the same once more.
    whole = {own for own, part in named.values() if own and not part}
    twice = whole & {own for own, part in found.values() if part == "degrees"}
    found = {index: pair for index, pair in found.items() if pair[0] not in twice}
    with_minutes = {own for own, part in found.values() if part == "minutes"}
    return {
        index: Candidate(
            own if part == "degrees" else f"{own}_{part}", 0.97, f"{part} of the {own}"
        )
        for index, (own, part) in found.items()
        if part != "seconds" or own in with_minutes
    }


def axis_candidates(
    headers: Sequence[str], samples: Sequence[Sequence[Cell]]
) -> dict[int, Candidate]:
    """Return by column the axis of a coordinate that its name tells word by word."""
    return {
        index: Candidate(axis, 0.93, f"'{fold(headers[index])}', the {axis}")
        for index, (axis, part) in _named(headers, samples).items()
        if axis and not part
    }


def _named(
    headers: Sequence[str], samples: Sequence[Sequence[Cell]]
) -> dict[int, tuple[str, str]]:
    """Return by column the axis and part that is meant; a width or a length is none."""
    named = {index: part_of(header) for index, header in enumerate(headers)}
    sure = {one.axis for one in named.values() if one.axis and one.is_sure}
    shown = {
        one.axis
        for index, one in named.items()
        if one.axis and not one.is_sure and _shows_degrees(one, samples[index])
    }
    has_both = sure | shown >= set(AXES)
    whole = {one.axis for i, one in named.items() if _is_whole(one, samples[i])}
    letters = {one.letter for one in named.values() if one.part == "degrees"}

    def is_meant(index: int, one: Named) -> bool:
        if one.is_sure:
            return True
        if one.part in ("minutes", "seconds"):
            # Beside its degrees: a letter by the same letter, a word by whole degrees.
            has_degrees = one.letter in letters if one.letter else one.axis in whole
            return has_both and has_degrees and _is_below_60(samples[index])
        return has_both and one.axis in shown

    return {
        index: (one.axis, one.part) if is_meant(index, one) else ("", "")
        for index, one in named.items()
    }


def _is_whole(one: Named, sample: Sequence[Cell]) -> bool:
    """Return whether a column holds the whole degrees of an axis."""
    if not one.axis or one.part not in ("", "degrees"):
        return False
    values = [read_degrees(cell) for cell in sample]
    return all(value is not None and value % 1 == 0 for value in values)


def _is_below_60(sample: Sequence[Cell]) -> bool:
    values = [read_degrees(cell) for cell in sample]
    return all(value is not None and 0 <= value < 60 for value in values)


def _shows_degrees(one: Named, sample: Sequence[Cell]) -> bool:
    """Return whether cells can only be degrees: so many decimals, or marks of an angle."""
    if one.part:
        return one.part == "degrees"
    texts = [_written(cell) for cell in sample]
    return bool(texts) and all(map(ANGLE.match, texts)) and any(map(EXACT.search, texts))


def _written(cell: Cell) -> str:
    """Return a cell as its digits stand."""
    return cell if isinstance(cell, str) else repr(cell)


def speaks_of_place(header: str, sample: Sequence[Cell]) -> bool:
    """Return whether a header names a coordinate; widths and lengths, where cells allow it."""
    named, words = part_of(header), fold(header).split()
    if named.axis and not named.is_sure:
        most = 90 if named.axis == "latitude" else 180
        read = [read_degrees(cell) for cell in sample]
        return not named.part and all(v is not None and abs(v) <= most for v in read)
    return bool(named.axis) or any(word.startswith(PLACE_WORDS) for word in words)


def _goes_with(
    axis: str,
    index: int,
    named: Mapping[int, tuple[str, str]],
    samples: Sequence[Sequence[Cell]],
) -> bool:
    """Return whether a bare ``Min`` belongs to whole degrees left of it."""
    if named[index][1] == "hemisphere":
        return True
    degrees = next((i for i in range(index, -1, -1) if named[i] == (axis, "degrees")), None)
    if degrees is None:
        degrees = next((i for i in range(index, -1, -1) if named[i][0] == axis), index)
    whole = [read_degrees(cell) for cell in samples[degrees]]
    return (
        all(looks_numeric(cell) for cell in samples[index])
        and _is_below_60(samples[index])
        and all(value is not None and value % 1 == 0 for value in whole)
    )


@lru_cache(maxsize=5_000)
def part_of(header: str) -> Named:
    """Return axis and part that a header names, blank where it names none."""
    words = _words(header)
    bare = " ".join(word for word in words if not word.isdigit())
    if bare in SIDES:
        return Named(SIDES[bare], "hemisphere")
    mark = MARK.search(header)
    if mark and (named := _axis_or_letter(_words(header[: mark.start()]))).axis:
        return replace(named, part=str(mark.lastgroup))
    # The whole may be a name, such as "с ш", whose words are parts of others.
    if " ".join(words) not in codes("coordinate_axis"):
        for n in (2, 1):
            for part, rest in ((words[-n:], words[:-n]), (words[:n], words[n:])):
                code = codes("coordinate_part").get(" ".join(part), "")
                if code and rest and (named := _axis_or_letter(rest)).axis:
                    return replace(named, part=code)
    if bare in codes("coordinate_part") and len(bare) > 1:
        return Named("", codes("coordinate_part")[bare])
    named = _axis_or_letter(words)
    return named if named.is_sure or not named.letter else Named()


@lru_cache(maxsize=5_000)
def hemisphere_in(header: str, axis: str) -> str:
    """Return N, S, E or W where the header of a coordinate says it, as in ``Long (°W)``."""
    words = _words(header)
    for n in (2, 1):
        for part, rest in ((words[-n:], words[:-n]), (words[:n], words[n:])):
            letter = codes("hemisphere").get(" ".join(part), "")
            if letter and letter in AXES[axis] and _axis(rest or words).axis == axis:
                return letter
    named = part_of(header)
    return named.letter if named.axis == axis else ""


def hemisphere_candidate(header: str, headers: Sequence[str]) -> Candidate | None:
    """Return the coordinate that a header with a letter of a hemisphere names.

    A letter alone, as in ``N°``, which is a number in French, counts beside the other axis.
    """
    for axis in AXES:
        letter = hemisphere_in(header, axis)
        if letter and part_of(header).letter:
            others = {part_of(name).axis for name in headers if name != header}
            letter = letter if AXES.keys() - {axis} <= others else ""
        if letter:
            return Candidate(axis, 0.93, f"the {axis}, counted {letter}")
    return None


def drop_lone_letters(
    found: Mapping[int, list[Candidate]], headers: Sequence[str], least: float
) -> None:
    """Take the coordinate from a column called by one letter that has no other beside it.

    So N° is a number where no column is called E.
    """
    taken = {one.field for ones in found.values() for one in ones if one.confidence >= least}
    lone = {
        field
        for pair in (("latitude", "longitude"), ("easting", "northing"))
        for field, other in (pair, pair[::-1])
        if field in taken and other not in taken
    }
    for index, candidates in found.items():
        if len(fold(headers[index])) == 1:
            candidates[:] = [one for one in candidates if one.field not in lone]


def _words(header: str) -> list[str]:
    words = fold(GLUED.sub(r"\1 ", header.replace("º", "°").strip())).split()
    return [part for word in words for part in _compound(word)]


def _compound(word: str) -> tuple[str, ...]:
    """Part a compound such as Breddminut into its axis and its part."""
    for names in (codes("coordinate_pair"), codes("coordinate_axis")):
        for name in names:
            rest = word.removeprefix(name)
            is_part = codes("coordinate_part").get(rest) in ("minutes", "seconds")
            if rest != word and len(rest) > 1 and is_part:
                return name, rest
    return (word,)


def _axis_or_letter(words: Sequence[str]) -> Named:
    """Return the axis that words name, or that of the hemisphere they are."""
    named, fillers = _axis(words), codes("coordinate_filler")
    core = " ".join(word for word in words if word not in fillers)
    letter = "" if named.axis else codes("hemisphere").get(core, "")
    axis = next((axis for axis, letters in AXES.items() if letter and letter in letters), "")
    is_geographic = any(fillers.get(word) == "geographic" for word in words)
    return Named(axis, is_sure=is_geographic, letter=letter) if axis else named


def _axis(words: Sequence[str]) -> Named:
    """Return the axis that words name; each other word must be one that goes with it."""
    fillers = codes("coordinate_filler")
    kept = [word for word in words if word not in FILLER and not word.isdigit()]
    known = (synonyms().get(" ".join(names), {}) for names in (kept, words))
    if axis := next((axis for found in known for axis in AXES if axis in found), ""):
        return Named(axis)
    core = [word for word in kept if word not in fillers]
    is_geographic = any(fillers.get(word) == "geographic" for word in kept)
    if axis := codes("coordinate_axis").get(" ".join(core), ""):
        return Named(axis)
    pairs, letters = codes("coordinate_pair"), codes("hemisphere")
    for word in core if len(core) <= 2 else ():
        axis = pairs.get(word, "")
        others = [letters.get(other, "") for other in core if other != word]
        if axis and all(letter and letter in AXES[axis] for letter in others):
            return Named(axis, is_sure=is_geographic or bool(others))
    return Named()
