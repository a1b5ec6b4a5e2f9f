"""What is assayed and counts nowhere: one note for each product and fact, with the sites."""

from __future__ import annotations

from prioritizer.domain.site import Assay, Range, Site
from prioritizer.readers.reference import read_reference
from prioritizer.workflow.sites.importing import validate_file
from prioritizer.workflow.sites.reference_gaps import reference_gaps
from tests.conftest import ROOT

REFERENCE = read_reference()


def with_assays(site_id: str, *analytes: str) -> Site:
    assays = tuple(Assay(name, Range(None, 1.0), "%") for name in analytes)
    return Site(site_id=site_id, name=site_id, assays=assays)


def test_a_product_without_a_fact_is_one_note_that_counts_its_sites() -> None:
    sites = [with_assays(f"S-{k}", "Cu", "As") for k in range(8)]

    found = reference_gaps(sites, REFERENCE, "sites.csv")

    assert [issue.found for issue in found] == [
        "As at S-0, S-1, S-2, S-3, S-4 and 3 more sites"
    ]
    assert "typical primary grade" in found[0].expected


def test_each_kind_of_lacking_fact_is_said() -> None:
    found = reference_gaps([with_assays("S", "TREO", "Hg", "nepheline")], REFERENCE, "f")

    said = {(issue.found.split(" at ")[0], issue.hint) for issue in found}
    assert said == {
        ("Hg", "It does not count in CRM relevance until they are entered."),
        ("Hg", "It does not count in Grade until one is entered."),
        ("TREO", "It has no share of the value until one is entered."),
        ("nepheline", "It counts nowhere: no mass factor to an element."),
    }


def test_what_is_all_known_is_silent() -> None:
    assert reference_gaps([with_assays("S", "Cu", "Zn", "Mo")], REFERENCE, "f") == ()


def test_validate_names_what_the_sample_leaves_out() -> None:
    read = validate_file(ROOT / "sample_data" / "sites.csv", REFERENCE)

    found = [issue.found for issue in read.issues]
    assert "F at BR-012" in found
    assert not any(text.startswith("Nb at") for text in found)
