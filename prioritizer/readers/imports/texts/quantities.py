"""One text to a quantity: decimal and thousands marks, bounds, ranges, units, missing marks."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from prioritizer.readers.cells import clean
from prioritizer.readers.imports.words.missing import is_missing
from prioritizer.readers.imports.words.records import Cell, Percent
from prioritizer.readers.numbers import LARGEST

MISSING_NUMBERS = frozenset(
    {
        -9999.0,
        -999.0,
        -99999.0,
        -999999.0,
        -99.0,
        -99.9,
        -999.9,
        -999.99,
        -9999.99,
        -32768.0,
        -1.7976931348623157e308,
        1e20,
        -3.4028234663852886e38,
        9.96921e36,
    }
)
UNDETECTED = frozenset(
    {
        "trace",
        "traces",
        "tr",
        "tr.",
        "bdl",
        "b.d.l.",
        "<lod",
        "<dl",
        "<bdl",
        "lod",
        "<lld",
        "<loq",
        "<mdl",
        "below detection",
        "below detection limit",
        "not detected",
        "spår",
        "spuren",
        "следы",
        "sp.",
        "n.n.",
        "ej detekterad",
        "ei havaittu",
        "no detectado",
    }
)
SHEET_ERRORS = re.compile(
    r"#(?:REF|DIV/0|VALUE|NAME|NUM|NULL|SPILL|CALC)[!?]?.*", re.IGNORECASE
)
EXPONENT = r"(?:[eE][+-]?\d{1,3})?"
NUMBERS = {
    ".": r"[+-]?(?:\d{1,3}(?P<sep>[,'’ ])\d{3}(?:(?P=sep)\d{3})*(?:\.\d*)?|\d+\.?\d*|\.\d+)"
    + EXPONENT,
    ",": r"[+-]?(?:\d{1,3}(?P<sep>[.'’ ])\d{3}(?:(?P=sep)\d{3})*(?:,\d*)?|\d+,?\d*|,\d+)"
    + EXPONENT,
}
BEFORE = (
    r"(?P<lt><=?|≤|‹|less than|under|below|up to|max\.?|mindre än|alle|unter|moins de|menos de"
    r"|менее|до)"
    r"|(?P<gt>>=?|≥|›|more than|over|above|at least|min\.?|mer än|över|yli|über|mehr als"
    r"|plus de|más de|mais de|более|свыше)"
    r"|(?P<ca>~|≈|ca\.?|c\.|circa|cirka|approx\.?|approximately|about|around|est\.?|n\.|noin"
    r"|omkring|etwa|rund|env\.?|environ|около|примерно|≅)"
)
LINK = r"\s*(?:-|–|—|−|…|\.{2,3}|to|till|til|bis|à|a|до|÷)\s*"
DATE = re.compile(
    r"\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}.*"
    r"|\d{1,2}[-. ]?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*.*",
    re.IGNORECASE,
)
PLAIN = re.compile(r"[0-9.+-]+")
MINUSES = str.maketrans({"−": "-", "﹣": "-", "‐": "-", "‑": "-"})


def _compile(mark: str) -> tuple[re.Pattern[str], ...]:
    number = NUMBERS[mark].replace(r"\d", "[0-9]")
    first = number.replace("?P<sep>", "?P<s1>").replace("?P=sep", "?P=s1")
    second = number.replace("?P<sep>", "?P<s2>").replace("?P=sep", "?P=s2")
    unit = r"(?:\s*(?P<unit>(?:[^\W\d_]|[%‰µ])[^<>]{0,40}?))?"
    one = re.compile(rf"(?:(?:{BEFORE})\s*)?(?P<a>{first}){unit}", re.IGNORECASE)
    two = re.compile(
        rf"(?:(?P<ca>~|≈|ca\.?|c\.|approx\.?)\s*)?(?P<a>{first})(?P<u1>(?!e[+-])\s*(?:[^\W\d_]|[%‰µ])[^\d<>–—-]{{0,20}}?)?"
        rf"{LINK}(?P<b>{second}){unit}",
        re.IGNORECASE,
    )
    spread = re.compile(
        rf"(?P<a>{first})\s*(?:±|\+/-|\+-)\s*(?P<b>{second}){unit}", re.IGNORECASE
    )
    return re.compile(number), spread, two, one


PATTERNS = {mark: _compile(mark) for mark in NUMBERS}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as written: low, best, high; ``unit`` only if the cell names one.

    ``flag`` is blank for a plain number, else ``missing``, ``undetected``, ``limit``,
    ``bound``, ``range``, ``spread``, ``approximate`` or ``refused`` with the cure in ``hint``.
    """

    low: float | None = None
    best: float | None = None
    high: float | None = None
    unit: str = ""
    flag: str = ""
    hint: str = ""

    def scaled(self, factor: float) -> Quantity:
        """Return the quantity with all its numbers times a factor."""
        low, best, high = (
            None if v is None else v * factor for v in (self.low, self.best, self.high)
        )
        return Quantity(low, best, high, "", self.flag, self.hint)


NOTHING = Quantity(flag="missing")


def refused(hint: str) -> Quantity:
    """Return a quantity that could not be read, with what to do."""
    return Quantity(flag="refused", hint=hint)


def read_quantity(cell: Cell, mark: str, *, coded_missing: bool = True) -> Quantity:
    """Return what a cell says.

    Parameters
    ----------
    cell
        Text or typed number.
    mark
        The decimal mark of the column, ``.`` or ``,``.
    coded_missing
        Whether -9999 and its like mean missing here.
    """
    if isinstance(cell, str):
        quantity = _read_text(cell, mark)
    elif isinstance(cell, Percent):
        quantity = Quantity(best=float(cell), unit="%")
    elif isinstance(cell, date):
        return refused(
            "A date stands here; a spreadsheet may have turned a number such as 1.2 into it."
        )
    else:
        quantity = (
            _checked(Quantity(best=float(cell))) if abs(cell) < 1e300 else refused(_TOO_LARGE)
        )
    if coded_missing and not quantity.flag and quantity.best in MISSING_NUMBERS:
        return NOTHING
    return quantity


_TOO_LARGE = "The number is too large to be real; check the exponent."
_PLAIN = "Write a plain number such as 1234.5, or leave the cell blank."


@lru_cache(maxsize=100_000)
def _read_text(text: str, mark: str) -> Quantity:
    text = clean(text)
    if not text.isascii():
        text = text.translate(MINUSES)
    if len(text) > 200:
        return refused(_PLAIN)
    whole, spread, two, one = PATTERNS[mark]
    if whole.fullmatch(text):
        return _checked(Quantity(best=_number(text, mark)))
    if is_missing(text):
        return NOTHING
    if text.casefold() in UNDETECTED:
        return Quantity(flag="undetected")
    for pattern, read in ((spread, _spread), (two, _range), (one, _single)):
        if match := pattern.fullmatch(text):
            return _checked(read(match, mark))
    return refused(_hint(text, mark))


def _spread(match: re.Match[str], mark: str) -> Quantity:
    middle, part = _number(match["a"], mark), _number(match["b"], mark)
    return Quantity(middle - part, middle, middle + part, _unit(match["unit"]), "spread")


def _single(match: re.Match[str], mark: str) -> Quantity:
    value, unit = _number(match["a"], mark), _unit(match["unit"])
    if match["lt"]:
        return Quantity(0.0 if value >= 0 else None, None, value, unit, "limit")
    if match["gt"]:
        return Quantity(value, None, None, unit, "bound")
    return Quantity(None, value, None, unit, "approximate" if match["ca"] else "")


def _range(match: re.Match[str], mark: str) -> Quantity:
    low, high = _number(match["a"], mark), _number(match["b"], mark)
    unit, first = _unit(match["unit"]), _unit(match["u1"])
    if first and first != unit:
        return refused("The two ends of the range have different units; write both in one.")
    if low > high:
        return refused("The ends of the range stand the wrong way round, or it is no range.")
    return Quantity(low, None, high, unit, "range")


def _checked(quantity: Quantity) -> Quantity:
    for value in (quantity.low, quantity.best, quantity.high):
        if value is not None and not (math.isfinite(value) and abs(value) <= LARGEST):
            if value in MISSING_NUMBERS:
                continue
            return refused(_TOO_LARGE)
    return quantity


def _number(text: str, mark: str) -> float:
    text = text.replace(".", "").replace(",", ".") if mark == "," else text.replace(",", "")
    return float(text if PLAIN.fullmatch(text) else re.sub("['’ ]", "", text))


def _unit(text: str | None) -> str:
    return (text or "").strip()


def _hint(text: str, mark: str) -> str:
    if SHEET_ERRORS.fullmatch(text):
        return "The spreadsheet could not calculate this cell; correct its formula."
    if text.startswith("="):
        return "Put the result of the formula into the cell."
    other = "," if mark == "." else "."
    if any(pattern.fullmatch(text) for pattern in PATTERNS[other]):
        named = {".": "point", ",": "comma"}
        return (
            f"Here a decimal {named[mark]} is used; write the number that way, or state the "
            "mark of the file with --decimal."
        )
    if re.match(r"^[+-]?inf", text, re.IGNORECASE):
        return "Leave the cell blank where the value is unknown."
    if any(c.isdigit() and not c.isascii() for c in text):
        return "Write the digits as plain ASCII digits."
    if DATE.fullmatch(text):
        return (
            "This looks like a date; a spreadsheet may have turned a number or range into it."
        )
    return _PLAIN
