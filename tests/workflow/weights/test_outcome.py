"""Answers become the weights of the technique, with its consistency and what hurts most."""

from __future__ import annotations

import pytest

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.elicitation.techniques import TECHNIQUES
from prioritizer.errors import InputError
from prioritizer.workflow.weights.items import Group, leaves
from prioritizer.workflow.weights.outcome import is_complete, moved, ordered, points_left, weigh
from prioritizer.workflow.weights.technique_facts import TECHNIQUE_FACTS
from prioritizer.workflow.weights.ways import WAYS, way_of

ORDER = {
    "first.1": "grade",
    "first.2": "access",
    "first.3": "volume",
    "first.4": "crm_relevance",
}


@pytest.fixture
def group(criteria: CriteriaSet) -> Group:
    return leaves(criteria)


@pytest.fixture
def three(group: Group) -> Group:
    return Group("all", "three", group.items[:3])


def test_every_technique_has_a_way_and_every_way_its_techniques() -> None:
    assert {name for way in WAYS.values() for name in way.techniques} == set(TECHNIQUES)
    for name in TECHNIQUES:
        assert way_of(name).is_judgement == (TECHNIQUES[name].kind == "judgement")


def test_every_technique_is_told_and_only_those_of_the_data_carry_a_caution() -> None:
    assert list(TECHNIQUE_FACTS) == list(TECHNIQUES)
    for name, facts in TECHNIQUE_FACTS.items():
        technique = TECHNIQUES[name]
        assert (facts.title, facts.limits) == (technique.title, technique.limits)
        assert bool(facts.caution) == (technique.kind == "data")


def test_points_are_complete_when_all_are_given_out_and_nothing_is_blank(three: Group) -> None:
    first, second, third = (f"points.{name}" for name in three.ids)
    some = {first: 60.0, second: 30.0}

    assert points_left(some) == 10.0
    assert not is_complete("points", three, some)
    assert not is_complete("points", three, some | {third: 0.0})
    assert is_complete("points", three, some | {third: 10.0})
    assert not is_complete("direct", three, some)
    assert is_complete("direct", three, some | {third: 0.0})
    assert not is_complete("direct", three, {first: 0.0, second: 0.0, third: 0.0})
    assert not is_complete("swing", three, {})


def test_swing_points_are_shares_of_their_sum(three: Group) -> None:
    answers = {
        "first.1": "volume",
        "first.2": "grade",
        "points.grade": 60.0,
        "points.environmental_risk": 40.0,
    }

    found = weigh("swing", three, answers)

    assert found.shares == {"grade": 0.3, "volume": 0.5, "environmental_risk": 0.2}


def test_an_order_gives_the_centroid_and_keeps_the_order(group: Group) -> None:
    found = weigh("roc", group, ORDER)

    # (1/5) (1 + 1/2 + 1/3 + 1/4 + 1/5) for the first of five.
    assert found.shares["grade"] == pytest.approx(137 / 300)
    assert found.order[0] == ("grade",)
    assert found.order[-1] == ("environmental_risk",)


def test_criteria_put_level_share_their_places(group: Group) -> None:
    answers = {**ORDER, "tie.access": "yes"}

    assert ordered(group, answers)[0] == ("grade", "access")
    found = weigh("rank-sum", group, answers)
    assert found.shares["grade"] == found.shares["access"] == pytest.approx(4.5 / 15)


def test_moving_an_item_swaps_it_with_its_neighbor(group: Group) -> None:
    answers = moved(group, ORDER, "environmental_risk", -1)

    assert [tied[0] for tied in ordered(group, answers)][-2:] == [
        "environmental_risk",
        "crm_relevance",
    ]


def test_moving_the_second_of_a_tie_to_the_top_leaves_no_tie_above_nothing(
    group: Group,
) -> None:
    answers = moved(group, {**ORDER, "tie.access": "yes"}, "access", -1)

    assert ordered(group, answers)[:2] == (("access",), ("grade",))


def test_the_exponent_steers_the_fall(group: Group) -> None:
    even = weigh("rank-exponent", group, ORDER, exponent=0)

    assert set(even.shares.values()) == {0.2}


def test_contradicting_pairs_name_the_one_that_hurts_and_what_would_fit(three: Group) -> None:
    answers = {
        "pair.grade.volume": "a:2",
        "pair.grade.environmental_risk": "b:8",
        "pair.volume.environmental_risk": "a:3",
    }

    found = weigh("ahp", three, answers)

    [figure] = found.consistency
    assert figure.is_fine is False
    assert "Saaty 1980" in figure.meaning
    assert "random index 0.58" in figure.meaning
    assert found.hurts is not None
    key, words = found.hurts
    # With three, each is as bad as the others; the two left over imply it by their product.
    assert key == "pair.grade.volume"
    assert "Volume 24 times as much" in words


def test_consistent_pairs_leave_nothing_to_ask_again(three: Group) -> None:
    answers = {
        "pair.grade.volume": "a:2",
        "pair.grade.environmental_risk": "a:6",
        "pair.volume.environmental_risk": "a:3",
    }

    found = weigh("ahp", three, answers)

    assert found.shares == pytest.approx(
        {"grade": 0.6, "volume": 0.3, "environmental_risk": 0.1}
    )
    assert found.consistency[0].value == 0
    assert found.hurts is None


def test_best_and_worst_give_the_published_weights(three: Group) -> None:
    # The car of Rezaei 2015, section 4: best to others 8, 2, 1 and others to worst 1, 5, 8.
    answers = {
        "best": "environmental_risk",
        "worst": "grade",
        "best.grade": "8",
        "best.volume": "2",
        "worst.volume": "5",
    }

    found = weigh("bwm", three, answers)

    assert list(found.shares.values()) == pytest.approx([0.0714, 0.3387, 0.5899], abs=1e-4)
    assert found.consistency[0].value == pytest.approx(0.058, abs=5e-4)
    assert found.hurts is not None
    assert "With 4 in place of 5" in found.hurts[1]


def test_trade_offs_in_units_give_ratios_of_weights(three: Group) -> None:
    # Half of the logarithmic grade scale for all of volume, a quarter for all of risk; then the
    # repeated question: half of the volume scale, 10^6 t, for all of risk agrees.
    answers = {
        "first.1": "grade",
        "level.grade.volume": 0.5,
        "level.grade.environmental_risk": 0.05 * 100**0.25,
        "level.volume.environmental_risk": 1e6,
    }

    found = weigh("trade-off", three, answers)

    assert list(found.shares.values()) == pytest.approx([4 / 7, 2 / 7, 1 / 7])
    assert found.consistency[0].is_fine
    assert found.hurts is None


def test_a_trade_off_that_disagrees_is_named_with_the_level_that_fits(three: Group) -> None:
    answers = {
        "first.1": "grade",
        "level.grade.volume": 0.5,
        "level.grade.environmental_risk": 0.05 * 100**0.25,
        "level.volume.environmental_risk": 1e8,
    }

    found = weigh("trade-off", three, answers)

    assert found.consistency[0].is_fine is False
    assert found.consistency[0].value == pytest.approx(2 ** (1 / 3))
    assert found.hurts is not None
    assert "would fit" in found.hurts[1]


@pytest.mark.parametrize(
    ("technique", "answers", "words"),
    [
        ("swing", {"first.1": "grade"}, "still open"),
        ("direct", {"points.grade": 3.0}, "Volume: found no points"),
        (
            "points",
            {"points.grade": 30.0, "points.volume": 30.0, "points.environmental_risk": 30.0},
            "remaining 10",
        ),
    ],
)
def test_unfinished_answers_are_no_weights(
    three: Group, technique: str, answers: dict[str, float | str], words: str
) -> None:
    with pytest.raises(InputError, match=words):
        weigh(technique, three, answers)


def test_one_item_alone_has_all_the_weight(group: Group) -> None:
    alone = Group("access", "Access", group.items[3:4])

    assert weigh("ahp", alone, {}).shares == {"access": 1.0}
