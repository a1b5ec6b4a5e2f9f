"""A phrase is the kind of waste that its words name, whatever stands beside them."""

from __future__ import annotations

from pathlib import Path

import pytest

from prioritizer.readers.imports.words.waste_kinds import waste_kind
from tests.readers.imports.builders import read_text

PHRASES = {
    "tailings": [
        "Tailings (closed)", "Tailings - mill", "Former mill tailings, revegetated", "TSF 2",
        "Sandmagasin (nedlagt)", "Anrikningssand, täckt", "Rikastushiekka-alue (suljettu)",
        "Spülhalde alt", "Relaves (abandonado)", "Barragem de rejeitos inativa",
        "Хвостохранилище № 2", "хвосты флотации", "Osadnik poflotacyjny", "Odkaliště (staré)",
        "Atık barajı 1", "尾矿库", "Osady poflotacyjne", "Parc à résidus nord", "Jales",
        "Bacia de rejeitos", "Flotationsabgänge", "Bacini di decantazione", "Jätehiekka-alue",
        "Anrikningsavfall", "Avgangsmasser i fjord", "Лежалые хвосты", "Flotační kaly",
        "Flotacijsko jalovište Veliki krivelj", "Iaz de decantare", "Escombrera de relaves",
        "Отвал хвостов", "Flotasyon artıkları",
    ],
    "waste_rock": [
        "Waste rock stockpile", "Overburden pile",
        "Waste-rock dump (north)", "Gråbergsupplag A",
        "Sivukivialue", "Bergehalde bewachsen", "Botadero sur", "Pilha de estéril 3",
        "Отвал вскрышных пород", "отвалы пустой породы", "Zwałowisko nr 2", "Halde de stériles",
        "Zwał nadkładu", "Depósito de desmontes", "Bota-fora", "Nebengesteinshalde",
        "Cumulo di sterili", "Raakkukasa", "Varphögar", "Steintipp", "Gråbjerg",
        "Террикон шахты", "Odval č. 3", "Odlagalište raskrivke", "Haldă de steril",
        "Pasa sahası",
    ],
    "slag": [
        "Slag pile", "Old smelter slag", "Slagghög vid sjön", "Kuona-alue", "Schlackenhaufen",
        "Escorial (escoria)", "Шлакоотвал завода", "Hałda żużla", "Cüruf yığını",
        "Scories anciennes", "Hałda żużlu", "Dépôt de scories", "Escorial norte",
        "Escombrera de escorias", "Escórias", "Slaggvarp", "Slagghaug", "Slagger",
        "Отвал шлака", "Struskový odval", "Odlagalište šljake", "Haldă de zgură",
        "Mine dump slag", "İzabe cürufu", "Discarica di scorie",
    ],
    "residue": [
        "Leach pile - heap", "Red mud pond", "Phosphogypsum stack", "Rotschlamm Deponie",
        "Шламы красные", "Ripios de lixiviación norte", "Kırmızı çamur", "Boues rouges",
        "Wypałki pirytowe", "Cendres de pyrite", "Cenizas de pirita", "Lamas vermelhas",
        "Kiesabbrände", "Ceneri di pirite", "Jarosiittisakka", "Kisbränder", "Золоотвал",
        "Loužicí zbytky", "Leteći pepeo", "Nămol roșu", "Liç artığı",
    ],
    "mixed": ["Tailings and slag", "Waste rock / tailings", "Отвал и хвостохранилище",
        "Schlacke und Abraum", "хвосты, шлак"],
    "": ["opencast", "No tailings", "keine Schlacke", "без хвостов", "shaft", "unknown"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "text"), [(kind, text) for kind, texts in PHRASES.items() for text in texts]
)
def test_a_phrase_names_its_kind(kind: str, text: str) -> None:
    assert waste_kind(text) == kind


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("zzz", ("tailings", "tailings")),
        ("Klass 7", ("anrikningssand", "gråberg")),
        ("Wq", ("Schlacke", "Spülhalde")),
        ("kkk", ("relaves", "escoria")),
        ("ффф", ("хвосты", "шлак")),
    ],
)
def test_a_column_full_of_kinds_of_waste_is_that_column(
    tmp_path: Path, header: str, cells: tuple[str, str]
) -> None:
    rows = "\n".join(f"P{i},Site {i},{cell}" for i, cell in enumerate(cells))
    read = read_text(tmp_path, f"site_id,name,{header}\n{rows}\n")

    assert read.fields[header] == "waste_type"
    assert all(site["waste_type"] != "other" for site in read.sites)


def test_a_column_of_remarks_is_no_kind_of_waste(tmp_path: Path) -> None:
    rows = "P1,A,owner unknown\nP2,B,near the slag\nP3,C,fenced\n"
    read = read_text(tmp_path, f"site_id,name,zzz\n{rows}")

    assert read.fields["zzz"] != "waste_type"
