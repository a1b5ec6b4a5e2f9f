"""Rows that are kept small are still rows: read, changed, chosen and put in columns."""

from __future__ import annotations

from prioritizer.readers.imports.words.records import Log
from prioritizer.readers.imports.words.rows import Rows

KEPT = [{"site_id": "A", "name": "Pond"}, {"name": "Dump", "site_id": "B", "area_ha": "2"}]


def test_a_row_is_what_was_kept_until_another_is_put_in_its_place() -> None:
    rows = Rows.of(KEPT)
    rows[0]["name"] = "changed in a copy"
    rows[1] = {"site_id": "C"}

    assert list(rows) == [KEPT[0], {"site_id": "C"}]
    assert rows.fields() == {"site_id", "name"}


def test_chosen_rows_become_a_table_with_blanks() -> None:
    chosen = Rows.of(KEPT).only([1, 0])

    assert chosen.drain(("site_id", "area_ha"), Log("a.csv")) == [["B", "2"], ["A", ""]]
    assert len(chosen) == 0
