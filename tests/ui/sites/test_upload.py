"""An export of this tool, uploaded as a site table: whole, or refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from prioritizer.domain.reference import Reference
from prioritizer.errors import DataError
from prioritizer.exports.formats import OPEN_FORMATS
from prioritizer.readers.sites import read_sites
from prioritizer.ui.shell import cache as cached
from tests.conftest import SAMPLE
from tests.exports.opendata.builders import opened


@pytest.mark.parametrize("name", ["gpkg", "geojson", "datapackage"])
def test_an_uploaded_export_holds_the_assays(reference: Reference, name: str) -> None:
    register = read_sites(SAMPLE, reference).register
    form = OPEN_FORMATS[name]
    content = form.write(opened(register, reference))

    found = cached.read_upload([(f"sites{form.extension}", content)], title="Mine")

    assert (len(found.register), found.register.n_assays) == (181, 310)
    assert found.register.title == "Mine"


def test_grades_besides_an_export_are_refused(reference: Reference) -> None:
    register = read_sites(SAMPLE, reference).register
    content = OPEN_FORMATS["gpkg"].write(opened(register, reference))
    grades = Path(SAMPLE.with_name("grades.csv")).read_bytes()

    with pytest.raises(DataError, match="assays of its own"):
        cached.read_upload([("sites.gpkg", content), ("grades.csv", grades)], title="Mine")
