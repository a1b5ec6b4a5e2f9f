"""Why methods place a site differently, in sentences built from its numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from prioritizer.domain.criterion import Criterion
from prioritizer.domain.matrix import BoolArray
from prioritizer.domain.words import listed, percent
from prioritizer.engine.methods.promethee import shares_of_wins
from prioritizer.engine.methods.table import METHODS
from prioritizer.engine.methods.topsis import gaps_to_ideal
from prioritizer.workflow.ranking.compare import Compared, weighted_spread

NEGLIGIBLE = 0.005  # shown as 0.00
THIRD = 1 / 3  # the most even third of the sites is balanced, the most uneven one-sided


class Kind(StrEnum):
    """How even the values of a site are, against the other sites."""

    BALANCED = "balanced"
    MIXED = "mixed"
    ONE_SIDED = "one-sided"


@dataclass(frozen=True, slots=True)
class Profile:
    """The values of one site on the criteria that have weight.

    ``spread`` is their weighted standard deviation, ``typical`` that of the median site;
    ``responsible`` makes ``share`` of the spread's square.
    """

    kind: Kind
    mean: float
    spread: float
    typical: float
    lowest: Criterion
    lowest_value: float
    highest: Criterion
    highest_value: float
    responsible: Criterion
    share: float

    @property
    def words(self) -> str:
        """Return the profile in words."""
        ends = (
            f"values from {self.lowest_value:.2f} ({self.lowest.name}) to "
            f"{self.highest_value:.2f} ({self.highest.name}), spread {self.spread:.2f} where "
            f"the median site has {self.typical:.2f}"
        )
        if self.kind is Kind.ONE_SIDED:
            made = f"{self.responsible.name} makes {percent(self.share)} of it"
            return f"One-sided: {ends}; {made}."
        return f"{self.kind.value.capitalize()}: {ends}."


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One site that methods place far apart: where, what it is like, and why."""

    row: int
    name: str
    best_method: str
    best_rank: int
    worst_method: str
    worst_rank: int
    profile: Profile
    reasons: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """Return it all in plain text."""
        return (
            f"{self.name}: place {self.best_rank} by {METHODS[self.best_method].title}, "
            f"{self.worst_rank} by {METHODS[self.worst_method].title}. {self.profile.words} "
            f"{' '.join(self.reasons)}"
        )


def disagreements(compared: Compared, *, most: int = 6) -> tuple[Disagreement, ...]:
    """Return the sites on some lists only that move most between methods, with reasons."""
    seen = _Seen(compared)
    return tuple(_disagreement(compared, seen, row) for row in compared.movers(most).tolist())


class _Seen:
    """What the reasons look at: values, weights and what others have."""

    def __init__(self, compared: Compared) -> None:
        base = compared.base
        self.criteria = base.matrix.criteria
        self.weights = base.settings.weights.normalized
        self.values = base.values.expected
        self.gap = base.values.gap
        self.used = np.flatnonzero(self.weights > 0)
        self.means, self.spreads = weighted_spread(self.values, self.weights)
        self.missing = self.weights * (1.0 - self.values)


def profile(compared: Compared, row: int) -> Profile:
    """Return how even the values of one site are."""
    return _profile(_Seen(compared), row)


def _profile(seen: _Seen, row: int) -> Profile:
    own = seen.values[row, seen.used]
    low, high = seen.used[int(np.argmin(own))], seen.used[int(np.argmax(own))]
    parts = seen.weights * np.square(seen.values[row] - seen.means[row])
    most = int(np.argmax(parts))
    total = float(parts.sum())
    lower, upper = np.quantile(seen.spreads, (THIRD, 1 - THIRD))
    spread = float(seen.spreads[row])
    kind = Kind.MIXED
    if spread <= lower:
        kind = Kind.BALANCED
    elif spread >= upper:
        kind = Kind.ONE_SIDED
    return Profile(
        kind=kind,
        mean=float(seen.means[row]),
        spread=spread,
        typical=float(np.median(seen.spreads)),
        lowest=seen.criteria[low],
        lowest_value=float(seen.values[row, low]),
        highest=seen.criteria[high],
        highest_value=float(seen.values[row, high]),
        responsible=seen.criteria[most],
        share=float(parts[most]) / total if total > 0 else 0.0,
    )


def _disagreement(compared: Compared, seen: _Seen, row: int) -> Disagreement:
    places = compared.ranks[:, row]
    best, worst = int(np.argmin(places)), int(np.argmax(places))
    methods = compared.methods
    reasons = [
        REASONS[methods[index]](seen, row, is_high)
        for index, is_high in ((worst, False), (best, True))
    ]
    return Disagreement(
        row=row,
        name=compared.base.matrix.names[row],
        best_method=methods[best],
        best_rank=int(places[best]),
        worst_method=methods[worst],
        worst_rank=int(places[worst]),
        profile=_profile(seen, row),
        reasons=tuple(reasons),
    )


def _sum(seen: _Seen, row: int, is_high: bool) -> str:
    parts = seen.weights * (seen.values[row] - seen.values.mean(axis=0))
    k = int(np.argmax(parts)) if is_high else int(np.argmin(parts))
    if abs(float(parts[k])) < NEGLIGIBLE:
        return "In a sum no value of it stands out from the mean of the sites."
    verb = "adds" if is_high else "takes"
    return (
        f"A sum lets strong values make up for weak ones: {_value(seen, row, k)} {verb} "
        f"{abs(float(parts[k])):.2f} {'to' if is_high else 'from'} the score against the mean "
        "of the sites."
    )


def _product(seen: _Seen, row: int, is_high: bool) -> str:
    factors = np.power(seen.values[row], seen.weights)
    k = int(np.argmin(factors))
    if float(factors[k]) == 0.0:
        return f"A product is 0 as soon as one value is: {_value(seen, row, k)}."
    if not is_high:
        return (
            f"A product punishes a low value: {_value(seen, row, k)} alone multiplies the "
            f"score by {float(factors[k]):.2f}."
        )
    low = seen.used[int(np.argmin(seen.values[row, seen.used]))]
    lowest = seen.values[:, seen.used].min(axis=1)
    below = float((lowest < lowest[row]).mean())
    return (
        f"A product punishes a low value, and the lowest here, {_value(seen, row, low)}, is "
        f"above the lowest of {percent(below)} of the sites."
    )


def _largest_gap(seen: _Seen, row: int, is_high: bool) -> str:
    largest = seen.missing.max(axis=1)
    k = int(np.argmax(seen.missing[row]))
    share = float(
        (largest > largest[row]).mean() if is_high else (largest < largest[row]).mean()
    )
    return (
        f"VIKOR looks at the largest weighted gap alone for half of the score: "
        f"{float(largest[row]):.2f} here ({_value(seen, row, k)}), "
        f"{'smaller' if is_high else 'larger'} than that of {percent(share)} of the sites."
    )


def _distance(seen: _Seen, row: int, is_high: bool) -> str:
    own = seen.values[row : row + 1]
    # The distance to the worst possible site is the one to the ideal with the scale turned.
    shares = gaps_to_ideal(1.0 - own if is_high else own, seen.weights)[0]
    k = int(np.argmax(shares))
    end = "worst possible site" if is_high else "ideal"
    return (
        f"In TOPSIS distances count in squares: {_value(seen, row, k)} makes "
        f"{percent(float(shares[k]))} of the squared distance to the {end}."
    )


def _wins(seen: _Seen, row: int, is_high: bool) -> str:
    wins = shares_of_wins(seen.values)[row]
    against = (wins - 0.5) - (seen.values[row] - seen.values.mean(axis=0))
    parts = seen.weights * against
    k = int(np.argmax(parts)) if is_high else int(np.argmin(parts))
    return (
        f"Pairs count who is ahead, not by how much: {_value(seen, row, k)} is ahead of "
        f"{percent(float(wins[k]))} of the other sites."
    )


def _value(seen: _Seen, row: int, k: int) -> str:
    gap = ", rests on a gap" if seen.gap[row, k] else ""
    return f"{seen.criteria[k].name} ({float(seen.values[row, k]):.2f}{gap})"


REASONS: dict[str, Callable[[_Seen, int, bool], str]] = {
    "weighted-sum": _sum,
    "spotis": _sum,
    "marcos": _sum,
    "topsis": _distance,
    "weighted-product": _product,
    "waspas": _product,
    "vikor": _largest_gap,
    "promethee": _wins,
    "electre": _wins,
}


def consensus_sentence(compared: Compared) -> str:
    """Return in words how many sites are on every list."""
    counts = compared.members.sum(axis=0)
    n_methods = len(compared.methods)
    everywhere = int((counts == n_methods).sum())
    somewhere = int(((counts > 0) & (counts < n_methods)).sum())
    return (
        f"{everywhere} of {compared.top} shortlist places go to the same sites under all "
        f"{n_methods} methods; {somewhere} more are on some of the lists."
    )


def caution_sentences(compared: Compared) -> tuple[str, ...]:
    """Return what to bear in mind about these methods on these data, in plain text."""
    found = [f"{METHODS[name].title} is left out. {why}" for name, why in compared.refused]
    sums = [m for m in compared.methods if METHODS[m].is_sum_of_values]
    if compared.base.settings.scales == "fixed" and len(sums) > 1:
        names = listed([METHODS[name].title for name in sums])
        found.append(
            f"{names} are the same formula on fixed scales: their agreement proves nothing."
        )
    pairwise = [METHODS[m].title for m in compared.methods if METHODS[m].is_pairwise]
    if pairwise:
        found.append(
            f"{' and '.join(pairwise)}: places depend on which other sites are loaded, on "
            "fixed scales too."
        )
    zeros = int(((compared.base.values.expected <= 0) & _weighted(compared)).any(axis=1).sum())
    if zeros and "weighted-product" in compared.methods:
        found.append(
            "Weighted product: a value of 0 on a weighted criterion makes the whole score 0; "
            f"sites with one, who share the last place: {zeros}."
        )
    return tuple(found)


def _weighted(compared: Compared) -> BoolArray:
    weights = compared.base.settings.weights.normalized
    return np.asarray(weights > 0)[np.newaxis]
