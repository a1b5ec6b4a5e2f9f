"""Methods side by side: ranks are those of each method, reasons are numbers of the site."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from prioritizer.domain.criterion import CriteriaSet, Criterion, Objective, ValueFunction
from prioritizer.domain.matrix import DecisionMatrix
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Assessment, Scales, Settings
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.engine.methods.table import METHODS
from prioritizer.errors import InputError
from prioritizer.workflow.ranking import compare_reasons
from prioritizer.workflow.ranking.answer import can_be_answered
from prioritizer.workflow.ranking.assess import assess, assess_matrix
from prioritizer.workflow.ranking.compare import Compared, Consensus, compare_methods
from prioritizer.workflow.ranking.compare_reasons import (
    Kind,
    caution_sentences,
    consensus_sentence,
    disagreements,
    profile,
)


def sites(values: list[list[float]], **choices: object) -> Assessment:
    """Return a ranking of sites with these certain values on criteria from 0 to 1."""
    table = np.array(values)
    names = ("size", "access", "grade")[: table.shape[1]]
    criteria = tuple(
        Criterion(
            id=name,
            name=name.capitalize(),
            question="?",
            measure="tonnage",
            unit="u",
            objective=Objective.MAX,
            value_function=ValueFunction("linear", 0.0, 1.0),
            formula="x",
            description="x",
            source="x",
        )
        for name in names
    )
    ids = tuple(f"S{row}" for row in range(len(table)))
    gaps = np.zeros(table.shape, dtype=bool)
    matrix = DecisionMatrix(ids, ids, criteria, table.copy(), table.copy(), table.copy(), gaps)
    settings = Settings(WeightVector.equal(names), **choices)  # type: ignore[arg-type]
    return assess_matrix(matrix, CriteriaSet("x", "x", "1", criteria), settings, title="x")


# One even site, one with a peak and a hole, and some company.
MIXED = [[0.6, 0.6, 0.6], [1.0, 1.0, 0.05], [0.5, 0.4, 0.5], [0.3, 0.5, 0.4], [0.7, 0.2, 0.3]]


@pytest.fixture(scope="module")
def compared(sample: SiteRegister, criteria: CriteriaSet, reference: Reference) -> Compared:
    ranking = assess(sample, criteria, Settings(WeightVector.equal(criteria.ids)), reference)
    return compare_methods(ranking, tuple(METHODS), top=10)


def test_each_row_of_ranks_is_the_ranking_of_its_method(
    compared: Compared, sample: SiteRegister, criteria: CriteriaSet, reference: Reference
) -> None:
    for name, ranks in zip(compared.methods, compared.ranks, strict=True):
        settings = Settings(WeightVector.equal(criteria.ids), method=name)
        if can_be_answered(settings):
            alone = assess(sample, criteria, settings, reference)
            assert np.array_equal(alone.ranking.ranks, ranks)
        assert len(ranks) == len(compared.base.matrix)


def test_all_some_and_none_count_the_lists_a_site_is_on(compared: Compared) -> None:
    on_lists = (compared.ranks <= 10).sum(axis=0)

    for count, consensus in zip(on_lists, compared.consensus, strict=True):
        assert (consensus is Consensus.ALL) == (count == len(compared.methods))
        assert (consensus is Consensus.NONE) == (count == 0)
    everywhere = int((on_lists == len(compared.methods)).sum())
    assert consensus_sentence(compared).startswith(f"{everywhere} of 10 shortlist places")


def test_borda_orders_by_the_mean_place_where_nobody_ties() -> None:
    found = compare_methods(sites(MIXED), ("weighted-sum", "weighted-product"), top=2)

    means = found.ranks.mean(axis=0)
    assert np.array_equal(np.argsort(found.borda), np.argsort(means))


def test_the_same_formula_under_two_names_agrees_fully_and_is_called_so() -> None:
    found = compare_methods(sites(MIXED), ("weighted-sum", "spotis"), top=2)

    [pair] = found.agreements
    assert pair.is_the_same
    assert (pair.kendall, pair.spearman, pair.n) == (1.0, pytest.approx(1.0), 5)
    assert "same formula on fixed scales" in " ".join(caution_sentences(found))


def test_the_overlap_counts_sites_on_both_lists() -> None:
    found = compare_methods(sites(MIXED), ("weighted-sum", "weighted-product"), top=1)

    # The sum is won by the site with a hole; its product, 0.05, is above only 0.042 of S4.
    assert found.ranks[:, :2].tolist() == [[2, 1], [1, 4]]
    assert (found.agreements[0].shared, found.agreements[0].listed) == (0, 2)


def test_a_site_with_a_hole_is_one_sided_and_its_hole_is_named() -> None:
    found = compare_methods(sites(MIXED), ("weighted-sum", "weighted-product"), top=1)

    by_name = {entry.name: entry for entry in disagreements(found)}
    uneven = by_name["S1"]
    assert uneven.profile.kind is Kind.ONE_SIDED
    assert uneven.profile.responsible.id == "grade"
    assert (uneven.best_method, uneven.best_rank) == ("weighted-sum", 1)
    assert (uneven.worst_method, uneven.worst_rank) == ("weighted-product", 4)
    factor = 0.05 ** (1 / 3)
    assert f"Grade (0.05) alone multiplies the score by {factor:.2f}" in uneven.sentence
    assert by_name["S0"].profile.kind is Kind.BALANCED


def test_the_spread_of_a_site_is_the_deviation_of_its_weighted_values() -> None:
    found = profile(compare_methods(sites(MIXED), ("weighted-sum", "topsis")), 1)

    assert found.spread == pytest.approx(np.std([1.0, 1.0, 0.05]))
    assert found.mean == pytest.approx(2.05 / 3)
    assert (found.lowest.id, found.lowest_value) == ("grade", 0.05)


def test_every_reason_quotes_a_value_of_its_site(compared: Compared) -> None:
    found = disagreements(compared, most=50)

    assert found
    for entry in found:
        own = {f"({value:.2f}" for value in compared.base.values.expected[entry.row]}
        for reason in entry.reasons:
            assert "stands out" in reason or any(value in reason for value in own), reason


def test_those_who_move_most_come_first(compared: Compared) -> None:
    spreads = [entry.worst_rank - entry.best_rank for entry in disagreements(compared)]

    assert spreads == sorted(spreads, reverse=True)
    assert spreads[0] > 0


def test_a_zero_is_said_where_a_product_is_taken() -> None:
    values = [*MIXED, [1.0, 1.0, 0.0]]

    found = compare_methods(sites(values), ("weighted-sum", "weighted-product"), top=1)

    assert found.ranks[1, -1] == 6
    assert "sites with one, who share the last place: 1." in " ".join(caution_sentences(found))


def test_a_method_that_refuses_the_data_is_left_out_with_its_reason() -> None:
    values = [*MIXED, [0.5, -0.5, 0.5]]
    ranking = sites(values, scales=Scales.DATA)

    found = compare_methods(ranking, ("weighted-sum", "topsis", "weighted-product"), top=2)

    assert found.methods == ("weighted-sum", "topsis")
    assert dict(found.refused)["weighted-product"].startswith("Row 6, column 2: found '-0.5'")
    assert "Weighted product is left out. Row 6" in " ".join(caution_sentences(found))


@pytest.mark.parametrize(
    ("methods", "words"),
    [
        (("topsis",), "found 1. Expected at least two"),
        (("topsis", "topsis"), "found 1"),
        (("topsis", "magic"), "found 'magic'"),
    ],
)
def test_fewer_than_two_methods_are_no_comparison(methods: tuple[str, ...], words: str) -> None:
    with pytest.raises(InputError, match=words):
        compare_methods(sites(MIXED), methods)


def test_methods_that_compare_pairs_are_labelled(compared: Compared) -> None:
    assert "PROMETHEE II and ELECTRE II: places depend on which other sites" in " ".join(
        caution_sentences(compared)
    )


def test_the_present_choices_but_the_method_are_kept(compared: Compared) -> None:
    for one in compared.rankings:
        assert replace(one.settings, method="weighted-sum") == compared.base.settings


def test_every_method_has_a_way_to_give_its_reason() -> None:
    assert set(compare_reasons.REASONS) == set(METHODS)


def test_each_method_is_told_before_it_ranks() -> None:
    ranking = sites([[0.2, 0.9], [0.8, 0.1], [0.5, 0.5]])
    told: list[tuple[int, int]] = []

    found = compare_methods(ranking, top=1, progress=lambda n, of: told.append((n, of)))

    n = len(found.methods) + len(found.refused)
    assert told == [(k, n) for k in range(n)]
