"""The page of the data format is what the data dictionary says."""

from __future__ import annotations

from prioritizer.domain.columns import site_columns
from prioritizer.readers.data_format import data_format_page
from tests.conftest import ROOT


def test_the_page_is_fresh() -> None:
    assert (ROOT / "docs" / "data_format.md").read_text(encoding="utf-8") == data_format_page()


def test_the_page_names_every_column() -> None:
    page = data_format_page()

    assert [name for name in site_columns() if f"`{name}`" not in page] == []
