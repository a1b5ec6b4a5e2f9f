"""Small tables that were once read wrongly and in silence, each with what it must come to."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.readers.imports.builders import read_text

SITE = "site_id,name,waste_type"
ONE, TWO = "P1,Alder pond,tailings", "P2,Birch heap,waste_rock"


@dataclass(frozen=True)
class Case:
    """A table; cells by site and column, low|best|high of grades, words of a message."""

    name: str
    text: str
    cells: dict[str, str] = field(default_factory=dict)
    grades: dict[str, str] = field(default_factory=dict)
    said: str = ""
    names: tuple[str, ...] = ()


def table(columns: str, *cells: str) -> str:
    rows = (f"{start},{cell}" for start, cell in zip((ONE, TWO), cells, strict=False))
    return "\n".join((f"{SITE},{columns}", *rows)) + "\n"


def lines(*rows: str) -> str:
    return "\n".join(rows) + "\n"


LONG = "site_id,name,analyte,grade,unit"
CASES = (
    Case(
        "million in a bracket", table("Volume (mil. m3)", "12.5", "3.4"), said="which can mean"
    ),
    Case(
        "thousands by an apostrophe",
        table("Tonnage ('000 t)", "850", "42"),
        {"P1 tonnage_t": "850000", "P2 tonnage_t": "42000"},
    ),
    Case(
        "millions in Russian",
        lines("site_id;name;waste_type;Масса (млн. т)", "P1;Ольха;waste_rock;2,4"),
        {"P1 tonnage_t": "2400000"},
    ),
    Case(
        "flows",
        table("Tonnage (t per annum),Volume (m3 per day)", "120000,900", "54000,400"),
        {"P1 tonnage_t": "", "P1 volume_m3": ""},
        said="of a flow",
    ),
    Case(
        "wet in a bracket",
        table('"Tonnage (t, wet)"', "120000"),
        {"P1 tonnage_t": "", "P1 tonnage_high_t": "120000"},
    ),
    Case("a word in a cell", table("Tonnage (t)", "2.5 mil", "1.2 mil t"), said="'2.5 mil'"),
    Case(
        "degrees, minutes and seconds",
        table(
            "LAT_DEG,LAT_MIN,LAT_SEC,LAT_HEMI,LON_DEG,LON_MIN,LON_SEC,LON_HEMI",
            "49,33,31,N,118,21,18,W",
            "49,54,3,N,118,33,30,W",
        ),
        {"P1 latitude": "49.5586111", "P2 longitude": "-118.5583333"},
    ),
    Case(
        "columns of hemispheres",
        table("Latitude,N/S,Longitude,E/W", "33.5,S,70.2,W"),
        {"P1 latitude": "-33.5", "P1 longitude": "-70.2"},
    ),
    Case(
        "a letter in the header",
        table("Lat (°N),Long (°W)", "49.50,118.30"),
        {"P1 latitude": "49.5", "P1 longitude": "-118.3"},
    ),
    Case(
        "oxides by name",
        lines(
            LONG,
            "P1,A,lithium oxide (Li2O),1.50,%",
            "P1,A,tungsten trioxide (WO3),0.20,%",
            "P2,B,lithium carbonate (Li2CO3),0.90,%",
            "P2,B,boron trioxide (B2O3),6.40,%",
        ),
        grades={
            "P1 Li2O": "|1.5|",
            "P1 WO3": "|0.2|",
            "P2 Li2CO3": "|0.9|",
            "P2 B2O3": "|6.4|",
        },
    ),
    Case(
        "no column called analyte",
        table("Material,Grade,Grade_Unit", "zinc (Zn),2.1,%", "copper (Cu),0.4,%"),
        grades={"P1 Zn": "|2.1|", "P2 Cu": "|0.4|"},
    ),
    Case(
        "statistics below the sites",
        lines(
            "Site,Cu (ppm),Zn (ppm)",
            "Alder pond,1200,900",
            "Birch pond,800,2500",
            "Cedar pond,2300,400",
            "Mean,1433,1267",
            "Median,1200,900",
            "Max,2300,2500",
            "Std. dev.,777,1091",
            "Detection limit,1,2",
            "Crustal average,27,72",
        ),
        said="6 rows of statistics",
        names=("Alder pond", "Birch pond", "Cedar pond"),
    ),
    Case(
        "sections and footnotes",
        lines(
            "Name,Volume (m3),Cu (%)",
            "NORTHERN DISTRICT,,",
            "Alder pond,12000,0.30",
            "SOUTHERN DISTRICT,,",
            "Birch pond,8000,0.50",
            "Source: survey of 2019,,",
            "* estimated from maps,,",
        ),
        said="4 rows of one text",
        names=("Alder pond", "Birch pond"),
    ),
    Case(
        "qualifiers in a long table",
        lines(f"{LONG},qualifier", "P1,A,Cd,50,mg/kg,<", "P2,B,Cd,40,mg/kg,U"),
        grades={"P1 Cd": "0||50", "P2 Cd": "0||40"},
    ),
    Case(
        "qualifiers in a wide table",
        table("Cu_ppm,Cu_ppm_Q,Sb_ppm,Sb_ppm_Q", "1200,,100,N", "5000,G,100,L"),
        grades={"P1 Cu": "|1200|", "P1 Sb": "0||100", "P2 Cu": "5000||", "P2 Sb": "0||100"},
    ),
    Case(
        "two columns of volumes",
        table("Volume,Tailings volume (Mm3)", "12500000,12.5", "3400000,3.4"),
        {"P1 volume_m3": "12500000", "P2 volume_m3": "3400000"},
    ),
    Case(
        "codes for missing",
        lines("site_id,name,Cu_ppm,Zn_ppm", "P1,Alder pond,1200,-9999", "P2,Birch,-999,800"),
        grades={"P1 Cu": "|1200|", "P2 Zn": "|800|"},
    ),
    Case(
        "kinds of waste in phrases",
        lines(
            "site_id,name,waste type",
            "P1,A,Tailings (closed)",
            "P2,B,Waste rock stockpile",
            "P3,C,Overburden pile",
            "P4,D,Slag pile",
            "P5,E,Leach pile - heap",
        ),
        {
            "P1 waste_type": "tailings",
            "P2 waste_type": "waste_rock",
            "P3 waste_type": "waste_rock",
            "P4 waste_type": "slag",
            "P5 waste_type": "residue",
        },
    ),
    Case(
        "a mean with limits",
        lines(LONG, "P1,A,Cd,<1,ppm", "P1,A,Cd,<1,ppm", "P1,A,Cd,3,ppm"),
        grades={"P1 Cd": "0|1.33333333333|3"},
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_table_comes_to_what_it_says(case: Case, tmp_path: Path) -> None:
    read = read_text(tmp_path, case.text)
    sites = {site["site_id"]: site for site in read.sites}

    for key, value in case.cells.items():
        site_id, column = key.split()
        assert sites[site_id].get(column, "") == value, key
    ends = {key: "|".join(grade[:3]) for key, grade in read.grades().items()}
    assert not case.grades or ends == case.grades
    assert case.said in read.said()
    assert not case.names or tuple(site["name"] for site in read.sites) == case.names
