"""The trade-off between pinned sites in words, from the numbers that explain a ranking."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Assessment, Settings
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.languages.speech import speaking
from prioritizer.workflow.ranking.assess import assess
from prioritizer.workflow.ranking.explain import Lead
from prioritizer.workflow.ranking.trade_off import (
    signed_points,
    trade_off,
    trade_off_sentence,
    trade_offs,
)


@pytest.fixture(scope="module")
def ranked(sample: SiteRegister, criteria: CriteriaSet, reference: Reference) -> Assessment:
    return assess(sample, criteria, Settings(WeightVector.equal(criteria.ids)), reference)


def test_parts_add_up_to_the_lead_and_the_first_is_the_one_with_most_points(
    ranked: Assessment,
) -> None:
    rows = ranked.order()[[9, 0, 4]].tolist()
    scores = ranked.ranking.scores

    found = trade_offs(ranked, rows)

    assert {one.above for one in found} == {max(rows, key=lambda row: scores[row])}
    for one in found:
        parts = sum(one.part(criterion) for criterion in ranked.criteria.ids)
        assert parts == pytest.approx(scores[one.above] - scores[one.below])
        assert one.found.margin >= 0


def test_the_sentence_names_both_sides_with_their_points(ranked: Assessment) -> None:
    order = ranked.order()
    found = trade_off(ranked, int(order[0]), int(order[4])).found
    better, worse = found.leads[0].criterion, found.leads[-1].criterion
    leads = (Lead(better, 0.11, 0.11), Lead(worse, -0.07, -0.05))
    made = replace(found, above="A", below="B", margin=0.04, leads=leads)

    assert trade_off_sentence(made) == (
        f"A leads B by 0.04 in score: what is better, {better.name} (+0.11), outweighs what is "
        f"worse, {worse.name} (−0.07). Not known for sure in this: {worse.name}."
    )
    alone = replace(made, leads=leads[:1])
    assert trade_off_sentence(alone).endswith(f"{better.name} (+0.11). Nothing is worse.")
    assert trade_off_sentence(replace(made, margin=0.0)).startswith("A and B are level")
    other = trade_off_sentence(replace(made, is_additive=False))
    assert "closer to the ideal" in other
    with speaking("sv"):
        assert "A leder över B med 0,04" in trade_off_sentence(made)


def test_what_would_turn_the_two_is_said_with_the_weight_now(ranked: Assessment) -> None:
    order = ranked.order()
    found = trade_offs(ranked, order[[0, 2]].tolist())[0]

    assert re.search(r"weighs (more|less) than [\d.]+ % \(now 20 %\)", found.turn)


def test_a_part_too_small_for_a_word_is_nought() -> None:
    assert signed_points(0.0001) == "0"
    assert signed_points(-0.081) == "−0.08"
