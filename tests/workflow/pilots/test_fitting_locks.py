"""A lock that cannot hold is told by itself: the others stay in force."""

from __future__ import annotations

import pytest

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Assessment, Settings
from prioritizer.domain.shortlist import Cutoff
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.workflow.pilots.fitting_locks import fitting
from prioritizer.workflow.pilots.shortlist import Locks
from prioritizer.workflow.ranking.assess import assess


@pytest.fixture(scope="module")
def ranked(sample: SiteRegister, criteria: CriteriaSet, reference: Reference) -> Assessment:
    return assess(sample, criteria, Settings(WeightVector.equal(criteria.ids)), reference)


def _first(found: Assessment, count: int) -> list[str]:
    return [found.matrix.alternatives[row] for row in found.order()[:count]]


def test_a_site_set_aside_leaves_the_other_locks_in_force(ranked: Assessment) -> None:
    best, second = _first(ranked, 2)
    aside = next(n.site_id for n in ranked.not_ranked if n.is_aside)
    veto = next(n.site_id for n in ranked.not_ranked if n.gate and not n.is_aside)
    locks = Locks({best: "county", aside: "mayor", veto: "owner"}, {second: "birds"})

    found, faults = fitting(ranked, Cutoff(top=5), locks)

    assert found == Locks({best: "county"}, {second: "birds"})
    assert [fault.split(":")[0] for fault in faults] == [
        f"shortlist, {aside}",
        f"shortlist, {veto}",
    ]


def test_too_many_musts_leave_the_sites_kept_off_the_list(ranked: Assessment) -> None:
    first, second, third = _first(ranked, 3)

    found, faults = fitting(
        ranked, Cutoff(top=1), Locks({first: "a", second: "b"}, {third: "c"})
    )

    assert found == Locks({}, {third: "c"})
    assert len(faults) == 1
    assert "2 musts for 1 places" in faults[0]


def test_locks_that_hold_are_not_touched(ranked: Assessment) -> None:
    first, second = _first(ranked, 2)
    locks = Locks({first: "a"}, {second: "b"})

    assert fitting(ranked, Cutoff(top=3), locks) == (locks, ())
