"""Grades beyond the mineral that carries the element: kept, shown, not used until confirmed."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from prioritizer.domain.reference import Reference
from prioritizer.domain.site import QUARANTINED

MAXIMA = Path(__file__).with_name("plausible_maxima.csv")
PER_CENT = {"%": 1.0, "ppm": 1e-4, "g/t": 1e-4, "mg/kg": 1e-4}
# The largest number that a grade can be, by unit.
ROOMY = {"%": 100.0, "g/t": 1e6, "ppm": 1e6, "mg/kg": 1e6}


@cache
def plausible_maxima() -> dict[str, tuple[float, str]]:
    """Return by element the largest plausible grade in per cent, with the reason."""
    with MAXIMA.open(encoding="utf-8", newline="") as file:
        return {
            row["symbol"]: (float(row["maximum_pct"]), row["reason"])
            for row in csv.DictReader(file)
        }


def largest_plausible(symbol: str, unit: str) -> float:
    """Return the largest plausible grade of an element in a unit; 100 % of any other."""
    most, _ = plausible_maxima().get(symbol, (100.0, ""))
    return most / PER_CENT[unit]


def why_impossible(
    symbol: str, values: Sequence[float | None], unit: str, factor: float = 1.0
) -> str:
    """Return why a grade cannot be, blank where it can.

    Parameters
    ----------
    symbol
        The element; of a compound the one that ``factor`` leads to.
    values
        Low, best and high in ``unit``; the largest counts.
    """
    known = [value for value in values if value is not None]
    most, reason = plausible_maxima().get(symbol, (100.0, ""))
    if not known or unit not in PER_CENT or max(known) * PER_CENT[unit] * factor <= most:
        return ""
    found = f"{max(known):g} {unit}"
    return f"{found} is above {most:g} % {symbol} ({reason})" if reason else found


def held_note(note: str, held: str) -> str:
    """Return the note of a grade that a column ``quarantined`` holds back.

    The note says so itself where nobody changed it.
    """
    if not held or note.startswith(QUARANTINED):
        return note
    return "; ".join(filter(None, (f"{QUARANTINED}{held}", note)))


def quarantine_note(
    analyte: str, values: Sequence[float | None], unit: str, reference: Reference
) -> str:
    """Return the note of a grade that is not to be used until confirmed; blank for others."""
    known = reference.analytes.get(analyte)
    if known is None or known.factor is None:
        return ""
    why = why_impossible(known.symbol, values, unit, known.factor)
    return f"{QUARANTINED}{why}" if why else ""
