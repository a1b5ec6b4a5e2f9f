"""The drift guard says what another scale would move, and checks by ranking again."""

from __future__ import annotations

import pytest

from prioritizer.domain.criterion import ValueFunction
from prioritizer.errors import InputError
from prioritizer.workflow.criteria.scales import drift, outside_text, widened
from tests.exports.shapes import SHAPES, assess_shapes
from tests.workflow.four_sites import four_sites


def test_the_same_scale_moves_nobody() -> None:
    assessment = assess_shapes()

    for name, function in SHAPES.items():
        found = drift(assessment, name, function, top=3)
        assert (found.moves, found.entered, found.left) == ((), (), ())
        assert found.sentences[0] == "None of 9 sites changes place."
        assert not found.has_other_range


def test_moves_are_those_of_a_ranking_with_the_new_scale() -> None:
    # Values 0.25, 0.5, 0.75, 1.0 of four sites; from 0 to 20 the last two are equal at 1.
    assessment = four_sites([5.0, 10.0, 15.0, 20.0], ValueFunction("linear", 0.0, 20.0))

    found = drift(assessment, "x", ValueFunction("linear", 0.0, 15.0), top=1)

    assert [(m.name, m.rank_before, m.rank_after) for m in found.moves] == [("Third", 2, 1)]
    assert found.moves[0].sentence == "Third: place 2 to 1 (value 0.75 to 1.00)."
    assert found.entered == ("Third",)
    assert [o.site_id for o in found.outside_after] == ["d"]


def test_the_sentences_tell_places_list_outside_and_weights() -> None:
    assessment = four_sites([5.0, 10.0, 15.0, 20.0], ValueFunction("linear", 0.0, 20.0))

    found = drift(assessment, "x", ValueFunction("linear", 0.0, 15.0), top=1)

    assert found.sentences == (
        "1 of 4 sites changes place, farthest Third from 2 to 1.",
        "On the shortlist of 1, Third comes onto the list.",
        "1 site lies outside the scale, 0 before; the value there is held at the end.",
        "The weight of X now stands for 0 → 15 m instead of 0 → 20 m: ask for it again.",
    )


def test_a_scale_that_turns_makes_its_criterion_a_target() -> None:
    assessment = four_sites([5.0, 10.0, 15.0, 20.0], ValueFunction("linear", 0.0, 20.0))

    found = drift(assessment, "x", ValueFunction("target", 0.0, 10.0, (0.0, 9.0, 11.0, 20.0)))

    assert found.after.objective == "target"
    # Values 5/9, 1, 5/9 and 0: the first and the third share place 2.
    assert {m.name: m.rank_after for m in found.moves} == {"First": 2, "Second": 1, "Last": 4}


@pytest.mark.parametrize(
    ("criterion", "function", "words"),
    [
        ("y", ValueFunction("linear", 0, 1), "criterion: found 'y'"),
        ("x", ValueFunction("linear", 1, 1), "must differ"),
    ],
)
def test_what_cannot_be_a_scale_is_refused(
    criterion: str, function: ValueFunction, words: str
) -> None:
    with pytest.raises(InputError, match=words):
        drift(
            four_sites([1.0, 2.0, 3.0, 4.0], ValueFunction("linear", 0, 5)), criterion, function
        )


@pytest.mark.parametrize(
    ("numbers", "function", "ends"),
    [
        ([-3.14, 2.0, 3.0, 4.0], ValueFunction("linear", 0, 5), (-3.2, 5)),
        ([1.0, 2.0, 3.0, 1234.0], ValueFunction("log", 0.5, 100), (0.5, 1300)),
        ([1.0, 2.0, 3.0, 1234.0], ValueFunction("log", 100, 0.5), (1300, 0.5)),
        ([0.0, 2.0, 3.0, 12.0], ValueFunction("log", 1, 10), (1, 12)),
    ],
)
def test_a_wider_scale_holds_every_site_in_numbers_of_two_digits(
    numbers: list[float], function: ValueFunction, ends: tuple[float, float]
) -> None:
    wider = widened(four_sites(numbers, function), "x")

    assert wider is not None
    assert (wider.worst, wider.best) == pytest.approx(ends)


def test_a_scale_that_holds_everybody_needs_no_wider_one() -> None:
    assessment = four_sites([1.0, 2.0, 3.0, 4.0], ValueFunction("linear", 0, 5))

    assert widened(assessment, "x") is None
    assert outside_text(assessment, "x") == "X: every site lies within 0 → 5 m."


def test_sites_outside_are_named_with_what_a_wider_scale_does() -> None:
    assessment = four_sites([1.0, 7.0, 9.0, 8.0], ValueFunction("linear", 0, 5))

    text = outside_text(assessment, "x", top=1)

    assert text.startswith(
        "X: Second (7); Third (9); Last (8) lie outside 0 → 5 m. With 0 → 9 m:"
    )
    assert "2 of 4 sites change place" in text
