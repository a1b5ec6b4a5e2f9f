"""Whether a facility works, told by the words of a status in many languages."""

from __future__ import annotations

from itertools import groupby

import pytest

from prioritizer.readers.imports.words.activities import activity_of
from prioritizer.readers.imports.words.vocabulary import fold, table_rows

STATES = {
    "closed": [
        "Care and maintenance", "On care and maintenance", "Nedlagd 1967", "ej i drift",
        "Efterbehandlad", "Toiminta lopetettu", "ei käytössä", "suljettu", "ute av drift",
        "Ikke i drift", "nedlukket", "außer Betrieb", "stillgelegt", "in Verwahrung",
        "à l'arrêt",
        "non exploitée", "réhabilitée", "Abandonado", "Paralizada", "fuera de operación",
        "cuidado y mantenimiento", "Desativada", "paralisado", "dismesso", "non attiva",
        "bonificata", "w rekultywacji", "zlikwidowany", "nieczynna", "není v provozu",
        "uzavřeno",
        "отработан", "на консервации", "не эксплуатируется", "napušteno", "nije u funkciji",
        "închis", "scos din funcțiune", "terk edilmiş", "faal değil", "felhagyott",
        "buiten gebruik",
    ],
    "operating": [
        "i drift", "toiminnassa", "in Betrieb", "en activité", "Activo", "En operación",
        "em operação", "in esercizio", "w eksploatacji", "v provozu", "действующий", "u radu",
        "în funcțiune", "faaliyette", "in bedrijf", "i bruk",
    ],
    "": ["", "gut", "closed, reopened and operating", "not rehabilitated", "ikke nedlagt"],
}  # fmt: skip
CASES = [(text, state) for state, texts in STATES.items() for text in texts]


@pytest.mark.parametrize(("text", "state"), CASES)
def test_a_status_says_whether_the_facility_works(text: str, state: str) -> None:
    assert activity_of(text) == state


@pytest.mark.parametrize("field", ["site_activity", "waste_type", "range_end"])
def test_no_phrase_means_two_codes(field: str) -> None:
    pairs = sorted(
        {
            (fold(phrase), row["code"])
            for row in table_rows("codes.csv")
            if row["field"] == field
            for phrase in row["phrases"].split("|")
        }
    )

    for phrase, same in groupby(pairs, key=lambda pair: pair[0]):
        assert len(list(same)) == 1, phrase
