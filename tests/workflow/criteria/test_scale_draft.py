"""A scale as typed: read leniently, told of in words, turned from one shape to another."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from prioritizer.domain.value_function import KINDS, Kind, ValueFunction
from prioritizer.readers.criteria import FOLDER, read_criteria
from prioritizer.workflow.criteria.scale_draft import Draft, as_kind, number_text, read_number

SHIPPED = [
    criterion.value_function
    for path in sorted(FOLDER.glob("*.yaml"))
    for criterion in read_criteria(path.stem).criteria
]


@pytest.mark.parametrize("function", SHIPPED)
def test_every_shipped_scale_stands_in_the_fields_as_it_is(function: ValueFunction) -> None:
    assert Draft.of(function).function() == (function, ())


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("function", SHIPPED)
def test_each_shape_turns_into_a_valid_one_of_each_other_kind(
    function: ValueFunction, kind: Kind
) -> None:
    found, faults = as_kind(function, kind).function()

    assert faults == ()
    assert found is not None
    assert found.kind == kind
    if kind != "target" and function.kind != "target":
        assert (found.worst < found.best) == (function.worst < function.best)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("10 000", 10_000.0),
        ("100\u202f000\u202f000", 1e8),
        ("10^8", 1e8),
        ("2.5·10^-3", 0.0025),
        ("−4", -4.0),
        ("1e6", 1e6),
        (" 0.05 ", 0.05),
    ],
)
def test_numbers_are_read_as_people_write_them(text: str, number: float) -> None:
    assert read_number(text) == number


@pytest.mark.parametrize("text", ["abc", "1,5", "1 00", "10 t", "", "inf", "nan"])
def test_what_is_no_clear_number_is_not_guessed(text: str) -> None:
    assert math.isnan(read_number(text))


@pytest.mark.parametrize("number", [0.0, 0.05, 5.0, 1e4, 1e8, 1234567.5, -3.25, 1e-9, 2e20])
def test_a_number_in_a_field_reads_back_as_itself(number: float) -> None:
    assert float(number_text(number).replace(" ", "")) == number


def test_every_fault_is_told_with_its_field() -> None:
    draft = Draft("sigmoid", "abc", "", "3", "x")

    found, faults = draft.function()

    assert found is None
    assert [fault.split(":")[0] for fault in faults] == ["Worst end", "Best end", "Width"]


def test_faults_of_the_shape_are_told_in_the_words_of_the_fields() -> None:
    draft = Draft("piecewise", rows=(("0", "0"), ("5", "0.9")))

    found, faults = draft.function()

    assert found is None
    assert faults[0].startswith("Values: found 0, 0.9. Expected 0 as the lowest and 1")


def test_rows_can_be_added_and_dropped() -> None:
    draft = Draft.of(ValueFunction("stepwise", 0, 4, (1, 2, 4), (0, 0.5, 0.8, 1)))

    shorter = draft.shorter()
    assert shorter.function()[0] is None
    mended = shorter.with_row(2, ("2", "1"))
    found, _ = mended.function()
    assert found is not None
    assert (found.points, found.values) == ((1, 2), (0, 0.5, 1))
    assert draft.longer().rows[-1] == ("", "")


def test_the_swing_stays_where_it_still_fits_and_moves_with_the_values_else() -> None:
    function = ValueFunction("stepwise", 0, 9, (1, 2, 4), (0, 0.5, 0.8, 1))
    draft = Draft.of(function)

    kept, _ = draft.with_row(1, ("1.5", "0.5")).function()
    turned, _ = replace(
        draft, rows=tuple(zip(("", "1", "2", "4"), "1000", strict=True))
    ).function()

    assert kept is not None
    assert turned is not None
    assert (kept.worst, kept.best) == (0, 9)
    assert turned.worst > turned.best
