"""What each column is: by the user's word, by name in many languages, and by what stands in it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from prioritizer.readers.imports.coordinate_texts import read_degrees
from prioritizer.readers.imports.fields import Field, fields, find_field
from prioritizer.readers.imports.grade_columns import read_analyte, read_grade_header
from prioritizer.readers.imports.header import is_blank, looks_numeric
from prioritizer.readers.imports.quantities import MISSING, read_quantity
from prioritizer.readers.imports.records import (
    Cell,
    ColumnMatch,
    ImportOptions,
    Kind,
    Log,
    RawGrid,
    column_letter,
)
from prioritizer.readers.imports.vocabulary import (
    codes,
    country_names,
    find_unit,
    fold,
    synonyms,
)
from prioritizer.readers.tables import fault

ACCEPTED = 0.7
SAMPLE = 400
FILLER = frozenset(
    "total est estimated current approx approximate of the dry wgs84 wgs 84 nad83 nad27 etrs89 euref89 sweref99 "
    "sweref 99 tm rt90 kkj epsg decimal degrees dd deg in i en de torr kuiva trocken sec seco seca".split()
)
WET = frozenset(
    "wet våt vat feucht nass humide humedo humeda umido umida humedad märkä marka".split()
)
NUMERIC_KINDS = frozenset({"number", "grade", "metres"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A field a column may be, with confidence, reason and the unit its header names."""

    field: str
    confidence: float
    reason: str
    unit: str = ""


def match_columns(
    grid: RawGrid, options: ImportOptions, analytes: Collection[str], log: Log
) -> tuple[ColumnMatch, ...]:
    """Return what every column was taken for, in file order.

    Raises
    ------
    DataError
        If the user named a column or field that does not exist.
    """
    manual = _manual(grid, options, log)
    samples = [_sample(grid.rows, index) for index in range(len(grid.header))]
    found: dict[int, list[Candidate]] = {}
    for index, header in enumerate(grid.header):
        if index in manual:
            found[index] = [] if manual[index] == "ignore" else [_stated(manual[index], header)]
        elif samples[index]:
            # A column whose words the user explains is not judged by those words.
            sample = [] if header in options.values else samples[index]
            found[index] = sorted(
                _candidates(header, sample, analytes), key=lambda c: -c.confidence
            )
    chosen = _assign(found)
    matches = tuple(
        _match(index, grid, found.get(index, []), chosen.get(index), samples[index])
        for index in range(len(grid.header))
    )
    _report(matches, manual, log)
    return matches


def _manual(grid: RawGrid, options: ImportOptions, log: Log) -> dict[int, str]:
    by_name = {fold(name): index for index, name in reversed(list(enumerate(grid.header)))}
    exact = {name: index for index, name in reversed(list(enumerate(grid.header)))}
    found = {}
    for option, names in (
        ("--map", options.columns),
        ("--unit", options.units),
        ("--value", options.values),
    ):
        for name in names:
            if name not in exact and fold(name) not in by_name:
                if name in options.from_profile:
                    log.warn(
                        None,
                        name[:80],
                        f"no column '{name[:60]}', which the profile names",
                        "that column",
                        "It is passed over; check that the profile fits this file.",
                    )
                    continue
                raise fault(
                    log.file,
                    f"no column '{name[:60]}'",
                    f"one of: {', '.join(grid.header[:40])}",
                    f"Correct {option} or the profile.",
                )
    for name, field in options.columns.items():
        if name not in exact and fold(name) not in by_name:
            continue
        if field != "ignore" and find_field(field) is None:
            close = difflib.get_close_matches(field, fields(), n=3)
            raise fault(
                log.file,
                f"no field '{field[:60]}'",
                f"one of: {', '.join(close or list(fields())[:12])} …, grade:Cu, or ignore",
                "Correct --map or the profile.",
            )
        found[exact.get(name, by_name.get(fold(name), 0))] = field
    return found


def _stated(field: str, header: str) -> Candidate:
    known = find_field(field)
    unit = take_unit(header, known.dimension)[1] if known and known.dimension else ""
    return Candidate(field, 1.0, "stated by you", unit)


def _sample(rows: Sequence[Sequence[Cell]], index: int) -> list[Cell]:
    step = max(1, len(rows) // SAMPLE)
    for picked in (rows[::step], rows) if step > 1 else (rows,):
        cells = [row[index] for row in picked if not is_blank(row[index])]
        present = [
            c for c in cells if not isinstance(c, str) or c.strip().casefold() not in MISSING
        ]
        if present or cells:
            return present[:SAMPLE] or cells[:1]
    return []


def _candidates(
    header: str, sample: list[Cell], analytes: Collection[str]
) -> Iterator[Candidate]:
    best: dict[str, Candidate] = {}
    for candidate in _by_name(header, analytes):
        weighed = _weigh(candidate, sample, analytes)
        for one in weighed:
            if one.confidence > best.get(one.field, Candidate("", 0, "")).confidence:
                best[one.field] = one
    yield from best.values()


def _by_name(header: str, analytes: Collection[str]) -> Iterator[Candidate]:
    phrase = fold(header)
    for name, field in fields().items():
        if phrase == fold(name):
            yield Candidate(
                name, 1.0, "the name of the field", field.unit if field.dimension else ""
            )
    grade = read_grade_header(header, analytes)
    if grade is not None:
        yield Candidate(
            grade.field,
            0.96 if grade.unit else 0.85,
            f"names the analyte {grade.analyte}",
            grade.unit,
        )
    yield from _by_synonym(phrase, header, 0.95)
    for dimension in ("mass", "volume", "area", "length", "density", "grade"):
        rest, unit = take_unit(header, dimension)
        if unit:
            for candidate in _by_synonym(fold(rest), header, 0.95):
                field = find_field(candidate.field)
                if field is not None and field.dimension == dimension:
                    yield Candidate(
                        candidate.field, candidate.confidence, candidate.reason, unit
                    )
    words = [word for word in phrase.split() if word not in FILLER and not word.isdigit()]
    if words and len(words) < len(phrase.split()):
        yield from _by_synonym(" ".join(words), header, 0.88)
    close = (
        difflib.get_close_matches(phrase, synonyms(), n=1, cutoff=0.88)
        if len(phrase) > 4
        else []
    )
    if close and close[0] != phrase:
        yield from _by_synonym(close[0], header, 0.65)


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
    rest, unit = take_unit(header, field.dimension)
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


def _weigh(
    candidate: Candidate, sample: list[Cell], analytes: Collection[str]
) -> list[Candidate]:
    field = find_field(candidate.field)
    if field is None or not sample:
        return [candidate]
    if field.kind == "metres" and _share_numeric(sample) > 0.8 and _largest(sample) <= 180:
        name = "longitude" if field.name == "easting" else "latitude"
        return [
            Candidate(
                name, candidate.confidence - 0.1, f"{candidate.reason}; the values are degrees"
            )
        ]
    if field.kind == "degrees" and _share_numeric(sample) > 0.8 and _typical(sample) > 180:
        name = "easting" if field.name == "longitude" else "northing"
        return [
            Candidate(
                name, candidate.confidence - 0.1, f"{candidate.reason}; the values are metres"
            )
        ]
    share, what = _fit(field, sample, analytes)
    if share >= 0.6:
        return [candidate]
    if candidate.confidence == 1 or (candidate.unit and field.dimension):
        # So clearly named, the column is what it says; its faults are told cell by cell.
        reason = f"{candidate.reason}, though only {share:.0%} of its cells {what}"
        return [Candidate(candidate.field, 0.75, reason, candidate.unit)]
    lowered = candidate.confidence * (0.4 + 0.5 * share)
    return [
        Candidate(
            candidate.field,
            lowered,
            f"{candidate.reason}, but only {share:.0%} of its cells {what}",
            candidate.unit,
        )
    ]


def _fit(field: Field, sample: list[Cell], analytes: Collection[str]) -> tuple[float, str]:
    if field.kind in NUMERIC_KINDS:
        return _share_quantities(sample), "hold a number"
    if field.kind == "degrees":
        return sum(read_degrees(cell) is not None for cell in sample) / len(
            sample
        ), "can be degrees"
    texts = [str(cell).strip() for cell in sample]
    if field.kind == "country":
        return sum(fold(text) in country_names() for text in texts) / len(
            texts
        ), "name a country"
    if field.kind == "analyte":
        return sum(bool(read_analyte(text, analytes)) for text in texts) / len(
            texts
        ), "name an analyte"
    if field.name == "waste_type":
        # Foreign words are kept as "other", so one known word is enough for a column so named.
        return float(
            any(fold(text) in codes("waste_type") for text in texts)
        ), "name a kind of waste"
    if field.kind in {"code", "yesno"}:
        return sum(fold(text) in codes(field.name) for text in texts) / len(
            texts
        ), "hold a known code"
    if field.name == "name":
        return 1 - sum(looks_numeric(cell) for cell in sample) / len(sample), "are words"
    return 1.0, ""


def _share_numeric(sample: list[Cell]) -> float:
    return sum(looks_numeric(cell) for cell in sample) / len(sample)


def _share_quantities(sample: list[Cell]) -> float:
    begins = re.compile(r"\s*(?:[<>~≤≥≈]|ca\.?|c\.|up to|about|approx\.?)?\s*[+-]?[.,]?\d")
    return sum(not isinstance(c, str) or begins.match(c) is not None for c in sample) / len(
        sample
    )


def _largest(sample: list[Cell]) -> float:
    values = [read_degrees(cell) for cell in sample]
    return max((abs(value) for value in values if value is not None), default=1e9)


def _typical(sample: list[Cell]) -> float:
    values = sorted(
        abs(q.best) for q in (read_quantity(cell, ".") for cell in sample) if q.best is not None
    )
    return values[len(values) // 2] if values else 0.0


def _assign(found: dict[int, list[Candidate]]) -> dict[int, Candidate]:
    pairs = sorted(
        (
            (candidate, index)
            for index, candidates in found.items()
            for candidate in candidates
            if candidate.confidence >= ACCEPTED
        ),
        key=lambda pair: (-pair[0].confidence, pair[1]),
    )
    chosen: dict[int, Candidate] = {}
    taken: set[str] = set()
    for candidate, index in pairs:
        if index not in chosen and candidate.field not in taken:
            chosen[index] = candidate
            taken.add(candidate.field)
    return chosen


def _match(
    index: int,
    grid: RawGrid,
    candidates: list[Candidate],
    chosen: Candidate | None,
    sample: list[Cell],
) -> ColumnMatch:
    others = tuple(
        f"{c.field} ({c.confidence:.0%})"
        for c in candidates
        if c is not chosen and c.confidence >= 0.3
    )
    examples = tuple(str(cell)[:40] for cell in sample[:3])
    if chosen is not None:
        return ColumnMatch(
            index,
            column_letter(index),
            grid.header[index],
            chosen.field,
            round(chosen.confidence, 2),
            chosen.reason,
            chosen.unit,
            others,
            examples,
        )
    reason = _why_not(candidates, sample)
    return ColumnMatch(
        index, column_letter(index), grid.header[index], "", 0.0, reason, "", others, examples
    )


def _why_not(candidates: list[Candidate], sample: list[Cell]) -> str:
    if not sample:
        return "it is blank"
    if not candidates:
        return "its name is not known"
    best = candidates[0]
    if best.confidence >= ACCEPTED:
        return f"another column is taken for {best.field}"
    return f"perhaps {best.field}, but not sure enough: {best.reason}"


def _report(matches: tuple[ColumnMatch, ...], manual: dict[int, str], log: Log) -> None:
    for match in matches:
        where = f"column {match.letter} '{match.header[:60]}'"
        if match.field:
            log.read_as(
                Kind.COLUMN,
                where,
                f"taken for {match.field}",
                match.confidence,
                reason=match.reason,
                alternatives=match.alternatives,
                examples=match.examples,
            )
        elif manual.get(match.index) == "ignore":
            log.read_as(Kind.UNUSED, where, "not read", 1.0, reason="stated by you")
        elif match.examples:
            log.read_as(
                Kind.UNUSED,
                where,
                "not read",
                1.0,
                reason=match.reason,
                alternatives=match.alternatives,
                examples=match.examples,
            )
            if match.alternatives and "perhaps" in match.reason:
                log.warn(
                    None,
                    match.header[:80],
                    f"a column that is {match.reason}",
                    "a name that is known",
                    f'It is not read; say --map "{match.header[:40]}=FIELD" or =ignore.',
                )
