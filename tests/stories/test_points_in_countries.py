"""Every shipped point lies in its country, by outlines that know nothing of our own lists."""

from __future__ import annotations

import csv
import gzip

import pytest

from tests.conftest import ROOT
from tests.outlines import km_outside, three_letters

# How far a coast of the map may be drawn off, km; a point has its own error besides.
COAST_KM = 25.0
# Ports lie on the coast, on piers and on islands.
PORT_KM = 70.0
# Not on the map, or drawn as a country of its own: Shetland, Åland, Melilla.
NOT_DRAWN = {"GBLER", "FIMHQ", "ESMLN"}
POINTS = {
    "sample_data/sites.csv": ("site_id", 181),
    "criteria/reference/processing_plants.csv": ("plant_id", 150),
    "criteria/reference/sea_ports.csv": ("port_id", 1500),
}
Row = dict[str, str]


def rows_of(name: str) -> list[Row]:
    with (ROOT / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def outside(row: Row, name: str, *, north: float = 0.0, east: float = 0.0) -> bool:
    """Return whether a point, or one so many degrees from it, is outside its country."""
    latitude = float(row["latitude"]) + north
    longitude = (float(row["longitude"]) + east + 180.0) % 360.0 - 180.0
    most = PORT_KM if "ports" in name else COAST_KM + float(row.get("coordinate_error_km") or 0)
    return km_outside(row["country"], latitude, longitude) > most


@pytest.mark.parametrize("name", POINTS)
def test_every_point_lies_in_its_country(name: str) -> None:
    key, n = POINTS[name]
    rows = rows_of(name)

    assert len(rows) == n
    assert all(row["latitude"] and row["longitude"] for row in rows)
    assert [row[key] for row in rows if outside(row, name) and row[key] not in NOT_DRAWN] == []


def test_settlements_lie_in_their_country_but_for_islands_that_are_not_drawn() -> None:
    name = "criteria/reference/places.csv.gz"
    with gzip.open(ROOT / name, "rt", encoding="utf-8", newline="") as file:
        every = list(csv.DictReader(file))
    drawn = [row for row in every[::200] if row["country"] in three_letters()]

    assert len(every) == 195_940
    assert len(drawn) > 900
    assert sum(outside(row, name) for row in drawn) < 0.01 * len(drawn)


def test_a_point_of_another_country_is_found_out() -> None:
    """Sites moved by ten degrees stay in their country only where it is that large."""
    name = "sample_data/sites.csv"
    large = {"AU", "BR", "CA", "CD", "CL", "CN", "GL", "KZ", "NO", "RU", "SE", "US", "ZA"}
    small = [row for row in rows_of(name) if row["country"] not in large]

    assert len(small) > 60
    for north, east in ((10.0, 0.0), (-10.0, 0.0), (0.0, 16.0), (0.0, -16.0)):
        missed = [r["site_id"] for r in small if not outside(r, name, north=north, east=east)]
        assert len(missed) < 0.05 * len(small), (north, east, missed)


def test_coordinates_the_wrong_way_round_are_found_out() -> None:
    name = "sample_data/sites.csv"
    turned = [
        row | {"latitude": row["longitude"], "longitude": row["latitude"]}
        for row in rows_of(name)
        if abs(float(row["longitude"])) <= 90
    ]

    missed = [row["site_id"] for row in turned if not outside(row, name)]
    assert len(missed) < 0.05 * len(turned), missed


def test_every_country_of_the_tables_has_its_outline() -> None:
    countries = {row["country"] for name in POINTS for row in rows_of(name)}

    assert countries <= three_letters().keys()
