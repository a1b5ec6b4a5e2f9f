"""What a person changes of an import is kept; what was left alone stays automatic."""

from __future__ import annotations

from pathlib import Path

import pytest

from prioritizer.domain.imports import ColumnMatch, ImportOptions
from prioritizer.errors import InputError
from prioritizer.workflow.sites.import_choices import (
    ColumnChoice,
    field_names,
    taken_field,
    with_choices,
    with_profile,
)

MASS = ColumnMatch(0, "A", "Masse", "tonnage_t", 0.9, "a known name", unit="t")
NUMBER = ColumnMatch(1, "B", "Nr", "", 0.0, "no field fits")


def choices(mass: ColumnChoice, number: ColumnChoice) -> ImportOptions:
    options = ImportOptions(columns={"Land": "country"}, units={"Masse": "kt"})
    return with_choices(options, (MASS, NUMBER), {"Masse": mass, "Nr": number})


def test_columns_left_alone_stay_automatic() -> None:
    found = choices(ColumnChoice("tonnage_t", "t"), ColumnChoice("", ""))

    assert found.columns == {"Land": "country"}
    assert found.units == {"Masse": "kt"}


def test_another_field_unit_or_none_is_kept_beside_earlier_decisions() -> None:
    found = choices(ColumnChoice("", ""), ColumnChoice(" contained:Au ", "kg"))

    assert found.columns == {"Land": "country", "Masse": "ignore", "Nr": "contained:Au"}
    assert found.units == {"Nr": "kg"}


def test_a_field_that_does_not_exist_is_refused_in_words() -> None:
    with pytest.raises(InputError, match=r"column 'Nr': found 'weight of the moon'.*grade:Cu"):
        choices(ColumnChoice("tonnage_t", "t"), ColumnChoice("weight of the moon", ""))


def test_an_ignored_column_was_not_read() -> None:
    assert taken_field(MASS) == "tonnage_t"
    assert taken_field(ColumnMatch(0, "A", "Masse", "ignore", 1.0, "as stated")) == ""


def test_the_grades_follow_the_fields() -> None:
    found = field_names(["Cu", "WO3"])

    assert found[-2:] == ("grade:Cu", "grade:WO3")
    assert "tonnage_t" in found
    assert "easting" in found


def test_what_was_stated_overrules_a_profile(tmp_path: Path) -> None:
    path = tmp_path / "profile.yaml"
    path.write_text(
        "format: pilot-prioritizer import profile\nversion: 1\ndecimal: ','\n"
        "columns: {Masse: tonnage_t, Navn: name}\n"
    )

    found = with_profile(path, ImportOptions(columns={"Masse": "ignore"}, keep_source=True))

    assert found.columns == {"Masse": "ignore", "Navn": "name"}
    assert (found.decimal, found.keep_source) == (",", True)
    assert found.from_profile == ("Navn",)
