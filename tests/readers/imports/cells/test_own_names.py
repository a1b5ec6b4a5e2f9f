"""Columns whose headers cannot be names are kept under the nearest name, with the header."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prioritizer.domain.own_columns import name_fault
from prioritizer.readers.imports.cells.own_names import own_name
from tests.readers.imports.builders import read_text

PEOPLE = "Número de pessoas possivelmente afetadas a jusante em caso de rompimento da barragem"
RUSSIAN = "Удаленность от ближайшего населенного"
SHORT = "Número de pessoas possivelmente afetadas a jusante em caso"


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("dust", "dust"),
        (PEOPLE, SHORT),
        ("Höhe; geschätzt", "Höhe, geschätzt"),
        ('Zustand "heute"', "Zustand 'heute'"),
        ("=Summe", "Summe"),
        ("title", "title (own)"),
        ("x" * 70, "x" * 60),
        ("loc_source", "loc_source (own)"),
        ("source", "source"),
        (f"{RUSSIAN} {'п' * 30}", RUSSIAN),
        ("...", ""),
    ],
)
def test_the_nearest_name_is_taken(header: str, name: str) -> None:
    assert own_name(header, ()) == name


@given(st.text(max_size=90), st.lists(st.text(max_size=70), max_size=3))
def test_what_is_named_can_be_a_name(header: str, others: list[str]) -> None:
    name = own_name(header, {other.casefold() for other in others})

    assert not name or not name_fault(name)


def test_long_headers_that_begin_alike_are_told_apart(tmp_path: Path) -> None:
    rows = f"site_id,name,waste_type,{PEOPLE} (1),{PEOPLE} (2)\nA,Pond,tailings,3,5\n"
    read = read_text(tmp_path, rows)

    assert read.sites[0][SHORT] == "3"
    assert read.sites[0][f"{SHORT[:-5]} 2"] == "5"
    titles = [row[5] for row in read.outcome.own_columns]
    assert titles == [f"{PEOPLE} (1)", f"{PEOPLE} (2)"]
    assert "not read" not in read.said()
