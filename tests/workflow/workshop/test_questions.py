"""What people are asked, and the weights that follow from what they say."""

from __future__ import annotations

import math

import pytest

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.workshop import Technique
from prioritizer.errors import InputError
from prioritizer.readers.criteria import read_criteria
from prioritizer.workflow.workshop.judging import geometric_consistency, judge
from prioritizer.workflow.workshop.questions import (
    Screen,
    check_answer,
    keys_so_far,
    next_screen,
    shuffled,
    with_answer,
)


def walk(
    criteria: CriteriaSet, technique: Technique, *, points: str = "40"
) -> dict[str, float | str]:
    """Answer everything: the first option, the same points, and agreement at the end."""
    answers: dict[str, float | str] = {}
    while screen := next_screen(criteria.criteria, technique, 7, answers):
        given = {"swap": "fewer", "readback": "yes"}.get(
            screen.key, screen.options[0].value if screen.options else points
        )
        value = check_answer(screen, given, answers)
        answers = with_answer(criteria.criteria, technique, 7, answers, screen.key, value)
    return answers


@pytest.mark.parametrize(("technique", "n"), [("swing", 10), ("points", 7), ("pairwise", 12)])
def test_every_technique_leads_to_weights(
    criteria: CriteriaSet, technique: str, n: int
) -> None:
    answers = walk(criteria, Technique(technique))

    judgement = judge(criteria.criteria, Technique(technique), answers)

    assert len(answers) == n
    assert math.fsum(judgement.weights.normalized) == pytest.approx(1)


def test_swing_weights_are_the_points_against_the_first_choice(criteria: CriteriaSet) -> None:
    ids = criteria.ids
    answers: dict[str, float | str] = {f"first.{n}": ids[n - 1] for n in range(1, 5)}
    answers |= {f"points.{ids[k]}": 80.0 - 20 * (k - 1) for k in range(1, 5)}
    answers |= {"swap": "fewer", "readback": "yes"}

    judgement = judge(criteria.criteria, Technique.SWING, answers)

    assert judgement.weights.points == (100.0, 80.0, 60.0, 40.0, 20.0)
    assert judgement.is_compliant


def test_pairwise_answers_without_contradiction_give_their_ratios(
    criteria: CriteriaSet,
) -> None:
    true = dict(zip(criteria.ids, (9.0, 3.0, 3.0, 1.0, 1.0), strict=True))
    answers: dict[str, float | str] = {}
    for i, a in enumerate(criteria.ids):
        for b in criteria.ids[i + 1 :]:
            ratio = true[a] / true[b]
            answers[f"pair.{a}.{b}"] = f"a:{ratio:g}" if ratio >= 1 else f"b:{1 / ratio:g}"

    judgement = judge(criteria.criteria, Technique.PAIRWISE, answers)

    assert judgement.weights.normalized == pytest.approx(
        [9 / 17, 3 / 17, 3 / 17, 1 / 17, 1 / 17]
    )
    assert geometric_consistency(criteria.criteria, answers)[0] == pytest.approx(0, abs=1e-12)


def test_a_contradiction_in_pairs_is_flagged(criteria: CriteriaSet) -> None:
    answers = walk(criteria, Technique.PAIRWISE)
    first, second, third, *_ = shuffled(criteria.criteria, 7)
    answers[f"pair.{first.id}.{second.id}"] = "a:9"
    answers[f"pair.{second.id}.{third.id}"] = "a:9"
    answers[f"pair.{first.id}.{third.id}"] = "b:9"

    assert "inconsistent" in judge(criteria.criteria, Technique.PAIRWISE, answers).flags


@pytest.mark.parametrize(
    ("change", "flag"),
    [
        ({"swap": "same"}, "range-insensitive"),
        ({"readback": "keep"}, "readback-doubted"),
        ({"points.grade": 40.0}, "all-equal"),
    ],
)
def test_leaving_the_procedure_is_flagged(
    criteria: CriteriaSet, change: dict[str, float | str], flag: str
) -> None:
    answers = {**walk(criteria, Technique.POINTS), **change}
    if flag != "all-equal":
        answers["points.grade"] = 90.0

    assert judge(criteria.criteria, Technique.POINTS, answers).flags == (flag,)


def test_each_participant_has_an_order_of_their_own_that_stays(criteria: CriteriaSet) -> None:
    orders = {tuple(c.id for c in shuffled(criteria.criteria, seed)) for seed in range(40)}

    assert len(orders) > 20
    assert shuffled(criteria.criteria, 3) == shuffled(criteria.criteria, 3)


def test_a_lower_choice_cannot_get_more_points(criteria: CriteriaSet) -> None:
    answers: dict[str, float | str] = {f"first.{n}": criteria.ids[n - 1] for n in range(1, 5)}
    answers[f"points.{criteria.ids[1]}"] = 60.0
    screen = next_screen(criteria.criteria, Technique.SWING, 1, answers)
    assert screen is not None

    with pytest.raises(InputError, match="between 0 and 60"):
        check_answer(screen, "70", answers)


@pytest.mark.parametrize("text", ["", "abc", "1e999", "nan", "-1", "101", "١٢٣", "4O"])
def test_only_plain_numbers_within_the_ends_pass(text: str) -> None:
    with pytest.raises(InputError):
        check_answer(Screen("points.grade", "Grade", ""), text, {})


def test_a_decimal_comma_is_as_good_as_a_point() -> None:
    screen = Screen("points.grade", "Grade", "")

    assert check_answer(screen, "12,5", {}) == check_answer(screen, "12.5", {}) == 12.5


@pytest.mark.parametrize("text", ["٦٠", "６０", "६०", " 60 ", "٦٠٫٠", "６０，０", "60,0"])
def test_digits_of_every_script_are_as_good_as_ours(text: str) -> None:
    assert check_answer(Screen("points.grade", "Grade", ""), text, {}) == 60.0


def test_nothing_for_everything_is_refused_in_kind_words(criteria: CriteriaSet) -> None:
    with pytest.raises(InputError, match="0 points to everything"):
        walk(criteria, Technique.POINTS, points="0")


def test_a_rejected_read_back_asks_for_the_points_again(criteria: CriteriaSet) -> None:
    answers = walk(criteria, Technique.SWING)
    del answers["readback"]

    again = with_answer(criteria.criteria, Technique.SWING, 7, answers, "readback", "change")

    assert keys_so_far(criteria.criteria, Technique.SWING, 7, again) == [
        "first.1",
        "first.2",
        "first.3",
        "first.4",
    ]


def test_a_criterion_in_classes_is_asked_about_without_a_class_in_between() -> None:
    criteria = read_criteria("screening").criteria
    answers: dict[str, float | str] = {f"points.{c.id}": 20.0 for c in criteria}
    answers |= {"points.crm_flag": 80.0, "points.volume": 40.0}

    swap = next_screen(criteria, Technique.POINTS, 1, answers)
    readback = next_screen(criteria, Technique.POINTS, 1, {**answers, "swap": "fewer"})

    assert swap is not None
    assert "the difference in Critical material were only half as large" in swap.text
    assert readback is not None
    assert "counts 50 % as much to you as the one in Critical material" in readback.text


@pytest.mark.parametrize("technique", list(Technique))
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_question_shows_the_bare_number_of_an_index(
    criteria: CriteriaSet, technique: Technique, seed: int
) -> None:
    """0.42 risk index means nothing to a citizen; the words of its ends do."""
    answers: dict[str, float | str] = {}
    seen = []
    while screen := next_screen(criteria.criteria, technique, seed, answers):
        seen += [screen.title, screen.text]
        seen += [f"{one.label} {one.detail}" for one in (*screen.options, *screen.subjects)]
        given = {"swap": "fewer", "readback": "yes"}.get(
            screen.key, screen.options[-1].value if screen.options else str(40 + len(answers))
        )
        given = str(min(float(given), screen.high)) if not screen.options else given
        value = check_answer(screen, given, answers)
        answers = with_answer(criteria.criteria, technique, seed, answers, screen.key, value)

    assert [text for text in seen if " index" in text] == []
    assert any("acid waste lies open" in text for text in seen)
