"""Two sites compared, in sentences."""

from __future__ import annotations

from prioritizer.domain.words import listed
from prioritizer.languages.speech import gettext, signed
from prioritizer.workflow.ranking.against_draws import (
    turned_sentence,
)
from prioritizer.workflow.ranking.explain import NEGLIGIBLE, Comparison, Lead

LEAST_ON_GAPS = 0.005


def comparison_sentence(found: Comparison) -> str:
    """Return the comparison in plain text: the known reasons, and apart what rests on gaps.

    A lead that does not hold in most of the draws says so.
    """
    return f"{_lead_sentence(found)} {turned_sentence(found.drawn, found.below)}".rstrip()


def _lead_sentence(found: Comparison) -> str:
    if found.is_tie:
        return f"{found.above} and {found.below} are level: the {found.score} is the same."
    ahead = [lead for lead in found.leads if lead.known > NEGLIGIBLE]
    behind = [lead for lead in found.leads if lead.known < -NEGLIGIBLE]
    on_gaps = [lead for lead in found.leads if abs(lead.on_gaps) >= LEAST_ON_GAPS]
    start = f"{found.above} leads {found.below} by {points(found.margin)} in {found.score}"
    verb = "because of" if found.is_additive else "being closer to the ideal in"
    if ahead:
        reason = f"{start}, {verb} {_named(ahead, on_gaps=False)}"
    elif on_gaps:
        reason = f"{start}, and nothing that is known speaks for that"
    else:
        reason = f"{start}: the two are all but equal on every criterion that has weight"
    if behind:
        reason += f"; {found.below} is ahead in {_named(behind, on_gaps=False)}"
    elif ahead:
        reason += f"; {found.below} is ahead in nothing{' that is known' if on_gaps else ''}"
    return f"{reason}.{_on_gaps(found, on_gaps)}"


def _on_gaps(found: Comparison, leads: list[Lead]) -> str:
    sides = (
        (found.above, [lead for lead in leads if lead.on_gaps > 0]),
        (found.below, [lead for lead in leads if lead.on_gaps < 0]),
    )
    words = [f"{_named(some, on_gaps=True)} for {name}" for name, some in sides if some]
    return f" What is not known for sure adds {'; '.join(words)}." if words else ""


def _named(leads: list[Lead], *, on_gaps: bool) -> str:
    parts = [(lead.criterion.name, lead.on_gaps if on_gaps else lead.known) for lead in leads]
    return listed([f"{name} ({points(abs(part), sign='+')})" for name, part in parts])


def points(amount: float, *, sign: str = "") -> str:
    """Return a part of a score, not negative: two decimals, three of what is small."""
    if amount < 0.005:
        if amount < NEGLIGIBLE:
            return gettext("less than {amount}", amount=signed("0.001"))
        return f"{sign}{signed(f'{amount:.3f}')}"
    return f"{sign}{signed(f'{amount:.2f}')}"
