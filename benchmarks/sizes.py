"""What many sites cost: seconds, memory and file size of commands and files.

Run with ``python -m benchmarks.sizes [sites ...]``. The sites of the sample are repeated with
other tonnages, grades and places; each command runs in a process of its own.
"""

from __future__ import annotations

import csv
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

SAMPLE = Path("sample_data")
RANGES = (
    ("tonnage_low_t", "tonnage_t", "tonnage_high_t"),
    ("volume_low_m3", "volume_m3", "volume_high_m3"),
)
GRADES = ("low", "best", "high", "contained_t")
PLACE = ("latitude", "longitude")
COMMANDS = (
    ("rank", "--output", "out.csv"),
    ("rank", "--output", "out.xlsx"),
    ("report", "--draws", "0", "--output", "out.pdf"),
    ("report", "--draws", "0", "--output", "out.docx"),
    ("report", "--draws", "0", "--output", "out.gpkg"),
    ("robustness", "--draws", "200", "--output", "out.txt"),
    ("next-data", "--draws", "200", "--output", "out.txt"),
    ("portfolio", "--budget", "20000000", "--output", "out.txt"),
)


def main(sizes: list[int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for n_sites in sizes:
            place = Path(folder) / str(n_sites)
            place.mkdir()
            write_sites(place, n_sites)
            for command in COMMANDS:
                measure(place, n_sites, command)


def measure(place: Path, n_sites: int, command: tuple[str, ...]) -> None:
    """Print what one command takes; its last message where it refuses."""
    output = place / command[-1]
    asked = [command[0], str(place / "sites.csv"), *command[1:-1], str(output)]
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, *asked], capture_output=True, text=True, check=False
    )
    wall = time.perf_counter() - start
    lines = done.stderr.strip().splitlines()
    if done.returncode != 0 or not output.exists():
        print(f"{n_sites} sites, {' '.join(command)}: {lines[0] if lines else '?'}")
        return
    size = output.stat().st_size / 1e6
    output.unlink()
    print(
        f"{n_sites} sites, {' '.join(command)}: {wall:.1f} s, {lines[-1]} MB of memory, "
        f"file of {size:.1f} MB"
    )


MEASURED = """
import resource, sys
from prioritizer.cli import main
try:
    main(sys.argv[1:])
finally:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, file=sys.stderr)
"""


def write_sites(place: Path, n_sites: int) -> None:
    """Write a table of sites and one of grades."""
    rng = np.random.default_rng(1)
    sites = rows_of("sites.csv")
    grades: dict[str, list[dict[str, str]]] = {}
    for row in rows_of("grades.csv"):
        grades.setdefault(row["site_id"], []).append(row)
    many, assays = [], []
    for number in range(n_sites):
        row = dict(sites[number % len(sites)])
        assays += [
            {**scaled(assay, GRADES, rng.uniform(0.7, 1.0)), "site_id": f"S-{number:06d}"}
            for assay in grades.get(row["site_id"], [])
        ]
        row["site_id"] = f"S-{number:06d}"
        for group in RANGES:
            row = scaled(row, group, rng.uniform(0.7, 1.4))
        for name in PLACE:
            if row[name]:
                row[name] = f"{float(row[name]) + rng.uniform(-0.5, 0.5):.5f}"
        many.append(row)
    write_rows(place / "sites.csv", many)
    write_rows(place / "grades.csv", assays)


def rows_of(name: str) -> list[dict[str, str]]:
    with (SAMPLE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def scaled(row: dict[str, str], names: tuple[str, ...], factor: float) -> dict[str, str]:
    """Return the row with some of its numbers times a factor."""
    return row | {name: f"{float(row[name]) * factor:.6g}" for name in names if row.get(name)}


def write_rows(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main([int(text) for text in sys.argv[1:]] or [1000, 5000, 20_000])
