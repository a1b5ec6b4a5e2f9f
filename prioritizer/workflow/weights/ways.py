"""WAYS: the ways to weigh as a person meets them, each with the techniques behind it."""

from __future__ import annotations

from dataclasses import dataclass

from prioritizer.elicitation.techniques import TECHNIQUES


@dataclass(frozen=True, slots=True)
class Way:
    """A way to say what matters.

    ``when`` says when to use it, ``task`` what one does. ``techniques`` are names in
    `prioritizer.elicitation.techniques.TECHNIQUES`: other formulas for the same answers.
    ``by_branch`` ways ask about the branches first and then inside each; the others need
    criteria with units.
    """

    name: str
    title: str
    when: str
    task: str
    techniques: tuple[str, ...]
    by_branch: bool = True

    @property
    def is_judgement(self) -> bool:
        """Return whether a person's values come out, and not a property of the data."""
        return TECHNIQUES[self.techniques[0]].kind == "judgement"


_ALL = (
    Way(
        "swing",
        "Swing",
        "The most careful that is still quick; a good first choice.",
        "Tap which difference matters most, then give the others points.",
        ("swing",),
    ),
    Way(
        "order",
        "Ranking",
        "When you are sure of the order and of nothing else.",
        "Tap an order; a formula makes weights of it.",
        ("roc", "rank-sum", "rank-reciprocal", "rank-exponent"),
    ),
    Way(
        "points",
        "100 points",
        "When you think in budgets: what one gets, another loses.",
        "Divide 100 points among all.",
        ("points",),
    ),
    Way(
        "direct",
        "Direct points",
        "When you have weights already and want to enter them.",
        "Type points, on any scale.",
        ("direct",),
    ),
    Way(
        "trade-off",
        "Trade-offs",
        "Slow, but the only one that asks what weights mean.",
        "Say how much of one thing counts as much as all of another, in units.",
        ("trade-off",),
        by_branch=False,
    ),
    Way(
        "ahp",
        "Pairs (AHP)",
        "When you find it easier to compare two at a time; shows contradictions.",
        "Tap for every pair which matters more, and how many times.",
        ("ahp",),
    ),
    Way(
        "bwm",
        "Most and least (BWM)",
        "Fewer comparisons than AHP, each against the most or the least important.",
        "Tap the most and the least important, then compare both with the rest.",
        ("bwm",),
    ),
    Way(
        "region",
        "Ranges and statements",
        "When you cannot or will not give one number: every weight that fits stays possible.",
        "Give lowest and highest weights, and statements such as “at least twice”.",
        ("region",),
        by_branch=False,
    ),
    Way(
        "data",
        "From the data",
        "To see how the sites differ. It says nothing about what matters.",
        "Answer nothing: the weights are computed from the sites.",
        ("entropy", "critic", "merec", "std"),
        by_branch=False,
    ),
)

WAYS: dict[str, Way] = {way.name: way for way in _ALL}


def way_of(technique: str) -> Way:
    """Return the way to which a technique belongs."""
    return next(way for way in _ALL if technique in way.techniques)
