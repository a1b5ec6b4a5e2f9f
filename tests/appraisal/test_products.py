"""Products: contained and recoverable metal by hand, shares, policy, what stays unknown."""

from __future__ import annotations

from dataclasses import replace

import pytest

from prioritizer.appraisal.measures import MEASURES
from prioritizer.appraisal.products import products, recovery_of, times
from prioritizer.domain.product import Product
from prioritizer.domain.site import UNKNOWN, Range, Site
from tests.appraisal.builders import REFERENCE, assay, context, ends, measure, site


def bollrich() -> Site:
    """Return the Bollrich ponds: about 1 000 t Co, 180 t Ga and 100 t In in 7 Mt."""
    contents = {"Co": 1000.0, "Ga": 180.0, "In": 100.0}
    return site(
        tonnage_t=Range(None, 7e6),
        assays=tuple(
            assay(name, unit="t", contained_t=mass) for name, mass in contents.items()
        ),
    )


def by_symbol(known: Site, *policy: str) -> dict[str, Product]:
    return {product.symbol: product for product in products(known, context(*policy))}


def test_published_contents_give_the_published_grades() -> None:
    found = by_symbol(bollrich())

    grades = {symbol: round(product.grade_ppm.best or 0) for symbol, product in found.items()}
    assert grades == {"Co": 143, "Ga": 26, "In": 14}
    assert found["Co"].contained_t == Range(1000.0, 1000.0, 1000.0)


def test_contained_and_recoverable_metal_by_hand() -> None:
    copper = site(
        tonnage_t=Range(1e6, 2e6, 4e6), assays=(assay("Cu", 0.5, low=0.25, high=1.0),)
    )

    found = by_symbol(copper)["Cu"]

    assert found.contained_t == Range(2500.0, 10_000.0, 40_000.0)
    recoverable = found.recoverable_t
    assert (recoverable.low, recoverable.best, recoverable.high) == pytest.approx(
        (2500 * 0.4, 10_000 * 0.55, 40_000 * 0.7)
    )
    price = REFERENCE.commodities["Cu"].price_usd_per_kg
    assert price is not None
    # 0.5 % is 5 kg per tonne.
    assert found.value_usd_t.best == pytest.approx(5 * 0.55 * price)


def test_an_unknown_tonnage_leaves_the_contained_metal_unknown() -> None:
    found = by_symbol(site(assays=(assay("Cu", 0.5),)))["Cu"]

    assert found.contained_t == UNKNOWN
    assert found.recoverable_t == UNKNOWN
    assert found.equivalent.best is not None


def test_equivalents_and_shares_agree_with_the_measures() -> None:
    mixed = site(
        assays=(assay("Cu", 0.3), assay("Zn", 1.5), assay("Co", 0.05), assay("Nb", 1.0))
    )

    found = by_symbol(mixed).values()

    grade = measure("grade_equivalent", mixed)
    total = [
        sum(getattr(p.equivalent, end) or 0.0 for p in found) for end in ("low", "best", "high")
    ]
    assert total == pytest.approx(ends(grade))
    weighted = sum((p.share or 0.0) * (p.criticality or 0.0) for p in found)
    assert weighted == pytest.approx(measure("crm_relevance", mixed).best[0])
    assert sum(p.share or 0.0 for p in found) == pytest.approx(1.0)


def test_the_largest_share_of_value_stands_first() -> None:
    found = products(site(assays=(assay("Pb", 0.1), assay("Cu", 0.5))), context())

    assert [product.symbol for product in found] == ["Cu", "Pb"]


def test_precious_metals_are_told_in_kilograms() -> None:
    found = by_symbol(site(assays=(assay("Au", 1.0, "g/t"), assay("Zn", 1.0))))

    assert found["Au"].is_precious
    assert not found["Zn"].is_precious


def test_classes_follow_the_chosen_lists() -> None:
    zinc = site(assays=(assay("Zn", 3.0), assay("Co", 0.1)))

    european, american = by_symbol(zinc), by_symbol(zinc, "US-CM-2025")

    assert european["Zn"].policy == ()
    assert set(european["Co"].policy) == {"EU-CRM-2024: critical", "EU-SRM-2024: strategic"}
    assert american["Zn"].policy == ("US-CM-2025: critical",)


def test_a_product_without_a_default_recovery_may_yield_all_or_nothing() -> None:
    assert recovery_of("Mo", REFERENCE) == Range(0.0, 0.5, 1.0)


def test_unknown_times_anything_is_unknown() -> None:
    assert times(Range(1.0, None, 3.0), Range(2.0, 2.0, 2.0)) == Range(2.0, None, 6.0)
    assert times(UNKNOWN, Range(2.0, 2.0, 2.0)) == UNKNOWN


def test_products_do_without_parameters_of_criteria_that_are_not_there() -> None:
    bare = replace(context(), parameters={})

    found = products(site(tonnage_t=Range(None, 1e6), assays=(assay("Cu", 1.0),)), bare)

    assert found[0].contained_t.best == pytest.approx(1e4)
    assert found[0].criticality is None
    assert "tonnage" in MEASURES
