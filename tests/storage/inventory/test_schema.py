"""The tables move forward only, after a backup, and never under a newer or a strange file."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from prioritizer.domain.inventory_store import Store
from prioritizer.domain.site import SiteRegister
from prioritizer.errors import StoreError
from prioritizer.storage.database.access import Access
from prioritizer.storage.database.connection import Database
from prioritizer.storage.inventory.opening import open_store
from prioritizer.storage.inventory.schema import (
    APPEND_ONLY,
    STEPS,
    Step,
    migrate,
    schema_number,
)

ME = {"who": "Ada", "why": "test"}
NOW = "2026-05-04T12:00:00Z"
NEXT = Step(len(STEPS) + 1, "a table more", ("CREATE TABLE inventory_more (key INTEGER)",))
BROKEN = Step(len(STEPS) + 1, "cannot work", ("CREATE TABLE inventory_more (key)", "NO SQL"))


def released(number: int) -> str:
    """Return the SQLite statements that a release with this schema left behind."""
    return (Path(__file__).with_name(f"schema_{number}.sql")).read_text(encoding="utf-8")


@pytest.mark.parametrize("number", range(1, len(STEPS) + 1))
def test_a_file_of_any_release_opens_with_all_it_held(
    sqlite_path: Path, two_ponds: SiteRegister, number: int
) -> None:
    with sqlite3.connect(sqlite_path) as connection:
        connection.executescript(released(number))
    connection.close()

    with open_store(sqlite_path) as store:
        assert store.load_inventory("ponds") == two_ponds
        assert [change.kind for change in store.changes("ponds")] == ["save"]


def test_steps_are_numbered_without_a_gap() -> None:
    assert [step.number for step in STEPS] == list(range(1, len(STEPS) + 1))


def test_a_step_forward_leaves_a_backup_and_all_values(
    sqlite_path: Path, two_ponds: SiteRegister
) -> None:
    with open_store(sqlite_path) as store:
        store.save_inventory("ponds", two_ponds, **ME)
    database = Database(str(sqlite_path), Access.MAKE)

    backup = migrate(database, NOW, steps=(*STEPS, NEXT))

    assert schema_number(database) == NEXT.number
    database.close()
    assert backup is not None
    with open_store(backup) as copy:
        assert copy.load_inventory("ponds") == two_ponds


def test_a_step_that_fails_changes_nothing(
    open_here: Callable[[], Store], url: str, two_ponds: SiteRegister
) -> None:
    with open_here() as store:
        store.save_inventory("ponds", two_ponds, **ME)
    database = Database(url, Access.MAKE)

    with pytest.raises(sa.exc.DBAPIError):
        migrate(database, NOW, steps=(*STEPS, BROKEN))

    assert schema_number(database) == len(STEPS)
    database.close()
    with open_here() as store:
        assert store.load_inventory("ponds") == two_ponds


def test_a_newer_file_is_refused_untouched(sqlite_path: Path) -> None:
    database = Database(str(sqlite_path), Access.MAKE)
    migrate(database, NOW, steps=(*STEPS, NEXT))
    database.close()

    with pytest.raises(StoreError, match="newer version of this tool: update the tool"):
        open_store(sqlite_path)


def test_a_file_of_another_application_is_refused(sqlite_path: Path) -> None:
    connection = sqlite3.connect(sqlite_path)
    connection.execute("PRAGMA application_id = 0x47504B47")
    connection.execute("CREATE TABLE gpkg_contents (table_name TEXT)")
    connection.close()

    with pytest.raises(StoreError, match=r"found a GeoPackage\. Expected an inventory store"):
        open_store(sqlite_path)


def test_what_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "text.db"
    path.write_text("site_id,name\n" * 100)

    with pytest.raises(StoreError, match="found a file of 1300 bytes that is not a database"):
        open_store(path)


def test_a_missing_file_is_not_made_by_reading(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="found no such file"):
        open_store(tmp_path / "none.db", access=Access.READ)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("statement", ["UPDATE {} SET change_no = 7", "DELETE FROM {}"])
def test_the_past_cannot_be_rewritten_in_the_database(
    open_here: Callable[[], Store],
    url: str,
    two_ponds: SiteRegister,
    table: str,
    statement: str,
) -> None:
    with open_here() as store:
        store.save_inventory("ponds", two_ponds, **ME)
    database = Database(url, Access.MAKE)

    with pytest.raises(sa.exc.DBAPIError, match="append-only"):
        database.write(lambda connection: connection.exec_driver_sql(statement.format(table)))

    database.close()
    with open_here() as store:
        assert store.load_inventory("ponds") == two_ponds
