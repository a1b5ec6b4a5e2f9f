"""Great-circle distances of the sample: nearest port, plant and place, as bounds.

Run ``python sample_data/make_distances.py`` after a change of a point, a plant or a port. A
great circle is the shortest way there could be and never a road distance; a longest distance is
the great circle, longer by the errors of both points, times ``DETOUR``. Coded and published
distances stand.
"""

from __future__ import annotations

import csv
import io
import math
import re
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
REFERENCE = FOLDER.parent / "criteria" / "reference"

EARTH_KM = 6371.0088
DETOUR = 1.5  # derived: parameter rail_or_port_km of the criteria files
PORT_ERROR_KM = 4.0  # derived: usual error of the list of ports
PLACE_ERROR_KM = 2.0  # derived: half the width of a small town
UNVERIFIED_ERROR_KM = 25.0  # derived: a point set down from memory counts as this far out
FAR_KM = 1000.0  # derived: a plant beyond this says nothing; the list is thin there
WITHOUT_ROADS = {"GL"}  # settlements of Greenland are not joined by road
WORKING = "operating"
FAMILIES = {"REE": {"La", "Ce", "Pr", "Nd", "Dy", "Y"}, "PGM": {"Pt", "Pd", "Rh"}}
PLACES, PORTS, PLANTS = "G001", "G002", "G003"

Row = dict[str, str]


def great_circle_km(one: Row, other: Row) -> float:
    """Return the great-circle distance of two points, km (haversine, mean radius of IUGG)."""
    lat_a, lon_a, lat_b, lon_b = (
        math.radians(float(row[name]))
        for row in (one, other)
        for name in ("latitude", "longitude")
    )
    half = math.sin((lat_b - lat_a) / 2) ** 2
    half += math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_b - lon_a) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(half))


def nearest(site: Row, rows: list[Row]) -> tuple[float, Row]:
    """Return the distance to the nearest of some points, km, and that point."""
    distances = [great_circle_km(site, row) for row in rows]
    least = min(range(len(rows)), key=distances.__getitem__)
    return distances[least], rows[least]


def metals_of(site: Row) -> set[str]:
    """Return the symbols of what was mined; a family stands for its members."""
    words = re.findall(r"[A-Za-z]+", site["commodity_mined"])
    return set().union(*(FAMILIES.get(word, {word}) for word in words))


def error_of(site: Row) -> float:
    """Return the error of the point of a site, km."""
    stated = float(site["coordinate_error_km"])
    return max(stated, UNVERIFIED_ERROR_KM) if is_unverified(site) else stated


def is_unverified(site: Row) -> bool:
    """Return whether the point of a site has no source."""
    return "latitude" in site["unverified"].split(";")


def fill(site: Row, table: dict[str, list[Row]], coded: set[tuple[str, str]]) -> None:
    """Fill the calculated columns of one site."""
    cited = {PORTS, PLACES}
    fill_port(site, table["ports"], is_open=is_open(site, "port", coded))
    if fill_plant(site, table["plants"], is_open=is_open(site, "plant", coded)):
        cited.add(PLANTS)
    has_road = site["country"] not in WITHOUT_ROADS
    fill_place(site, table["places"], is_open=has_road and is_open(site, "road", coded))
    kept = [part for part in site["access_source"].split(";") if part and part[0] != "G"]
    site["access_source"] = ";".join([*kept, *sorted(cited)])


def is_open(site: Row, what: str, coded: set[tuple[str, str]]) -> bool:
    """Return whether no published or coded distance stands."""
    column = f"distance_{what}_km"
    return (site["site_id"], column) not in coded and not site[column]


def fill_port(site: Row, ports: list[Row], *, is_open: bool) -> None:
    """Fill the nearest sea port and the bounds of the way to it."""
    distance, port = nearest(site, ports)
    known = error_of(site) + PORT_ERROR_KM
    site["nearest_port"] = port["name"]
    site["port_great_circle_km"] = _circle(site, distance, known)
    if is_open:
        site["distance_port_low_km"] = _down(distance - known)
        site["distance_port_high_km"] = _up((distance + known) * DETOUR)


def fill_plant(site: Row, plants: list[Row], *, is_open: bool) -> bool:
    """Fill the nearest working plant with a metal of the site; return whether there is one.

    The list holds some plants only: a nearer one may stand next door, so low is 0.
    """
    site["nearest_plant"] = site["plant_great_circle_km"] = ""
    metals = metals_of(site)
    fitting = [p for p in plants if metals & set(p["feeds"].split(";"))]
    if not fitting or (found := nearest(site, fitting))[0] > FAR_KM:
        return False
    distance, plant = found
    known = error_of(site) + float(plant["coordinate_error_km"])
    site["nearest_plant"] = plant["name"]
    site["plant_great_circle_km"] = _circle(site, distance, known)
    if is_open:
        site["distance_plant_low_km"] = "0"
        site["distance_plant_high_km"] = _up((distance + known) * DETOUR)
    return True


def fill_place(site: Row, places: list[Row], *, is_open: bool) -> None:
    """Fill the nearest place; a road leads there, so a road is no farther off."""
    distance, place = nearest(site, places)
    known = error_of(site) + PLACE_ERROR_KM
    site["nearest_town"] = place["name"]
    site["distance_town_km"] = _circle(site, distance, known)
    site["distance_town_high_km"] = _up(distance + known)
    if is_open:
        site["distance_road_high_km"] = _up(distance + known)


def _circle(site: Row, distance: float, error: float) -> str:
    """Return a distance that stands out from its error, and nothing of an unverified point."""
    return "" if is_unverified(site) or distance <= error else f"{distance:.0f}"


def _down(kilometres: float) -> str:
    return "" if kilometres < 1 else str(math.floor(kilometres))


def _up(kilometres: float) -> str:
    return str(math.ceil(kilometres))


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def table_of_sites() -> str:
    """Return the site table with its calculated columns made anew, as CSV."""
    sites = _rows(FOLDER / "sites.csv")
    plants = _rows(REFERENCE / "processing_plants.csv")
    table = {
        "ports": _rows(REFERENCE / "sea_ports.csv"),
        "plants": [plant for plant in plants if plant["status"] == WORKING],
        "places": _rows(FOLDER / "places_near.csv"),
    }
    coded = {
        (row["site_id"], row["field"])
        for row in _rows(FOLDER / "codes.csv")
        if row["use"] == "yes"
    }
    for site in sites:
        fill(site, table, coded)
    text = io.StringIO()
    writer = csv.DictWriter(text, list(sites[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(sites)
    return text.getvalue()


if __name__ == "__main__":
    made = table_of_sites()
    if "--check" in sys.argv:
        sys.exit(made != (FOLDER / "sites.csv").read_text(encoding="utf-8"))
    (FOLDER / "sites.csv").write_text(made, encoding="utf-8", newline="")
