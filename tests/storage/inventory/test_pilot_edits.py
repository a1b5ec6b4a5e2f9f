"""Edits of pilots in the store: kept with their author, never lost, never over another's."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from prioritizer.domain.inventory_store import Store
from prioritizer.domain.site import SiteRegister
from prioritizer.errors import InputError, StoreError
from prioritizer.storage.inventory.opening import open_store

ME = {"who": "Ada", "why": "test"}


@pytest.fixture
def store(open_here: Callable[[], Store], two_ponds: SiteRegister) -> Iterator[Store]:
    with open_here() as found:
        found.save_inventory("ponds", two_ponds, **ME)
        yield found


@pytest.mark.parametrize("value", ["a\ntext", 2.5, (1.0, 2.0, 3.0), ("один", "two"), None])
def test_an_edit_comes_back_as_it_was_kept(store: Store, value: object) -> None:
    number = store.edit_pilot("ponds", "P1", "bulk.runs", value, who="Bo", why="why")  # type: ignore[arg-type]

    (found,) = store.pilot_edits("ponds")
    assert (found.number, found.site_id, found.path, found.value) == (
        number, "P1", "bulk.runs", value,
    )  # fmt: skip
    assert (found.who, found.why, found.at[:4]) == ("Bo", "why", "2026")


def test_an_edit_over_one_not_seen_is_refused(store: Store) -> None:
    first = store.edit_pilot("ponds", "P1", "question", "A", **ME)
    store.edit_pilot("ponds", "P1", "question", "B", **ME, seen=first)

    with pytest.raises(StoreError, match="in the meantime"):
        store.edit_pilot("ponds", "P1", "question", "C", **ME, seen=first)

    assert [edit.value for edit in store.pilot_edits("ponds")] == ["A", "B"]


def test_a_strange_site_and_an_endless_text_are_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="found no site"):
        store.edit_pilot("ponds", "P9", "question", "A", **ME)
    with pytest.raises(InputError, match="Shorten"):
        store.edit_pilot("ponds", "P1", "question", "A" * 5000, **ME)
    with pytest.raises(InputError, match="who"):
        store.edit_pilot("ponds", "P1", "question", "A", who=" ", why="x")


def test_a_copy_takes_the_edits_along_and_parts_from_them(store: Store) -> None:
    store.edit_pilot("ponds", "P1", "question", "A", **ME)

    store.copy_inventory("ponds", "mine", **ME)
    store.edit_pilot("mine", "P1", "question", "B", **ME)

    assert [edit.value for edit in store.pilot_edits("mine")] == ["A", "B"]
    assert [edit.value for edit in store.pilot_edits("ponds")] == ["A"]


def test_edits_cannot_be_rewritten_in_the_file(
    sqlite_path: Path, two_ponds: SiteRegister
) -> None:
    with open_store(sqlite_path) as store:
        store.save_inventory("ponds", two_ponds, **ME)
        store.edit_pilot("ponds", "P1", "question", "A", **ME)
    connection = sqlite3.connect(sqlite_path)

    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute("DELETE FROM inventory_pilot_edit")

    connection.close()
