"""What the metal in a body was worth in the years before the evidence, in USD of one year."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

import numpy as np

from prioritizer.appraisal.grade import TOTALS, site_grades
from prioritizer.domain.hindcast import Outcome, PastPrices
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import Site

PRICE_YEAR = 2024
YEARS_OF_MEAN = 3
GRAMS_PER_KILOGRAM = 1000.0
OTHER = "other"
# Sulfur is what pyrite brings, and seldom sold; counted, it would make every pyrite heap rich.
NOT_SOLD = frozenset(["S"])


class PriceBook:
    """Prices by symbol and year, each worked out once.

    Parameters
    ----------
    past
        Prices of past years; where None, every year has the prices of 2024.
    """

    def __init__(self, reference: Reference, past: PastPrices | None = None) -> None:
        self._reference = reference
        self._past = past
        self._known: dict[tuple[str, int], float] = {}

    def price(self, symbol: str, year: int) -> float:
        """Return USD of 2024 per kg of element; 0 where there is none, or it is not sold."""
        key = symbol, year
        if key not in self._known:
            self._known[key] = self._found(symbol, year)
        return self._known[key]

    def _found(self, symbol: str, year: int) -> float:
        if symbol in NOT_SOLD:
            return 0.0
        price = None if self._past is None else real_price(symbol, year, self._past)
        if price is None:
            commodity = self._reference.commodities.get(symbol)
            price = commodity.price_usd_per_kg if commodity is not None else None
        return price or 0.0


def real_price(symbol: str, year: int, past: PastPrices) -> float | None:
    """Return the mean real price of the three years up to one, USD of 2024 per kg of element.

    Between years that are known it is interpolated; before the first and after the last, the
    price of that year stands. None where no past price is known.
    """
    known = past.by_symbol.get(symbol)
    if known is None:
        return None
    years, prices = _series(known)
    at, index = _series(past.price_index)
    span = np.clip(np.arange(year - YEARS_OF_MEAN + 1, year + 1), years[0], years[-1])
    money = np.interp(PRICE_YEAR, at, index) / np.interp(span, at, index)
    return float((np.interp(span, years, prices) * money).mean())


def _series(known: Mapping[int, float]) -> tuple[list[float], list[float]]:
    years = sorted(known)
    return [float(year) for year in years], [known[year] for year in years]


def value_in_place(
    site: Site, reference: Reference, book: PriceBook, year: int = PRICE_YEAR
) -> float:
    """Return what one tonne holds at full grade, USD of 2024; NaN where nothing has a price.

    No recovery and no cost: what anybody works out on the back of an envelope.
    """
    worths = [
        grade / GRAMS_PER_KILOGRAM * book.price(symbol, year)
        for symbol, (_, grade, _) in site_grades(site, reference).items()
        if book.price(symbol, year)
    ]
    return sum(worths) if worths else math.nan


def family_of(site: Site, reference: Reference, book: PriceBook, year: int) -> str:
    """Return the family of the product that most of the value in place comes from."""
    worths = {
        symbol: grade * book.price(symbol, year)
        for symbol, (_, grade, _) in site_grades(site, reference).items()
    }
    first = max(worths, key=lambda symbol: (worths[symbol], symbol), default="")
    total = next((name for name, members in TOTALS.items() if first in members), first)
    return reference.families.get(first) or reference.families.get(total) or OTHER


def standings_of(
    outcomes: Iterable[Outcome], reference: Reference, past: PastPrices
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the priced products of these bodies: recalled ones, then those without one."""
    book = PriceBook(reference)
    found = {s for one in outcomes for s in site_grades(one.site, reference)}
    priced = sorted(symbol for symbol in found if book.price(symbol, PRICE_YEAR))
    return (
        tuple(symbol for symbol in priced if symbol in past.recalled),
        tuple(symbol for symbol in priced if symbol not in past.by_symbol),
    )
