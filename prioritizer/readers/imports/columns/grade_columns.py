"""Headers of wide grade tables: which analyte, which unit, low, mean or high."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from prioritizer.readers.imports.words.unit_headers import (
    HeaderUnit,
    split_header,
    split_unknown,
)
from prioritizer.readers.imports.words.units import METHOD, read_unit, word_kind
from prioritizer.readers.imports.words.vocabulary import analyte_names, codes, fold

SPLIT = re.compile(r"[\s_,;:/()\[\]\-–]+")
FORMULA_PARTS = re.compile(r"[A-Z][a-z]?")
# What may stand beside the name of an analyte without changing what was assayed.
FILLER = frozenset(
    "ore ores total tot metal element as of in de do da grade native minerio "  # noqa: SIM905
    "mineral erz malm malmi руда руды общий общая всего minerai".split()
)
# A part of the whole that one reagent takes out: it is no grade, and never averaged with one.
PARTIAL = frozenset(
    "soluble sol solubles leachable leach extractable exchangeable recoverable "  # noqa: SIM905
    "cyanide available "
    "sulfide sulphide nonsulfide nonsulphide oxidized oxidised equivalent eq equiv "
    "losliche loslich loslicher saureloslich wasserloslich extrahierbar aquivalent "
    "solubel loslig liukoinen syralosligt loselig opplost opploselig "
    "lixiviable extractible equivalente equivalent soluvel "
    "растворимый растворимая растворимое кислоторастворимый кислоторастворимая эквивалент "
    "rozpuszczalny rozpuszczalna rozpustny rozpustna cozunur διαλυτος διαλυτο".split()
)
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
# "Content", "grade" and "mean" of assays in the languages of Europe, without accents.
CONTENT = frozenset(
    map(
        fold,
        "zawartość zawartości średnia obsah obsahu průměr průměrný priemer priemerný kovnatost "  # noqa: SIM905
        "tartalom tartalma átlag átlagos fémtartalom içerik içeriği tenör tenörü ortalama "
        "tenore tenori contenuto medio media teneurs teneur moyenne moyen ley leyes contenido "
        "promedio concentración concentração teor teores conteúdo média médio concentrazione "
        "gehalt gehalte mittel mittelwert mittlerer durchschnitt konzentration gehaltes "
        "gemiddeld gemiddelde concentratie halt halter medelhalt innehåll genomsnitt "
        "genomsnittlig indhold gehalten gennemsnit innhold gjennomsnitt konsentrasjon "
        "koncentration koncentrace stężenie pitoisuus pitoisuudet keskipitoisuus keskiarvo "
        "sisaldus keskmine содержание содержания среднее средняя концентрация вміст середній "
        "середнє концентрація conținut conținutul medie mediu concentrație περιεκτικότητα "
        "περιεχόμενο μέση μέσος συγκέντρωση sadržaj srednji prosjek prosječni prosečan "
        "koncentracija koncentrácia koncentráció konsantrasyon садржај of di du des".split(),
    )
)
# Of these one word is made with the name of an analyte: kopparhalt, Kupfergehalt, réztartalom.
COMPOUNDED = tuple(
    map(
        fold,
        "halt halter gehalt gehalte gehalter gehalten innehåll innhold indhold pitoisuus "  # noqa: SIM905
        "pitoisuudet tartalom tartalma sisaldus gehaltes koncentration konsentrasjon "
        "konzentration".split(),
    )
)
# Per cent of something else than the material: no hint that the column holds a grade.
NO_GRADE = frozenset(
    "recovery recoveries recovered share fraction distribution yield loss losses error rsd "  # noqa: SIM905
    "std uncertainty price change efficiency extraction purity concentrate ausbringen "
    "rendement recuperacion recuperacao recupero uzysk saanti utbyte verim vytezek "
    "извлечение доля".split()
)
NOT_ALONE = frozenset({"No", "As", "In", "At", "Be", "I"})
NOT_ALONE_IN_CAPITALS = frozenset({"NO", "AS", "IN", "AT", "BE", "I"})
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
    parted = _take_unit(header)
    unit = parted.text
    words = [word for word in SPLIT.split(parted.rest) if word]
    analyte, others, is_exact = _take_analyte(words, unit != "", analytes)
    if not analyte:
        return None
    ends = {_end_of(word) for word in others}
    is_contained = _is_mass(parted)
    if "?" in ends and not (is_contained and all(_is_known(word) for word in others)):
        return None
    if not unit and (not is_exact or analyte in NOT_ALONE or len(analyte) == 1) and not others:
        return None
    known = ends - {"", "?"}
    return GradeHeader(analyte, unit, known.pop() if len(known) == 1 else "", is_contained)


def possible_grade(header: str, analytes: Collection[str]) -> tuple[str, str] | None:
    """Return the field a header may mean and the word of it that is not understood.

    None where it is read as a grade, or holds no symbol or name of an analyte with a unit, or
    says that its per cent are of something else, such as a recovery.
    """
    parted = split_header(header, "grade", leading=True)
    if is_partial(header):
        return None
    if parted.phrase.unit is None:
        return _beside_unknown(header, analytes)
    words = [word for word in SPLIT.split(parted.rest) if word]
    analyte, others, is_exact = _take_analyte(words, False, analytes)
    strangers = [word for word in others if _end_of(word) == "?"]
    is_other = any(fold(word) in NO_GRADE for word in strangers)
    if not analyte or not strangers or is_other or (is_exact and analyte in NOT_ALONE):
        return None
    return f"grade:{analyte}", strangers[0]


def _beside_unknown(header: str, analytes: Collection[str]) -> tuple[str, str] | None:
    """Return the field of an analyte beside a unit that is not known, and that unit.

    A symbol that is a letter or a word needs a slash beside it: W (zz/qq), and not P (kPa).
    """
    name, text = split_unknown(header)
    found = read_grade_header(f"{name} %", analytes) if text else None
    if found is None or not read_unit(text, "grade").strangers:
        return None
    is_unlike = len(name) == 1 or name in NOT_ALONE
    return None if is_unlike and "/" not in text else (found.field, text)


def _is_mass(parted: HeaderUnit) -> bool:
    """Return whether a unit is one of mass; a mass over a mass is none."""
    unit = parted.phrase.unit
    is_ratio = "/" in parted.text and not parted.phrase.is_rate
    return unit is not None and unit.dimension == "mass" and not is_ratio


def _end_of(word: str) -> str:
    """Return low, high or blank for a word beside an analyte, a question mark if unknown."""
    is_method = METHOD.fullmatch(word.casefold()) or word_kind(word) == "dry"
    if is_method or fold(word) in CONTENT:
        return ""
    known = STATISTICS.get(word.casefold(), "?")
    return codes("range_end").get(fold(word), "?") if known == "?" else known


def _is_known(word: str) -> bool:
    return word.casefold() in CONTAINED or word.casefold() in STATISTICS


def _take_unit(header: str) -> HeaderUnit:
    for dimension in ("grade", "mass", "water"):
        parted = split_header(header, dimension, leading=True)
        if parted.phrase.unit is not None and parted.rest:
            return parted
    return HeaderUnit(header)


def _take_analyte(
    words: list[str], has_unit: bool, analytes: Collection[str]
) -> tuple[str, list[str], bool]:
    whole = read_analyte(" ".join(words), analytes) if len(words) > 1 else ""
    if is_compound(whole):
        return whole, [], True
    for index, word in enumerate(words):
        if word in analytes:
            return word, words[:index] + words[index + 1 :], True
    loose = {code.casefold(): code for code in analytes}
    for index, word in enumerate(words):
        others = words[:index] + words[index + 1 :]
        if named := _named(word):
            return named, others, False
        if (
            has_unit
            and word.casefold() in loose
            and not (others and word.casefold() in STATISTICS)
        ):
            return loose[word.casefold()], others, False
    whole = fold(" ".join(words))
    return (analyte_names()[whole], [], False) if whole in analyte_names() else ("", [], False)


def _named(word: str) -> str:
    """Return the analyte that a word names, alone or made one with a word for content."""
    phrase = fold(word)
    stems = (phrase.removesuffix(end) for end in COMPOUNDED if phrase.endswith(end))
    return next(filter(None, map(analyte_names().get, (phrase, *stems))), "")


def read_analyte(text: str, analytes: Collection[str]) -> str:
    """Return the code of an analyte given by symbol, formula or name, blank if unknown.

    A formula says more than a name: "lithium oxide (Li2O)" is Li2O. Every word must be
    understood, so that lithium carbonate and acid-soluble copper are not taken for the element.
    """
    text = text.strip()
    if text in analytes:
        return text
    if fold(text) in analyte_names():
        return analyte_names()[fold(text)]
    words = [word for word in SPLIT.split(text) if word]
    codes = {code for code in (_code(word, analytes) for word in words) if code}
    if is_partial(text):
        return ""
    compounds = {code for code in codes if is_compound(code)}
    if len(compounds) == 1 and len(words) > 1:
        return compounds.pop()
    named = {fold(word): analyte_names().get(fold(word), "") for word in words}
    strangers = [
        word
        for word in words
        if not (_code(word, analytes) or named[fold(word)] or fold(word) in FILLER)
    ]
    found = codes | set(filter(None, named.values()))
    if not strangers and len(found) == 1:
        return found.pop()
    loose = {code.casefold(): code for code in analytes}
    return loose.get(text.casefold(), "")


def is_partial(text: str) -> bool:
    """Return whether a text names a part that one reagent takes out, or an equivalent."""
    return any(fold(word) in PARTIAL for word in SPLIT.split(text))


def _code(word: str, analytes: Collection[str]) -> str:
    """Return the code that a word spells, also in capitals throughout."""
    if word in analytes:
        return word
    if not word.isupper() or word in NOT_ALONE_IN_CAPITALS:
        return ""
    return {code.upper(): code for code in analytes}.get(word, "")


def is_compound(code: str) -> bool:
    """Return whether a code is a formula of two or more elements, such as Li2O."""
    return len(FORMULA_PARTS.findall(code)) > 1 and any(
        c.isdigit() or c.islower() or c == "O" for c in code
    )
