"""Commodities named in free text, such as "Cu-Zn", "Fe (apatite iron ore)", "W, fluorite"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from prioritizer.domain.reference import Reference

# What stands between two commodities.
SEPARATORS = re.compile(r"[,;/+&()\[\]–—]| and |(?<=\w)-(?=\w)")
# Groups whose names hold a separator.
GROUPS = (
    (re.compile(r"platinum[- ]group (metal|element)s?", re.IGNORECASE), "PGM"),
    (re.compile(r"rare[- ]earth(s| elements?| oxides?| metals?)?", re.IGNORECASE), "REE"),
)
# A symbol counts alone or before one of these: "In" or "As" may be words of a sentence.
QUALIFIERS = frozenset(["by", "product", "byproduct", "concentrate", "ore", "smelter"])
# Minerals and spellings that name the commodity of a mine, by mineral formula.
MINERALS = {
    "apatite": "P",
    "phosphate": "P",
    "fluorite": "F",
    "fluorspar": "F",
    "barite": "Ba",
    "baryte": "Ba",
    "pyrite": "S",
    "sulfur": "S",
    "ilmenite": "Ti",
    "rutile": "Ti",
    "magnetite": "Fe",
    "hematite": "Fe",
    "scheelite": "W",
    "wolframite": "W",
    "cassiterite": "Sn",
    "chalcopyrite": "Cu",
    "sphalerite": "Zn",
    "galena": "Pb",
    "molybdenite": "Mo",
    "pyrochlore": "Nb",
    "columbite": "Nb",
    "tantalite": "Ta",
    "spodumene": "Li",
    "monazite": "TREO",
    "bastnasite": "TREO",
    "bauxite": "Al",
    "aluminum": "Al",
    "chromite": "Cr",
    "graphite": "C",
    "feldspar": "FSP",
    "stibnite": "Sb",
    "cinnabar": "Hg",
    "zircon": "Zr",
    "cesium": "Cs",
    "wolfram": "W",
}


def commodities_in(text: str, reference: Reference) -> tuple[str, ...]:
    """Return the symbols of the commodities that a text names, each once, in its order.

    A word that names none, such as polymetallic, gives nothing. A symbol must be written as
    one (Cu); names of commodities and minerals may be in any case.
    """
    known = reference.commodities
    names = _names(tuple((symbol, one.name) for symbol, one in known.items()))
    symbols = frozenset(known) | {"REE"}
    for group, symbol in GROUPS:
        text = group.sub(symbol, text)
    found = (
        symbol
        for part in SEPARATORS.split(text)
        for symbol in _in_part(part.strip(), symbols, names)
    )
    return tuple(dict.fromkeys("TREO" if symbol == "REE" else symbol for symbol in found))


def _in_part(part: str, symbols: frozenset[str], names: dict[str, str]) -> Iterator[str]:
    words = part.split()
    if words and words[0] in symbols and {word.lower() for word in words[1:]} <= QUALIFIERS:
        yield words[0]
        return
    if part.lower() in names:
        yield names[part.lower()]
        return
    for word in words:
        symbol = names.get(word.lower().strip(".:"))
        if symbol is not None:
            yield symbol


@cache
def _names(pairs: tuple[tuple[str, str], ...]) -> dict[str, str]:
    found = dict(MINERALS)
    for symbol, name in pairs:
        found[re.sub(r"\s*\(.*", "", name).lower().strip()] = symbol
    return found
