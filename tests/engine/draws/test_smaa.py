"""SMAA agrees with exact results, with a plain double loop, and with itself."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

from prioritizer.engine.draws import sampling
from prioritizer.engine.draws.evidence import Evidence
from prioritizer.engine.draws.smaa import smaa
from prioritizer.engine.methods.table import METHODS, score
from prioritizer.engine.methods.weighted_sum import weighted_sum
from prioritizer.engine.ranks import rank
from prioritizer.engine.weights.known_limit import KnownLimit
from prioritizer.engine.weights.regions import Ordered, Point, Simplex
from prioritizer.errors import InputError

_SCORES = {name: entry.on_values for name, entry in METHODS.items() if entry.on_values}
_METHODS = sorted(_SCORES)


@pytest.fixture
def values() -> np.ndarray:
    return np.random.default_rng(2).random((9, 4))


def _evidence(values: np.ndarray, width: float = 0.2) -> Evidence:
    low, high = values * (1 - width), values * (1 - width) + width
    return Evidence(low, (low + high) / 2, high, ("triangular",) * values.shape[1])


def _plain_counts(values, method, draws, seed, evidence=None):
    """Count ranks one draw at a time with the scores that users see."""
    n_alternatives, n_criteria = values.shape
    table = np.zeros((n_alternatives, n_alternatives))
    wins = np.zeros((n_alternatives, n_alternatives))
    weights_of = [[] for _ in range(n_alternatives)]
    per_block = sampling.block_draws(
        n_alternatives, n_criteria, uncertain_values=evidence is not None
    )
    for block in range(sampling.n_blocks(draws, per_block)):
        rng = sampling.stream(seed, sampling.WEIGHTS, block)
        weights = Simplex(n_criteria).sample(rng, per_block)
        drawn = [values] * per_block
        if evidence is not None:
            drawn = evidence.sample(sampling.stream(seed, sampling.VALUES, block), per_block)
        for index in range(min(per_block, draws - block * per_block)):
            ranks = rank(_SCORES[method](np.asarray(drawn[index]), weights[index]))
            table[np.arange(n_alternatives), ranks - 1] += 1
            wins += ranks[:, None] < ranks[None, :]
            for winner in np.flatnonzero(ranks == 1):
                weights_of[winner].append(weights[index])
    central = np.array(
        [np.mean(w, axis=0) if w else np.full(n_criteria, np.nan) for w in weights_of]
    )
    return table / draws, central, wins / draws


@pytest.mark.parametrize("method", _METHODS)
def test_counts_equal_those_of_a_plain_loop(values, method) -> None:
    values[2, 1] = 0.0
    result = smaa(values, method=method, draws=1500, seed=4, pairwise=True)

    table, central, wins = _plain_counts(values, method, 1500, 4)
    assert np.array_equal(result.rank_acceptability, table)
    assert np.allclose(result.central_weights, central, equal_nan=True, atol=1e-9)
    assert np.array_equal(result.pairwise_wins, wins)


@pytest.mark.parametrize("method", _METHODS)
def test_joint_counts_equal_those_of_a_plain_loop(values, method) -> None:
    evidence = _evidence(values)

    result = smaa(value_draws=evidence, method=method, draws=1300, seed=4, pairwise=True)

    table, central, wins = _plain_counts(values, method, 1300, 4, evidence)
    assert np.array_equal(result.rank_acceptability, table)
    assert np.allclose(result.central_weights, central, equal_nan=True, atol=1e-9)
    assert np.array_equal(result.pairwise_wins, wins)


def test_shares_lie_within_four_standard_errors_of_the_exact_ones() -> None:
    # An alternative of the unit matrix scores one weight, the last always 0.5. So the last
    # wins where no weight exceeds one half, and one does with chance n / 2^(n-1) = 4/8.
    values = np.vstack([np.eye(4), np.full(4, 0.5)])

    result = smaa(values, draws=40_000, seed=9)

    exact = np.array([1 / 8] * 4 + [1 / 2])
    error = np.sqrt(exact * (1 - exact) / 40_000)
    assert (np.abs(result.rank_acceptability[:, 0] - exact) < 4 * error).all()
    assert np.allclose(result.standard_error(exact), error)


def test_the_exact_chance_of_a_pair_is_met() -> None:
    # a = (1, 0), b = (0.25, 0.5): a scores w, b scores 0.5 - 0.25 w; a wins where w > 0.4.
    result = smaa(np.array([[1.0, 0.0], [0.25, 0.5]]), draws=40_000, seed=3, pairwise=True)

    assert result.pairwise_wins[0, 1] == pytest.approx(0.6, abs=4 * np.sqrt(0.24 / 40_000))
    assert result.central_weights[0] == pytest.approx([0.7, 0.3], abs=0.01)
    assert result.confidence.tolist() == [1.0, 1.0]


@pytest.mark.parametrize("method", _METHODS)
def test_certain_weights_and_values_give_the_plain_ranking(method) -> None:
    values = np.array([[0.1, 0.9], [0.9, 0.1], [0.3, 0.7], [0.3, 0.7], [0.0, 0.1]])
    weights = np.array([0.5, 0.5])

    result = smaa(values, weights=Point(weights), method=method, draws=100)

    ranks = rank(_SCORES[method](values, weights))
    assert np.array_equal(result.expected_rank, ranks)
    assert np.array_equal(result.rank_quantiles, np.repeat(ranks[:, None], 3, axis=1))


@pytest.mark.parametrize("detail", ["full", "summary", "top"])
@pytest.mark.parametrize("method", _METHODS)
def test_identical_rows_have_identical_results(values, method, detail) -> None:
    doubled = np.vstack([values, values[[2, 5]]])

    result = smaa(doubled, method=method, draws=2000, top=3, detail=detail)

    assert result.shortlist[2] == result.shortlist[9]
    assert np.array_equal(result.rank_acceptability[5], result.rank_acceptability[10])
    assert np.array_equal(result.central_weights[2], result.central_weights[9], equal_nan=True)


@pytest.mark.parametrize("method", _METHODS)
def test_the_three_details_agree(values, method) -> None:
    full, summary, top = (
        smaa(values, method=method, draws=3000, top=3, detail=detail, seed=7)
        for detail in ("full", "summary", "top")
    )

    assert np.array_equal(full.shortlist, summary.shortlist)
    assert np.array_equal(full.shortlist, top.shortlist)
    assert np.array_equal(full.rank_acceptability[:, :3], top.rank_acceptability)
    assert np.array_equal(full.expected_rank, summary.expected_rank)
    assert np.array_equal(full.rank_quantiles, summary.rank_quantiles)
    assert np.array_equal(full.central_weights, top.central_weights, equal_nan=True)


@pytest.mark.parametrize("method", _METHODS)
def test_sifting_many_alternatives_gives_what_sorting_gives(method) -> None:
    values = np.random.default_rng(6).random((320, 3))
    values[7] = values[8]

    full, top = (
        smaa(values, method=method, draws=1500, top=5, detail=detail)
        for detail in ("full", "top")
    )

    assert np.array_equal(full.shortlist, top.shortlist)
    assert np.array_equal(full.rank_acceptability[:, :5], top.rank_acceptability)
    assert np.array_equal(full.central_weights, top.central_weights, equal_nan=True)


@pytest.mark.parametrize("method", ["promethee", "electre"])
def test_methods_that_compare_pairs_can_be_drawn_one_by_one(values, method) -> None:
    result = smaa(values, method=method, draws=60)

    weights = Simplex(4).sample(sampling.stream(1, sampling.WEIGHTS, 0), 1024)[:60]
    maximize = np.ones(4, dtype=bool)
    plain = [
        rank(score(values, maximize, row, method=method, normalization="none"))
        for row in weights
    ]
    assert np.allclose(result.expected_rank, np.mean(plain, axis=0))


def test_rows_and_columns_of_rank_acceptability_sum_to_one(values) -> None:
    shares = smaa(values, draws=2500).rank_acceptability

    assert np.allclose(shares.sum(axis=0), 1.0)
    assert np.allclose(shares.sum(axis=1), 1.0)


def test_quantiles_of_many_alternatives_hold_the_exact_ones() -> None:
    values = np.random.default_rng(1).random((450, 3))

    full = smaa(values, draws=500, detail="full", confidence=False)
    summary = smaa(values, draws=500, detail="summary", confidence=False)

    assert (summary.rank_quantiles[:, 0] <= full.rank_quantiles[:, 0]).all()
    assert (summary.rank_quantiles[:, 2] >= full.rank_quantiles[:, 2]).all()
    assert np.abs(summary.rank_quantiles - full.rank_quantiles).max() <= 2
    assert np.array_equal(summary.expected_rank, full.expected_rank)


def test_the_same_seed_gives_the_same_answer_and_another_does_not(values) -> None:
    first, again, other = (smaa(values, draws=1000, seed=seed) for seed in (5, 5, 6))

    assert np.array_equal(first.rank_acceptability, again.rank_acceptability)
    assert np.array_equal(first.central_weights, again.central_weights, equal_nan=True)
    assert not np.array_equal(first.rank_acceptability, other.rank_acceptability)


def test_more_draws_continue_fewer(values) -> None:
    fewer = smaa(values, draws=700, seed=5).rank_acceptability * 700
    more = smaa(values, draws=2100, seed=5).rank_acceptability * 2100

    assert (more >= fewer - 1e-9).all()


class _ClientInThisProcess:
    """Does what a Dask client does, here and at once, pickling what it is sent."""

    def __init__(self, n_threads: int) -> None:
        self._n_threads = n_threads

    def nthreads(self) -> dict[str, int]:
        return {"here": self._n_threads}

    def submit(self, function, *arguments, pure):
        return pickle.loads(pickle.dumps(function(*pickle.loads(pickle.dumps(arguments)))))  # noqa: S301

    def gather(self, futures):
        return futures


@pytest.mark.parametrize("n_threads", [1, 3])
@pytest.mark.parametrize("detail", ["full", "summary", "top"])
def test_any_number_of_workers_gives_the_same_counts(values, detail, n_threads) -> None:
    settings = {"draws": 5000, "top": 2, "detail": detail, "pairwise": detail == "full"}

    alone = smaa(value_draws=_evidence(values), **settings)
    shared = smaa(
        value_draws=_evidence(values), client=_ClientInThisProcess(n_threads), **settings
    )

    for name in ("shortlist", "rank_acceptability", "expected_rank", "central_weights"):
        mine, theirs = getattr(alone, name), getattr(shared, name)
        assert (mine is None and theirs is None) or np.array_equal(mine, theirs, equal_nan=True)
    assert shared.complete


@pytest.mark.slow
def test_a_local_dask_cluster_gives_the_same_counts(values) -> None:
    distributed = pytest.importorskip("distributed")

    with distributed.Client(
        n_workers=2, threads_per_worker=1, dashboard_address=None
    ) as client:
        shared = smaa(values, draws=5000, client=client)

    alone = smaa(values, draws=5000)
    assert np.array_equal(alone.rank_acceptability, shared.rank_acceptability)
    assert np.array_equal(alone.central_weights, shared.central_weights, equal_nan=True)


def test_progress_is_told_and_a_cancelled_run_keeps_what_it_counted(values) -> None:
    told: list[tuple[int, int]] = []

    result = smaa(
        values,
        draws=5000,
        progress=lambda done, asked: told.append((done, asked)),
        cancel=lambda: len(told) == 2,
    )

    assert told == [(1024, 5000), (2048, 5000)]
    assert (result.draws, result.complete) == (2048, False)
    assert np.allclose(result.rank_acceptability.sum(axis=1), 1.0)


def test_a_dominated_alternative_is_never_first_and_has_no_central_weights(values) -> None:
    result = smaa(np.vstack([values, values[0] * 0.5]), draws=2000)

    assert result.rank_acceptability[-1, 0] == 0.0
    assert np.isnan(result.central_weights[-1]).all()
    assert np.isnan(result.confidence[-1])


def test_the_confidence_factor_counts_draws_of_the_values_at_the_central_weights() -> None:
    # One criterion, two alternatives: uniform on 0..1 against a certain 0.75.
    low, high = np.array([[0.0], [0.75]]), np.array([[1.0], [0.75]])
    evidence = Evidence(low, np.array([[np.nan], [0.75]]), high, ("uniform",))

    result = smaa(value_draws=evidence, draws=4000)

    assert result.confidence == pytest.approx([0.25, 0.75], abs=0.03)


def test_spans_stretch_the_weights(values) -> None:
    spans = np.array([1.0, 0.5, 0.25, 1.0])

    stretched = smaa(values, spans=spans, draws=800).expected_rank

    weights = Simplex(4).sample(sampling.stream(1, sampling.WEIGHTS, 0), 1024)[:800]
    plain = np.mean([rank(weighted_sum(values, row * spans)) for row in weights], axis=0)
    assert np.allclose(stretched, plain)


def test_an_ordered_region_narrows_the_ranks(values) -> None:
    free = smaa(values, draws=3000).rank_quantiles
    known = smaa(values, weights=Ordered(((0,), (1,), (2,), (3,))), draws=3000).rank_quantiles

    assert np.ptp(known, axis=1).mean() < np.ptp(free, axis=1).mean()


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"draws": 0}, "Draws: found 0"),
        ({"seed": -1}, "Seed: found -1"),
        ({"top": 99}, "Shortlist size: found 99"),
        ({"detail": "top"}, "Shortlist size for detail 'top'"),
        ({"weights": Simplex(3)}, "Length of the weight region: found 3. Expected 4"),
        ({"method": "magic"}, "Method: found 'magic'"),
    ],
)
def test_settings_that_cannot_be_used_are_refused(values, settings, words) -> None:
    with pytest.raises(InputError, match=words):
        smaa(values, **settings)


@pytest.mark.parametrize("bad", [np.nan, -0.1, 1.1])
def test_a_value_outside_zero_to_one_is_refused_with_its_cell(values, bad) -> None:
    values[3, 1] = bad

    with pytest.raises(InputError, match="Row 4, column 2: found value"):
        smaa(values)


def test_no_values_at_all_are_refused() -> None:
    with pytest.raises(InputError, match="Values: found none"):
        smaa()


@pytest.mark.parametrize("detail", ["full", "summary", "top"])
@pytest.mark.parametrize("method", ["weighted-sum", "topsis"])
def test_one_that_does_not_compete_in_a_draw_has_no_rank_in_it(method, detail) -> None:
    rng = np.random.default_rng(6)
    values, draws, top = rng.random((12, 4)), 900, 3
    values[5] = values[4]  # a tie in every draw
    limit = KnownLimit(rng.random((12, 4)), 0.55)
    limit.known[4:6] = 0.9

    found = smaa(
        values, method=method, draws=draws, top=top, detail=detail, limit=limit,
        seed=3, pairwise=True,
    )  # fmt: skip

    listed, places, competes, wins = np.zeros(12), [], np.zeros(12), np.zeros((12, 12))
    weights = Simplex(4).sample(sampling.stream(3, sampling.WEIGHTS, 0), 1024)[:draws]
    for row in weights:
        ranked = np.flatnonzero(limit.competing(row))
        place = np.full(12, len(ranked) + 1)
        place[ranked] = rank(_SCORES[method](values[ranked], row))
        places.append(place)
        competes[ranked] += 1
        listed[ranked] += place[ranked] <= top
        wins += place[:, None] < place
    assert 0 < competes.min() < competes.max() == draws
    assert found.competing == pytest.approx(competes / draws)
    assert found.shortlist == pytest.approx(listed / draws)
    if detail != "top":
        assert found.expected_rank == pytest.approx(np.mean(places, axis=0))
        assert found.pairwise_wins == pytest.approx(wins / draws)
    if detail == "full":
        assert found.rank_acceptability.sum(axis=1) == pytest.approx(competes / draws)
        medians = np.quantile(places, 0.5, axis=0, method="inverted_cdf")
        assert np.array_equal(found.rank_quantiles[:, 1], medians)


def test_the_confidence_of_a_winner_is_among_those_that_compete_at_its_weights() -> None:
    values = np.array([[0.9, 0.9], [0.5, 0.5]])
    limit = KnownLimit(np.array([[1.0, 0.2], [1.0, 1.0]]), 0.6)

    found = smaa(values, draws=500, limit=limit)

    # The better one competes where the first weight is at least a half.
    assert found.competing == pytest.approx([0.5, 1.0], abs=0.1)
    assert found.confidence.tolist() == [1.0, 1.0]


def test_a_limit_for_other_alternatives_is_refused(values) -> None:
    with pytest.raises(InputError, match="Alternatives of the limit: found 2"):
        smaa(values, draws=10, limit=KnownLimit(np.ones((2, 4)), 0.5))
