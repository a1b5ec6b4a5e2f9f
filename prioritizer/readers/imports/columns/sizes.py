"""Sizes of waste under names that no synonym has: known word by word, or kept and said.

``Schüttvolumen [Tm³]`` is a volume of the waste, for every part of its name is known; what
``Wasservolumen (m3)`` is may be anything, so it is kept as an own column with a warning.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache, lru_cache

from prioritizer.domain.imports import ColumnMatch
from prioritizer.readers.imports.columns.naming import WET_FIELDS, Candidate
from prioritizer.readers.imports.files.header import looks_numeric
from prioritizer.readers.imports.texts.quantities import read_quantity
from prioritizer.readers.imports.words.fields import OWN
from prioritizer.readers.imports.words.records import Cell, Log
from prioritizer.readers.imports.words.unit_headers import (
    HeaderUnit,
    split_header,
    split_unknown,
)
from prioritizer.readers.imports.words.units import YEAR, Unit, find_unit, read_unit
from prioritizer.readers.imports.words.vocabulary import codes, fold
from prioritizer.readers.imports.words.waste_kinds import speaks_of_waste

FIELDS = {"mass": "tonnage_t", "volume": "volume_m3", "area": "area_ha"}
CONFIDENCE = 0.75
# Grams and litres are of samples: the smallest units in t, m3 and ha that are warned of, and
# those in which a weight that is not said to be of waste is taken for it.
LEAST = {"mass": 0.0009, "volume": 0.01, "area": 0.0}
LEAST_OF_WASTE = {"mass": 0.9, "volume": 0.01, "area": 0.0}
# A part of a compound may end in letters that join it, as in Abfallsvolumen.
JOINT = 4
SHORTEST = 4
SHOWN = 4
MOSTLY = 0.8
READ = 50


def size_candidate(header: str, sample: Sequence[Cell]) -> Candidate | None:
    """Return the size of the waste that a header names word by word, beside its unit.

    The unit stands in the header, or in the cells.
    """
    dimension, text = unit_in_cells(sample)
    unit = find_unit(text, dimension) if dimension else None
    is_small = unit is not None and unit.factor < LEAST_OF_WASTE[dimension]
    is_of_waste = not is_small or speaks_of_waste(header)
    if dimension and is_of_waste and _is_size_of_waste(fold(header), dimension):
        reason = f"'{fold(header)}', a {dimension}, word by word"
        return Candidate(FIELDS[dimension], CONFIDENCE, reason)
    for dimension, field in FIELDS.items():
        parted = split_header(header, dimension)
        phrase = parted.phrase
        if phrase.unit is None or phrase.strangers or phrase.is_rate:
            continue
        is_small = phrase.unit.factor < LEAST_OF_WASTE[dimension]
        if is_small and not speaks_of_waste(parted.rest):
            continue
        if _is_size_of_waste(fold(parted.rest), dimension):
            name = WET_FIELDS.get(field, "") if phrase.state == "wet" else field
            reason = f"'{fold(parted.rest)}', a {dimension}, word by word"
            return Candidate(name, CONFIDENCE, reason, parted.text) if name else None
    return None


def unit_in_cells(sample: Sequence[Cell]) -> tuple[str, str]:
    """Return the dimension of sizes that nearly all cells name, and a unit; else blanks."""
    texts = [cell for cell in sample[:READ] if isinstance(cell, str) and cell[-1:].isalnum()]
    if len(texts) < MOSTLY * len(sample[:READ]) or not texts:
        return "", ""
    read = [read_quantity(text, mark).unit for text in texts for mark in ".,"]
    units = [unit for unit in read if unit]
    for dimension in FIELDS:
        known = [unit for unit in units if find_unit(unit, dimension)]
        if len(known) >= MOSTLY * len(texts):
            return dimension, known[0]
    return "", ""


@lru_cache(maxsize=5_000)
def _is_size_of_waste(name: str, dimension: str) -> bool:
    """Return whether every word is known, and one is of waste or of the dimension."""
    kinds = [_kind_of(word, dimension) for word in name.split()]
    return bool(kinds) and all(kinds) and set(kinds) != {"beside"}


def _kind_of(word: str, dimension: str) -> str:
    if speaks_of_waste(word) and not _has_other_size(word, dimension):
        return "waste"
    if word in codes("size_beside") or YEAR.fullmatch(word):
        return "beside"
    return "size" if _is_size_word(word, dimension) else ""


def _has_other_size(word: str, dimension: str) -> bool:
    """Return whether a compound ends in the word of another size: a heap's area in tonnes."""
    others = (name for name, code in codes("size_word").items() if code != dimension)
    own = _is_size_word(word, dimension)
    return not own and any(word.endswith(name) for name in others if len(name) >= SHORTEST)


def _is_size_word(word: str, dimension: str) -> bool:
    names = _size_words(dimension)
    if word in names:
        return True
    for name in names:
        if len(name) >= SHORTEST and word.endswith(name):
            return _is_known_part(word.removesuffix(name))
        if len(name) >= SHORTEST and word.startswith(name) and len(word) - len(name) <= 2:
            return True
    return False


def _is_known_part(part: str) -> bool:
    """Return whether what stands before a size in a compound is known: Halden, Gesamt."""
    if speaks_of_waste(part):
        return True
    starts = (known for known in codes("size_beside") if len(known) >= SHORTEST)
    return any(part.startswith(known) and len(part) - len(known) <= JOINT for known in starts)


@cache
def _size_words(dimension: str) -> tuple[str, ...]:
    found = (name for name, code in codes("size_word").items() if code == dimension)
    return tuple(sorted(found, key=len, reverse=True))


def say_sizes(
    matches: Sequence[ColumnMatch],
    samples: Sequence[Sequence[Cell]],
    stated: Collection[int],
    named: Mapping[int, str],
    log: Log,
) -> None:
    """Warn of columns that are plainly a mass, a volume or an area, and are kept as they are.

    Parameters
    ----------
    stated
        Columns that somebody decided.
    named
        The headers of the columns with the units that stand below them.
    """
    taken = {match.field for match in matches}
    found: dict[str, list[tuple[ColumnMatch, str]]] = {}
    for match in matches:
        is_open = match.field == OWN and match.index not in stated
        if not is_open:
            continue
        for dimension, text in _told(named[match.index], samples[match.index]):
            if FIELDS[dimension] not in taken:
                found.setdefault(dimension, []).append((match, text))
                break
    for dimension, columns in found.items():
        _say(dimension, columns, log)


def _told(header: str, sample: Sequence[Cell]) -> Iterator[tuple[str, str]]:
    """Yield the dimensions that a column is plainly of, with its unit for a message."""
    dimension, unit = unit_in_cells(sample)
    if dimension:
        yield dimension, f"'{unit[:40]}'"
    for dimension, parted in _sizes(header) if _are_numbers(sample) else ():
        strangers = parted.phrase.strangers
        word = f", in which '{strangers[0][:30]}' is not understood" if strangers else ""
        yield dimension, f"'{parted.text[:40]}'{word}"


def _sizes(header: str) -> Iterator[tuple[str, HeaderUnit]]:
    for dimension in FIELDS:
        parted = _with_strangers(header, dimension)
        unit = parted.phrase.unit
        if unit is not None and not parted.phrase.is_rate and _is_large(unit, dimension):
            yield dimension, parted


def _with_strangers(header: str, dimension: str) -> HeaderUnit:
    """Return a header with its unit, also one of which only the last words are understood."""
    parted = split_header(header, dimension)
    rest, text = split_unknown(header)
    if parted.phrase.unit is not None or not text or "/" in text:
        return parted
    return HeaderUnit(rest, text, read_unit(text, dimension))


def _is_large(unit: Unit, dimension: str) -> bool:
    return unit.factor >= LEAST[dimension]


def _are_numbers(sample: Sequence[Cell]) -> bool:
    return sum(map(looks_numeric, sample)) >= MOSTLY * len(sample) > 0


def _say(dimension: str, columns: Sequence[tuple[ColumnMatch, str]], log: Log) -> None:
    field, (first, unit) = FIELDS[dimension], columns[0]
    names = ", ".join(match.header[:40] for match, _ in columns[:SHOWN])
    more = " …" if len(columns) > SHOWN else ""
    an = "an" if dimension == "area" else "a"
    found = (
        f"{an} {dimension} under a name that is not known, in {unit}"
        if len(columns) == 1
        else f"{len(columns)} columns with a unit of {dimension} ({names}{more})"
    )
    log.warn(
        None,
        first.header[:80],
        found,
        f"one column that is known as the {dimension} of the waste",
        f"Kept as your own and not used as a size; if it is that {dimension}, say "
        f'--map "{first.header[:60]}={field}".',
    )
