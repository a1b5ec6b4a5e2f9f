"""Numbers as people read them: one text for one number, and nobody else writes them."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prioritizer.domain.words import (
    are,
    counted,
    ends,
    format_number,
    in_full,
    joined,
    listed,
    mass,
    million,
    number,
    percent,
    thousand,
    weight,
)
from tests.conftest import ROOT

TABLE = json.loads(Path(__file__).with_name("words.json").read_text(encoding="utf-8"))
# Functions that a second way to write a share, a mass or money would be called.
TWIN = re.compile(
    r"^\s*def _?(percent|per_cent|pct|million|thousand|grams|kilograms|tonnes|numeral|usd|eur)"
    r"\(",
    re.MULTILINE,
)
# A share that is multiplied and formatted by hand. `%` without a space is a width in CSS.
BY_HAND = re.compile(r"\{100(\.0)? \* [^{}]*:\.\d[fg]\} %|:[<>^]?\d*\.\d%\}")
OWN_WORDS = {"domain/words.py"}


@pytest.mark.parametrize(("share", "whole", "tenths"), TABLE)
def test_a_share_reads_as_the_table_says(share: float, whole: str, tenths: str) -> None:
    assert (percent(share), weight(share)) == (whole, tenths)


@given(st.floats(0.0, 1.0))
def test_a_share_reads_nothing_or_all_only_where_it_is_just_that(share: float) -> None:
    for text in (percent(share), weight(share)):
        assert (text == "0 %") == (share == 0.0)
        assert (text == "100 %") == (share == 1.0)


@given(st.floats(0.01, 0.99))
def test_a_share_is_right_to_half_of_what_it_shows(share: float) -> None:
    assert abs(float(percent(share)[:-2]) - 100 * share) <= 0.5 + 1e-9
    assert abs(float(weight(share)[:-2]) - 100 * share) <= 0.05 + 1e-9


def test_what_is_unknown_has_a_dash() -> None:
    assert [percent(math.nan), number(math.nan)] == ["–", "–"]


def test_masses_are_said_in_the_unit_a_laboratory_uses() -> None:
    texts = [mass(grams) for grams in (1.23, 999.0, 3170.0, 178_000.0, 2_500_000.0)]

    assert texts == ["1.23 g", "999 g", "3.17 kg", "178 kg", "2.5 t"]


def test_numbers_have_three_digits_and_no_power_of_ten() -> None:
    values = (0.0, 0.000123456, 0.5, 1.104, 313.4, -1234567.0, 999.6)

    assert [number(value) for value in values] == [
        "0", "0.000123", "0.5", "1.1", "313", "−1\u202f234\u202f567", "1\u202f000",
    ]  # fmt: skip


def test_money_and_ranges_read_alike_wherever_they_stand() -> None:
    assert (million(678_200_000.0), thousand(253_600.0)) == ("678", "254")
    assert ends((1.0, 2.0, 3.0), "t") == "1 – 2 – 3 t"
    assert ends((2.0001, 2.0002, 2.0003), "months") == "2 months"
    assert ends((972.8, 2082.4, 4390.0), "thousand EUR") == (
        "970 – 2\u202f100 – 4\u202f400 thousand EUR"
    )
    assert ends((253.0, 253.0, 253.0)) == "253"


def test_no_second_function_writes_a_share_a_mass_or_money() -> None:
    twins = [
        f"{name}: {found.group(0).strip()}"
        for name, text in sources()
        for found in (*TWIN.finditer(text), *BY_HAND.finditer(text))
    ]

    assert twins == []


def test_no_script_of_the_browser_writes_a_share_by_itself() -> None:
    assets = ROOT / "prioritizer" / "ui"
    scripts = [path for path in assets.rglob("*.js") if path.name != "words.js"]

    assert scripts
    found = [p.name for p in scripts if re.search(r"100 \* .* %`", p.read_text("utf-8"))]
    assert found == []


def sources() -> list[tuple[str, str]]:
    folder = ROOT / "prioritizer"
    return [
        (path.relative_to(folder).as_posix(), path.read_text(encoding="utf-8"))
        for path in sorted(folder.rglob("*.py"))
        if path.relative_to(folder).as_posix() not in OWN_WORDS
    ]


@pytest.mark.parametrize("value", [1e6, 1e8, 9.999e9])
def test_a_room_reads_large_numbers_with_all_their_noughts(value: float) -> None:
    said = in_full(value)

    assert "^" not in said
    assert int("".join(c for c in said if c.isdigit())) == value
    assert in_full(12_000) == format_number(12_000)
    assert in_full(1_234_567) == in_full(1_235_000)
    assert in_full(1e11) == format_number(1e11)


@pytest.mark.parametrize(
    ("names", "told", "said"),
    [
        ([], "", ""),
        (["A"], "A", "A"),
        (["A", "B"], "A, B", "A and B"),
        (["A", "B", "C"], "A, B, C", "A, B and C"),
        (["Viscaria, tailings"], "Viscaria, tailings", "Viscaria, tailings"),
        (
            ["A", "Viscaria, tailings", "B"],
            "A; Viscaria, tailings; B",
            "A; Viscaria, tailings and B",
        ),
    ],
)
def test_names_that_hold_commas_are_parted_by_semicolons(
    names: list[str], told: str, said: str
) -> None:
    assert joined(names) == told
    assert listed(names) == said


def test_one_thing_is_and_others_are() -> None:
    assert [f"{counted(n, 'more site')} {are(n)}" for n in (0, 1, 2)] == [
        "0 more sites are", "1 more site is", "2 more sites are",
    ]  # fmt: skip
