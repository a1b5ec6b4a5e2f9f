"""The trade-off between two sites in words: what is better, what is worse, what would turn it.

The numbers are those of `explain`; here they only become sentences in the language spoken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from prioritizer.domain.results import Assessment
from prioritizer.domain.words import MINUS, listed
from prioritizer.languages.speech import gettext, noop
from prioritizer.workflow.ranking import explain
from prioritizer.workflow.ranking.against_draws import on_list_sentence
from prioritizer.workflow.ranking.comparison_words import LEAST_ON_GAPS, points
from prioritizer.workflow.ranking.explain import NEGLIGIBLE, Comparison, Lead

OUTWEIGHS = noop(
    "{above} leads {below} by {margin} in score: what is better, {better}, outweighs what is "
    "worse, {worse}."
)
ONLY_BETTER = noop("{above} leads {below} by {margin} in score: {better}. Nothing is worse.")
CLOSER = noop(
    "{above} leads {below} by {margin} in score: it is closer to the ideal in {better} and "
    "further from it in {worse}."
)
ONLY_CLOSER = noop(
    "{above} leads {below} by {margin} in score: it is closer to the ideal in {better}."
)
LEVEL = noop("{above} and {below} are level in score.")
ALIKE = noop("{above} leads {below} by {margin} in score; no criterion parts them clearly.")
UNSURE = noop("Not known for sure in this: {criteria}.")


@dataclass(frozen=True, slots=True)
class TradeOff:
    """What stands between two ranked sites; ``above`` is the row with the higher score."""

    above: int
    below: int
    found: Comparison
    turn: str
    told: str

    def part(self, criterion: str) -> float:
        """Return what a criterion adds to the lead, in points of score."""
        return next(
            (one.amount for one in self.found.leads if one.criterion.id == criterion), 0
        )


def trade_offs(assessment: Assessment, rows: Sequence[int]) -> tuple[TradeOff, ...]:
    """Return how the row with the highest score stands against each of the others."""
    scores = assessment.ranking.scores
    first, *others = sorted(rows, key=lambda row: (-float(scores[row]), row))
    return tuple(trade_off(assessment, first, other) for other in others)


def trade_off(assessment: Assessment, above: int, below: int) -> TradeOff:
    """Return how one row leads another with a lower or the same score."""
    return TradeOff(
        above,
        below,
        explain.compare(assessment, above, below),
        explain.turn_sentence(assessment, above, below),
        on_list_sentence(assessment, above, below),
    )


def trade_off_sentence(found: Comparison) -> str:
    """Return the trade-off in plain text, and what in it is not known for sure."""
    unsure = [one for one in found.leads if abs(one.on_gaps) >= LEAST_ON_GAPS]
    names = listed([gettext(one.criterion.name) for one in unsure])
    rest = f" {gettext(UNSURE, criteria=names)}" if unsure else ""
    return f"{_lead_sentence(found)}{rest}"


def _lead_sentence(found: Comparison) -> str:
    names = {"above": found.above, "below": found.below}
    if found.is_tie:
        return gettext(LEVEL, **names)
    better = [one for one in found.leads if one.amount > NEGLIGIBLE]
    worse = [one for one in found.leads if one.amount < -NEGLIGIBLE]
    said = names | {"margin": points(found.margin), "better": _named(better)}
    if not better:
        return gettext(ALIKE, above=found.above, below=found.below, margin=said["margin"])
    if not worse:
        return gettext(ONLY_BETTER if found.is_additive else ONLY_CLOSER, **said)
    return gettext(OUTWEIGHS if found.is_additive else CLOSER, **said, worse=_named(worse))


def _named(leads: Sequence[Lead]) -> str:
    return listed(
        [f"{gettext(one.criterion.name)} ({signed_points(one.amount)})" for one in leads]
    )


def signed_points(amount: float) -> str:
    """Return a part of a score with its sign, as in a sentence of reasons."""
    if abs(amount) < NEGLIGIBLE:
        return "0"
    return points(abs(amount), sign="+" if amount > 0 else MINUS)
