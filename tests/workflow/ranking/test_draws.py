"""Draws of performances: block sizes, shared errors, certain evidence, gaps over the scale."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from prioritizer.appraisal.crm import criticality
from prioritizer.appraisal.draws import (
    BLOCK_NUMBERS,
    Kept,
    Switches,
    block_sizes,
    even_block,
)
from prioritizer.appraisal.measurement import Context
from prioritizer.domain.criterion import CriteriaSet, RiskMode
from prioritizer.domain.site import Assay, Range, Site, WasteType
from prioritizer.errors import InputError
from prioritizer.readers.criteria import read_criteria
from prioritizer.readers.reference import read_reference
from prioritizer.readers.sites import read_sites
from prioritizer.workflow.ranking import draws
from prioritizer.workflow.ranking.draw_counts import usual_draws
from prioritizer.workflow.ranking.draws import (
    PerformanceSampler,
    appraise_draws,
    draw_quantiles,
    to_values,
    value_draws,
)
from prioritizer.workflow.ranking.measuring import build_matrix
from tests.conftest import ROOT

REFERENCE = read_reference()
CRITERIA = read_criteria("default")
SAMPLE = ROOT / "sample_data" / "sites.csv"
SITES = read_sites(SAMPLE, REFERENCE).register.sites[:40]
GRADE, VOLUME, RISK, ACCESS, CRM = range(5)
CERTAIN_PRICES = Switches(uncertain_prices=False, uncertain_points=False)
CERTAIN_POINTS = Switches(uncertain_points=False)


def drawn(
    sites: list[Site] | tuple[Site, ...],
    draws: int = 400,
    seed: int = 7,
    *,
    criteria: CriteriaSet = CRITERIA,
    sizes: list[int] | None = None,
    switches: Switches = Switches(),  # noqa: B008 - frozen
) -> np.ndarray:
    blocks = appraise_draws(
        sites, criteria, REFERENCE, draws=draws, seed=seed, switches=switches, sizes=sizes
    )
    return np.concatenate(list(blocks))


def waste(site_id: str = "X-1", **fields: object) -> Site:
    return Site(site_id=site_id, name=site_id, **fields)  # type: ignore[arg-type]


def copper_and_cobalt(site_id: str, copper: float, cobalt: float) -> Site:
    assays = (
        Assay("Cu", Range(None, copper), "g/t"),
        Assay("Co", Range(cobalt / 2, cobalt, cobalt * 2), "g/t"),
    )
    return waste(site_id, assays=assays)


@pytest.mark.parametrize("sizes", [[1] * 30, [7, 23], [29, 1], [30]])
def test_the_draws_do_not_depend_on_the_block_size(sizes: list[int]) -> None:
    assert np.array_equal(drawn(SITES, 30, sizes=sizes), drawn(SITES, 30))


ALL_APART = Switches(common_density=False, common_recovery=False)


@pytest.mark.parametrize("switches", [Switches(), ALL_APART])
@pytest.mark.parametrize("name", ["contained", "detailed"])
def test_many_sites_are_drawn_part_by_part_with_the_same_numbers(
    name: str, switches: Switches, monkeypatch: pytest.MonkeyPatch
) -> None:
    criteria = read_criteria(name)
    whole = drawn(SITES, 12, criteria=criteria, switches=switches)
    monkeypatch.setattr(draws, "SITES_IN_PART", 7)

    parts = drawn(SITES, 12, sizes=[5, 7], criteria=criteria, switches=switches)

    assert np.array_equal(parts, whole)


@pytest.mark.usual_draws
def test_the_draws_that_are_held_stay_within_bounds() -> None:
    sites = [1, 1_000, 2_000, 20_000, 500_000, 1_000_000, 5_000_000]

    assert [usual_draws(n) for n in sites] == [2000, 2000, 1000, 100, 100, 50, 50]


def test_numbers_that_were_let_go_are_not_drawn_anew() -> None:
    block = even_block(3)
    block.uniform("mass", 2)
    block.let_go()

    assert block.uniform("volume", 2).shape == (3, 2)
    with pytest.raises(KeyError, match="mass"):
        block.uniform("mass", 2)


def test_evidence_of_some_criteria_is_the_same_as_with_all() -> None:
    kept: Kept = {}
    some = PerformanceSampler(SITES, CRITERIA, REFERENCE, columns=[CRM, GRADE])
    every = PerformanceSampler(SITES, CRITERIA, REFERENCE).evidence(even_block(20, kept=kept))
    found = some.evidence(even_block(20, kept=kept))

    assert np.array_equal(found[..., [GRADE, CRM]], every[..., [GRADE, CRM]], equal_nan=True)
    assert np.isnan(found[..., VOLUME]).all()
    assert np.array_equal(found, some.evidence(even_block(20)), equal_nan=True)


def test_the_same_seed_gives_the_same_draws_and_another_seed_others() -> None:
    assert np.array_equal(drawn(SITES, 5, seed=3), drawn(SITES, 5, seed=3))
    assert not np.array_equal(drawn(SITES, 5, seed=3), drawn(SITES, 5, seed=4))


def test_every_draw_is_a_number_in_the_range_of_its_measure() -> None:
    found = drawn(SITES, 200)

    assert np.isfinite(found).all()
    assert (found >= 0).all()
    assert (found[:, :, [RISK, ACCESS, CRM]] <= 1 + 1e-12).all()


def test_another_reading_of_risk_leaves_the_other_criteria_alone() -> None:
    plain = drawn(SITES, 20)

    reduced = drawn(SITES, 20, criteria=CRITERIA.with_risk(RiskMode.REDUCTION))

    others = [GRADE, VOLUME, ACCESS, CRM]
    assert np.array_equal(plain[:, :, others], reduced[:, :, others])
    assert (reduced[:, :, RISK] <= plain[:, :, RISK]).all()


def test_certain_evidence_is_drawn_as_it_is() -> None:
    certain = waste(
        tonnage_t=Range(None, 4e6),
        hazard_system="GISTM",
        hazard_class="extreme",
        distance_road_km=0.0,
        distance_rail_km=0.0,
        distance_power_km=0.0,
        distance_plant_km=0.0,
        permit_code="granted",
        owner_cooperation="agreed",
        social_acceptance=5.0,
        assays=(Assay("W", Range(None, 0.2), "%"),),
    )

    found = drawn([certain], 50, switches=CERTAIN_POINTS)

    best = build_matrix([certain], CRITERIA, REFERENCE).best[0]
    for criterion in (VOLUME, RISK, ACCESS, CRM):
        assert found[:, 0, criterion] == pytest.approx(best[criterion])


def test_a_published_range_is_read_as_5_and_95_percent() -> None:
    known = waste(tonnage_t=Range(2e6, 3e6, 6e6))

    tonnes = drawn([known], 20_000)[:, 0, VOLUME]

    # Four standard errors of a share of 5 % in 20 000 draws are 0.6 %.
    assert np.mean(tonnes < 2e6) == pytest.approx(0.05, abs=0.0062)
    assert np.mean(tonnes > 6e6) == pytest.approx(0.05, abs=0.0062)


def test_default_densities_err_together_or_apart() -> None:
    pair = [
        waste(name, volume_m3=Range(None, 1e6), waste_type=WasteType.TAILINGS) for name in "AB"
    ]

    together = drawn(pair, switches=CERTAIN_POINTS)[:, :, VOLUME]
    apart = drawn(pair, switches=Switches(common_density=False, uncertain_points=False))[
        :, :, VOLUME
    ]

    assert np.array_equal(together[:, 0], together[:, 1])
    assert abs(np.corrcoef(apart.T)[0, 1]) < 0.2


def test_a_measured_density_has_no_default_error() -> None:
    measured = waste(volume_m3=Range(None, 1e6), dry_density_t_m3=1.6)

    assert (drawn([measured], switches=CERTAIN_POINTS)[:, 0, VOLUME] == 1.6e6).all()


def test_grade_and_relevance_of_a_draw_rest_on_the_same_grades_and_recoveries() -> None:
    pair = [copper_and_cobalt("A", 3000, 200), copper_and_cobalt("B", 1000, 900)]
    copper, cobalt = REFERENCE.commodities["Cu"], REFERENCE.commodities["Co"]
    parameters = {n: p for c in CRITERIA.criteria for n, p in c.parameters.items()}
    scale = criticality(Context(REFERENCE, parameters))

    found = drawn(pair, switches=CERTAIN_PRICES)

    # Solve each draw for what is obtained of copper: both sites must show one recovery.
    equivalent, relevance = found[:, :, GRADE], found[:, :, CRM]
    share = (relevance - scale["Cu"]) / (scale["Co"] - scale["Cu"])
    ratio = (
        share / (1 - share) * (copper.price_usd_per_kg or 0) / (cobalt.price_usd_per_kg or 1)
    )
    per_ppm = [1 / (metal.primary_grade_ppm or 1) for metal in (copper, cobalt)]
    obtained = equivalent / (per_ppm[0] + ratio * per_ppm[1])
    assert obtained[:, 0] / 3000 == pytest.approx(obtained[:, 1] / 1000)
    assert np.std(obtained[:, 0]) > 0


def test_a_quoted_range_of_ore_errs_alike_for_all_sites_around_its_middle() -> None:
    phosphate = (Assay("P", Range(None, 50_000), "g/t"),)
    pair = [waste(name, assays=phosphate) for name in "AB"]

    found = drawn(pair, 4000, switches=CERTAIN_POINTS)[:, :, GRADE]

    assert np.array_equal(found[:, 0], found[:, 1])
    # Recovery 0.65 to 0.85 around 0.75 and the ore around the geometric mean of its ends.
    middle = (17_460.0 * 87_290.0) ** 0.5
    assert np.median(found[:, 0]) == pytest.approx(50_000 / middle * 0.75, rel=0.1)
    # Ends a factor of 5 apart, 5 and 95 % of a lognormal: a deviation of about 0.49.
    assert np.std(np.log(found[:, 0])) > 0.4


def test_recoveries_may_err_site_by_site() -> None:
    copper = (Assay("Cu", Range(None, 3000), "g/t"),)
    pair = [waste(name, assays=copper) for name in "AB"]

    together = drawn(pair, switches=CERTAIN_POINTS)[:, :, GRADE]
    apart = drawn(pair, switches=Switches(common_recovery=False))[:, :, GRADE]

    assert np.array_equal(together[:, 0], together[:, 1])
    assert abs(np.corrcoef(apart.T)[0, 1]) < 0.2


def test_prices_move_every_site_alike_and_can_be_held() -> None:
    pair = [copper_and_cobalt("A", 3000, 200), copper_and_cobalt("B", 3000, 200)]

    moved = drawn(pair)[:, :, CRM]
    held = drawn(pair, switches=CERTAIN_PRICES)[:, :, CRM]

    assert np.std(moved[:, 0]) > np.std(held[:, 0])


def test_a_gap_is_uniform_over_the_scale() -> None:
    values = to_values(drawn([waste()], 4000), CRITERIA)[:, 0]

    for criterion in (GRADE, VOLUME, CRM):
        assert np.quantile(values[:, criterion], [0.25, 0.5, 0.75]) == pytest.approx(
            [0.25, 0.5, 0.75], abs=0.035
        )


def test_an_open_end_is_drawn_from_its_bound_to_the_end_of_the_scale() -> None:
    at_least = waste(tonnage_t=Range(1e6, None, None))

    values = np.concatenate(
        list(value_draws([at_least], CRITERIA, REFERENCE, draws=2000, seed=7))
    )[:, 0, VOLUME]

    # One million tonnes is half way from 10 kt to 100 Mt on the log scale.
    assert values.min() >= 0.5
    assert np.mean(values) == pytest.approx(0.75, abs=0.02)


def test_quantiles_enclose_most_best_estimates_and_are_ordered() -> None:
    found = draw_quantiles(SITES, CRITERIA, REFERENCE, draws=500, seed=7)

    assert found.p5.shape == (len(SITES), 5)
    assert (found.p5 <= found.p50).all()
    assert (found.p50 <= found.p95).all()
    whole = drawn(SITES, 500)
    assert found.p50 == pytest.approx(np.median(whole, axis=0))


@given(st.integers(1, 100_000), st.integers(0, 10**7))
def test_blocks_hold_all_draws_within_bounds(draws: int, n_cells: int) -> None:
    sizes = block_sizes(draws, n_cells)

    assert sum(sizes) == draws
    assert max(sizes) * n_cells <= max(BLOCK_NUMBERS, n_cells)


@pytest.mark.parametrize(("draws", "seed", "found"), [(0, 1, "found 0"), (5, -1, "found -1")])
def test_draws_and_seed_must_make_sense(draws: int, seed: int, found: str) -> None:
    with pytest.raises(InputError, match=found):
        drawn(SITES, draws, seed)


def test_a_bare_point_errs_by_its_class_of_evidence() -> None:
    def known(name: str, **fields: object) -> Site:
        return waste(name, tonnage_t=Range(None, 4e6), **fields)

    sites = [
        known("news", texts={"tonnage_basis": "news figure"}),
        known("class", resource_class="measured"),
        known("resource", texts={"tonnage_basis": "Indicated plus inferred resource"}),
        known("silent"),
    ]

    logs = np.log(drawn(sites, 20_000)[:, :, VOLUME] / 4e6)

    # evidence_error.csv: news 0.6, measured 0.05, inferred 0.25, company text 0.4.
    expected = [0.6, 0.05, 0.25, 0.4]
    # Four standard errors of a deviation in 20 000 draws are 2 %.
    assert logs.std(axis=0) == pytest.approx(expected, rel=0.02)
    assert np.median(logs, axis=0) == pytest.approx(0.0, abs=0.025)


def test_a_figure_with_a_range_has_no_second_error() -> None:
    texts = {"tonnage_basis": "news figure"}
    plain, news = (
        waste(name, tonnage_t=Range(2e6, 3e6, 6e6), texts=t)
        for name, t in (("A", {}), ("B", texts))
    )

    # Each is drawn alone: the draws of two sites are not alike.
    found = [drawn([one], 200)[:, 0, VOLUME] for one in (plain, news)]

    assert np.array_equal(*found)


def test_hard_ends_are_never_passed_and_quantiles_are() -> None:
    upper = Assay("Cu", Range(None, None, 1.0), "%", statistic="upper bound")
    texts = {"tonnage_basis": "upper bound: total ore mined"}
    limited = waste("A", assays=(upper,), tonnage_t=Range(1e6, 2e6, 3e6), texts=texts)
    points = waste("B", tonnage_t=Range(1e6, 2e6, 3e6))

    found = drawn([limited, points], 5000)[:, :, VOLUME]

    assert 1e6 <= found[:, 0].min() < 1.1e6
    assert 2.9e6 < found[:, 0].max() <= 3e6
    assert np.mean(found[:, 1] > 3e6) == pytest.approx(0.05, abs=0.0124)


@pytest.mark.parametrize("statistic", ["mean; high = maximum", "mean; high = highest value"])
def test_a_largest_sample_is_no_end_of_a_mean(statistic: str) -> None:
    one = Assay("Cu", Range(None, 0.5, 8.0), "%", statistic=statistic, basis="48 samples")
    site = waste(assays=(one,))
    recovery = REFERENCE.recoveries["Cu"]

    matrix = build_matrix([site], CRITERIA, REFERENCE)
    grades = drawn([site], 20_000)[:, 0, GRADE]

    # The spread that is left is that of the recovery and of grab samples (0.45).
    assert matrix.high[0, GRADE] / matrix.low[0, GRADE] == pytest.approx(
        (recovery.high or 1) / (recovery.low or 1)
    )
    assert 0.45 < np.log(grades).std() < 0.6


def test_a_range_of_samples_without_a_mean_bounds_the_mean() -> None:
    both = Assay("Cu", Range(0.2, None, 0.6), "%", statistic="range")
    recovery = REFERENCE.recoveries["Cu"]

    found = drawn([waste(assays=(both,))], 5000, switches=CERTAIN_PRICES)[:, 0, GRADE]

    per_percent = 1e4 / (REFERENCE.commodities["Cu"].primary_grade_ppm or 1)
    # The recovery has its ends at 5 and 95 %: the grade alone cannot pass 0.6 %.
    assert found.max() <= 0.6 * per_percent * 1.0
    assert found.min() >= 0.2 * per_percent * (recovery.low or 0) * 0.5
