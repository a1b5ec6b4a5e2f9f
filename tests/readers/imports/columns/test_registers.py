"""Registers are told by their header, read by data, and keep their ids."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from prioritizer.appraisal.measurement import Context
from prioritizer.appraisal.risk import physical_ends
from prioritizer.domain.access import public_part
from prioritizer.domain.columns import site_columns
from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.imports import ImportOptions, Topic
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import WasteType
from prioritizer.readers.imports.columns.registers import FOLDER, registers
from prioritizer.readers.imports.words.fields import find_field
from prioritizer.readers.imports.words.id_schemes import scheme_of
from prioritizer.workflow.sites.importing import ImportResult, import_file

SIGBM = {
    "ID": "8179",
    "Nome": "Dique Exemplo",
    "Empreendedor": "MINERADORA EXEMPLO LTDA.",
    "UF": "MG",
    "Município": "ITABIRA",
    "Latitude": "-19°37'24.400''",
    "Longitude": "-43°13'41.200''",
    "Categoria de Risco - CRI": "Baixa",
    "Dano Potencial Associado - DPA": "Alta",
    "Classe": "B",
    "Situação Operacional": "Inativa",
    "Estrutura com o Objetivo de Contenção": "Rejeitos",
    "Minério principal presente no reservatório": "Ouro",
    "Área do reservatório (m²)": "12.500,00",
    "Volume de projeto licenciado do Reservatório (m³)": "9.000.000,00",
    "Volume atual do Reservatório (m³)": "6.362.000,50",
}
CHILE = {
    "ID": "77",
    "NOMBRE_EMPRESA_O_PRODUCTOR_MINERO": "MINERA EJEMPLO",
    "NOMBRE_FAENA": "FAENA UNO",
    "COMUNA": "COPIAPO",
    "NOMBRE_INSTALACION": "TRANQUE UNO",
    "TIPO_DEPOSITO": "TRANQUE DE RELAVE",
    "RECURSO": "Cobre",
    "UTM_NORTE": "6970000",
    "UTM_ESTE": "370000",
    "LATITUD": "-27.38",
    "LONGITUD": "-70.31",
    "ESTADO_INSTALACION": "ABANDONADO",
    "VOL_AUTORIZADO": "900000",
    "TON_AUTORIZADO": "1300000",
    "VOL_ACTUAL": "120000",
    "TON_ACTUAL": "180000",
}
MRDS = {
    "dep_id": "10009306",
    "url": "https://mrdata.usgs.gov/mrds/show-mrds.php?dep_id=10009306",
    "mrds_id": "D002208",
    "site_name": "Horse Mountain",
    "latitude": "39.69999",
    "longitude": "-106.20061",
    "region": "NA",
    "country": "United States",
    "state": "Colorado",
    "commod1": "Uranium, Vanadium",
    "commod2": "Gold",
    "commod3": "",
    "dev_stat": "Occurrence",
    "ore": "",
}
NMWI = {
    "Ftr_ID": "Mw00012",
    "Ftr_Name": "Upper Dump",
    "Ftr_Type": "Mine Dump",
    "Calc_Vol": "52000",
    "latitude": "39.5",
    "longitude": "-106.2",
}


def read(
    row: dict[str, str], tmp_path: Path, reference: Reference, **options: object
) -> ImportResult:
    path = tmp_path / "register.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(row)
        writer.writerow(row.values())
        writer.writerow([f"{v}9" if k in {"ID", "dep_id"} else v for k, v in row.items()])
    return import_file(path, reference, ImportOptions(**options))  # type: ignore[arg-type]


def named(result: ImportResult) -> str:
    found = [i.what for i in result.interpretations if i.kind is Topic.HEADER]
    return next((text for text in found if "recognised" in text), "")


def test_the_brazilian_register_brings_its_damage_and_risk_classes(
    tmp_path: Path, reference: Reference, criteria: CriteriaSet
) -> None:
    result = read(SIGBM, tmp_path, reference)
    site = result.register.sites[0]

    assert "anm-sigbm" in named(result)
    assert (site.site_id, site.name, site.country) == ("8179", "Dique Exemplo", "BR")
    assert site.texts["external_ids"] == "SIGBM:8179"
    assert (site.hazard_system, site.hazard_class) == ("ANM", "damage high; risk low; class B")
    assert site.waste_type is WasteType.TAILINGS
    assert site.volume_m3.best == pytest.approx(6_362_000.5)
    assert site.area_ha == pytest.approx(1.25)
    assert site.latitude == pytest.approx(-19.62344, abs=1e-4)
    criterion = next(c for c in criteria.criteria if c.id == "environmental_risk")
    low, high = physical_ends([site], Context.of(criterion, reference))
    assert (low[0], high[0]) == (pytest.approx(0.4333), 1.0)


def test_a_dam_outside_the_law_has_no_class(tmp_path: Path, reference: Reference) -> None:
    none = dict.fromkeys(
        ("Categoria de Risco - CRI", "Dano Potencial Associado - DPA", "Classe"),
        "Não se aplica",
    )
    site = read({**SIGBM, **none}, tmp_path, reference).register.sites[0]

    assert site.hazard_class == ""


def test_columns_that_others_are_put_together_from_are_kept_without_a_doubt(
    tmp_path: Path, reference: Reference
) -> None:
    result = read(SIGBM, tmp_path, reference)

    assert not [issue for issue in result.issues if "perhaps" in issue.found]
    assert "Dano Potencial Associado - DPA" in result.register.own_columns


def test_the_cadastre_of_chile_reads_what_is_there_and_not_what_is_allowed(
    tmp_path: Path, reference: Reference
) -> None:
    result = read(CHILE, tmp_path, reference)
    site = result.register.sites[0]

    assert "sernageomin" in named(result)
    assert site.texts["external_ids"] == "SERNAGEOMIN:77"
    assert (site.volume_m3.best, site.tonnage_t.best) == (120_000.0, 180_000.0)
    assert (site.latitude, site.country) == (-27.38, "CL")
    assert site.texts["other_names"] == "FAENA UNO"


@pytest.mark.parametrize("form", ["TRANQUE DE RELAVE", "EMBALSE", "ACOPIO", "EN PASTA"])
def test_the_cadastre_of_2025_is_all_tailings_and_says_no_status(
    tmp_path: Path, reference: Reference, form: str
) -> None:
    older = {k: v for k, v in CHILE.items() if not k.startswith(("TON_", "ESTADO_"))}
    newer = {"TONELAJE_AUTORIZADO": "1300000", "TONELAJE_ACTUAL": "180000", "Shape_Area": "900"}
    result = read({**older, **newer, "TIPO_DEPOSITO": form}, tmp_path, reference)
    site = result.register.sites[0]

    assert "sernageomin-2025" in named(result)
    assert (site.volume_m3.best, site.tonnage_t.best) == (120_000.0, 180_000.0)
    assert (site.waste_type, "site_status" in site.texts) == (WasteType.TAILINGS, False)
    assert site.area_ha is None


def test_mrds_puts_its_commodities_together(tmp_path: Path, reference: Reference) -> None:
    result = read(MRDS, tmp_path, reference)
    site = result.register.sites[0]

    assert "usgs-mrds" in named(result)
    assert site.texts["commodity_mined"] == "Uranium, Vanadium, Gold"
    assert site.texts["external_ids"] == "MRDS:10009306;MRDS:D002208"
    assert (site.country, site.waste_type) == ("US", WasteType.OTHER)


def test_the_inventory_of_the_usgs_asks_for_the_unit_of_its_volume(
    tmp_path: Path, reference: Reference
) -> None:
    asked = read(NMWI, tmp_path, reference)
    told = read(NMWI, tmp_path, reference, units={"Calc_Vol": "m3"})

    assert not asked.register.sites[0].volume_m3.is_known
    assert any(issue.column == "Calc_Vol" for issue in asked.issues)
    assert told.register.sites[0].volume_m3.best == 52_000.0
    assert told.register.sites[0].waste_type is WasteType.WASTE_ROCK


def test_what_a_person_states_goes_before_the_profile(
    tmp_path: Path, reference: Reference
) -> None:
    result = read(SIGBM, tmp_path, reference, columns={"UF": "region", "Município": "ignore"})
    own = read(SIGBM, tmp_path, reference, from_profile=("Nome",), columns={"Nome": "name"})

    assert result.register.sites[0].texts["region"] == "MG"
    assert named(own) == ""


# By profile: a row of a table in its shape, and what is read of it.
NORDIC = [
    (
        "se-ebh",
        {
            "Objekt-ID": "131345", "Objektnamn": "Gruvan", "Kommun": "Hofors",
            "Primär bransch": "Gruva och upplag", "Riskklass": "1",
            "N (SWEREF99 TM)": "6710000", "E (SWEREF99 TM)": "590000",
        },
        ("131345", "Gruvan", "SE", "EBH:131345", "MIFO", "risk class 1, very high"),
    ),
    (
        "se-ebh",
        {
            "EBH-id": "F7", "Namn": "Högen", "Branschklass": "2", "MIFO-klass": "Måttlig risk",
            "Volym (m3)": "1 200",
        },
        ("F7", "Högen", "SE", "EBH:F7", "MIFO", "risk class 3, moderate"),
    ),
    (
        "se-gruvavfall",
        {
            "SGU-id": "G1", "Gruva": "Norra", "Avfallstyp": "anrikningssand", "Län": "Dalarna",
            "Mängd (t)": "5000",
        },
        ("register-2", "Norra", "SE", "SGU:G1", "", ""),
    ),
    (
        "fi-kaivannaisjate",
        {
            "MATTI-tunnus": "99", "Kaivos": "Hitura", "Jätealueen nimi": "Läntinen allas",
            "Jätetyyppi": "rikastushiekka", "Kunta": "Nivala", "Pilaantuneisuus": "Puhdistettu",
        },
        ("register-2", "Läntinen allas", "FI", "MATTI:99", "MATTI", "cleaned"),
    ),
    (
        "no-mineralressurser",
        {
            "identRåstoffobj": "17290010101", "forekomstNummer": "1729001",
            "navnRåstoffobj": "Skrattås", "ressursUndertype": "Sink", "ressursType": "Metaller",
            "altForekomstNr": "12",
        },
        ("17290010101", "Skrattås", "NO", "NGU:1729001;OLD:12", "", ""),
    ),
    (
        "no-forurenset-grunn",
        {
            "lokalId": "4321", "navn": "Velten", "forurensetAreal": "12500",
            "sakAvsluttet": "nei", "påvirkningsgrad": "ikkeAkseptabelForurensning",
        },
        (
            "4321", "Velten", "NO", "GRUNNFORURENSNING:4321", "Påvirkningsgrad",
            "3, possible or known impact, to be studied or remedied",
        ),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("profile", "row", "expected"), NORDIC)
def test_nordic_tables_are_told_by_their_header_and_their_classes_read(
    tmp_path: Path,
    reference: Reference,
    profile: str,
    row: dict[str, str],
    expected: tuple[str, ...],
) -> None:
    result = read(row, tmp_path, reference)
    site = result.register.sites[0]

    assert profile in named(result)
    told = (site.site_id, site.name, site.country, site.texts["external_ids"])
    assert (*told, site.hazard_system, site.hazard_class) == expected
    # A class in words counts nowhere: no source gives it a number.
    assert not any(one.system in ("MIFO", "MATTI") for one in reference.hazard_classes)


def test_a_nordic_area_is_in_the_unit_of_its_specification(
    tmp_path: Path, reference: Reference
) -> None:
    row = NORDIC[-1][1]

    assert read(row, tmp_path, reference).register.sites[0].area_ha == pytest.approx(1.25)


@pytest.mark.parametrize(
    "header",
    [
        ("Objekt-ID", "Objektnamn", "Kommun", "Volym (m3)"),
        ("Kohdetunnus", "Kaivos", "Jätetyyppi"),
        ("Lokalitetsnr", "Navn", "Kommune"),
    ],
)
def test_a_table_with_some_such_words_is_of_no_register(header: tuple[str, ...]) -> None:
    assert not any(one.fits(header) for one in registers())


def test_other_tables_are_not_taken_for_a_register(
    tmp_path: Path, reference: Reference
) -> None:
    few = {name: SIGBM[name] for name in ("ID", "Nome", "Latitude", "Longitude")}

    assert named(read(few, tmp_path, reference)) == ""


def test_ids_of_registers_are_kept_and_lead_to_a_hidden_point_or_name(
    tmp_path: Path, reference: Reference
) -> None:
    register = read(SIGBM, tmp_path, reference).register

    for column in ("latitude", "name"):
        texts = {**register.sites[0].texts, "restricted_fields": column}
        hidden = replace(register, sites=(replace(register.sites[0], texts=texts),))
        [public] = public_part(hidden, columns=site_columns()).register.sites
        assert "external_ids" not in public.texts


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_profile_says_where_it_is_from_and_names_fields_that_there_are(path: Path) -> None:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))

    assert data["status"] in {"verified", "recalled"}
    assert len(data["source"]) > 60
    assert len(data["recognise"]) >= 2
    fields = [*data["columns"].values(), *data.get("constants", {}), *data.get("compose", {})]
    assert [f for f in fields if f != "ignore" and find_field(f) is None] == []
    assert set(data.get("units", {})) | set(data.get("values", {})) <= set(data["columns"])
    spellings = data["external_id"]["column"].split("|")
    assert set(spellings) & set(data["columns"]) or all(map(scheme_of, spellings))


def test_no_two_profiles_fit_one_header() -> None:
    every = registers()

    assert len({one.id for one in every}) == len(every) >= 5
    for one in every:
        for place in (0, -1):
            header = [names.split("|")[place] for names in one.recognise]
            assert [other.id for other in every if other.fits(header)] == [one.id]
