"""A corpus of messy and hostile files: each is read right, or refused as stated."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import shapely

from prioritizer.domain.imports import ImportOptions, Limits
from prioritizer.domain.reference import Reference
from prioritizer.errors import DataError
from prioritizer.readers.imports.reading import read_file
from prioritizer.readers.imports.words.outcome import Outcome
from tests.readers.imports.builders import (
    FIXED,
    ROW,
    archive,
    collection,
    feature,
    geopackage,
    point,
    replaced,
    saved,
    site,
    workbook,
)

Content = bytes | str | Callable[[Path], bytes]


@dataclass(frozen=True)
class Case:
    """A file, and what must come of it: cells of its first site, grades, a refusal."""

    name: str
    content: Content
    file: str = "file.csv"
    options: dict[str, Any] = field(default_factory=dict)
    first: dict[str, str] = field(default_factory=dict)
    grade: dict[str, str] = field(default_factory=dict)
    refused: str = ""
    error: str = ""
    warning: str = ""
    said: str = ""
    sites: int | None = None


def run(case: Case, folder: Path, reference: Reference) -> Outcome:
    path = folder / case.file
    content = case.content(folder) if callable(case.content) else case.content
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_file(path, ImportOptions(**case.options), reference.analytes, lambda *_: None)


def check(case: Case, folder: Path, reference: Reference) -> None:
    """Assert that a case comes out as it says, and in no other way."""
    if case.refused:
        with pytest.raises(DataError) as caught:
            run(case, folder, reference)
        assert case.refused in str(caught.value)
        return
    outcome = run(case, folder, reference)
    errors = [str(i) for i in outcome.issues if i.severity == "error"]
    warnings = [str(i) for i in outcome.issues if i.severity == "warning"]
    if case.error:
        assert any(case.error in text for text in errors), errors
    else:
        assert errors == []
    assert not case.warning or any(case.warning in text for text in warnings), warnings
    said = [f"{i.kind}: {i.where}: {i.what}" for i in outcome.interpretations]
    assert not case.said or any(case.said in text for text in said), said
    if case.sites is not None:
        assert len(outcome.rows) == case.sites
    rows = [dict(zip(outcome.header, row, strict=True)) for row in outcome.rows]
    for name, value in case.first.items():
        assert rows[0].get(name, "") == value, f"{name}: {rows[0].get(name)!r}"
    grades = [(row[1], "|".join(row[2:6])) for row in outcome.grade_rows if row[11] == "yes"]
    if case.grade or not (case.first or case.error):
        assert dict(grades) == case.grade


def tonnage(unit: str, cell: str) -> str:
    """Return a file in which one cell holds a mass; the coordinates show a decimal point."""
    return site(f"Tonnage {unit}", f'"{cell}"')


def with_comma(header: str, cell: str) -> str:
    """Return a file with semicolons and decimal commas."""
    return site(header, cell, delimiter=";").replace("60.07", "60,07").replace("15.01", "15,01")


NUMBERS = [
    Case("plain", tonnage("t", "1500000"), first={"tonnage_t": "1500000"}),
    Case(
        "thousands by comma",
        tonnage("t", "1,500,000"),
        first={"tonnage_t": "1500000"},
        said="thousands marks taken out",
    ),
    Case(
        "one group by comma where points are decimal",
        tonnage("t", "1,500"),
        first={"tonnage_t": "1500"},
        said="read with a thousands mark",
    ),
    Case("thousands by blank", tonnage("t", "1 500 000"), first={"tonnage_t": "1500000"}),
    Case(
        "thousands by no-break space",
        tonnage("t", "1\u00a0500\u00a0000"),
        first={"tonnage_t": "1500000"},
    ),
    Case(
        "thousands by thin space",
        tonnage("t", "1\u202f500\u202f000"),
        first={"tonnage_t": "1500000"},
    ),
    Case("thousands by apostrophe", tonnage("t", "1'500'000"), first={"tonnage_t": "1500000"}),
    Case(
        "decimal commas, dots for thousands",
        with_comma("Volym m3", "1.234.567,50"),
        first={"volume_m3": "1234567.5"},
    ),
    Case(
        "one dotted group among decimal commas",
        with_comma("Volym m3", "1.234"),
        first={"volume_m3": "1234"},
        said="read with a thousands mark",
    ),
    Case(
        "a decimal point among decimal commas",
        with_comma("Volym m3", "1234567.5"),
        first={"volume_m3": "1234567.5"},
        said="decimal point, unlike the rest of the file",
    ),
    Case(
        "both marks in one column",
        site("Tonnage t", "1.5")
        + 'A2,Pond 2,SE,60.2,15.2,tailings,"1,5"\n'
        + "A3,Pond 3,SE,60.3,15.3,tailings,2.5\n",
        error="row 3, column Tonnage t: found '1,5'",
        sites=3,
    ),
    Case(
        "nothing tells the mark",
        'site_id,name,waste_type,Tonnage kt\nA,Pond,tailings,"1,234"\n',
        error="It can mean a decimal or thousands",
        sites=1,
        first={"tonnage_t": ""},
    ),
    Case(
        "nothing tells the mark but the user",
        'site_id,name,waste_type,Tonnage kt\nA,Pond,tailings,"1,234"\n',
        options={"decimal": ","},
        first={"tonnage_t": "1234"},
    ),
    Case(
        "the user says point",
        'site_id,name,waste_type,Tonnage kt\nA,Pond,tailings,"1,234"\n',
        options={"decimal": "."},
        first={"tonnage_t": "1234000"},
    ),
    Case(
        "Indian grouping",
        tonnage("t", "12,34,567"),
        error="found '12,34,567'",
        sites=1,
        first={"tonnage_t": ""},
    ),
    Case("exponent", tonnage("t", "1.5E+06"), first={"tonnage_t": "1500000"}),
    Case(
        "beyond all numbers",
        tonnage("t", "1e308"),
        error="too large to be real",
        sites=1,
        first={"tonnage_t": ""},
    ),
    Case(
        "infinity",
        tonnage("t", "inf"),
        error="Leave the cell blank",
        sites=1,
        first={"tonnage_t": ""},
    ),
    Case(
        "nan is missing", tonnage("t", "NaN"), first={"tonnage_t": ""}, said="read as missing"
    ),
    Case(
        "-9999 is missing",
        tonnage("t", "-9999"),
        first={"tonnage_t": ""},
        said="read as missing",
    ),
    Case(
        "a code for missing among grades leaves the others",
        f"{FIXED},Cu_ppm,Zn_ppm\n{ROW},1200,-9999\n",
        grade={"Cu": "|1200||ppm"},
        said="read as missing",
    ),
    Case(
        "a code for missing stands for a content too",
        f"{FIXED},Cu_ppm,Au contained t\n{ROW},-999,-9999\n",
        said="read as missing",
        sites=1,
    ),
    Case(
        "a negative grade that is no code is refused",
        f"{FIXED},Cu_ppm\n{ROW},-3\n",
        error="a grade from 0 to 1e+06 ppm",
        sites=1,
    ),
    Case("-9999.000 is missing", tonnage("t", "-9999.000000"), first={"tonnage_t": ""}),
    Case("n/a is missing", tonnage("t", "n/a"), first={"tonnage_t": ""}),
    Case("a dash is missing", tonnage("t", "–"), first={"tonnage_t": ""}),
    Case(
        "zero mass is unknown",
        tonnage("t", "0"),
        first={"tonnage_t": ""},
        said="0 read as unknown",
    ),
    Case(
        "negative mass",
        tonnage("t", "-5"),
        error="a number from 0",
        sites=1,
        first={"tonnage_t": ""},
    ),
    Case(
        "words",
        tonnage("t", "about three million"),
        error="found 'about three million'",
        sites=1,
        first={"tonnage_t": ""},
    ),
    Case(
        "range",
        tonnage("Mt", "2-3"),
        first={"tonnage_low_t": "2000000", "tonnage_high_t": "3000000", "tonnage_t": ""},
    ),
    Case(
        "range of a value in money",
        site("npv_musd", '"10-25"'),
        first={"npv_low_musd": "10", "npv_high_musd": "25", "npv_musd": ""},
    ),
    Case(
        "range with dash and unit",
        tonnage("t", "2–3 Mt"),
        first={"tonnage_low_t": "2000000", "tonnage_high_t": "3000000"},
    ),
    Case(
        "range the wrong way round",
        tonnage("Mt", "3-2"),
        error="the wrong way round",
        sites=1,
        first={"tonnage_t": ""},
    ),
    Case(
        "about", tonnage("t", "ca. 1500"), first={"tonnage_t": "1500"}, said="'about' left out"
    ),
    Case("more than", tonnage("t", ">1000"), first={"tonnage_low_t": "1000", "tonnage_t": ""}),
    Case(
        "less than says nothing of a low end",
        tonnage("t", "<1000"),
        first={"tonnage_high_t": "1000", "tonnage_low_t": ""},
    ),
    Case(
        "plus minus",
        tonnage("t", "1000 ± 200"),
        first={"tonnage_low_t": "800", "tonnage_t": "1000", "tonnage_high_t": "1200"},
    ),
    Case(
        "short tons in the cell",
        tonnage("t", "1500 st"),
        first={"tonnage_t": "1360.77711"},
        said="unit st named in the cell",
    ),
    Case("a multiplier in the cell", tonnage("t", "3 million"), first={"tonnage_t": "3000000"}),
    Case(
        "a foreign unit in the cell",
        tonnage("t", "300 m3"),
        error="not a unit that fits here",
        sites=1,
        first={"tonnage_t": ""},
    ),
    Case(
        "a date where a number should be",
        tonnage("t", "02-Jan"),
        error="looks like a date",
        sites=1,
        first={"tonnage_t": ""},
    ),
    Case(
        "a formula",
        tonnage("t", "=1+1"),
        error="Put the result of the formula",
        sites=1,
        first={"tonnage_t": ""},
    ),
    Case(
        "a fault of the spreadsheet",
        tonnage("t", "#REF!"),
        error="could not calculate this cell",
        sites=1,
        first={"tonnage_t": ""},
    ),
    Case(
        "Arabic digits",
        tonnage("t", "١٢٣"),
        error="ASCII digits",
        sites=1,
        first={"tonnage_t": ""},
    ),
    Case(
        "full-width digits",
        tonnage("t", "１２３"),
        error="ASCII digits",
        sites=1,
        first={"tonnage_t": ""},
    ),
    Case(
        "hexadecimal",
        tonnage("t", "0x1F"),
        error="'x1F' is not a unit",
        sites=1,
        first={"tonnage_t": ""},
    ),
    Case(
        "typographic minus",
        site("x", "y").replace("15.01", "−15.01"),
        first={"longitude": "-15.01"},
    ),
]

UNITS = [
    Case("kt", tonnage("(kt)", "12"), first={"tonnage_t": "12000"}),
    Case("Mt", tonnage("Mt", "1.2"), first={"tonnage_t": "1200000"}),
    Case(
        "MT can mean two things",
        tonnage("MT", "1.2"),
        first={"tonnage_t": ""},
        warning="million tonnes (Mt)",
    ),
    Case(
        "tons are doubtful",
        tonnage("(tons)", "12"),
        first={"tonnage_t": "12"},
        warning="short tons",
    ),
    Case("short tons", tonnage("(short tons)", "1000"), first={"tonnage_t": "907.18474"}),
    Case(
        "no unit is asked for",
        site("Tonnage", "12"),
        first={"tonnage_t": ""},
        warning='--unit "Tonnage=UNIT" (t, kt or Mt)',
    ),
    Case(
        "the unit is stated",
        site("Tonnage", "12"),
        options={"units": {"Tonnage": "kt"}},
        first={"tonnage_t": "12000"},
    ),
    Case(
        "a unit of another kind is stated",
        site("Tonnage", "12"),
        options={"units": {"Tonnage": "ha"}},
        refused="Expected a unit of mass",
    ),
    Case("each cell names its unit", site("Tonnage", "12 kt"), first={"tonnage_t": "12000"}),
    Case(
        "a row of units",
        f"{FIXED},Tonnage,Area\n,,,,,,kt,m2\n{ROW},12,25000\n",
        first={"tonnage_t": "12000", "area_ha": "2.5"},
        said="units of the columns",
    ),
    Case("square kilometres", site("Area (km²)", "1.5"), first={"area_ha": "150"}),
    Case("million cubic metres", site("Volume Mm3", "1.5"), first={"volume_m3": "1500000"}),
    Case(
        "distance in metres",
        site("Distance to road (m)", "350"),
        first={"distance_road_km": "0.35"},
    ),
    Case(
        "a range where one number fits",
        site("Distance to road (km)", "2-3"),
        first={"distance_road_km": ""},
        warning="has no low and high end",
    ),
    Case(
        "density shows its unit",
        site("Density", "1.6"),
        first={"dry_density_t_m3": "1.6"},
        said="in t/m3",
    ),
    Case(
        "wet mass with moisture",
        site("Wet tonnage (t),Moisture (%)", "1000,20"),
        first={"tonnage_t": "800"},
    ),
    Case(
        "wet mass alone is an upper end",
        site("Wet tonnage (t)", "1000"),
        first={"tonnage_t": "", "tonnage_high_t": "1000"},
    ),
]

GRADES = [
    Case("per cent", site("Cu %", "0.35"), grade={"Cu": "|0.35||%"}),
    Case("g/t by underscore", site("Au_gpt", "1.2"), grade={"Au": "|1.2||g/t"}),
    Case("oxide stays as published", site("WO3 (ppm)", "1200"), grade={"WO3": "|1200||ppm"}),
    Case("ppb", site("Au (ppb)", "1200"), grade={"Au": "|1.2||ppm"}),
    Case("kg/t", site("Zn kg/t", "12"), grade={"Zn": "|1.2||%"}),
    Case("ounces per short ton", site("Ag (oz/st)", "1"), grade={"Ag": "|34.285714||g/t"}),
    Case(
        "oz/t is doubtful",
        site("Ag oz/t", "1"),
        grade={"Ag": "|34.285714||g/t"},
        warning="troy ounces per tonne",
    ),
    Case("Swedish", with_comma("Koppar %", "0,35"), grade={"Cu": "|0.35||%"}),
    Case("Russian", site("Медь (%)", "0.35"), grade={"Cu": "|0.35||%"}),
    Case(
        "below a detection limit",
        site("In (ppm)", "<0.5"),
        grade={"In": "0||0.5|ppm"},
        said="from 0 to the limit",
    ),
    Case("a range of grades", site("Cu %", "0.1-0.3"), grade={"Cu": "0.1||0.3|%"}),
    Case(
        "low and high columns",
        site("Cu_min_ppm,Cu_max_ppm", "100,300"),
        grade={"Cu": "100||300|ppm"},
    ),
    Case("not assayed is not zero", site("Cu %", "n.a."), grade={}, said="read as missing"),
    Case("not detected is not zero", site("Cu %", "bdl"), grade={}, said="not as zero"),
    Case(
        "no unit is asked for", site("Cu", "0.35"), grade={}, warning="The column is not read"
    ),
    Case("water is no grade", site("As mg/l", "0.35"), grade={}, said="concentration in water"),
    Case("more than all", site("Cu %", "120"), error="a grade from 0 to 100 %", sites=1),
    Case(
        "a fault in a grade keeps the site",
        site("Cu %,Zn %", "x1,2"),
        error="column Cu %",
        sites=1,
        grade={"Zn": "|2||%"},
    ),
    Case(
        "long table",
        f"{FIXED},Element,Value,Unit\n{ROW},Cu,0.3,%\n{ROW},gold,1.2,g/t\n",
        sites=1,
        grade={"Cu": "|0.3||%", "Au": "|1.2||g/t"},
    ),
    Case(
        "several assays of one analyte",
        f"{FIXED},Element,Value,Unit\n{ROW},Cu,0.2,%\n{ROW},Cu,0.4,%\n",
        sites=1,
        grade={"Cu": "0.2|0.3|0.4|%"},
        said="put together as their mean",
    ),
    Case("content in tonnes", site("Contained Cu (t)", "5000"), grade={"Cu": "|||"}),
]

PLACES = [
    Case(
        "SWEREF99 TM in the header",
        "id,name,type,N (SWEREF99 TM),E (SWEREF99 TM)\nA,P,tailings,6600000,500000\n",
        first={"latitude": "59.5383491", "longitude": "15"},
        said="EPSG:3006",
    ),
    Case(
        "metres and no system",
        "id,name,type,Easting,Northing\nA,P,tailings,500000,6600000\n",
        first={"latitude": ""},
        warning="state --crs",
    ),
    Case(
        "metres and a stated system",
        "id,name,type,Easting,Northing\nA,P,tailings,500000,6600000\n",
        options={"crs": "EPSG:3006"},
        first={"latitude": "59.5383491"},
    ),
    Case(
        "RT90, where x is north",
        "id,name,type,X (RT90),Y (RT90)\nA,P,tailings,6600000,1400000\n",
        first={"latitude": "59.5083657", "longitude": "14.0390445"},
        warning="only when turned round",
    ),
    Case(
        "system per row",
        "id,name,type,Easting,Northing,EPSG\nA,P,tailings,500000,6600000,3006\n",
        first={"latitude": "59.5383491"},
    ),
    Case(
        "system per row for well-known text",
        "id,name,type,CRS,WKT\nA,P,tailings,EPSG:3006,POINT(500000 6600000)\n",
        first={"latitude": "59.5383491", "longitude": "15"},
    ),
    Case(
        "another system per row, in Finland",
        "id,name,type,Koordinaatisto,Geom\nA,P,tailings,3067,POINT(500000 6600000)\n",
        first={"latitude": "59.5383491", "longitude": "27"},
    ),
    Case(
        "a system in the header of well-known text",
        "id,name,type,WKT (SWEREF99 TM)\nA,P,tailings,POINT(500000 6600000)\n",
        first={"latitude": "59.5383491", "longitude": "15"},
    ),
    Case(
        "two systems for one geometry",
        "id,name,type,CRS,WKT\nA,P,tailings,3006,SRID=3067;POINT(500000 6600000)\n",
        first={"latitude": ""},
        error="EPSG:3067 in the geometry",
    ),
    Case(
        "a system per row that is not known",
        "id,name,type,CRS,WKT\nA,P,tailings,mine grid,POINT(15 60)\n",
        first={"latitude": ""},
        error="The point is not read",
    ),
    Case(
        "a system per row that is not known, for degrees",
        f"{FIXED},Datum\n{ROW},mine grid\n",
        first={"latitude": ""},
        error="The point is not read",
    ),
    Case(
        "UTM zone column",
        "id,name,type,Easting,Northing,UTM zone\nA,P,tailings,500000,6600000,33N\n",
        first={"latitude": "59.5383491"},
    ),
    Case(
        "an unknown system is refused",
        site("x", "y"),
        options={"crs": "EPSG:999999"},
        refused="an EPSG number",
    ),
    Case(
        "degrees, minutes, seconds",
        site("x", "y").replace("60.07", "60°04'12\"N"),
        first={"latitude": "60.07"},
    ),
    Case(
        "small s is seconds, not south",
        site("x", "y").replace("60.07", "60d04m12s"),
        first={"latitude": "60.07"},
    ),
    Case(
        "seventy minutes",
        site("x", "y").replace("60.07", "60°74'12\"N"),
        error="an angle such as",
        sites=1,
        first={"latitude": ""},
    ),
    Case(
        "sixty seconds",
        "id,name,type,Lat,Lon\nA,P,tailings,-09°34'60.000'',-44°05'60.0''\n",
        first={"latitude": "-9.5833333", "longitude": "-44.1"},
    ),
    Case(
        "more than sixty seconds",
        "id,name,type,Lat,Lon\nA,P,tailings,00°50'71.400'',-44°05'10.0''\n",
        error="both coordinates or neither",
        sites=1,
        first={"latitude": ""},
    ),
    Case(
        "both in one cell",
        'id,name,type,Coordinates\nA,P,tailings,"60.07, 15.01"\n',
        first={"latitude": "60.07", "longitude": "15.01"},
        said="the first number read as latitude",
    ),
    Case(
        "UTM in one cell",
        "id,name,type,Coordinates\nA,P,tailings,33V 500000 6600000\n",
        first={"latitude": "59.5383491"},
    ),
    Case(
        "latitude beyond the pole",
        site("x", "y").replace("60.07", "115.7"),
        error="may be swapped",
        sites=1,
        first={"latitude": ""},
    ),
    Case(
        "one coordinate",
        site("x", "y").replace("60.07", ""),
        error="both coordinates or neither",
        sites=1,
        first={"latitude": ""},
    ),
    Case(
        "null island",
        site("x", "y").replace("60.07", "0").replace("15.01", "0"),
        first={"latitude": ""},
        warning="a point on land",
    ),
    Case(
        "well-known text",
        'id,name,type,WKT\nA,P,tailings,"POLYGON((15 60,15.01 60,15.01 60.01,15 60.01,15 60))"',
        first={"latitude": "60.005", "longitude": "15.005", "area_ha": "62.16"},
    ),
]

TEXTS = [
    Case("NA is Namibia", site("x", "y").replace("SE", "NA"), first={"country": "NA"}),
    Case(
        "a country by its Swedish name",
        site("x", "y").replace("SE", "Sverige"),
        first={"country": "SE"},
    ),
    Case(
        "an unknown country",
        site("x", "y").replace("SE", "Atlantis"),
        first={"country": ""},
        warning="found 'Atlantis'",
    ),
    Case("ids keep their zeros", site("x", "y").replace("A1", "007"), first={"site_id": "007"}),
    Case(
        "no ids",
        "name,type\nPond,tailings\n",
        first={"site_id": "file-2"},
        said="made from the file name",
    ),
    Case(
        "a foreign kind of waste",
        site("x", "y").replace("tailings", "rikastushiekka"),
        first={"waste_type": "tailings"},
    ),
    Case(
        "an unknown kind of waste",
        site("x", "y").replace("tailings", "opencast"),
        first={"waste_type": "other"},
        said="'opencast' read as other",
    ),
    Case(
        "a kind of waste the user explains",
        site("x", "y").replace("tailings", "opencast").replace("waste_type", "Kind of waste"),
        options={"values": {"Kind of waste": {"opencast": "waste_rock"}}},
        first={"waste_type": "waste_rock"},
    ),
    Case(
        "script stays text",
        site("x", "y").replace("Pond", "<script>alert(1)</script>"),
        first={"name": "<script>alert(1)</script>"},
    ),
    Case(
        "a formula stays text",
        site("x", "y").replace("Pond", "=HYPERLINK(1)"),
        first={"name": "=HYPERLINK(1)"},
    ),
    Case(
        "what an export guarded comes back",
        site("x", "y").replace("Pond", "'=1+1"),
        first={"name": "=1+1"},
    ),
    Case(
        "a word of a text that the user explains",
        site("Status", "stängd sedan 1980"),
        options={
            "columns": {"Status": "site_status"},
            "values": {"Status": {"Stängd sedan 1980": "closed"}},
        },
        first={"site_status": "closed"},
        said="'stängd sedan 1980' read as closed",
    ),
    Case(
        "a word of a text that says nothing",
        site("Owner", "hemlig"),
        options={"columns": {"Owner": "operator_current"}, "values": {"Owner": {"hemlig": ""}}},
        first={"operator_current": ""},
        said="'hemlig' read as missing",
    ),
    Case(
        "an analyte that the user explains",
        f"{FIXED},Mineral,Halt %\n{ROW},primär malm,0.35\n",
        options={
            "columns": {"Mineral": "analyte", "Halt %": "grade"},
            "units": {"Halt %": "%"},
            "values": {"Mineral": {"primär malm": "Cu"}},
        },
        grade={"Cu": "|0.35||%"},
        said="'primär malm' read as Cu",
    ),
    Case("none is a code", site("sulfide_class", "none"), first={"sulfide_class": "none"}),
    Case("yes in Swedish", site("impact_observed", "Ja"), first={"impact_observed": "yes"}),
    Case(
        "the year of a date",
        site("Estimate year", "2019-05-03"),
        first={"estimate_year": "2019"},
        said="the year of a date",
    ),
    Case(
        "years of operation",
        site("Years of operation", "1905-1967"),
        first={"deposition_start": "1905", "deposition_end": "1967"},
    ),
]

SHAPES = [
    Case(
        "titles above the header",
        f"Register of dumps\nprinted 2020\n\n{site('x', 'y')}",
        first={"name": "Pond"},
        said="row 4 taken as the header",
    ),
    Case(
        "a sum at the end",
        site("Tonnage t", "5") + "Total,,,,,,5\n",
        sites=1,
        warning="statistics, sums or limits ('Total')",
    ),
    Case(
        "a repeated header",
        site("x", "y") + FIXED + ",x\n" + ROW.replace("A1", "A2") + ",y\n",
        sites=2,
    ),
    Case(
        "one name twice",
        site("Notes,Notes", "a,b"),
        first={"notes": "a"},
        warning="more than once",
    ),
    Case("a comma too many", site("Tonnage t", "1,000,000"), error="found 9 cells", sites=0),
    Case(
        "short row",
        FIXED + ",notes\nA1,Pond,SE,60.07,15.01,tailings\n",
        sites=1,
        said="shorter than the header",
    ),
    Case("a line break in a cell", site("notes", '"two\nlines"'), first={"notes": "two lines"}),
    Case(
        "an open quote",
        site("notes", '"never closed') + ROW.replace("A1", "A2") + ",x\n",
        refused="a quote that opens here",
    ),
    Case("old Mac line ends", site("x", "y").replace("\n", "\r"), first={"name": "Pond"}),
    Case("tabs", site("x", "y").replace(",", "\t"), file="file.txt", first={"name": "Pond"}),
    Case("sep= line", "sep=;\n" + site("x", "y", delimiter=";"), first={"name": "Pond"}),
    Case("no header", "1,2,3\n4,5,6\n", refused="numbers where the header should be"),
    Case("header only", FIXED + "\n", refused="a header line only"),
    Case("empty", "", refused="an empty file"),
    Case("blanks only", " \n \n", refused="an empty file"),
    Case("one column", "name\nPond\n", refused="one column only"),
    Case(
        "null bytes",
        site("x", "y").replace("Pond", "Po\0nd"),
        first={"name": "Pond"},
        warning="1 null characters",
    ),
    Case(
        "one cell of two million letters",
        site("notes", "x" * 2_000_000) + ROW.replace("A1", "A2") + ",ok\n",
        error="a cell of 2000000 characters",
        sites=1,
    ),
    Case(
        "too many rows",
        site("x", "y") * 3,
        options={"limits": Limits(rows=1)},
        refused="at most 1 rows at once",
    ),
    Case(
        "too many bytes",
        site("x", "y"),
        options={"limits": Limits(bytes=20)},
        refused="raise --max-mb",
    ),
    Case(
        "too many columns",
        ",".join(map(str, range(3000))) + "\n" + ",".join("a" * 3000) + "\n",
        refused="3000 cells in one row",
    ),
    Case(
        "a column mapped that is not there",
        site("x", "y"),
        options={"columns": {"Grade": "ignore"}},
        refused="no column 'Grade'",
    ),
    Case(
        "a field that is not there",
        site("x", "y"),
        options={"columns": {"x": "tonage_t"}},
        refused="tonnage_t",
    ),
    Case(
        "a mapped column",
        site("x", "5"),
        options={"columns": {"x": "tonnage_t"}, "units": {"x": "kt"}},
        first={"tonnage_t": "5000"},
    ),
]

SWEDISH = site(
    "Anmärkning", "Före år 1900: öppet dagbrott och äldre slagghög vid sjön"
).replace("Pond", "Långfors sandmagasin")
RUSSIAN = site("Примечание", "Старое хвостохранилище на берегу реки").replace(
    "Pond", "Хвостохранилище"
)
ENCODINGS = [
    *(
        Case(f"Swedish in {name}", SWEDISH.encode(name), first={"name": "Långfors sandmagasin"})
        for name in (
            "utf-8",
            "utf-8-sig",
            "utf-16",
            "utf-16-le",
            "cp1252",
            "latin-1",
            "mac_roman",
            "cp850",
        )
    ),
    *(
        Case(f"Russian in {name}", RUSSIAN.encode(name), first={"name": "Хвостохранилище"})
        for name in ("utf-8", "utf-16", "cp1251", "koi8_r", "cp866")
    ),
    Case(
        "a stated encoding",
        SWEDISH.encode("cp1252"),
        options={"encoding": "cp1252"},
        first={"name": "Långfors sandmagasin"},
    ),
    Case(
        "a wrong stated encoding",
        SWEDISH.encode("cp1252"),
        options={"encoding": "utf-8"},
        refused="that utf-8 does not know",
    ),
    Case(
        "an unknown encoding",
        SWEDISH,
        options={"encoding": "klingon"},
        refused="the encoding 'klingon'",
    ),
]

HEADER = FIXED.split(",")
VALUES = ["A1", "Pond", "SE", 60.07, 15.01, "tailings"]


def formatted_percent(_: Path) -> bytes:
    book = workbook([[*HEADER, "Cu (%)"], [*VALUES, 0.0035]])
    assert book.active is not None
    book.active["G2"].number_format = "0.00%"
    return saved(book)


def two_sheets(_: Path) -> bytes:
    book = workbook([[*HEADER], [*VALUES]])
    other = book.create_sheet("Other")
    other.append(["id", "name"])
    other.append(["B", "Heap"])
    return saved(book)


ENTITY = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
FAR = workbook([[*HEADER], [*VALUES]])
assert FAR.active is not None
FAR.active["XFD1"] = "far away"
WORKBOOKS = [
    Case(
        "workbook",
        saved(workbook([[*HEADER, "Tonnage kt"], [*VALUES, 12]])),
        file="f.xlsx",
        first={"tonnage_t": "12000"},
    ),
    Case(
        "numeric id",
        saved(workbook([[*HEADER], [1001, *VALUES[1:]]])),
        file="f.xlsx",
        first={"site_id": "1001"},
    ),
    Case("per cent by format", formatted_percent, file="f.xlsx", grade={"Cu": "|0.35||%"}),
    Case(
        "date where a number should be",
        saved(workbook([[*HEADER, "Tonnage kt"], [*VALUES, date(2020, 2, 1)]])),
        file="f.xlsx",
        error="may have turned a number",
        sites=1,
        first={"tonnage_t": ""},
    ),
    Case(
        "formula without a result",
        saved(workbook([[*HEADER, "Tonnage kt"], [*VALUES, "=1+1"]])),
        file="f.xlsx",
        error="Put the result of the formula",
        warning="1 formulas without a stored result",
        sites=1,
        first={"tonnage_t": ""},
    ),
    Case(
        "two sheets",
        two_sheets,
        file="f.xlsx",
        first={"name": "Pond"},
        warning="choose another with --sheet",
    ),
    Case(
        "the other sheet",
        two_sheets,
        file="f.xlsx",
        options={"sheet": "Other"},
        first={"name": "Heap"},
    ),
    Case(
        "a sheet that is not there",
        two_sheets,
        file="f.xlsx",
        options={"sheet": "Third"},
        refused="no sheet 'Third'",
    ),
    Case("a cell at the far end", saved(FAR), file="f.xlsx", refused="a cell in column XFD"),
    Case(
        "workbook named CSV",
        saved(workbook([HEADER, VALUES])),
        file="f.csv",
        first={"name": "Pond"},
        warning="XLSX by content",
    ),
    Case(
        "CSV named workbook",
        site("x", "y"),
        file="f.xlsx",
        first={"name": "Pond"},
        warning="CSV by content",
    ),
    Case(
        "entity bomb",
        replaced(saved(workbook([HEADER, VALUES])), {"xl/worksheets/sheet1.xml": ENTITY}),
        file="f.xlsx",
        refused="a document type in xl/worksheets/sheet1.xml",
    ),
    Case(
        "entity bomb in UTF-16",
        replaced(
            saved(workbook([HEADER, VALUES])),
            {"xl/sharedStrings.xml": ENTITY.decode().encode("utf-16")},
        ),
        file="f.xlsx",
        refused="a document type",
    ),
    Case(
        "zip bomb",
        replaced(saved(workbook([HEADER, VALUES])), {"xl/media/a.bin": b"\0" * 30_000_000}),
        file="f.xlsx",
        refused="times its size",
    ),
    Case(
        "zip of many parts",
        replaced(saved(workbook([HEADER, VALUES])), {f"p{i}": b"" for i in range(2100)}),
        file="f.xlsx",
        refused="an archive of 2",
    ),
    Case(
        "truncated workbook",
        saved(workbook([HEADER, VALUES]))[:900],
        file="f.xlsx",
        refused="a damaged archive",
    ),
    Case(
        "broken sheet",
        replaced(
            saved(workbook([HEADER, VALUES])), {"xl/worksheets/sheet1.xml": b"<worksheet><row"}
        ),
        file="f.xlsx",
        refused="Open it in a spreadsheet",
    ),
    Case(
        "no table in the workbook",
        saved(workbook([["only one"]])),
        file="f.xlsx",
        refused="no sheet with a table",
    ),
    Case(
        "a zip that is not a workbook",
        archive({"a.txt": b"x"}),
        file="f.xlsx",
        refused="not a workbook",
    ),
    Case(
        "an old workbook",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        file="f.xlsx",
        refused="old or password-protected",
    ),
    Case("a PDF named CSV", b"%PDF-1.7\n" + b"x" * 50, refused="a PDF file"),
    Case("HTML named CSV", "<html><table></table></html>", refused="a web page (HTML)"),
    Case("noise", bytes(range(256)) * 40, refused="a binary file"),
]

SQUARE = [[15, 60], [15.01, 60], [15.01, 60.01], [15, 60.01], [15, 60]]
BOW_TIE = [[15, 60], [15.01, 60.01], [15.01, 60], [15, 60.01], [15, 60]]
MAPS = [
    Case(
        "GeoJSON point",
        collection(feature(point(15.01, 60.07), id="A", name="Pond", waste_type="slag")),
        file="f.geojson",
        first={"latitude": "60.07", "longitude": "15.01", "waste_type": "slag"},
    ),
    Case(
        "GeoJSON outline",
        collection(feature({"type": "Polygon", "coordinates": [SQUARE]}, id="A", name="P")),
        file="f.geojson",
        first={"latitude": "60.005", "longitude": "15.005", "area_ha": "62.16"},
    ),
    Case(
        "a bow tie is repaired",
        collection(feature({"type": "Polygon", "coordinates": [BOW_TIE]}, id="A", name="P")),
        file="f.geojson",
        first={"latitude": "60.0075"},
        warning="an outline that crosses itself",
    ),
    Case(
        "area stated and drawn differ",
        collection(
            feature({"type": "Polygon", "coordinates": [SQUARE]}, id="A", name="P", area_ha=5)
        ),
        file="f.geojson",
        first={"area_ha": "5"},
        warning="62.2 ha in the outline",
    ),
    Case(
        "legacy crs member",
        collection(
            feature(point(500000, 6600000), id="A", name="P"),
            crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3006"}},
        ),
        file="f.geojson",
        first={"latitude": "59.5383491"},
    ),
    Case(
        "off the globe",
        collection(feature(point(500000, 6600000), id="A", name="P")),
        file="f.geojson",
        error="a point off the globe",
        sites=1,
        first={"latitude": ""},
    ),
    Case(
        "no geometry",
        collection(feature(None, id="A", name="P")),
        file="f.geojson",
        first={"name": "P", "latitude": ""},
    ),
    Case(
        "text as coordinates",
        collection(feature({"type": "Point", "coordinates": ["a", "b"]}, id="A", name="P")),
        file="f.geojson",
        error="not a valid geometry",
        sites=1,
        first={"latitude": ""},
    ),
    Case(
        "NaN in JSON",
        b'{"type":"FeatureCollection","features":[{"type":"Feature","geometry":null,'
        b'"properties":{"id":"A","name":"P","tonnage_t":NaN}}]}',
        file="f.geojson",
        first={"tonnage_t": ""},
        said="NaN and Infinity",
    ),
    Case(
        "1e999 in JSON",
        b'{"type":"FeatureCollection","features":[{"type":"Feature","geometry":null,'
        b'"properties":{"id":"A","name":"P","tonnage_t":1e999}}]}',
        file="f.geojson",
        error="found 'inf'",
        sites=1,
        first={"tonnage_t": ""},
    ),
    Case(
        "cut off",
        collection(feature(point(15, 60), id="A"))[:60],
        file="f.geojson",
        refused="invalid JSON",
    ),
    Case(
        "nested a hundred thousand deep",
        b"[" * 100_000,
        file="f.json",
        refused="nested too deep",
    ),
    Case(
        "a number of ten thousand digits",
        b'{"type":' + b"9" * 10_000 + b"}",
        file="f.json",
        refused="thousands of digits",
    ),
    Case("JSON without features", json.dumps({"a": 1}), file="f.json", refused="no features"),
    Case("TopoJSON", json.dumps({"type": "Topology"}), file="f.json", refused="TopoJSON"),
    Case(
        "GeoPackage",
        lambda folder: geopackage(
            folder / "x", [(1, shapely.Point(500000, 6600000), "Pond")], srs=3006
        ),
        file="f.gpkg",
        first={"name": "Pond", "latitude": "59.5383491"},
    ),
    Case(
        "GeoPackage outline",
        lambda folder: geopackage(folder / "x", [(1, shapely.Polygon(SQUARE), "Pond")]),
        file="f.gpkg",
        first={"area_ha": "62.16"},
    ),
    Case(
        "GeoPackage whose layer is an endless view",
        lambda folder: geopackage(
            folder / "x",
            [(1, None, "P")],
            contents="trap",
            extra="CREATE VIEW trap AS WITH RECURSIVE n(i) AS "
            "(SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT i FROM n;",
        ),
        file="f.gpkg",
        refused="views or virtual tables",
    ),
    Case(
        "GeoPackage with a bad geometry",
        lambda folder: geopackage(folder / "x", [(1, b"GP\0\1\0\0\0\0rubbish", "P")]),
        file="f.gpkg",
        error="an empty or broken geometry",
        sites=1,
        first={"latitude": ""},
    ),
    Case(
        "a database that is not a GeoPackage",
        b"SQLite format 3\0" + b"\0" * 200,
        file="f.gpkg",
        refused="a GeoPackage",
    ),
]

ALL = [*NUMBERS, *UNITS, *GRADES, *PLACES, *TEXTS, *SHAPES, *ENCODINGS, *WORKBOOKS, *MAPS]


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_a_messy_file_is_read_right_or_refused(
    case: Case, tmp_path: Path, reference: Reference
) -> None:
    check(case, tmp_path, reference)


def test_the_corpus_is_large() -> None:
    assert len(ALL) >= 150
