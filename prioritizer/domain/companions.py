"""Which columns give one another away: what is withheld together with a restricted one."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import cache

from prioritizer.domain.columns import ranges, site_columns
from prioritizer.domain.own_columns import OWN_ENDINGS, stem_of
from prioritizer.domain.site import Assay

ASSAYS = "assays"


LEADS_TO = "<"

# (named, withheld): one of the named columns withholds all of the others.
Companions = tuple[frozenset[str], frozenset[str]]


@cache
def companions() -> tuple[Companions, ...]:
    """Return which columns are withheld together, by the word of the data dictionary.

    The word ``point``: distances to things that stand on every map, and their names, lead back
    to it. ``size``: mass is volume times density, so that two of them give the third. The ends
    of a range are withheld together in any case.
    """
    words = {n: tuple(c.withheld.split("|")) for n, c in site_columns().items()}
    found: list[Companions] = []
    every = (word for own in words.values() for word in own)
    for word in dict.fromkeys(w for w in every if w and not w.startswith(LEADS_TO)):
        named = frozenset(name for name, own in words.items() if word in own)
        led = frozenset(name for name, own in words.items() if LEADS_TO + word in own)
        found.append((named, named | led))
    return (*found, *((frozenset(ends), frozenset(ends)) for ends in ranges().values()))


_FORMULA = re.compile(r"(?:[A-Z][a-z]?\d*(?:\.\d+)?)+")
_PART = re.compile(r"[A-Z][a-z]?")
_RARE_EARTHS = frozenset(
    {"Sc", "Y", "La", "Ce", "Pr", "Nd", "Pm", "Sm", "Eu", "Gd", "Tb", "Dy", "Ho", "Er", "Tm"}
    | {"Yb", "Lu", "TREO", "REE", "REO", "LREE", "HREE"}
)
# Sums of platinum-group metals: a part of one follows from the others. 3E, 4E, +Au count gold.
_PLATINUM_SUM = re.compile(r"(?:\dPG[EM]|PG[EM]|[2-6]E|TPM)s?(?:\s*\+\s*Au)?", re.IGNORECASE)
_PLATINUM = frozenset({"Pt", "Pd", "Rh", "Ir", "Ru", "Os"})


def withheld_with(names: Iterable[str]) -> frozenset[str]:
    """Return the columns to withhold where these are restricted, they themselves included.

    With a column that the dictionary does not know go its ends and the sources named after it.
    """
    asked = frozenset(names)
    own = (_family(name) for name in asked if name not in site_columns())
    return asked.union(*own, *(held for named, held in companions() if named & asked))


def _family(name: str) -> frozenset[str]:
    stem = stem_of(name)
    return frozenset({stem, *(stem + ending for ending in OWN_ENDINGS)})


def is_size_withheld(hidden: Collection[str]) -> bool:
    """Return whether the mass is withheld, which a contained mass and a grade would give."""
    return "tonnage_t" in hidden


def is_assay_withheld(assay: Assay, hidden: Collection[str]) -> bool:
    """Return whether an assay is withheld: all are, or one of the same element is."""
    if ASSAYS in hidden:
        return True
    return any(tells_of(assay.analyte, analyte) for analyte in map(analyte_of, hidden))


def is_told_by(column: str, hidden: Collection[str]) -> bool:
    """Return whether a value of a column tells of hidden ones.

    ``assays/WO3`` names the grades of one analyte, and ``assays`` those of all.
    """
    if column in hidden:
        return True
    if column == ASSAYS:
        return any(map(analyte_of, hidden))
    analyte = analyte_of(column)
    return bool(analyte) and (
        ASSAYS in hidden or any(tells_of(analyte, name) for name in map(analyte_of, hidden))
    )


def analyte_of(column: str) -> str:
    """Return the analyte of ``assays/WO3``, blank for another column."""
    start, _, analyte = column.partition("/")
    return analyte.strip() if start == ASSAYS else ""


def is_analyte(text: str) -> bool:
    """Return whether a text is a symbol or formula, in which a slip of the pen is unlikely."""
    return text in _RARE_EARTHS or bool(
        _PLATINUM_SUM.fullmatch(text) or _FORMULA.fullmatch(text)
    )


def tells_of(one: str, other: str) -> bool:
    """Return whether two analytes speak of the same element, as ``W`` and ``WO3`` do."""
    if not other:
        return False
    return one.casefold() == other.casefold() or bool(_elements(one) & _elements(other))


def _elements(analyte: str) -> frozenset[str]:
    """Return the elements an analyte tells of; ``WO3`` of W, ``TREO`` and ``PGM`` of many."""
    if analyte in _RARE_EARTHS:
        return _RARE_EARTHS if len(analyte) > 2 else frozenset({analyte, "TREO", "REE", "REO"})
    if _PLATINUM_SUM.fullmatch(analyte):
        has_gold = "+" in analyte or analyte[1:2].upper() == "E"
        return _PLATINUM | ({"Au"} if has_gold else frozenset())
    if _FORMULA.fullmatch(analyte):
        return frozenset(_PART.findall(analyte)) - {"O"}
    return frozenset()
