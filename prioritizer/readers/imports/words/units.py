"""Units in many languages: a text is understood word for word, or it names no unit.

A unit is more than its symbol: ``mil. m3``, ``'000 t``, ``t per annum``, ``t (wet)``. Every
word counts; one that is not known makes the whole unknown, for a multiplier that is passed over
is an error of a thousand or a million.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from math import prod

from prioritizer.readers.imports.words.vocabulary import table_rows

LONGEST = 5
ASK = "ask: "
# Thousand tonnes, megalitres and the Spanish Tm, by their capital letters only.
CASE_COUNTS = frozenset({"tt", "tm3", "ml", "gl", "tm"})
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
RAISED = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺]+")
APOSTROPHES = str.maketrans(dict.fromkeys("‘’`´′ʼ", "'"))
# 10^6, 10**6, 1e6, E6, 1 000, 1,000,000, 1000, '000: with a sign of multiplication or without.
POWER = re.compile(
    r"(?<![\w.,^])(?:[xх×*·]\s*)?(?:10\s*(?:\^|\*\*)\s*\(?\+?(?P<ten>\d{1,2})\)?"
    r"|1?[eE]\+?(?P<e>\d{1,2})"
    r"|(?P<number>1(?:[ ,.']0{3})+|10{1,8})"
    r"|(?P<bare>'?000'?s?\b))(?![\d^])(?![.,]\d)"
)
SEPARATORS = re.compile(r"[\s,;:()\[\]{}\"*·_]+")
YEAR = re.compile(r"(?:19|20)\d\d")
# Acid-soluble and cyanide-soluble, as columns of grades have them; no little words.
NO_WORDS = frozenset({"AS", "CN", "ASC"})
# Codes of laboratories, such as ME-ICP61, AA23 and ICP-MS.
METHOD = re.compile(
    r"me|(?:[a-z]{2}-)?(?:icp|aa|fa|xrf|ms|og|ir|oes|aes)\w{0,3}\d{0,4}[a-z]?(?:-[a-z]+)?"
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: ``factor`` times the value is in ``into``; ``doubt`` says what else it may be."""

    dimension: str
    name: str
    factor: float
    into: str
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class UnitPhrase:
    """What a text says of a unit.

    ``unit`` holds the multiplier too and is None where no unit of the dimension is named;
    ``factor`` is the multiplier alone. ``state`` is ``wet`` or ``dry`` where that is said,
    ``is_rate`` tells a flow, such as tonnes a year. ``strangers`` are the words that are not
    understood.
    """

    unit: Unit | None = None
    factor: float = 1.0
    state: str = ""
    is_rate: bool = False
    doubt: str = ""
    strangers: tuple[str, ...] = ()

    @property
    def is_understood(self) -> bool:
        """Return whether it names a unit and holds no word that is not known."""
        return self.unit is not None and not self.strangers

    @property
    def is_stock(self) -> bool:
        """Return whether it is a unit of an amount as it stands: no flow, no wet mass."""
        return self.is_understood and not self.is_rate and self.state != "wet"

    @property
    def says_something(self) -> bool:
        """Return whether any word of it belongs to units."""
        has_words = bool(self.state or self.is_rate or self.doubt) or self.factor != 1
        return self.unit is not None or has_words


NOTHING = UnitPhrase()


@lru_cache(maxsize=50_000)
def read_unit(text: str, dimension: str) -> UnitPhrase:
    """Return what a text such as ``mil. m3`` or ``t, wet`` says in a dimension."""
    if len(text) > 120:
        return UnitPhrase(strangers=(text[:40],))
    unit = exact_unit(text, dimension)
    if unit is not None:
        return _with_words(unit, ())
    factor, rest = take_powers(marked(text))
    best = NOTHING
    for words in _partings(rest):
        found = _evaluate(words, dimension)
        if not best.unit or (found.unit and len(found.strangers) < len(best.strangers)):
            best = found
    return _times(best, factor)


def find_unit(text: str, dimension: str) -> Unit | None:
    """Return the unit that a text names in a dimension; case decides where it matters.

    None where a word is not understood, and for rates and wet masses: see `read_unit`.
    """
    phrase = read_unit(text, dimension)
    return phrase.unit if phrase.is_stock else None


def find_multiplier(text: str) -> UnitPhrase | None:
    """Return what a text without a unit multiplies by, such as ``million``; None if nothing."""
    phrase = read_unit(text, "times")
    is_alone = phrase.unit is None and not phrase.strangers and not phrase.is_rate
    return phrase if is_alone and (phrase.factor != 1 or phrase.doubt) else None


def is_unit(text: str) -> bool:
    """Return whether a text is a unit of any dimension."""
    return any(read_unit(text, dimension).is_understood for dimension in unit_dimensions())


def is_rate(text: str) -> bool:
    """Return whether a text says that it is a flow: per year, annual, a day."""
    return any(_classified(words).is_rate for words in _partings(marked(text)))


@cache
def unit_dimensions() -> tuple[str, ...]:
    """Return all dimensions of the unit table."""
    return tuple(dict.fromkeys(dimension for dimension, _ in _units()[0]))


def word_kind(word: str) -> str:
    """Return what a word says beside a unit: times, ask, wet, dry, per, time, rate or plain."""
    return next(iter(word_kinds(word)), "")


def marked(text: str) -> str:
    """Return a text with raised digits as ``^6`` and one kind of apostrophe."""
    raised = RAISED.sub(lambda match: "^" + match[0].translate(SUPERSCRIPTS), text)
    return unicodedata.normalize("NFKC", raised).translate(APOSTROPHES)


def take_powers(text: str) -> tuple[float, str]:
    """Return the power of ten that a text multiplies by, 1 if none, and the rest of it."""
    factors: list[float] = []

    def take(match: re.Match[str]) -> str:
        if power := match["ten"] or match["e"]:
            factors.append(10.0 ** int(power))
        elif match["bare"]:
            factors.append(1_000.0)
        else:
            factors.append(float(re.sub(r"\D", "", match["number"])))
        return " "

    rest = POWER.sub(take, text)
    if len(factors) > 1:
        # Two multipliers at once are a mistake, or no multipliers.
        return 1.0, text
    return prod(factors), rest


def _partings(text: str) -> Iterator[tuple[str, ...]]:
    """Yield the words of a text; also with the words about a slash or a point parted."""
    words = tuple(word for word in SEPARATORS.split(text) if word.strip(".'"))
    yield words
    by_slash = " / ".join(re.split(r"\s*/\s*", " ".join(words))).split()
    if tuple(by_slash) != words:
        yield tuple(by_slash)
    by_point = re.sub(r"(?<=[^\W\d_])\.(?=[^\W\d_]{1,})", ". ", " ".join(by_slash)).split()
    if tuple(by_point) != tuple(by_slash):
        yield tuple(by_point)


def _evaluate(words: tuple[str, ...], dimension: str) -> UnitPhrase:
    best = _classified(words)
    for n in range(min(LONGEST, len(words)), 0, -1):
        for start in range(len(words) - n + 1):
            window, others = words[start : start + n], (*words[:start], *words[start + n :])
            unit = exact_unit(" ".join(window), dimension) or exact_unit(
                "/".join(window), dimension
            )
            if unit is None:
                continue
            found = _with_words(unit, others)
            if not found.strangers:
                return found
            if best.unit is None or len(found.strangers) < len(best.strangers):
                best = found
    return best


def _with_words(unit: Unit, others: tuple[str, ...]) -> UnitPhrase:
    said = _classified(others)
    if unit.doubt == "wet":
        unit, said = replace(unit, doubt=""), replace(said, state="wet")
    return _times(replace(said, unit=unit, factor=1.0), said.factor)


def _classified(words: tuple[str, ...]) -> UnitPhrase:
    """Return what words beside a unit say."""
    others, strangers, is_flow = _without_flow(words)
    factor, states, doubts = 1.0, set[str](), []
    for word in others:
        kinds = word_kinds(word)
        if "times" in kinds:
            factor *= kinds["times"][0]
        elif "ask" in kinds:
            doubts.append(kinds["ask"][1])
        elif state := kinds.keys() & {"wet", "dry"}:
            states |= state
        elif "plain" not in kinds:
            strangers.append(word)
    if len(states) > 1:
        strangers.append("wet dry")
    doubt = f"{ASK}{doubts[0]}" if doubts else ""
    return UnitPhrase(None, factor, "".join(states), is_flow, doubt, tuple(strangers))


def _without_flow(words: tuple[str, ...]) -> tuple[list[str], list[str], bool]:
    """Part the words of a flow; a time counts only after a word such as per.

    Returns
    -------
    tuple
        The other words, those after a "per" that are no time, and whether a flow is said.
    """
    others: list[str] = []
    strangers: list[str] = []
    is_flow, before = False, ""
    for index, word in enumerate(words):
        kinds = word_kinds(word)
        if before == "per":
            is_time = "time" in kinds
            strangers += [] if is_time else [word]
            is_flow, before = is_flow or is_time, "time" if is_time else ""
        elif before == "time" and YEAR.fullmatch(word):
            # "al año 2019" is a date, no flow.
            is_flow, before = False, ""
        elif "per" in kinds and "times" not in kinds and index + 1 < len(words):
            before = "per"
        else:
            is_flow, before = is_flow or "rate" in kinds, ""
            others += [] if "rate" in kinds else [word]
    return others, strangers, is_flow


def _times(phrase: UnitPhrase, factor: float) -> UnitPhrase:
    """Return a phrase with a further multiplier, and its unit multiplied."""
    unit, doubt, total = phrase.unit, phrase.doubt, phrase.factor * factor
    if unit is None:
        return replace(phrase, factor=total)
    if doubt and not unit.doubt.startswith(ASK):
        unit = replace(unit, doubt=doubt)
    if factor != 1:
        unit = replace(unit, name=f"{factor:,.0f} {unit.name}", factor=unit.factor * factor)
    return replace(phrase, unit=unit, factor=total)


def word_kinds(word: str) -> dict[str, tuple[float, str]]:
    """Return what a word may say beside a unit, with its factor or doubt."""
    bare = word.strip(".'-").replace(".", "")
    if bare in NO_WORDS:
        return {}
    table = _words()
    found = table.get(bare) or table.get(_plain(bare), {})
    if found:
        return found
    if word == "/":
        return {"per": (1.0, "")}
    if not bare or YEAR.fullmatch(bare) or METHOD.fullmatch(bare.casefold()) or bare in "x×*":
        return {"plain": (1.0, "")}
    return {}


def _plain(word: str) -> str:
    text = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in text if not unicodedata.combining(c)).replace("ı", "i")


@cache
def _words() -> dict[str, dict[str, tuple[float, str]]]:
    """Return the words beside units: by word, kind by kind, the factor or the doubt."""
    found: dict[str, dict[str, tuple[float, str]]] = {}
    for row in table_rows("unit_words.csv"):
        is_number = row["kind"] == "times"
        value = (float(row["value"]), "") if is_number else (1.0, row["value"])
        for word in row["words"].split("|"):
            # Short capitals mean something else than small letters: M and m.
            key = word if len(word) <= 2 and word.isupper() else _plain(word)
            found.setdefault(key, {})[row["kind"]] = value
    return found


@cache
def _units() -> tuple[dict[tuple[str, str], Unit], dict[tuple[str, str], set[str]]]:
    exact: dict[tuple[str, str], Unit] = {}
    loose: dict[tuple[str, str], set[str]] = {}
    for row in table_rows("units.csv"):
        unit = Unit(
            row["dimension"],
            row["unit"],
            float(row["factor"] or "nan"),
            row["into"],
            row["doubt"],
        )
        for spelling in (row["unit"], *row["spellings"].split("|")):
            key = _spelling(spelling)
            exact[unit.dimension, key] = unit
            loose.setdefault((unit.dimension, key.casefold()), set()).add(key)
    return exact, loose


def _spelling(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).replace("μ", "u").replace("µ", "u")
    return re.sub(r"\s+", " ", text.replace("^", "")).strip(" .()[]")


@lru_cache(maxsize=50_000)
def exact_unit(text: str, dimension: str) -> Unit | None:
    """Return the unit of the table that a text spells; case decides where it matters."""
    exact, loose = _units()
    for key in dict.fromkeys((_spelling(text), _spelling(text.replace(".", " ")))):
        unit = exact.get((dimension, key))
        if unit is None and key and key.casefold() not in CASE_COUNTS:
            spellings = loose.get((dimension, key.casefold()), set())
            units = {exact[dimension, spelling] for spelling in spellings}
            unit = units.pop() if len(units) == 1 else None
        if unit is not None:
            return unit
    return None
