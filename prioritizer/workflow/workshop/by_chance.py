"""What people who answer at random would agree on, about the same sites.

Rankings of sites agree of themselves where one site beats another on every criterion, and
weights where all are positive. So a figure of agreement says nothing before it is known what a
room without any opinion reaches: here rooms of as many people, who answer the questions of the
workshop's technique at random, about the frozen sites.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, astuple, dataclass
from functools import lru_cache
from itertools import combinations
from typing import Any

import numpy as np

from prioritizer.domain.answer_options import PAIR_STEPS
from prioritizer.domain.matrix import FloatArray
from prioritizer.domain.workshop import Technique, Workshop
from prioritizer.engine.ranks import rank
from prioritizer.languages.speech import noop
from prioritizer.workflow.workshop.agreement import MEASURES, MEMBERS, TITLES, agreement_of
from prioritizer.workflow.workshop.opinions import score_of
from prioritizer.workflow.workshop.problem import FrozenProblem
from prioritizer.workflow.workshop.results import RoundResult

SEED = 20_240_229
PEOPLE = 1_000
MOST_ROOMS, FEWEST_ROOMS, ANSWERS = 400, 100, 12_000
# A room without any opinion lies above the last of these in one of twenty.
LEVELS = (0.05, 0.95)
# Landis and Koch 1977 (Biometrics 33, 159-174; recalled), for agreement beyond chance; their
# names are a convention.
BEYOND = (
    (0.8, noop("almost complete")),
    (0.6, noop("substantial")),
    (0.4, noop("moderate")),
    (0.2, noop("fair")),
    (-math.inf, noop("slight")),
)
# Goepel, "AHP Consensus Word Scale", bpmsg.com, read in November 2026: the consensus of 140
# sets of criteria in 35 group projects has a mean of 64 % within the limits of the scale of
# pairs, and of 70 % without them, which is nearest to ours.
ELSEWHERE = (
    "For orientation, the weights in other rooms: in 35 group projects (140 sets of criteria) "
    "that compared criteria in pairs, a consensus of the same family had a mean of 0.70 "
    "(Goepel, bpmsg.com). They answered other questions, so chance is the better measure."
)
NO_MORE, LESS = noop("no more than by chance"), noop("less than by chance")
NOTE = (
    "The words say how far agreement goes beyond chance. The figures for chance are those of "
    "rooms of as many people who answer the same questions at random, about the same sites: "
    "their mean, and in brackets where nine in ten of them lie. Words after Landis and Koch "
    "1977 (recalled), a convention. " + ELSEWHERE
)


@dataclass(frozen=True, slots=True)
class Chance:
    """What rooms without any opinion reach: the mean, and where 5 and 95 % of them lie."""

    mean: float
    low: float
    high: float

    def beyond(self, value: float) -> float:
        """Return how much of the way from chance to complete agreement a figure has gone.

        0 at the mean of chance, 1 at complete agreement, below 0 for less than chance (the form
        of Cohen 1960). NaN where chance alone is complete.
        """
        way = 1.0 - self.mean
        return (value - self.mean) / way if way > 0 else float("nan")

    def word(self, value: float) -> str:
        """Return the name of a figure beyond chance; empty where there is none.

        A word for agreement needs a figure above 95 % of the rooms without any opinion; below
        nearly all of them the room is divided.
        """
        if math.isnan(value) or math.isnan(self.mean):
            return ""
        if value <= self.high:
            return LESS if value < self.low else NO_MORE
        beyond = self.beyond(value)
        return next(name for limit, name in BEYOND if beyond >= limit)


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure of agreement beside what chance alone reaches."""

    name: str
    title: str
    value: float
    chance: Chance

    @property
    def word(self) -> str:
        """Return how far the figure goes beyond chance."""
        return self.chance.word(self.value)

    @property
    def text(self) -> str:
        """Return the figure beside chance: ``0.91; by chance 0.70 (0.65 to 0.75)``."""
        chance = self.chance
        ends = f"{chance.low:.2f} to {chance.high:.2f}"
        return f"{self.value:.2f}; by chance {chance.mean:.2f} ({ends})"


def compared(agreement: Mapping[str, float], chances: Mapping[str, Chance]) -> list[Compared]:
    """Return each figure that there is beside chance; both by figure of `Agreement`."""
    return [
        Compared(name, TITLES[name], agreement[name], chances[name])
        for name in MEASURES
        if name in chances and not math.isnan(agreement[name])
    ]


def of_round(workshop: Workshop, found: RoundResult) -> list[Compared]:
    """Return the figures of a round beside chance, for as many people as they are of."""
    chances = by_chance(found.opinions.problem, workshop.technique, found.n_sure)
    return compared(asdict(found.agreement), chances)


def by_chance_data(rows: Sequence[Compared]) -> dict[str, Any]:
    """Return chance and words as plain data, under the names of records; three digits."""
    return {
        MEMBERS[one.name]: {
            "mean": round(one.chance.mean, 3),
            "low": round(one.chance.low, 3),
            "high": round(one.chance.high, 3),
            "word": one.word,
        }
        for one in rows
    }


def by_chance(
    problem: FrozenProblem, technique: Technique, people: int
) -> Mapping[str, Chance]:
    """Return what rooms of so many people reach who answer at random, by figure of `Agreement`.

    Empty for fewer than two people. The same for the same problem, technique and number.
    """
    if people < 2:
        return {}
    return _by_chance(_Asked(problem, technique), people)


class _Asked:
    """A problem and a technique as a key: equal where the sites and what is asked are."""

    def __init__(self, problem: FrozenProblem, technique: Technique) -> None:
        self.problem, self.technique = problem, technique
        values = problem.values.expected
        self._key = (
            values.shape,
            values.tobytes(),
            problem.method,
            problem.shortlist,
            technique,
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Asked) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)


@lru_cache(maxsize=32)
def _by_chance(asked: _Asked, people: int) -> Mapping[str, Chance]:
    problem, rng = asked.problem, np.random.default_rng(SEED)
    weights = random_weights(asked.technique, len(problem.criteria), PEOPLE, rng)
    scores = np.array([score_of(problem, row) for row in weights])
    ranks = np.array([rank(row) for row in scores])
    n_rooms = min(MOST_ROOMS, max(FEWEST_ROOMS, ANSWERS // people))
    rooms = rng.integers(PEOPLE, size=(n_rooms, people))
    found = np.array(
        [
            astuple(agreement_of(weights[room], scores[room], ranks[room], problem.shortlist))
            for room in rooms
        ]
    )
    low, high = np.quantile(found, LEVELS, axis=0)
    rows = zip(MEASURES, found.mean(axis=0), low, high, strict=True)
    return {name: Chance(float(mean), float(a), float(b)) for name, mean, a, b in rows}


def random_weights(
    technique: Technique, n_criteria: int, people: int, rng: np.random.Generator
) -> FloatArray:
    """Return weights of people who answer at random, ``(people, criteria)``.

    Points are whole and even from 0 to 100, in a swing with 100 for the first; of a pair, every
    answer that a phone offers is as likely.
    """
    if technique is Technique.PAIRWISE:
        return _from_pairs(n_criteria, people, rng)
    points = rng.integers(0, 101, size=(people, n_criteria)).astype(np.float64)
    if technique is Technique.SWING:
        points[np.arange(people), points.argmax(axis=1)] = 100.0
    points[points.sum(axis=1) == 0] = 1.0
    return np.asarray(points / points.sum(axis=1, keepdims=True), dtype=np.float64)


def _from_pairs(n_criteria: int, people: int, rng: np.random.Generator) -> FloatArray:
    ratios = [1.0, *(float(n) for n in PAIR_STEPS), *(1 / n for n in PAIR_STEPS)]
    logs = np.zeros((people, n_criteria))
    for a, b in combinations(range(n_criteria), 2):
        answer = np.log(rng.choice(ratios, size=people))
        logs[:, a] += answer
        logs[:, b] -= answer
    means = np.exp(logs / n_criteria)
    return np.asarray(means / means.sum(axis=1, keepdims=True), dtype=np.float64)
