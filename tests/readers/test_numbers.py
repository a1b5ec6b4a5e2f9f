"""One strict number parser."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prioritizer.readers.numbers import number_hint, parse_number


@given(st.floats(min_value=-1e14, max_value=1e14))
def test_every_plain_number_is_read_exactly(value: float) -> None:
    assert parse_number(repr(value)) == value


@pytest.mark.parametrize(
    "text",
    [
        "1,5",
        "1 000",
        "1_000",
        "nan",
        "inf",
        "-Infinity",
        "1e308",
        "0x10",
        "5 %",
        "3 Mt",
        "<5",
        "3-5",
        "=1+1",
        "",
        " 1",
        "1e",
        "--1",
        "٣",
        "１",
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    assert parse_number(text) is None


@given(st.text(max_size=12))
def test_no_text_gives_a_number_that_is_not_finite(text: str) -> None:
    value = parse_number(text)

    assert value is None or math.isfinite(value)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("60,1", "decimal point instead of a comma"),
        ("1,000,000", "without thousands separators"),
        ("1 000 000", "without thousands separators"),
        ("<5", "detection limit"),
        ("3-5", "low and high columns"),
        ("3 Mt", "Leave the unit out"),
        ("12 %", "per cent sign"),
        ("n/a", "blank"),
        ("nan", "blank"),
        ("1e308", "too large"),
        ("=1+1", "result of the formula"),
        ("lots", "plain number"),
    ],
)
def test_the_hint_names_the_cure(text: str, hint: str) -> None:
    assert hint in number_hint(text)


@pytest.mark.parametrize("text", ["NA", "n/a", "unknown", "-", "nan", ""])
def test_a_table_that_takes_no_blank_never_sends_to_a_blank(text: str) -> None:
    hint = number_hint(text, "Leave the row out.")

    assert hint.endswith("Leave the row out.")
    assert "blank" not in hint
