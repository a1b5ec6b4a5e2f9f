"""The whole hindcast of a table of outcomes: every order, on every list, for every target."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np

from prioritizer import shipped
from prioritizer.domain.hindcast import (
    BodyPlaces,
    Hindcast,
    KindPlaces,
    Outcome,
    OutcomeKind,
    PastPrices,
    Target,
)
from prioritizer.domain.matrix import FloatArray
from prioritizer.domain.reference import Reference
from prioritizer.engine.discrimination import middle_places
from prioritizer.errors import InputError
from prioritizer.readers.criteria import read_criteria
from prioritizer.readers.outcomes import OutcomeFile, read_outcomes
from prioritizer.readers.past_prices import read_past_prices
from prioritizer.readers.reference import read_reference
from prioritizer.workflow.hindcast.lists import reasons, rules_of, why_left_out
from prioritizer.workflow.hindcast.orders import (
    SIMPLE,
    TODAY,
    ProductOrder,
    product_orders,
    product_scores,
    simple_scores,
    values_then,
)
from prioritizer.workflow.hindcast.plants import plant_words
from prioritizer.workflow.hindcast.skill import Trying, try_list, usual_draws
from prioritizer.workflow.hindcast.worth import PriceBook, family_of, standings_of

CONTAINED_SET = "contained"
Progress = Callable[[int, int], None]


def hindcast_of_file(
    path: Path, trying: Trying, progress: Progress | None = None
) -> tuple[Hindcast | None, OutcomeFile]:
    """Return the hindcast of a table, and what was read; None where nothing was.

    ``progress`` is told how many orders and lists are done, of how many.

    Raises
    ------
    DataError
        If the table cannot be read.
    """
    reference = read_reference()
    read = read_outcomes(path, reference)
    if not read.outcomes:
        return None, read
    past = read_past_prices()
    return hindcast(read.title, read.outcomes, reference, past, trying, progress), read


def hindcast_of_sample(trying: Trying, progress: Progress | None = None) -> Hindcast:
    """Return the hindcast of the outcomes that come along."""
    found, _ = hindcast_of_file(shipped.OUTCOMES, trying, progress)
    if found is None:
        message = f"{shipped.OUTCOMES.name}: found no outcome. Expected the shipped table."
        raise InputError(message)
    return found


def hindcast(
    title: str,
    outcomes: Sequence[Outcome],
    reference: Reference,
    past: PastPrices,
    trying: Trying,
    progress: Progress | None = None,
) -> Hindcast:
    """Try every order on every list.

    All orders are of the same bodies: those with a mass and a grade of something that has a
    price.
    """
    values = values_then(outcomes, reference, past).tolist()
    compared = [
        one for one, v in zip(outcomes, values, strict=True) if not why_left_out(one, v)
    ]
    scores: dict[str, FloatArray] = {}
    left_out: dict[str, tuple[str, ...]] = {}
    orders = product_orders(read_criteria("default"), read_criteria(CONTAINED_SET))
    rules = rules_of(compared)
    tries = [(rule, target) for rule in rules for target in Target]
    steps = _Steps(progress, len(orders) + len(tries))
    if compared:
        scores = simple_scores(compared, reference, past)
        for order in orders:
            steps.begin()
            scored = product_scores(compared, order, reference, trying.seed)
            scores[order.method], left_out[order.method] = scored.scores, scored.left_out
    book = PriceBook(reference, past)
    families = [family_of(o.site, reference, book, o.evidence_year) for o in compared]
    trials = []
    for rule, target in tries:
        steps.begin()
        trials.append(try_list(rule, target, compared, scores, families, trying))
    recalled, timeless = standings_of(compared, reference, past)
    places = {name: middle_places(score) for name, score in scores.items()}
    return Hindcast(
        title=title,
        n=len(outcomes),
        n_taken_up=sum(one.is_taken_up for one in outcomes),
        n_collected=sum(not one.is_of_closed_list for one in outcomes),
        n_compared=len(compared),
        left_out=reasons(outcomes, values),
        trials=tuple(trials),
        kinds=_kinds(outcomes, compared, places),
        places=tuple(
            _body(one, row, places, tuple(r.list_id for r in rules if r.holds(one)))
            for row, one in enumerate(compared)
        ),
        plants_of_taken_up=plant_words(o for o in outcomes if o.is_taken_up),
        plants_of_others=plant_words(o for o in outcomes if not o.is_taken_up),
        methods=_titles(orders),
        criteria_left_out=left_out,
        recalled_prices=recalled,
        timeless_prices=timeless,
        draws=trying.draws or usual_draws(len(compared)),
        seed=trying.seed,
        wrong_share=trying.wrong_share,
    )


class _Steps:
    """How many steps have begun, told to whoever wants to know."""

    def __init__(self, progress: Progress | None, n: int) -> None:
        self._progress, self._n, self._begun = progress, n, 0

    def begin(self) -> None:
        if self._progress is not None:
            self._progress(self._begun, self._n)
        self._begun += 1


def _titles(orders: Sequence[ProductOrder]) -> dict[str, str]:
    return SIMPLE | TODAY | {order.method: order.title for order in orders}


def _kinds(
    outcomes: Sequence[Outcome],
    compared: Sequence[Outcome],
    places: Mapping[str, FloatArray],
) -> tuple[KindPlaces, ...]:
    found = []
    for kind in OutcomeKind:
        n = sum(one.kind is kind for one in outcomes)
        rows = [row for row, one in enumerate(compared) if one.kind is kind]
        mean = {
            name: float(np.mean((place[rows] - 0.5) / len(compared)))
            for name, place in places.items()
            if rows
        }
        if n:
            found.append(KindPlaces(kind, n, len(rows), mean))
    return tuple(found)


def _body(
    one: Outcome, row: int, places: Mapping[str, FloatArray], lists: tuple[str, ...]
) -> BodyPlaces:
    return BodyPlaces(
        one.site.site_id,
        one.site.name,
        one.site.country,
        one.kind,
        one.result,
        {name: float(place[row]) for name, place in places.items()},
        lists,
    )
