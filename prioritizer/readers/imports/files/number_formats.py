"""What a workbook shows of a number beside its digits: per cent, bounds, units.

A format such as ``"<"0.0`` or ``0.0" kt"`` puts text around a number that the cell itself does
not hold (ECMA-376, part 1, 18.8.31). Who reads the sheet sees the text, so it is read.
"""

from __future__ import annotations

import re
from functools import lru_cache

from prioritizer.readers.imports.words.records import Cell, Percent

# A quoted text, an escaped character, a code in brackets, the room or filling of a character.
_PARTS = re.compile(r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|\[[^\]]*\]|[_*].')
_DIGITS = re.compile(r"General|[0#?][0#?.,/ ]*(?:[eE][+-][0#?]+)?", re.IGNORECASE)
# Stands for a text while the digits are looked for.
_MARK = "\ue000"
# Texts that change what a number means; a hyphen, a bracket or a blank does not.
_TELLING = re.compile(r"[^\W\d_]|[<>≤≥~%‰°]")


@lru_cache(maxsize=256)
def _sections(number_format: str) -> tuple[tuple[str, str, bool, bool], ...]:
    """Return, by section, text before and after, and whether there are digits and per cent."""
    return tuple(_section(section) for section in _split(number_format))


def _section(section: str) -> tuple[str, str, bool, bool]:
    texts: list[str] = []

    def marked(match: re.Match[str]) -> str:
        text = match["quoted"] or match["escaped"] or ""
        texts.append(text if _TELLING.search(text) else "")
        return _MARK

    bare = _PARTS.sub(marked, section)
    digits = _DIGITS.search(bare)
    n_before = bare[: digits.start()].count(_MARK) if digits else len(texts)
    before, after = "".join(texts[:n_before]), "".join(texts[n_before:])
    return before, after, digits is not None, "%" in bare


def _split(number_format: str) -> list[str]:
    """Return the sections of a format: of positive numbers, negative ones and zero."""
    parts, quoted = [""], False
    for character in number_format:
        quoted ^= character == '"'
        if character == ";" and not quoted:
            parts.append("")
        else:
            parts[-1] += character
    return parts[:3]


def as_shown(value: float, number_format: str) -> Cell:
    """Return a number of a cell as the sheet shows it: per cent, or with the text around it.

    Numbers whose format adds nothing that changes their meaning are returned as they are.
    """
    if not number_format or number_format == "General":
        return value
    sections = _sections(number_format)
    place = 1 if value < 0 else 2 if value == 0 else 0
    chosen = sections[place] if place < len(sections) else sections[0]
    before, after, has_digits, is_percent = chosen
    if is_percent:
        return Percent(float(format(value * 100, ".12g")))
    if not (before or after):
        return value
    return f"{before}{format(value, '.12g')}{after}" if has_digits else before
