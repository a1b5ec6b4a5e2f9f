"""The words of a hindcast: what became of waste bodies, and how well an order foretold it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from prioritizer.domain.site import Site


class OutcomeKind(StrEnum):
    """What became of a body."""

    REPROCESSED = "reprocessed"
    PILOT_SUCCESS = "pilot_success"
    PILOT_FAILED = "pilot_failed"
    DRILLED_DROPPED = "drilled_dropped"
    SAMPLED_ONLY = "sampled_only"
    REMEDIATED = "remediated"
    NOTHING = "nothing"


class OutcomeResult(StrEnum):
    """How it went for a body that was taken up; a judgement."""

    SUCCESS = "success"
    MIXED = "mixed"
    FAILURE = "failure"
    OPEN = "open"


class Standing(StrEnum):
    """How far a row was read in a source."""

    VERIFIED = "verified"
    DERIVED = "derived"
    RECALLED = "recalled"


class Target(StrEnum):
    """What counts as a hit."""

    TAKEN_UP = "taken_up"
    WENT_WELL = "went_well"
    REPROCESSED = "reprocessed"


TAKEN_UP = frozenset([OutcomeKind.REPROCESSED, OutcomeKind.PILOT_SUCCESS])
# The cohort of rows that were found by looking for known projects; every other is a list that
# was drawn up without regard to the outcome.
COLLECTED = "narrative"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A waste body with the evidence of a year, and what became of it.

    Attributes
    ----------
    site
        Place, kind of waste, mass, grades and commodities as known in ``evidence_year``.
    cohort
        The list that the row comes from; ``narrative`` where it was found by its outcome.
    has_hindsight
        Whether the evidence was known only because of the outcome, or after it.
    is_open, is_doubtful
        Whether nothing is decided yet; whether no record of the outcome was found.
    hazard_note, plant_note
        What was known of harm, and of a plant that could take the waste, in words.
    """

    site: Site
    kind: OutcomeKind
    evidence_year: int
    outcome_year: int | None = None
    result: OutcomeResult | None = None
    cohort: str = ""
    standing: Standing = Standing.RECALLED
    has_hindsight: bool = False
    is_open: bool = False
    is_doubtful: bool = False
    hazard_note: str = ""
    plant_note: str = ""

    @property
    def is_taken_up(self) -> bool:
        """Return whether it was reprocessed, or a pilot met its aim."""
        return self.kind in TAKEN_UP

    @property
    def is_unsure(self) -> bool:
        """Return whether the outcome may be another one than the table says."""
        return self.standing is Standing.RECALLED or self.is_doubtful

    @property
    def is_of_closed_list(self) -> bool:
        """Return whether its list was drawn up without regard to the outcome."""
        return self.cohort.casefold() not in {"", COLLECTED}


@dataclass(frozen=True, slots=True)
class PastPrices:
    """Prices by symbol and year, and what money was worth.

    Attributes
    ----------
    by_symbol
        USD of the year per kg of element, by year.
    recalled
        Symbols whose prices were set down from memory.
    price_index
        Consumer prices by year; only ratios count.
    """

    by_symbol: Mapping[str, Mapping[int, float]]
    recalled: frozenset[str]
    price_index: Mapping[int, float]


@dataclass(frozen=True, slots=True)
class Spread:
    """A figure with the ends of its 90 % interval."""

    best: float
    low: float
    high: float

    @property
    def width(self) -> float:
        """Return how far apart the ends are."""
        return self.high - self.low


@dataclass(frozen=True, slots=True)
class Lift:
    """Hits among the first ``top``: expected ones where bodies tie for the last places.

    ``lift`` is their share over the share in the whole list; ``by_luck`` the chance that a
    random order has as many, whole ones.
    """

    top: int
    hits: float
    lift: Spread
    by_luck: float


@dataclass(frozen=True, slots=True)
class Without:
    """The smallest and largest AUC when one country after the other is left out."""

    low: float
    low_country: str
    high: float
    high_country: str


@dataclass(frozen=True, slots=True)
class Doubted:
    """The AUC when hits whose row is unsure are left out, and when they count as others.

    None where no hit, or no other body, would remain.
    """

    left_out: float | None
    as_others: float | None


@dataclass(frozen=True, slots=True)
class Skill:
    """How well one method told hits from the others on one list.

    Attributes
    ----------
    auc
        Chance that a hit stands before another body, ties half: 0.5 is luck.
    over_mass, over_product
        Difference to mass only, and to the product with equal weights, drawn in pairs; None for
        these themselves and for random.
    relabelled
        Median and 90 % interval if a share of unsure others were hits in truth.
    without
        With one country left out; None where too few are left.
    doubted
        Without the hits whose row is unsure; None where all are sure.
    within
        Over pairs of one family of commodities only; None where these are too few.
    lifts
        For each number of places; empty where the list has too few hits.
    """

    method: str
    auc: Spread
    over_mass: Spread | None = None
    over_product: Spread | None = None
    relabelled: Spread | None = None
    without: Without | None = None
    doubted: Doubted | None = None
    within: Spread | None = None
    lifts: tuple[Lift, ...] = ()


@dataclass(frozen=True, slots=True)
class Trial:
    """All methods on one list for one target.

    ``unsure`` counts the others whose row is unsure, ``unsure_hits`` names such hits.
    ``pairs_within`` counts the pairs of a hit and another of one family of commodities.
    ``why_no_auc`` and ``why_no_lift`` say why a figure cannot be given; blank where it is.
    """

    list_id: str
    title: str
    target: Target
    n: int
    hits: int
    unsure: int
    unsure_hits: tuple[str, ...] = ()
    pairs_within: int = 0
    skills: tuple[Skill, ...] = ()
    why_no_auc: str = ""
    why_no_lift: str = ""


@dataclass(frozen=True, slots=True)
class KindPlaces:
    """Of one kind of outcome: rows, rows compared, and their mean place by method.

    The mean place is a share of the list: 0 is its head, 1 its end.
    """

    kind: OutcomeKind
    n: int
    n_compared: int
    mean_place: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class PlantWords:
    """What the table says about a plant, for bodies taken up or for the others.

    Attributes
    ----------
    near, perhaps, far
        A plant stood within 2 km; the range given reaches beyond; it stood farther off.
    built, none, other
        One was built for it; there was none; a word that gives no distance.
    """

    n: int
    near: int = 0
    perhaps: int = 0
    far: int = 0
    built: int = 0
    none: int = 0
    other: int = 0

    @property
    def told(self) -> int:
        """Return of how many there is a word."""
        return self.near + self.perhaps + self.far + self.built + self.none + self.other


@dataclass(frozen=True, slots=True)
class BodyPlaces:
    """A compared body with its places, 1 the first, by method; ties share a middle place."""

    body_id: str
    name: str
    country: str
    kind: OutcomeKind
    result: OutcomeResult | None
    places: Mapping[str, float]
    lists: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hindcast:
    """The whole test of a table of outcomes.

    Attributes
    ----------
    n_collected
        Rows that were found by their outcome, not taken from a list.
    left_out
        Rows that cannot be compared, by reason.
    criteria_left_out
        By product method, the names of the criteria that say nothing about these bodies.
    recalled_prices, timeless_prices
        Symbols that occur whose past price was set down from memory, and that have none, so
        that the price of 2024 stands for every year.
    """

    title: str
    n: int
    n_taken_up: int
    n_collected: int
    n_compared: int
    left_out: Mapping[str, int]
    trials: tuple[Trial, ...]
    kinds: tuple[KindPlaces, ...]
    places: tuple[BodyPlaces, ...]
    plants_of_taken_up: PlantWords
    plants_of_others: PlantWords
    methods: Mapping[str, str]
    criteria_left_out: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    recalled_prices: tuple[str, ...] = ()
    timeless_prices: tuple[str, ...] = ()
    draws: int = 0
    seed: int = 1
    wrong_share: float = 0.0

    def trial(self, list_id: str, target: Target = Target.TAKEN_UP) -> Trial:
        """Return the result of one list."""
        return next(t for t in self.trials if (t.list_id, t.target) == (list_id, target))
