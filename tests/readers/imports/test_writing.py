"""Tables as text and as bytes are the same, and no cell is a formula in either."""

from __future__ import annotations

from prioritizer.readers.imports.writing import csv_bytes, csv_text, encoded

ROWS = [["-1.5", "=A1", "'=B1", "é"], ["", "'x", "a,b\nc", "\ud800"], ["+", "@", "-", "\t1"]]


def test_bytes_are_those_of_the_text() -> None:
    assert csv_bytes(("a", "=b"), ROWS) == encoded(csv_text(("a", "=b"), ROWS))


def test_what_starts_a_formula_is_guarded_and_numbers_are_not() -> None:
    guarded = csv_text(("a",), [[cell] for row in ROWS for cell in row]).split("\n")

    assert guarded[1:4] == ["-1.5", "'=A1", "''=B1"]
    assert guarded[-5:-1] == ["'+", "'@", "'-", "'\t1"]
