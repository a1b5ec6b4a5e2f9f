"""The tables of stages, flowsheets and economics, and files a user may replace them by."""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from prioritizer.domain.economics import (
    FlowsheetOption,
    Instrument,
    Mineral,
    PilotFacts,
    Price,
)
from prioritizer.domain.pilot import Default, Estimate, Flowsheet, Stage, Standing
from prioritizer.errors import DataError, Issue, Severity
from prioritizer.readers.numbers import LARGEST, parse_number
from prioritizer.readers.plain_tables import plain_table
from prioritizer.readers.reference import A_SYMBOL, FOLDER, known_symbols
from prioritizer.readers.tables import as_dicts, read_table

KG_PER_T = 1000.0


@cache
def read_pilot_facts(folder: Path = FOLDER) -> PilotFacts:
    """Read the tables shipped with the project; prices are those of commodities.csv."""
    economics = _rows(folder / "economics.csv")
    return PilotFacts(
        stages=tuple(_stage(row) for row in _rows(folder / "cost_stages.csv")),
        flowsheets=tuple(_flowsheet(row) for row in _rows(folder / "flowsheets.csv")),
        minerals={
            row["symbol"]: Mineral(
                row["mineral"],
                float(row["metal_fraction"]),
                float(row["density_t_m3"]),
                _source(row["source"]),
            )
            for row in _rows(folder / "minerals.csv")
        },
        parameters={row["name"]: _default(row) for row in economics},
        units={row["name"]: row["unit"] for row in economics},
        payability={row["symbol"]: _default(row) for row in _rows(folder / "payability.csv")},
        instruments=tuple(
            Instrument(
                row["kind"], row["name"], row["amount_means"], row["unit"], row["public_cost"]
            )
            for row in _rows(folder / "support_instruments.csv")
        ),
        prices=_shipped_prices(folder / "commodities.csv"),
    )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _source(text: str) -> str:
    """Return the source in words; the id of our own defaults says little to a reader."""
    return text.replace("SCREENING_DEFAULTS", "screening default, set down from memory")


def _default(row: dict[str, str]) -> Default[Estimate]:
    numbers = Estimate(float(row["low"]), float(row["best"]), float(row["high"]))
    return Default(numbers, Standing(row["status"]), _source(row["source"]))


def _between(low: str, high: str, *, factor: float = 1.0) -> Estimate:
    """Return a range with the geometric mean as best, as suits orders of magnitude."""
    ends = float(low) * factor, float(high) * factor
    return Estimate(ends[0], math.sqrt(ends[0] * ends[1]), ends[1])


def _stage(row: dict[str, str]) -> Stage:
    return Stage(
        number=int(row["number"]),
        name=row["name"],
        purpose=row["purpose"],
        mass_t=_between(row["mass_low_t"], row["mass_high_t"]),
        months=_between(row["months_low"], row["months_high"]),
        cost_eur=_between(row["cost_low_keur"], row["cost_high_keur"], factor=1000.0),
        trl=row["trl"],
        unfc=row["unfc"],
        standing=Standing(row["status"]),
        source=_source(row["source"]),
    )


def _flowsheet(row: dict[str, str]) -> FlowsheetOption:
    symbols = tuple(row["symbols"].split(";"))
    recovery = f"{row['recovery_low_pct']}–{row['recovery_high_pct']}"
    flowsheet = Flowsheet(
        name=row["flowsheet"],
        products=symbols,
        recovery_pct=recovery,
        is_legacy=False,
        why_stopped=None,
        standing=Standing(row["status"]),
        source=_source(row["source"]),
    )
    return FlowsheetOption(symbols, tuple(row["waste_types"].split(";")), flowsheet)


def _shipped_prices(path: Path) -> dict[str, Price]:
    return {
        row["symbol"]: Price(
            row["symbol"],
            float(row["price_usd_per_kg_element"]) * KG_PER_T,
            row["price_year"],
            f"{row['price_form']}, annual average {row['price_year']} (commodities.csv)",
        )
        for row in _rows(path)
        if row["price_usd_per_kg_element"]
    }


def read_prices(path: Path) -> Mapping[str, Price]:
    """Read a user's prices: columns symbol, price_usd_per_kg, date, source.

    Raises
    ------
    DataError
        With every faulty row.
    """
    table, issues = plain_table(read_table(path), {"price_usd_per_kg": LARGEST})
    _require(table.file, table.header, ("symbol", "price_usd_per_kg", "date", "source"))
    prices = {}
    for line, row in zip(table.lines, as_dicts(table), strict=True):
        number = parse_number(row["price_usd_per_kg"].strip())
        symbol = row["symbol"].strip()
        if symbol not in known_symbols():
            issues.append(_issue(table.file, line, "symbol", row["symbol"], A_SYMBOL))
        if number is None or number < 0:
            issues.append(
                _issue(table.file, line, "price_usd_per_kg", row["price_usd_per_kg"], "USD/kg")
            )
            continue
        prices[symbol] = Price(
            symbol, number * KG_PER_T, row["date"].strip(), row["source"].strip()
        )
    if issues:
        raise DataError(issues)
    return prices


def read_costs(path: Path) -> Mapping[str, Estimate]:
    """Read pilot costs by site id: columns site_id, low_eur, best_eur, high_eur.

    Raises
    ------
    DataError
        With every faulty row.
    """
    names = ("low_eur", "best_eur", "high_eur")
    table, issues = plain_table(read_table(path), dict.fromkeys(names, LARGEST))
    _require(table.file, table.header, ("site_id", *names))
    costs = {}
    for line, row in zip(table.lines, as_dicts(table), strict=True):
        numbers = [parse_number(row[name].strip()) for name in names]
        known = [number for number in numbers if number is not None and number >= 0]
        if len(known) < len(names) or known != sorted(known):
            found = ", ".join(row[name] for name in names)
            issues.append(
                _issue(table.file, line, "low_eur", found, "0 ≤ low ≤ best ≤ high in EUR")
            )
            continue
        costs[row["site_id"].strip()] = Estimate(*known)
    if issues:
        raise DataError(issues)
    return costs


def _require(file: str, header: tuple[str, ...], names: tuple[str, ...]) -> None:
    missing = [name for name in names if name not in header]
    if missing:
        raise DataError(
            [
                Issue(
                    Severity.ERROR,
                    file,
                    1,
                    name,
                    f"the columns {', '.join(header)}",
                    f"a column '{name}'",
                    "Add the column or correct its name.",
                )
                for name in missing
            ]
        )


def _issue(file: str, line: int, column: str, found: str, expected: str) -> Issue:
    return Issue(
        Severity.ERROR, file, line, column, f"'{found}'", expected, "Correct the numbers."
    )
