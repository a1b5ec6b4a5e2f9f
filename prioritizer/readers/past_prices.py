"""Prices of past years, and what money was worth: two tables of ``criteria/reference``."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from prioritizer import shipped
from prioritizer.domain.hindcast import PastPrices


@cache
def read_past_prices(folder: Path = shipped.REFERENCE) -> PastPrices:
    """Return yearly mean prices, USD of the year per kg of element, and the price index."""
    by_symbol: dict[str, dict[int, float]] = {}
    recalled = set()
    for row in _rows(folder / "past_prices.csv"):
        prices = by_symbol.setdefault(row["symbol"], {})
        prices[int(row["year"])] = float(row["usd_per_kg_element"])
        if row["standing"] == "recalled":
            recalled.add(row["symbol"])
    index = {
        int(row["year"]): float(row["index_1982_84"])
        for row in _rows(folder / "consumer_prices.csv")
    }
    return PastPrices(by_symbol, frozenset(recalled), index)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))
