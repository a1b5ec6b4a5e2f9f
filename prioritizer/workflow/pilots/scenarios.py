"""Named ways to look, side by side: which sites each of them lists, and at which place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from prioritizer.domain.criterion import CriteriaSet, RiskMode
from prioritizer.domain.matrix import BoolArray, FloatArray
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Assessment, IntArray, Order, Ranking, Settings
from prioritizer.domain.shortlist import Cutoff
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.errors import InputError
from prioritizer.pilots.shortlist import agreement, select
from prioritizer.workflow.ranking.assess import assess
from prioritizer.workflow.ranking.ranks import USUAL_METHODS, can_be_drawn
from prioritizer.workflow.robustness.sensitivity import reassessed

NOT_RANKED = 0


@dataclass(frozen=True, slots=True)
class Scenario:
    """One named way to look: weights, meaning of risk and method."""

    name: str
    settings: Settings


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """Every site that a scenario ranks, in the order of the register, under all of them.

    ``ranks`` and ``members`` (on the shortlist) are ``(scenarios, alternatives)``; the rank is
    `NOT_RANKED` where the scenario does not rank the site.
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


@dataclass(frozen=True, slots=True, eq=False)
class SavedScenario:
    """Settings under a name, with the criteria and policy lists they were made with."""

    name: str
    settings: Settings
    criteria: CriteriaSet
    reference: Reference
    policy_lists: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScenarioRow:
    """One site: its rank in each scenario, None where not ranked there, and whether listed."""

    site_id: str
    name: str
    ranks: tuple[int | None, ...]
    is_listed: tuple[bool, ...]

    @property
    def share(self) -> float:
        """Return the share of scenarios that list the site."""
        return sum(self.is_listed) / len(self.is_listed)


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
    """Rank the register under every scenario and mark who is listed, locks aside.

    Each scenario ranks the sites that `assess` ranks with its settings: its weights decide who
    is known well enough.

    Raises
    ------
    InputError
        If there is no scenario, the rule cannot be applied, or one of them can rank no site.
    """
    rule.check()
    if not scenarios:
        raise InputError("scenario: found none. Expected at least one. Name one or say 'all'.")
    found = _assessed(register, criteria, [s.settings for s in scenarios], reference, rule)
    places, listed, names = _places_and_lists(found, rule)
    ids = tuple(site.site_id for site in register.sites if site.site_id in names)
    return Comparison(
        tuple(scenarios),
        ids,
        tuple(names[site] for site in ids),
        np.array([[ranks.get(s, NOT_RANKED) for s in ids] for ranks in places], dtype=np.int64),
        np.array([[s in members for s in ids] for members in listed], dtype=np.bool_),
    )


def _assessed(
    register: SiteRegister,
    criteria: CriteriaSet,
    chosen: Sequence[Settings],
    reference: Reference,
    rule: Cutoff,
) -> list[Assessment]:
    """Return one ranking for each settings; what rests on the same evidence is drawn once."""
    drawn: dict[Settings, Assessment] = {}
    found = []
    for given in chosen:
        settings = given if rule.top is None else replace(given, top=rule.top)
        evidence = _of_evidence(settings)
        if evidence in drawn:
            found.append(reassessed(drawn[evidence], top=settings.top, settings=settings))
        else:
            drawn[evidence] = assess(register, criteria, settings, reference)
            found.append(drawn[evidence])
    return found


def _of_evidence(settings: Settings) -> Settings:
    """Return what the values and their draws rest on: settings without weights and method."""
    method = "weighted-sum" if can_be_drawn(settings) else settings.method
    weights = WeightVector.equal(settings.weights.criteria)
    return replace(
        settings, weights=weights, weight_source="", method=method, order=Order.CHANCE
    )


def scenario_rows(assessments: Sequence[Assessment], rule: Cutoff) -> tuple[ScenarioRow, ...]:
    """Return the sites that at least one scenario lists, those listed most often first.

    The scenarios may rest on other criteria or policy lists and rank other sites. Locks are
    left aside: they would make every scenario agree.
    """
    ranks, listed, names = _places_and_lists(assessments, rule)
    rows = [
        ScenarioRow(
            site_id,
            names[site_id],
            tuple(places.get(site_id) for places in ranks),
            tuple(site_id in members for members in listed),
        )
        for site_id in set().union(*listed)
    ]
    last = max((len(places) for places in ranks), default=0) + 1

    def order(row: ScenarioRow) -> tuple[float, float, str]:
        places = [last if rank is None else rank for rank in row.ranks]
        return -row.share, sum(places) / len(places), row.site_id

    return tuple(sorted(rows, key=order))


def _places_and_lists(
    assessments: Sequence[Assessment], rule: Cutoff
) -> tuple[list[dict[str, int]], list[set[str]], dict[str, str]]:
    """Return ranks by site and the sites listed, one for each ranking, and names by site."""
    ranks: list[dict[str, int]] = []
    listed: list[set[str]] = []
    names: dict[str, str] = {}
    for found in assessments:
        ids = found.matrix.alternatives
        names |= dict(zip(ids, found.matrix.names, strict=True))
        ranks.append(dict(zip(ids, found.ranking.ranks.tolist(), strict=True)))
        members = _listed(found.ranking, rule)
        listed.append({ids[row] for row in np.flatnonzero(members)})
    return ranks, listed, names


def _listed(ranking: Ranking, rule: Cutoff) -> BoolArray:
    """Return who is on the list by rank alone, ``(alternatives,)``."""
    nobody = np.zeros(len(ranking.ranks), dtype=np.bool_)
    return select(ranking.scores, ranking.ranks, rule, nobody, nobody)
