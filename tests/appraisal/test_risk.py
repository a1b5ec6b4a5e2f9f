"""Environmental risk as a mean of parts: by hand, broken chains, floors, and what narrows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from prioritizer.appraisal.draws import Switches, blocks
from prioritizer.appraisal.measures import MEASURES
from prioritizer.appraisal.risk_composites import missing_for_risk
from prioritizer.domain.site import ArdClass, SulfideClass
from tests.appraisal.builders import assay, ends, measure, own_context, site

RISK = "environmental_risk"
KNOWN: dict[str, Any] = {
    "sulfide_class": SulfideClass.HIGH,
    "impact_observed": True,
    "distance_town_km": 5.5,
    "distance_water_km": 0.2,
    "texts": {"protection_status": "stream in a Natura 2000 area"},
}
DISTANCES = ("distance_town_km", "distance_water_km")
FIELDS = st.fixed_dictionaries(
    {
        "sulfide_class": st.sampled_from([None, *SulfideClass]),
        "ard_class": st.sampled_from([None, *ArdClass]),
        "impact_observed": st.sampled_from([None, True, False]),
        "containment": st.sampled_from(["", "contained", "partly", "open"]),
        "receptors": st.sampled_from(["", "none", "present"]),
        "hazard_class": st.sampled_from(["", "low", "high", "extreme"]),
        **dict.fromkeys(DISTANCES, st.none() | st.floats(0, 40)),
        "protection_status": st.sampled_from(["", "none", "nature reserve", "museum"]),
    }
)


def made(fields: dict[str, Any], **changes: Any) -> Any:
    known = fields | changes
    texts = {"protection_status": known.pop("protection_status", "")}
    return site(hazard_system="GISTM", texts=texts, **known)


def test_a_fully_known_dump_by_hand() -> None:
    result = measure(RISK, site(**KNOWN))

    # Town at 5.5 of 1 to 10 km counts a half, the brook and the protected area in full.
    for end, hazard in zip(ends(result), (0.75, 0.875, 1.0), strict=True):
        assert end == pytest.approx((3 * hazard + 3 * 1 + 0.5 + 1 + 1 + 3 * 1) / 12)
    assert not result.gap[0]


def test_nothing_known_is_the_whole_range_and_never_zero() -> None:
    result = measure(RISK, site())

    assert ends(result) == (0.0, 0.5, 1.0)
    assert result.gap[0]
    assert len(missing_for_risk(site(), own_context(RISK))) == 6


def test_no_release_seen_is_no_proof_of_containment() -> None:
    low, _, high = ends(measure(RISK, site(impact_observed=False)))

    # Containment in the lowest quarter, no harm observed, the rest unknown.
    assert (low, high) == pytest.approx((0.0, (3 + 3 * 0.25 + 3) / 12))


@pytest.mark.parametrize("broken", [{"containment": "contained"}, {"receptors": "none"}])
def test_a_stated_broken_chain_is_no_risk_but_for_its_dam(broken: dict[str, str]) -> None:
    fields = {"sulfide_class": SulfideClass.HIGH, **broken}
    dam = {"hazard_system": "GISTM", "hazard_class": "high"}

    result = measure(RISK, site(**fields), site(**fields, **dam), site(**KNOWN, **broken))

    assert ends(result, 0) == (0.0, 0.0, 0.0)
    assert ends(result, 1) == (0.5, 0.5, 0.5)
    assert not result.gap.any()
    # A release that is observed has passed through the chain.
    assert result.low[2] > 0.5
    assert ends(measure("chemical_risk", site(**fields, **dam))) == (0.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("stated", "floor"),
    [("Low", 0.0), ("Significant", 0.25), ("High", 0.5), ("Very high", 0.75), ("Extreme", 1.0)],
)
def test_a_consequence_class_is_a_floor(stated: str, floor: float) -> None:
    dam = site(hazard_system="gistm", hazard_class=stated)

    assert ends(measure(RISK, dam)) == pytest.approx((floor, max(floor, 0.5), 1.0))
    national = site(hazard_system="National scheme", hazard_class=stated)
    assert measure(RISK, national).low[0] == 0.0


def test_an_extreme_dam_leaves_no_gap_whatever_the_parts() -> None:
    assert not measure(RISK, site(hazard_system="GISTM", hazard_class="extreme")).gap[0]


@pytest.mark.parametrize(
    ("assays", "hazard"),
    [
        # 1 Bq/g is 81 ppm uranium or 246 ppm thorium; both add up.
        ((assay("U", 0.5 / 0.01235, "g/t"),), 0.5),
        ((assay("Th", 0.5 / 0.004057, "g/t"), assay("U", 0.25 / 0.01235, "g/t")), 0.75),
        ((assay("U", 0.1),), 1.0),
        ((), 0.0),
    ],
)
def test_assayed_uranium_and_thorium_raise_the_hazard(assays: Any, hazard: float) -> None:
    inert = {"ard_class": ArdClass.NOT_ACID, "impact_observed": False}
    result = measure("chemical_risk", site(**inert, receptors="present", assays=assays))

    assert result.low[0] == pytest.approx(3 * hazard / 12)


def test_a_range_of_uranium_without_a_mean_bounds_the_hazard_by_its_two_ends() -> None:
    def risk(assays: Any) -> Any:
        inert = {"ard_class": ArdClass.NOT_ACID, "impact_observed": False}
        return measure("chemical_risk", site(**inert, receptors="present", assays=assays))

    per_ppm = 0.01235
    ranged = risk((assay("U", low=0.25 / per_ppm, high=0.75 / per_ppm, unit="g/t"),))
    least = risk((assay("U", 0.25 / per_ppm, "g/t"),))
    most = risk((assay("U", 0.75 / per_ppm, "g/t"),))

    assert ranged.low[0] == pytest.approx(least.low[0])
    assert ranged.high[0] == pytest.approx(most.high[0])
    assert ranged.high[0] > least.high[0]
    meant = risk((assay("U", 0.5 / per_ppm, "g/t", low=0.25 / per_ppm, high=0.75 / per_ppm),))
    assert ends(meant) == ends(risk((assay("U", 0.5 / per_ppm, "g/t"),)))


@given(FIELDS, st.data())
def test_an_interval_never_widens_when_a_part_becomes_known(
    fields: dict[str, Any], data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(sorted(fields)))
    # A release that is observed takes the statement of a broken chain back.
    is_broken = fields["containment"] == "contained" or fields["receptors"] == "none"
    assume(not (name == "impact_observed" and fields[name] and is_broken))
    blank = None if name in DISTANCES or name in KNOWN or name == "ard_class" else ""
    if name == "sulfide_class" and fields["ard_class"] is not None:
        blank = fields[name]

    before, after = made(fields, **{name: blank}), made(fields)
    # One statement in place of another is no learning: uncertain says less than a class.
    if name == "ard_class" and fields["sulfide_class"] is not None:
        before = after
    result = measure(RISK, before, after)

    width = result.high - result.low
    assert width[1] <= width[0] + 1e-12
    assert (result.low <= result.best).all()
    assert (result.best <= result.high).all()


@given(FIELDS)
def test_more_sulfide_never_lowers_the_risk(fields: dict[str, Any]) -> None:
    by_class = [made(fields, ard_class=None, sulfide_class=one) for one in SulfideClass]

    result = measure(RISK, *by_class)

    for end in (result.low, result.best, result.high):
        assert (np.diff(end) >= -1e-12).all()


@given(FIELDS)
def test_draws_lie_between_the_ends(fields: dict[str, Any]) -> None:
    one = made(fields)
    [block] = blocks(draws=40, seed=4, switches=Switches(), sizes=[40])

    for name in (RISK, "chemical_risk"):
        drawn = MEASURES[name].sampler([one], own_context(name))(block)[:, 0]
        low, _, high = ends(measure(name, one))
        assert (drawn >= low - 1e-12).all()
        assert (drawn <= high + 1e-12).all()


def test_a_drainage_test_overrides_the_sulfide_class() -> None:
    tested = replace(site(**KNOWN), ard_class=ArdClass.NOT_ACID)

    result = measure(
        RISK, tested, replace(tested, ard_class=None, sulfide_class=SulfideClass.NONE)
    )

    assert ends(result, 0) == ends(result, 1)
