"""How sure places are in a workshop: chances under somebody's weights, in the five words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from prioritizer.domain.answer import Answer, Section, SectionLimits
from prioritizer.domain.results import Settings
from prioritizer.domain.weights import WeightVector
from prioritizer.domain.words import listed, percent
from prioritizer.languages.speech import gettext, ngettext
from prioritizer.workflow.ranking import answer_words
from prioritizer.workflow.ranking.answer import all_of, find_answer
from prioritizer.workflow.workshop.known import HardlyKnown, Known
from prioritizer.workflow.workshop.opinions import DrawnWeights
from prioritizer.workflow.workshop.problem import FrozenProblem


@lru_cache(maxsize=64)
def room_answer(
    problem: FrozenProblem, weights: WeightVector, drawn: DrawnWeights | None = None
) -> Answer | None:
    """Return how surely each site is on the list under some weights.

    ``drawn`` are the weights of each draw, where “I don't know” leaves weights open. None where
    the problem holds no draws: it was frozen by an earlier version, or has too many sites.
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
    each = None if drawn is None else drawn.weights
    found = find_answer(problem.matrix, known.drawn, place, None, each)
    return replace(
        found, apart=known.apart, criteria_left_out=tuple(one.id for one in known.not_asked)
    )


def section_words(n_draws: int, size: int, limits: SectionLimits | None = None) -> str:
    """Return what the words say, for somebody who hears of them for the first time."""
    at = limits or SectionLimits()
    return gettext(
        "Not everything is known of these sites. We drew what is not known {draws} times: a "
        "“{secure}” site is on the list of {size} in at least {often} of the draws, a "
        "“{likely}” one in at least {half}, an “{open}” one in at least {seldom}. A site "
        "that is “{out}” is on it more rarely.",
        draws=n_draws,
        size=size,
        secure=gettext(Section.SECURE),
        often=percent(at.secure),
        likely=gettext(Section.LIKELY),
        half=percent(at.likely),
        open=gettext(Section.OPEN),
        seldom=percent(at.open),
        out=gettext(Section.OUT),
    )


def apart_words(known: Known | None) -> str:
    """Return how many sites are not ranked, in words; blank where none is."""
    if known is None:
        return ""
    return answer_words.apart_words(len(known.apart), known.without_evidence)


def working_words(known: Known | None) -> str:
    """Return how many sites stand aside for the status of the facility; or blank."""
    if known is None:
        return ""
    if known.not_ranked is None:
        return answer_words.facilities_words(known.working)
    return answer_words.facilities_sentence(known.not_ranked)


def count_aside(known: Known | None) -> int:
    """Return how many sites stand aside; 0 of an earlier problem that does not say so."""
    if known is None:
        return 0
    counted = known.without_evidence + known.working
    others = counted if known.not_ranked is None else len(known.not_ranked)
    return len(known.apart) + others


def veto_words(known: Known | None) -> str:
    """Return how many sites stand behind a veto; blank where none does, or it is not known."""
    entries = None if known is None else known.not_ranked
    return answer_words.veto_sentence(entries or ())


def gaps_words(known: Known | None) -> str:
    """Return what is taken for an unknown value, and which criteria count all the same."""
    if known is None:
        return ""
    frozen = gettext("Frozen with the sites: {what}.", what=gettext(known.drawn.gaps.words))
    said = " ".join(words for words in (frozen, working_words(known)) if words)
    told = _known_for(known.switched_on)
    if not told:
        return said
    counting = ngettext(
        "{names} counts anyway.",
        "{names} count anyway.",
        len(told),
        names=listed(told),
    )
    return f"{said} {counting}"


def _known_for(criteria: Sequence[HardlyKnown]) -> list[str]:
    return [
        gettext(
            "{name} (known for {known} of {of} sites)",
            name=gettext(one.name),
            known=one.known,
            of=one.of,
        )
        for one in criteria
    ]


def not_asked_words(known: Known | None) -> str:
    """Return which criteria nobody is asked about, in words; blank where all are."""
    if known is None or not known.not_asked:
        return ""
    told = _known_for(known.not_asked)
    return ngettext(
        "{names} says nothing here: not asked, weight 0.",
        "{names} say nothing here: not asked, weight 0.",
        len(told),
        names=listed(told),
    )
