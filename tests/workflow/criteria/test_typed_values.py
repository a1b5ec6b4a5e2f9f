"""Values typed by hand: as people write them, refused where they say two things."""

from __future__ import annotations

import pytest

from prioritizer.domain.own_columns import OwnColumn, OwnKind, OwnValue
from prioritizer.domain.ranges import Range
from prioritizer.domain.site import Site, SiteRegister
from prioritizer.errors import InputError
from prioritizer.readers.typed_numbers import typed_number, typed_range
from prioritizer.workflow.criteria.typed_values import (
    shown_value,
    with_column,
)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0,5", 0.5),
        ("0.5", 0.5),
        ("1 500 000", 1.5e6),
        ("1\u00a0500\u00a0000", 1.5e6),
        ("1\u202f500,5", 1500.5),
        ("1,500,000", 1.5e6),
        ("1.500.000", 1.5e6),
        ("1'500", 1500.0),
        ("−3", -3.0),
        (" 12 ", 12.0),
        ("1e6", 1e6),
        ("-9999", -9999.0),
    ],
)
def test_a_number_is_read_as_it_was_meant(text: str, number: float) -> None:
    assert typed_number(text) == number


@pytest.mark.parametrize("text", ["1,234", "1.234", "", "x", "3 t", "1–3", "<4", "=1", "1 2 3"])
def test_what_is_no_single_number_is_refused_in_words(text: str) -> None:
    with pytest.raises(InputError, match="Expected a number such as"):
        typed_number(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1–3", Range(1.0, None, 3.0)),
        ("<4", Range(0.0, None, 4.0)),
        (">4", Range(4.0, None, None)),
        ("12 ± 2", Range(10.0, 12.0, 14.0)),
        ("0,5 - 1,5", Range(0.5, None, 1.5)),
    ],
)
def test_a_range_is_read_with_its_ends(text: str, found: Range) -> None:
    assert typed_range(text) == found


DUST = OwnColumn("dust", OwnKind.NUMBER, "mg/m3")


def register() -> SiteRegister:
    sites = (Site("A", "A", own={"dust": OwnValue(DUST, Range(best=1.0))}), Site("B", "B"))
    return SiteRegister("r", sites, own_columns={"dust": DUST})


def test_typed_values_are_put_on_their_sites_and_a_blank_takes_one_away() -> None:
    found = with_column(register(), DUST, {"A": " ", "B": "2,5"}).by_id()

    assert found["A"].own == {}
    assert found["B"].own["dust"].value == Range(best=2.5)


def test_a_new_column_is_declared_and_others_stay() -> None:
    column = OwnColumn("Owner talks", OwnKind.YESNO)

    found = with_column(register(), column, {"B": "Yes"})

    assert list(found.own_columns) == ["dust", "Owner talks"]
    assert found.by_id()["B"].own["Owner talks"].value is True
    assert found.by_id()["A"].own["dust"].value == Range(best=1.0)


@pytest.mark.parametrize(
    ("column", "text", "words"),
    [
        (DUST, "much", "B: found “much”"),
        (OwnColumn("DUST", OwnKind.NUMBER), "1", "a name that is not taken"),
        (OwnColumn("country", OwnKind.TEXT), "SE", "a name that is not taken"),
        (OwnColumn("=x", OwnKind.TEXT), "a", "a name of letters"),
        (OwnColumn("open", OwnKind.YESNO), "perhaps", "Expected one of: yes, no"),
        (OwnColumn("wall", OwnKind.CLASSES, classes=("low", "high")), "mid", "low, high"),
    ],
)
def test_what_does_not_fit_is_refused_whole(column: OwnColumn, text: str, words: str) -> None:
    with pytest.raises(InputError) as caught:
        with_column(register(), column, {"B": text})

    assert words in str(caught.value)


@pytest.mark.parametrize("text", ["0.5", "1500000", "1 – 3", ">4", "<4", "-2"])
def test_a_shown_number_reads_back(text: str) -> None:
    shown = shown_value(typed_range(text))

    assert typed_range(shown) == typed_range(text)


def test_flags_words_and_nothing_are_shown_as_typed() -> None:
    assert [shown_value(value) for value in (True, False, "good", None)] == [
        "yes",
        "no",
        "good",
        "",
    ]
