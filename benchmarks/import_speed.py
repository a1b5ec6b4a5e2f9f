"""How long a large inventory takes to import, check and rank; the file is made up and messy.

Run ``python -m benchmarks.import_speed`` (``--rows 100000``); prints seconds and peak memory.
"""

from __future__ import annotations

import argparse
import random
import resource
import tempfile
import time
from pathlib import Path

from prioritizer.domain.imports import ImportOptions, Limits
from prioritizer.domain.results import Settings
from prioritizer.domain.weights import WeightVector
from prioritizer.readers.criteria import read_criteria
from prioritizer.readers.reference import read_reference
from prioritizer.workflow.ranking.assess import assess
from prioritizer.workflow.sites.importing import import_file

HEADER = (
    "Objektnr;Namn;Land;N (SWEREF99 TM);E (SWEREF99 TM);Avfallstyp;Mängd (kt);Volym m3;"
    "Areal ha;Koppar %;Zn ppm;Au g/t;Avstånd väg (m);Status;Anmärkning"
)


def write_register(path: Path, rows: int) -> None:
    """Write a register with decimal commas, ranges, bounds and gaps in every column."""
    rng = random.Random(7)  # noqa: S311 - made-up figures, no secrets

    def number(low: float, high: float, digits: int = 2) -> str:
        return f"{rng.uniform(low, high):.{digits}f}".replace(".", ",")

    with path.open("w", encoding="cp1252", newline="") as file:
        file.write(HEADER + "\r\n")
        for i in range(rows):
            kilotonnes = rng.uniform(10, 5000)
            mass = [
                "",
                f"{kilotonnes:.1f}".replace(".", ","),
                f"{kilotonnes:.0f}-{2 * kilotonnes:.0f}",
            ]
            volume = f"{kilotonnes * 1000 / 1.5:,.0f}".replace(",", ".")
            cells = [
                f"S{i}",
                f"Gruvhög nr {i}",
                "Sverige",
                number(6_300_000, 7_400_000, 1),
                number(480_000, 620_000, 1),
                rng.choice(["anrikningssand", "gråberg", "slagg"]),
                rng.choice(mass),
                rng.choice([volume, ""]),
                number(0.5, 80),
                rng.choice([number(0.01, 1.5), "<0,01", ""]),
                rng.choice([number(50, 9000, 0), "n/a", ""]),
                rng.choice([number(0.05, 3), "", "<0,05"]),
                number(0, 9000, 0),
                "nedlagd",
                "äldre hög",
            ]
            file.write(";".join(cells) + "\r\n")


def main() -> None:
    """Time the steps."""
    parser = argparse.ArgumentParser(description="Time the import of a large inventory.")
    parser.add_argument("--rows", type=int, default=100_000)
    rows = parser.parse_args().rows
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "register.csv"
        write_register(path, rows)
        print(f"{rows} rows, {path.stat().st_size / 1e6:.1f} MB")
        reference, criteria = read_reference(), read_criteria("default")
        started = time.perf_counter()
        options = ImportOptions(limits=Limits(rows=max(rows, 1)))
        result = import_file(path, reference, options)
        imported = time.perf_counter()
        settings = Settings(WeightVector.equal(criteria.ids))
        assessment = assess(result.register, criteria, settings, reference)
        ranked = time.perf_counter()
    print(f"import and check  {imported - started:6.1f} s  {result.summary}")
    print(f"appraise and rank {ranked - imported:6.1f} s  {len(assessment.matrix)} sites")
    print(f"together          {ranked - started:6.1f} s  (goal 60 s)")
    for who, name in (
        (resource.RUSAGE_SELF, "this process"),
        (resource.RUSAGE_CHILDREN, "the parser"),
    ):
        print(
            f"peak memory of {name}: {resource.getrusage(who).ru_maxrss / 1e6:.2f} GB (goal 2)"
        )


if __name__ == "__main__":
    main()
