"""Sites that a room does not judge: why, and which ones its own weights would rank or not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from prioritizer.domain.answer import known_percent
from prioritizer.domain.matrix import FloatArray
from prioritizer.domain.results import NotRanked
from prioritizer.domain.words import listed, number
from prioritizer.languages.speech import gettext, ngettext
from prioritizer.workflow.ranking.known_limit import known_values, limit_of
from prioritizer.workflow.workshop.known import Known
from prioritizer.workflow.workshop.problem import FrozenProblem

TOO_LITTLE = "Too little known"
Call = Callable[["Crossing"], str]


@dataclass(frozen=True, slots=True)
class Crossing:
    """A site that crosses the limit of what must be known; its known weight, 0 to 1."""

    site_id: str
    name: str
    known_weight: float


@dataclass(frozen=True, slots=True)
class Moved:
    """Who would be ranked at some weights and is not judged, and the other way round.

    The sites of a room are frozen when all criteria count the same; known weight moves with
    the weights.
    """

    entering: tuple[Crossing, ...] = ()
    leaving: tuple[Crossing, ...] = ()


def moved_at(problem: FrozenProblem, weights: FloatArray) -> Moved | None:
    """Return who else would be ranked at weights that sum to 1, and who would not.

    By the limit of known weight that the ranking goes by. None where the problem does not say
    how well the values of sites that stand apart are known: an earlier version froze it, or
    all sites are ranked whatever is known of them.
    """
    known = problem.known
    if known is None or known.apart_known is None:
        return None
    judged = known_values(problem.values, known.drawn)
    limit = limit_of(np.concatenate([judged, known.apart_known]))
    ranked, weight = limit.competing(weights), limit.known_weight(weights).tolist()
    n_judged = len(judged)
    ids = (*problem.matrix.alternatives, *(site.site_id for site in known.apart))
    names = (*problem.matrix.names, *(site.name for site in known.apart))

    def crossing(rows: Sequence[int]) -> tuple[Crossing, ...]:
        found = (Crossing(ids[row], names[row], weight[row]) for row in rows)
        return tuple(sorted(found, key=lambda one: one.site_id))

    return Moved(
        crossing((n_judged + np.flatnonzero(ranked[n_judged:])).tolist()),
        crossing(np.flatnonzero(~ranked[:n_judged]).tolist()),
    )


def moved_sentence(
    moved: Moved | None,
    call: Call | None = None,
    most: int = 10**6,
    *,
    with_weights: bool = True,
) -> str:
    """Return whom the room's weights would rank or not, by name; blank where nobody moves.

    Parameters
    ----------
    call
        What a site is called; its name if left out. Sites called nothing are only counted.
    most
        How many are named of each; the others are counted.
    with_weights
        Whether the known weight stands behind each name.
    """
    if moved is None or not (moved.entering or moved.leaving):
        return ""
    called = _Called(call or (lambda one: one.name), most, with_weights)
    entering, leaving = len(moved.entering), len(moved.leaving)
    parts = []
    if entering:
        more = ngettext(
            "{n} more site would be ranked",
            "{n} more sites would be ranked",
            entering,
            n=number(entering),
        )
        parts.append(f"{more}{called.of(moved.entering)}")
    if leaving:
        less = (
            gettext("{n} would not", n=leaving)
            if entering
            else ngettext(
                "{n} site would not be ranked", "{n} sites would not be ranked", leaving
            ).format(n=leaving)
        )
        parts.append(f"{less}{called.of(moved.leaving)}")
    return gettext("At the room's weights {changes}.", changes="; ".join(parts))


@dataclass(frozen=True, slots=True)
class _Called:
    """How sites are named in a sentence."""

    call: Call
    most: int
    with_weights: bool

    def of(self, sites: Sequence[Crossing]) -> str:
        """Return names after a colon; blank where no site has one."""
        names = [self._name(one) for one in sites if self.call(one)]
        hidden = len(names) - self.most
        told = [*names[: self.most], *([gettext("{n} more", n=hidden)] if hidden > 0 else [])]
        return f": {listed(told)}" if told else ""

    def _name(self, one: Crossing) -> str:
        if not self.with_weights:
            return self.call(one)
        return gettext(
            "{site} ({share} of the weight known)",
            site=self.call(one),
            share=known_percent(one.known_weight),
        )


def moved_note(moved: Moved | None) -> str:
    """Return whom the room's weights would rank or not, and that nobody is where so."""
    if moved is None:
        return ""
    same = gettext("At the room's weights the same sites would be ranked.")
    return moved_sentence(moved) or same


def aside_entries(known: Known | None) -> Iterator[tuple[str, str, str]]:
    """Yield id, name and reason of each site that stands aside, the too little known first.

    Nothing of a problem that an earlier version froze and that does not name them all.
    """
    if known is None or known.not_ranked is None:
        return
    for site in known.apart:
        share = known_percent(site.known_weight)
        yield site.site_id, site.name, f"{TOO_LITTLE}: {share} of the weight."
    for entry in known.not_ranked:
        yield entry.site_id, entry.name, aside_reason(entry)


def aside_reason(entry: NotRanked) -> str:
    """Return why a site without a place on the ranking has none, with the word for it."""
    if not entry.gate:
        return f"{TOO_LITTLE}: {entry.reason.removeprefix('Not enough evidence to rank: ')}"
    start = entry.gate.replace("_", " ")
    return f"{start[0].upper()}{start[1:]}: {entry.reason}"
