"""A ranking to a shortlist with locks and reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from prioritizer.domain.answer import GapMode, Section, known_percent
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Assessment, NotRanked
from prioritizer.domain.shortlist import Cutoff
from prioritizer.domain.site import Site, SiteRegister
from prioritizer.domain.words import percent
from prioritizer.errors import InputError
from prioritizer.pilots.shortlist import select
from prioritizer.workflow.pilots.locked_chances import locked_chances
from prioritizer.workflow.pilots.scenarios import Comparison
from prioritizer.workflow.ranking.assess import assess
from prioritizer.workflow.ranking.modes import modes_of_entries
from prioritizer.workflow.robustness.considered import considered_matrix
from prioritizer.workflow.robustness.sensitivity import reassessed


@dataclass(frozen=True, slots=True)
class Locks:
    """Sites a person put on or off the list, each with the reason typed, by site id."""

    must: Mapping[str, str]
    must_not: Mapping[str, str]


NO_LOCKS = Locks({}, {})
NO_MODES: Mapping[str, tuple[GapMode, ...]] = {}
_FEWEST, _MOST = 2, 1000


@dataclass(frozen=True, slots=True)
class Entry:
    """One site and its place; ``reason`` is that of its lock.

    ``row`` is that of the decision matrix, None for a site that is not ranked. ``probability``
    is its chance on the list by the draws behind the ranking, without any lock, ``section``
    what that chance is called, ``with_locks`` the chance once all locks hold (None of a locked
    site, and where there are none, or the list goes by a least score), ``known_weight`` the
    share of the weight that rests on what is known; each None where nothing is drawn.
    ``only_under`` names the ways to take unknown values under which it is on the list, blank
    where it is under all or none. ``agreement`` is the share of scenarios that list it.
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
    section: Section | None = None
    known_weight: float | None = None
    only_under: tuple[GapMode, ...] = ()
    agreement: float | None = None
    with_locks: float | None = None


@dataclass(frozen=True, slots=True)
class Shortlist:
    """All ranked sites in list order, those on the list marked, and the rule for it.

    Sites that are too little known come after them, by falling chance, then musts of which
    nothing is known.
    """

    rule: Cutoff
    entries: tuple[Entry, ...]

    @property
    def listed(self) -> tuple[Entry, ...]:
        """Return the sites on the list."""
        return tuple(entry for entry in self.entries if entry.is_listed)

    @property
    def by_lock_alone(self) -> tuple[Entry, ...]:
        """Return the sites on the list that are too little known to be ranked."""
        return tuple(entry for entry in self.listed if entry.rank is None)

    @property
    def apart(self) -> tuple[Entry, ...]:
        """Return the sites that are too little known to be ranked."""
        section = Section.TOO_LITTLE_KNOWN
        return tuple(entry for entry in self.entries if entry.section is section)


def shortlist(
    assessment: Assessment,
    rule: Cutoff,
    *,
    locks: Locks = NO_LOCKS,
    register: SiteRegister | None = None,
    modes: Mapping[str, tuple[GapMode, ...]] = NO_MODES,
    comparison: Comparison | None = None,
) -> Shortlist:
    """Return the list of a ranking, in its order and with its chances, changed by locks alone.

    Parameters
    ----------
    modes
        As `modes_of` gives them: the sites that not every way to take unknown values lists.
    comparison
        Scenarios over the same register, for the share that lists a site.

    Raises
    ------
    InputError
        If the rule or a lock cannot be applied.
    """
    rule.check()
    assessment = reassessed(assessment, top=places(rule, assessment))
    matrix, ranking, answer = assessment.matrix, assessment.ranking, assessment.answer
    sites = register.by_id() if register else {}
    unranked = check_locks(assessment, rule, locks)
    apart = _apart(assessment, locks, sites)
    must, must_not = (
        np.isin(np.array(matrix.alternatives), list(names))
        for names in (locks.must, locks.must_not)
    )
    listed_rule = rule
    if rule.top is not None:
        taken = len(unranked) + sum(entry.is_listed for entry in apart)
        listed_rule = replace(rule, top=max(0, rule.top - taken))
    listed = select(ranking.scores, ranking.ranks, listed_rule, must, must_not)
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
                reason=_reason(site_id, locks),
                probability=None if answer is None else float(answer.chance[row]),
                section=None if answer is None else answer.sections[row],
                known_weight=None if answer is None else float(answer.known_weight[row]),
                only_under=modes.get(site_id, ()),
                agreement=_agreement(comparison, site_id),
            )
        )
    return _with_locks(Shortlist(rule, (*entries, *apart, *unranked)), assessment, locks)


def _with_locks(listed: Shortlist, assessment: Assessment, locks: Locks) -> Shortlist:
    """Return the list with the chances once its locks hold; a least score moves nobody."""
    if listed.rule.top is None:
        return listed
    chances = locked_chances(assessment, must=locks.must, must_not=locks.must_not)
    entries = (
        replace(entry, with_locks=chances[entry.site_id]) if entry.site_id in chances else entry
        for entry in listed.entries
    )
    return replace(listed, entries=tuple(entries))


def locks_sentences(listed: Shortlist) -> tuple[str, ...]:
    """Return who is excluded by hand and why, and what the chances say of locks."""
    locked = [entry for entry in listed.entries if entry.lock]
    if not locked:
        return ()
    said = [_excluded(entry) for entry in locked if entry.lock == "must not"]
    if any(entry.with_locks is not None for entry in listed.entries):
        said.append(
            "Chance, section and next step are those of the ranking, without your locks; 'with "
            "locks' is the chance once they hold."
        )
    return tuple(said)


def _excluded(entry: Entry) -> str:
    start = (
        f"{entry.name} is excluded by hand: {entry.reason.rstrip('.') or 'no reason given'}."
    )
    if entry.probability is None or entry.section is None:
        return start
    if entry.row is None:
        return f"{start} It is too little known to be ranked."
    return f"{start} In the ranking it is {entry.section} ({percent(entry.probability)})."


def lock_sentence(entry: Entry) -> str:
    """Return that a site is on the list by its lock alone, and what is known of it."""
    start = f"{entry.name} is on the list by your lock alone: it is too little known to be "
    if entry.probability is None or entry.known_weight is None:
        return f"{start}ranked, without mass, volume or grade."
    return (
        f"{start}ranked ({known_percent(entry.known_weight)} of the weight), and would pass "
        f"the last one listed in {percent(entry.probability)} of the draws."
    )


def places(rule: Cutoff, assessment: Assessment) -> int:
    """Return how many places the rule gives at these weights, one at least."""
    if rule.top is not None:
        return min(rule.top, len(assessment.matrix))
    return max(1, int((assessment.ranking.scores >= (rule.threshold or 0.0)).sum()))


def marked_with(listed: Shortlist, modes: Mapping[str, tuple[GapMode, ...]]) -> Shortlist:
    """Return the list with the marks of `modes_of`."""
    entries = (
        entry
        if entry.only_under == modes.get(entry.site_id, ())
        else replace(entry, only_under=modes.get(entry.site_id, ()))
        for entry in listed.entries
    )
    return replace(listed, entries=tuple(entries))


def without_chances(listed: Shortlist) -> Shortlist:
    """Return the list without saying how sure each place is."""
    entries = (
        replace(
            entry,
            probability=None,
            with_locks=None,
            section=None if entry.row is not None else entry.section,
            only_under=(),
        )
        for entry in listed.entries
    )
    return replace(listed, entries=tuple(entries))


def modes_of(
    register: SiteRegister, assessment: Assessment, reference: Reference, *, top: int
) -> Mapping[str, tuple[GapMode, ...]]:
    """Return the sites that are on the list under some ways to take unknown values only.

    None of so many sites that it would take long, nor where nothing is drawn.
    """
    n_sites = len(considered_matrix(assessment))
    if assessment.answer is None or not _FEWEST <= n_sites <= _MOST:
        return NO_MODES
    settings = replace(assessment.settings, top=top)
    return modes_of_entries(
        {
            mode: assess(register, assessment.criteria, replace(settings, gaps=mode), reference)
            for mode in GapMode
        }
    )


def _agreement(comparison: Comparison | None, site_id: str) -> float | None:
    if comparison is None:
        return None
    if site_id not in comparison.alternatives:
        return 0.0
    return float(comparison.agreement[comparison.alternatives.index(site_id)])


def _apart(
    assessment: Assessment, locks: Locks, sites: Mapping[str, Site]
) -> tuple[Entry, ...]:
    """Return the sites that are too little known; a must puts one on the list."""
    return tuple(
        Entry(
            site_id=site.site_id,
            name=site.name,
            is_listed=site.site_id in locks.must,
            row=None,
            evidence=sites[site.site_id].evidence_class if site.site_id in sites else "",
            lock=_lock(site.site_id, locks),
            reason=_reason(site.site_id, locks),
            probability=site.chance,
            section=Section.TOO_LITTLE_KNOWN,
            known_weight=site.known_weight,
        )
        for site in (() if assessment.answer is None else assessment.answer.apart)
    )


def _reason(site_id: str, locks: Locks) -> str:
    return locks.must.get(site_id, locks.must_not.get(site_id, ""))


def _lock(site_id: str, locks: Locks) -> str:
    if site_id in locks.must:
        return "must"
    return "must not" if site_id in locks.must_not else ""


def _refuse_held_back(entry: NotRanked) -> None:
    """Refuse a must that is set aside for its status, or held back by a veto."""
    if entry.is_aside:
        raise InputError(
            f"shortlist, {entry.site_id}: found as must, but it is set aside for its status "
            f"({entry.reason}). Expected a site that is ranked. Rank all facilities "
            "(--status all), or drop the must."
        )
    if entry.gate:
        raise InputError(
            f"shortlist, {entry.site_id}: found as must, but a veto holds it back "
            f"({entry.reason}). "
            "Expected a site without veto. Correct the veto in the inventory or drop the "
            "must."
        )


def _refuse_idle(locks: Locks, left_out: Mapping[str, NotRanked]) -> None:
    """Refuse a must not of a site that stands aside for its status already."""
    for site_id in locks.must_not:
        if site_id in left_out and left_out[site_id].is_aside:
            raise InputError(
                f"shortlist, {site_id}: found as must not, but it stands aside already "
                f"({left_out[site_id].reason}). Expected a site that is ranked. Drop the must "
                "not, or rank all facilities (--status all)."
            )


def check_locks(assessment: Assessment, rule: Cutoff, locks: Locks) -> tuple[Entry, ...]:
    """Return the musts without any evidence; refuse a lock against a veto or the rule."""
    ranked = set(considered_matrix(assessment).alternatives)
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
    _refuse_idle(locks, left_out)
    found = []
    for site_id, reason in locks.must.items():
        if site_id in ranked:
            continue
        entry = left_out[site_id]
        _refuse_held_back(entry)
        found.append(
            Entry(site_id, entry.name, True, None, evidence="C", lock="must", reason=reason)
        )
    if rule.top is not None and len(locks.must) > rule.top:
        raise InputError(
            f"shortlist: found {len(locks.must)} musts for {rule.top} places. "
            "Expected no more musts than places. Raise the number of places or drop a must."
        )
    return tuple(found)
