"""What a pilot study is meant to settle and how: inputs only, each marked with its standing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")


class Standing(StrEnum):
    """Where a value comes from: inventory, source, memory, a rule of this tool, a person."""

    EVIDENCE = "evidence"
    VERIFIED = "verified"
    RECALLED = "recalled"
    DERIVED = "derived"
    EDITED = "edited"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Default(Generic[T]):
    """A value with its standing and source; a person may replace it."""

    value: T
    standing: Standing
    source: str

    def edited(self, value: T, source: str = "typed by the user") -> Default[T]:
        """Return the value that a person put in its place."""
        return replace(self, value=value, standing=Standing.EDITED, source=source)


@dataclass(frozen=True, slots=True)
class Estimate:
    """Low, best and high of a number, all known, in the unit its field names."""

    low: float
    best: float
    high: float

    @classmethod
    def exactly(cls, value: float) -> Estimate:
        """Return an estimate without spread."""
        return cls(value, value, value)

    def __add__(self, other: Estimate) -> Estimate:
        return Estimate(self.low + other.low, self.best + other.best, self.high + other.high)

    def scaled(self, factor: float) -> Estimate:
        """Return all three times a factor of 0 or more."""
        return Estimate(self.low * factor, self.best * factor, self.high * factor)


ZERO = Estimate(0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of test work with what it needs, costs and proves."""

    number: int
    name: str
    purpose: str
    mass_t: Estimate
    months: Estimate
    cost_eur: Estimate
    trl: str
    unfc: str
    standing: Standing
    source: str


@dataclass(frozen=True, slots=True)
class TestStage:
    """A stage as planned for one site."""

    number: int
    name: str
    purpose: str
    mass_t: Default[Estimate]
    months: Default[Estimate]
    cost_eur: Default[Estimate]
    trl: str
    unfc: str


@dataclass(frozen=True, slots=True)
class SamplingPlan:
    """What decides how much is sampled and where; the numbers that follow are computed from it.

    ``top_size_cm`` is the screen that passes 95 %, ``liberation_cm`` the size at which the
    mineral is free, ``mineral_fraction`` the mass fraction of the mineral (not the metal), 0 to
    1; ``sampling_error`` is a relative standard deviation, ``precision`` a relative half-width
    at 90 % confidence, ``cv`` the coefficient of variation between holes, all 0 to 1.
    """

    top_size_cm: Default[float]
    liberation_cm: Default[float]
    mineral: Default[str]
    mineral_fraction: Default[float | None]
    mineral_density_t_m3: Default[float | None]
    gangue_density_t_m3: Default[float]
    sampling_error: Default[float]
    cv: Default[float]
    precision: Default[float]
    area_ha: Default[float | None]
    depth_m: Default[Estimate]
    layout: Default[str]
    composites: Default[str]
    qaqc: Default[str]


@dataclass(frozen=True, slots=True)
class BulkSample:
    """What decides the mass of the bulk sample of a continuous pilot."""

    throughput_kg_h: Default[float]
    hours_per_run: Default[float]
    runs: Default[float]
    commissioning: Default[float]
    availability: Default[float]


@dataclass(frozen=True, slots=True)
class Flowsheet:
    """A way to treat the waste; a legacy one was tried on this very waste."""

    name: str
    products: tuple[str, ...]
    recovery_pct: str
    is_legacy: bool
    why_stopped: Default[str] | None
    standing: Standing
    source: str


@dataclass(frozen=True, slots=True)
class PilotDefinition:
    """The record of one pilot study: question, plan, products, residue, consents, decision.

    ``veto`` says in words what holds the site back, blank where nothing does. It is no entry
    of the draft: nobody edits it away. Nor is ``next_step``, what to find out first for the
    list, in the words of the ranking; blank where no ranking says it.
    """

    site_id: str
    name: str
    question: Default[str]
    hypothesis: Default[str]
    kill_criteria: Default[tuple[str, ...]]
    body: Default[str]
    zones: Default[tuple[str, ...]]
    sampling: SamplingPlan
    stages: tuple[TestStage, ...]
    bulk: BulkSample
    plant_t_h: Default[float | None]
    flowsheets: tuple[Flowsheet, ...]
    products: Default[tuple[str, ...]]
    specifications: Default[str]
    residue: Default[str]
    nnp_target: Default[str]
    unfc_now: Default[str]
    unfc_steps: Default[tuple[str, ...]]
    trl_before: Default[str]
    trl_after: Default[str]
    permits: Default[tuple[str, ...]]
    partners: Default[tuple[str, ...]]
    owner_consent: Default[str]
    data_licence: Default[str]
    identifiers: Default[str]
    decision_rule: Default[tuple[str, ...]]
    veto: str = ""
    next_step: str = ""
    aside: str = ""

    @property
    def warning(self) -> str:
        """Return the sentences that stand on top of every form of the draft, mostly blank."""
        return veto_warning(self.veto) if self.veto else self.aside


def veto_warning(veto: str) -> str:
    """Return what to say wherever a pilot or a project at a vetoed site is shown."""
    return (
        f"A veto holds this site back ({veto.rstrip('.')}). It is not ranked and cannot be "
        "shortlisted. This draft does not lift the veto: settle that first."
    )
