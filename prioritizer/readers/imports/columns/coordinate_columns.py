"""Headers of parted coordinates: degrees, minutes, seconds, hemisphere, each in its column."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
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
SIDES |= dict.fromkeys(("w e", "o w", "w o", "e o"), "longitude")


def parted_candidates(
    headers: Sequence[str], samples: Sequence[Sequence[Cell]]
) -> dict[int, Candidate]:
    """Return by column what part of a coordinate it holds; a part alone goes with its axis.

    A letter such as the S of ``Lat_S`` is seconds only where another column has the minutes.
    """
    named = {index: part_of(header) for index, header in enumerate(headers)}
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
    parts = [read_degrees(cell) for cell in samples[index]]
    whole = [read_degrees(cell) for cell in samples[degrees]]
    return (
        all(looks_numeric(cell) for cell in samples[index])
        and all(value is not None and 0 <= value < 60 for value in parts)
        and all(value is not None and value % 1 == 0 for value in whole)
    )


@lru_cache(maxsize=5_000)
def part_of(header: str) -> tuple[str, str]:
    """Return axis and part that a header names, blank where it names none."""
    words = _words(header)
    bare = " ".join(word for word in words if not word.isdigit())
    if bare in SIDES:
        return SIDES[bare], "hemisphere"
    for n in (2, 1):
        for part, rest in ((words[-n:], words[:-n]), (words[:n], words[n:])):
            code = codes("coordinate_part").get(" ".join(part), "")
            if code and rest and _axis(rest):
                return _axis(rest), code
    if bare in codes("coordinate_part") and len(bare) > 1:
        return "", codes("coordinate_part")[bare]
    return _axis(words), ""


@lru_cache(maxsize=5_000)
def hemisphere_in(header: str, axis: str) -> str:
    """Return N, S, E or W where the header of a coordinate says it, as in ``Long (°W)``."""
    words = _words(header)
    for n in (2, 1):
        letter = codes("hemisphere").get(" ".join(words[-n:]), "")
        if letter and letter in AXES[axis] and _axis(words[:-n]) == axis:
            return letter
    return ""


def hemisphere_candidate(header: str) -> Candidate | None:
    """Return the coordinate that a header with a letter of a hemisphere names."""
    for axis in AXES:
        letter = hemisphere_in(header, axis)
        if letter:
            return Candidate(axis, 0.93, f"the {axis}, counted {letter}")
    return None


def _words(header: str) -> list[str]:
    return fold(GLUED.sub(r"\1 ", header.replace("º", "°").strip())).split()


def _axis(words: Sequence[str]) -> str:
    kept = [word for word in words if word not in FILLER and not word.isdigit()]
    named = synonyms().get(" ".join(kept)) or synonyms().get(" ".join(words)) or {}
    return next((axis for axis in AXES if axis in named), "")
