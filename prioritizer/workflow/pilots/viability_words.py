"""A screening in words for every page and file: a range, what it leaves out, its worth."""

from __future__ import annotations

import math

from prioritizer.domain.economics import PilotFacts
from prioritizer.domain.pilot import Default, Estimate
from prioritizer.domain.words import MILLION, estimate, listed, number, percent
from prioritizer.workflow.pilots.circuits import said
from prioritizer.workflow.pilots.viability import Viability
from prioritizer.workflow.pilots.viability_charts import Adjustments

ONE_CIRCUIT = "one circuit paid, no charges"


def span(low: str, high: str) -> str:
    """Return two ends in words; one where both read alike."""
    return low if low == high else f"{low} to {high}"


def value_words(answer: Viability) -> str:
    """Return the range of net present value, without its unit."""
    low, high = answer.npv_range
    return span(estimate(low / MILLION), estimate(high / MILLION))


def chance_words(answer: Viability) -> str:
    """Return the share of draws in which the value is 0 or more."""
    low, high = answer.chance_range
    return span(percent(low), percent(high))


def worth_words(answer: Viability) -> str:
    """Return what a pilot may tell, with its reliability, without its unit."""
    low, high = answer.worth_range
    return span(estimate(low / MILLION), estimate(high / MILLION))


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


def break_even_words(answer: Viability) -> str:
    """Return what alone would make the value nil at best estimates, and on which terms.

    Support and a grant stand only where the value is below nil without them.
    """
    even = answer.break_even
    found = [f"a return of {number(even.nsr)} USD per tonne"]
    if even.price_factor is not None:
        found.append(f"all prices × {number(even.price_factor)}")
    if even.grade_factor is not None:
        found.append(f"grade × {number(even.grade_factor)}")
    if answer.npv_best < 0:
        found.append(f"support of {number(even.subsidy)} USD per tonne")
        found.append(f"a grant of {percent(even.grant)} of the investment")
    return f"{'; or '.join(found)} ({ONE_CIRCUIT})"


def terms_words(figures: Adjustments, facts: PilotFacts) -> str:
    """Return the rates, the investment and the liability of a screening, in a sentence."""
    rates = (
        _rate("discount rate", figures.discount_rate, facts.parameters["discount_rate"]),
        _rate("tax on profit", figures.tax_rate, facts.parameters["tax_rate"]),
    )
    investment = percent(figures.investment)
    said = [*rates, f"investment {investment} of the default"]
    if figures.liability > 0:
        said.append(
            f"liability without it {number(figures.liability / MILLION)} M USD, of which "
            f"{percent(figures.removed)} removed"
        )
    return f"Terms: {'; '.join(said)}."


def _rate(name: str, given: float | None, default: Default[Estimate]) -> str:
    usual = default.value.best
    if given is None or math.isclose(given, usual):
        return f"{name} {number(100 * usual)} % (default)"
    return f"{name} {number(100 * given)} % (default {number(100 * usual)} %)"


def verdict(answer: Viability) -> str:
    """Return whether a pilot's worth exceeds its cost: yes, no, or open."""
    answers = {worth.is_justified for worth in answer.worths}
    return "open" if len(answers) > 1 else "yes" if answers.pop() else "no"
