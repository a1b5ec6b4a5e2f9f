"""A table of outcomes: what is read, and every fault named with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from prioritizer import shipped
from prioritizer.domain.hindcast import OutcomeKind, OutcomeResult, Standing
from prioritizer.domain.reference import Reference
from prioritizer.errors import DataError, Severity
from prioritizer.readers.outcomes import OPTIONAL, REQUIRED, OutcomeFile, read_outcomes

COLUMNS = (*REQUIRED, *OPTIONAL)
GOOD = {
    "body_id": "X-1",
    "name": "Pond one",
    "country": "SE",
    "waste_type": "tailings",
    "outcome": "reprocessed",
    "outcome_year": "2018",
    "evidence_year": "2015",
    "mass_t": "2000000",
    "grade_list": "Cu=0.5 %;Au=0.3 g/t",
    "standing": "verified",
    "note": "hindsight=no; a word",
    "cohort": "compilation",
    "result": "success",
    "hazard_note": "acid water",
    "distance_plant_km_or_note": "1 (mill)",
}


def written(folder: Path, *rows: dict[str, str], columns: tuple[str, ...] = COLUMNS) -> Path:
    path = folder / "outcomes.csv"
    lines = [",".join(columns)]
    lines += [",".join(f'"{row.get(name, "")}"' for name in columns) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def read(tmp_path: Path, reference: Reference):  # type: ignore[no-untyped-def]
    def reading(*changes: dict[str, str]) -> OutcomeFile:
        rows = [
            GOOD | {"body_id": f"X-{k}"} | change for k, change in enumerate(changes, start=1)
        ]
        return read_outcomes(written(tmp_path, *rows), reference)

    return reading


def test_a_row_is_read_as_it_stands(read) -> None:  # type: ignore[no-untyped-def]
    [one] = read({}).outcomes

    assert (one.kind, one.result) == (OutcomeKind.REPROCESSED, OutcomeResult.SUCCESS)
    assert (one.evidence_year, one.outcome_year) == (2015, 2018)
    assert one.standing is Standing.VERIFIED
    assert one.site.tonnage_t.best == 2e6
    assert [(a.analyte, a.grade.best, a.unit) for a in one.site.assays] == [
        ("Cu", 0.5, "%"),
        ("Au", 0.3, "g/t"),
    ]
    assert one.is_taken_up
    assert one.is_of_closed_list
    assert not one.has_hindsight
    assert one.plant_note == "1 (mill)"


def test_flags_of_the_note_are_read(read) -> None:  # type: ignore[no-untyped-def]
    [one] = read({"note": "open=yes; x; hindsight=yes; doubt=yes"}).outcomes

    assert (one.has_hindsight, one.is_open, one.is_doubtful) == (True, True, True)


def test_evidence_from_after_the_outcome_is_hindsight_and_said(read) -> None:  # type: ignore[no-untyped-def]
    found = read({"outcome_year": "2012"})

    assert found.outcomes[0].has_hindsight
    [issue] = found.issues
    assert issue.severity is Severity.WARNING
    assert "evidence of 2015 for an outcome of 2012" in str(issue)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"body_id": ""}, "column body_id: found a blank cell"),
        ({"name": ""}, "column name: found a blank cell"),
        ({"outcome": ""}, "column outcome: found a blank cell"),
        ({"outcome": "mined"}, "found 'mined'. Expected one of: reprocessed"),
        ({"waste_type": "sand"}, "found 'sand'. Expected one of: tailings"),
        ({"standing": "sure"}, "found 'sure'. Expected one of: verified"),
        ({"result": "good"}, "found 'good'. Expected one of: success"),
        ({"country": "Sweden"}, "found 'Sweden'. Expected a country code"),
        ({"evidence_year": ""}, "column evidence_year: found a blank cell"),
        ({"evidence_year": "about 2015"}, "found 'about 2015'. Expected a number in years"),
        ({"evidence_year": "2015.5"}, "found '2015.5'. Expected a whole year"),
        ({"evidence_year": "15"}, "found '15'. Expected a number from 1800 to 2100"),
        ({"mass_t": "2,000,000"}, "without thousands separators"),
        ({"mass_t": "0"}, "Expected a mass above 0"),
        ({"mass_t": "-5"}, "found '-5'"),
        ({"mass_low": "3000000"}, "found low 3000000, best 2000000, high –"),
        ({"latitude": "95"}, "found '95'"),
        ({"grade_list": "Cu 0.5 %"}, "found 'Cu 0.5 %'. Expected an analyte"),
        ({"grade_list": "Cu=0.5%"}, "found 'Cu=0.5%'. Expected an analyte"),
        ({"grade_list": "Cu=0.5 kg/t"}, "Expected one of: %, g/t, ppm, mg/kg"),
        ({"grade_list": "Cu=0,5 %"}, "Write a decimal point instead of a comma"),
        ({"grade_list": "Cu=150 %"}, "Expected a number from 0 to 100 %"),
        ({"grade_list": "Cu=0.5 %;Cu=0.6 %"}, "Expected Cu once in each row"),
        ({"note": "hindsight=maybe"}, "Expected hindsight=yes or hindsight=no"),
    ],
)
def test_a_fault_is_named_and_its_row_left_out(read, change, said) -> None:  # type: ignore[no-untyped-def]
    found = read(change, {})

    errors = [str(i) for i in found.issues if i.severity is Severity.ERROR]
    assert [text for text in errors if said in text and ", row 2" in text], errors
    assert [one.site.site_id for one in found.outcomes] == ["X-2"]


def test_every_fault_of_a_file_is_named_at_once(read) -> None:  # type: ignore[no-untyped-def]
    found = read({"mass_t": "x", "outcome": "y"}, {"grade_list": "?"}, {"body_id": "X-1"})

    assert {(issue.row, issue.column) for issue in found.issues} == {
        (2, "mass_t"),
        (2, "outcome"),
        (3, "grade_list"),
        (4, "body_id"),
    }


def test_what_is_only_odd_is_a_warning_and_counts(read) -> None:  # type: ignore[no-untyped-def]
    found = read(
        {"grade_list": "Cu=0.5 %;Unobtainium=3 ppm"},
        {"outcome": "sampled_only", "result": "success"},
        {"country": "", "grade_list": "", "mass_t": "", "outcome_year": ""},
    )

    assert len(found.outcomes) == 3
    assert {i.severity for i in found.issues} == {Severity.WARNING}
    assert [i.found for i in found.issues] == ["'Unobtainium'", "'success'"]
    assert found.outcomes[1].result is None


def test_missing_columns_are_named_and_strange_ones_said(
    tmp_path: Path, reference: Reference
) -> None:
    with pytest.raises(DataError) as caught:
        read_outcomes(written(tmp_path, GOOD, columns=("body_id", "name")), reference)
    assert {issue.column for issue in caught.value.issues} == {*REQUIRED} - {"body_id", "name"}

    found = read_outcomes(written(tmp_path, GOOD, columns=(*REQUIRED, "colour")), reference)
    assert len(found.outcomes) == 1
    assert "the columns colour" in str(found.issues[0])


def test_a_blank_cohort_was_collected(read) -> None:  # type: ignore[no-untyped-def]
    [one] = read({"cohort": ""}).outcomes

    assert not one.is_of_closed_list


def test_the_shipped_table_has_no_fault(reference: Reference) -> None:
    found = read_outcomes(shipped.OUTCOMES, reference)

    assert found.issues == ()
    assert len(found.outcomes) == 101
