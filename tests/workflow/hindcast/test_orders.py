"""Orders: simple ones by hand, the product by the use case that ranks sites."""

from __future__ import annotations

import numpy as np

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Settings
from prioritizer.domain.site import SiteRegister
from prioritizer.readers.criteria import read_criteria
from prioritizer.readers.past_prices import read_past_prices
from prioritizer.workflow.hindcast.orders import (
    product_orders,
    product_scores,
    simple_scores,
)
from prioritizer.workflow.ranking.assess import assess
from tests.workflow.hindcast.bodies import body

BODIES = [
    body(1, 1e5, 2.0),
    body(2, 3e7, 0.1, hazard_note="acid"),
    body(3, 2e6, 0.8),
    body(4, 9e6, 0.4),
]


def test_simple_orders_are_mass_value_and_their_product(reference: Reference) -> None:
    found = simple_scores(BODIES, reference, read_past_prices())

    assert np.argsort(-found["mass"]).tolist() == [1, 3, 2, 0]
    assert np.argsort(-found["value"]).tolist() == [0, 2, 3, 1]
    assert np.allclose(found["contained"], found["mass"] * found["value"])
    assert found["worst"].tolist() == [0, 1, 0, 0]


def test_the_product_is_the_ranking_of_the_same_sites(
    reference: Reference, criteria: CriteriaSet
) -> None:
    first = product_orders(criteria, read_criteria("contained"))[0]

    found = product_scores(BODIES, first, reference, seed=1)

    sites = tuple(one.site for one in BODIES)
    ranked = assess(
        SiteRegister("any", sites),
        criteria,
        Settings(first.weights, seed=1),
        reference,
        among=[site.site_id for site in sites],
    )
    order = [ranked.matrix.alternatives[row] for row in ranked.order()]
    by_score = sorted(sites, key=lambda s: (-found.scores[sites.index(s)], s.site_id))
    assert [site.site_id for site in by_score] == order
    assert found.left_out == ("Environmental risk", "Access")


def test_contained_value_stands_where_grade_and_volume_stood(
    reference: Reference, criteria: CriteriaSet
) -> None:
    orders = product_orders(criteria, read_criteria("contained"))

    assert [order.method for order in orders] == [
        "product",
        "product-resource",
        "product-contained",
    ]
    default, contained = orders[0].weights, orders[2].weights
    both = dict(zip(default.criteria, default.normalized.tolist(), strict=True))
    one = dict(zip(contained.criteria, contained.normalized.tolist(), strict=True))
    assert one.pop("contained_value") == both.pop("grade") + both.pop("volume")
    assert one == both
