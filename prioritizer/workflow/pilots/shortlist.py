"""A ranking to a shortlist with locks and reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from prioritizer.domain.matrix import FloatArray
from prioritizer.domain.results import Assessment
from prioritizer.domain.robustness import Band, Limits
from prioritizer.domain.shortlist import Cutoff
from prioritizer.domain.site import SiteRegister
from prioritizer.errors import InputError
from prioritizer.pilots.shortlist import select
from prioritizer.workflow.pilots.scenarios import Comparison


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
    rule.check()
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


def places(rule: Cutoff, assessment: Assessment) -> int:
    """Return how many places the rule gives at these weights, one at least."""
    if rule.top is not None:
        return min(rule.top, len(assessment.matrix))
    return max(1, int((assessment.ranking.scores >= (rule.threshold or 0.0)).sum()))


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
