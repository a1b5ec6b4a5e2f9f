"""A table of proposals that comes back: only what a person confirmed is taken from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from prioritizer.errors import DataError
from prioritizer.readers.confirmed_codes import COLUMNS, read_confirmed_codes

ROW = {
    "site_id": "A-1", "column": "resource_class", "code": "indicated",
    "words": "Indicated resource", "sentence": "Indicated resource, 2021.",
    "text_column": "tonnage_basis", "source": "S1", "confirm": "yes", "confirmed_by": "Ada",
    "confirmed_on": "2026-05-04",
}  # fmt: skip


def written(path: Path, *changes: dict[str, str]) -> Path:
    lines = [",".join(COLUMNS)]
    lines += [",".join(f'"{(ROW | change)[name]}"' for name in COLUMNS) for change in changes]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("said", ["", "no", "NO", "n"])
def test_what_is_not_confirmed_is_not_taken(tmp_path: Path, said: str) -> None:
    path = written(tmp_path / "c.csv", {"confirm": said, "confirmed_by": ""})

    assert read_confirmed_codes(path) == ()


@pytest.mark.parametrize("said", ["yes", "Yes", "x", "TRUE"])
def test_what_is_confirmed_bears_who_when_and_from_what(tmp_path: Path, said: str) -> None:
    [one] = read_confirmed_codes(written(tmp_path / "c.csv", {"confirm": said}))

    assert (one.site_id, one.column, one.code) == ("A-1", "resource_class", "indicated")
    assert one.mark == (
        "confirmed by Ada on 2026-05-04 from 'Indicated resource' in tonnage_basis"
    )


def test_a_person_may_correct_the_code(tmp_path: Path) -> None:
    [one] = read_confirmed_codes(written(tmp_path / "c.csv", {"code": "Inferred"}))

    assert one.code == "inferred"


@pytest.mark.parametrize(
    ("change", "column", "words"),
    [
        ({"confirm": "perhaps"}, "confirm", "'perhaps'"),
        ({"confirmed_by": ""}, "confirmed_by", "a blank cell"),
        ({"confirmed_on": ""}, "confirmed_on", "''"),
        ({"confirmed_on": "04.05.2026"}, "confirmed_on", "'04.05.2026'"),
        ({"confirmed_on": "20260504"}, "confirmed_on", "'20260504'"),
        ({"code": "certain"}, "resource_class", "'certain'"),
        ({"code": ""}, "resource_class", "''"),
        ({"column": "tonnage_t"}, "column", "'tonnage_t'"),
        ({"column": "nope"}, "column", "'nope'"),
    ],
)
def test_a_cell_that_cannot_be_meant_is_told_with_its_place(
    tmp_path: Path, change: dict[str, str], column: str, words: str
) -> None:
    with pytest.raises(DataError) as caught:
        read_confirmed_codes(written(tmp_path / "c.csv", {}, {"site_id": "A-2"} | change))

    [issue] = caught.value.issues
    assert (issue.row, issue.column) == (3, column)
    assert words in issue.found


def test_two_codes_for_one_column_of_one_site_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"a second code for resource_class of A-1 \(row 2\)"):
        read_confirmed_codes(written(tmp_path / "c.csv", {}, {"code": "inferred"}))


def test_another_table_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_text("site_id,name\nA-1,Pond\n", encoding="utf-8")

    with pytest.raises(DataError, match="classify --propose"):
        read_confirmed_codes(path)
