"""Two inventories that differ only in what is restricted, and every text in a file."""

from __future__ import annotations

import csv
import io
import re
import struct
import zipfile
from pathlib import Path
from typing import Any

from tests.conftest import SAMPLE
from tests.stories.every_byte import texts_of

HELD = "ZZ-100"
FIELDS = "latitude;tonnage_t;assays/Cu;owner"
SECRETS: tuple[dict[str, Any], ...] = (
    {
        "id": "QX-907", "name": "Canary Hollow", "tonnage": 7654321, "volume": 4562917,
        "latitude": 61.98712, "longitude": 14.31947, "copper": 0.73519, "owner": "Nightjar Ltd",
        "citation": "Letter of Ms Wren, 2019", "alias": "Wagtail Pit",
    },
    {
        "id": "BB-411", "name": "Siskin Bottom", "tonnage": 1982347, "volume": 1261239,
        "latitude": 63.12934, "longitude": 16.77621, "copper": 3.31847, "owner": "Corncrake Oy",
        "citation": "Minutes of the closed meeting", "alias": "Dunlin Dam",
    },
)  # fmt: skip


def write_inventory(folder: Path, secret: dict[str, Any]) -> Path:
    """Write a tenth of the sample, one restricted site, and one with restricted columns."""
    rows = _rows("sites.csv")
    few = rows[::10]
    few[1]["notes"] = f"Downstream of {secret['name']} and of {secret['id']}."
    few[0]["notes"] = f"Once of one works with {secret['alias']}."
    few[2]["tonnage_source"] = "X1"
    figures = {
        "tonnage_t": secret["tonnage"], "tonnage_low_t": secret["tonnage"] - 1234,
        "volume_m3": secret["volume"], "latitude": secret["latitude"],
        "longitude": secret["longitude"], "owner": secret["owner"], "waste_type": "tailings",
        "country": "SE", "notes": f"About {secret['tonnage'] / 1e6} Mt, {secret['owner']}.",
        "distance_town_km": secret["latitude"] / 10, "nearest_town": secret["name"][:6],
    }  # fmt: skip
    held = {**figures, "site_id": HELD, "name": "Open Heath", "restricted_fields": FIELDS}
    whole = {
        **figures, "site_id": secret["id"], "name": secret["name"], "access": "restricted",
        "region": secret["name"][-6:], "operator_former": secret["owner"],
        "other_names": secret["alias"],
    }  # fmt: skip
    _write(folder / "sites.csv", [*few[:3], whole, *few[3:], held])
    grades = [
        {"site_id": site, "analyte": analyte, "best": grade, "unit": "%"}
        for site in (HELD, secret["id"])
        for analyte, grade in (("Cu", secret["copper"]), ("Zn", 2.5))
    ]
    ids = {row["site_id"] for row in few}
    known = _rows("grades.csv")
    _write(folder / "grades.csv", [*(row for row in known if row["site_id"] in ids), *grades])
    sources = _rows("sources.csv")
    letter = {"source_id": "X1", "citation": secret["citation"], "access": "restricted"}
    _write(folder / "sources.csv", [*sources, letter])
    return folder / "sites.csv"


def needles(secret: dict[str, Any]) -> tuple[str, ...]:
    """Return the texts by which one knows a restricted thing, numbers with all digits."""
    town = f"{secret['latitude'] / 10:.6g}"
    return (*(str(value) for value in secret.values()), town, str(secret["tonnage"] / 1e6))


def unpacked(content: bytes) -> dict[str, bytes]:
    """Return the members of a zip, whose own times do not count; another file as it is."""
    if not content.startswith(b"PK"):
        return {"": content}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def found_in(content: bytes, secret: dict[str, Any]) -> list[str]:
    """Return the needles that a file holds, however its words and numbers are parted."""
    text = texts_of(content)
    bare = text.translate(dict.fromkeys(map(ord, " ,\u202f\u00a0'"), None))
    words = words_of(text)
    named = [
        secret[name] for name in ("id", "name", "alias") if words_of(secret[name]) in words
    ]
    packed = [name for name in ("latitude", "longitude") if _is_packed(secret[name], content)]
    found = [one for one in needles(secret) if one in text or one in bare]
    return list(dict.fromkeys((*found, *named, *packed)))


def words_of(text: str) -> str:
    """Return a text in small letters whose words have one blank between them."""
    return re.sub(r"(?:[\s+_-]|%20)+", " ", text.casefold())


def _is_packed(number: float, content: bytes) -> bool:
    """Return whether a file holds a number as maps do, in eight bytes."""
    return any(struct.pack(order, number) in content for order in ("<d", ">d"))


def _rows(name: str) -> list[dict[str, Any]]:
    with SAMPLE.with_name(name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _write(path: Path, rows: list[dict[str, Any]]) -> None:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)
