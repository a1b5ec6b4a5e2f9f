"""A ranking to a shortlist with locks and reasons, and the same under several scenarios."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from prioritizer.domain.criterion import CriteriaSet, RiskMode
from prioritizer.domain.matrix import BoolArray, FloatArray
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Assessment, IntArray, Settings
from prioritizer.domain.robustness import Band, Limits
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.errors import InputError
from prioritizer.pilots.shortlist import Cutoff, agreement, select
from prioritizer.workflow.ranking.assess import assess
from prioritizer.workflow.ranking.ranks import USUAL_METHODS


@dataclass(frozen=True, slots=True)
class Locks:
    """Sites a person put on or off the list, each with the reason typed, by site id."""

    must: Mapping[str, str]
    must_not: Mapping[str, str]


NO_LOCKS = Locks({}, {})
USUAL_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Entry:
    """One site and its place; ``reason`` is that of its lock.

    ``row`` is that of the decision matrix, None for a locked site that could not be ranked.
    ``probability`` is the share of Monte Carlo draws that list it and ``band`` what that share
    is called, ``agreement`` the share of scenarios; each None where not computed.
    """

    site_id: str
    name: str
    is_listed: bool
    row: int | None
    rank: int | None = None
    rank_low: int | None = None
    rank_high: int | None = None
    score: float | None = None
    evidence: str = ""
    lock: str = ""
    reason: str = ""
    probability: float | None = None
    band: Band | None = None
    agreement: float | None = None


@dataclass(frozen=True, slots=True)
class Shortlist:
    """All ranked sites in list order, those on the list marked, and the rule for it."""

    rule: Cutoff
    entries: tuple[Entry, ...]

    @property
    def listed(self) -> tuple[Entry, ...]:
        """Return the sites on the list."""
        return tuple(entry for entry in self.entries if entry.is_listed)


@dataclass(frozen=True, slots=True)
class Scenario:
    """One named way to look: weights, meaning of risk and method."""

    name: str
    settings: Settings


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """The same sites under every scenario.

    ``ranks`` and ``members`` (on the shortlist) are ``(scenarios, alternatives)``.
    """

    scenarios: tuple[Scenario, ...]
    alternatives: tuple[str, ...]
    names: tuple[str, ...]
    ranks: IntArray
    members: BoolArray

    @property
    def agreement(self) -> FloatArray:
        """Return the share of scenarios that list each site, ``(alternatives,)``."""
        return agreement(self.members)

    @property
    def everyone_agrees_on(self) -> tuple[str, ...]:
        """Return the ids of the sites that every scenario lists."""
        return self._ids(np.all(self.members, axis=0))

    @property
    def never_listed(self) -> tuple[str, ...]:
        """Return the ids of the sites that no scenario lists."""
        return self._ids(~np.any(self.members, axis=0))

    def _ids(self, mask: BoolArray | np.bool_) -> tuple[str, ...]:
        return tuple(self.alternatives[row] for row in np.flatnonzero(mask))


def shortlist(
    assessment: Assessment,
    rule: Cutoff,
    *,
    locks: Locks = NO_LOCKS,
    register: SiteRegister | None = None,
    probability: FloatArray | None = None,
    limits: Limits = USUAL_LIMITS,
    comparison: Comparison | None = None,
) -> Shortlist:
    """Return the shortlist of a ranking.

    Parameters
    ----------
    probability
        Share of draws that list each alternative, ``(alternatives,)``, from the robustness run.
    limits
        Those of the run, by which a share has its band.
    comparison
        Scenarios over the same sites, for the share that agrees.

    Raises
    ------
    InputError
        If the rule or a lock cannot be applied.
    """
    _check_rule(rule)
    matrix, ranking = assessment.matrix, assessment.ranking
    unranked = _check_locks(assessment, rule, locks)
    must, must_not = (
        np.isin(np.array(matrix.alternatives), list(names))
        for names in (locks.must, locks.must_not)
    )
    listed_rule = rule
    if rule.top is not None:
        listed_rule = replace(rule, top=max(0, rule.top - len(unranked)))
    listed = select(ranking.scores, ranking.ranks, listed_rule, must, must_not)
    sites = register.by_id() if register else {}
    entries = []
    for row in assessment.order().tolist():
        site_id = matrix.alternatives[row]
        site = sites.get(site_id)
        entries.append(
            Entry(
                site_id=site_id,
                name=matrix.names[row],
                is_listed=bool(listed[row]),
                row=row,
                rank=int(ranking.ranks[row]),
                rank_low=int(ranking.rank_low[row]),
                rank_high=int(ranking.rank_high[row]),
                score=float(ranking.scores[row]),
                evidence=site.evidence_class if site else "",
                lock=_lock(site_id, locks),
                reason=locks.must.get(site_id, locks.must_not.get(site_id, "")),
                agreement=None if comparison is None else float(comparison.agreement[row]),
            )
        )
    found = Shortlist(rule, (*entries, *unranked))
    return found if probability is None else with_draws(found, probability, limits)


def with_draws(listed: Shortlist, probability: FloatArray, limits: Limits) -> Shortlist:
    """Return the list with the share of draws that list each site, and what it is called.

    Parameters
    ----------
    probability
        ``(alternatives,)``, in the order of the decision matrix.
    limits
        Those of the run.
    """
    entries = (
        entry
        if entry.row is None
        else replace(
            entry,
            probability=float(probability[entry.row]),
            band=limits.band(float(probability[entry.row])),
        )
        for entry in listed.entries
    )
    return replace(listed, entries=tuple(entries))


def _lock(site_id: str, locks: Locks) -> str:
    if site_id in locks.must:
        return "must"
    return "must not" if site_id in locks.must_not else ""


def _check_rule(rule: Cutoff) -> None:
    if (rule.top is None) == (rule.threshold is None):
        raise InputError(
            "shortlist: found neither or both of a number of places and a threshold. "
            "Expected exactly one. Give for example 10 places."
        )
    if rule.threshold is not None and not math.isfinite(rule.threshold):
        raise InputError(
            f"shortlist, threshold: found {rule.threshold}. Expected a score. "
            "Give for example 0.6."
        )
    if rule.top is not None and rule.top < 1:
        raise InputError(
            f"shortlist, top: found {rule.top}. Expected 1 or more. Give for example 10."
        )


def _check_locks(assessment: Assessment, rule: Cutoff, locks: Locks) -> tuple[Entry, ...]:
    """Return the musts that are not ranked; refuse a lock against a veto or the rule."""
    ranked = set(assessment.matrix.alternatives)
    left_out = {entry.site_id: entry for entry in assessment.not_ranked}
    for site_id in (*locks.must, *locks.must_not):
        if site_id not in ranked and site_id not in left_out:
            raise InputError(
                f"shortlist: found no site '{site_id}'. Expected an id of the inventory. "
                "Check the spelling."
            )
    both = locks.must.keys() & locks.must_not.keys()
    if both:
        raise InputError(
            f"shortlist, {min(both)}: found it as must and as must not. Expected one of them. "
            "Remove one."
        )
    found = []
    for site_id, reason in locks.must.items():
        if site_id in ranked:
            continue
        entry = left_out[site_id]
        if entry.gate:
            raise InputError(
                f"shortlist, {site_id}: found as must, but a veto holds it back "
                f"({entry.reason}). "
                "Expected a site without veto. Correct the veto in the inventory or drop the "
                "must."
            )
        found.append(
            Entry(site_id, entry.name, True, None, evidence="C", lock="must", reason=reason)
        )
    if rule.top is not None and len(locks.must) > rule.top:
        raise InputError(
            f"shortlist: found {len(locks.must)} musts for {rule.top} places. "
            "Expected no more musts than places. Raise the number of places or drop a must."
        )
    return tuple(found)


def default_scenarios(criteria: CriteriaSet, base: Settings) -> tuple[Scenario, ...]:
    """Return every weight profile under every meaning of risk, and the usual methods."""
    modes = tuple(criteria.risk_variants or {base.risk: None})
    return tuple(
        Scenario(
            f"{profile.id}/{mode}/{method}",
            replace(
                base,
                weights=WeightVector.from_mapping(profile.points, criteria.ids),
                risk=RiskMode(mode),
                method=method,
            ),
        )
        for profile in criteria.profiles
        for mode in modes
        for method in dict.fromkeys((*USUAL_METHODS, base.method))
    )


def policy_scenarios(base: Settings, reference: Reference) -> tuple[Scenario, ...]:
    """Return the present settings under each list of critical raw materials alone."""
    lists = dict.fromkeys(entry.list_id for entry in reference.policy)
    return tuple(
        Scenario(f"policy/{name}", replace(base, policy_lists=(name,))) for name in lists
    )


def one_change_scenarios(
    criteria: CriteriaSet, base: Settings, reference: Reference
) -> tuple[Scenario, ...]:
    """Return the present settings first, then each that differs from them by one choice.

    Weights by profile, the meaning of risk, the usual methods, each policy list alone.
    """
    weights = [
        (f"weights: {p.name}", replace(base, weights=_points(p.points, criteria.ids)))
        for p in criteria.profiles
    ]
    modes = [
        (f"risk: {RiskMode(m).value}", replace(base, risk=RiskMode(m)))
        for m in criteria.risk_variants or {}
    ]
    methods = [(f"method: {m}", replace(base, method=m)) for m in USUAL_METHODS]
    lists = [
        (f"list: {s.name.partition('/')[2]}", s.settings)
        for s in policy_scenarios(base, reference)
    ]
    found, seen = [Scenario("present choice", base)], [base]
    for name, settings in (*weights, *modes, *methods, *lists):
        if not any(_is_same(settings, other) for other in seen):
            found.append(Scenario(name, settings))
            seen.append(settings)
    return tuple(found)


def _points(points: Mapping[str, float], ids: Sequence[str]) -> WeightVector:
    return WeightVector.from_mapping(points, ids)


def _is_same(one: Settings, other: Settings) -> bool:
    """Return whether two settings rank alike; weights that differ by a factor do."""
    return np.allclose(one.weights.normalized, other.weights.normalized) and replace(
        one, weights=other.weights, weight_source=""
    ) == replace(other, weight_source="")


def named_scenarios(
    criteria: CriteriaSet,
    base: Settings,
    patterns: Sequence[str],
    reference: Reference | None = None,
) -> tuple[Scenario, ...]:
    """Return the scenarios whose name has every part of one of the patterns.

    ``risk-first`` takes that profile under every meaning of risk and method;
    ``risk-first/urgency/topsis`` takes one; ``all`` takes all. With a reference there are
    also the present settings under each list of critical raw materials: ``policy`` takes all
    of these.

    Raises
    ------
    InputError
        If a pattern fits none.
    """
    known = default_scenarios(criteria, base)
    if reference is not None:
        known += policy_scenarios(base, reference)
    chosen: dict[str, Scenario] = {}
    for pattern in patterns:
        parts = set() if pattern == "all" else set(pattern.split("/"))
        found = [s for s in known if parts <= set(s.name.split("/"))]
        if not found:
            words = sorted({part for s in known for part in s.name.split("/")})
            raise InputError(
                f"scenario: found '{pattern}'. Expected 'all' or parts out of: "
                f"{', '.join(words)}, joined by '/'. Correct the name."
            )
        chosen.update({s.name: s for s in found})
    return tuple(chosen.values())


def compare_scenarios(
    register: SiteRegister,
    criteria: CriteriaSet,
    scenarios: Sequence[Scenario],
    reference: Reference,
    *,
    rule: Cutoff,
) -> Comparison:
    """Rank the register under every scenario and mark who is listed, locks aside."""
    _check_rule(rule)
    if not scenarios:
        raise InputError("scenario: found none. Expected at least one. Name one or say 'all'.")
    ranks, members = [], []
    for scenario in scenarios:
        found = assess(register, criteria, scenario.settings, reference)
        nobody = np.zeros(len(found.matrix), dtype=bool)
        ranks.append(found.ranking.ranks)
        members.append(select(found.ranking.scores, found.ranking.ranks, rule, nobody, nobody))
    return Comparison(
        tuple(scenarios),
        found.matrix.alternatives,
        found.matrix.names,
        np.array(ranks),
        np.array(members),
    )
