"""From proposals to confirmed codes: nothing is used until a person says so."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest

from prioritizer.domain.site import Site, SiteRegister, Source
from prioritizer.errors import DataError
from prioritizer.exports.tables.code_proposals import as_csv
from prioritizer.readers.criteria import read_criteria
from prioritizer.readers.reference import read_reference
from prioritizer.readers.sites import read_sites
from prioritizer.workflow.sites.classify import classify
from prioritizer.workflow.sites.code_proposals import (
    marked_classes,
    propose_codes,
    read_confirmed,
    with_confirmed,
)
from tests.appraisal.builders import assay
from tests.conftest import SAMPLE

REFERENCE, CRITERIA = read_reference(), read_criteria("default")
POND = Site(
    "A-1",
    "Pond",
    assays=(assay("Cu", 0.5),),
    texts={"tonnage_basis": "=Indicated resource, 2021.", "permit_status": "permit granted"},
    sources={"tonnage_source": "S1", "maturity_source": "S2"},
)
REGISTER = SiteRegister(
    "test", (POND, Site("A-2", "Dump")), {"S2": Source("S2", "Scoping study of the pond")}
)


def given_back(path: Path, register: SiteRegister, *columns: str) -> Path:
    """Write the proposals with those of some columns confirmed."""
    rows = list(
        csv.DictReader(io.StringIO(as_csv(propose_codes(register)).decode("utf-8-sig")))
    )
    for row in rows:
        if row["column"] in columns:
            row |= {"confirm": "yes", "confirmed_by": "Ada", "confirmed_on": "2026-05-04"}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_a_table_goes_out_blank_and_comes_back_empty(tmp_path: Path) -> None:
    path = given_back(tmp_path / "c.csv", REGISTER)

    assert {one.column for one in propose_codes(REGISTER)} == {
        "resource_class",
        "permit_code",
        "study_level",
    }
    assert read_confirmed(path, REGISTER) == ()


def test_only_what_is_confirmed_changes_the_class_and_says_so(tmp_path: Path) -> None:
    path = given_back(tmp_path / "c.csv", REGISTER, "resource_class")
    confirmed = read_confirmed(path, REGISTER)

    before = classify(REGISTER, CRITERIA, REFERENCE)
    known = with_confirmed(REGISTER, confirmed)
    after = marked_classes(classify(known, CRITERIA, REFERENCE), confirmed)

    assert before.sites[0].g.code == "G3"
    assert after.sites[0].g.code == "G2"
    assert known.sites[0].permit_code == ""
    assert after.sites[1] == before.sites[1]
    assert (
        "resource_class = indicated (confirmed by Ada on 2026-05-04 from 'Indicated resource' "
        "in tonnage_basis)"
    ) in after.sites[0].g.evidence


def test_a_code_from_a_citation_can_be_confirmed(tmp_path: Path) -> None:
    path = given_back(tmp_path / "c.csv", REGISTER, "study_level")

    [one] = read_confirmed(path, REGISTER)

    assert (one.code, one.text_column) == ("scoping", "source S2")


def test_yes_and_no_become_what_the_rules_read(tmp_path: Path) -> None:
    pond = replace(POND, texts={"notes": "The sample is not representative."})
    register = SiteRegister("test", (pond,))
    path = given_back(tmp_path / "c.csv", register, "is_representative")

    known = with_confirmed(register, read_confirmed(path, register))

    assert known.sites[0].is_representative is False


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (
            replace(POND, texts={"tonnage_basis": "Inferred resource."}),
            "a sentence that is not",
        ),
        (replace(POND, site_id="B-1"), "the site A-1, which is not in the table"),
    ],
)
def test_a_confirmation_whose_text_is_gone_is_refused(
    tmp_path: Path, changed: Site, words: str
) -> None:
    path = given_back(tmp_path / "c.csv", REGISTER, "resource_class")

    with pytest.raises(DataError) as caught:
        read_confirmed(path, replace(REGISTER, sites=(changed,)))

    [issue] = caught.value.issues
    assert words in issue.found
    assert issue.row == 2


def test_proposals_for_the_sample_agree_with_most_codes_that_were_set_by_hand() -> None:
    register = read_sites(SAMPLE, REFERENCE).register
    blank = {
        "resource_class": "", "study_level": "", "testwork_level": "", "sampling_code": "",
        "project_activity": "", "permit_code": "", "has_qaqc": None, "is_representative": None,
    }  # fmt: skip
    by_id = register.by_id()
    found = propose_codes(
        replace(register, sites=tuple(replace(site, **blank) for site in register.sites))
    )
    apart = {
        (one.site_id, one.column, one.code)
        for one in found
        if one.code != getattr(by_id[one.site_id], one.column)
    }

    assert len(found) == 40
    # A citation about another body, lower levels beside the highest, and three old states:
    # what a person has to sort out, and why none of them is used without one.
    assert apart == {
        ("SE-001", "study_level", "feasibility"),
        ("DE-005", "testwork_level", "bench"),
        ("CZ-001", "resource_class", "indicated"),
        ("CZ-001", "study_level", "scoping"),
        ("ES-001", "project_activity", "producing"),
        ("ZA-001", "study_level", "feasibility"),
        ("CL-004", "study_level", "prefeasibility"),
    }


def test_a_proposal_beside_a_cited_code_is_weaker_and_stands_last(sample: SiteRegister) -> None:
    found = propose_codes(sample)

    weaker = [one for one in found if one.is_weaker]
    assert {"SE-001", "CZ-001", "ES-001"} <= {one.site_id for one in weaker}
    assert found[-len(weaker) :] == tuple(weaker)
    assert all(one.standing.startswith("weaker: ") for one in weaker)
    blank = [one for one in found if not one.code_now]
    assert blank
    assert not any(one.is_weaker or one.standing for one in blank)
