"""A file is written whole or not at all, and keeps what it was."""

from __future__ import annotations

import errno
import os
import re
import threading
from pathlib import Path

import pytest

from prioritizer.errors import PlaceError, PrioritizerError
from prioritizer.files import writing
from prioritizer.files.places import Input
from prioritizer.files.writing import new_file, write_files
from tests.conftest import ROOT


def test_a_new_file_has_the_rights_that_the_user_gives_new_files(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_files({tmp_path / "x": b"new"})
    finally:
        os.umask(before)

    assert (tmp_path / "x").stat().st_mode & 0o777 == 0o640


def test_a_replaced_file_keeps_its_rights(tmp_path: Path) -> None:
    target = tmp_path / "x"
    target.write_bytes(b"old")
    target.chmod(0o600)

    write_files({target: b"new"})

    assert (target.read_bytes(), target.stat().st_mode & 0o777) == (b"new", 0o600)


def test_a_link_stays_a_link_and_its_file_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    target, link, loose = (tmp_path / name for name in ("far/x", "link", "loose"))
    target.write_bytes(b"old")
    link.symlink_to(target)
    loose.symlink_to(tmp_path / "far" / "y")

    write_files({link: b"new", loose: b"made"})

    assert link.is_symlink()
    assert loose.is_symlink()
    assert (target.read_bytes(), (tmp_path / "far" / "y").read_bytes()) == (b"new", b"made")


def test_links_in_a_circle_are_told(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")

    with pytest.raises(PrioritizerError, match="symbolic links"):
        write_files({tmp_path / "a": b""})


def test_all_or_none_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_bytes(b"old")
    synced: list[int] = []

    def full(handle: int) -> None:
        synced.append(handle)
        if len(synced) == 2:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(writing.os, "fsync", full)

    with pytest.raises(PrioritizerError, match=r"b: could not be written \(No space left"):
        write_files({tmp_path / "a": b"new", tmp_path / "b": b"new"})

    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {"a": b"old"}


def test_who_stops_it_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(_: int) -> None:
        raise KeyboardInterrupt

    (tmp_path / "a").write_bytes(b"old")
    monkeypatch.setattr(writing.os, "fsync", stop)

    with pytest.raises(KeyboardInterrupt):
        write_files({tmp_path / "a": b"new"})

    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {"a": b"old"}


def test_an_input_is_refused_even_where_it_came_to_be_one_later(tmp_path: Path) -> None:
    source, output = tmp_path / "sites.csv", tmp_path / "out.csv"
    source.write_bytes(b"old")
    os.link(source, output)

    with pytest.raises(PlaceError, match="found the place of an input"):
        write_files({output: b"new"}, [Input("SITES", source)])

    assert source.read_bytes() == b"old"


def test_a_name_as_long_as_names_can_be_is_written(tmp_path: Path) -> None:
    target = tmp_path / ("ä" * 127)

    write_files({target: b"new"})

    assert target.read_bytes() == b"new"


def test_a_new_file_never_takes_the_place_of_another(tmp_path: Path) -> None:
    target = tmp_path / "x"

    def both() -> None:
        with new_file(target) as draft:
            draft.write_bytes(b"ours")
            target.write_bytes(b"theirs")

    with pytest.raises(PrioritizerError, match="File exists"):
        both()

    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {"x": b"theirs"}


def test_a_named_pipe_is_written_through(tmp_path: Path) -> None:
    pipe, read = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()

    write_files({pipe: b"content"})

    reader.join(timeout=10)
    assert read == [b"content"]
    assert pipe.is_fifo()


# What these write lies in a folder of its own that is thrown away, or is removed at once.
TEMPORARY = {
    "files/uploads.py", "readers/imports/child.py", "readers/imports/files/packed.py",
    "readers/imports/files/typed_texts.py",
    "storage/database/owner.py",
    "cli/__init__.py", "workflow/workshop/readiness.py",
    "workflow/projects/child.py", "workflow/projects/walled.py",
}  # fmt: skip


def test_only_one_module_writes_files() -> None:
    writes = re.compile(
        r"\.write_(bytes|text)\(|open\([^)]*[\"'][wax]\+?b?\+?[\"']|shutil\.(copy|move)|os\.replace"
    )
    folder = ROOT / "prioritizer"
    found = {
        str(path.relative_to(folder))
        for path in folder.rglob("*.py")
        if writes.search(path.read_text(encoding="utf-8"))
    }

    assert found - TEMPORARY == {"files/writing.py", "files/sqlite_file.py"}
