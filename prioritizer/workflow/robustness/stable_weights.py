"""How far weights may move before the list changes, in figures and words."""

from __future__ import annotations

from dataclasses import dataclass

from prioritizer.domain.criterion import Criterion
from prioritizer.domain.words import weight
from prioritizer.workflow.robustness.list_changes import ListChange


@dataclass(frozen=True, slots=True)
class Stability:
    """How far one weight may move alone, as a share, before the first ``top`` change.

    The first by score at best estimates. Who is known well enough to be ranked moves with the
    weights; ``below`` and ``above`` say who comes and goes past either end, None at the end of
    all weights. The list by chances may change before or after.
    """

    criterion: Criterion
    top: int
    now: float
    low: float
    high: float
    below: ListChange | None = None
    above: ListChange | None = None

    @property
    def sentence(self) -> str:
        """Return the interval in words, and where known weight is what ends it."""
        return " ".join([self._interval, *self.reasons])

    @property
    def reasons(self) -> tuple[str, ...]:
        """Return what the limit of known weight does at either end, in sentences."""
        ends = (("Below", self.low, self.below), ("Above", self.high, self.above))
        said = [
            change.sentence(f"{word} {weight(end)}", top=self.top)
            for word, end, change in ends
            if change is not None
        ]
        return tuple(filter(None, said))

    @property
    def _interval(self) -> str:
        first = (
            "first place" if self.top == 1 else f"first {self.top} by score at best estimates"
        )
        what = f"The {first}"
        stay = "stays" if self.top == 1 else "stay"
        if self.low <= 0 and self.high >= 1:
            return f"{what} {stay} the same whatever {self.criterion.name} weighs."
        return (
            f"{what} {stay} the same while {self.criterion.name} weighs "
            f"{weight(self.low)} to {weight(self.high)} (now {weight(self.now)})."
        )


@dataclass(frozen=True, slots=True)
class JointShift:
    """The least weight that, moved among criteria, changes the list.

    ``outside`` comes level with ``inside`` at the edge; or it comes to be known well enough to
    be ranked (``is_newly_ranked``); or, where it is blank, ``inside`` comes to be too little
    known. ``moved`` is the share of all weight that moves; ``weights`` are the shares where it
    happens, in the order of the criteria. Exact for the weighted sum.
    """

    inside: str
    outside: str
    moved: float
    criteria: tuple[Criterion, ...]
    now: tuple[float, ...]
    weights: tuple[float, ...]
    is_newly_ranked: bool = False

    @property
    def sentence(self) -> str:
        """Return the shift in words."""
        changes = [
            (c.name, new - old)
            for c, old, new in zip(self.criteria, self.now, self.weights, strict=True)
        ]
        down = " and ".join(name for name, change in changes if change < -1e-12)
        up = " and ".join(name for name, change in changes if change > 1e-12)
        if not down:
            return (
                f"{self.outside} already ties with {self.inside} in score at best estimates at "
                "the list's edge."
            )
        return (
            f"Moving {weight(self.moved)} of the weight from {down} to {up} {self._does}. No "
            "smaller change of the weights does."
        )

    @property
    def _does(self) -> str:
        if not self.outside:
            return (
                f"leaves {self.inside} too little known to be ranked, so that it drops off the "
                "list"
            )
        if self.is_newly_ranked:
            return (
                f"makes {self.outside} known well enough to be ranked, and brings it onto the "
                "list by score at best estimates"
            )
        return (
            f"brings {self.outside} level with {self.inside} in score at best estimates, at "
            "the edge of the list"
        )
