"""What people are asked, and the weights that follow from what they say."""

from __future__ import annotations

import math

import pytest

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.workshop import Technique
from prioritizer.elicitation.ahp import geometric_consistency
from prioritizer.elicitation.techniques import TECHNIQUES
from prioritizer.errors import InputError
from prioritizer.readers.criteria import read_criteria
from prioritizer.workflow.weights.answers import comparisons
from prioritizer.workflow.weights.asked import Question
from prioritizer.workflow.weights.items import group_of, leaves
from prioritizer.workflow.weights.questions import Asking, checked
from prioritizer.workflow.weights.ways import WAYS
from prioritizer.workflow.workshop.asking import asking
from prioritizer.workflow.workshop.judging import judge


def walk(
    criteria: CriteriaSet, technique: Technique, *, points: str = "40"
) -> dict[str, float | str]:
    """Answer everything: the first option, the same points, and agreement at the end."""
    answers: dict[str, float | str] = {}
    put = asking(criteria.criteria, technique, 7)
    while screen := put.next(answers):
        given = {"swap": "fewer", "readback": "yes"}.get(
            screen.key, screen.options[0].value if screen.options else points
        )
        answers = put.after(answers, screen.key, checked(screen, given))
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
    given = comparisons(criteria.ids, answers)
    index, _ = geometric_consistency(given, judgement.weights.points)
    assert index == pytest.approx(0, abs=1e-12)


def test_a_contradiction_in_pairs_is_flagged(criteria: CriteriaSet) -> None:
    answers = walk(criteria, Technique.PAIRWISE)
    first, second, third, *_ = group_of(criteria.criteria).shuffled(7).items
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
    group = group_of(criteria.criteria)
    orders = {group.shuffled(seed).ids for seed in range(40)}

    assert len(orders) > 20
    assert group.shuffled(3) == group.shuffled(3)


def test_a_lower_choice_cannot_get_more_points(criteria: CriteriaSet) -> None:
    answers: dict[str, float | str] = {f"first.{n}": criteria.ids[n - 1] for n in range(1, 5)}
    answers[f"points.{criteria.ids[1]}"] = 60.0
    screen = asking(criteria.criteria, Technique.SWING, 1).next(answers)
    assert screen is not None

    with pytest.raises(InputError, match="between 0 and 60"):
        checked(screen, "70")


@pytest.mark.parametrize("text", ["", "abc", "1e999", "nan", "-1", "101", "١٢٣", "4O"])
def test_only_plain_numbers_within_the_ends_pass(text: str) -> None:
    with pytest.raises(InputError):
        checked(Question("points.grade", "Grade", ""), text)


def test_a_decimal_comma_is_as_good_as_a_point() -> None:
    screen = Question("points.grade", "Grade", "")

    assert checked(screen, "12,5") == checked(screen, "12.5") == 12.5


@pytest.mark.parametrize("text", ["٦٠", "６０", "६०", " 60 ", "٦٠٫٠", "６０，０", "60,0"])
def test_digits_of_every_script_are_as_good_as_ours(text: str) -> None:
    assert checked(Question("points.grade", "Grade", ""), text) == 60.0


def test_nothing_for_everything_is_refused_in_kind_words(criteria: CriteriaSet) -> None:
    with pytest.raises(InputError, match="0 points to everything"):
        walk(criteria, Technique.POINTS, points="0")


def test_a_rejected_read_back_asks_for_the_points_again(criteria: CriteriaSet) -> None:
    answers = walk(criteria, Technique.SWING)
    del answers["readback"]

    put = asking(criteria.criteria, Technique.SWING, 7)
    again = put.after(answers, "readback", "change")

    assert put.keys(again) == [
        "first.1",
        "first.2",
        "first.3",
        "first.4",
    ]


def test_a_criterion_in_classes_is_asked_about_without_a_class_in_between() -> None:
    criteria = read_criteria("screening").criteria
    answers: dict[str, float | str] = {f"points.{c.id}": 20.0 for c in criteria}
    answers |= {"points.crm_flag": 80.0, "points.volume": 40.0}

    put = asking(criteria, Technique.POINTS, 1)
    swap, readback = put.next(answers), put.next({**answers, "swap": "fewer"})

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
    put = asking(criteria.criteria, technique, seed)
    while screen := put.next(answers):
        seen += [screen.title, screen.text]
        seen += [f"{one.label} {one.detail}" for one in (*screen.options, *screen.subjects)]
        given = {"swap": "fewer", "readback": "yes"}.get(
            screen.key, screen.options[-1].value if screen.options else str(40 + len(answers))
        )
        given = str(min(float(given), screen.high)) if not screen.options else given
        answers = put.after(answers, screen.key, checked(screen, given))

    assert [text for text in seen if " index" in text] == []
    assert any("acid waste lies open" in text for text in seen)


@pytest.mark.parametrize("technique", list(Technique))
def test_each_technique_of_a_workshop_is_a_way_of_the_weights_page(
    technique: Technique,
) -> None:
    assert technique.way in TECHNIQUES
    assert technique.way in WAYS


@pytest.mark.parametrize("technique", [Technique.SWING, Technique.PAIRWISE])
def test_page_and_phone_ask_the_same_questions(
    criteria: CriteriaSet, technique: Technique
) -> None:
    """But for the order, the steps between two, and what is asked about the answer itself."""
    put = asking(criteria.criteria, technique, 7)
    page = Asking(technique.way, leaves(criteria))
    answers: dict[str, float | str] = {}
    told = {}
    while (question := put.next(answers)) and question.key not in put.setting.checks:
        told[question.key] = question
        given = question.options[0].value if question.options else "40"
        answers = put.after(answers, question.key, checked(question, given))
    for key, question in told.items():
        same = page.next({k: v for k, v in answers.items() if k != key})
        assert same is not None
        assert (same.key, same.title, same.text) == (key, question.title, question.text)
        assert {one.detail for one in same.subjects} == {o.detail for o in question.subjects}
        if key.startswith("first."):
            assert {o.value for o in same.options} >= {o.value for o in question.options}
        elif question.options:
            assert {o.value for o in same.options} > {o.value for o in question.options}
