"""Why no measurement helps where a grade is not known: the chance with it at its very best."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from prioritizer.domain.answer import STATES, CellState
from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.facilities import Facilities
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Assessment, Settings
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.workflow.ranking.assess import assess
from prioritizer.workflow.robustness.next_step import SETTLED, find_next_steps
from prioritizer.workflow.robustness.settled import settled_reasons


@pytest.fixture(scope="module")
def found(sample: SiteRegister, criteria: CriteriaSet, reference: Reference) -> Assessment:
    settings = Settings(WeightVector.equal(criteria.ids), facilities=Facilities.ALL)
    return assess(sample, criteria, settings, reference)


def test_a_site_without_a_grade_says_what_the_best_grade_would_do(
    found: Assessment, sample: SiteRegister, reference: Reference
) -> None:
    steps = find_next_steps(found, sample.sites, reference)
    grade = found.criteria.ids.index("grade")
    assert found.answer is not None
    assert found.draws is not None
    weights, told = found.settings.weights.normalized, 0
    for row, site_id in enumerate(found.matrix.alternatives):
        states = [STATES[k] for k in found.answer.states[row].tolist()]
        is_unknown = [s in (CellState.ANALOGUE, CellState.UNKNOWN) for s in states]
        words = steps.words(site_id)
        assert (words.startswith(f"{SETTLED} ")) == (
            words.startswith(SETTLED) and any(is_unknown)
        )
        if not (words.startswith(SETTLED) and is_unknown == [k == grade for k in range(5)]):
            continue
        # The plain route: set the grade, score all draws anew, count.
        inside = bool(found.ranking.ranks[row] <= 10)
        drawn = found.draws.levels.astype(float)
        end = found.values.low if inside else found.values.high
        drawn[:, row, grade] = np.rint(65535 * end[row, grade])
        scored = drawn @ weights
        others = np.sort(np.delete(scored, row, axis=1), axis=1)
        chance = (scored[:, row] > others[:, -10]).mean()
        said = re.search(r"(?:in|only) (\d+) % of the draws; the .* in (\d+) %\.$", words)
        assert said is not None, words
        assert float(said[1]) == pytest.approx(100 * chance, abs=0.6)
        assert (int(said[1]) > int(said[2])) == inside
        told += 1
    assert told >= 2


def test_nothing_is_said_where_nothing_is_drawn_or_all_are_listed(found: Assessment) -> None:
    ids = found.matrix.alternatives

    assert settled_reasons(replace(found, considered=None), ids) == {}
    every = replace(found, settings=replace(found.settings, top=len(ids)))
    assert settled_reasons(every, ids) == {}
    assert settled_reasons(found, ()) == {}
