"""The result of a round: ranking, agreement, disputes, camps, single voices."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from prioritizer.domain.answer import Answer, Section
from prioritizer.domain.matrix import FloatArray
from prioritizer.domain.results import IntArray
from prioritizer.domain.weights import WeightVector
from prioritizer.domain.workshop import SMALLEST_GROUP, Submission
from prioritizer.elicitation.agreement import shortlist_shares
from prioritizer.elicitation.camps import camps
from prioritizer.elicitation.group import arithmetic_mean
from prioritizer.workflow.workshop.agreement import NO_AGREEMENT, Agreement, agreement_of
from prioritizer.workflow.workshop.certainty import room_answer
from prioritizer.workflow.workshop.group_views import (
    GroupView,
    first_views,
    group_views,
    shown_groups,
    shown_weights,
)
from prioritizer.workflow.workshop.opinions import (
    Opinions,
    combined_ranks,
    combined_weights,
    drawn_weights,
    opinions,
    ranks_of,
)
from prioritizer.workflow.workshop.problem import FrozenProblem
from prioritizer.workflow.workshop.standing_aside import Moved, moved_at

NEARLY_ALL = 0.9
MAIN_RULE = "arithmetic-mean"
MOST_DISPUTED = 10


@dataclass(frozen=True, slots=True)
class Dispute:
    """A site that divides the room, and the two criteria that divide those for and against.

    ``speaks_for`` weighs more with people who have the site in their shortlist.
    """

    site: str
    share: float
    speaks_for: str
    speaks_against: str


@dataclass(frozen=True, slots=True, eq=False)
class Camp:
    """People who weigh alike: how many, their mean weights, and the ranking that follows.

    Of a camp that may not be told there is the size alone.
    """

    n: int
    weights: FloatArray
    ranks: IntArray
    members: tuple[str, ...]

    @property
    def is_told(self) -> bool:
        """Return whether more than its size is told."""
        return len(self.ranks) > 0


@dataclass(frozen=True, slots=True)
class LeaveOut:
    """What the shortlist would lose and gain without one person or group."""

    who: str
    lost: tuple[str, ...]
    gained: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class RoundResult:
    """Everything that follows from the answers of one round and may be shown.

    ``without_group`` tells of groups that may be shown apart only; ``weights`` lack the mean
    of groups where a group is hidden. ``answer`` says how sure places are under the mean of all
    weights; None where the problem holds no draws. ``moved`` says who else would be ranked at
    these weights, and who would not; None where the problem does not say so. ``is_published``
    says that cells resting on fewer than five people are left out (`published.published`).

    Who does not know something counts with the centre of what the answers allow; ``agreement``
    is of the people who left nothing open, since centres would agree of themselves, and
    ``answer`` draws their weights. ``unknown`` counts who did not know a criterion, by
    criterion.
    """

    number: int
    opinions: Opinions
    weights: dict[str, FloatArray]
    ranks: dict[str, IntArray]
    agreement: Agreement
    groups: tuple[GroupView, ...]
    shares: FloatArray
    agreed: tuple[str, ...]
    disputes: tuple[Dispute, ...]
    camps: tuple[Camp, ...]
    silhouette: float
    without_person: tuple[LeaveOut, ...]
    without_group: tuple[LeaveOut, ...]
    compliant_only: LeaveOut | None
    n_not_compliant: int
    answer: Answer | None = None
    moved: Moved | None = None
    is_published: bool = False
    unknown: Mapping[str, int] = field(default_factory=dict)

    @property
    def sections(self) -> dict[str, Section]:
        """Return how sure each site is to be on the list; empty where that is not known."""
        if self.answer is None:
            return {}
        sites = self.opinions.problem.matrix.alternatives
        return dict(zip(sites, self.answer.sections, strict=True))

    @property
    def n_sure(self) -> int:
        """Return how many people left nothing open."""
        return int(self.opinions.is_sure.sum())

    @property
    def has_enough(self) -> bool:
        """Return whether the people who left nothing open may be told of apart."""
        return self.n_sure == len(self.opinions) or self.n_sure >= SMALLEST_GROUP

    @property
    def said(self) -> FloatArray:
        """Return the weights that people said, ``(people, criteria)``, as single dots.

        Not those of who left something open: the middle of what fits was said by nobody. None
        at all where fewer than five left nothing open.
        """
        weights = self.opinions.weights
        return weights[self.opinions.is_sure] if self.has_enough else weights[:0]

    @property
    def shortlist(self) -> tuple[str, ...]:
        """Return the shortlist under the mean of all weights, best first."""
        return listed(self.opinions.problem, self.ranks[MAIN_RULE])


def round_result(
    problem: FrozenProblem, submissions: Sequence[Submission], number: int
) -> RoundResult | None:
    """Return the result of a round, or None if nobody has answered."""
    found = opinions(problem, [s for s in submissions if s.round == number])
    if not len(found):
        return None
    shown, ranks = shown_groups(found), combined_ranks(found)
    shares = shortlist_shares(found.ranks.astype(np.float64), problem.shortlist)
    divided, silhouette = _camps(found)
    compliant = np.array(found.is_compliant)
    mean = WeightVector(problem.ids, tuple(arithmetic_mean(found.weights).tolist()))
    drawn = drawn_weights(problem, found.weights, found.left_open)
    return RoundResult(
        number=number,
        opinions=found,
        weights=shown_weights(found, shown),
        ranks=ranks,
        agreement=_agreement(found),
        groups=group_views(found, shown),
        shares=shares,
        agreed=_agreed(problem, shares),
        disputes=_disputes(found, shares),
        camps=divided,
        silhouette=silhouette,
        without_person=_without_each(found, found.people, found.people),
        without_group=_without_each(found, found.groups, shown),
        compliant_only=_without(found, "not compliant", ~compliant),
        n_not_compliant=int((~compliant).sum()),
        answer=room_answer(problem, mean, drawn),
        moved=moved_at(problem, mean.normalized),
        unknown=_unknown(found),
    )


def _agreement(found: Opinions) -> Agreement:
    """Return how far the people agree who left nothing open."""
    sure = found.subset(found.is_sure)
    if not len(sure):
        return NO_AGREEMENT
    return agreement_of(sure.weights, sure.scores, sure.ranks, found.problem.shortlist)


def _unknown(found: Opinions) -> dict[str, int]:
    """Return how many people did not know each criterion that somebody did not know."""
    counts = Counter(name for names in found.unknown for name in names)
    return {name: counts[name] for name in found.problem.ids if counts[name]}


def nearest_camp(found: RoundResult, weights: FloatArray) -> Camp | None:
    """Return the camp whose mean weights are closest to somebody's; None in a room of one.

    Of small camps too, whose weights a published result does not hold: of such a camp the one
    who asks may be told that it is small, and nothing else.
    """
    divided, _ = _camps(found.opinions)
    if len(divided) < 2:
        return None
    return min(divided, key=lambda camp: float(np.abs(camp.weights - weights).sum()))


def first_result(found: RoundResult) -> RoundResult:
    """Return a result as version 0.1.0 showed it, to verify the records that it wrote."""
    voices = found.opinions
    return replace(
        found,
        weights=combined_weights(voices),
        groups=first_views(voices),
        without_group=_without_each(voices, voices.groups, voices.groups),
    )


def listed(problem: FrozenProblem, ranks: IntArray) -> tuple[str, ...]:
    """Return the shortlist, best first, ties by id; a tie at the end is all in."""
    inside = [row for row in range(len(ranks)) if ranks[row] <= problem.shortlist]
    sites = problem.matrix.alternatives
    return tuple(sites[row] for row in sorted(inside, key=lambda r: (int(ranks[r]), sites[r])))


def _agreed(problem: FrozenProblem, shares: FloatArray) -> tuple[str, ...]:
    rows = [row for row in range(len(shares)) if shares[row] >= NEARLY_ALL]
    sites = problem.matrix.alternatives
    return tuple(
        sites[row] for row in sorted(rows, key=lambda r: (-float(shares[r]), sites[r]))
    )


def _disputes(found: Opinions, shares: FloatArray) -> tuple[Dispute, ...]:
    sites, ids = found.problem.matrix.alternatives, found.problem.ids
    rows = [row for row in range(len(shares)) if 0.1 < shares[row] < NEARLY_ALL]
    rows.sort(key=lambda r: (abs(float(shares[r]) - 0.5), sites[r]))
    disputes = []
    for row in rows[:MOST_DISPUTED]:
        inside = found.ranks[:, row] <= found.problem.shortlist
        lean = found.weights[inside].mean(axis=0) - found.weights[~inside].mean(axis=0)
        for_, against = ids[int(np.argmax(lean))], ids[int(np.argmin(lean))]
        disputes.append(Dispute(sites[row], float(shares[row]), for_, against))
    return tuple(disputes)


def _camps(found: Opinions) -> tuple[tuple[Camp, ...], float]:
    labels, silhouette = camps(found.weights)
    divided = []
    for label in np.unique(labels):
        inside = labels == label
        weights = arithmetic_mean(found.weights[inside])
        members = tuple(p for p, belongs in zip(found.people, inside, strict=True) if belongs)
        divided.append(Camp(len(members), weights, ranks_of(found.problem, weights), members))
    return tuple(divided), silhouette


def _without_each(
    found: Opinions, labels: Sequence[str], told: Collection[str]
) -> tuple[LeaveOut, ...]:
    names = np.array(labels, dtype=object)
    left_out = (_without(found, name, names == name) for name in sorted(set(told)))
    return tuple(change for change in left_out if change is not None)


def _without(found: Opinions, who: str, leaves: np.ndarray) -> LeaveOut | None:
    """Return what changes when some people are left out; None if nobody, or nobody stays."""
    if not leaves.any() or leaves.all():
        return None
    before = listed(found.problem, ranks_of(found.problem, arithmetic_mean(found.weights)))
    rest = arithmetic_mean(found.weights[~leaves])
    after = listed(found.problem, ranks_of(found.problem, rest))
    lost = tuple(site for site in before if site not in after)
    return LeaveOut(who, lost, tuple(site for site in after if site not in before))


@dataclass(frozen=True, slots=True)
class Movement:
    """How a round differs from the one before.

    ``mean_shift`` is the mean weight that those who answered both have shifted, 0 to 1; NaN in
    anonymous rounds, whose answers cannot be paired, and in what is published where fewer than
    five answered both. The rest compares the room as a whole.
    """

    from_round: int
    to_round: int
    n_both: int
    mean_shift: float
    room_shift: float
    lost: tuple[str, ...]
    gained: tuple[str, ...]


def movement(before: RoundResult, after: RoundResult) -> Movement:
    """Return what changed between two rounds."""
    places = {person: row for row, person in enumerate(before.opinions.people)}
    shifts = [
        float(
            np.abs(after.opinions.weights[row] - before.opinions.weights[places[person]]).sum()
        )
        / 2
        for row, person in enumerate(after.opinions.people)
        if person in places
    ]
    fewest = SMALLEST_GROUP if after.is_published else 1
    room = np.abs(after.weights[MAIN_RULE] - before.weights[MAIN_RULE]).sum() / 2
    return Movement(
        before.number,
        after.number,
        len(shifts),
        math.fsum(shifts) / len(shifts) if len(shifts) >= fewest else float("nan"),
        float(room),
        tuple(site for site in before.shortlist if site not in after.shortlist),
        tuple(site for site in after.shortlist if site not in before.shortlist),
    )
