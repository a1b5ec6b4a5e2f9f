"""Which paths are streams and which are files."""

from __future__ import annotations

from pathlib import Path

import pytest

from prioritizer.files.places import is_stream


@pytest.mark.parametrize(
    ("path", "expected"),
    [("/dev/stdout", True), ("/dev/fd/3", True), ("/dev/shm/r.csv", False), ("r.csv", False)],  # noqa: S108 - no file is made
)
def test_shared_memory_is_a_folder_of_files(path: str, expected: bool) -> None:
    assert is_stream(Path(path)) is expected
