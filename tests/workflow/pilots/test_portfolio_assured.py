"""A programme that fits its budget with a confidence, on the sample inventory."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.pilot import Estimate
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Assessment, Settings
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.errors import InputError
from prioritizer.pilots.portfolio.stop import Stop
from prioritizer.readers.pilot_facts import read_pilot_facts
from prioritizer.workflow.pilots.coverage import Request
from prioritizer.workflow.pilots.portfolio import Plan, default_costs, plan
from prioritizer.workflow.pilots.portfolio_assured import (
    CostDraws,
    Exchange,
    Why,
    drawn_costs,
)
from prioritizer.workflow.pilots.portfolio_words import (
    best_words,
    chance_words,
    cost_words,
    kept_words,
    left_out_words,
    named,
    short_name,
)
from prioritizer.workflow.ranking.assess import assess

BUDGET = 3e6


@pytest.fixture(scope="module")
def ranked(sample: SiteRegister, criteria: CriteriaSet, reference: Reference) -> Assessment:
    return assess(sample, criteria, Settings(WeightVector.equal(criteria.ids)), reference)


@pytest.fixture(scope="module")
def costs(sample: SiteRegister) -> dict[str, Estimate]:
    return default_costs(sample, read_pilot_facts().stages[1:5])


class Asker:
    """Plans on the sample."""

    def __init__(
        self,
        ranked: Assessment,
        sample: SiteRegister,
        costs: dict[str, Estimate],
        reference: Reference,
    ) -> None:
        self.ranked, self.sample = ranked, sample
        self.costs, self.reference = costs, reference

    def plan(
        self, confidence: float, *, own: dict[str, Estimate] | None = None, **wishes: object
    ) -> Plan:
        costs = {**self.costs, **(own or {})}
        drawn = CostDraws(draws=200, seed=3, own=frozenset(own or {}))
        request = Request(BUDGET, confidence=confidence, cost_draws=drawn, **wishes)  # type: ignore[arg-type]
        return plan(
            self.ranked, self.sample, costs, request, self.reference, with_frontier=False
        )


@pytest.fixture(scope="module")
def ask(
    ranked: Assessment,
    sample: SiteRegister,
    costs: dict[str, Estimate],
    reference: Reference,
) -> Asker:
    return Asker(ranked, sample, costs, reference)


@pytest.fixture(scope="module")
def assured(ask: Asker) -> Plan:
    return ask.plan(0.8)


def _own(ranked: Assessment, costs: dict[str, Estimate], n: int) -> dict[str, Estimate]:
    """Return quotations for the first places, with a spread of their own."""
    ids = [ranked.matrix.alternatives[row] for row in ranked.order()[:n]]
    return {
        site: Estimate(0.8 * costs[site].best, costs[site].best, 1.6 * costs[site].best)
        for site in ids
    }


def test_the_programme_fits_with_the_confidence_and_the_best_estimate_one_does_not(
    ask: Asker, assured: Plan
) -> None:
    best = ask.plan(0.0)
    found = assured.assured

    assert found is not None
    assert best.assured is None
    assert found.chance >= 0.8
    assert found.chance_checked >= 0.78
    assert found.best.tolist() == best.chosen.tolist()
    assert found.best_value == pytest.approx(best.total_value)
    assert found.best_chance < 0.5
    assert assured.total_value < best.total_value
    assert found.cost.low <= found.cost.best <= found.cost.high
    assert found.are_costs_default


def test_costs_that_err_together_keep_the_budget_at_their_quantile(
    assured: Plan, costs: dict[str, Estimate]
) -> None:
    """Second route: the quantile of each cost, without draws."""
    chosen = [assured.alternatives[row] for row in np.flatnonzero(assured.chosen)]
    total = 0.0
    for site in chosen:
        cost = costs[site]
        mode = (cost.best - cost.low) / (cost.high - cost.low)
        rest = np.sqrt((1 - 0.8) * (1 - mode))
        total += cost.high - (cost.high - cost.low) * rest

    assert total <= BUDGET


def test_confidence_costs_score_and_never_brings_any(ask: Asker) -> None:
    values = [ask.plan(share).total_value for share in (0.1, 0.5, 0.8, 0.95, 1.0)]

    assert values == sorted(values, reverse=True)


def test_every_listed_site_is_in_or_has_its_sentence(ranked: Assessment, assured: Plan) -> None:
    found = assured.assured
    assert found is not None
    told = {one.row: left_out_words(assured, one) for one in found.left_out}

    listed = np.flatnonzero(ranked.ranking.ranks <= ranked.settings.top).tolist()
    assert all(assured.chosen[row] or told[row] for row in listed)
    assert all("would replace" in text and "score" in text for text in told.values())
    assert len(found.left_out) + assured.chosen.sum() >= len(listed)


def test_an_exchange_is_the_best_programme_with_the_site(ask: Asker, assured: Plan) -> None:
    found = assured.assured
    assert found is not None
    one = found.left_out[0]

    forced = ask.plan(0.8, must=(assured.alternatives[one.row],))

    assert one.why is Why.EXCHANGE
    assert assured.total_value - forced.total_value == pytest.approx(one.loss)
    after = assured.chosen.copy()
    after[list(one.leaves)] = False
    after[[one.row, *one.enters]] = True
    assert after.tolist() == forced.chosen.tolist()


def test_a_replacement_is_the_best_programme_without_the_site(
    ask: Asker, assured: Plan
) -> None:
    found = assured.assured
    assert found is not None
    one = found.kept[0]

    without = ask.plan(0.8, must_not=(assured.alternatives[one.row],))

    assert assured.total_value - without.total_value == pytest.approx(one.loss)
    assert [each.loss for each in found.kept] == sorted(
        (each.loss for each in found.kept), reverse=True
    )
    assert {each.row for each in found.kept} == set(np.flatnonzero(assured.chosen).tolist())


def test_a_refused_first_place_says_so_and_a_lock_says_what_it_costs(
    ranked: Assessment, ask: Asker, assured: Plan
) -> None:
    first = assured.alternatives[int(ranked.order()[0])]
    last = assured.alternatives[int(ranked.order()[-1])]

    found = ask.plan(0.8, must_not=(first,), must=(last,))

    assert found.assured is not None
    out = {found.alternatives[one.row]: one for one in found.assured.left_out}
    kept = {found.alternatives[one.row]: one for one in found.assured.kept}
    assert out[first].why is Why.REFUSED
    assert "Refused" in left_out_words(found, out[first])
    assert kept[last].is_locked
    assert kept[last].loss < 0
    assert "Without that rule" in kept_words(found, kept[last])


def test_a_site_too_dear_alone_says_with_what_chance_it_fits(
    ranked: Assessment, ask: Asker
) -> None:
    first = ranked.matrix.alternatives[int(ranked.order()[0])]

    found = ask.plan(0.8, own={first: Estimate(2e6, 4e6, 9e6)})

    assert found.assured is not None
    one = next(o for o in found.assured.left_out if found.alternatives[o.row] == first)
    assert one.why is Why.TOO_DEAR
    assert one.alone < 0.8
    assert "alone it fits" in left_out_words(found, one)


@pytest.mark.slow
def test_own_costs_are_drawn_site_by_site_and_still_kept(
    ranked: Assessment, ask: Asker, costs: dict[str, Estimate]
) -> None:
    own = _own(ranked, costs, 12)

    found = ask.plan(0.8, own=own)

    assert found.assured is not None
    assert found.gap == 0
    assert found.assured.chance >= 0.8
    assert found.assured.n_default == len(found.alternatives) - 12
    assert "12 costs" in cost_words(found.assured)
    assert "other draws" in chance_words(found, found.assured)
    again = ask.plan(0.8, own=own)
    assert again.chosen.tolist() == found.chosen.tolist()


def test_contradictions_name_the_budget_with_its_confidence(ask: Asker) -> None:
    found = ask.plan(0.8, at_least=40, at_most=90)
    own = ask.plan(0.8, at_least=40, own={ask.ranked.matrix.alternatives[0]: Estimate(1, 2, 3)})

    assert found.conflict == ("budget of 3 000 000 EUR with 80 %", "at least 40 sites")
    assert own.conflict == found.conflict


def test_rules_that_the_draws_alone_break_are_named_too(ask: Asker) -> None:
    """Three sites whose cheapest draws fit together, but not in eight of ten."""
    ids = ask.ranked.matrix.alternatives[:3]
    own = {site: Estimate(0.4e6, 0.6e6, 1.8e6) for site in ids}

    found = ask.plan(0.8, must=ids, own=own)

    assert set(found.conflict) == {
        "budget of 3 000 000 EUR with 80 %",
        *(f"must have {site}" for site in ids),
    }


def test_the_draws_split_each_range_evenly() -> None:
    low, best, high = np.zeros(3), np.full(3, 0.5), np.ones(3)
    is_own = np.array([False, True, True])

    drawn = drawn_costs((low, best, high), is_own, CostDraws(draws=50, seed=9))

    assert drawn.shape == (50, 3)
    for one, other in itertools.combinations(range(3), 2):
        assert np.sort(drawn[:, one]).tolist() == np.sort(drawn[:, other]).tolist()
    assert drawn[:, 1].tolist() != drawn[:, 2].tolist()
    assert np.all(np.diff(drawn[:, 0]) > 0)


@pytest.mark.parametrize("share", [-0.1, 1.5, float("nan")])
def test_a_share_that_is_none_is_refused(ask: Asker, share: float) -> None:
    with pytest.raises(InputError, match="0 to 100"):
        ask.plan(share)


def test_time_that_ends_leaves_sentences_that_say_so(ask: Asker, assured: Plan) -> None:
    late = Exchange(int(np.flatnonzero(assured.chosen)[0]), Why.TIME)
    barred = Exchange(late.row, Why.RULES)

    assert "Time ended" in left_out_words(assured, late)
    assert "Time ended" in kept_words(assured, late)
    assert "no programme with it" in left_out_words(assured, barred)
    assert "No programme without it" in kept_words(assured, barred)


def test_a_short_time_still_gives_a_programme_and_its_gap(
    ask: Asker, ranked: Assessment, costs: dict[str, Estimate]
) -> None:
    own = _own(ranked, costs, len(ranked.matrix.alternatives))
    looks = itertools.count()
    drawn = CostDraws(draws=100, own=frozenset(own))
    request = Request(BUDGET, confidence=0.8, cost_draws=drawn)

    found = plan(
        ranked, ask.sample, {**costs, **own}, request, ask.reference, with_frontier=False,
        stop=Stop(is_asked=lambda: next(looks) > 400),
    )  # fmt: skip

    assert found.assured is not None
    assert found.assured.chance >= 0.8
    assert found.unfinished


def test_names_with_commas_are_kept_apart(assured: Plan) -> None:
    rows = [row for row, name in enumerate(assured.names) if "," in name][:2]
    plain = [row for row, name in enumerate(assured.names) if "," not in name][:3]
    one, other = (assured.names[row] for row in rows)

    assert named(assured, rows) == f"{one}; and {other}"
    assert named(assured, plain).count(", ") == 1
    assert named(assured, plain[:1]) == assured.names[plain[0]]
    assert named(assured, range(9)).endswith("3 more")
    assert short_name("a\x1b[2Jb\n") == "a [2Jb "
    assert len(short_name("x" * 500)) == 80


def test_the_sentences_on_best_estimates_say_what_differs(ask: Asker, assured: Plan) -> None:
    assert assured.assured is not None
    assert "fits in only" in best_words(assured, assured.assured)
    sure = ask.plan(0.8, at_most=1)
    assert sure.assured is not None
    assert "also the best" in best_words(sure, sure.assured)
