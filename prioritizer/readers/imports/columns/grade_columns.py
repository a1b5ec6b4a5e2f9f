"""Headers of wide grade tables: which analyte, which unit, low, mean or high."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from prioritizer.readers.imports.words.vocabulary import analyte_names, find_unit, fold

SPLIT = re.compile(r"[\s_,;:/()\[\]]+")
BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
STATISTICS = {
    "low": "low",
    "min": "low",
    "minimum": "low",
    "high": "high",
    "max": "high",
    "maximum": "high",
    "mean": "",
    "avg": "",
    "average": "",
    "median": "",
    "best": "",
    "grade": "",
    "content": "",
    "conc": "",
    "concentration": "",
    "halt": "",
    "medelhalt": "",
    "pitoisuus": "",
    "gehalt": "",
    "teneur": "",
    "ley": "",
    "teor": "",
    "содержание": "",
    "assay": "",
    "head": "",
    "total": "",
    "tot": "",
    "in": "",
    "rejeito": "",
    "no": "",
    "de": "",
    "i": "",
    "medio": "",
    "tailings": "",
    "en": "",
    "en el": "",
    "el": "",
    "в": "",
}
NOT_ALONE = frozenset({"No", "As", "In", "At", "Be", "I"})
CONTAINED = frozenset({"contained", "metal", "content", "inventory"})


@dataclass(frozen=True, slots=True)
class GradeHeader:
    """A header of a grade column: ``end`` is low, high or blank, ``unit`` may be blank."""

    analyte: str
    unit: str
    end: str
    is_contained: bool

    @property
    def field(self) -> str:
        """Return the name of the field."""
        if self.is_contained:
            return f"contained:{self.analyte}"
        return f"grade{'_' + self.end if self.end else ''}:{self.analyte}"


def read_grade_header(header: str, analytes: Collection[str]) -> GradeHeader | None:
    """Return what a header such as ``Cu %`` or ``Au_gpt`` says, None if it names no grade.

    Parameters
    ----------
    analytes
        Known analyte codes; case must match where the header names no unit.
    """
    rest, unit = _take_unit(header)
    words = [word for word in SPLIT.split(rest) if word]
    analyte, others, is_exact = _take_analyte(words, unit != "", analytes)
    if not analyte:
        return None
    ends = {STATISTICS.get(word.casefold(), "?") for word in others}
    is_contained = bool(unit and find_unit(unit, "mass")) and not find_unit(unit, "grade")
    if "?" in ends and not (is_contained and all(_is_known(word) for word in others)):
        return None
    if not unit and (not is_exact or analyte in NOT_ALONE or len(analyte) == 1) and not others:
        return None
    known = ends - {"", "?"}
    return GradeHeader(analyte, unit, known.pop() if len(known) == 1 else "", is_contained)


def _is_known(word: str) -> bool:
    return word.casefold() in CONTAINED or word.casefold() in STATISTICS


def _take_unit(header: str) -> tuple[str, str]:
    for inside in BRACKETS.findall(header):
        if _is_unit(inside):
            return BRACKETS.sub(" ", header), inside.strip()
    words = [word for word in re.split(r"[\s_,]+", header.strip()) if word]
    for n in (3, 2, 1):
        for tail, rest in ((words[-n:], words[:-n]), (words[:n], words[n:])):
            for joined in (" ".join(tail), "/".join(tail)):
                if rest and _is_unit(joined):
                    return " ".join(rest), joined
    match = re.fullmatch(r"(.*[^\s%])\s*(%|‰)", header.strip())
    return (match[1], match[2]) if match else (header, "")


def _is_unit(text: str) -> bool:
    return (
        find_unit(text, "grade") is not None
        or find_unit(text, "mass") is not None
        or find_unit(text, "water") is not None
    )


def _take_analyte(
    words: list[str], has_unit: bool, analytes: Collection[str]
) -> tuple[str, list[str], bool]:
    for index, word in enumerate(words):
        if word in analytes:
            return word, words[:index] + words[index + 1 :], True
    loose = {code.casefold(): code for code in analytes}
    for index, word in enumerate(words):
        others = words[:index] + words[index + 1 :]
        if fold(word) in analyte_names():
            return analyte_names()[fold(word)], others, False
        if (
            has_unit
            and word.casefold() in loose
            and not (others and word.casefold() in STATISTICS)
        ):
            return loose[word.casefold()], others, False
    whole = fold(" ".join(words))
    return (analyte_names()[whole], [], False) if whole in analyte_names() else ("", [], False)


def read_analyte(text: str, analytes: Collection[str]) -> str:
    """Return the code of an analyte given by symbol, formula or name, blank if unknown."""
    text = text.strip()
    if text in analytes:
        return text
    name = fold(text)
    if name in analyte_names():
        return analyte_names()[name]
    # "Minério de Ferro", "gold ore", "Cu (total)": one known name among filler words.
    found = {analyte_names()[word] for word in name.split() if word in analyte_names()}
    if len(found) == 1:
        return found.pop()
    loose = {code.casefold(): code for code in analytes}
    return loose.get(text.casefold(), "")
