"""Differences between two records are named, and moves are shared out without a remainder."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from prioritizer.domain.answer import GapMode
from prioritizer.domain.criterion import CriteriaSet, RiskMode
from prioritizer.domain.facilities import Facilities
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Assessment, Scales, Settings
from prioritizer.domain.site import Gate, GateCode, Range, SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.errors import InputError, RecordError
from prioritizer.workflow.ranking.assess import assess
from prioritizer.workflow.records.diff import Crossing, Difference, as_data, as_text, difference
from prioritizer.workflow.records.diff_mix import Group
from prioritizer.workflow.records.replay import make_record

POINTS = {"grade": 4, "volume": 2, "environmental_risk": 1, "access": 1, "crm_relevance": 1}


@pytest.fixture(scope="module")
def few(sample: SiteRegister) -> SiteRegister:
    return replace(sample, sites=sample.sites[::6])


@pytest.fixture(scope="module")
def equal(criteria: CriteriaSet) -> Settings:
    return Settings(WeightVector.equal(criteria.ids))


@pytest.fixture(scope="module")
def ranked(
    few: SiteRegister, criteria: CriteriaSet, equal: Settings, reference: Reference
) -> Assessment:
    return assess(few, criteria, equal, reference)


@pytest.fixture(scope="module")
def before(ranked: Assessment, few: SiteRegister) -> bytes:
    return make_record(ranked, few)


def ranks(assessment: Assessment) -> dict[str, int]:
    names = assessment.matrix.alternatives
    return dict(zip(names, assessment.ranking.ranks.tolist(), strict=True))


def assert_alone(found: Difference, group: Group) -> None:
    """Assert that one group alone gives the places after; a site may be ranked no longer."""
    for move in found.moves:
        assert move.alone == ({} if move.after is None else {group: move.after})


def check_moves(found: Difference, old: Assessment, new: Assessment) -> None:
    """Assert that before and after are the recorded ranks and that the shares add up."""
    was, now = ranks(old), ranks(new)
    for move in found.moves:
        assert (move.before, move.after) == (was.get(move.site_id), now.get(move.site_id))
        if move.before is not None and move.after is not None:
            assert sum(move.shares.values()) == pytest.approx(move.before - move.after)


def test_the_same_record_is_the_same(before: bytes) -> None:
    found = difference(before, before)

    assert found.is_same
    assert found.changes == ()
    assert "Same" in as_text(found)


def test_texts_of_a_record_steer_no_terminal_and_forge_no_line(before: bytes) -> None:
    record = json.loads(before)
    record["about"]["title"] = "Ponds\x1b[2J\nSame: nothing differs."

    text = as_text(difference(before, json.dumps(record).encode()))

    assert "Ponds [2J Same: nothing differs." in text.splitlines()[1]
    assert all(line.isprintable() for line in text.splitlines())


def test_a_change_of_weights_is_alone_to_blame(
    ranked: Assessment,
    few: SiteRegister,
    criteria: CriteriaSet,
    equal: Settings,
    reference: Reference,
    before: bytes,
) -> None:
    settings = replace(equal, weights=WeightVector.from_mapping(POINTS, criteria.ids))
    other = assess(few, criteria, settings, reference)

    found = difference(before, make_record(other, few))

    assert found.groups == (Group.WEIGHTS,)
    assert "weight of grade: 20 % → 44.4 %" in as_text(found)
    check_moves(found, ranked, other)
    assert_alone(found, Group.WEIGHTS)


@pytest.mark.parametrize("risk", [RiskMode.PROJECT_RISK, RiskMode.REDUCTION])
def test_another_meaning_of_risk_is_alone_to_blame(
    risk: RiskMode,
    ranked: Assessment,
    few: SiteRegister,
    criteria: CriteriaSet,
    equal: Settings,
    reference: Reference,
    before: bytes,
) -> None:
    other = assess(few, criteria, replace(equal, risk=risk), reference)

    found = difference(before, make_record(other, few))

    assert found.groups == (Group.RISK,)
    assert found.moves
    check_moves(found, ranked, other)
    assert_alone(found, Group.RISK)


def test_new_evidence_is_told_with_its_values_and_what_it_moved(
    ranked: Assessment,
    few: SiteRegister,
    criteria: CriteriaSet,
    equal: Settings,
    reference: Reference,
    before: bytes,
) -> None:
    site_id = ranked.matrix.alternatives[int(ranked.order()[0])]
    smaller = tuple(
        replace(s, tonnage_t=Range(best=12_345.0)) if s.site_id == site_id else s
        for s in few.sites
    )
    register = replace(few, sites=smaller)
    other = assess(register, criteria, equal, reference)

    found = difference(before, make_record(other, register))

    assert found.groups == (Group.EVIDENCE,)
    assert {change.subject for change in found.changes} == {site_id}
    assert any("tonnage_t" in c.text and c.text.endswith("→ 12345") for c in found.changes)
    check_moves(found, ranked, other)


def test_everything_at_once_is_shared_out_without_a_remainder(
    ranked: Assessment,
    few: SiteRegister,
    criteria: CriteriaSet,
    equal: Settings,
    reference: Reference,
    before: bytes,
) -> None:
    order = [ranked.matrix.alternatives[row] for row in ranked.order()]
    sites = [s for s in few.sites if s.site_id != order[1]]
    sites = [
        replace(s, tonnage_t=Range(best=5e7)) if s.site_id == order[2] else s for s in sites
    ]
    sites = [
        replace(s, gate=Gate(GateCode.REFUSED, "owner says no")) if s.site_id == order[3] else s
        for s in sites
    ]
    register = replace(few, sites=tuple(sites))
    first = criteria.criteria[1]
    wider = replace(first, value_function=replace(first.value_function, best=1e9))
    changed = replace(criteria, criteria=(criteria.criteria[0], wider, *criteria.criteria[2:]))
    settings = Settings(
        WeightVector.from_mapping(POINTS, criteria.ids),
        method="topsis",
        risk=RiskMode.REDUCTION,
        policy_lists=("US-CM-2025",),
        gaps=GapMode.NOTHING_ASSUMED,
        facilities=Facilities.ALL,
    )
    other = assess(register, changed, settings, reference)

    found = difference(before, make_record(other, register), top=6)

    assert set(found.groups) == set(Group) - {Group.REFERENCE}
    check_moves(found, ranked, other)
    text = as_text(found)
    assert "removed" in text
    assert "no longer ranked: owner says no" in text
    assert "environmental risk read as urgency → reduction" in text
    assert "critical by EU-CRM-2024, EU-SRM-2024 → US-CM-2025" in text
    assert "method: weighted-sum → topsis" in text
    assert set(found.left) >= {order[1], order[3]}


def test_a_cell_that_moved_without_new_evidence_is_put_on_the_reference_figures(
    few: SiteRegister,
    ranked: Assessment,
    criteria: CriteriaSet,
    equal: Settings,
    reference: Reference,
    before: bytes,
) -> None:
    cheaper = {
        symbol: replace(c, price_usd_per_kg=None if c.price_usd_per_kg is None else 1.0)
        for symbol, c in reference.commodities.items()
    }
    other = assess(few, criteria, equal, replace(reference, commodities=cheaper))

    found = difference(before, make_record(other, few))

    assert found.groups == (Group.REFERENCE,)
    check_moves(found, ranked, other)


def test_a_criterion_of_one_record_alone_is_told_and_mixed(
    few: SiteRegister,
    ranked: Assessment,
    criteria: CriteriaSet,
    reference: Reference,
    before: bytes,
) -> None:
    fewer = replace(criteria, criteria=criteria.criteria[:4])
    other = assess(few, fewer, Settings(WeightVector.equal(fewer.ids)), reference)

    found = difference(before, make_record(other, few))
    back = difference(make_record(other, few), before)

    assert "CRM relevance: criterion removed" in as_text(found)
    assert "CRM relevance: criterion added" in as_text(back)
    check_moves(found, ranked, other)
    check_moves(back, other, ranked)


def test_a_record_changed_by_hand_is_noted(before: bytes) -> None:
    record = json.loads(before)
    record["settings"]["points"]["grade"] = 7

    found = difference(before, json.dumps(record).encode())

    assert any("the second record was changed" in note for note in found.notes)


def test_the_data_hold_the_sentences(before: bytes, few: SiteRegister) -> None:
    data = as_data(difference(before, before, top=3))

    assert data["same"] is True
    assert len(data["moves"]) == 3
    assert json.loads(json.dumps(data)) == data


def test_what_is_no_record_is_refused(before: bytes) -> None:
    with pytest.raises(RecordError, match="not JSON"):
        difference(before, b"{")
    with pytest.raises(InputError, match="Expected 1 or more"):
        difference(before, before, top=0)


def test_what_is_taken_for_unknown_values_is_told_and_alone_to_blame(
    few: SiteRegister,
    ranked: Assessment,
    criteria: CriteriaSet,
    reference: Reference,
    before: bytes,
) -> None:
    settings = Settings(WeightVector.equal(criteria.ids), gaps=GapMode.NOTHING_ASSUMED)
    other = assess(few, criteria, settings, reference)

    found = difference(before, make_record(other, few))

    assert found.groups == (Group.GAPS,)
    assert "gaps: like-inventory → nothing-assumed" in as_text(found)
    check_moves(found, ranked, other)


def test_a_record_without_chances_is_compared_by_expected_scores(
    few: SiteRegister, criteria: CriteriaSet, reference: Reference, before: bytes
) -> None:
    settings = Settings(WeightVector.equal(criteria.ids), scales=Scales.DATA)
    other = assess(few, criteria, settings, reference)

    found = difference(before, make_record(other, few))

    assert any("the second record holds no chances" in note for note in found.notes)
    assert found.n_both == len(other.matrix)


def test_sites_that_the_weights_alone_bring_over_the_limit_are_named_with_what_is_known(
    sample: SiteRegister, criteria: CriteriaSet, equal: Settings, reference: Reference
) -> None:
    sites = sample.sites[::6]
    sites += tuple(
        site
        for site in sample.sites
        if site.site_id in {"FI-009", "FI-013"} - {s.site_id for s in sites}
    )
    register = replace(sample, sites=sites)
    points = dict.fromkeys(criteria.ids, 20.0) | {"grade": 19.0, "crm_relevance": 21.0}
    equal = replace(equal, facilities=Facilities.ALL)
    settings = replace(equal, weights=WeightVector.from_mapping(points, criteria.ids))
    old = assess(register, criteria, equal, reference)
    new = assess(register, criteria, settings, reference)

    found = difference(make_record(old, register), make_record(new, register))
    back = difference(make_record(new, register), make_record(old, register))

    was, now = set(old.matrix.alternatives), set(new.matrix.alternatives)
    assert "FI-009" in now - was
    assert {one.site_id for one in found.crossings if one.is_ranked} == now - was
    assert {one.site_id for one in found.crossings if not one.is_ranked} == was - now
    crossing = next(one for one in found.crossings if one.site_id == "FI-009")
    assert old.answer is not None
    assert new.answer is not None
    before = {one.site_id: one.known_weight for one in old.answer.apart}["FI-009"]
    after = new.answer.known_weight[new.matrix.alternatives.index("FI-009")]
    assert (crossing.before, crossing.after) == (before, after)
    assert "now known well enough to be ranked: 49.9 % →" in as_text(found)
    assert "Ranked or not by the weights alone" in as_text(found)
    assert "Siilinjärvi apatite tailings is now too little known to be ranked" in as_text(back)
    data = as_data(found)["crossings"]
    assert [entry["id"] for entry in data] == [one.site_id for one in found.crossings]


def test_what_new_evidence_does_is_not_put_on_the_weights(
    ranked: Assessment, before: bytes, few: SiteRegister, criteria: CriteriaSet,
    equal: Settings, reference: Reference,
) -> None:  # fmt: skip
    site_id = ranked.matrix.alternatives[0]
    bare = tuple(
        replace(s, tonnage_t=Range(), volume_m3=Range()) if s.site_id == site_id else s
        for s in few.sites
    )
    register = replace(few, sites=bare)
    other = assess(register, criteria, equal, reference)

    assert site_id not in other.matrix.alternatives
    assert difference(before, make_record(other, register)).crossings == ()


def ranked_of(
    sites: SiteRegister, criteria: CriteriaSet, settings: Settings, reference: Reference
) -> tuple[Assessment, bytes]:
    found = assess(sites, criteria, settings, reference)
    return found, make_record(found, sites)


def test_another_choice_of_facilities_is_one_change_and_alone_to_blame(
    sample: SiteRegister, criteria: CriteriaSet, equal: Settings, reference: Reference
) -> None:
    every = replace(equal, facilities=Facilities.ALL)
    old, whole = ranked_of(sample, criteria, every, reference)
    new, historical = ranked_of(sample, criteria, equal, reference)
    aside = {one.site_id for one in new.not_ranked if one.is_aside}
    lost = aside & set(old.matrix.alternatives)

    found, back = difference(whole, historical), difference(historical, whole)

    assert lost
    assert [c.text for c in found.changes] == [
        f"all → historical ({len(aside)} stand aside, {len(lost)} of them were ranked)"
    ]
    assert [c.text for c in back.changes] == [
        f"historical → all ({len(aside)} stand no longer aside, {len(lost)} of them are ranked)"
    ]
    assert "which facilities are ranked (1)\n    facilities: all → hist" in as_text(found)
    assert "added or removed" not in as_text(found)
    check_moves(found, old, new)
    check_moves(back, new, old)
    assert_alone(found, Group.FACILITIES)


def test_a_site_removed_is_told_beside_another_choice_of_facilities(
    few: SiteRegister, criteria: CriteriaSet, equal: Settings, reference: Reference
) -> None:
    old, whole = ranked_of(few, criteria, replace(equal, facilities=Facilities.ALL), reference)
    gone = assess(few, criteria, equal, reference).matrix.alternatives[0]
    rest = replace(few, sites=tuple(s for s in few.sites if s.site_id != gone))
    new, historical = ranked_of(rest, criteria, equal, reference)

    found = difference(whole, historical)

    assert found.groups == (Group.SITES, Group.FACILITIES)
    assert [c.subject for c in found.changes] == [gone, "facilities"]
    check_moves(found, old, new)


def test_nothing_is_left_between_two_registers_of_other_facilities(
    sample: SiteRegister, criteria: CriteriaSet, equal: Settings, reference: Reference
) -> None:
    """The one site stands aside by the choice alone; the other one is only added with it."""
    active = replace(equal, facilities=Facilities.ACTIVE)
    left = assess(sample, criteria, equal, reference).matrix.alternatives[0]
    right = assess(sample, criteria, active, reference).matrix.alternatives[0]
    both = replace(sample, sites=tuple(s for s in sample.sites if s.site_id in {left, right}))
    one = replace(sample, sites=tuple(s for s in sample.sites if s.site_id == left))
    old, first = ranked_of(one, criteria, equal, reference)
    new, second = ranked_of(both, criteria, active, reference)

    found = difference(first, second)

    assert found.groups == (Group.SITES, Group.FACILITIES)
    check_moves(found, old, new)


def test_one_site_that_crosses_the_limit_is_told_in_the_singular(before: bytes) -> None:
    crossing = Crossing("A", "Heap A", 0.4, 0.6, is_ranked=True)

    one = as_text(replace(difference(before, before), fingerprints=("a", "b"),
                          crossings=(crossing,)))  # fmt: skip

    assert "by the weights alone (1 site)" in one
