"""How the names of sites are written: by people, in ids and addresses, in names of files."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

# A shorter word without accents is another word: Ås is no As, and Å no article.
SHORTEST_PLAIN = 4
# A name of fewer letters is not looked for in one word: "A 1" is no A1.
SHORTEST_JOINED = 5
# Letters under which Unicode knows no plain one.
PLAIN = {
    **{"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ð": "d", "þ": "th"},
    **{"ł": "l", "đ": "d", "ı": "i"},
}
# As they are written where a keyboard lacks them.
TWO_LETTERS = {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"}
# How many letters are tried one by one before whole names are: thousands of names stay quick.
SORTED = 4
_MARKS = re.compile(r"((?:[^\w\u0300-\u036f]|_)+)")
_PARTED = r"(?:[\s_+\u2010-\u2014-]|%20)"


def in_plain_letters(name: str) -> str:
    """Return a name without accents, as ids and names of files have it."""
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()


def spellings(name: str) -> set[str]:
    """Return a name as it may be written: with accents, also parted ones, and without."""
    whole = unicodedata.normalize("NFC", name)
    if whole.isascii():
        return {name}
    plain = {_plain(whole, PLAIN), _plain(whole, PLAIN | TWO_LETTERS)}
    found = {one for one in plain if one.isascii() and _is_telling(one)}
    cut = in_plain_letters(name)
    if sum(map(str.isalpha, cut)) >= SHORTEST_PLAIN:
        found.add(cut)
    return {name, whole, unicodedata.normalize("NFD", whole), *found}


def any_of(names: Iterable[str]) -> str:
    """Return a pattern that finds any of the names, in whatever marks part their words."""
    longest_first = sorted(set(names), key=lambda name: (-len(name), name))
    return _among([_tokens(name) for name in longest_first], SORTED)


def _plain(name: str, letters: dict[str, str]) -> str:
    large = {one.upper(): two for one, two in letters.items() if one != "ß"}
    both = {ord(one): two for one, two in (letters | large).items()}
    parted = unicodedata.normalize("NFKD", name.translate(both))
    return "".join(one for one in parted if not unicodedata.combining(one))


def _is_telling(name: str) -> bool:
    is_code = any(map(str.isdigit, name)) and any(map(str.isalpha, name))
    return is_code or len(name) >= SHORTEST_PLAIN


def _tokens(name: str) -> list[str]:
    parts = _MARKS.split(name.rstrip(").,]\"'”’") or name)
    is_long = sum(map(str.isalnum, name)) >= SHORTEST_JOINED
    tokens: list[str] = []
    for place, part in enumerate(parts):
        if place % 2 and parts[place - 1] and parts[place + 1]:
            ends = parts[place - 1][-1], parts[place + 1][0]
            tokens.append(
                _between(part, is_long=is_long, is_number=all(map(str.isdigit, ends)))
            )
        else:
            tokens.extend(map(re.escape, map(_small, part)))
    return tokens


def _small(letter: str) -> str:
    return small if len(small := letter.lower()) == 1 else letter


def _between(marks: str, *, is_long: bool, is_number: bool) -> str:
    """Return what may part two words; two numbers in one would be another number."""
    written = re.escape(marks)
    if is_number:
        return rf"(?:{written}|{_PARTED}+)"
    return rf"(?:{written}|[./'’]|{_PARTED}{'*' if is_long else '+'})"


def _among(names: Sequence[Sequence[str]], depth: int) -> str:
    if len(names) == 1 or not depth:
        several = list(dict.fromkeys("".join(tokens) for tokens in names))
        return several[0] if len(several) == 1 else f"(?:{'|'.join(several)})"
    heads: dict[str, list[Sequence[str]]] = {}
    for tokens in names:
        heads.setdefault(tokens[0] if tokens else "", []).append(tokens[1:])
    # A name that ends here comes last: a longer one is found first.
    found = [
        head + _among(rests, depth - 1)
        for head, rests in sorted(heads.items(), key=lambda one: not one[0])
        if head
    ]
    if "" in heads:
        found.append("")
    return found[0] if len(found) == 1 else f"(?:{'|'.join(found)})"
