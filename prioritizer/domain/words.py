"""Numbers as people read them: one number has one text, on every page, in every file.

A text carries no more digits than the figure behind it: chances and shares whole per cent,
weights a tenth, money and masses three digits, ranges of estimates two. The decimal sign is
that of the language spoken; gaps part the thousands in all of them (ISO 80000-1).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from prioritizer.languages.speech import gettext, signed

THIN = "\u202f"
MINUS = "−"
MILLION, THOUSAND = 1e6, 1e3
GRAMS_PER_KILOGRAM, GRAMS_PER_TONNE = 1e3, 1e6
UNKNOWN = "–"
PLURALS = {"more": "more", "person": "people", "entry": "entries", "criterion": "criteria"}


def printable(text: str) -> str:
    """Return a text of somebody's file without control characters, which steer a terminal."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def percent(share: float, *, tenths: bool = False) -> str:
    """Return a share, 1 for all, in per cent; it reads 0 or 100 only where it is just that.

    Whole per cent, halves upwards; with ``tenths`` one decimal where it is not whole.
    ``prioritizer/ui/shell/assets/words.js`` says the same in the browser.
    """
    if math.isnan(share):
        return UNKNOWN
    step = 1000 if tenths else 100
    size = abs(share)
    n = math.floor(step * size + 0.5)
    sign = MINUS if share < 0 and n else ""
    if n == 0 and size > 0:
        return f"{'> −' if share < 0 else '< '}{_in_per_cent(1, step)} %"
    if n == step and size < 1:
        return f"{'< −' if share < 0 else '> '}{_in_per_cent(step - 1, step)} %"
    return f"{sign}{_in_per_cent(n, step)} %"


def weight(share: float) -> str:
    """Return a weight, 0 to 1, in per cent; a tenth where it is not whole."""
    return percent(share, tenths=True)


def number(value: float, digits: int = 3) -> str:
    """Return a number with so many digits, thin gaps between thousands, no power of ten."""
    if not math.isfinite(value):
        return UNKNOWN
    size = abs(value)
    rounded = float(f"{size:.{digits}g}") if size < 10**digits else float(f"{size:.0f}")
    decimals = max(0, digits - 1 - math.floor(math.log10(rounded))) if rounded else 0
    text = f"{rounded:,.{decimals}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return (MINUS if value < 0 and rounded else "") + signed(text.replace(",", THIN))


def million(value: float, digits: int = 3) -> str:
    """Return a sum of money in millions, without its unit."""
    return number(value / MILLION, digits)


def thousand(value: float, digits: int = 3) -> str:
    """Return a sum of money in thousands, without its unit."""
    return number(value / THOUSAND, digits)


def estimate(value: float) -> str:
    """Return an estimated number: two digits, also where it is large."""
    return number(float(f"{value:.2g}"))


def ends(values: Sequence[float], unit: str = "") -> str:
    """Return low, best and high, or any ends in order, of an estimate: two digits each.

    Where all are the same it is no estimate but one number, three digits.
    """
    if len(set(values)) == 1:
        return f"{number(values[0])} {unit}".strip()
    texts = [estimate(value) for value in values]
    text = texts[0] if len(set(texts)) == 1 else " – ".join(texts)
    return f"{text} {unit}".strip()


def mass(grams: float) -> str:
    """Return a mass in g, in kg from a kilogram on, in t from a tonne on; three digits."""
    if grams >= GRAMS_PER_TONNE:
        return f"{number(grams / GRAMS_PER_TONNE)} t"
    if grams >= GRAMS_PER_KILOGRAM:
        return f"{number(grams / GRAMS_PER_KILOGRAM)} kg"
    return f"{number(grams)} g"


def format_number(value: float) -> str:
    """Return a figure of a site as people write it: four digits, powers of ten when far off."""
    if value == 0 or 1e-3 <= abs(value) < 1e6:
        text = f"{value:,.4g}" if abs(value) < 1e4 else f"{value:,.0f}"
        return signed(text.replace(",", " "))
    mantissa, exponent = f"{value:.3e}".split("e")
    digits = mantissa.rstrip("0").rstrip(".")
    power = f"10^{int(exponent)}"
    return power if digits == "1" else f"{signed(digits)}·{power}"


def in_full(value: float) -> str:
    """Return a figure of four digits with all its noughts, up to thousands of millions.

    For people in a room, to whom a power of ten says nothing.
    """
    if not 1e6 <= abs(value) < 1e10:
        return format_number(value)
    gap, rounded = format_number(1e4)[2], float(f"{value:.4g}")
    return signed(f"{rounded:,.0f}".replace(",", gap))


def short(value: float) -> str:
    """Return a number that somebody gave, no longer than needed."""
    return signed(f"{value:g}")


def performance(value: float) -> str:
    """Return a computed performance: its inputs seldom have more than three digits."""
    return format_number(float(f"{value:.3g}"))


def counted(n: int, noun: str) -> str:
    """Return a whole number with its noun in the right form."""
    first, gap, last = noun.rpartition(" ")
    return f"{number(n)} {first}{gap}{last if n == 1 else PLURALS.get(last, f'{last}s')}"


def are(n: int) -> str:
    """Return the verb of so many things: one is, others are."""
    return "is" if n == 1 else "are"


def joined(names: Sequence[str]) -> str:
    """Return names one after the other, parted by semicolons where one holds a comma."""
    return _parting(names).join(names)


def listed(names: Sequence[str]) -> str:
    """Return names as a list in a sentence, parted as `joined` does."""
    if len(names) < 2:
        return "".join(names)
    first = _parting(names).join(names[:-1])
    return gettext("{names} and {last}", names=first, last=names[-1])


def _parting(names: Sequence[str]) -> str:
    return "; " if any("," in name for name in names) else ", "


def _in_per_cent(n: int, step: int) -> str:
    whole, tenth = divmod(n, step // 100)
    return signed(f"{whole}.{tenth}") if tenth else str(whole)
