"""Risk as a product: chains by hand, intervals against a grid, what counts as a gap."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest

from prioritizer.appraisal.measurement import Context, Measurement
from prioritizer.appraisal.risk_composites import missing_for_risk
from prioritizer.domain.criterion import Combine, Parameter, RiskMode, Status, ValueFunction
from prioritizer.domain.site import ArdClass, Site, SulfideClass
from tests.appraisal import builders
from tests.appraisal.builders import CRITERIA, REFERENCE, ends, site

GISTM = "GISTM"
# As saved by earlier versions: without weights of parts, and with one distance to receptors.
OLD = Parameter({"distance": 1.0}, "km", "", Status.RECALLED)
PRODUCT = replace(
    builders.own_context("environmental_risk", combine=Combine.PRODUCT),
    parameters=builders.PARAMETERS | {"receptor_within_km": OLD},
)


def measure(name: str, *sites: Site, using: Context = PRODUCT) -> Measurement:
    return builders.measure(name, *sites, using=using)


def test_an_acid_dump_that_leaks_by_hand() -> None:
    dump = site(
        sulfide_class=SulfideClass.HIGH,
        impact_observed=True,
        hazard_system=GISTM,
        hazard_class="Low",
    )

    result = measure("environmental_risk", dump)

    assert ends(result) == pytest.approx((0.75 ** (1 / 3), 0.875 ** (1 / 3), 1.0))
    assert not result.gap[0]


def test_a_broken_chain_can_reach_zero() -> None:
    inert = site(
        ard_class=ArdClass.NOT_ACID,
        impact_observed=False,
        distance_water_km=0.2,
        hazard_system=GISTM,
        hazard_class="low",
    )

    result = measure("environmental_risk", inert)

    assert result.low[0] == 0.0
    assert result.high[0] == pytest.approx((0.25 * 0.25) ** (1 / 3))
    assert not result.gap[0]


def test_nothing_known_is_the_whole_range_and_never_zero() -> None:
    result = measure("environmental_risk", site())

    assert result.low[0] == 0.0
    assert result.high[0] == 1.0
    assert result.best[0] == pytest.approx(0.5)
    assert result.gap[0]


@pytest.mark.parametrize(
    ("stated", "expected"),
    [("Low", 0.0), ("Significant", 0.25), ("High", 0.5), ("Very high", 0.75), ("Extreme", 1.0)],
)
def test_each_consequence_class_has_its_fifth(stated: str, expected: float) -> None:
    inert = site(
        sulfide_class=SulfideClass.NONE,
        impact_observed=False,
        distance_town_km=0.5,
        hazard_system="gistm",
        hazard_class=stated,
    )

    assert measure("environmental_risk", inert).low[0] == expected


def test_ratings_of_other_systems_are_not_merged() -> None:
    national = site(hazard_system="National scheme", hazard_class="extreme")

    assert measure("environmental_risk", national).low[0] == 0.0


def test_an_extreme_dam_leaves_no_gap_whatever_the_chain() -> None:
    assert not measure(
        "environmental_risk", site(hazard_system=GISTM, hazard_class="extreme")
    ).gap[0]


def test_an_unknown_link_that_cannot_matter_is_no_gap() -> None:
    # Source none and no release: the chain cannot pass 0.4, the dam stands at 0.43 to 1.
    dam = site(
        ard_class=ArdClass.NOT_ACID,
        impact_observed=False,
        hazard_system="ANM",
        hazard_class="damage high",
    )

    result = measure("environmental_risk", dam)

    assert not result.gap[0]
    assert result.high[0] == 1.0


def test_more_sulfide_never_lowers_the_risk() -> None:
    by_class = [site(sulfide_class=sulfide, impact_observed=True) for sulfide in SulfideClass]

    result = measure("environmental_risk", *by_class)

    for end in (result.low, result.best, result.high):
        assert (np.diff(end) >= 0).all()


def test_a_drainage_test_overrides_the_sulfide_class() -> None:
    pair = [
        site(
            sulfide_class=SulfideClass.HIGH, ard_class=ArdClass.NOT_ACID, impact_observed=True
        ),
        site(sulfide_class=SulfideClass.NONE, impact_observed=True),
    ]

    result = measure("environmental_risk", *pair)

    assert ends(result, 0) == ends(result, 1)


def test_intervals_hold_every_combination_of_their_links() -> None:
    sulfides: dict[SulfideClass | None, tuple[float, float]] = {
        SulfideClass.LOW: (0.25, 0.5),
        SulfideClass.HIGH: (0.75, 1.0),
        None: (0.0, 1.0),
    }
    impacts: dict[bool | None, tuple[float, float]] = {
        True: (1.0, 1.0),
        False: (0.0, 0.25),
        None: (0.0, 1.0),
    }
    waters: dict[float | None, tuple[float, float]] = {0.5: (1.0, 1.0), None: (0.0, 1.0)}
    for (sulfide, s), (impact, p), (water, r) in itertools.product(
        sulfides.items(), impacts.items(), waters.items()
    ):
        if impact:
            r = (1.0, 1.0)
        known = site(
            sulfide_class=sulfide,
            impact_observed=impact,
            distance_water_km=water,
            hazard_system=GISTM,
            hazard_class="significant",
        )

        result = measure("environmental_risk", known)

        chains = [max((a * b * c) ** (1 / 3), 0.25) for a, b, c in itertools.product(s, p, r)]
        assert result.low[0] == pytest.approx(min(chains))
        assert result.high[0] == pytest.approx(max(chains))


def test_reduction_is_a_part_of_the_risk_and_always_rests_on_a_default() -> None:
    reduction = CRITERIA.with_risk(RiskMode.REDUCTION)
    criterion = next(c for c in reduction.criteria if c.measure == "risk_reduction")
    dump = site(hazard_system=GISTM, hazard_class="extreme")

    result = measure("risk_reduction", dump, using=Context.of(criterion, REFERENCE))

    assert ends(result) == pytest.approx((0.1, 0.5, 0.9))
    assert result.gap[0]


def test_project_risk_is_the_same_index_read_the_other_way() -> None:
    urgency, project = (
        next(c for c in CRITERIA.with_risk(mode).criteria if c.id == "environmental_risk")
        for mode in (RiskMode.URGENCY, RiskMode.PROJECT_RISK)
    )

    assert project.measure == urgency.measure
    assert (project.objective, project.value_function) == (
        "min",
        ValueFunction("linear", worst=1.0, best=0.0),
    )


def test_missing_links_are_named() -> None:
    context = PRODUCT

    assert len(missing_for_risk(site(), context)) == 4
    far = site(distance_water_km=30.0, distance_town_km=40.0)
    assert "other receptors nearby, such as groundwater or farmland" in missing_for_risk(
        far, context
    )
    known = site(
        sulfide_class=SulfideClass.LOW,
        impact_observed=True,
        hazard_system=GISTM,
        hazard_class="high",
    )
    assert missing_for_risk(known, context) == ()
