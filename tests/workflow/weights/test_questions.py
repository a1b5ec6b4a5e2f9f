"""Questions come one at a time, in units, and never offer what earlier answers rule out."""

from __future__ import annotations

import pytest

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.errors import InputError
from prioritizer.workflow.weights import questions
from prioritizer.workflow.weights.items import Group, leaves
from prioritizer.workflow.weights.ways import WAYS


@pytest.fixture
def group(criteria: CriteriaSet) -> Group:
    return leaves(criteria)


def run(way: str, group: Group, given: list[float | str]) -> dict[str, float | str]:
    """Answer the questions of a way in order."""
    answers: dict[str, float | str] = {}
    for value in given:
        question = questions.next_question(way, group, answers)
        assert question is not None
        answers[question.key] = questions.checked(question, value)
    return answers


SWING = ["grade", "access", "volume", "environmental_risk", 80, 60.0, 60.0, 0.0]


def test_a_swing_question_limits_points_to_those_of_the_one_before(group: Group) -> None:
    answers = run("swing", group, SWING[:5])

    question = questions.next_question("swing", group, answers)

    assert question is not None
    assert question.key == "points.volume"
    assert question.high == 80
    assert "10 000 to 100 000 000 t dry" in question.subjects[1].detail
    with pytest.raises(InputError, match="between 0 and 80 points"):
        questions.checked(question, 81)


@pytest.mark.parametrize(
    ("way", "given"),
    [
        ("order", ["grade", "volume", "access", "crm_relevance"]),
        ("swing", SWING),
        ("trade-off", ["grade", 0.1, 0.5, 1.0, 2.0, 0.5]),
        ("ahp", ["a:3", "b:5", "a:1", "a:2", "a:3", "a:4", "b:9", "a:3", "a:1", "b:2"]),
        ("bwm", ["grade", "access", "9", "3", "5", "2", "3", "2", "4"]),
    ],
)
def test_each_way_ends_after_as_many_questions_as_announced(
    group: Group, way: str, given: list[float | str]
) -> None:
    answers = run(way, group, given)

    assert questions.next_question(way, group, answers) is None
    assert len(questions.answered(way, group, answers)) == questions.how_many(way, 5)
    told = questions.given_answers(way, group, answers)
    assert [entry.key for entry in told] == list(answers)


def test_the_last_trade_off_repeats_what_is_known(group: Group) -> None:
    answers = run("trade-off", group, ["grade", 0.1, 0.5, 1.0, 2.0])

    question = questions.next_question("trade-off", group, answers)

    # CRM relevance was worth most grade, volume least.
    assert question is not None
    assert question.key == "level.crm_relevance.volume"


@pytest.mark.parametrize(("level", "words"), [(0.05, "there is no difference"), (6, "to 5")])
def test_a_trade_off_wants_a_level_that_is_a_step(
    group: Group, level: float, words: str
) -> None:
    answers = run("trade-off", group, ["grade"])
    question = questions.next_question("trade-off", group, answers)
    assert question is not None

    with pytest.raises(InputError, match=words):
        questions.checked(question, level)


def test_nothing_lies_further_apart_than_best_and_worst(group: Group) -> None:
    answers = run("bwm", group, ["grade", "access", "4"])

    question = questions.next_question("bwm", group, answers)

    assert question is not None
    assert [option.value for option in question.options] == ["1", "2", "3", "4"]


def test_a_blank_or_foreign_answer_is_met_with_a_kind_sentence(group: Group) -> None:
    first = questions.next_question("order", group, {})
    number = questions.next_question("swing", group, run("swing", group, SWING[:4]))
    assert first is not None
    assert number is not None

    with pytest.raises(InputError, match="choose one of the answers"):
        questions.checked(first, "gold")
    with pytest.raises(InputError, match="type a plain number"):
        questions.checked(number, None)


@pytest.mark.parametrize(
    ("way", "given", "key", "left"),
    [
        ("swing", SWING, "first.2", ["first.1"]),
        ("ahp", ["a:3", "b:5", "a:1"], "pair.grade.volume", 2),
        ("bwm", ["grade", "access", "9", "3"], "best.volume", 3),
        ("bwm", ["grade", "access", "9", "3"], "worst", ["best"]),
    ],
)
def test_a_question_asked_again_takes_with_it_what_rests_on_it(
    group: Group, way: str, given: list[float | str], key: str, left: list[str] | int
) -> None:
    answers = run(way, group, given)

    kept = questions.without(way, group, answers, key)

    assert key not in kept
    assert len(kept) == left if isinstance(left, int) else list(kept) == left


def test_the_table_ways_ask_no_single_question(group: Group) -> None:
    for way in WAYS:
        if way not in questions.PLANS:
            assert questions.next_question(way, group, {}) is None
