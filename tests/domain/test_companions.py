"""What is withheld together is said by the data dictionary."""

from __future__ import annotations

import pytest

from prioritizer.domain.columns import site_columns
from prioritizer.domain.companions import LEADS_TO, tells_of, withheld_with


@pytest.mark.parametrize(
    ("name", "held"),
    [
        ("nearest_town", {"nearest_town"}),
        ("gate_reason", {"gate_reason"}),
        ("gate", {"gate", "gate_reason", "gate_source"}),
        ("other_names", {"name", "other_names", "external_ids"}),
        ("area_source", {"area_ha", "area_source", "outline"}),
        ("trl", {"trl"}),
    ],
)
def test_a_restricted_column_withholds_what_tells_of_it(name: str, held: set[str]) -> None:
    assert withheld_with([name]) == held


@pytest.mark.parametrize("total", ["PGM", "PGE", "4E", "3E", "2PGE+Au"])
def test_a_sum_of_platinum_metals_tells_of_each(total: str) -> None:
    assert tells_of(total, "Pt")
    assert tells_of("Pd", total)
    assert tells_of(total, "PGM")
    assert not tells_of(total, "Ni")
    assert tells_of(total, "Au") == (total not in {"PGM", "PGE"})
    assert not tells_of("Pt", "Pd")


def test_a_point_takes_all_that_leads_to_it() -> None:
    held = withheld_with(["coordinate_basis"])

    assert {"latitude", "longitude", "region", "distance_plant_km", "nearest_port"} <= held
    assert len(held) == 50


def test_two_of_mass_volume_and_density_are_never_left_to_give_the_third() -> None:
    for name in ("volume_low_m3", "dry_density_t_m3", "tonnage_source"):
        assert {"tonnage_t", "volume_m3", "dry_density_t_m3"} <= withheld_with([name])


def test_what_leads_to_a_word_leads_to_one_that_a_column_bears() -> None:
    withheld = (column.withheld for column in site_columns().values())
    words = {word for text in withheld for word in text.split("|")} - {""}

    assert {w.removeprefix(LEADS_TO) for w in words} == {w for w in words if w[0] != LEADS_TO}


def test_no_size_can_be_zero() -> None:
    zero = {name: column.zero for name, column in site_columns().items() if column.zero}

    assert {name for name, what in zero.items() if what == "refused"} == {
        "tonnage_t",
        "volume_m3",
    }
    assert {name for name, what in zero.items() if what == "unknown"} == {
        "tonnage_low_t",
        "tonnage_high_t",
        "volume_low_m3",
        "volume_high_m3",
        "area_ha",
    }
