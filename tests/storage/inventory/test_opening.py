"""Looking changes nothing: a file that is no store stays as it is, byte for byte."""

from __future__ import annotations

import hashlib
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from prioritizer.cli import main
from prioritizer.domain.site import SiteRegister
from prioritizer.errors import StoreError
from prioritizer.storage.database.access import Access
from prioritizer.storage.inventory.opening import open_store
from prioritizer.workflow.workshop.service import WorkshopService
from tests import unprivileged
from tests.conftest import ROOT, SAMPLE
from tests.storage.inventory.test_schema import released

ME = {"who": "Ada", "why": "test"}
WHY = ("--who", "Ada", "--why", "test")
Make = Callable[[Path], None]


def call(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def contents(folder: Path) -> dict[str, str]:
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.iterdir()}


def sql(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def one_byte(path: Path) -> None:
    path.write_bytes(b"x")


def text(path: Path) -> None:
    path.write_text("site_id,name\n" * 20)


def foreign(path: Path) -> None:
    sql(path, "CREATE TABLE bookmarks (url)", "CREATE TABLE cookies (value)")


def foreign_with_a_log(path: Path) -> None:
    sql(path, "PRAGMA journal_mode = WAL", "CREATE TABLE bookmarks (url)")


def without_tables(path: Path) -> None:
    sql(path, "CREATE TABLE gone (x)", "DROP TABLE gone")


def geopackage(path: Path) -> None:
    made = path.with_suffix(".gpkg")
    assert call("export", SAMPLE, "--output", made).exit_code == 0
    made.rename(path)


def damaged(path: Path) -> None:
    foreign(path)
    with path.open("r+b") as file:
        file.seek(100)
        file.write(b"\xff" * 3000)


def cut_short(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\0")


def newer(path: Path) -> None:
    sql(
        path,
        "CREATE TABLE inventory_schema (number INTEGER)",
        "INSERT INTO inventory_schema VALUES (99)",
        "CREATE TABLE ws_schema (version INTEGER)",
        "INSERT INTO ws_schema VALUES (99)",
    )


STRANGE: list[tuple[Make, str]] = [
    (empty, "found an empty file"),
    (one_byte, "found a file of 1 byte that is not a database"),
    (text, "found a file of 260 bytes that is not a database"),
    (foreign, "found a SQLite database of another program (tables bookmarks, cookies)"),
    (foreign_with_a_log, "found a SQLite database of another program (tables bookmarks)"),
    (without_tables, "found a SQLite database without a table"),
    (geopackage, "found a GeoPackage"),
    (damaged, "found a SQLite database that is damaged"),
    (cut_short, "found a SQLite database that is damaged"),
    (newer, "of schema version 99. Expected"),
]
READING = [
    ("rank", "{}"),
    ("rank", "{}#n"),
    ("rank", "sqlite:///{}#n"),
    ("validate", "{}"),
    ("shortlist", "{}"),
    ("pilot", "SE-001", "--sites", "{}#n"),
    ("export", "{}", "--format", "crma"),
    ("inventory", "list", "{}"),
    ("inventory", "show", "{}#n"),
    ("inventory", "history", "{}#n"),
    ("inventory", "diff", "{}#n", "m"),
    ("inventory", "merge", "{}#n", "m", "--dry-run", *WHY),
    ("workshop", "list", "--store", "{}"),
    ("workshop", "result", "--store", "{}"),
    ("workshop", "export", "--store", "{}"),
    ("workshop", "ballots", "--store", "{}", "--output", "{}.pdf"),
    ("workshop", "backup", "--store", "{}", "--output", "{}.copy"),
    ("workshop", "restore", "{}", "--store", "{}.new"),
]
WRITING = [
    ("inventory", "save", str(SAMPLE), "{}#n", *WHY),
    ("inventory", "set", "{}#n", "SE-001", "area_ha", "3", *WHY),
    ("inventory", "tag", "{}#n", "v1", "--who", "Ada"),
    ("import", str(ROOT / "sample_data/import_examples/halden.csv"), "--into", "{}#n"),
    ("workshop", "demo", "--store", "{}"),
]


def _pairs() -> Iterator[Any]:
    """Yield each command with each strange file; most that differ in both are slow."""
    for make, said in STRANGE:
        for words in (*READING, *WRITING):
            is_first = make is foreign or words in (READING[0], READING[-4], WRITING[0])
            name = f"{make.__name__}-{'-'.join(words[:2]).replace('/', '')}"
            marks = [] if is_first else [pytest.mark.slow]
            yield pytest.param(make, said, words, id=name, marks=marks)


@pytest.mark.parametrize(("make", "said", "words"), list(_pairs()))
def test_what_is_no_store_is_told_and_left_as_it_is(
    tmp_path: Path, make: Make, said: str, words: tuple[str, ...]
) -> None:
    path = tmp_path / "file.db"
    make(path)
    before = contents(tmp_path)

    found = call(*(word.replace("{}", str(path)) for word in words))

    assert found.exit_code == 1
    # An import lists first what it read.
    assert said in (found.stderr if words[0] != "validate" else found.stdout + found.stderr)
    assert contents(tmp_path) == before


@pytest.mark.parametrize(
    "words", [w for w in READING if "restore" not in w], ids=lambda w: w[1]
)
def test_what_only_reads_makes_nothing(tmp_path: Path, words: tuple[str, ...]) -> None:
    found = call(*(word.replace("{}", str(tmp_path / "none.db")) for word in words))

    assert found.exit_code == 1
    assert "found no such file" in found.stderr + found.stdout
    assert list(tmp_path.iterdir()) == []


def test_a_server_refuses_a_strange_file_and_leaves_nothing_beside(tmp_path: Path) -> None:
    geopackage(tmp_path / "file.db")
    before = contents(tmp_path)

    with pytest.raises(StoreError, match="found a GeoPackage"):
        WorkshopService.serve(str(tmp_path / "file.db"))

    assert contents(tmp_path) == before


@pytest.fixture
def kept(tmp_path: Path, two_ponds: SiteRegister) -> Path:
    """Return a store with one inventory."""
    path = tmp_path / "kept.db"
    with open_store(path) as store:
        store.save_inventory("n", two_ponds, **ME)
    return path


def test_a_store_of_one_kind_is_none_of_the_other(kept: Path) -> None:
    before = contents(kept.parent)

    found = call("workshop", "list", "--store", kept)

    assert found.exit_code == 1
    assert "found no workshops in it" in found.stderr
    assert contents(kept.parent) == before


def test_one_file_may_be_made_to_hold_both(kept: Path, two_ponds: SiteRegister) -> None:
    WorkshopService.open(str(kept)).close()

    with open_store(kept, access=Access.READ) as store:
        assert store.load_inventory("n") == two_ponds
    assert call("workshop", "list", "--store", kept).exit_code == 0


@pytest.mark.parametrize("words", [w for w in READING if "{}#n" in w], ids=lambda w: w[1])
def test_reading_a_store_leaves_every_byte(kept: Path, words: tuple[str, ...]) -> None:
    before = contents(kept.parent)

    call(*(word.replace("{}", str(kept)) for word in words))

    assert contents(kept.parent) == before


def test_a_store_of_an_older_release_is_read_as_it_is_and_moves_when_written_to(
    sqlite_path: Path, two_ponds: SiteRegister
) -> None:
    with closing(sqlite3.connect(sqlite_path)) as connection:
        connection.executescript(released(1))
    before = contents(sqlite_path.parent)

    with open_store(sqlite_path, access=Access.READ) as store:
        assert store.load_inventory("ponds") == two_ponds
        assert store.pilot_edits("ponds") == ()
        with pytest.raises(StoreError, match="open for reading only"):
            store.remove_site("ponds", "P1", **ME)
    after = contents(sqlite_path.parent)
    with open_store(sqlite_path, access=Access.WRITE) as store:
        store.remove_site("ponds", "P1", **ME)

    assert after == before
    assert sqlite_path.with_name(f"{sqlite_path.name}.schema-1.backup").exists()


def test_who_reads_cannot_write(kept: Path) -> None:
    with (
        open_store(kept, access=Access.READ) as store,
        pytest.raises(StoreError, match="open for reading only"),
    ):
        store.remove_site("n", "P1", **ME)


def test_a_store_is_read_while_another_writes_to_it(
    kept: Path, two_ponds: SiteRegister
) -> None:
    with open_store(kept, access=Access.WRITE) as writer:
        writer.remove_site("n", "P1", **ME)
        with open_store(kept, access=Access.READ) as reader:
            assert [site.site_id for site in reader.load_inventory("n").sites] == ["P2"]


KILLED = """
import os, sys
from prioritizer.storage.database.access import Access
from prioritizer.storage.inventory.opening import open_store
store = open_store(sys.argv[1], access=Access.WRITE)
store.remove_site("n", "P1", who="Ada", why="test")
os._exit(9)
"""


@pytest.mark.parametrize("with_shared", [True, False], ids=["killed", "copied with its log"])
def test_what_a_killed_process_committed_is_read(kept: Path, with_shared: bool) -> None:
    subprocess.run([sys.executable, "-c", KILLED, kept], cwd=ROOT, check=False)
    assert Path(f"{kept}-wal").stat().st_size > 0
    if not with_shared:
        Path(f"{kept}-shm").unlink()

    with open_store(kept, access=Access.READ) as store:
        assert [site.site_id for site in store.load_inventory("n").sites] == ["P2"]


def test_a_foreign_file_with_an_unsaved_log_keeps_it(tmp_path: Path) -> None:
    path = tmp_path / "theirs.db"
    script = (
        "import os, sqlite3, sys; c = sqlite3.connect(sys.argv[1]);"
        "c.execute('PRAGMA journal_mode = WAL'); c.execute('CREATE TABLE t (x)');"
        "c.commit(); os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", script, path], check=True)
    Path(f"{path}-shm").unlink()
    before = contents(tmp_path)

    found = call("rank", path)

    assert "of another program (tables t)" in found.stderr
    assert contents(tmp_path) == before


def test_a_store_is_made_once_however_many_make_it(tmp_path: Path) -> None:
    path, faults = tmp_path / "new.db", []
    barrier = threading.Barrier(8)

    def make() -> None:
        barrier.wait()
        try:
            open_store(path).close()
        except Exception as error:
            faults.append(error)

    threads = [threading.Thread(target=make) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert faults == []
    assert [p.name for p in tmp_path.iterdir()] == ["new.db"]
    with open_store(path, access=Access.READ) as store:
        assert store.list_inventories() == ()


def test_a_store_that_cannot_be_made_whole_is_not_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from prioritizer.storage.inventory import store as inventory_store

    def fail(*_: object) -> None:
        raise StoreError("the power went")

    monkeypatch.setattr(inventory_store, "migrate", fail)

    with pytest.raises(StoreError, match="the power went"):
        open_store(tmp_path / "new.db")

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["a?b.db", "a%20b.db", "a#b.db", "ä ö.db", "file:x.db"])
def test_any_name_that_a_file_can_have_is_that_of_a_store(tmp_path: Path, name: str) -> None:
    path = tmp_path / name

    open_store(path).close()

    assert [p.name for p in tmp_path.iterdir()] == [name]
    with open_store(path, access=Access.READ) as store:
        assert store.list_inventories() == ()


def test_a_backup_is_taken_from_a_store_in_use_with_all_it_holds(tmp_path: Path) -> None:
    play = ("--participants", 3, "--rounds", 1)
    path, copy, new = (tmp_path / name for name in ("w.db", "copy.db", "new.db"))
    assert call("workshop", "demo", "--store", path, *play).exit_code == 0
    desk = WorkshopService.open(str(path), access=Access.WRITE)
    desk.store.facilitator("someone", "Someone")

    restored = call("workshop", "restore", path, "--store", new)
    saved = call("workshop", "backup", "--store", path, "--output", copy)
    desk.close()

    assert (restored.exit_code, saved.exit_code) == (0, 0)
    for made in (copy, new):
        with closing(sqlite3.connect(made)) as connection:
            query = "SELECT count(*) FROM ws_facilitator WHERE subject = 'someone'"
            assert connection.execute(query).fetchone() == (1,)


def test_a_backup_that_does_not_hold_gets_no_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from prioritizer.workflow.workshop import backups

    path, copy = tmp_path / "w.db", tmp_path / "copy.db"
    WorkshopService.open(str(path), lambda: datetime.now(UTC)).close()
    broken = backups.Health(1, 1, ("entry 1: changed",))
    monkeypatch.setattr(backups, "check_store", lambda _: broken)

    found = call("workshop", "backup", "--store", path, "--output", copy)

    assert found.exit_code == 1
    assert "the copy does not hold" in found.stderr
    assert [p.name for p in tmp_path.iterdir()] == ["w.db"]


READ_ONLY = """
import sys
from prioritizer.storage.database.access import Access
from prioritizer.storage.inventory.opening import open_store
with open_store(sys.argv[1], access=Access.READ) as store:
    print(len(store.load_inventory("n").sites))
try:
    open_store(sys.argv[1], access=Access.WRITE)
except Exception as error:
    print(type(error).__name__)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="rights of a POSIX file system")
def test_a_store_on_a_medium_that_is_read_only_is_read(kept: Path) -> None:
    kept.chmod(0o444)
    kept.parent.chmod(0o555)
    try:
        found = subprocess.run(
            [*unprivileged.prefix(), sys.executable, "-c", READ_ONLY, kept],
            cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        names = [path.name for path in kept.parent.iterdir()]
    finally:
        kept.parent.chmod(0o755)

    assert found.stdout.split() == ["2", "StoreError"], found.stderr
    assert names == ["kept.db"]
