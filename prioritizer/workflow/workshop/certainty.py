"""How sure places are in a workshop: chances under somebody's weights, in the five words."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from prioritizer.domain.answer import Answer, Section, SectionLimits
from prioritizer.domain.results import Settings
from prioritizer.domain.weights import WeightVector
from prioritizer.domain.words import listed, percent
from prioritizer.workflow.ranking import answer_words
from prioritizer.workflow.ranking.answer import all_of, find_answer
from prioritizer.workflow.workshop.known import Known
from prioritizer.workflow.workshop.problem import FrozenProblem


@lru_cache(maxsize=64)
def room_answer(problem: FrozenProblem, weights: WeightVector) -> Answer | None:
    """Return how surely each site is on the list under some weights.

    None where the problem holds no draws: it was frozen by an earlier version, or has too many
    sites.
    """
    known = problem.known
    if known is None or not known.drawn.draws:
        return None
    settings = Settings(
        weights,
        method=problem.method,
        risk=problem.risk,
        gaps=known.drawn.gaps,
        top=problem.shortlist,
        seed=known.drawn.seed,
    )
    place = all_of(problem.values, known.drawn, settings)
    found = find_answer(problem.matrix, known.drawn, place, None)
    return replace(
        found, apart=known.apart, criteria_left_out=tuple(one.id for one in known.not_asked)
    )


def section_words(n_draws: int, size: int, limits: SectionLimits | None = None) -> str:
    """Return what the words say, for somebody who hears of them for the first time."""
    at = limits or SectionLimits()
    return (
        f"Not everything is known of these sites. We drew what is not known {n_draws} times: a "
        f"“{Section.SECURE}” site is on the list of {size} in at least {percent(at.secure)} of "
        f"the draws, a “{Section.LIKELY}” one in at least {percent(at.likely)}, an "
        f"“{Section.OPEN}” one in at least {percent(at.open)}. A site that is "
        f"“{Section.OUT}” is on it more rarely."
    )


def apart_words(known: Known | None) -> str:
    """Return how many sites are not ranked, in words; blank where none is."""
    if known is None:
        return ""
    return answer_words.apart_words(len(known.apart), known.without_evidence)


def gaps_words(known: Known | None) -> str:
    """Return what is taken for an unknown value, and which criteria count all the same."""
    if known is None:
        return ""
    taken = known.drawn.gaps.words
    aside = answer_words.facilities_words(known.working)
    said = f"Frozen with the sites: {taken}.{' ' if aside else ''}{aside}"
    told = [
        f"{one.name} (known for {one.known} of {one.of} sites)" for one in known.switched_on
    ]
    if not told:
        return said
    return f"{said} {listed(told)} {'counts' if len(told) == 1 else 'count'} all the same."


def not_asked_words(known: Known | None) -> str:
    """Return which criteria nobody is asked about, in words; blank where all are."""
    if known is None or not known.not_asked:
        return ""
    told = [f"{one.name} (known for {one.known} of {one.of} sites)" for one in known.not_asked]
    verb = "says" if len(told) == 1 else "say"
    return f"{listed(told)} {verb} nothing here: not asked, weight 0."
