"""Every open format: nothing restricted leaves; the Article 27 table says what it misses."""

from __future__ import annotations

import csv
import io
import struct
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from prioritizer.domain.columns import Column, site_columns
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import Assay, Range, Site, SiteRegister, Source
from prioritizer.errors import InputError
from prioritizer.exports.formats import OPEN_FORMATS, format_of
from prioritizer.exports.opendata.inventory import OpenInventory
from prioritizer.readers.sites import read_sites
from tests.exports.opendata.builders import opened, two_ponds


@pytest.fixture(scope="module")
def ponds() -> SiteRegister:
    """Return a full site and one of which only the kind is known."""
    return two_ponds()


class TestRestriction:
    CANARY = "CANARY"
    NUMBER = 4.5678

    def text_of(self, content: bytes) -> str:
        """Return everything a file holds, packed parts included."""
        if content[:2] == b"PK":
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                content = b"\n".join(archive.read(name) for name in archive.namelist())
        return content.decode("utf-8", errors="replace")

    def cell(self, column: Column) -> str:
        if column.kind == "number":
            return str(min(max(self.NUMBER, column.low), column.high))
        if column.kind == "country":
            return "AQ"
        return column.allowed[-1] if column.allowed else self.CANARY

    def register(self, folder: Path, reference: Reference, row: dict[str, str]) -> SiteRegister:
        path = folder / "sites.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, row)
            writer.writeheader()
            writer.writerow(row)
        read = read_sites(path, reference)
        assert not read.errors
        return read.register

    @pytest.mark.parametrize("name", [n for n in site_columns() if n != "site_id"])
    def test_a_restricted_column_leaves_in_no_format(
        self, tmp_path: Path, reference: Reference, name: str
    ) -> None:
        column = site_columns()[name]
        row = {
            "site_id": "A1",
            "name": "Pond",
            "waste_type": "tailings",
            name: self.cell(column),
        }
        if name in ("latitude", "longitude"):
            row.update(latitude="4.5678", longitude="4.5678")
        if name.startswith("gate"):
            row.update(gate="refused")
        row["restricted_fields"] = f"{row.get('restricted_fields', '')};{name}"
        register = self.register(tmp_path, reference, row)

        inventory = opened(register, reference)

        cells = inventory.row(inventory.register.sites[0]) if len(inventory.register) else {}
        assert cells.get(name) in (None, "withheld", "other")
        for entry in OPEN_FORMATS.values():
            content = entry.write(inventory)
            assert self.CANARY not in self.text_of(content)
            assert str(self.NUMBER) not in self.text_of(content)
            assert struct.pack("<d", self.NUMBER) not in content
            assert struct.pack(">d", self.NUMBER) not in content

    def test_a_restricted_site_assay_or_source_leaves_in_no_format(
        self, reference: Reference, ponds: SiteRegister
    ) -> None:
        secret = Site(
            "CANARY-1",
            "CANARY",
            latitude=48.7654,
            longitude=17.7654,
            texts={"access": "restricted", "owner": "CANARY"},
            sources={"tonnage_source": "CANARY-S"},
        )
        partly = replace(
            ponds.sites[0],
            site_id="P3",
            assays=(Assay("V", Range(best=0.98765), "%", note="CANARY", source="CANARY-S"),),
            texts={"restricted_fields": "assays/V"},
        )
        named = replace(ponds.sites[1], sources={"area_source": "S8"})
        sources = {
            **ponds.sources,
            "CANARY-S": Source("CANARY-S", "CANARY"),
            "S8": Source("S8", "CANARY", url="CANARY", access="restricted"),
        }
        register = SiteRegister("r", (*ponds.sites[:1], named, secret, partly), sources)

        inventory = opened(register, reference)

        assert (inventory.n_sites_withheld, inventory.n_values_withheld) == (1, 1)
        for entry in OPEN_FORMATS.values():
            text = self.text_of(entry.write(inventory))
            for word in ("CANARY", "48.7654", "0.98765"):
                assert word not in text, entry.name

    def test_columns_withheld_everywhere_must_exist(
        self, reference: Reference, ponds: SiteRegister
    ) -> None:
        with pytest.raises(InputError, match="withheld columns: found 'ownr'"):
            opened(ponds, reference, without=["ownr"])


def crma_rows(inventory: OpenInventory) -> list[dict[str, str]]:
    text = OPEN_FORMATS["crma"].write(inventory).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


class TestCrma:
    def test_a_row_per_raw_material_with_quantity_and_method(
        self, reference: Reference, ponds: SiteRegister
    ) -> None:
        tungsten, copper, earths, _ = crma_rows(opened(ponds, reference))

        assert (tungsten["raw_material"], tungsten["element"]) == ("WO3", "W")
        assert [tungsten[f"concentration_{end}"] for end in ("low", "best", "high")] == [
            "0.1",
            "0.2",
            "0.4",
        ]
        # 1 000 000 t at 0.1 % and 2 000 000 t at 0.2 %; the high tonnage is unknown.
        assert [tungsten[f"quantity_{end}_t"] for end in ("low", "best", "high")] == [
            "1000",
            "4000",
            "unknown",
        ]
        assert tungsten["quantity_method"] == "calculated: tonnage × concentration"
        assert copper["quantity_best_t"] == "unknown"
        assert (earths["quantity_best_t"], earths["quantity_method"]) == ("120", "published")

    def test_unknown_is_a_word_and_never_a_blank(
        self, reference: Reference, sample: SiteRegister
    ) -> None:
        rows = crma_rows(opened(sample, reference))

        assert [row["site_id"] for row in rows if "" in row.values()] == []
        assert {row["site_id"] for row in rows} == set(sample.by_id())

    def test_it_says_what_article_27_still_misses(
        self, reference: Reference, ponds: SiteRegister
    ) -> None:
        full, *_, bare = crma_rows(opened(ponds, reference, updated_on="2026-05-01"))

        assert full["missing_for_article_27"] == "nothing"
        assert full["operator_former"] == "Old Mines Ltd"
        assert (full["not_verified"], full["updated_on"]) == ("area_ha", "2026-05-01")
        assert bare["missing_for_article_27"] == (
            "location; areal extent; waste volume; operator or former operator; "
            "concentrations of raw materials; quantities of raw materials"
        )
        assert (bare["raw_material"], bare["updated_on"], bare["public"]) == (
            "unknown",
            "2026-05-01",
            "yes",
        )
        assert crma_rows(opened(ponds, reference))[0]["updated_on"] == "unknown"

    def test_no_text_starts_a_formula(self, reference: Reference, ponds: SiteRegister) -> None:
        assert crma_rows(opened(ponds, reference))[0]["name"] == "'=HYPERLINK(1) & <b>"


def test_the_ending_of_a_file_names_the_format() -> None:
    assert format_of(Path("a/B.GeoJSON"), OPEN_FORMATS).name == "geojson"
    with pytest.raises(InputError, match=r"found the ending '\.xls'"):
        format_of(Path("a.xls"), OPEN_FORMATS)
