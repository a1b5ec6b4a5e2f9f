"""What the cells of a column say about what it is, and how that changes the confidence."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from prioritizer.domain.words import percent
from prioritizer.readers.imports.columns.grade_columns import read_analyte
from prioritizer.readers.imports.columns.naming import Candidate
from prioritizer.readers.imports.files.header import looks_numeric
from prioritizer.readers.imports.texts.coordinate_texts import read_degrees
from prioritizer.readers.imports.texts.quantities import read_quantity
from prioritizer.readers.imports.words.activities import activity_of
from prioritizer.readers.imports.words.fields import Field, find_field
from prioritizer.readers.imports.words.records import Cell
from prioritizer.readers.imports.words.vocabulary import codes, country_names, fold
from prioritizer.readers.imports.words.waste_kinds import waste_kind

# Shares of the cells that settle which meaning a name has, and how sure it is then.
TELLING, UNTOLD, SETTLED = 0.6, 0.1, 0.85
NUMERIC_KINDS = frozenset({"number", "grade", "metres", "part"})
BEGINS = re.compile(
    r"\s*(?:[<>~≤≥≈]|ca\.?|c\.|up to|about|approx\.?)?\s*[+-]?[.,]?\d", re.IGNORECASE
)
TURNED = {
    "easting": "longitude",
    "northing": "latitude",
    "longitude": "easting",
    "latitude": "northing",
}


def weigh(candidate: Candidate, sample: list[Cell], analytes: Collection[str]) -> Candidate:
    """Return a candidate with the confidence that the cells leave it, or another."""
    field = find_field(candidate.field)
    if field is None or not sample:
        return candidate
    other = _other_kind_of_coordinate(field, sample)
    if other:
        reason = f"{candidate.reason}; the values are {other}"
        return Candidate(TURNED[field.name], candidate.confidence - 0.1, reason)
    share, what = _fit(field, sample, analytes)
    if share >= 0.6:
        return candidate
    if candidate.confidence == 1 or (candidate.unit and field.dimension):
        # So clearly named, the column is what it says; its faults are told cell by cell.
        reason = f"{candidate.reason}, though only {percent(share)} of its cells {what}"
        return Candidate(candidate.field, 0.75, reason, candidate.unit)
    reason = f"{candidate.reason}, but only {percent(share)} of its cells {what}"
    return Candidate(
        candidate.field, candidate.confidence * (0.4 + 0.5 * share), reason, candidate.unit
    )


def settled(
    candidates: Sequence[Candidate], sample: list[Cell], analytes: Collection[str]
) -> list[Candidate]:
    """Return candidates; of a name with several meanings the cells take one where they can.

    Estado is a status where its cells are words of one, and else a region.
    """
    shared = [candidate for candidate in candidates if candidate.is_shared]
    told = {c.field: share for c in shared if (share := _told(c.field, sample)) is not None}
    sure = [c for c in shared if told.get(c.field, 0) >= TELLING]
    others = [c for c in shared if c.field not in told]
    if len(sure) == 1:
        chosen, confidence, why = sure[0], SETTLED, "its cells say so"
    elif told and not sure and len(others) == 1 and max(told.values()) < UNTOLD:
        field = find_field(others[0].field)
        if field is None or _fit(field, sample, analytes)[0] < TELLING:
            return list(candidates)
        chosen, confidence, why = others[0], SETTLED - 0.1, "its cells are nothing else"
    else:
        return list(candidates)
    reason = f"{chosen.reason}; {why}"
    found = replace(chosen, confidence=max(confidence, chosen.confidence), reason=reason)
    return [found if c is chosen else c for c in candidates]


def _told(field: str, sample: list[Cell]) -> float | None:
    """Return the share of cells that are words of a field; None where any word may be."""
    if not sample:
        return None
    if field == "site_status":
        return sum(bool(activity_of(str(cell))) for cell in sample) / len(sample)
    if field == "country":
        return sum(fold(str(cell)) in country_names() for cell in sample) / len(sample)
    return None


def _other_kind_of_coordinate(field: Field, sample: list[Cell]) -> str:
    if field.kind not in {"metres", "degrees"} or field.name not in TURNED:
        return ""
    if sum(looks_numeric(cell) for cell in sample) <= 0.8 * len(sample):
        return ""
    if field.kind == "metres" and _largest(sample) <= 180:
        return "degrees"
    # 60,123 under a name of degrees are sixty degrees, whatever its comma may be elsewhere.
    is_large = field.kind == "degrees" and _typical(sample) > 180
    return "metres" if is_large and _largest(sample) > field.high else ""


def _fit(field: Field, sample: list[Cell], analytes: Collection[str]) -> tuple[float, str]:
    """Return the share of cells that suit a field, and what those cells do."""
    if field.name == "waste_type":
        # Foreign words are kept as "other", so one known word is enough for a column so named.
        return float(any(waste_kind(str(cell)) for cell in sample)), "name a kind of waste"
    fits: dict[str, tuple[Callable[[Cell], bool], str]] = {
        **dict.fromkeys(NUMERIC_KINDS, (_begins_a_number, "hold a number")),
        **dict.fromkeys(
            ("code", "yesno"), (lambda cell: _is_code(field, cell), "hold a known code")
        ),
        "degrees": (lambda cell: read_degrees(cell) is not None, "can be degrees"),
        "country": (lambda cell: fold(str(cell)) in country_names(), "name a country"),
        "analyte": (lambda cell: bool(read_analyte(str(cell), analytes)), "name an analyte"),
    }
    if field.name == "name":
        fits[field.kind] = (lambda cell: not looks_numeric(cell), "are words")
    suits, what = fits.get(field.kind, (lambda _: True, ""))
    return sum(suits(cell) for cell in sample) / len(sample), what


def _is_code(field: Field, cell: Cell) -> bool:
    return fold(str(cell)) in codes(field.name)


def _begins_a_number(cell: Cell) -> bool:
    return not isinstance(cell, str) or BEGINS.match(cell) is not None


def _largest(sample: list[Cell]) -> float:
    values = [read_degrees(cell) for cell in sample]
    return max((abs(value) for value in values if value is not None), default=1e9)


def _typical(sample: list[Cell]) -> float:
    read = [read_quantity(cell, ".").best for cell in sample]
    values = sorted(abs(value) for value in read if value is not None)
    return values[len(values) // 2] if values else 0.0
