"""A quarantined grade is taken in when it is corrected or confirmed, and only then."""

from __future__ import annotations

from pathlib import Path

import pytest

from prioritizer.domain.ranges import Range
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import SiteRegister
from prioritizer.errors import InputError
from prioritizer.readers.sites import read_sites
from prioritizer.workflow.sites.audience import Audience, part_for
from prioritizer.workflow.sites.confirmed_grades import (
    GradeKey,
    TypedGrade,
    held_grades,
    with_grades,
)

KEY = GradeKey("A-1", "Cu", Range(None, 65.0, None), "%", "")


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

    assert (held.key, held.number, held.site_name) == (KEY, 1, "One")
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


def test_a_grade_that_is_in_use_is_refused(
    register: SiteRegister, reference: Reference
) -> None:
    zinc = GradeKey("A-1", "Zn", Range(None, 1.0, None), "%", "")

    with pytest.raises(InputError, match="A-1, Zn: found no such grade"):
        with_grades(register, {zinc: TypedGrade("9", "%")}, reference)


def read(folder: Path, grades: str, reference: Reference) -> SiteRegister:
    (folder / "sites.csv").write_text(
        "site_id,name,waste_type,restricted_fields\nA-1,One,tailings,assays/Cu\n",
        encoding="utf-8",
    )
    (folder / "grades.csv").write_text(
        f"site_id,analyte,best,unit,statistic,note\n{grades}", encoding="utf-8"
    )
    return read_sites(folder / "sites.csv", reference).register


@pytest.mark.parametrize("copper", ["90", "1.5"])
def test_what_an_audience_confirms_never_meets_a_grade_withheld_from_it(
    copper: str, tmp_path: Path, reference: Reference
) -> None:
    rows = f"A-1,Cu,{copper},%,mean,\nA-1,Au,900000,g/t,mean of 12,in the fines\n"
    whole = read(tmp_path, rows, reference)
    seen = part_for(whole, Audience.PUBLIC).register
    (held,) = held_grades(seen)

    found = with_grades(whole, {held.key: TypedGrade("0.9", "g/t")}, reference)

    before, after = whole.by_id()["A-1"].assays, found.by_id()["A-1"].assays
    assert after[0] == before[0]
    assert (after[1].grade, after[1].is_used) == (Range(None, 0.9, None), True)
    assert (held.key.analyte, held.number) == ("Au", 0)


def test_grades_that_cannot_be_told_apart_are_refused(
    tmp_path: Path, reference: Reference
) -> None:
    whole = read(tmp_path, "A-1,Au,900000,g/t,mean,\n" * 2, reference)
    key = held_grades(whole)[0].key

    with pytest.raises(InputError, match="A-1, Au: found 2 grades that are alike"):
        with_grades(whole, {key: TypedGrade("0.9", "g/t")}, reference)
