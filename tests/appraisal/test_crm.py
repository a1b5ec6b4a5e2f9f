"""CRM relevance: published criticality by hand, intervals against brute force, policy lists."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from prioritizer.appraisal.crm import _criticality, criticality, missing_for_crm
from prioritizer.appraisal.draws import Switches, blocks
from prioritizer.appraisal.grade import TOTALS
from prioritizer.appraisal.measurement import Context
from prioritizer.appraisal.measures import MEASURES
from prioritizer.domain.site import Site
from prioritizer.workflow.ranking.draws import appraise_draws
from tests.appraisal.builders import CRITERIA, REFERENCE, assay, context, ends, measure, site

MARGIN = 0.15
METALS = ("Cu", "Zn", "Co", "W", "Au", "Ni")
RANGES = st.dictionaries(
    st.sampled_from(METALS), st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=4
)


def test_criticality_follows_from_the_published_scores() -> None:
    # EC 2023 Annex 4: tungsten 1.2 / 8.7, magnesium 4.1 / 7.4, indium 0.6 / 2.6; maxima 5.1 and
    # 8.7.
    found = criticality(context())

    assert found["W"] == pytest.approx(math.sqrt(1.2 / 5.1) / 0.827)
    assert found["Mg"] == pytest.approx(math.sqrt(4.1 / 5.1 * 7.4 / 8.7) / 0.827)
    assert found["Mg"] == pytest.approx(1.0, abs=1e-3)
    assert found["In"] == pytest.approx(0.3 * math.sqrt(0.6 / 5.1 * 2.6 / 8.7) / 0.827)


def test_magnesium_is_the_largest_of_the_whole_table() -> None:
    found = criticality(context())

    assert max(found, key=found.__getitem__) == "Mg"


def test_a_total_is_as_critical_as_its_least_critical_member() -> None:
    found = criticality(context())

    members = [
        "La",
        "Ce",
        "Pr",
        "Nd",
        "Sm",
        "Eu",
        "Gd",
        "Tb",
        "Dy",
        "Ho",
        "Er",
        "Tm",
        "Yb",
        "Lu",
        "Y",
    ]
    assert found["TREO"] == min(found[symbol] for symbol in members)


def test_a_single_product_gives_its_criticality_whatever_its_grade() -> None:
    poor, rich = (
        site(assays=(assay("W", grade, low=grade / 2, high=grade * 2),)) for grade in (0.01, 1)
    )

    result = measure("crm_relevance", poor, rich)

    expected = criticality(context())["W"]
    assert ends(result, 0) == pytest.approx((expected,) * 3)
    assert ends(result, 1) == pytest.approx((expected,) * 3)
    assert not result.gap.any()


def test_a_total_without_a_price_counts_where_it_is_all_there_is() -> None:
    rare_earths = site(assays=(assay("TREO", 7.0),))

    result = measure("crm_relevance", rare_earths)

    assert ends(result) == pytest.approx((criticality(context())["TREO"],) * 3)
    assert missing_for_crm(rare_earths, context()) == ()
    beside = site(assays=(assay("TREO", 7.0), assay("Cu", 1.0)))
    assert missing_for_crm(beside, context()) == ("price of TREO",)


def values_per_tonne(mine: Site) -> dict[str, tuple[float, float]]:
    """Return the ends of recoverable value by product, one product at a time."""
    found = {}
    for one in mine.assays:
        commodity, recovery = (
            REFERENCE.commodities[one.analyte],
            REFERENCE.recoveries[one.analyte],
        )
        assert commodity.price_usd_per_kg is not None
        per_percent = 10.0 * commodity.price_usd_per_kg
        low, high = one.grade.low or 0.0, one.grade.high or 0.0
        found[one.analyte] = (
            low * per_percent * (recovery.low or 0.0),
            high * per_percent * (recovery.high or 0.0),
        )
    return found


@given(RANGES)
def test_the_interval_is_exact_against_all_corners(
    ranges: dict[str, tuple[float, float]],
) -> None:
    mine = site(
        assays=tuple(
            assay(name, low=min(pair), high=max(pair) + 1e-3) for name, pair in ranges.items()
        )
    )
    scale = criticality(context())
    boxes = values_per_tonne(mine)

    result = measure("crm_relevance", mine)

    # A ratio of linear functions has its extremes at the corners of the box.
    corners = [
        sum(value * scale[name] for name, value in zip(boxes, corner, strict=True))
        / sum(corner)
        for corner in itertools.product(*boxes.values())
        if sum(corner) > 0
    ]
    assert result.low[0] == pytest.approx(min(corners))
    assert result.high[0] == pytest.approx(max(corners))
    assert np.isnan(result.best[0]) or result.low[0] == pytest.approx(result.high[0])


def test_relevance_is_a_share_so_richer_waste_of_the_same_mix_is_the_same() -> None:
    mixes = [
        site(
            assays=(
                assay("Cu", factor * 0.2),
                assay("Co", factor * 0.05),
                assay("Au", factor, "g/t"),
            )
        )
        for factor in (0.1, 1, 10)
    ]

    result = measure("crm_relevance", *mixes)

    assert result.best == pytest.approx([result.best[0]] * 3)


def test_another_policy_list_changes_the_multiplier() -> None:
    zinc = site(assays=(assay("Zn", 3.0),))

    european = measure("crm_relevance", zinc)
    american = measure("crm_relevance", zinc, using=context("US-CM-2025"))

    # Zinc stands on the US list of 2025 and on neither EU list: 0.8 against 0.3.
    assert american.best[0] / european.best[0] == pytest.approx(0.8 / 0.3)


def test_nothing_assayed_is_a_gap_and_the_named_elements_are_asked_for() -> None:
    silent = site(texts={"crm_named": "Ga;Ge"})

    result = measure("crm_relevance", silent)

    known = criticality(context())
    low, best, high = ends(result)
    first, last = sorted((known["Ga"], known["Ge"]))
    assert (low, high) == pytest.approx((max(first - MARGIN, 0.0), last + MARGIN))
    assert np.isnan(best)
    assert result.gap[0]
    assert missing_for_crm(silent, context()) == ("assays of Ga, Ge",)
    assert missing_for_crm(site(), context()) == ("assays of critical raw materials",)


def test_an_unknown_recovery_is_a_gap_only_if_it_matters() -> None:
    antimony, mixed = assay("Sb", 1.0), assay("Cu", 1.0)

    result = measure("crm_relevance", site(assays=(antimony,)), site(assays=(antimony, mixed)))

    assert result.gap.tolist() == [False, True]
    assert result.low[1] < result.best[1] < result.high[1]


def test_what_was_mined_and_is_named_bounds_a_site_without_assays() -> None:
    known = criticality(context())
    mine = site(texts={"commodity_mined": "Zn, Cu", "crm_named": "W;Co"})
    copper = site(texts={"commodity_mined": "Cu (smelter)"})

    result = measure("crm_relevance", mine, copper, site(texts={"commodity_mined": "coal"}))

    scores = [known[symbol] for symbol in ("Zn", "Cu", "W", "Co")]
    assert (result.low[0], result.high[0]) == (0.0, pytest.approx(max(scores) + MARGIN))
    assert (result.low[1], result.high[1]) == pytest.approx(
        (max(known["Cu"] - MARGIN, 0.0), known["Cu"] + MARGIN)
    )
    assert np.isnan([result.low[2], result.high[2], *result.best]).all()
    assert result.gap.all()


def test_a_total_counts_by_all_its_members_and_old_files_have_no_margin() -> None:
    parameters = {k: v for k, v in context().parameters.items() if k != "named_margin"}
    rare = site(texts={"commodity_mined": "REE"})
    known = criticality(context())

    result = measure("crm_relevance", rare, using=Context(REFERENCE, parameters))

    members = [known[symbol] for symbol in TOTALS["TREO"] if symbol in known]
    assert (result.low[0], result.high[0]) == (min(members), min(max(members), 1.0))


def test_an_assay_counts_before_what_was_mined() -> None:
    texts = {"commodity_mined": "W", "crm_named": "Mg"}

    result = measure("crm_relevance", site(assays=(assay("Cu", 0.5),), texts=texts))

    assert ends(result) == pytest.approx((criticality(context())["Cu"],) * 3)


@given(st.lists(st.sampled_from(METALS), min_size=1, max_size=4, unique=True))
def test_bounds_hold_the_relevance_of_any_mix_of_the_named(named: list[str]) -> None:
    bounded = site(texts={"commodity_mined": ", ".join(named)})
    assayed = site(assays=tuple(assay(symbol, 0.1) for symbol in named))

    result = measure("crm_relevance", bounded, assayed)

    assert result.low[0] <= result.low[1] + 1e-12
    assert result.high[0] >= result.high[1] - 1e-12


def test_a_bounded_relevance_is_left_to_be_drawn_within_its_bounds() -> None:
    mine = site(texts={"commodity_mined": "Zn, Cu"})
    [block] = blocks(draws=20, seed=1, switches=Switches(), sizes=[20])

    assert np.isnan(MEASURES["crm_relevance"].sampler([mine], context())(block)).all()
    criteria = CRITERIA.ids.index("crm_relevance")
    drawn = np.concatenate(
        [
            part[:, 0, criteria]
            for part in appraise_draws([mine], CRITERIA, REFERENCE, draws=200, seed=1)
        ]
    )
    result = measure("crm_relevance", mine)
    assert ((drawn >= result.low[0] - 1e-12) & (drawn <= result.high[0] + 1e-12)).all()
    assert drawn.max() > drawn.min()


def test_criticality_is_kept_for_the_lists_and_parameters_it_was_worked_out_for() -> None:
    first = context()
    alone = replace(first, reference=first.reference.with_policy(("FI-MINSTRAT",)))
    doubled = replace(
        first,
        parameters={
            **first.parameters,
            "eu_2023_maxima": replace(
                first.parameters["eu_2023_maxima"],
                values={**first.parameters["eu_2023_maxima"].values, "product": 2.0},
            ),
        },
    )
    for one in (first, alone, doubled, first, alone, doubled):
        assert criticality(one) == _criticality(one)
    assert criticality(first) is criticality(first)
    assert criticality(first) != criticality(alone) != criticality(doubled)
