"""A criteria set with a criterion more, less or renamed, and with other gates."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Mapping
from dataclasses import replace

from prioritizer.domain.criterion import (
    Branch,
    CriteriaSet,
    Criterion,
    GateRule,
    WeightProfile,
)
from prioritizer.domain.filled import is_filled
from prioritizer.domain.spellings import in_plain_letters
from prioritizer.errors import InputError

FEWEST = 2
LONGEST_ID = 40
CHANGED = "+own."


def with_criterion(criteria: CriteriaSet, criterion: Criterion) -> CriteriaSet:
    """Return the set with one criterion more; it hangs on the root and counts as the mean.

    Raises
    ------
    InputError
        If a criterion or branch has its id already.
    """
    if criterion.id in {*criteria.ids, *(branch.id for branch in criteria.branches)}:
        raise InputError(
            f"criterion: found the id '{criterion.id}' twice. Expected each once. Choose "
            "another name."
        )
    profiles = tuple(
        replace(profile, points=points_with(profile.points, criterion.id))
        for profile in criteria.profiles
    )
    listed = (*criteria.criteria, criterion)
    return _changed(replace(criteria, criteria=listed, profiles=profiles))


def points_with(points: Mapping[str, float], name: str) -> dict[str, float]:
    """Return points with one criterion more, which has the mean of the others."""
    mean = sum(points.values()) / len(points) if points else 1.0
    return {**points, name: mean}


def without_criterion(criteria: CriteriaSet, name: str) -> CriteriaSet:
    """Return the set without a criterion; a branch that it leaves empty goes too.

    Raises
    ------
    InputError
        If only two would be left, for people compare at least two.
    """
    if len(criteria.criteria) <= FEWEST:
        raise InputError(
            f"criteria: found {len(criteria.criteria)}. Expected at least {FEWEST} to stay. "
            "Add another one first."
        )
    variants = {
        mode: kept
        for mode, group in (criteria.risk_variants or {}).items()
        if (kept := tuple(one for one in group if one.id != name))
    }
    return _changed(
        replace(
            criteria,
            criteria=tuple(one for one in criteria.criteria if one.id != name),
            branches=_pruned(criteria.branches, name),
            profiles=tuple(_without(profile, name) for profile in criteria.profiles),
            risk_variants=variants or None,
        )
    )


def _pruned(branches: tuple[Branch, ...], name: str) -> tuple[Branch, ...]:
    """Return branches without a member; those that are then empty are members no more."""
    gone = {name}
    kept = branches
    while gone:
        kept = tuple(
            replace(branch, members=tuple(m for m in branch.members if m not in gone))
            for branch in kept
        )
        gone = {branch.id for branch in kept if not branch.members}
        kept = tuple(branch for branch in kept if branch.members)
    return kept


def _without(profile: WeightProfile, name: str) -> WeightProfile:
    points = {other: value for other, value in profile.points.items() if other != name}
    if not any(points.values()):
        points = dict.fromkeys(points, 1.0)
    return replace(profile, points=points)


def renamed(criteria: CriteriaSet, name: str, title: str) -> CriteriaSet:
    """Return the set in which a criterion is called otherwise; its id stays.

    Raises
    ------
    InputError
        If the new name is blank or longer than 60 characters.
    """
    words = " ".join(title.split())
    if not words or len(words) > 60:
        raise InputError(
            f"name: found {len(words)} characters. Expected 1 to 60. Choose another name."
        )

    def one(criterion: Criterion) -> Criterion:
        return replace(criterion, name=words) if criterion.id == name else criterion

    variants = {
        mode: tuple(map(one, group)) for mode, group in (criteria.risk_variants or {}).items()
    }
    return _changed(
        replace(
            criteria,
            criteria=tuple(map(one, criteria.criteria)),
            risk_variants=variants or None,
        )
    )


def with_gate(criteria: CriteriaSet, gate: GateRule) -> CriteriaSet:
    """Return the set with one gate more.

    Raises
    ------
    InputError
        If it gives no reason, or is there already.
    """
    if not is_filled(gate.reason):
        raise InputError(
            "Please say why these sites are set aside; the ranking shows the reason."
        )
    if any(other.words == gate.words for other in criteria.gates):
        raise InputError(
            f"veto: found '{gate.words}' twice. Expected each once. Lift the other one first."
        )
    return _changed(replace(criteria, gates=(*criteria.gates, gate)))


def without_gate(criteria: CriteriaSet, words: str) -> CriteriaSet:
    """Return the set without the gate of these words."""
    kept = tuple(gate for gate in criteria.gates if gate.words != words)
    return criteria if kept == criteria.gates else _changed(replace(criteria, gates=kept))


def id_of(title: str, taken: Collection[str]) -> str:
    """Return an id for a name: small letters, digits and _, each once."""
    word = (
        re.sub(r"[^a-z0-9]+", "_", in_plain_letters(title).casefold()).strip("_") or "criterion"
    )
    word = (word if word[0].isalpha() else f"c_{word}")[:LONGEST_ID]
    found, number = word, 2
    while found in taken:
        ending = f"_{number}"
        found, number = word[: LONGEST_ID - len(ending)] + ending, number + 1
    return found


def _changed(criteria: CriteriaSet) -> CriteriaSet:
    """Return a set whose version says that it is no longer the one that was read."""
    version = criteria.version.partition(CHANGED)[0]
    said = repr((criteria.criteria, criteria.branches, criteria.gates, criteria.risk_variants))
    digest = hashlib.sha256(said.encode()).hexdigest()[:6]
    return replace(criteria, version=f"{version}{CHANGED}{digest}")
