"""Sent files lie beside each other while they are read, and nowhere after."""

from __future__ import annotations

from pathlib import Path

import pytest

from prioritizer.errors import InputError
from prioritizer.files.uploads import read_as, read_together


def test_files_lie_together_under_their_names_while_they_are_read() -> None:
    files = {"sites.csv": b"a", "grades.csv": b"b"}

    folder, found = read_together(
        files, lambda folder: (folder, {p.name: p.read_bytes() for p in folder.iterdir()})
    )

    assert found == files
    assert not folder.exists()


def test_nothing_stays_of_a_file_that_is_refused() -> None:
    seen: list[Path] = []

    def refuse(path: Path) -> None:
        seen.append(path)
        raise InputError(f"{path.name}: refused")

    with pytest.raises(InputError, match="mine\\.csv: refused"):
        read_as("mine.csv", b"x", refuse)

    assert not seen[0].parent.exists()
