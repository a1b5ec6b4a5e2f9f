"""The orders that are tried: mass, value, harm first, and the product itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.facilities import Facilities
from prioritizer.domain.hindcast import Outcome, PastPrices
from prioritizer.domain.matrix import FloatArray
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Settings
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.workflow.hindcast.worth import PriceBook, value_in_place
from prioritizer.workflow.ranking.assess import assess

RANDOM, MASS, VALUE, CONTAINED, WORST = "random", "mass", "value", "contained", "worst"
PRODUCT = "product"
# The name of each order and, after the colon of a table of methods, what it goes by.
SIMPLE = {
    RANDOM: "Random: any order",
    MASS: "Mass only: tonnes",
    VALUE: "Value per tonne: metal in place at full grade, prices of the time",
    CONTAINED: "Contained value: value per tonne times tonnes, prices of the time",
    WORST: "Worst first: a hazard noted at the time before none",
}
TODAY = {
    "value-today": "Value per tonne, prices of 2024: as above",
    "contained-today": "Contained value, prices of 2024: as above",
}


@dataclass(frozen=True, slots=True)
class ProductOrder:
    """A ranking of the product: which criteria, which weights."""

    method: str
    title: str
    criteria: CriteriaSet
    weights: WeightVector


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """Scores of one order, ``(bodies,)``, higher first; what the product left out."""

    scores: FloatArray
    left_out: tuple[str, ...] = ()


def product_orders(default: CriteriaSet, contained: CriteriaSet) -> tuple[ProductOrder, ...]:
    """Return the profiles that are tried: equal, resource first, and by contained value."""
    found = [
        _by_profile(PRODUCT, "Product, equal weights: the default set", default, "equal"),
        _by_profile(
            "product-resource",
            "Product, resource first: more weight on grade and size",
            default,
            "resource-first",
        ),
        _by_profile(
            "product-contained",
            "Product, by contained value: in place of grade and volume",
            contained,
            "equal",
        ),
    ]
    return tuple(order for order in found if order is not None)


def _by_profile(
    method: str, title: str, criteria: CriteriaSet, profile: str
) -> ProductOrder | None:
    points = next((p.points for p in criteria.profiles if p.id == profile), None)
    if points is None:
        return None
    return ProductOrder(
        method, title, criteria, WeightVector.from_mapping(points, criteria.ids)
    )


def values_then(
    outcomes: Sequence[Outcome], reference: Reference, past: PastPrices
) -> FloatArray:
    """Return the value of a tonne at prices of the time, ``(bodies,)``; NaN for no price."""
    book = PriceBook(reference, past)
    return np.array(
        [value_in_place(o.site, reference, book, o.evidence_year) for o in outcomes],
        dtype=np.float64,
    )


def simple_scores(
    outcomes: Sequence[Outcome], reference: Reference, past: PastPrices
) -> dict[str, FloatArray]:
    """Return the scores of the orders that need no ranking, ``(bodies,)`` each.

    Value is NaN where nothing in a body has a price.
    """
    mass = np.array([one.site.tonnage_t.best or np.nan for one in outcomes], dtype=np.float64)
    then = values_then(outcomes, reference, past)
    book = PriceBook(reference)
    today = np.array(
        [value_in_place(one.site, reference, book) for one in outcomes], dtype=np.float64
    )
    noted = np.array([bool(one.hazard_note) for one in outcomes], dtype=np.float64)
    return {
        MASS: mass,
        VALUE: then,
        "value-today": today,
        CONTAINED: then * mass,
        "contained-today": today * mass,
        WORST: noted,
    }


def product_scores(
    outcomes: Sequence[Outcome], order: ProductOrder, reference: Reference, seed: int
) -> Scored:
    """Return the places that the product gives, as scores; ties stay ties.

    It sees place, kind of waste, commodities, mass and grades. Every body is ranked, also one
    that the product would set apart as too little known, since all orders must be of the same
    bodies.
    """
    sites = tuple(one.site for one in outcomes)
    found = assess(
        SiteRegister("outcomes", sites),
        order.criteria,
        Settings(order.weights, seed=seed, facilities=Facilities.ALL),
        reference,
        among={site.site_id for site in sites},
    )
    ranks = dict(zip(found.matrix.alternatives, found.ranking.ranks.tolist(), strict=True))
    left_out = () if found.answer is None else found.answer.criteria_left_out
    names = {criterion.id: criterion.name for criterion in found.criteria.criteria}
    return Scored(
        np.array([-float(ranks[site.site_id]) for site in sites]),
        tuple(names[name] for name in left_out),
    )
