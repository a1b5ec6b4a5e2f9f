"""Statistics, limits, headings and footnotes are no sites; sites with odd names stay."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prioritizer.readers.imports.files import side_rows
from prioritizer.readers.imports.files.side_rows import label_kind
from tests.readers.imports.builders import read_text

HEAD = "Site,Cu (ppm),Zn (ppm)"
SITES = ("Alder pond,1200,900", "Birch pond,800,2500", "Cedar pond,2300,400")


def names(folder: Path, *rows: str, head: str = HEAD) -> list[str]:
    read = read_text(folder, "\n".join((head, *rows)) + "\n")
    return [site["name"] for site in read.sites]


@pytest.mark.parametrize(
    "label",
    [
        "Mean",
        "MEAN (n=3)",
        "Average of all sites",
        "Median",
        "Std. dev.",
        "TOTAL (2 sites)",
        "Grand total",
        "95th percentile",
        "Detection limit",
        "Crustal average",
        "Medelvärde",
        "Summa alla objekt",
        "Detektionsgräns",
        "Mittelwert",
        "Standardabweichung",
        "Nachweisgrenze",
        "Moyenne",
        "Écart-type",
        "Croûte terrestre",
        "Promedio",
        "Desviación estándar",
        "Límite de detección",
        "Média",
        "Total geral",
        "Среднее значение",
        "ИТОГО",
        "Предел обнаружения",
        "Кларк земной коры",
        "Średnia",
        "Průměr",
        "Ortalama",
        "Μέσος όρος",
        "Keskiarvo",
        "Átlag",
        "Samtals",
        "Kokku",
        "Iš viso",
        "Mesatarja",
        "Ukupno",
        "Cyfanswm",
        "Iomlán",
        "Tổng cộng",
        "Rata-rata",
        "Общо",
        "합계",
        "OREAS 25a",
        "Field duplicate",
        "Canadian soil quality guideline",
        "MKM",
    ],
)
def test_a_statistic_is_no_site(tmp_path: Path, label: str) -> None:
    assert len(names(tmp_path, *SITES, f"{label},1433,1267")) == 3


@pytest.mark.parametrize(
    "rows",
    [
        ("Mean,1433,1267", "Max,2300,2500"),
        ("Min,800,400", "Max,2300,2500"),
        ("Max,2300,2500",),
        ("Högsta,2300,2500", "Lägsta,800,400"),
        ("Среднее,1433,1267", "Макс.,2300,2500"),
        ("Promedio,1433,1267", "Máximo,2300,2500"),
        ("N,3,3",),
    ],
)
def test_a_weak_word_is_a_statistic_beside_others(
    tmp_path: Path, rows: tuple[str, ...]
) -> None:
    assert len(names(tmp_path, *SITES, *rows)) == 3


@pytest.mark.parametrize(
    "name", ["Max", "Max mine", "Mean Creek", "Summit", "Total Ridge dump", "Clarke", "Modena"]
)
def test_a_site_with_such_a_name_stays(tmp_path: Path, name: str) -> None:
    assert name in names(tmp_path, f"{name},1300,700", *SITES)


@pytest.mark.parametrize(
    ("row", "is_said"),
    [
        ("Qwx,4300,3800", True),
        ("Qwx,1433,1267", True),
        ("Qwx,1200,900", False),
        ("Qwx,4300,3801", False),
        ("Qwx,1433,3800", False),
    ],
)
def test_a_row_made_of_the_others_is_no_site_in_any_language(
    tmp_path: Path, row: str, is_said: bool
) -> None:
    assert ("Qwx" in names(tmp_path, *SITES, row)) != is_said
    assert ("Qwx" in names(tmp_path, row, *SITES)) != is_said


def test_one_figure_may_fit_by_chance_and_is_said(tmp_path: Path) -> None:
    rows = ("Alder,100", "Birch,250", "Cedar,70")
    read = read_text(tmp_path, "\n".join(("Site,Cu (ppm)", *rows, "Qwx,420")) + "\n")

    assert len(read.sites) == 4
    assert "'Qwx', whose figure is the sum or the mean of the others" in read.said("warning")


def test_a_row_with_all_that_a_site_has_stays(tmp_path: Path) -> None:
    rows = ("1,Alder,slag,100", "2,Birch,slag,200", "3,Cedar,slag,300", "6,Elm,slag,600")

    assert names(tmp_path, *rows, head="Id,Site,waste_type,Tonnage (t)")[-1] == "Elm"


def test_one_figure_without_a_kind_of_waste_is_a_sum(tmp_path: Path) -> None:
    head = "Site,waste_type,Tonnage (t)"
    kept = names(tmp_path, "Alder,tailings,100", "Birch,slag,250", "Qwx,,350", head=head)

    assert kept == ["Alder", "Birch"]


@pytest.mark.parametrize(
    ("label", "n"),
    [("North total", 3), ("Total of North", 3), ("Norte subtotal", 4), ("North mine", 4)],
)
def test_a_sum_of_a_part_is_no_site(tmp_path: Path, label: str, n: int) -> None:
    rows = ("North,Alder,1", "North,Birch,2", f"{label},,3", "South,Cedar,5")

    assert len(names(tmp_path, *rows, head="Region,Site,Tonnage (t)")) == n


@pytest.mark.parametrize(
    "text",
    [
        "NORTHERN DISTRICT",
        "Södra distriktet",
        "Región Norte",
        "Северный район",
        "Harz",
        "Source: survey of 2019",
        "Quelle: LfU 2019",
        "Källa: SGU",
        "Fuente: censo",
        "Примечание: по картам",
        "* estimated from maps",
        "1) after closure",
        "† not assayed",
    ],
)
def test_a_heading_or_footnote_is_no_site(tmp_path: Path, text: str) -> None:
    kept = names(tmp_path, f"{text},,", *SITES, head="Name,Volume (m3),Cu (%)")

    assert kept == ["Alder pond", "Birch pond", "Cedar pond"]


@pytest.mark.parametrize(
    "rows",
    [
        ("NORTH,,", "Alder,1,2", "SOUTH,,", "Birch,3,4", "Source: survey,,", "* by map,,"),
        ("Norra,,", "Alder,1,2", "Södra,,", "Birch,3,4", "Källa: SGU,,"),
        ("Harz,,", "Alder,1,2", "Eifel,,", "Birch,3,4", "Rhön,,"),
        ("Norte:,,", "Alder,1,2", "Sur:,,", "Birch,3,4", "Nota: censo,,", "1) cerrado,,"),
        ("Север,,", "Alder,1,2", "Юг,,", "Birch,3,4", "Источник: кадастр,,"),
    ],
)
def test_headings_may_be_as_many_as_sites(tmp_path: Path, rows: tuple[str, ...]) -> None:
    kept = names(tmp_path, *rows, head="Name,Volume (m3),Cu (%)")

    assert kept == ["Alder", "Birch"]


def test_a_footnote_with_a_comma_is_no_site(tmp_path: Path) -> None:
    assert len(names(tmp_path, *SITES, "Source: survey of 2019, updated,")) == 3


def test_sites_known_by_their_names_alone_stay(tmp_path: Path) -> None:
    assert len(names(tmp_path, "Alder,,", "Birch,,", "Cedar,1,2")) == 3


def test_what_is_left_out_is_said(tmp_path: Path) -> None:
    text = "\n".join((HEAD, *SITES, "Mean,1,2", "SOUTH,,")) + "\n"
    said = read_text(tmp_path, text).said("warning")

    assert "1 row of statistics, sums or limits ('Mean')" in said
    assert "headings and footnotes ('SOUTH')" in said


def test_every_word_of_a_label_counts() -> None:
    assert label_kind("Mean of the two ponds 1 and 2") == ""
    assert label_kind("Mean of all ponds") == "statistic"


WORDS = st.sampled_from(
    ["Mean", "max", "95", "5th", "percentile", "(n=3)", "std.", "Średnia", "minValue", "Å", "*"]
)


@given(st.lists(WORDS, max_size=4).map(" ".join))
def test_a_quick_look_at_the_first_word_misses_no_label(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(side_rows, "_can_be_label", lambda _text: True)
        looked_at_whole = label_kind(text)

    assert label_kind(text) == looked_at_whole


@pytest.mark.parametrize("second", ["Site,Cu (ppm),As (ppm)", "SITE,Cu (ppm),Zn (%)"])
def test_a_table_below_with_other_columns_is_not_read_under_the_first_header(
    tmp_path: Path, second: str
) -> None:
    text = "\n".join((HEAD, *SITES, second, "Elm pond,5,6", "Fir pond,7,8")) + "\n"
    read = read_text(tmp_path, text)

    assert len(read.sites) == 3
    assert "the header of another table" in read.said("error")
    assert "The 3 rows from here on are not read" in read.said("error")
