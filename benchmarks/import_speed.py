"""How long a large inventory takes to import, check and rank; the file is made up and messy.

Run ``python -m benchmarks.import_speed`` (``--rows 1000000``, ``--format xlsx``); prints of
each stage the seconds, the processor time of both processes and the peak memory so far.
"""

from __future__ import annotations

import argparse
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from prioritizer.domain.imports import ImportOptions, Limits
from prioritizer.domain.results import Assessment, Settings
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.weights import WeightVector
from prioritizer.readers.criteria import read_criteria
from prioritizer.readers.imports.texts.quantities import read_quantity
from prioritizer.readers.reference import read_reference
from prioritizer.workflow.ranking.assess import assess
from prioritizer.workflow.sites.importing import import_file

HEADER = (
    "Objektnr;Namn;Land;N (SWEREF99 TM);E (SWEREF99 TM);Avfallstyp;Mängd (kt);Volym m3;"
    "Areal ha;Koppar %;Zn ppm;Au g/t;Avstånd väg (m);Status;Anmärkning"
)


def register_rows(rows: int) -> Iterator[list[str]]:
    """Yield a register with decimal commas, ranges, bounds and gaps in every column."""
    rng = random.Random(7)  # noqa: S311 - made-up figures, no secrets

    def number(low: float, high: float, digits: int = 2) -> str:
        return f"{rng.uniform(low, high):.{digits}f}".replace(".", ",")

    for i in range(rows):
        kilotonnes = rng.uniform(10, 5000)
        mass = [
            "",
            f"{kilotonnes:.1f}".replace(".", ","),
            f"{kilotonnes:.0f}-{2 * kilotonnes:.0f}",
        ]
        volume = f"{kilotonnes * 1000 / 1.5:,.0f}".replace(",", ".")
        yield [
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


def write_register(path: Path, rows: int) -> None:
    """Write the register as a CSV file in a Western encoding."""
    with path.open("w", encoding="cp1252", newline="") as file:
        file.write(HEADER + "\r\n")
        for cells in register_rows(rows):
            file.write(";".join(cells) + "\r\n")


def write_workbook(path: Path, rows: int) -> None:
    """Write the register as a workbook, in which plain numbers are numbers."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Register")
    sheet.append(HEADER.split(";"))
    for cells in register_rows(rows):
        read = [read_quantity(cell, ",") for cell in cells]
        sheet.append(
            [
                cell if one.flag or one.unit or one.best is None else one.best
                for cell, one in zip(cells, read, strict=True)
            ]
        )
    book.save(path)


WRITERS = {"csv": write_register, "xlsx": write_workbook}


@contextmanager
def stage(name: str) -> Iterator[None]:
    """Print what a stage took."""
    started, before = time.perf_counter(), _processor()
    yield
    took = time.perf_counter() - started
    own, parser = (now - then for now, then in zip(_processor(), before, strict=True))
    peaks = [resource.getrusage(who).ru_maxrss / 2**20 for who in WHO]
    print(
        f"{name:<18} {took:7.1f} s  (processor {own:6.1f} s, parser {parser:6.1f} s)  "
        f"peak {peaks[0]:5.2f} GiB, parser {peaks[1]:5.2f} GiB",
        flush=True,
    )


WHO = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)


def _processor() -> list[float]:
    return [use.ru_utime + use.ru_stime for use in map(resource.getrusage, WHO)]


def screen(path: Path, rows: int, folder: Path) -> Assessment:
    """Import a file, write what was understood and rank it, as commands and pages do."""
    reference, criteria = read_reference(), read_criteria("default")
    register = _imported(path, rows, folder)
    settings = Settings(WeightVector.equal(criteria.ids))
    with stage("appraise and rank"):
        return assess(register, criteria, settings, reference)


def _imported(path: Path, rows: int, folder: Path) -> SiteRegister:
    limits = Limits(
        rows=max(rows, 1),
        bytes=max(Limits().bytes, path.stat().st_size),
        memory_bytes=4 << 30,
        unpacked_bytes=4 << 30,
        total_seconds=max(300.0, rows / 400),
    )
    with stage("import and check"):
        result = import_file(path, read_reference(), ImportOptions(limits=limits))
    with stage("write the tables"):
        result.write_tables(folder)
    print(f"                   {result.summary}")
    return result.register


def main() -> None:
    """Time the stages."""
    parser = argparse.ArgumentParser(description="Time the import of a large inventory.")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--format", choices=sorted(WRITERS), default="csv")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"register.{asked.format}"
        WRITERS[asked.format](path, asked.rows)
        print(f"{asked.rows} rows, {path.stat().st_size / 1e6:.1f} MB")
        with stage("together"):
            found = screen(path, asked.rows, Path(folder) / "tables")
    answer = found.answer
    n_draws = answer.draws if answer is not None else 0
    print(f"ranked {len(found.matrix)} sites, {n_draws} draws each")
    first = sorted(range(len(found.matrix)), key=lambda row: found.ranking.ranks[row])[:10]
    print("first: " + ", ".join(found.matrix.alternatives[row] for row in first))


if __name__ == "__main__":
    main()
