"""A policy list of one's own gets an id that is free and safe, and gives its materials."""

from __future__ import annotations

import pytest

from prioritizer.domain.reference import PolicyEntry, Reference
from prioritizer.errors import DataError
from prioritizer.workflow.criteria.own_policy import free_list_id, own_entries


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("Norway 2026.csv", "Norway-2026"),
        ("../../etc/passwd", "passwd"),
        ("ÆØ.csv", "list"),
        ("Åse.csv", "Ase"),
        (f"{'a' * 60}.csv", "a" * 40),
        ("EU-CRM-2024.csv", "own-EU-CRM-2024"),
    ],
)
def test_the_id_is_free_and_safe(file: str, expected: str, reference: Reference) -> None:
    assert free_list_id(file, reference) == expected


def test_a_list_gives_its_materials_and_not_those_of_others(reference: Reference) -> None:
    content = b"symbol,class\nCu,Strategic\nZn,important\n"

    assert own_entries("mine.csv", content, reference) == (
        PolicyEntry("mine", "Cu", "strategic", ""),
        PolicyEntry("mine", "Zn", "important", ""),
    )


def test_a_faulty_list_is_refused_with_every_place(reference: Reference) -> None:
    with pytest.raises(DataError) as refused:
        own_entries("mine.csv", b"symbol,class\nXx,critical\nCu,lovely\n", reference)

    assert [(issue.row, issue.column) for issue in refused.value.issues] == [
        (2, "symbol"),
        (3, "class"),
    ]
