"""Headers parted into their name and what they say of a unit, whether understood or not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from prioritizer.readers.imports.words.units import (
    LONGEST,
    NOTHING,
    UnitPhrase,
    exact_unit,
    is_rate,
    marked,
    read_unit,
    take_powers,
    word_kind,
    word_kinds,
)

BRACKETS = re.compile(r"[(\[{]([^()\[\]{}]*)[)\]}]")

# Where a unit may stand that is not understood: in brackets, after a comma, a slash or "in".
UNKNOWN = re.compile(
    r"(?P<rest>.*?\w.*?)(?:\s*[(\[{](?P<inside>[^()\[\]{}]+)[)\]}]"
    r"|,\s*(?P<last>[^,]+)|\s+/\s*(?P<slash>\S+)|\s+in\s+(?P<after>\S+)|\s+(?P<ratio>\S+/\S+))\s*"
)


@dataclass(frozen=True, slots=True)
class HeaderUnit:
    """A header parted into its name and the text that speaks of its unit."""

    rest: str
    text: str = ""
    phrase: UnitPhrase = NOTHING


@lru_cache(maxsize=20_000)
def split_header(header: str, dimension: str, *, leading: bool = False) -> HeaderUnit:
    """Return the name of a header and its unit in a dimension, whether understood or not.

    Parameters
    ----------
    leading
        Whether the unit may also stand before the name, as in ``ppm Cu``.
    """
    inside = [text for text in BRACKETS.findall(header) if _speaks_of_units(text, dimension)]
    bare = BRACKETS.sub(" ", header)
    if any(read_unit(text, dimension).unit for text in inside):
        return _bracketed(bare, " ".join(inside), dimension)
    plain = BRACKETS.sub(lambda match: " " if match[1] in inside else f" {match[1]} ", header)
    found = _trailing(plain, dimension, leading=leading)
    if not inside or found.phrase.unit is None:
        return found
    text = f"{found.text} {' '.join(inside)}"
    return HeaderUnit(found.rest, text, read_unit(text, dimension))


def split_unknown(header: str) -> tuple[str, str]:
    """Return the name of a header and what may be its unit, blank where nothing stands so."""
    found = UNKNOWN.fullmatch(header)
    if found is None:
        return header, ""
    text = next(filter(None, (found[part] for part in UNKNOWN.groupindex if part != "rest")))
    return found["rest"].strip(), text.strip()


def _speaks_of_units(text: str, dimension: str) -> bool:
    phrase = read_unit(text, dimension)
    # A word such as "mill" is no multiplier where strangers stand beside it.
    return phrase.unit is not None or (phrase.says_something and not phrase.strangers)


def _bracketed(bare: str, text: str, dimension: str) -> HeaderUnit:
    """Return a header with its unit in brackets; words of units outside belong to it."""
    words = bare.split()
    outside = [word for word in words[1:] if _is_multiplier(word)]
    if outside:
        text = f"{' '.join(outside)} {text}"
        words = [word for word in words if word not in outside]
    name, flow = _without_flow(" ".join(words))
    text = f"{text} {flow}".strip()
    return HeaderUnit(name, text, read_unit(text, dimension))


def _is_multiplier(word: str) -> bool:
    """Return whether a word in a name can only be a multiplier; a mill and a bin are things."""
    factor, rest = take_powers(marked(word))
    if not rest.strip(" x×*"):
        return factor != 1
    return len(word) >= 5 and word_kind(word.strip(".,")) == "times"


def _trailing(header: str, dimension: str, *, leading: bool) -> HeaderUnit:
    words = [word for word in re.split(r"[\s_,;]+", header.strip()) if word]
    for n in range(min(LONGEST + 1, len(words)), 0, -1):
        parts = [(words[-n:], words[:-n])]
        if leading:
            parts.append((words[:n], words[n:]))
        for tail, rest in parts:
            if word_kind(tail[0]) == "plain":
                # "As ppm" is arsenic, and "Menge in t" has its "in" from the name.
                continue
            for text in (" ".join(tail), "/".join(tail)):
                phrase = read_unit(text, dimension)
                if phrase.is_understood and (rest or not leading):
                    return _named(
                        rest or [_unit_word(tail, dimension)],
                        text,
                        dimension=dimension,
                        leading=leading,
                    )
    match = re.fullmatch(r"(.*[^\s%])\s*(%|‰)", header.strip())
    if match and dimension == "grade":
        return HeaderUnit(match[1], match[2], read_unit(match[2], dimension))
    return HeaderUnit(header)


def _without_flow(name: str) -> tuple[str, str]:
    """Part the words that tell a flow from a name: annual, per year."""
    if not is_rate(name):
        return name, ""
    words = name.split()
    flow = [word for word in words if word_kinds(word).keys() & {"per", "time", "rate"}]
    return " ".join(word for word in words if word not in flow), " ".join(flow)


def _named(rest: Sequence[str], text: str, *, dimension: str, leading: bool) -> HeaderUnit:
    while len(rest) > 1 and word_kind(rest[-1]) == "plain" and not leading:
        rest = rest[:-1]
    name = " ".join(rest)
    outside = [word for word in rest[1:] if _is_multiplier(word)]
    text = " ".join((*outside, text))
    name, flow = _without_flow(name)
    text = f"{text} {flow}".strip()
    return HeaderUnit(name, text, read_unit(text, dimension))


def _unit_word(words: Sequence[str], dimension: str) -> str:
    """Return the unit of a header that is nothing else: tonnes of "Million tonnes"."""
    return next((word for word in words if exact_unit(word, dimension)), " ".join(words))
