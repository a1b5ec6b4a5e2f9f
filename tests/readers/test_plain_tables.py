"""Small tables of numbers that a spreadsheet saved with decimal commas."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from prioritizer.domain.pilot import Estimate
from prioritizer.domain.reference import Reference
from prioritizer.errors import DataError
from prioritizer.readers.assumptions import read_assumptions
from prioritizer.readers.measurement_costs import read_measurement_options
from prioritizer.readers.outcomes import OPTIONAL, REQUIRED, read_outcomes
from prioritizer.readers.pilot_facts import KG_PER_T, read_costs, read_prices
from prioritizer.readers.trade import read_trade
from prioritizer.readers.weight_answers import read_points, read_trade_offs
from prioritizer.readers.weights import read_best_worst, read_comparisons

Read = Callable[[Path], Any]
PRICE = "symbol;price_usd_per_kg;date;source"
COST = "site_id;low_eur;best_eur;high_eur"
TRADE = "symbol;net_imports_t;production_t;source;recycling"
ASSUMED = "site_id;criterion;low;best;high;reason"
MEASURED = (
    "measurement;name;cost_class;measures;reliability;cost_low_keur;cost_high_keur;months_low;"
    "months_high;status;source"
)


def assumed(path: Path) -> tuple[float, ...]:
    [one] = read_assumptions(path, ["tonnage"])
    return one.low, one.high


def measured(path: Path) -> tuple[float, ...]:
    [one] = read_measurement_options(path)
    return one.reliability, one.cost_low_keur, one.cost_high_keur


def priced(path: Path) -> float:
    return read_prices(path)["Cu"].usd_per_t / KG_PER_T


def compared(path: Path) -> float:
    return float(read_comparisons(path).matrix[0, 1])


def traded(path: Path) -> tuple[float | None, ...]:
    one = read_trade(path)["Co"]
    return one.net_imports_t, one.production_t, one.recycling


# How each table is read, and its text with decimal commas and points between thousands.
COMMAS: list[tuple[Read, str, Any]] = [
    (priced, f"{PRICE}\nCu;9,25;2025;x", 9.25),
    (
        read_costs,
        f"{COST}\nA;800.000;900.000;1.200.000",
        {"A": Estimate(800_000, 900_000, 1_200_000)},
    ),
    (
        read_costs,
        f"{COST}\nA;800.000;900.000;950.000\nB;1,5;2;2,5",
        {"A": Estimate(800_000, 900_000, 950_000), "B": Estimate(1.5, 2, 2.5)},
    ),
    (traded, f"{TRADE}\nCo;8.000;2.000;x;0,25", (8000, 2000, 0.25)),
    (assumed, f"{ASSUMED}\nA;tonnage;800.000;;1.000.000;why", (800_000, 1_000_000)),
    (measured, f"{MEASURED}\nm;n;desk;tonnage;0,5;2.000;9.000;1;2;derived;x", (0.5, 2e3, 9e3)),
    (lambda path: read_points(path)[1], "name;points\ngrade;33,5\nvolume;1.000", (33.5, 1000)),
    (lambda path: read_trade_offs(path)[1][0].share, "a;b;share\ngrade;volume;0,125", 0.125),
    (compared, ";a;b\na;;2,5\nb;;", 2.5),
    (compared, ";a;b;c\na;;1/3;0,5\nb;;;3\nc;;;", 1 / 3),
    (
        lambda path: list(read_best_worst(path)[1].best_to_others),
        ";a;b\nbest_to_others;1;2,5\nothers_to_worst;2,5;1",
        [1, 2.5],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("read", "text", "expected"), COMMAS)
def test_commas_and_points_of_thousands_are_read(
    tmp_path: Path, read: Read, text: str, expected: object
) -> None:
    path = tmp_path / "table.csv"
    path.write_text(text + "\n", encoding="utf-8")

    assert read(path) == expected


OPEN: list[tuple[Read, str]] = [
    (read_prices, f"{PRICE}\nCu;9.250;2025;x"),
    (read_costs, f"{COST}\nA;800.000;900.000;950.000"),
    (read_costs, f"{COST}\nA;800.000;900.5;950.5\nB;1;2;2"),
    (read_trade, f"{TRADE}\nCo;8.000;2.5;x;"),
    (assumed, f"{ASSUMED}\nA;tonnage;800.000;;900.000;why"),
    (measured, f"{MEASURED}\nm;n;desk;tonnage;1;2.000;10.000;1;2;derived;x"),
    (read_points, "criterion;points\ngrade;33.500\nvolume;60"),
    (read_comparisons, ";a;b\na;;2.500\nb;;"),
]


@pytest.mark.parametrize(("read", "text"), OPEN)
def test_a_number_that_may_be_two_is_refused(tmp_path: Path, read: Read, text: str) -> None:
    path = tmp_path / "table.csv"
    path.write_text(text + "\n", encoding="utf-8")

    with pytest.raises(DataError, match="a decimal or thousands"):
        read(path)


@pytest.mark.parametrize(("read", "text"), [(read, text) for read, text, _ in COMMAS[:8]])
def test_a_decimal_comma_that_parts_a_cell_shifts_no_numbers(
    tmp_path: Path, read: Read, text: str
) -> None:
    path = tmp_path / "table.csv"
    head, _, rows = text.partition("\n")
    path.write_text(f"{head.replace(';', ',')}\n{rows.replace(';', ',')},5\n", encoding="utf-8")

    with pytest.raises(DataError, match="as in the header"):
        read(path)


OUTCOME = {
    "body_id": "X-1", "name": "Pond", "country": "SE", "waste_type": "tailings",
    "outcome": "reprocessed", "outcome_year": "2018", "evidence_year": "2015",
    "standing": "verified", "cohort": "compilation",
}  # fmt: skip


@pytest.mark.parametrize(
    ("mass", "grades", "found"),
    [
        ("800.000", "Cu=0,5 %", (800_000, 0.5)),
        ("1.200.000", "Cu=1.500 ppm;Au=0,3 g/t", (1_200_000, 1500)),
        ("800.000,5", "Cu=1.500 ppm", (800_000.5, 1500)),
        ("800.000", "Cu=0.5 %", (800, 0.5)),
        ("800.000", "Cu=1 %", None),
        ("800000", "Cu=1.500 ppm", None),
    ],
)
def test_outcomes_are_read_by_the_marks_of_their_table(
    tmp_path: Path,
    reference: Reference,
    mass: str,
    grades: str,
    found: tuple[float, float] | None,
) -> None:
    row = OUTCOME | {"mass_t": mass, "grade_list": f'"{grades}"'}
    path = tmp_path / "outcomes.csv"
    names = (*REQUIRED, *OPTIONAL)
    cells = ";".join(row.get(name, "") for name in names)
    path.write_text(f"{';'.join(names)}\n{cells}\n", encoding="utf-8")

    read = read_outcomes(path, reference)

    sites = [one.site for one in read.outcomes]
    assert [(s.tonnage_t.best, s.assays[0].grade.best) for s in sites] == (
        [found] if found else []
    )
    # Masses beside decimal points are read as decimals, and it is said.
    assert bool(read.issues) is (found is None or found[0] == 800)
