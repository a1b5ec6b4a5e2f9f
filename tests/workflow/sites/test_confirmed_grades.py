"""A quarantined grade is taken in when it is corrected or confirmed, and only then."""

from __future__ import annotations

from pathlib import Path

import pytest

from prioritizer.domain.ranges import Range
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import SiteRegister
from prioritizer.errors import InputError
from prioritizer.readers.sites import read_sites
from prioritizer.workflow.sites.confirmed_grades import TypedGrade, held_grades, with_grades

KEY = ("A-1", 1)


@pytest.fixture
def register(tmp_path: Path, reference: Reference) -> SiteRegister:
    (tmp_path / "sites.csv").write_text(
        "site_id,name,waste_type\nA-1,One,tailings\nA-2,Two,tailings\n", encoding="utf-8"
    )
    (tmp_path / "grades.csv").write_text(
        "site_id,analyte,best,unit\nA-1,Zn,1,%\nA-1,Cu,65,%\nA-2,Cu,0.4,%\n", encoding="utf-8"
    )
    return read_sites(tmp_path / "sites.csv", reference).register


def test_what_is_held_is_listed_with_its_reason(register: SiteRegister) -> None:
    (held,) = held_grades(register)

    assert (held.site_id, held.number) == KEY
    assert (held.analyte, held.grade.best, held.unit) == ("Cu", 65.0, "%")
    assert held.why.startswith("65 % is above 20 % Cu")


def test_a_corrected_grade_is_used(register: SiteRegister, reference: Reference) -> None:
    found = with_grades(register, {KEY: TypedGrade("0,65", "%")}, reference)

    zinc, copper = found.by_id()["A-1"].assays
    assert (copper.grade, copper.unit, copper.is_used) == (Range(None, 0.65, None), "%", True)
    assert copper.note.startswith("corrected by hand; before: 65 % is above 20 % Cu")
    assert zinc == register.by_id()["A-1"].assays[0]
    assert found.by_id()["A-2"] is register.by_id()["A-2"]
    assert held_grades(found) == ()


def test_one_that_is_still_impossible_needs_a_confirmation(
    register: SiteRegister, reference: Reference
) -> None:
    with pytest.raises(InputError, match=r"A-1, Cu: 65 % is above 20 % Cu .* tick"):
        with_grades(register, {KEY: TypedGrade("65", "%")}, reference)

    found = with_grades(register, {KEY: TypedGrade("65", "%", is_confirmed=True)}, reference)

    assert found.by_id()["A-1"].assays[1].is_used
    assert held_grades(found) == ()


def test_a_text_that_is_no_grade_is_refused(
    register: SiteRegister, reference: Reference
) -> None:
    with pytest.raises(InputError, match="A-1, Cu: found “much”"):
        with_grades(register, {KEY: TypedGrade("much", "%")}, reference)


def test_a_grade_that_is_in_use_is_not_touched(
    register: SiteRegister, reference: Reference
) -> None:
    assert with_grades(register, {("A-2", 0): TypedGrade("9", "%")}, reference) == register
