"""The criteria sets to choose from, and one's own as uploaded."""

from __future__ import annotations

import pytest

from prioritizer.errors import DataError
from prioritizer.readers.criteria import FOLDER
from prioritizer.workflow.criteria.sets import own_set, read_criteria, shipped_sets


def test_the_default_set_comes_first_and_each_can_be_read() -> None:
    names = shipped_sets()

    assert names[0] == "default"
    assert names[1:] == sorted(names[1:])
    assert {read_criteria(name).title for name in names} == {
        read_criteria(path.stem).title for path in FOLDER.glob("*.yaml")
    }


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_shipped_file_taken_away_comes_back_the_same(mark: bytes) -> None:
    content = (FOLDER / "default.yaml").read_bytes()

    assert own_set(mark + content, "mine.yaml") == read_criteria("default")


def test_a_file_in_another_encoding_is_refused_with_the_place() -> None:
    with pytest.raises(DataError) as refused:
        own_set("title: Århus".encode("latin-1"), "mine.yaml")

    [issue] = refused.value.issues
    assert (issue.file, issue.found) == ("mine.yaml", "a byte that is not UTF-8, at 8")
