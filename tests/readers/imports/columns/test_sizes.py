"""Sizes under names that are known word by word are read; others are kept, and it is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.readers.imports.builders import Read, read_text

SIZES = ("tonnage_t", "volume_m3", "area_ha")


def read(folder: Path, header: str, cell: str = "12.5") -> Read:
    text = f"site_id;name;waste_type;{header}\nA1;Alder;tailings;{cell}\n"
    return read_text(folder, text)


@pytest.mark.parametrize(
    ("header", "field", "value"),
    [
        ("Masse [Tt]", "tonnage_t", 12_500),
        ("Masse Tt", "tonnage_t", 12_500),
        ("Schüttvolumen [Tm³]", "volume_m3", 12_500),
        ("Ablagerungsvolumen (Mio. m³)", "volume_m3", 12_500_000),
        ("Schlackenmenge / Tt", "tonnage_t", 12_500),
        ("Запасы отходов, тыс. т", "tonnage_t", 12_500),
        ("Накоплено отходов (млн т)", "tonnage_t", 12_500_000),
        ("Отвалы, тыс. м3", "volume_m3", 12_500),
        ("Маса відходів (тис. т)", "tonnage_t", 12_500),
        ("Objętość [tys. m3]", "volume_m3", 12_500),
        ("Ilość odpadów w tys. Mg", "tonnage_t", 12_500),
        ("Množství uložených odpadů (tis. t)", "tonnage_t", 12_500),
        ("Rozloha haldy (tis. m2)", "area_ha", 1.25),
        ("Zapremina jalovišta (hilj. m3)", "volume_m3", 12_500),
        ("Jätemäärä (milj. t)", "tonnage_t", 12_500_000),
        ("Läjitystilavuus (1000 m3)", "volume_m3", 12_500),
        ("Jäätmete kogus (tuh t)", "tonnage_t", 12_500),
        ("Deponivolym, tusental m³", "volume_m3", 12_500),
        ("Deponert volum (mill. m3)", "volume_m3", 12_500_000),
        ("Volume stocké (milliers de m³)", "volume_m3", 12_500),
        ("Volumen acumulado (miles m3)", "volume_m3", 12_500),
        ("Tonelaje (Tm)", "tonnage_t", 12.5),
        ("Massa de rejeitos (milhares de t)", "tonnage_t", 12_500),
        ("Volume di sterili (mila m3)", "volume_m3", 12_500),
        ("Atık miktarı (bin ton)", "tonnage_t", 12_500),
        ("Meddőhányó térfogata (ezer m3)", "volume_m3", 12_500),
        ("Όγκος αποβλήτων (χιλ. m3)", "volume_m3", 12_500),
        ("尾矿量(万吨)", "tonnage_t", 125_000),
        ("Tailings (kt)", "tonnage_t", 12_500),
        ("Tailings volume 2019 (Mm3)", "volume_m3", 12_500_000),
        ("Volume (ML)", "volume_m3", 12_500),
    ],
)
def test_a_name_known_word_by_word_is_a_size(
    tmp_path: Path, header: str, field: str, value: float
) -> None:
    (site,) = read(tmp_path, header).sites

    assert {name: float(site[name]) for name in SIZES if name in site} == {
        field: pytest.approx(value)
    }


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("Wasservolumen (m3)", "a volume under a name that is not known, in 'm3'"),
        ("Запасы, тыс. т", "a mass under a name that is not known, in 'тыс. т'"),
        ("Production (kt)", "a mass under a name that is not known, in 'kt'"),
        ("Einzugsgebiet (km²)", "an area under a name that is not known, in 'km²'"),
        ("Sample weight (kg)", "a mass under a name that is not known, in 'kg'"),
        ("Foo (zz m3)", "in 'zz m3', in which 'zz' is not understood"),
        ("Skrot (zz ton)", "in 'zz ton', in which 'zz' is not understood"),
        ("Volume (ml)", "perhaps volume_m3, but not sure enough: 'volume'"),
        ("Masse (tt)", "its unit 'tt' is not understood"),
        ("Mass (zz/qq)", "its unit 'zz/qq' is not understood"),
        ("Menge in Zz", "its unit 'Zz' is not understood"),
        ("Distance to road (zz)", "perhaps distance_road_km"),
        ("Volume (BCM)", "bank cubic metres (m3) or billion cubic metres (km3)"),
        ("W (zz/t)", "in which 'zz' is not understood"),
        ("W (zz/qq)", "what may be a grade, but 'zz/qq' is not understood"),
        ("Au gx/ton", "what may be a grade, but 'gx/ton' is not understood"),
    ],
)
def test_what_is_not_understood_is_no_size_and_said(
    tmp_path: Path, header: str, said: str
) -> None:
    found = read(tmp_path, header)

    assert not found.sites[0].keys() & set(SIZES)
    assert not found.outcome.grade_rows
    assert said in found.said("warning")
    assert "=kt" not in found.said()
    assert "flow" not in found.said()


def test_many_sizes_of_unknown_names_are_one_warning(tmp_path: Path) -> None:
    found = read(tmp_path, "Water (m3);Sand (m3);Clay (m3)", "1;2;3")

    (issue,) = found.outcome.issues
    assert issue.found == "3 columns with a unit of volume (Water (m3), Sand (m3), Clay (m3))"


@pytest.mark.parametrize("header", ["Contact (t)", "Volume (m3);Water (m3)"])
def test_words_and_sizes_beside_the_known_one_are_not_warned_of(
    tmp_path: Path, header: str
) -> None:
    cells = "1;2" if ";" in header else "by letter"

    assert not read(tmp_path, header, cells).said("warning")


def test_who_calls_a_column_its_own_is_not_warned(tmp_path: Path) -> None:
    text = "site_id;name;waste_type;Water (m3)\nA1;Alder;tailings;5\n"

    assert not read_text(tmp_path, text, columns={"Water (m3)": "own"}).said("warning")


@pytest.mark.parametrize(
    ("header", "cell", "field", "value"),
    [
        ("Haldeninhalt", "12.500 m3", "volume_m3", 12_500),
        ("Schüttmenge", "1,5 Mio. t", "tonnage_t", 1_500_000),
        ("Накоплено отходов", "12,5 тыс. т", "tonnage_t", 12_500),
        ("Läjitysalan pinta-ala", "2,5 ha", "area_ha", 2.5),
        ("Wasserinhalt", "1,5 m3", "", 0),
    ],
)
def test_the_unit_may_stand_in_the_cells(
    tmp_path: Path, header: str, cell: str, field: str, value: float
) -> None:
    found = read(tmp_path, f"{header};Cu (%)", f"{cell};0,5")

    sizes = {name: float(found.sites[0][name]) for name in SIZES if name in found.sites[0]}
    assert sizes == ({field: pytest.approx(value)} if field else {})
    assert bool(field) != ("under a name that is not known" in found.said("warning"))
