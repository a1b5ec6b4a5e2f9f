"""The tables of a session: the sample as it lies, uploads as they were sent."""

from __future__ import annotations

import pytest

from prioritizer import shipped
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import SiteRegister
from prioritizer.errors import DataError
from prioritizer.workflow.sites.tables import SAMPLE_TABLES, sample_tables, uploaded_tables

SITES = b"site_id,name,waste_type\nA,Ada,tailings\n"
GRADES = b"site_id,analyte,best,unit\nA,Cu,0.4,%\n"


def test_the_sample_uploaded_is_the_sample(reference: Reference, sample: SiteRegister) -> None:
    files = [(name, shipped.SAMPLE.with_name(name).read_bytes()) for name in SAMPLE_TABLES]

    found, sent = sample_tables(reference), uploaded_tables(files, reference)

    assert found.read.register.sites == sent.read.register.sites == sample.sites
    assert found.read.issues == sent.read.issues


def test_grades_come_with_their_sites(reference: Reference) -> None:
    alone = uploaded_tables([("sites.csv", SITES)], reference)
    together = uploaded_tables([("sites.csv", SITES), ("grades.csv", GRADES)], reference)

    assert (alone.read.register.n_assays, together.read.register.n_assays) == (0, 1)
    assert alone.digest != together.digest


def test_the_same_files_have_the_same_digest(reference: Reference) -> None:
    first, again, other = (
        uploaded_tables([("sites.csv", content)], reference).digest
        for content in (SITES, SITES, SITES.replace(b"Ada", b"Ida"))
    )

    assert first == again != other


def test_a_table_that_is_none_is_refused(reference: Reference) -> None:
    with pytest.raises(DataError, match="site_id"):
        uploaded_tables([("sites.csv", b"name\nAda\n")], reference)
