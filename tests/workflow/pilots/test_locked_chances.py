"""Chances once locks hold: an excluded site takes no part, a must holds its place."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Assessment, Settings
from prioritizer.domain.shortlist import Cutoff
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.workflow.pilots.locked_chances import locked_chances
from prioritizer.workflow.pilots.shortlist import Locks, locks_sentences, shortlist
from prioritizer.workflow.ranking.assess import assess


@pytest.fixture(scope="module")
def found(sample: SiteRegister, criteria: CriteriaSet, reference: Reference) -> Assessment:
    return assess(sample, criteria, Settings(WeightVector.equal(criteria.ids)), reference)


def test_chances_are_counted_anew_without_the_excluded_and_with_the_musts(
    found: Assessment,
) -> None:
    ids = found.matrix.alternatives
    first = [ids[row] for row in found.order()]
    must, must_not = {first[40]}, {first[0], first[1]}

    chances = locked_chances(found, must=must, must_not=must_not)

    # The plain route: score, leave out the locked ones, count who is among the first nine.
    assert found.draws is not None
    scored = found.draws.levels.astype(float) @ found.settings.weights.normalized
    free = np.array([site not in must | must_not for site in ids])
    places = np.argsort(np.argsort(-scored[:, free], axis=1), axis=1)
    names = [site for site in ids if site not in must | must_not]
    counted = dict(zip(names, (places < 9).mean(axis=0), strict=True))
    assert not set(chances) & (must | must_not)
    for site, chance in counted.items():
        assert chances[site] == pytest.approx(chance, abs=1e-3), site
    assert sum(chances[site] for site in names) == pytest.approx(9, abs=1e-6)


def test_nothing_is_counted_without_locks_and_nothing_is_left_of_a_full_list(
    found: Assessment,
) -> None:
    ids = found.matrix.alternatives

    assert locked_chances(found, must=(), must_not=()) == {}
    assert locked_chances(replace(found, answer=None), must=ids[:1], must_not=()) == {}
    assert set(locked_chances(found, must=ids[:10], must_not=()).values()) == {0.0}
    assert set(locked_chances(found, must=(), must_not=ids[:-5]).values()) == {1.0}


def test_the_list_says_who_is_excluded_and_keeps_the_words_of_the_ranking(
    found: Assessment, sample: SiteRegister
) -> None:
    first = found.matrix.alternatives[found.order()[0]]
    locks = Locks({}, {first: "a port stands on it."})

    plain = shortlist(found, Cutoff(top=10), register=sample)
    listed = shortlist(found, Cutoff(top=10), locks=locks, register=sample)

    assert locks_sentences(plain) == ()
    by_id = {entry.site_id: entry for entry in listed.entries}
    assert by_id[first].with_locks is None
    for entry in plain.entries:
        other = by_id[entry.site_id]
        assert (other.section, other.probability) == (entry.section, entry.probability)
        assert entry.with_locks is None
        if entry.row is not None and entry.site_id != first:
            assert (other.with_locks or 0.0) >= (entry.probability or 0.0) - 1e-9
    said = locks_sentences(listed)
    assert "is excluded by hand: a port stands on it. In the ranking it is secure" in said[0]
    assert said[1].endswith("'with locks' is the chance once they hold.")
    by_score = shortlist(found, Cutoff(threshold=0.6), locks=locks, register=sample)
    assert all(entry.with_locks is None for entry in by_score.entries)
