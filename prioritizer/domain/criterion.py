"""A yardstick: what is measured, in which unit, which way is better, what it is worth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from prioritizer.domain.gates import GateRule
from prioritizer.domain.value_function import ValueFunction
from prioritizer.domain.value_tree import Branch, Node, leaf_weights, walk
from prioritizer.domain.words import format_number
from prioritizer.languages.speech import gettext

__all__ = [
    "Branch",
    "ColumnKind",
    "Combine",
    "CriteriaSet",
    "Criterion",
    "GateRule",
    "Objective",
    "Parameter",
    "RiskMode",
    "Status",
    "ValueFunction",
    "WeightProfile",
]


class Objective(StrEnum):
    """Whether more or less of a performance is better, or a range in between.

    Methods know only more or less: where they take performances instead of values, a target
    criterion enters by its value, more of which is better.
    """

    MAX = "max"
    MIN = "min"
    TARGET = "target"


class RiskMode(StrEnum):
    """What environmental risk means in one run; exactly one applies."""

    URGENCY = "urgency"
    PROJECT_RISK = "project-risk"
    REDUCTION = "reduction"


class Status(StrEnum):
    """How well a default is founded: read in a source, recalled, or derived here."""

    VERIFIED = "verified"
    RECALLED = "recalled"
    DERIVED = "derived"


class Combine(StrEnum):
    """How the parts of a composite make one number.

    ``mean`` weighs the parts, so that every known one narrows the result; ``product`` is the
    geometric mean of earlier versions, in which one part near zero blocks the rest.
    """

    MEAN = "mean"
    PRODUCT = "product"


class ColumnKind(StrEnum):
    """How a criterion reads an own column: as a number, by classes, or as yes and no."""

    NUMBER = "number"
    CLASSES = "classes"
    YESNO = "yes-no"


# Before the name of an own column where it is what a criterion measures.
OWN_COLUMN = "column:"
YES, NO = "yes", "no"
# The parameter that weighs the parts of a composite.
PART_WEIGHTS = "part_weights"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A default inside a formula that a user may edit: named numbers with their source."""

    values: Mapping[str, float]
    unit: str
    source: str
    status: Status = Status.DERIVED


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion as defined in a criteria file.

    ``formula``, ``description`` and ``source`` are sentences for people; ``measure`` names the
    function that reads the performance from a site. ``plain`` says in everyday words what the
    ``worst`` and the ``best`` end of the scale mean, and by which ``name`` people in a room
    know the criterion, where its own is a term of the trade. ``combine`` is how the parts of a
    composite are put together, None where the file does not say. Where the measure is an own
    column, ``kind`` says how it is read, and ``classes`` which performance each class has; yes
    is 1 and no is 0.
    """

    id: str
    name: str
    question: str
    measure: str
    unit: str
    objective: Objective
    value_function: ValueFunction
    formula: str
    description: str
    source: str
    status: Status = Status.DERIVED
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    plain: Mapping[str, str] = field(default_factory=dict)
    combine: Combine | None = None
    kind: ColumnKind | None = None
    classes: Mapping[str, float] = field(default_factory=dict)

    @property
    def column(self) -> str:
        """Return the own column that is measured; blank where it is another measure."""
        is_own = self.measure.startswith(OWN_COLUMN)
        return self.measure.removeprefix(OWN_COLUMN) if is_own else ""

    @property
    def named_performances(self) -> Mapping[str, float]:
        """Return the performances that have a name: the classes, or yes and no."""
        return {NO: 0.0, YES: 1.0} if self.kind is ColumnKind.YESNO else self.classes

    def performance_name(self, performance: float) -> str:
        """Return the class that has a performance; blank where none or several have."""
        names = [n for n, held in self.named_performances.items() if held == performance]
        return names[0] if len(names) == 1 else ""

    @property
    def room_name(self) -> str:
        """Return what the criterion is called on phones and ballots."""
        return self.plain.get("name", self.name)

    @property
    def combined(self) -> Combine:
        """Return how the parts of a composite are put together.

        A criterion that says neither this nor what its parts weigh was saved before parts had
        weights: its formula is the product, and it keeps its numbers.
        """
        if self.combine is not None:
            return self.combine
        return Combine.MEAN if PART_WEIGHTS in self.parameters else Combine.PRODUCT

    @property
    def is_bare_index(self) -> bool:
        """Return whether the numbers of the scale, 0 and 1, mean nothing beside its words."""
        ends = {self.value_function.worst, self.value_function.best}
        return ends == {0.0, 1.0} and {"worst", "best"} <= self.plain.keys()

    @property
    def range_text(self) -> str:
        """Return the worst-to-best range in words, for beside a weight."""
        function = self.value_function
        worst, best = format_number(function.worst), format_number(function.best)
        names = self.performance_name(function.worst), self.performance_name(function.best)
        if all(names):
            return " → ".join(map(gettext, names))
        if function.kind == "target":
            low, low_best, high_best, high = (format_number(x) for x in function.points)
            worst = gettext("below {low} or above {high}", low=low, high=high)
            best = low_best
            if low_best != high_best:
                best = gettext("{worst} to {best}", worst=low_best, best=high_best)
        return f"{worst} → {best} {gettext(self.unit)}".strip()


@dataclass(frozen=True, slots=True)
class WeightProfile:
    """A named starting point for weights; points need not sum to anything."""

    id: str
    name: str
    description: str
    points: Mapping[str, float]
    source: str


@dataclass(frozen=True, slots=True)
class CriteriaSet:
    """Criteria as loaded from one file, with starting weights and the variants of risk.

    ``branches`` group the criteria to a value tree; without any it is flat. ``gates`` set sites
    aside, with a reason, before anything is scored.
    """

    id: str
    title: str
    version: str
    criteria: tuple[Criterion, ...]
    profiles: tuple[WeightProfile, ...] = ()
    risk_variants: Mapping[RiskMode, tuple[Criterion, ...]] | None = None
    branches: tuple[Branch, ...] = ()
    gates: tuple[GateRule, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the criterion ids in order."""
        return tuple(criterion.id for criterion in self.criteria)

    def tree(self) -> tuple[Node, ...]:
        """Return branches and criteria, parents before their members."""
        return walk(self.ids, self.branches)

    def even_points(self) -> dict[str, float]:
        """Return the points to start from: alike, in a tree those of its profile ``equal``.

        A tree without that profile shares evenly among the members of each branch.
        """
        if not self.branches:
            return dict.fromkeys(self.ids, 1.0)
        for profile in self.profiles:
            if profile.id == "equal":
                return dict(profile.points)
        weights = leaf_weights(self.tree(), {})
        return {name: 100 * weights[name] for name in self.ids}

    def name_of(self, node: str) -> str:
        """Return the name of a branch or a criterion."""
        named: tuple[Branch | Criterion, ...] = (*self.branches, *self.criteria)
        return next(one.name for one in named if one.id == node)

    def with_risk(self, mode: RiskMode) -> CriteriaSet:
        """Return the set in which the criteria of risk read in one of their three ways."""
        variants = {c.id: c for c in (self.risk_variants or {}).get(mode, ())}
        if not variants:
            return self
        return replace(self, criteria=tuple(variants.get(c.id, c) for c in self.criteria))
