"""One round as arrays: who said what, and the ranking that follows for each person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from prioritizer.domain.answer_options import UNKNOWN
from prioritizer.domain.matrix import BoolArray, FloatArray
from prioritizer.domain.results import IntArray
from prioritizer.domain.workshop import Judgement, Submission
from prioritizer.elicitation import group as combining
from prioritizer.elicitation.unknown import Answered, drawn, lots
from prioritizer.engine.answers import aggregation
from prioritizer.engine.ranks import rank, round_scores
from prioritizer.workflow.ranking.ranks import FIXED_METHODS
from prioritizer.workflow.workshop.judging import answered, unknown_criteria
from prioritizer.workflow.workshop.problem import FrozenProblem


@dataclass(frozen=True, slots=True, eq=False)
class Opinions:
    """The answers of one round, in the order of ``people``.

    ``weights`` is ``(people, criteria)``, ``scores`` and ``ranks`` are ``(people, sites)``; of
    who does not know something the centre of what the answers allow. ``left_open`` says what
    they allow, None of who leaves nothing open; ``unknown`` the criteria that each did not
    know.
    """

    problem: FrozenProblem
    people: tuple[str, ...]
    aliases: tuple[str, ...]
    groups: tuple[str, ...]
    is_compliant: tuple[bool, ...]
    weights: FloatArray
    scores: FloatArray
    ranks: IntArray
    left_open: tuple[Answered | None, ...]
    unknown: tuple[tuple[str, ...], ...]

    def __len__(self) -> int:
        return len(self.people)

    @property
    def is_sure(self) -> BoolArray:
        """Return who has answered so that one vector of weights is left, ``(people,)``."""
        return np.array([one is None for one in self.left_open], dtype=np.bool_)

    def subset(self, keep: Sequence[bool] | np.ndarray) -> Opinions:
        """Return the opinions of some people only."""
        rows = np.flatnonzero(np.asarray(keep, dtype=bool))
        return Opinions(
            self.problem,
            tuple(self.people[row] for row in rows),
            tuple(self.aliases[row] for row in rows),
            tuple(self.groups[row] for row in rows),
            tuple(self.is_compliant[row] for row in rows),
            self.weights[rows],
            self.scores[rows],
            self.ranks[rows],
            tuple(self.left_open[row] for row in rows),
            tuple(self.unknown[row] for row in rows),
        )


def opinions(problem: FrozenProblem, submissions: Sequence[Submission]) -> Opinions:
    """Return the answers of one round as arrays, in the order of participant ids."""
    ordered = sorted(submissions, key=lambda s: s.participant)
    weights = np.array([s.judgement.weights.normalized for s in ordered])
    weights = weights.reshape(len(ordered), len(problem.criteria))
    scored = [score_of(problem, row) for row in weights]
    n_sites = len(problem.matrix)
    return Opinions(
        problem,
        tuple(s.participant for s in ordered),
        tuple(s.alias for s in ordered),
        tuple(s.group for s in ordered),
        tuple(s.judgement.is_compliant for s in ordered),
        weights,
        np.array(scored).reshape(len(ordered), n_sites),
        np.array([rank(s) for s in scored], dtype=np.int64).reshape(len(ordered), n_sites),
        tuple(left_open(problem, s.judgement) for s in ordered),
        tuple(_unknown(problem, s.judgement) for s in ordered),
    )


def left_open(problem: FrozenProblem, judgement: Judgement) -> Answered | None:
    """Return which weights an answer allows; None where it is one vector."""
    if UNKNOWN not in judgement.answers.values():
        return None
    found = answered(problem.criteria, judgement.technique, judgement.answers)
    return None if found.is_sure else found


def _unknown(problem: FrozenProblem, judgement: Judgement) -> tuple[str, ...]:
    if UNKNOWN not in judgement.answers.values():
        return ()
    return unknown_criteria(problem.criteria, judgement.technique, judgement.answers)


@dataclass(frozen=True, slots=True)
class DrawnWeights:
    """Weights of each draw that is kept with a problem, as bytes, so that they are a key."""

    cells: bytes
    draws: int

    @property
    def weights(self) -> FloatArray:
        """Return them, ``(draws, criteria)``."""
        return np.frombuffer(self.cells).reshape(self.draws, -1)


def drawn_weights(
    problem: FrozenProblem, weights: FloatArray, said: Sequence[Answered | None]
) -> DrawnWeights | None:
    """Return the mean weights of some people in each draw; None where nothing is left open.

    Parameters
    ----------
    weights
        ``(people, criteria)``, the centres.
    said
        What each left open.
    """
    known = problem.known
    if known is None or not known.drawn.draws or not any(one is not None for one in said):
        return None
    by = lots(known.drawn.draws, len(problem.criteria), known.drawn.seed)
    sure = [row for row, one in zip(weights, said, strict=True) if one is None]
    total = np.zeros((known.drawn.draws, len(problem.criteria)))
    total += np.sum(sure, axis=0) if sure else 0.0
    for one in said:
        if one is not None:
            total += drawn(one, by)
    mean = total / total.sum(axis=1, keepdims=True)
    return DrawnWeights(mean.tobytes(), known.drawn.draws)


def score_of(problem: FrozenProblem, weights: FloatArray) -> FloatArray:
    """Return the rounded score of each site under one weight vector, ``(sites,)``."""
    return round_scores(FIXED_METHODS[problem.method](problem.values.expected, weights))


def ranks_of(problem: FrozenProblem, weights: FloatArray) -> IntArray:
    """Return the rank of each site under one weight vector, ``(sites,)``."""
    return rank(score_of(problem, weights))


def combined_weights(found: Opinions) -> dict[str, FloatArray]:
    """Return the group's weights by each rule of combining, ``(criteria,)`` each."""
    weights = {name: rule(found.weights) for name, rule in combining.WEIGHT_RULES.items()}
    weights["group-weighted"] = combining.group_weighted(found.weights, found.groups)
    return weights


def combined_ranks(found: Opinions) -> dict[str, IntArray]:
    """Return the group's ranks by each rule, of weights and of rankings, ``(sites,)`` each."""
    ranks = {
        name: ranks_of(found.problem, weights)
        for name, weights in combined_weights(found).items()
    }
    mid = combining.mid_ranks(found.scores)
    ranks["mean-rank"] = rank(-round_scores(combining.mean_ranks(mid)))
    ranks["borda"] = rank(round_scores(aggregation.borda(mid)))
    ranks["copeland"] = rank(aggregation.copeland(mid))
    return ranks
