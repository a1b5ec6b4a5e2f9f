"""What the name of a column says: fields by name, by synonym, by resemblance."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from prioritizer.readers.imports.columns.grade_columns import read_grade_header
from prioritizer.readers.imports.words.fields import fields, find_field
from prioritizer.readers.imports.words.vocabulary import find_unit, fold, synonyms

FILLER = frozenset(
    "total est estimated current approx approximate of the dry wgs84 wgs 84 nad83 nad27 etrs89 "  # noqa: SIM905
    "euref89 sweref99 sweref 99 tm rt90 kkj epsg decimal degrees dd deg in i en de torr kuiva "
    "trocken sec seco seca".split()
)
WET = frozenset(
    "wet våt vat feucht nass humide humedo humeda umido umida humedad märkä marka".split()  # noqa: SIM905
)
# The order in which a unit in a header is tried; no property of a column.
DIMENSIONS = ("mass", "volume", "area", "length", "density", "grade")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A field a column may be, with confidence, reason and the unit its header names."""

    field: str
    confidence: float
    reason: str
    unit: str = ""


def by_name(header: str, analytes: Collection[str]) -> Iterator[Candidate]:
    """Yield the fields that a header may name, the surest way of naming first."""
    phrase = fold(header)
    for name, field in fields().items():
        if phrase == fold(name):
            unit = field.unit if field.dimension else ""
            yield Candidate(name, 1.0, "the name of the field", unit)
    yield from _as_grade(header, analytes)
    yield from _by_synonym(phrase, header, 0.95)
    yield from _beside_a_unit(header)
    yield from _without_filler(phrase, header)
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
    for dimension in DIMENSIONS:
        rest, unit = take_unit(header, dimension)
        for candidate in _by_synonym(fold(rest), header, 0.95) if unit else ():
            field = find_field(candidate.field)
            if field is not None and field.dimension == dimension:
                yield Candidate(candidate.field, candidate.confidence, candidate.reason, unit)


def _without_filler(phrase: str, header: str) -> Iterator[Candidate]:
    words = [word for word in phrase.split() if word not in FILLER and not word.isdigit()]
    if words and len(words) < len(phrase.split()):
        yield from _by_synonym(" ".join(words), header, 0.88)


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
    if words & WET:
        dry = " ".join(w for w in phrase.split() if w not in WET)
        if "tonnage_t" in synonyms().get(dry, {}):
            named = {"tonnage_wet_t": "en"}
    if not named:
        return
    # A word that means two things settles nothing by itself.
    sure = confidence if len(named) == 1 else 0.6
    for field, language in named.items():
        unit = _unit_word(header, field)
        yield Candidate(field, sure, f"'{phrase}' ({language})", unit)


def _unit_word(header: str, name: str) -> str:
    field = find_field(name)
    if field is None or not field.dimension:
        return ""
    unit = take_unit(header, field.dimension)[1]
    return unit or (header.strip() if find_unit(header.strip(), field.dimension) else "")


def take_unit(header: str, dimension: str) -> tuple[str, str]:
    """Return a header without its unit, and the unit, for a dimension such as ``mass``."""
    for inside in re.findall(r"[(\[]([^()\[\]]*)[)\]]", header):
        for text in (inside, *re.split(r"[\s,;]+", inside)):
            if text.strip() and find_unit(text, dimension):
                return re.sub(r"[(\[][^()\[\]]*[)\]]", " ", header), text.strip()
    words = [word for word in re.split(r"[\s_,;]+", header.strip()) if word]
    for n in (3, 2, 1):
        if len(words) <= n:
            continue
        for joined in (" ".join(words[-n:]), "/".join(words[-n:])):
            if find_unit(joined, dimension):
                return " ".join(words[:-n]), joined
    match = re.fullmatch(r"(.*[^\s%])\s*(%|‰)", header.strip())
    return (match[1], match[2]) if match and dimension == "grade" else (header, "")
