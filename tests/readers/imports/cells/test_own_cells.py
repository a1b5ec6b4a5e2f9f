"""Import keeps what no field fits: typed, said, written and read back."""

from __future__ import annotations

from pathlib import Path

import pytest

from prioritizer.domain.imports import ImportOptions, Topic
from prioritizer.domain.own_columns import OwnColumn, OwnKind
from prioritizer.domain.ranges import Range
from prioritizer.domain.reference import Reference
from prioritizer.errors import DataError
from prioritizer.readers.sites import read_sites
from prioritizer.workflow.sites.importing import ImportResult, import_file

KOMMUN = """Objekt-id;Namn;Land;Typ av avfall;Buller (dB);Stöd;Inhägnad;Kontakt;Djup;Löpnummer
A1;Alpha;SE;tailings;54,5;starkt;yes;Anna;1,5-3;001
B2;Beta;SE;tailings;61,25;svagt;no;Bo;2;002
C3;Gamma;SE;tailings;n/a;starkt;yes;Cecilia med en lång text;<4;003
D4;Delta;SE;tailings;49;svagt;;;;004
"""
MAP = {
    "Objekt-id": "site_id",
    "Namn": "name",
    "Land": "country",
    "Typ av avfall": "waste_type",
}


@pytest.fixture
def found(tmp_path: Path, reference: Reference) -> ImportResult:
    return read(tmp_path, reference, KOMMUN, ImportOptions(columns=MAP))


def read(
    folder: Path, reference: Reference, text: str, options: ImportOptions | None = None
) -> ImportResult:
    path = folder / "kommun.csv"
    path.write_text(text, encoding="utf-8")
    return import_file(path, reference, options)


def test_each_column_is_kept_with_kind_unit_and_values(found: ImportResult) -> None:
    kinds = {name: (own.kind, own.unit) for name, own in found.register.own_columns.items()}

    assert kinds == {
        "Buller (dB)": (OwnKind.NUMBER, "dB"),
        "Stöd": (OwnKind.CLASSES, ""),
        "Inhägnad": (OwnKind.YESNO, ""),
        "Kontakt": (OwnKind.TEXT, ""),
        "Djup": (OwnKind.NUMBER, ""),
        "Löpnummer": (OwnKind.TEXT, ""),
    }
    own = [{n: held.value for n, held in site.own.items()} for site in found.register.sites]
    assert own[0] == {
        "Buller (dB)": Range(best=54.5),
        "Stöd": "starkt",
        "Inhägnad": True,
        "Kontakt": "Anna",
        "Djup": Range(1.5, None, 3.0),
        "Löpnummer": "001",
    }
    assert "Buller (dB)" not in own[2]
    assert own[2]["Djup"] == Range(0.0, None, 4.0)
    assert own[3] == {"Buller (dB)": Range(best=49.0), "Stöd": "svagt", "Löpnummer": "004"}
    assert all(column.is_proposed for column in found.register.own_columns.values())


def test_what_was_kept_is_said_with_its_kind(found: ImportResult) -> None:
    said = {e.where: e.what for e in found.interpretations if e.kind is Topic.OWN}

    assert said["column E 'Buller (dB)'"] == "kept as your own column, a number in dB"
    assert len(said) == 6
    assert not [e for e in found.interpretations if e.kind is Topic.UNUSED]


def test_the_tables_that_an_import_writes_read_back_alike(
    found: ImportResult, tmp_path: Path, reference: Reference
) -> None:
    found.write_tables(tmp_path / "out")

    back = read_sites(tmp_path / "out" / "sites.csv", reference).register

    assert back.own_columns == found.register.own_columns
    assert [site.own for site in back.sites] == [site.own for site in found.register.sites]


def test_ignore_leaves_a_column_out_and_own_keeps_one_that_is_understood(
    tmp_path: Path, reference: Reference
) -> None:
    options = ImportOptions(columns={**MAP, "Kontakt": "ignore", "Land": "own"})

    found = read(tmp_path, reference, KOMMUN, options)

    assert "Kontakt" not in found.register.own_columns
    assert found.register.own_columns["Land"].kind is OwnKind.CLASSES
    assert found.register.sites[0].country == ""


def test_a_profile_keeps_them_again(found: ImportResult) -> None:
    assert '"Kontakt": "own"' in found.profile(ImportOptions(columns=MAP))


def test_ends_in_columns_of_their_own_are_one_number(
    tmp_path: Path, reference: Reference
) -> None:
    text = (
        "site_id,name,waste_type,dust_low,dust,dust_high\n"
        "A,Alpha,slag,1,2,3\nB,Beta,slag,2,4,9\n"
    )

    found = read(tmp_path, reference, text)

    assert set(found.register.own_columns) == {"dust"}
    assert found.register.sites[1].own["dust"].value == Range(2.0, 4.0, 9.0)


def test_a_number_that_can_be_read_in_two_ways_is_kept_as_text(
    tmp_path: Path, reference: Reference
) -> None:
    text = "site_id;name;waste_type;dust\nA;Alpha;slag;1.234\nB;Beta;slag;5.678\n"

    doubtful = read(tmp_path, reference, text)
    stated = read(tmp_path, reference, text, ImportOptions(decimal=","))

    assert doubtful.register.own_columns["dust"].kind is OwnKind.TEXT
    [warning] = [issue for issue in doubtful.issues if issue.column == "dust"]
    assert warning.found == "'1.234', which can be read in two ways"
    assert stated.register.sites[0].own["dust"].value == Range(best=1234.0)


def test_a_unit_comes_from_the_option_or_the_cells(
    tmp_path: Path, reference: Reference
) -> None:
    text = "site_id,name,waste_type,dust,noise\nA,Alpha,slag,3 mg/m3,5\nB,Beta,slag,4 mg/m3,6\n"

    found = read(tmp_path, reference, text, ImportOptions(units={"noise": "dB"}))

    units = {name: own.unit for name, own in found.register.own_columns.items()}
    assert units == {"dust": "mg/m3", "noise": "dB"}


def test_a_name_that_cannot_be_kept_is_told_beside_the_nearest(
    tmp_path: Path, reference: Reference
) -> None:
    text = "site_id,name,waste_type,=dust,own\nA,Alpha,slag,1,2\nB,Beta,slag,3,4\n"

    found = read(tmp_path, reference, text)

    told = {e.where: e.what for e in found.interpretations if e.kind is Topic.OWN}
    assert told["column D '=dust'"] == "kept as your own column 'dust', a number"
    titles = {name: own.title for name, own in found.register.own_columns.items()}
    assert titles == {"dust": "=dust", "own (own)": "own"}


def test_what_differs_between_the_assays_of_a_site_is_none_of_the_site(
    tmp_path: Path, reference: Reference
) -> None:
    text = (
        "site_id,name,waste_type,analyte,grade,grade_unit,Hole,Owner group\n"
        "A,Alpha,slag,Cu,0.3,%,H1,North\nA,Alpha,slag,Zn,0.5,%,H2,North\n"
    )

    found = read(tmp_path, reference, text)

    assert set(found.register.own_columns) == {"Owner group"}
    assert [e.where for e in found.interpretations if e.kind is Topic.UNUSED] == [
        "column 'Hole'"
    ]
    assert isinstance(found.register.own_columns["Owner group"], OwnColumn)


LOUD = """site_id;name;waste_type;Noise;Lit;Plot
A;Alpha;tailings;1,5;yes;001
B;Beta;tailings;1–3;no;002
C;Gamma;tailings;<5;perhaps;003
D;Delta;tailings;rather loud;yes;004
E;Epsilon;tailings;2,25;no;
"""


@pytest.mark.parametrize(
    ("column", "kind", "values", "n_lost"),
    [
        (
            "Noise",
            "number",
            [Range(best=1.5), Range(1, None, 3), Range(0, None, 5), None, Range(best=2.25)],
            1,
        ),
        ("Noise", "text", ["1,5", "1–3", "<5", "rather loud", "2,25"], 0),
        ("Noise", "classes", ["1,5", "1–3", "<5", "rather loud", "2,25"], 0),
        ("Lit", "yesno", [True, False, None, True, False], 1),
        ("Plot", "number", [Range(best=n) for n in (1.0, 2.0, 3.0, 4.0)] + [None], 0),
    ],
)
def test_a_kind_that_somebody_chose_costs_cells_and_no_row(
    tmp_path: Path, reference: Reference, column: str, kind: str, values: list[object],
    n_lost: int,
) -> None:  # fmt: skip
    options = ImportOptions(columns={column: f"own:{kind}"})
    found = read(tmp_path, reference, LOUD, options)

    held = [
        site.own[column].value if column in site.own else None for site in found.register.sites
    ]
    assert held == values
    told = [i.found for i in found.issues if i.column == column and "such as" in i.found]
    assert len(told) == (n_lost > 0)
    assert all(text.startswith(f"{n_lost} of 5 cells") for text in told)


def test_it_is_said_what_a_column_of_words_would_lose_as_a_number(
    tmp_path: Path, reference: Reference
) -> None:
    found = read(tmp_path, reference, LOUD)

    (noise,) = [e for e in found.interpretations if "'Noise'" in e.where]
    assert "as a number, 1 of 5 cells would not be read" in noise.reason


def test_classes_are_put_in_order_and_another_word_is_lost(
    tmp_path: Path, reference: Reference
) -> None:
    options = ImportOptions(columns=MAP | {"Stöd": "own:classes:Svagt; starkt"})
    more = KOMMUN + "E5;Epsilon;SE;tailings;1,5;måttligt;;;;005\n"
    found = read(tmp_path, reference, more, options)

    own = found.register.own_columns["Stöd"]
    assert (own.kind, own.classes, own.is_proposed) == (
        OwnKind.CLASSES,
        ("Svagt", "starkt"),
        False,
    )
    held = [site.own["Stöd"].value for site in found.register.sites if "Stöd" in site.own]
    assert held == ["starkt", "Svagt", "starkt", "Svagt"]
    (lost,) = [i for i in found.issues if i.column == "Stöd"]
    assert (lost.found, lost.expected) == (
        "1 of 5 cells, such as 'måttligt'",
        "one of: Svagt, starkt",
    )
    (said,) = [e.what for e in found.interpretations if "'Stöd'" in e.where]
    assert said == "kept as your own column, classes from the worst: Svagt, starkt"


@pytest.mark.parametrize("order", ["svagt", "svagt;Svagt", ";", "a;" + "b" * 61])
def test_an_order_that_is_none_is_refused(
    tmp_path: Path, reference: Reference, order: str
) -> None:
    options = ImportOptions(columns={"Stöd": f"own:classes:{order}"})
    with pytest.raises(DataError, match="two or more classes, each once"):
        read(tmp_path, reference, KOMMUN, options)
