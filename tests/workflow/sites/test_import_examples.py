"""The examples of an import are files of the kinds that were asked for."""

from __future__ import annotations

from prioritizer.workflow.sites.import_examples import example_content, example_names
from tests.conftest import ROOT


def test_the_examples_are_those_of_the_folder_by_kind() -> None:
    folder = ROOT / "sample_data" / "import_examples"

    names = example_names(["csv", "xlsx"])

    assert names == sorted(
        path.name for path in folder.iterdir() if path.suffix in {".csv", ".xlsx"}
    )
    assert "halden.csv" in names
    assert example_content("halden.csv") == (folder / "halden.csv").read_bytes()
