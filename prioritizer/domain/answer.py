"""The answer to a ranking: what is known of each cell, who is on the list and how surely."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from prioritizer.domain.words import percent
from prioritizer.errors import InputError
from prioritizer.languages.speech import gettext, noop

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]
Levels = NDArray[np.uint16]

LIST_SIZE = 10
LEAST_KNOWN = 0.5
"""Known weight below which a site is too little known to be ranked; a project default."""
MOST_UNKNOWN = 0.8
"""Share of sites beyond which a criterion that is unknown for them starts switched off."""


def known_percent(share: float) -> str:
    """Return a known weight, 0 to 1, in per cent; below the limit it never reads as the limit.

    Whole per cent, or tenths rounded down where whole ones would round up to `LEAST_KNOWN`.
    ``knownText`` of ``prioritizer/ui/shell/assets/words.js`` says the same in the browser.
    """
    if share < LEAST_KNOWN - 1e-9 and math.floor(100 * share + 0.5) >= 100 * LEAST_KNOWN:
        return percent(math.floor(1000 * share + 1e-6) / 1000, tenths=True)
    return percent(share)


class GapMode(StrEnum):
    """What is taken for a value that is not known."""

    LIKE_INVENTORY = "like-inventory"
    NOTHING_ASSUMED = "nothing-assumed"
    MIDDLE = "middle"

    @property
    def words(self) -> str:
        """Return what it means, in words."""
        return _MODES[self]


_MODES = {
    GapMode.LIKE_INVENTORY: noop("an unknown value is drawn from like sites of the inventory"),
    GapMode.NOTHING_ASSUMED: noop("an unknown value may lie anywhere on its scale"),
    GapMode.MIDDLE: noop(
        "an unknown value counts as the middle of its scale, as in version 0.1"
    ),
}


class CellState(StrEnum):
    """How a cell is known."""

    MEASURED = "measured"
    BOUNDED = "bounded"
    ANALOGUE = "analogue"
    ASSUMED = "assumed"
    UNKNOWN = "unknown"


STATES = tuple(CellState)


class Section(StrEnum):
    """Where a site stands: how sure its place on the list is."""

    SECURE = "secure"
    LIKELY = "likely"
    OPEN = "open"
    OUT = "out"
    TOO_LITTLE_KNOWN = "too little known"


RANKED_SECTIONS = (Section.SECURE, Section.LIKELY, Section.OPEN, Section.OUT)


@dataclass(frozen=True, slots=True)
class SectionLimits:
    """From which chance on a site is secure, likely and open; below, it is out.

    Defaults of this project, meant to be edited.
    """

    secure: float = 0.9
    likely: float = 0.5
    open: float = 0.1

    def __post_init__(self) -> None:
        if not 0.0 <= self.open <= self.likely <= self.secure <= 1.0:
            raise InputError(
                f"sections: found secure from {self.secure:g}, likely from {self.likely:g} and "
                f"open from {self.open:g}. Expected 0 <= open <= likely <= secure <= 1. "
                "Give for example 0.9, 0.5 and 0.1."
            )

    def section(self, chance: float) -> Section:
        """Return the section of a chance on the list, 0 to 1.

        Chances count in whole per cent, halves upwards, as they are shown.
        """
        chance = math.floor(100.0 * chance + 0.5) / 100.0
        if chance >= self.secure:
            return Section.SECURE
        if chance >= self.likely:
            return Section.LIKELY
        return Section.OPEN if chance >= self.open else Section.OUT

    def sections(self, chances: FloatArray) -> tuple[Section, ...]:
        """Return the section of each chance, ``(sites,)``, as `section` does for one."""
        whole = np.floor(100.0 * chances + 0.5) / 100.0
        ends = (self.secure, self.likely, self.open)
        codes = sum((whole < end).astype(np.int64) for end in ends)
        return tuple(map(RANKED_SECTIONS.__getitem__, np.asarray(codes).tolist()))

    @property
    def meanings(self) -> Mapping[Section, str]:
        """Return what each section says about a site, in words."""
        return {
            Section.SECURE: gettext(
                "on the list in at least {share} of the draws", share=percent(self.secure)
            ),
            Section.LIKELY: gettext(
                "on the list in {share} of the draws or more", share=percent(self.likely)
            ),
            Section.OPEN: gettext(
                "on the list in {share} of the draws or more", share=percent(self.open)
            ),
            Section.OUT: gettext(
                "on the list in fewer than {share} of the draws", share=percent(self.open)
            ),
            Section.TOO_LITTLE_KNOWN: gettext(
                "less than {share} of the weight rests on what is known; the site is not "
                "ranked",
                share=percent(LEAST_KNOWN),
            ),
        }


@dataclass(frozen=True, slots=True)
class Assumption:
    """A value typed by a person for one cell, in the unit of the criterion, with a reason."""

    site_id: str
    criterion: str
    low: float
    best: float | None
    high: float
    reason: str

    def __post_init__(self) -> None:
        best = self.low if self.best is None else self.best
        if not self.low <= best <= self.high:
            raise InputError(
                f"assumption for {self.site_id}, {self.criterion}: found low {self.low:g}, "
                f"best {best:g}, high {self.high:g}. Expected low <= best <= high. "
                "Put them in order."
            )
        if not self.reason.strip():
            raise InputError(
                f"assumption for {self.site_id}, {self.criterion}: found no reason. "
                "Expected one sentence. Say why you assume it."
            )


@dataclass(frozen=True, slots=True, eq=False)
class ValueDraws:
    """Drawn values of all sites of a problem, and how each cell is known.

    Attributes
    ----------
    levels
        ``(draws, sites, criteria)``: values as whole numbers of 1/65535.
    states
        ``(sites, criteria)``: index into `STATES`.
    means
        ``(sites, criteria)``: expected values of cells that are drawn for want of evidence; NaN
        elsewhere.
    seed, gaps
        What repeats the draws.
    alike
        ``(sites,)``: labels of the sites; those of which the same is known have the same one.
        None where no two are alike, or nobody says so.
    """

    levels: Levels
    states: IntArray
    means: FloatArray
    seed: int
    gaps: GapMode
    alike: IntArray | None = None

    @property
    def draws(self) -> int:
        """Return the number of draws."""
        return len(self.levels)

    def state(self, row: int, column: int) -> CellState:
        """Return how a cell is known."""
        return STATES[int(self.states[row, column])]

    def rows(self, rows: IntArray) -> ValueDraws:
        """Return the draws of some sites."""
        return ValueDraws(
            self.levels[:, rows],
            self.states[rows],
            self.means[rows],
            self.seed,
            self.gaps,
            None if self.alike is None else self.alike[rows],
        )


@dataclass(frozen=True, slots=True)
class Apart:
    """A site that is too little known to be ranked.

    ``chance`` is the share of draws in which it would pass the last one listed.
    """

    site_id: str
    name: str
    known_weight: float
    chance: float
    missing: tuple[str, ...] = ()

    @property
    def reason(self) -> str:
        """Return why it is not ranked, in words."""
        known = known_percent(self.known_weight)
        return gettext("Too little is known: {share} of the weight.", share=known)


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """How surely each ranked site is on the list; rows in the order of the decision matrix.

    Attributes
    ----------
    top
        Places on the list.
    chance
        ``(sites,)``: share of draws with a place on the list, 0 to 1.
    rank_5, rank_median, rank_95
        ``(sites,)``: places that 5, 50 and 95 % of the draws do not exceed.
    known_weight
        ``(sites,)``: share of the weight that rests on what is known, 0 to 1.
    states
        ``(sites, criteria)``: index into `STATES`.
    apart
        The sites that are too little known, by falling chance.
    criteria_left_out
        Ids of criteria that separate nobody and start switched off.
    known_counts
        By criterion id, for how many sites it is measured or bounded.
    """

    top: int
    gaps: GapMode
    draws: int
    seed: int
    chance: FloatArray
    rank_5: IntArray
    rank_median: IntArray
    rank_95: IntArray
    known_weight: FloatArray
    states: IntArray
    apart: tuple[Apart, ...] = ()
    criteria_left_out: tuple[str, ...] = ()
    known_counts: Mapping[str, int] = field(default_factory=dict)
    limits: SectionLimits = field(default_factory=SectionLimits)
    _sections: list[tuple[Section, ...]] = field(default_factory=list, init=False, repr=False)

    @property
    def sections(self) -> tuple[Section, ...]:
        """Return the section of each ranked site."""
        # Asked for twenty times per page, and for each site of a list: found once.
        if not self._sections:
            self._sections.append(self.limits.sections(self.chance))
        return self._sections[0]

    def count(self, section: Section) -> int:
        """Return how many sites stand in a section."""
        if section is Section.TOO_LITTLE_KNOWN:
            return len(self.apart)
        return self.sections.count(section)

    @property
    def could_reach(self) -> int:
        """Return how many sites that are too little known could be on the list, if ranked."""
        return sum(self.limits.section(site.chance) is not Section.OUT for site in self.apart)

    def state(self, row: int, column: int) -> CellState:
        """Return how a cell is known."""
        return STATES[int(self.states[row, column])]
