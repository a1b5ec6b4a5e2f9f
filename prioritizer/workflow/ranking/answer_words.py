"""The answer in sentences: the same words on the page, the command line, in files and rooms."""

from __future__ import annotations

from prioritizer.domain.answer import Answer, Section
from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.results import Assessment
from prioritizer.domain.words import counted, listed, percent


def headline(answer: Answer) -> str:
    """Return how far the list is settled: ``On a list of 10: 3 settled, 12 open for ...``."""
    settled = answer.count(Section.SECURE)
    contested = answer.count(Section.LIKELY) + answer.count(Section.OPEN)
    out = answer.count(Section.OUT)
    free = min(answer.top, len(answer.chance)) - settled
    places = "place" if free == 1 else "places"
    if not contested and free:
        least = percent(answer.limits.open)
        return (
            f"On a list of {answer.top}: {settled} settled; for the other {free} {places} no "
            f"site has a chance of {least} or more."
        )
    if not contested:
        return f"On a list of {answer.top}: {settled} settled, {out} out."
    return (
        f"On a list of {answer.top}: {settled} settled, {contested} open for the other {free} "
        f"{places}, {out} out."
    )


def apart_sentence(answer: Answer) -> str:
    """Return how many sites are too little known to be ranked; blank where none is."""
    n = len(answer.apart)
    if not n:
        return ""
    verb = "is" if n == 1 else "are"
    reach = answer.could_reach
    could = f"; {reach} of them could reach the list" if reach else ""
    return f"{counted(n, 'site')} {verb} not ranked: too little is known{could}."


def left_out_sentence(answer: Answer, criteria: CriteriaSet, n_sites: int) -> str:
    """Return which criteria separate nobody and are left out; blank where none is."""
    names = {criterion.id: criterion.name for criterion in criteria.criteria}
    said = [
        f"{names[name]} (known for {answer.known_counts.get(name, 0)} of {n_sites})"
        for name in answer.criteria_left_out
    ]
    if not said:
        return ""
    verb = "says" if len(said) == 1 else "say"
    return f"{listed(said)} {verb} nothing here: left out."


def answer_sentences(assessment: Assessment) -> tuple[str, ...]:
    """Return what stands above the list: what is settled, who is apart, what is left out."""
    answer = assessment.answer
    if answer is None:
        return ()
    n_sites = len(answer.chance) + len(answer.apart)
    sentences = (
        headline(answer),
        apart_sentence(answer),
        left_out_sentence(answer, assessment.criteria, n_sites),
    )
    return tuple(sentence for sentence in sentences if sentence)


def assumption_sentence(answer: Answer) -> str:
    """Return what was taken for unknown values, and what the chances rest on."""
    taken = answer.gaps.words
    return f"{taken[0].upper()}{taken[1:]}; {answer.draws} draws, seed {answer.seed}."


def likely_range(answer: Answer, row: int) -> str:
    """Return the places that 5 and 95 % of the draws do not exceed: ``2–14``, or one place."""
    low, high = int(answer.rank_5[row]), int(answer.rank_95[row])
    return str(low) if low == high else f"{low}–{high}"
