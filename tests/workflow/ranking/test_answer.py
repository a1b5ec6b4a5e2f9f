"""The answer: who is ranked, how surely each is on the list, what is taken for the unknown."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest

from prioritizer.domain.answer import (
    LEAST_KNOWN,
    RANKED_SECTIONS,
    STATES,
    Answer,
    Assumption,
    CellState,
    GapMode,
    Section,
    SectionLimits,
)
from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Assessment, Order, Settings
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.errors import InputError
from prioritizer.workflow.ranking.answer_words import answer_sentences, headline, likely_range
from prioritizer.workflow.ranking.assess import assess, reranked


@pytest.fixture(scope="module")
def run(sample: SiteRegister, criteria: CriteriaSet, reference: Reference):
    def ranked(register: SiteRegister = sample, **choices: object) -> Assessment:
        settings = Settings(WeightVector.equal(criteria.ids), **choices)  # type: ignore[arg-type]
        return assess(register, criteria, settings, reference)

    return ranked


def answer_of(assessment: Assessment) -> Answer:
    assert assessment.answer is not None
    return assessment.answer


def without_ways(register: SiteRegister) -> SiteRegister:
    """Return the register without anything that says how to get to a site."""
    ways = ("road", "rail", "port", "power", "plant")
    blank = {f"distance_{way}{end}_km": None for way in ways for end in ("_low", "", "_high")}
    blank |= {"port_great_circle_km": None, "plant_great_circle_km": None}
    sites = [replace(site, **blank) for site in register.sites]
    return replace(register, sites=tuple(sites))


def test_the_places_of_the_list_are_shared_out_in_every_draw(run) -> None:
    found = answer_of(run())

    assert found.chance.sum() == pytest.approx(found.top)
    assert ((found.chance >= 0) & (found.chance <= 1)).all()
    assert (found.rank_5 <= found.rank_median).all()
    assert (found.rank_median <= found.rank_95).all()
    assert (found.known_weight >= LEAST_KNOWN - 1e-9).all()
    assert all(site.known_weight < LEAST_KNOWN for site in found.apart)


def test_the_list_stands_by_chance_in_whole_per_cent_then_by_median_place(run) -> None:
    assessment = run()
    found, rows = answer_of(assessment), assessment.order()

    shown = np.floor(100 * found.chance[rows] + 0.5)
    keys = list(zip(-shown, found.rank_median[rows], strict=True))
    assert keys == sorted(keys)
    assert assessment.ranking.ranks[rows].tolist() == sorted(assessment.ranking.ranks)


def test_the_order_of_rows_in_a_file_changes_no_chance(run, sample: SiteRegister) -> None:
    shuffled = list(sample.sites)
    random.Random(4).shuffle(shuffled)  # noqa: S311 - an order, no secret

    one, two = run(), run(replace(sample, sites=tuple(shuffled)))

    before = dict(zip(one.matrix.alternatives, one.answer.chance.tolist(), strict=True))
    after = dict(zip(two.matrix.alternatives, two.answer.chance.tolist(), strict=True))
    assert before == after


def test_every_state_of_a_cell_counts_as_it_should_in_the_known_weight(run) -> None:
    assessment = run()
    found, values = answer_of(assessment), assessment.values
    weights = assessment.settings.weights.normalized

    for row in range(len(assessment.matrix)):
        by_hand = sum(
            weight * (1.0 - (values.high[row, k] - values.low[row, k]))
            for k, weight in enumerate(weights.tolist())
            if found.state(row, k) not in (CellState.ANALOGUE, CellState.UNKNOWN)
        )
        assert found.known_weight[row] == pytest.approx(by_hand)


def test_no_site_that_lacks_a_grade_is_among_the_first_without_saying_what_stands_for_it(
    run, criteria: CriteriaSet
) -> None:
    assessment = run()
    grade = criteria.ids.index("grade")

    for row in assessment.order()[:20].tolist():
        assert answer_of(assessment).state(row, grade) is not CellState.UNKNOWN


def test_a_criterion_that_separates_nobody_is_left_out_said_and_may_be_switched_on(
    run, sample: SiteRegister
) -> None:
    bare = without_ways(sample)

    found, kept = run(bare), run(bare, switched_on=("access",))

    assert answer_of(found).criteria_left_out == ("access",)
    assert found.settings.weights.as_dict()["access"] == 0.0
    assert found.settings.weights.as_dict()["grade"] == pytest.approx(0.25)
    assert "Access (known for 0 of " in " ".join(answer_sentences(found))
    assert answer_of(kept).criteria_left_out == ()
    assert kept.settings.weights.as_dict()["access"] == pytest.approx(0.2)


def test_the_middle_is_the_old_convention(run) -> None:
    assessment = run(gaps=GapMode.MIDDLE)
    unknown = np.isnan(assessment.matrix.low) & np.isnan(assessment.matrix.high)

    assert not answer_of(assessment).apart
    assert unknown.any()
    assert (assessment.values.expected[unknown] == 0.5).all()
    scores = assessment.ranking.scores
    expected = [1 + int((scores > score).sum()) for score in scores]
    assert assessment.ranking.ranks.tolist() == expected


def test_nothing_assumed_leaves_an_unknown_value_anywhere_on_its_scale(run) -> None:
    found = run(gaps=GapMode.NOTHING_ASSUMED).considered.draws
    unknown = found.states == STATES.index(CellState.UNKNOWN)

    assert unknown.any()
    drawn = found.levels[:, unknown] / 65535
    assert found.means[unknown] == pytest.approx(0.5)
    assert drawn.mean() == pytest.approx(0.5, abs=0.01)
    assert drawn.std() == pytest.approx((1 / 12) ** 0.5, abs=0.01)


def test_an_assumption_stands_for_the_cell_with_its_state(run, criteria: CriteriaSet) -> None:
    assumption = Assumption("ES-003", "grade", 4.0, 4.5, 5.0, "drilled by the owner, not out")

    before, after = run(), run(assumptions=(assumption,))

    row = after.matrix.alternatives.index("ES-003")
    column = criteria.ids.index("grade")
    assert answer_of(after).state(row, column) is CellState.ASSUMED
    assert after.values.expected[row, column] > 0.95
    assert answer_of(after).chance[row] > (
        answer_of(before).chance[before.matrix.alternatives.index("ES-003")]
        if "ES-003" in before.matrix.alternatives
        else next(s.chance for s in answer_of(before).apart if s.site_id == "ES-003")
    )


@pytest.mark.parametrize(
    ("low", "best", "high", "reason"),
    [(2.0, 1.0, 3.0, "x"), (2.0, None, 1.0, "x"), (1.0, 2.0, 3.0, " ")],
)
def test_an_assumption_without_order_or_reason_is_refused(
    low: float, best: float | None, high: float, reason: str
) -> None:
    with pytest.raises(InputError):
        Assumption("A", "grade", low, best, high, reason)


def test_fewer_draws_are_the_first_of_more(run) -> None:
    few, many = run(draws=100), run(draws=300)

    assert np.array_equal(few.considered.draws.levels, many.considered.draws.levels[:100])


def test_where_nobody_is_known_well_enough_all_are_ranked(run, sample: SiteRegister) -> None:
    apart = {site.site_id for site in answer_of(run()).apart}
    unknown = tuple(site for site in sample.sites if site.site_id in apart)[:6]

    found = run(replace(sample, sites=unknown))

    assert len(found.matrix) + len(answer_of(found).apart) == 6
    assert len(found.matrix) > 0


def test_the_same_sites_stay_ranked_under_other_settings(run, criteria: CriteriaSet) -> None:
    before = run()
    weights = WeightVector(criteria.ids, (5.0, 1.0, 1.0, 1.0, 1.0))

    after = reranked(before, replace(before.settings, weights=weights, method="topsis"))

    assert after.matrix.alternatives == before.matrix.alternatives
    assert answer_of(after).chance.sum() == pytest.approx(10.0)
    back = reranked(after, before.settings)
    assert np.array_equal(back.answer.chance, before.answer.chance)
    assert np.array_equal(back.ranking.ranks, before.ranking.ranks)


@pytest.mark.parametrize("order", [Order.MEDIAN, Order.CAUTIOUS])
def test_other_orders_go_by_their_place(run, order: Order) -> None:
    assessment = run(order=order)
    found, rows = answer_of(assessment), assessment.order()

    places = found.rank_median if order is Order.MEDIAN else found.rank_95
    assert (np.diff(places[rows]) >= 0).all()


def test_five_words_and_their_limits() -> None:
    limits = SectionLimits()

    assert [limits.section(chance) for chance in (0.9, 0.5, 0.1, 0.094)] == list(
        RANKED_SECTIONS
    )
    assert set(limits.meanings) == set(Section)
    with pytest.raises(InputError, match="Expected 0 <= open <= likely <= secure <= 1"):
        SectionLimits(secure=0.4)


def test_the_headline_counts_the_sections(run) -> None:
    found = answer_of(run())
    secure, likely, undecided, out = map(found.count, RANKED_SECTIONS)

    assert headline(found) == (
        f"On a list of 10: {secure} secure; {likely} likely and {undecided} open for the other "
        f"{10 - secure} places; {out} out."
    )
    low, high = int(found.rank_5[0]), int(found.rank_95[0])
    assert likely_range(found, 0) == (str(low) if low == high else f"{low}–{high}")
