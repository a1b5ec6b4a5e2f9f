"""The order of classes that a person chooses at an import is kept with the other decisions."""

from __future__ import annotations

from pathlib import Path

import pytest

from prioritizer.domain.imports import ImportOptions
from prioritizer.domain.reference import Reference
from prioritizer.errors import InputError
from prioritizer.workflow.sites.class_orders import ClassColumn, class_columns, with_orders
from prioritizer.workflow.sites.importing import import_file

TABLE = """site_id;name;waste_type;Support;Noise (dB)
A1;Alder;tailings;weak;54
B2;Birch;slag;strong;49
C3;Cedar;slag;weak;51
D4;Dogwood;slag;strong;52
"""
SUPPORT = ClassColumn("Support", ("strong", "weak"))


def test_the_order_is_kept_offered_again_and_written(
    tmp_path: Path, reference: Reference
) -> None:
    path = tmp_path / "sites.csv"
    path.write_text(TABLE, encoding="utf-8")
    first = import_file(path, reference, ImportOptions(keep_source=True))
    assert class_columns(first) == (SUPPORT,)

    options = with_orders(
        ImportOptions(keep_source=True), (SUPPORT,), {"Support": ("weak", "strong")}
    )
    second = import_file(path, reference, options)
    second.write_tables(tmp_path / "out")

    assert options.columns == {"Support": "own:classes:weak;strong"}
    (column,) = class_columns(second)
    assert column.order == ("weak", "strong")
    declared = (tmp_path / "out" / "own_columns.csv").read_text(encoding="utf-8")
    assert "Support,classes,,weak;strong,,,,\n" in declared
    assert '"Support": "own:classes:weak;strong"' in second.profile(options)


def test_an_order_is_taken_away_and_other_decisions_stay() -> None:
    ordered = ClassColumn("Support", ("weak", "strong"), ("weak", "strong"))
    before = ImportOptions(columns={"Support": "own:classes:weak;strong", "Land": "country"})

    assert with_orders(before, (ordered,), {"Support": ("weak", "strong")}) == before
    assert with_orders(before, (ordered,), {"Support": ()}).columns == {
        "Support": "own:classes",
        "Land": "country",
    }


@pytest.mark.parametrize("field", ["own:text", "own:number", "notes", "ignore"])
def test_a_column_that_is_read_otherwise_keeps_that(field: str) -> None:
    options = ImportOptions(columns={"Support": field})

    assert with_orders(options, (SUPPORT,), {"Support": ("weak", "strong")}) == options


def test_an_order_that_leaves_words_out_is_refused() -> None:
    with pytest.raises(InputError, match="an order without 'weak'"):
        with_orders(ImportOptions(), (SUPPORT,), {"Support": ("strong",)})
