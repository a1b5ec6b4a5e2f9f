"""What a person fills in to make a criterion or a gate of an own column, and what is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from prioritizer.appraisal.measures import MEASURES
from prioritizer.appraisal.own_measures import word_of
from prioritizer.domain.criterion import (
    NO,
    OWN_COLUMN,
    YES,
    ColumnKind,
    Criterion,
    GateRule,
    Objective,
)
from prioritizer.domain.filled import is_filled
from prioritizer.domain.own_columns import OwnColumn, OwnKind
from prioritizer.domain.own_register import declared
from prioritizer.domain.ranges import Range
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.value_function import ValueFunction
from prioritizer.domain.words import format_number
from prioritizer.errors import InputError
from prioritizer.readers.typed_numbers import typed_number
from prioritizer.workflow.ranking.own_criteria import values_of

MOST_CLASSES = 20
SOURCE = "Criterion added by the user"


@dataclass(frozen=True, slots=True)
class ColumnFacts:
    """An own column as readers see it: how many sites have a value, which words, which span.

    ``words`` are the different values, each as it is spelt, in the order of declared classes or
    of the alphabet; ``low`` and ``high`` are the span of the numbers, if there are any.
    """

    column: OwnColumn
    n_values: int
    words: tuple[str, ...]
    low: float | None = None
    high: float | None = None

    @property
    def kinds(self) -> tuple[ColumnKind, ...]:
        """Return the ways in which a criterion can read the column, the likeliest first."""
        if self.column.kind is OwnKind.NUMBER:
            few = len(self.words) <= MOST_CLASSES
            return (ColumnKind.NUMBER, *((ColumnKind.CLASSES,) if few else ()))
        if self.column.kind is OwnKind.YESNO:
            return (ColumnKind.YESNO,)
        return (ColumnKind.CLASSES,) if len(self.words) <= MOST_CLASSES else ()

    @property
    def span_sentence(self) -> str:
        """Return the span of the numbers in words; blank where there are none."""
        if self.low is None or self.high is None:
            return ""
        unit = f" {self.column.unit}" if self.column.unit else ""
        if self.low == self.high:
            return f"The only value is {format_number(self.low)}{unit}."
        ends = f"{format_number(self.low)} to {format_number(self.high)}"
        return f"The values run from {ends}{unit}."


def column_facts(register: SiteRegister) -> tuple[ColumnFacts, ...]:
    """Return the own columns of a register in which a site has a value."""
    found = []
    for name, column in declared(register).items():
        held = [one.value for one in values_of(register.sites, name)]
        if not held:
            continue
        words = Counter(word_of(value) for value in held)
        spelt = {word_of(value): _spelt(value) for value in held}
        order = [name.casefold() for name in column.classes] or sorted(words)
        known = tuple(spelt[word] for word in order if word in words and word)
        ends = [
            end
            for value in held
            if isinstance(value, Range)
            for end in (value.low, value.best, value.high)
            if end is not None
        ]
        low, high = (min(ends), max(ends)) if ends else (None, None)
        found.append(ColumnFacts(column, len(held), known, low, high))
    return tuple(found)


def _spelt(value: Range | str | bool) -> str:
    return value.strip() if isinstance(value, str) else word_of(value)


@dataclass(frozen=True, slots=True)
class CriterionDraft:
    """A criterion of an own column as filled in; numbers are texts as typed.

    ``classes`` say by word how good it is, 0 to 1. ``is_yes_better`` counts for yes and no.
    """

    title: str
    column: str
    kind: ColumnKind
    unit: str = ""
    worst: str = ""
    best: str = ""
    classes: Mapping[str, str] | None = None
    is_yes_better: bool = True
    question: str = ""

    def criterion(self, name: str) -> Criterion:
        """Return the criterion, under an id.

        Raises
        ------
        InputError
            With every fault in words.
        """
        title = " ".join(self.title.split())
        faults = [] if 0 < len(title) <= 60 else ["name: expected 1 to 60 characters."]
        function, classes = self._scale(faults)
        if faults or function is None:
            raise InputError("\n".join(faults))
        return Criterion(
            id=name,
            name=title,
            question=" ".join(self.question.split()) or f"How does the site stand in {title}?",
            measure=f"{OWN_COLUMN}{self.column}",
            unit=self.unit.strip() if self.kind is ColumnKind.NUMBER else _UNITS[self.kind],
            objective=Objective(function.direction),
            value_function=function,
            formula=f"as in the column '{self.column}'",
            description=f"The column '{self.column}' of the inventory.",
            source=f"{SOURCE}.",
            kind=self.kind,
            classes=classes,
        )

    def _scale(self, faults: list[str]) -> tuple[ValueFunction | None, dict[str, float]]:
        """Return the scale and the performances of classes; faults are added to the list."""
        if self.kind is ColumnKind.YESNO:
            ends = (0.0, 1.0) if self.is_yes_better else (1.0, 0.0)
            return ValueFunction("linear", *ends), {}
        if self.kind is ColumnKind.CLASSES:
            return self._classes(faults)
        numbers: list[float] = []
        for label, text in (("worst end", self.worst), ("best end", self.best)):
            try:
                numbers.append(typed_number(text))
            except InputError as error:
                faults.append(f"{label}: {error}")
        if len(numbers) < 2:
            return None, {}
        function = ValueFunction("linear", numbers[0], numbers[1])
        faults += [str(fault) for fault in function.faults()]
        return function, {}

    def _classes(self, faults: list[str]) -> tuple[ValueFunction | None, dict[str, float]]:
        found: dict[str, float] = {}
        for word, text in (self.classes or {}).items():
            try:
                found[word] = typed_number(text)
            except InputError as error:
                faults.append(f"class '{word}': {error}")
        if any(not 0 <= value <= 1 for value in found.values()):
            faults.append("classes: expected numbers from 0, the worst, to 1, the best.")
        elif not faults and {0.0, 1.0} - set(found.values()):
            faults.append("classes: expected one class with 0 and one with 1.")
        return ValueFunction("linear", 0.0, 1.0), found


_UNITS = {ColumnKind.CLASSES: "0–1", ColumnKind.YESNO: f"{NO} 0, {YES} 1"}


@dataclass(frozen=True, slots=True)
class GateDraft:
    """A gate as filled in: what is read, the words or limits that set aside, the reason."""

    reason: str
    column: str = ""
    measure: str = ""
    when: Sequence[str] = ()
    below: str = ""
    above: str = ""
    unit: str = ""

    def gate(self) -> GateRule:
        """Return the rule.

        Raises
        ------
        InputError
            With every fault in words.
        """
        faults: list[str] = []
        limits: dict[str, float] = {}
        for name, text in (("below", self.below), ("above", self.above)):
            if not text.strip():
                continue
            try:
                limits[name] = typed_number(text)
            except InputError as error:
                faults.append(f"{name}: {error}")
        if not is_filled(self.reason):
            faults.append("reason: expected why these sites are set aside.")
        if not faults and not self.when and not limits:
            faults.append("veto: expected a word, or a limit below or above.")
        if faults:
            raise InputError("\n".join(faults))
        unit = MEASURES[self.measure].unit if self.measure else self.unit
        reason = " ".join(self.reason.split())
        when = tuple(self.when)
        return GateRule(
            reason,
            self.column,
            self.measure,
            when,
            limits.get("below"),
            limits.get("above"),
            "" if when else unit,
        )


def gate_measures() -> Mapping[str, str]:
    """Return the measures that a gate can read, each with its unit."""
    return {name: measure.unit for name, measure in MEASURES.items()}
