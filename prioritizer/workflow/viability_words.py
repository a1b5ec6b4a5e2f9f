"""A screening in words for every page and file: a range, what it leaves out, its worth."""

from __future__ import annotations

from prioritizer.domain.words import listed, million, percent
from prioritizer.workflow.circuits import said
from prioritizer.workflow.viability import Viability

NO_RATE = (
    "No rate of return and no payback are shown: they would need the costs that are not in it."
)
ONE_CIRCUIT = "one circuit paid, no charges"


def span(low: str, high: str) -> str:
    """Return two ends in words; one where both read alike."""
    return low if low == high else f"{low} to {high}"


def value_words(answer: Viability) -> str:
    """Return the range of net present value, without its unit."""
    low, high = answer.npv_range
    return span(million(low), million(high))


def chance_words(answer: Viability) -> str:
    """Return the share of draws in which the value is 0 or more."""
    low, high = answer.chance_range
    return span(percent(low), percent(high))


def worth_words(answer: Viability) -> str:
    """Return what a pilot may tell, with its reliability, without its unit."""
    low, high = answer.worth_range
    return span(million(low), million(high))


def left_out(answer: Viability) -> str:
    """Return what is not in the value, and what its low end pays besides."""
    sentence = said(answer.not_in_it)
    if not answer.other_circuits:
        return sentence
    circuits = listed(answer.other_circuits)
    return (
        f"{sentence} Only the low end also pays the operating cost of {circuits}, a default "
        "from memory."
    ).strip()


def verdict(answer: Viability) -> str:
    """Return whether a pilot's worth exceeds its cost: yes, no, or open."""
    answers = {worth.is_justified for worth in answer.worths}
    return "open" if len(answers) > 1 else "yes" if answers.pop() else "no"
