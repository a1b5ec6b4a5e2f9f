"""What the name of a column says: fields by name, by synonym, by resemblance."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from prioritizer.domain.columns import ranges
from prioritizer.readers.imports.columns.grade_columns import read_grade_header
from prioritizer.readers.imports.words.fields import fields, find_field
from prioritizer.readers.imports.words.id_schemes import FIELD, scheme_of
from prioritizer.readers.imports.words.system_names import without_system
from prioritizer.readers.imports.words.unit_headers import split_header, split_unknown
from prioritizer.readers.imports.words.units import YEAR, read_unit, word_kind
from prioritizer.readers.imports.words.vocabulary import codes, fold, synonyms

FILLER = frozenset(
    "total est estimated current approx approximate of the dry wgs84 wgs 84 nad83 nad27 etrs89 "  # noqa: SIM905
    "euref89 sweref99 sweref 99 tm rt90 kkj epsg decimal degrees dd deg in i en de torr kuiva "
    "trocken sec seco seca".split()
)
# Below what is accepted: it is said, and the column is kept as it is.
UNSURE = 0.6
# Of these, a header may say whose they are: Status för anläggningen, Kaivoksen tila.
OF_A_SITE = frozenset({
    "site_id", "name", "country", "region", "waste_type", "commodity_mined", "owner",
    "site_status", "notes",
})  # fmt: skip
IN_METRES = ("easting", "northing")
MOST_END_WORDS = 2
# A wet mass is a field of its own; other wet sizes are not read.
WET_FIELDS = {"tonnage_t": "tonnage_wet_t"}
# The order in which a unit in a header is tried; no property of a column.
DIMENSIONS = ("mass", "volume", "area", "length", "density", "grade")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A field a column may be, with confidence, reason and the unit its header names.

    ``is_shared`` says that the name has several meanings; the cells may settle which.
    """

    field: str
    confidence: float
    reason: str
    unit: str = ""
    is_shared: bool = False


def by_name(header: str, analytes: Collection[str]) -> Iterator[Candidate]:
    """Yield the fields that a header may name, the surest way of naming first."""
    phrase = fold(header)
    for name, field in fields().items():
        if phrase == fold(name):
            unit = field.unit if field.dimension else ""
            yield Candidate(name, 1.0, "the name of the field", unit)
    if scheme := scheme_of(header):
        yield Candidate(f"{FIELD}{scheme}", 0.94, f"names ids of the register {scheme}")
    yield from _as_grade(header, analytes)
    yield from _by_synonym(phrase, header, 0.95)
    yield from _beside_a_unit(header)
    yield from _beside_an_unknown(header)
    yield from _without_filler(phrase, header)
    yield from _in_a_system(phrase, header)
    yield from _as_end(header)
    yield from _of_a_site(phrase, header)
    yield from _by_resemblance(phrase, header)


def _as_grade(header: str, analytes: Collection[str]) -> Iterator[Candidate]:
    grade = read_grade_header(header, analytes)
    if grade is not None:
        reason = f"names the analyte {grade.analyte}"
        yield Candidate(grade.field, 0.96 if grade.unit else 0.85, reason, grade.unit)
        return
    # A name without a unit may be a grade; it is for the user to say so.
    grade = read_grade_header(f"{header} %", analytes)
    if grade is not None:
        yield Candidate(grade.field, 0.6, "it names an analyte and no unit")


def _beside_a_unit(header: str) -> Iterator[Candidate]:
    """Yield what the name beside a unit may mean, whether the unit is understood or not."""
    for dimension in DIMENSIONS:
        parted = split_header(header, dimension)
        if parted.phrase.unit is None:
            continue
        for candidate in _by_synonym(fold(parted.rest), header, 0.95):
            field = find_field(candidate.field)
            if field is not None and field.dimension == dimension:
                name = WET_FIELDS.get(field.name) if parted.phrase.state == "wet" else None
                yield replace(candidate, field=name or field.name, unit=parted.text)


def _beside_an_unknown(header: str) -> Iterator[Candidate]:
    """Yield what the name beside a unit that is not understood may mean; it is never sure."""
    name, text = split_unknown(header)
    if not text:
        return
    for candidate in _by_synonym(fold(name), name, UNSURE):
        field = find_field(candidate.field)
        if field is None or field.dimension not in DIMENSIONS:
            continue
        phrase = read_unit(text, field.dimension)
        if phrase.unit is None and phrase.strangers:
            reason = f"{candidate.reason}, and its unit '{text[:40]}' is not understood"
            yield replace(candidate, reason=reason, unit="")


def _without_filler(phrase: str, header: str) -> Iterator[Candidate]:
    dropped = [word for word in phrase.split() if word in FILLER or word.isdigit()]
    words = [word for word in phrase.split() if word not in dropped]
    if not words or not dropped:
        return
    has_odd_number = any(word.isdigit() and not YEAR.fullmatch(word) for word in dropped)
    for candidate in _by_synonym(" ".join(words), header, 0.88):
        field = find_field(candidate.field)
        # A number in the name of a size may be a lost multiplier, such as 10 6 for a million.
        if not (has_odd_number and field is not None and field.dimension):
            yield candidate


def _in_a_system(phrase: str, header: str) -> Iterator[Candidate]:
    """Yield the coordinate that is left without the name of a system: X (PUWG 1992), EOV Y.

    A direction counts beside a letter: of X (Nord) it is the north.
    """
    rest = without_system(header) or phrase
    words = rest.split()
    plain = " ".join(word for word in words if word not in ("x", "y"))
    for name in filter(None, (rest if rest != phrase else "", plain if plain != rest else "")):
        for candidate in _by_synonym(name, name, 0.9):
            if candidate.field in IN_METRES:
                yield candidate


def _as_end(header: str) -> Iterator[Candidate]:
    """Yield the low or high end of what the rest of a header names: Volym (min) m3."""
    words = header.replace("_", " ").split()
    known = codes("range_end")
    for n in range(MOST_END_WORDS, 0, -1):
        for at in range(len(words) - n + 1):
            end = known.get(fold(" ".join(words[at : at + n])))
            rest = " ".join(words[:at] + words[at + n :])
            if not end or not rest:
                continue
            for candidate in (*_by_synonym(fold(rest), rest, 0.95), *_beside_a_unit(rest)):
                name = _end_field(candidate.field, end)
                if name:
                    reason = f"{candidate.reason} with a word for its {end} end"
                    yield replace(candidate, field=name, reason=reason)
            return


def _end_field(name: str, end: str) -> str:
    """Return the field of one end of a range, blank where the field has none."""
    if name == "grade":
        return f"grade_{end}"
    ends = ranges().get(name)
    return "" if ends is None else ends[0 if end == "low" else 2]


def _of_a_site(phrase: str, header: str) -> Iterator[Candidate]:
    """Yield what is left of a header without the words that say whose it is."""
    words = phrase.split()
    things = codes("site_word")
    rest = [word for word in words if word not in things]
    if rest and len(rest) < len(words):
        for candidate in _by_synonym(" ".join(rest), header, 0.85):
            if candidate.field in OF_A_SITE:
                yield candidate


def _by_resemblance(phrase: str, header: str) -> Iterator[Candidate]:
    if len(phrase) > 4:
        for close in difflib.get_close_matches(phrase, synonyms(), n=1, cutoff=0.88):
            if close != phrase:
                yield from _by_synonym(close, header, 0.65)


def _by_synonym(phrase: str, header: str, confidence: float) -> Iterator[Candidate]:
    words = set(phrase.split())
    named = synonyms().get(phrase) or synonyms().get(
        " ".join(w for w in phrase.split() if w not in FILLER)
    )
    wet = {word for word in words if word_kind(word) == "wet"}
    if wet:
        dry = " ".join(w for w in phrase.split() if w not in wet)
        if "tonnage_t" in synonyms().get(dry, {}):
            named = {"tonnage_wet_t": "en"}
    if not named:
        return
    # A word that means two things settles nothing by itself.
    sure = confidence if len(named) == 1 else 0.6
    for field, language in named.items():
        unit = _unit_word(header, field)
        reason = f"'{phrase}' ({language})"
        yield Candidate(field, sure, reason, unit, is_shared=len(named) > 1)


def _unit_word(header: str, name: str) -> str:
    field = find_field(name)
    if field is None or not field.dimension:
        return ""
    return split_header(header, field.dimension).text
