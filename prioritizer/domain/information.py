"""What a measurement costs, what it resolves, and what it is worth for the shortlist."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from prioritizer.domain.criterion import Status
from prioritizer.domain.matrix import BoolArray, FloatArray
from prioritizer.domain.words import percent


class CostClass(StrEnum):
    """How a measurement is done, from the cheapest on."""

    DESK = "desk"
    FIELD = "field"
    DRILLING = "drilling"


@dataclass(frozen=True, slots=True)
class MeasurementOption:
    """One way to learn more about a site; all numbers are defaults that a user may edit.

    ``measures`` are the names of what it resolves, ``reliability`` the share of their variance
    that it takes away, 0 to 1. ``parts`` names the work that a study of several parts is made
    of; its reliability is that of the weakest.
    """

    id: str
    name: str
    cost_class: CostClass
    measures: tuple[str, ...]
    reliability: float
    cost_low_keur: float
    cost_high_keur: float
    months_low: float
    months_high: float
    status: Status
    source: str
    parts: tuple[str, ...] = ()

    @property
    def cost_text(self) -> str:
        """Return the cost range in words."""
        return f"{self.cost_low_keur:g}–{self.cost_high_keur:g} k EUR"


@dataclass(frozen=True, slots=True)
class MeasurementWorth:
    """What one measurement at one site is worth.

    ``rank`` is its place on the list, None where too little is known to rank it. ``chance`` is
    the chance that it changes the list, ``gain`` the expected number of right places that it
    adds to the list, by this measurement with its error (expected value of sample information),
    ``perfect_gain`` that of one without error (of perfect information; NaN where it was not
    asked for), ``unknown`` what it would settle.
    """

    site_id: str
    name: str
    rank: int | None
    is_listed: bool
    option: MeasurementOption
    chance: float
    gain: float
    perfect_gain: float
    unknown: tuple[str, ...]

    @property
    def gain_per_100_keur(self) -> float:
        """Return the gain per 100 000 EUR, at the middle of the cost range."""
        middle = (self.option.cost_low_keur + self.option.cost_high_keur) / 2
        return self.gain / middle * 100.0

    @property
    def sentence(self) -> str:
        """Return the worth in words."""
        return (
            f"{self.name}: {self.option.name} ({self.option.cost_class}, "
            f"{self.option.cost_text}) has a {percent(self.chance)} chance to change the list."
        )


@dataclass(frozen=True, slots=True, eq=False)
class NextData:
    """What to measure next, the most gain per cost first.

    The alternatives are the ranked sites and those that are too little known: a measurement
    that makes such a site known well enough may win it a place.

    Attributes
    ----------
    worths
        Every site and measurement with a chance to change the shortlist.
    everything
        How many of the listed sites, as expected, are not among the best: what would be gained
        if all were known exactly.
    site_chance, site_gain
        ``(alternatives,)``: of knowing everything about that site alone.
    is_decided
        ``(alternatives,)``: in no draw does knowing everything about the site change the
        shortlist, so measuring there cannot pay for this decision.
    is_apart
        ``(alternatives,)``: too little is known to rank it.
    """

    alternatives: tuple[str, ...]
    names: tuple[str, ...]
    top: int
    draws: int
    seed: int
    worths: tuple[MeasurementWorth, ...]
    everything: float
    site_chance: FloatArray
    site_gain: FloatArray
    is_decided: BoolArray
    is_apart: BoolArray

    @property
    def sentence(self) -> str:
        """Return the gist in words."""
        decided = int(self.is_decided.sum())
        start = (
            f"At {decided} of {len(self.names)} sites no measurement can change the list "
            f"of {self.top} (in none of {self.draws} draws)."
        )
        if not self.worths:
            return f"{start} No single measurement can change it anywhere."
        first = self.worths[0]
        return f"{start} Most for the money: {first.sentence}"
