"""Published cases: Brazil's dam register, the EU's supply risk 2017 and criticality 2023."""

from __future__ import annotations

import itertools
import json
from typing import Any

import pytest

from prioritizer.appraisal.anm import (
    DAM_CLASSES,
    consequence,
    dam_class,
    damage_class,
    damage_points,
    volume_points,
)
from prioritizer.appraisal.supply_risk import import_reliance, passes_thresholds, supply_risk
from prioritizer.errors import InputError
from tests.conftest import ROOT

CASES = ROOT / "tests" / "cases"
PORTUGUESE = {"high": "Alta", "medium": "Média", "low": "Baixa"}
LEVELS = {1: "low", 2: "medium", 3: "high"}


def rows(name: str) -> list[dict[str, Any]]:
    case = json.loads((CASES / name).read_text(encoding="utf-8"))
    return [dict(zip(case["columns"], row, strict=True)) for row in case["rows"]]


def test_the_classes_of_488_dams_follow_but_for_one_on_a_boundary() -> None:
    misses = []
    for dam in rows("anm_damage_2022.json"):
        points = damage_points(
            volume_m3=dam["current_volume_m3"],
            population=dam["population"],
            environment=dam["environment"],
            socio_economy=dam["socioeconomic"],
        )
        if PORTUGUESE[damage_class(points)] != dam["published_class"]:
            misses.append((dam["id"], dam["current_volume_m3"]))

    assert len(rows("anm_damage_2022.json")) == 488
    assert misses == [("9799", 500_000.0)]


def test_the_class_matrix_is_that_of_the_register() -> None:
    published = rows("anm_class_matrix_2022.json")

    assert sum(pair["n_dams"] for pair in published) == 495
    for pair in published:
        found = dam_class(LEVELS[pair["risk_category"]], LEVELS[pair["damage"]])
        assert found == pair["published_class"]
    assert dam_class("low", "high") != dam_class("high", "low")
    assert DAM_CLASSES.keys() == PORTUGUESE.keys()


def test_points_stand_on_the_scale_of_consequence() -> None:
    assert consequence(13).best == pytest.approx(0.4333, abs=5e-5)
    assert [volume_points(v) for v in (4e5, 5e6, 25e6, 49e6, 50e6)] == [1, 2, 3, 4, 5]


def test_an_answer_that_the_register_does_not_know_is_refused() -> None:
    with pytest.raises(InputError, match="population: found 'many'"):
        damage_points(
            volume_m3=1e6, population="many", environment="Significativo", socio_economy="ALTO"
        )


def risk(row: dict[str, Any], **moved: float) -> float:
    inputs = row | moved
    variant = row["variant"]
    reliance = inputs["import_reliance_pct"]
    return supply_risk(
        hhi_global=None if variant == "EUS only" else inputs["hhi_global"],
        hhi_eu=None if variant == "GS only" else inputs["hhi_eu"],
        import_reliance=None if reliance is None else reliance / 100,
        recycling=inputs["recycling"],
        substitution=inputs["substitution"],
    )


MATERIALS = rows("eu_supply_risk_2017.json")


def test_supply_risk_of_78_materials_is_reproduced() -> None:
    errors = [abs(risk(row) - row["published_supply_risk"]) for row in MATERIALS]

    assert len(errors) == 78
    assert sum(errors) / 78 == pytest.approx(0.0582, abs=5e-5)
    assert max(errors) < 0.26


@pytest.mark.parametrize("row", MATERIALS, ids=lambda row: row["material"])
def test_each_published_risk_lies_within_the_rounding_of_its_inputs(
    row: dict[str, Any],
) -> None:
    half_units = {
        "hhi_global": 0.05,
        "hhi_eu": 0.05,
        "import_reliance_pct": 0.5,
        "recycling": 0.005,
        "substitution": 0.05,
    }
    used = [name for name in half_units if row[name] is not None]

    corners = [
        risk(
            row,
            **{
                name: row[name] + sign * half_units[name]
                for name, sign in zip(used, signs, strict=True)
            },
        )
        for signs in itertools.product((-1, 1), repeat=len(used))
    ]

    assert min(corners) - 0.05 <= row["published_supply_risk"] <= max(corners) + 0.05


def test_the_thresholds_give_68_of_70_and_miss_only_copper_and_nickel() -> None:
    materials = rows("eu_criticality_2023.json")

    misses = [
        (row["material"], row["official"])
        for row in materials
        if passes_thresholds(row["supply_risk"], row["economic_importance"]) != row["official"]
    ]

    assert len(materials) == 70
    assert misses == [("Copper", True), ("Nickel", True)]


def test_a_score_is_compared_on_its_printed_decimal() -> None:
    assert passes_thresholds(0.979, 2.8)
    assert not passes_thresholds(0.94, 2.8)


def test_import_reliance_of_a_net_exporter_is_zero() -> None:
    assert import_reliance(production=30, net_imports=10) == 0.25
    assert import_reliance(production=30, net_imports=-10) == 0.0
    assert import_reliance(production=0, net_imports=0) == 0.0


def test_supply_risk_needs_a_concentration() -> None:
    with pytest.raises(ValueError, match="hhi_global or hhi_eu"):
        supply_risk(
            hhi_global=None, hhi_eu=None, import_reliance=None, recycling=0.0, substitution=1.0
        )
    with pytest.raises(ValueError, match="import reliance"):
        supply_risk(
            hhi_global=1.0, hhi_eu=1.0, import_reliance=None, recycling=0.0, substitution=1.0
        )
