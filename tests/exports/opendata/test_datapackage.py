"""The data package: our reader takes it back, its schema holds, its keys lead somewhere."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from prioritizer.domain.reference import Reference
from prioritizer.domain.site import SiteRegister
from prioritizer.exports.formats import OPEN_FORMATS
from prioritizer.readers.sites import read_sites
from tests.exports.opendata.builders import opened, two_ponds


@pytest.fixture(scope="module")
def ponds() -> SiteRegister:
    """Return a full site and one of which only the kind is known."""
    return two_ponds()


@pytest.fixture
def unpacked(tmp_path: Path, reference: Reference, sample: SiteRegister) -> Path:
    """Return the folder that the data package of the sample inventory unpacks to."""
    content = OPEN_FORMATS["datapackage"].write(
        opened(sample, reference, licence="CC-BY-4.0", updated_on="2026-05-01")
    )
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(tmp_path)
    return tmp_path


def rows_of(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class TestDataPackage:
    def test_our_own_reader_takes_it_back_whole(
        self, unpacked: Path, reference: Reference, sample: SiteRegister
    ) -> None:
        read = read_sites(unpacked / "sites.csv", reference)

        assert read.errors == ()
        for found, expected in zip(read.register.sites, sample.sites, strict=True):
            assert replace(found, row=0) == replace(expected, row=0)

    def test_every_cell_keeps_to_the_schema(self, unpacked: Path) -> None:
        descriptor = json.loads((unpacked / "datapackage.json").read_text(encoding="utf-8"))

        for resource in descriptor["resources"]:
            rows = rows_of(unpacked, resource["path"])
            fields = resource["schema"]["fields"]
            assert list(rows[0]) == [field["name"] for field in fields]
            for field in fields:
                check_field(field, [row[field["name"]] for row in rows])

    def test_keys_point_to_rows_that_are_there(self, unpacked: Path) -> None:
        descriptor = json.loads((unpacked / "datapackage.json").read_text(encoding="utf-8"))

        tables = {r["name"]: rows_of(unpacked, r["path"]) for r in descriptor["resources"]}
        for resource in descriptor["resources"]:
            for key in resource["schema"].get("foreignKeys", []):
                (column,), (target,) = key["fields"], key["reference"]["fields"]
                known = {row[target] for row in tables[key["reference"]["resource"]]}
                assert {row[column] for row in tables[resource["name"]]} <= known
        assert len(tables["citations"]) > len(tables["sites"])

    def test_files_are_what_the_descriptor_says(self, unpacked: Path) -> None:
        descriptor = json.loads((unpacked / "datapackage.json").read_text(encoding="utf-8"))

        assert descriptor["licenses"] == [{"name": "CC-BY-4.0"}]
        for resource in descriptor["resources"]:
            data = (unpacked / resource["path"]).read_bytes()
            assert resource["bytes"] == len(data)
            assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"

    def test_no_licence_is_claimed_that_was_not_given(
        self, reference: Reference, ponds: SiteRegister
    ) -> None:
        content = OPEN_FORMATS["datapackage"].write(opened(ponds, reference))

        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            descriptor = json.loads(archive.read("datapackage.json"))
            readme = archive.read("README.txt").decode()
        assert "licenses" not in descriptor
        assert "Licence: none stated by the publisher." in readme

    def test_the_same_inventory_gives_the_same_bytes(
        self, reference: Reference, ponds: SiteRegister
    ) -> None:
        write = OPEN_FORMATS["datapackage"].write

        assert write(opened(ponds, reference)) == write(opened(ponds, reference))


def check_field(field: dict[str, Any], cells: list[str]) -> None:
    """Hold the cells of a column against its field, by the words of the Table Schema."""
    constraints, known = field.get("constraints", {}), [cell for cell in cells if cell]
    if constraints.get("required"):
        assert len(known) == len(cells), field["name"]
    if constraints.get("unique"):
        assert len(set(known)) == len(known)
    if field["type"] == "number":
        assert all(re.fullmatch(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?", cell) for cell in known)
        assert all(constraints.get("minimum", -1e300) <= float(cell) for cell in known)
        assert all(constraints.get("maximum", 1e300) >= float(cell) for cell in known)
    if field["type"] == "boolean":
        assert set(known) <= {*field["trueValues"], *field["falseValues"]}
    if "enum" in constraints:
        assert set(known) <= set(constraints["enum"])
    if "pattern" in constraints:
        assert all(re.fullmatch(constraints["pattern"], cell) for cell in known)
