"""Ids of other registers: told by their headers, kept with the register before them."""

from __future__ import annotations

from pathlib import Path

import pytest

from prioritizer.readers.imports.words.id_schemes import scheme_of, schemes
from tests.readers.imports.builders import Read, read_text


def ids(read: Read) -> list[str]:
    return [site.get("external_ids", "") for site in read.sites]


@pytest.mark.parametrize(
    ("header", "scheme"),
    [
        ("SIGBM id", "SIGBM"),
        ("ID SIGBM", "SIGBM"),
        ("Ftr_ID", "NMWI"),
        ("dep_id", "MRDS"),
        ("MRDS_ID", "MRDS"),
        ("USGS MRDS no.", "MRDS"),
        ("EBH-ID", "EBH"),
        ("MIFO-nr", "EBH"),
        ("MATTI-tunnus", "MATTI"),
        ("NGU forekomst nr", "NGU"),
        ("Wikidata", "WIKIDATA"),
        ("E-PRTR ID", "E-PRTR"),
        ("Gammalt nummer", "OLD"),
        ("Tidligere nr", "OLD"),
        ("Vanha tunnus", "OLD"),
        ("Alte Nr.", "OLD"),
        ("Ancien code", "OLD"),
        ("Código anterior", "OLD"),
        ("Codice precedente", "OLD"),
        ("Stary numer", "OLD"),
        ("Staré číslo", "OLD"),
        ("Eski no", "OLD"),
        ("Старый номер", "OLD"),
        # Of others than a site, and no ids.
        ("Kommun ID", ""),
        ("Owner id", ""),
        ("SGU", ""),
        ("Old", ""),
        ("Previous owner", ""),
        ("Site ID", ""),
    ],
)
def test_a_header_names_its_register(header: str, scheme: str) -> None:
    assert scheme_of(header) == scheme


def test_several_registers_and_several_ids_stand_together(tmp_path: Path) -> None:
    read = read_text(
        tmp_path,
        "site_id,name,SIGBM id,Ftr_ID,MRDS_ID,dep_id\n"
        "A1,A,77,Mw1,W01;mrds:D2,10001\nA2,B,78,,n/a,\n",
    )

    assert ids(read) == ["SIGBM:77;NMWI:Mw1;MRDS:W01;mrds:D2;MRDS:10001", "SIGBM:78"]
    assert [site["site_id"] for site in read.sites] == ["A1", "A2"]


@pytest.mark.parametrize("order", ["external_ids,MRDS_ID", "MRDS_ID,external_ids"])
def test_ids_that_are_there_already_stay(tmp_path: Path, order: str) -> None:
    cells = "SIGBM:5,7" if order.startswith("external") else "7,SIGBM:5"

    assert set(
        ids(read_text(tmp_path, f"site_id,name,{order}\nA,B,{cells}\n"))[0].split(";")
    ) == {
        "SIGBM:5",
        "MRDS:7",
    }


def test_the_only_id_of_a_table_is_the_sites_and_the_registers(tmp_path: Path) -> None:
    read = read_text(tmp_path, "dep_id,name,Cu %\n10001,A,1\n10002,B,2\n")

    assert [site["site_id"] for site in read.sites] == ["10001", "10002"]
    assert ids(read) == ["MRDS:10001", "MRDS:10002"]


def test_an_id_of_the_table_itself_goes_before_one_of_another_register(tmp_path: Path) -> None:
    read = read_text(tmp_path, "MRDS_ID,Objekt-ID,Namn,Cu %\n7,A1,A,1\n8,A2,B,2\n")

    assert [site["site_id"] for site in read.sites] == ["A1", "A2"]
    assert ids(read) == ["MRDS:7", "MRDS:8"]


def test_any_other_register_can_be_stated(tmp_path: Path) -> None:
    text = "site_id,name,Kennziffer\nA1,A,7\n"
    read = read_text(tmp_path, text, columns={"Kennziffer": "external_id:LANUV"})

    assert ids(read) == ["LANUV:7"]


def test_each_scheme_says_whose_it_is() -> None:
    assert all(schemes().values())
