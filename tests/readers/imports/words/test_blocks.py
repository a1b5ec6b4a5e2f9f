"""Tables come back from their blocks as they were, and equal texts are held once."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prioritizer.readers.imports.words import blocks
from prioritizer.readers.imports.words.blocks import Unpacker, blocks_of

CELLS = st.text(alphabet="ab,\n\u2028é", max_size=2)


@given(st.lists(st.lists(CELLS, max_size=3), max_size=12))
def test_rows_come_back_as_they_were(rows: list[list[str]]) -> None:
    told = json.loads(json.dumps(list(blocks_of(rows))))
    unpacker = Unpacker()

    assert [row for block in told for row in unpacker.rows(block)] == rows


def test_a_text_of_many_rows_is_told_and_held_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "ROWS_AT_ONCE", 20)
    rows = [[f"S{n}", "closed"] for n in range(2 * blocks.ROWS_AT_ONCE)]
    told = json.dumps(list(blocks_of(rows)))
    unpacker = Unpacker()
    back = [row for block in json.loads(told) for row in unpacker.rows(block)]

    assert told.count("closed") == 2
    assert len({id(status) for _, status in back}) == 1
