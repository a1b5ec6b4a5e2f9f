"""Shortlists of the sample inventory."""

from __future__ import annotations

from dataclasses import replace

import pytest

from prioritizer.domain.answer import Section
from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Assessment, Scales, Settings
from prioritizer.domain.shortlist import Cutoff
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.errors import InputError
from prioritizer.workflow.pilots.shortlist import (
    Locks,
    modes_of,
    places,
    shortlist,
)
from prioritizer.workflow.ranking.assess import assess


@pytest.fixture(scope="module")
def settings(criteria: CriteriaSet) -> Settings:
    return Settings(WeightVector.equal(criteria.ids))


@pytest.fixture(scope="module")
def ranked(
    sample: SiteRegister, criteria: CriteriaSet, settings: Settings, reference: Reference
) -> Assessment:
    return assess(sample, criteria, settings, reference)


def _by_id(assessment: Assessment, rank: int) -> str:
    return assessment.matrix.alternatives[assessment.order()[rank - 1]]


def test_the_list_starts_with_the_first_ranks(ranked: Assessment) -> None:
    found = shortlist(ranked, Cutoff(top=10))

    assert [e.rank for e in found.listed] == sorted(ranked.ranking.ranks.tolist())[:10]
    assert len(found.entries) == len(ranked.matrix) + len(ranked.answer.apart)


def test_locks_carry_their_reasons(ranked: Assessment, sample: SiteRegister) -> None:
    best, far = _by_id(ranked, 1), _by_id(ranked, len(ranked.matrix))
    locks = Locks({far: "owner pays half"}, {best: "in a bird reserve"})

    found = shortlist(ranked, Cutoff(top=5), locks=locks, register=sample)

    listed = {e.site_id: e for e in found.listed}
    assert len(listed) == 5
    assert listed[far].reason == "owner pays half"
    assert best not in listed
    assert next(e for e in found.entries if e.site_id == best).reason == "in a bird reserve"
    assert all(e.evidence in {"A", "B"} for e in found.listed)


def test_a_site_without_evidence_may_be_a_must_and_takes_a_place(ranked: Assessment) -> None:
    unranked = next(n.site_id for n in ranked.not_ranked if not n.gate)

    found = shortlist(
        ranked, Cutoff(top=3), locks=Locks({unranked: "asked for by the county"}, {})
    )

    assert len(found.listed) == 3
    assert found.listed[-1].rank is None
    assert found.listed[-1].site_id == unranked


def _left(found: Assessment, *, aside: bool) -> str:
    return next(n.site_id for n in found.not_ranked if n.gate and n.is_aside == aside)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda a: Locks({"XX-999": "why"}, {}), "found no site 'XX-999'"),
        (lambda a: Locks({_by_id(a, 1): "x"}, {_by_id(a, 1): "y"}), "as must and as must not"),
        (lambda a: Locks({_left(a, aside=False): "x"}, {}), "a veto"),
        (lambda a: Locks({_left(a, aside=True): "x"}, {}), "set aside for its status"),
        (lambda a: Locks({_by_id(a, k): "x" for k in (1, 2, 3)}, {}), "3 musts for 2 places"),
    ],
)
def test_a_lock_that_cannot_hold_is_refused(
    ranked: Assessment, make: object, words: str
) -> None:
    with pytest.raises(InputError, match=words):
        shortlist(ranked, Cutoff(top=2), locks=make(ranked))  # type: ignore[operator]


def test_a_rule_needs_one_of_places_and_threshold(ranked: Assessment) -> None:
    with pytest.raises(InputError, match="neither or both"):
        shortlist(ranked, Cutoff())


def test_the_list_has_order_chances_and_sections_of_the_ranking(ranked: Assessment) -> None:
    found = shortlist(ranked, Cutoff(top=10))

    answer = ranked.answer
    assert answer is not None
    in_order = [entry for entry in found.entries if entry.row is not None]
    assert [entry.row for entry in in_order] == ranked.order().tolist()
    for entry in in_order:
        assert entry.probability == answer.chance[entry.row]
        assert entry.section is answer.sections[entry.row]
        assert entry.is_listed == (ranked.ranking.ranks[entry.row] <= 10)


def test_chances_are_those_of_a_list_of_as_many_places(
    ranked: Assessment, sample: SiteRegister, criteria: CriteriaSet, settings: Settings,
    reference: Reference,
) -> None:  # fmt: skip
    other = assess(sample, criteria, replace(settings, top=4), reference)

    found = shortlist(ranked, Cutoff(top=4))

    chances = {e.site_id: e.probability for e in found.entries if e.row is not None}
    assert chances == dict(
        zip(other.matrix.alternatives, other.answer.chance.tolist(), strict=True)
    )


def test_sites_that_are_too_little_known_stand_apart_and_may_be_a_must(
    ranked: Assessment,
) -> None:
    apart = ranked.answer.apart
    locks = Locks({apart[0].site_id: "dam is leaking"}, {})

    found = shortlist(ranked, Cutoff(top=10), locks=locks)

    assert [entry.site_id for entry in found.apart] == [site.site_id for site in apart]
    assert {entry.section for entry in found.apart} == {Section.TOO_LITTLE_KNOWN}
    assert [entry.probability for entry in found.apart] == [site.chance for site in apart]
    assert [entry.site_id for entry in found.apart if entry.is_listed] == [apart[0].site_id]
    assert len(found.listed) == 10


def test_an_entry_under_some_modes_only_is_marked(
    ranked: Assessment, sample: SiteRegister, reference: Reference
) -> None:
    modes = modes_of(sample, ranked, reference, top=10)
    found = shortlist(ranked, Cutoff(top=10), modes=modes)

    assert {e.site_id: e.only_under for e in found.entries if e.only_under} == {
        e.site_id: modes[e.site_id] for e in found.entries
        if e.site_id in modes and e.row is not None
    }  # fmt: skip
    for entry in found.listed:
        if entry.only_under:
            assert ranked.settings.gaps in entry.only_under


def test_without_draws_no_place_is_called_anything(
    sample: SiteRegister, criteria: CriteriaSet, settings: Settings, reference: Reference
) -> None:
    data = assess(sample, criteria, replace(settings, scales=Scales.DATA), reference)

    found = shortlist(data, Cutoff(top=10))

    assert {(entry.section, entry.probability) for entry in found.entries} == {(None, None)}


def test_a_least_score_gives_as_many_places_as_reach_it(ranked: Assessment) -> None:
    scores = ranked.ranking.scores
    fifth = float(sorted(scores.tolist(), reverse=True)[4])

    assert places(Cutoff(threshold=fifth), ranked) == int((scores >= fifth).sum()) >= 5
    assert places(Cutoff(threshold=1.0), ranked) == 1
    assert places(Cutoff(top=7), ranked) == 7
    assert places(Cutoff(top=10_000), ranked) == len(ranked.matrix)


def test_a_must_not_of_a_site_that_stands_aside_is_refused(
    sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    settings = Settings(WeightVector.equal(criteria.ids))
    assessment = assess(sample, criteria, settings, reference)

    with pytest.raises(InputError, match="BR-004: found as must not, but it stands aside"):
        shortlist(assessment, Cutoff(top=10), locks=Locks({}, {"BR-004": "busy"}))
