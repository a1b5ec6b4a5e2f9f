"""How well each order told the hits of a list: AUC, lift, and what moves them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from prioritizer.domain.hindcast import (
    Doubted,
    Lift,
    Outcome,
    Skill,
    Spread,
    Target,
    Trial,
    Without,
)
from prioritizer.domain.matrix import BoolArray, FloatArray
from prioritizer.engine import discrimination as engine
from prioritizer.workflow.hindcast.lists import ListRule, labels
from prioritizer.workflow.hindcast.orders import MASS, PRODUCT, RANDOM

# Of three hits only 10 different samples can be drawn with replacement, too few for an end at
# 5 %; of four there are 35.
FEWEST_FOR_AUC = 4
# On normal scores the 90 % interval held 74 to 82 % of the time with 4 hits, 80 to 84 % with 6
# and 88 % with 20; one body more or less moves a share of 20 hits by 5 points at most.
FEWEST_FOR_LIFT = 20
ENDS = (0.05, 0.95)
FEWEST_DRAWS = 20
# As many as four hits and four others give.
FEWEST_PAIRS = FEWEST_FOR_AUC**2
Z_90 = 1.6448536269514722
NOT_GIVEN = "not given"


@dataclass(frozen=True, slots=True)
class Trying:
    """How a hindcast is drawn: places, draws, seed, and the share of unsure labels turned.

    Without a number of draws, as many as are usual for the length of a list.
    """

    tops: tuple[int, ...] = (5, 10, 20)
    draws: int | None = None
    seed: int = 1
    wrong_share: float = 0.15


def usual_draws(n: int) -> int:
    """Return 2,000 draws for up to 1,000 bodies; fewer of more, at least 200."""
    return max(200, min(2000, 2_000_000 // max(n, 1)))


@dataclass(frozen=True, slots=True, eq=False)
class _Bodies:
    """The bodies of one list: scores by method ``(bodies,)``, which are hits, and countries."""

    scores: Mapping[str, FloatArray]
    hits: BoolArray
    unsure: BoolArray
    countries: tuple[str, ...]
    families: tuple[str, ...]

    @property
    def pairs_within(self) -> int:
        """Return how many pairs of a hit and another are of one family."""
        return engine.pairs_within(self.hits, self.families)


def try_list(
    rule: ListRule,
    target: Target,
    outcomes: Sequence[Outcome],
    scores: Mapping[str, FloatArray],
    families: Sequence[str],
    trying: Trying,
) -> Trial:
    """Return how well every order told the hits of one list.

    Parameters
    ----------
    outcomes
        All bodies that can be compared.
    scores
        By method, ``(outcomes,)``, higher first.
    families
        Of commodities, ``(outcomes,)``.
    """
    hits, counts = labels(outcomes, target)
    on_list = np.array([rule.holds(one) for one in outcomes], dtype=bool)
    rows = np.flatnonzero(counts & on_list)
    chosen = [outcomes[row] for row in rows.tolist()]
    bodies = _Bodies(
        {name: score[rows] for name, score in scores.items()},
        hits[rows],
        np.array([one.is_unsure for one in chosen], dtype=bool),
        tuple(one.site.country or NOT_GIVEN for one in chosen),
        tuple(families[row] for row in rows.tolist()),
    )
    n, n_hits = len(rows), int(bodies.hits.sum())
    n_unsure = int((bodies.unsure & ~bodies.hits).sum())
    doubtful = np.flatnonzero(bodies.unsure & bodies.hits).tolist()
    names = tuple(chosen[row].site.name for row in doubtful)
    trial = Trial(rule.list_id, rule.title, target, n, n_hits, n_unsure, names)
    why = _why_no_auc(n_hits, n - n_hits)
    if why:
        return replace(trial, why_no_auc=why, why_no_lift=why)
    why = _why_no_lift(n_hits)
    if target is not Target.TAKEN_UP:
        # The other targets are there to compare areas.
        brief = replace(trying, tops=(), wrong_share=0.0)
        return replace(trial, skills=_skills(bodies, (), brief), why_no_lift=why)
    tops = () if why else tuple(top for top in trying.tops if top < n)
    trial = replace(trial, pairs_within=bodies.pairs_within, why_no_lift=why)
    return replace(trial, skills=_with_families(_skills(bodies, tops, trying), bodies, trying))


def _why_no_auc(n_hits: int, n_others: int) -> str:
    fewest = min(n_hits, n_others)
    if fewest >= FEWEST_FOR_AUC:
        return ""
    what = "that were taken up" if n_hits <= n_others else "that were not"
    return f"it holds {fewest} bodies {what}, and at least {FEWEST_FOR_AUC} are needed"


def _why_no_lift(n_hits: int) -> str:
    if n_hits >= FEWEST_FOR_LIFT:
        return ""
    return (
        f"it holds {n_hits} bodies that were taken up, and at least {FEWEST_FOR_LIFT} are "
        "needed"
    )


def _skills(bodies: _Bodies, tops: tuple[int, ...], trying: Trying) -> tuple[Skill, ...]:
    rng = np.random.default_rng([trying.seed, len(bodies.hits)])
    draws = trying.draws or usual_draws(len(bodies.hits))
    areas, listed = _resampled(bodies, tops, draws, rng)
    turned = _relabelled(bodies, trying.wrong_share, max(FEWEST_DRAWS, draws // 4), rng)
    best = {name: engine.auc(scores, bodies.hits) for name, scores in bodies.scores.items()}

    def over(name: str, other: str) -> Spread | None:
        if other not in best or name == other:
            return None
        return _spread(best[name] - best[other], areas[name] - areas[other])

    found = [_luck(bodies, tops)]
    for name, scores in bodies.scores.items():
        found.append(
            Skill(
                method=name,
                auc=_spread(best[name], areas[name]),
                over_mass=over(name, MASS),
                over_product=over(name, PRODUCT),
                relabelled=turned.get(name),
                without=_without(bodies, scores),
                doubted=_doubted(bodies, scores),
                lifts=tuple(
                    _lift(bodies, scores, top, drawn)
                    for top, drawn in zip(tops, listed[name], strict=True)
                ),
            )
        )
    return tuple(found)


def _with_families(
    skills: tuple[Skill, ...], bodies: _Bodies, trying: Trying
) -> tuple[Skill, ...]:
    """Return the skills with the area over pairs of one family, where there are enough."""
    if bodies.pairs_within < FEWEST_PAIRS:
        return skills
    draws = max(FEWEST_DRAWS, (trying.draws or usual_draws(len(bodies.hits))) // 4)
    rng = np.random.default_rng([trying.seed, len(bodies.hits), 1])
    weights = np.concatenate(list(engine.resamples(bodies.hits, draws, rng)))
    once = np.ones((1, len(bodies.hits)))
    found = list(skills)
    for k, skill in enumerate(skills):
        if skill.method in bodies.scores:
            args = bodies.scores[skill.method], bodies.hits
            drawn = engine.areas_within(*args, weights, bodies.families)
            best = engine.areas_within(*args, once, bodies.families)[0]
            found[k] = replace(skill, within=_spread(float(best), drawn[~np.isnan(drawn)]))
    return tuple(found)


def _spread(best: float, drawn: FloatArray) -> Spread:
    low, high = np.quantile(drawn, ENDS).tolist()
    return Spread(best, low, high)


def _luck(bodies: _Bodies, tops: tuple[int, ...]) -> Skill:
    """Return what a random order does: half, give or take; its lift is 1."""
    n, n_hits = len(bodies.hits), int(bodies.hits.sum())
    reach = Z_90 * engine.sd_of_luck(n_hits, n - n_hits)
    area = Spread(0.5, max(0.0, 0.5 - reach), min(1.0, 0.5 + reach))
    lifts = tuple(Lift(top, top * n_hits / n, Spread(1.0, 1.0, 1.0), 1.0) for top in tops)
    return Skill(RANDOM, area, lifts=lifts)


def _resampled(
    bodies: _Bodies, tops: tuple[int, ...], draws: int, rng: np.random.Generator
) -> tuple[dict[str, FloatArray], dict[str, FloatArray]]:
    """Return the drawn areas, ``(draws,)``, and hits, ``(tops, draws)``, by method.

    All methods see the same draws, so that differences are drawn in pairs.
    """
    found: dict[str, list[tuple[FloatArray, FloatArray]]] = {n: [] for n in bodies.scores}
    for weights in engine.resamples(bodies.hits, draws, rng):
        for name, scores in bodies.scores.items():
            found[name].append(engine.judged(scores, bodies.hits, weights, tops))
    return (
        {name: np.concatenate([area for area, _ in parts]) for name, parts in found.items()},
        {
            name: np.concatenate([hits for _, hits in parts], axis=1)
            for name, parts in found.items()
        },
    )


def _relabelled(
    bodies: _Bodies, share: float, draws: int, rng: np.random.Generator
) -> dict[str, Spread]:
    """Return median and 90 % interval of the area with unsure others turned; none if sure."""
    if not (bodies.unsure & ~bodies.hits).any() or not share:
        return {}
    drawn: dict[str, list[FloatArray]] = {name: [] for name in bodies.scores}
    for drawing in engine.relabelled(bodies.hits, bodies.unsure, share, draws, rng):
        for name, scores in bodies.scores.items():
            drawn[name].append(engine.relabelled_areas(scores, drawing))
    whole = {name: np.concatenate(parts) for name, parts in drawn.items()}
    return {name: _spread(float(np.median(area)), area) for name, area in whole.items()}


def _without(bodies: _Bodies, scores: FloatArray) -> Without | None:
    """Return the range of areas with one country left out, each as far as hits remain."""
    names = sorted(set(bodies.countries))
    where = np.array(bodies.countries)
    kept = [(name, where != name) for name in names]
    usable = [
        (name, rows)
        for name, rows in kept
        if min(bodies.hits[rows].sum(), (~bodies.hits[rows]).sum()) >= FEWEST_FOR_AUC
    ]
    if len(names) < 2 or not usable:
        return None
    areas = [engine.auc(scores[rows], bodies.hits[rows]) for _, rows in usable]
    low, high = int(np.argmin(areas)), int(np.argmax(areas))
    return Without(areas[low], usable[low][0], areas[high], usable[high][0])


def _doubted(bodies: _Bodies, scores: FloatArray) -> Doubted | None:
    """Return the areas without the hits whose row is unsure; None where all are sure.

    Points without an interval: of two or three hits none can be drawn.
    """
    unsure = bodies.hits & bodies.unsure
    if not unsure.any():
        return None
    sure = bodies.hits & ~unsure
    return Doubted(
        _area(scores[~unsure], bodies.hits[~unsure]),
        _area(scores, sure),
    )


def _area(scores: FloatArray, hits: BoolArray) -> float | None:
    return engine.auc(scores, hits) if 0 < hits.sum() < len(hits) else None


def _lift(bodies: _Bodies, scores: FloatArray, top: int, drawn: FloatArray) -> Lift:
    n, n_hits = len(bodies.hits), int(bodies.hits.sum())
    hits = engine.expected_hits(scores, bodies.hits, top)
    by_luck = top * n_hits / n
    return Lift(
        top,
        hits,
        _spread(hits / by_luck, drawn / by_luck),
        engine.chance_of_hits(n, n_hits, top, hits),
    )
