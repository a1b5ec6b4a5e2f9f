"""Gates of a criteria set on sites: who is set aside, and of whom nobody can say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from prioritizer.appraisal.measurement import BoolArray, FloatArray, columns
from prioritizer.appraisal.measures import MEASURES
from prioritizer.appraisal.own_measures import asked_word, word_of
from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.gates import GateRule, OpenGate
from prioritizer.domain.own_columns import Held
from prioritizer.domain.ranges import UNKNOWN, Range
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import Site
from prioritizer.workflow.ranking.draws import whole_context

SHOWN = 8


@dataclass(frozen=True, slots=True)
class Gating:
    """The sites that a rule sets aside, by id, and the open cases of all others."""

    closed: Mapping[str, GateRule]
    open: tuple[OpenGate, ...]


def find_gates(sites: Sequence[Site], criteria: CriteriaSet, reference: Reference) -> Gating:
    """Return which sites the gates of a criteria set put aside; the first rule is told.

    A site is set aside only where all that may be true says so. Where an interval crosses a
    limit, or what a rule asks is not known, the site stays and the rule is open for it.
    """
    closed: dict[str, GateRule] = {}
    undecided: list[OpenGate] = []
    for rule in criteria.gates:
        is_closed, is_open, is_known = _decided(rule, sites, criteria, reference)
        for row in np.flatnonzero(is_closed).tolist():
            closed.setdefault(sites[row].site_id, rule)
        undecided += [
            OpenGate(sites[row].site_id, sites[row].name, rule, bool(is_known[row]))
            for row in np.flatnonzero(is_open).tolist()
        ]
    return Gating(closed, tuple(one for one in undecided if one.site_id not in closed))


def _decided(
    rule: GateRule, sites: Sequence[Site], criteria: CriteriaSet, reference: Reference
) -> tuple[BoolArray, BoolArray, BoolArray]:
    """Return where a rule holds, where it may hold, and where something is known."""
    if rule.when:
        return _by_word(rule, sites)
    low, high = (
        _column_ends(rule.column, sites)
        if rule.column
        else _measured_ends(rule, sites, criteria, reference)
    )
    # Comparisons with an open end, which is NaN, are false: nothing is decided by it.
    nobody = np.zeros(len(sites), dtype=np.bool_)
    is_below = nobody if rule.below is None else high < rule.below
    is_above = nobody if rule.above is None else low > rule.above
    may_below = nobody if rule.below is None else ~(low >= rule.below)
    may_above = nobody if rule.above is None else ~(high <= rule.above)
    is_closed = is_below | is_above
    is_known = ~(np.isnan(low) & np.isnan(high))
    return is_closed, (may_below | may_above) & ~is_closed, is_known


def _by_word(rule: GateRule, sites: Sequence[Site]) -> tuple[BoolArray, BoolArray, BoolArray]:
    held = [site.own[rule.column].value if rule.column in site.own else None for site in sites]
    words = [None if value is None else word_of(value) for value in held]
    is_known = np.array([word is not None for word in words], dtype=np.bool_)
    is_closed = np.array([_is_asked(rule, value) for value in held], dtype=np.bool_)
    is_range = np.array([word == "" for word in words], dtype=np.bool_)
    return is_closed, ~is_known | is_range, is_known


def _is_asked(rule: GateRule, value: Held | None) -> bool:
    """Return whether a value is one of the words of a rule."""
    if value is None:
        return False
    return word_of(value) in {asked_word(name, value) for name in rule.when}


def gate_warnings(sites: Sequence[Site], criteria: CriteriaSet) -> tuple[str, ...]:
    """Return a sentence for each gate with words that no site has: they may be misspelt."""
    return tuple(filter(None, (_strange_words(rule, sites) for rule in criteria.gates)))


def _strange_words(rule: GateRule, sites: Sequence[Site]) -> str:
    held = [site.own[rule.column].value for site in sites if rule.column in site.own]
    strange = [
        f"'{name[:40]}'"
        for name in rule.when
        if not any(word_of(value) == asked_word(name, value) for value in held)
    ]
    if not strange:
        return ""
    found = sorted({word_of(value)[:40] for value in held} - {""})
    shown = ", ".join(found[:SHOWN]) + (" …" if len(found) > SHOWN else "")
    return (
        f"Gate on '{rule.column}': no site has the word {' or '.join(strange)}. Words found: "
        f"{shown or 'none'}. Correct the gate if it is misspelt."
    )


def _column_ends(name: str, sites: Sequence[Site]) -> tuple[FloatArray, FloatArray]:
    held = (site.own[name].value if name in site.own else UNKNOWN for site in sites)
    low, best, high = columns(one if isinstance(one, Range) else UNKNOWN for one in held)
    return np.where(np.isnan(low), best, low), np.where(np.isnan(high), best, high)


def _measured_ends(
    rule: GateRule, sites: Sequence[Site], criteria: CriteriaSet, reference: Reference
) -> tuple[FloatArray, FloatArray]:
    """Return what a measure gives, with the parameters of the criterion that measures it."""
    reader = next((c for c in criteria.criteria if c.measure == rule.measure), None)
    context = whole_context(criteria, reference, criterion=reader)
    context = replace(context, reference=reference)
    measured = MEASURES[rule.measure].evaluate(sites, context)
    return measured.low, measured.high
