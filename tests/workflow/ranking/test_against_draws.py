"""No lead of scores points against the draws without a word: all pairs of the sample."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.facilities import Facilities
from prioritizer.domain.matrix import FloatArray
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Assessment, Order, Settings
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.domain.words import percent
from prioritizer.engine.draws.chances import LARGEST
from prioritizer.workflow.ranking.against_draws import (
    DrawnLead,
    Skew,
    drawn_lead,
    on_list_sentence,
    turned_sentence,
)
from prioritizer.workflow.ranking.assess import assess
from prioritizer.workflow.ranking.comparison_words import comparison_sentence
from prioritizer.workflow.ranking.explain import compare

# What is told apart here hangs on the error of a share, so on the number of draws.
pytestmark = pytest.mark.usual_draws


@pytest.fixture(scope="module")
def found(sample: SiteRegister, criteria: CriteriaSet, reference: Reference) -> Assessment:
    settings = Settings(WeightVector.equal(criteria.ids), facilities=Facilities.ALL)
    return assess(sample, criteria, settings, reference)


@pytest.fixture(scope="module")
def drawn_scores(found: Assessment) -> FloatArray:
    """Return the scores of the draws, ``(draws, sites)``, by plain numbers."""
    assert found.draws is not None
    return found.draws.levels.astype(float) @ found.settings.weights.normalized


def leads(found: Assessment) -> list[tuple[int, int]]:
    scores = found.ranking.scores
    rows = range(len(scores))
    return [(a, b) for a, b in permutations(rows, 2) if scores[a] > scores[b]]


def test_each_lead_that_loses_most_draws_says_so_and_no_other_does(
    found: Assessment, drawn_scores: FloatArray
) -> None:
    pairs, turned = leads(found), 0
    for above, below in pairs:
        one, two = drawn_scores[:, above], drawn_scores[:, below]
        is_near = np.isclose(one, two, rtol=1e-12)
        wins = (((one > two) & ~is_near) + 0.5 * is_near).mean()
        said = comparison_sentence(compare(found, above, below))
        assert ("In the draws" in said) == (wins < 0.5), said
        if wins < 0.5:
            turned += 1
            often = (
                f"{found.matrix.names[below]} scores more in {percent(1 - wins, tenths=True)}"
            )
            assert often in said
            is_sure = 0.5 - wins > 1.96 * 0.5 / np.sqrt(len(drawn_scores))
            assert ("it is the other way round" in said) == is_sure

    assert len(pairs) > 3000
    assert turned > 10


def test_a_reason_is_given_only_where_the_mean_of_the_draws_turns_and_is_the_net_shift(
    found: Assessment, drawn_scores: FloatArray
) -> None:
    assert found.draws is not None
    expected, names = found.values.expected, found.matrix.names
    drawn = found.draws.levels.mean(axis=0) / LARGEST
    weights = found.settings.weights.normalized
    given = unexplained = 0
    for above, below in leads(found):
        said = comparison_sentence(compare(found, above, below))
        lead = (drawn_scores[:, above] - drawn_scores[:, below]) / LARGEST
        is_turned = lead.mean() < -1.96 * lead.std() / np.sqrt(len(lead))
        if "In the draws" not in said or not is_turned:
            assert "skewed" not in said
            unexplained += "In the draws" in said
            continue
        given += 1
        gains = weights * (drawn - expected)
        net = gains[below] - gains[above]
        # What all criteria shift is exactly what turns the lead into its mean over the draws.
        best = float(weights @ (expected[above] - expected[below]))
        assert best > 0.0 > lead.mean() == pytest.approx(best - net.sum(), abs=1e-9)
        most = int(net.argmax())
        assert said.endswith(
            f" and {-lead.mean():.3f} more on average, since ranges are skewed: over the draws "
            f"{found.matrix.criteria[most].name} gives {names[below]} {net[most]:.3f} more "
            "against the other than at best estimates."
        )

    assert given > 2
    assert unexplained > 2


def test_what_both_sites_gain_alike_is_no_reason(found: Assessment) -> None:
    ids = found.matrix.alternatives
    lead = compare(found, ids.index("FI-014"), ids.index("ZM-004")).drawn

    assert lead is not None
    assert lead.skew is None or lead.skew.criterion.id != "crm_relevance"


def test_a_method_that_is_no_sum_names_no_criterion(found: Assessment) -> None:
    closeness = replace(found, settings=replace(found.settings, method="topsis"))
    ids = found.matrix.alternatives
    lead = drawn_lead(closeness, ids.index("PE-001"), ids.index("BR-004"))

    assert lead is not None
    assert lead.is_turned
    assert lead.skew is None


def test_a_list_that_goes_the_other_way_than_the_score_says_by_what_it_goes(
    found: Assessment,
) -> None:
    ids, names = found.matrix.alternatives, found.matrix.names
    above, below = ids.index("PE-001"), ids.index("BR-004")

    said = on_list_sentence(found, above, below)
    assert re.search(r"goes by the chance of a place, and there .+: \d+ % against \d+ %", said)
    assert said.index(names[below]) < said.index(names[above])
    assert on_list_sentence(found, below, above) == ""
    by_median = replace(found, settings=replace(found.settings, order=Order.MEDIAN))
    assert "goes by the median place" in on_list_sentence(by_median, above, below)
    assert found.answer is not None
    level = replace(found.answer, chance=np.full(len(ids), 0.6))
    assert ": both 60 %, median place" in on_list_sentence(
        replace(found, answer=level), above, below
    )


def test_a_lead_in_the_worst_case_has_no_skew_for_a_reason(found: Assessment) -> None:
    ids = found.matrix.alternatives
    worst = replace(found, settings=replace(found.settings, order=Order.PESSIMISTIC))
    two = compare(worst, ids.index("PE-001"), ids.index("BR-004"))

    assert two.drawn is not None
    assert two.drawn.is_turned
    assert two.drawn.skew is None


def test_the_sentence_tells_even_from_turned(found: Assessment) -> None:
    volume = found.criteria.criteria[1]
    lead = DrawnLead(0.38, 0.022, -0.0071, Skew(volume, 0.0123))

    assert turned_sentence(lead, "B") == (
        "In the draws it is the other way round: B scores more in 62 % of them and 0.007 more "
        f"on average, since ranges are skewed: over the draws {volume.name} gives B 0.012 more "
        "against the other than at best estimates."
    )
    assert turned_sentence(replace(lead, wins=0.496, skew=None), "B") == (
        "In the draws it is about even: B scores more in 50.4 % of them."
    )
    assert turned_sentence(replace(lead, wins=0.5), "B") == ""
    assert turned_sentence(None, "B") == ""
