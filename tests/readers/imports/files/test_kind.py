"""What cannot be read is called by its name, with a cure that fits."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from prioritizer.errors import DataError
from tests.readers.imports.builders import read_text, saved, workbook


def dbase(version: int, n: int) -> bytes:
    """Return a dBase table of one text column."""
    head = struct.pack("<4BIHH20x", version, 126, 11, 28, n, 65, 11)
    column = b"NAME".ljust(11, b"\0") + b"C" + bytes(4) + b"\x0a" + bytes(15)
    return head + column + b"\x0d" + b" Alder     " * n + b"\x1a"


KML = '<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document/></kml>'


@pytest.mark.parametrize(
    ("content", "file", "what"),
    [
        (dbase(3, 1), "sites.dbf", "a dBase table"),
        (dbase(3, 900), "sites.csv", "a dBase table"),
        (dbase(0x83, 60), "sites.dbf", "a dBase table"),
        (KML, "heaps.kml", "found no layer"),
        ("<gpx version='1.1'><wpt/></gpx>", "f.gpx", "a GPX file"),
        ("<?xml version='1.0'?><wfs:FeatureCollection/>", "f.gml", "a GML file"),
        ("<!DOCTYPE html><html><table></table></html>", "f.html", "a web page"),
        ("<thing/>", "f.xml", "an XML or HTML file"),
    ],
)
def test_other_kinds_are_named(
    tmp_path: Path, content: str | bytes, file: str, what: str
) -> None:
    with pytest.raises(DataError, match=what):
        read_text(tmp_path, content, file)


@pytest.mark.parametrize("header", ["_n_o_m_e_,_u_f_,_v_o_l_", "xqz,wvy,zzz", "ψψ,ωω,χχ"])
def test_a_table_of_which_nothing_is_known_is_refused(tmp_path: Path, header: str) -> None:
    with pytest.raises(DataError, match="3 columns, none of which is known"):
        read_text(tmp_path, f"{header}\nAlder,MG,100\nBirch,MG,200\n")


@pytest.mark.parametrize("header", ["Nome,qq,ww", "Name,Ort,ww", "qq,Название,ww"])
def test_sites_with_names_alone_are_said(tmp_path: Path, header: str) -> None:
    said = read_text(tmp_path, f"{header}\nAlder,MG,100\nBirch,MG,200\n").said("warning")

    assert "2 sites of which nothing is known but what they are called" in said


@pytest.mark.parametrize(
    "first",
    [
        [["Read me"], ["Column", "Meaning"], ["name", "what it is called"]],
        [["Lies mich", "Stand 2019"], ["Spalte", "Bedeutung"], ["Masse", "in kt"]],
        [["Spalte", "Erklärung", "Einheit"], ["Name", "Bezeichnung", "-"]],
        [["Описание", "таблицы"], ["Масса", "млн т"]],
        [["Leyenda", "Significado"], ["Nombre", "nombre del relave"]],
    ],
)
def test_the_sheet_whose_columns_are_known_is_read(
    tmp_path: Path, first: list[list[str]]
) -> None:
    book = workbook(first, title="README")
    sheet = book.create_sheet("Data")
    sheet.append(["Nombre", "Latitud", "Longitud", "Volumen (m3)", "Cu (%)"])
    sheet.append(["Alder", -33.5, -70.2, 1000, 0.4])
    read = read_text(tmp_path, saved(book), "f.xlsx")

    assert [site["name"] for site in read.sites] == ["Alder"]
    assert "Sheet 'Data' was read" in read.said("warning")
