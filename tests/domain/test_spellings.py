"""A name is found however it is written, and its plain letters are no other word."""

from __future__ import annotations

import pytest

from prioritizer.domain.mentions import pattern_of
from prioritizer.domain.spellings import any_of, spellings

WRITTEN = {
    "Grönbo Gruva": ("Gro\u0308nbo gruva", "groenbo_gruva", "Gronbo%20Gruva", "GrönboGruva"),
    "Straße": ("Strasse", "STRASSE", "strae"),
    "Æbelø": ("aebelo", "AEBELOE"),
    "Łódź": ("lodz",),
    "İzmir": ("izmir", "İzmir".lower()),
    "Canary Hollow": ("CanaryHollow", "canary.hollow", "Canary\u2013Hollow", "canary hollow's"),
    "QX-907": ("QX907", "qx_907", "QX\u2013907"),
    "Le Puy d'Or": ("Le Puy d’Or", "le_puy_d_or"),
    "St. Anna": ("St Anna", "st_anna", "st-anna"),
    "Å1": ("a1",),
    "Норильск": ("НОРИЛЬСК",),
}
OTHER = {
    "Å": ("a mine", "Zone A", "aa"),
    "Ås": ("as before", "As 2 %"),
    "Дом 1": ("grade 1", " 1"),
    "Шахта № 4": ("No 4", "4"),
    "A1": ("A 1", "criterion_a"),
    "1-2": ("12", "1.2", "1/2"),
    "Canary Hollow": ("canary; hollow", "canaries hollow", "Canary. Hollow"),
}


@pytest.mark.parametrize(
    ("name", "text"), [(name, text) for name, texts in WRITTEN.items() for text in texts]
)
def test_a_name_is_found_in_each_spelling(name: str, text: str) -> None:
    secret = pattern_of({name}, shortest=1)

    assert secret is not None
    assert secret.search(f"near {text}, north")
    assert secret.search(name)


@pytest.mark.parametrize(
    ("name", "text"), [(name, text) for name, texts in OTHER.items() for text in texts]
)
def test_another_word_is_no_name(name: str, text: str) -> None:
    secret = pattern_of({name}, shortest=1)

    assert secret is not None
    assert not secret.search(text)


def test_each_of_many_names_is_found_and_none_besides() -> None:
    names = [f"Berg{'abcdefgh'[n % 8] * (n // 8 + 1)} Mine {n}" for n in range(400)]
    secret = pattern_of([*names, "Berg", "Bergaa"], shortest=1)

    assert secret is not None
    assert all(secret.fullmatch(name) for name in (*names, "Berg", "Bergaa"))
    assert not secret.search("Bergab Mine 400, Bergx, Berga")


def test_names_are_tried_letter_by_letter() -> None:
    assert any_of({"Abcx", "abcy", "ab"}) == "ab(?:c(?:x|y)|)"
    assert spellings("Plain") == {"Plain"}
