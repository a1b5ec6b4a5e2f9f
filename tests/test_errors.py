"""The same fault of many rows is one, with its count and first rows."""

from __future__ import annotations

from dataclasses import replace

from prioritizer.errors import Issue, Severity, grouped

FAULT = Issue(
    Severity.WARNING, "a.csv", 2, "mass", "'1 x'", "a number in t", "Write 12.5.", "S-1"
)


def fault(row: int, found: str, site_id: str = "") -> Issue:
    return replace(FAULT, row=row, found=found, site_id=site_id)


def test_what_differs_in_what_it_quotes_is_one_fault() -> None:
    (group,) = grouped([FAULT, fault(3, "'7 y'", "S-2"), fault(3, "'8 z'", "S-2")])

    assert len(group) == 3
    assert group.rows == (2, 3)
    assert group.site_ids == ("S-1", "S-2")
    assert group.first is FAULT


def test_other_words_columns_files_and_kinds_are_other_faults() -> None:
    others = [
        fault(3, "a blank cell"),
        replace(FAULT, column="volume"),
        replace(FAULT, file="b.csv"),
        replace(FAULT, severity=Severity.ERROR),
        replace(FAULT, hint="Leave it out."),
    ]

    assert [group.first for group in grouped([FAULT, *others])] == [FAULT, *others]


def test_faults_of_a_whole_file_stay_apart() -> None:
    first, second = replace(FAULT, row=None), replace(FAULT, row=None, found="'2 x'")

    assert len(grouped([first, second])) == 2


def test_a_fault_of_many_rows_names_the_first_in_words() -> None:
    (group,) = grouped([fault(row, "'1 x'") for row in range(2, 10)])

    assert str(group).endswith("Write 12.5. The same in 7 more rows: 3, 4, 5, 6, 7 ….")
    assert str(grouped([FAULT])[0]) == str(FAULT)
