"""Whoever knows the list of sites learns no withheld veto, by a word or by an absence.

Two inventories have the same sites and the same marks of what is restricted. Only what stands
behind these marks differs: a veto, a veto that a layer gave to a hidden point, a status, a mass
that a gate asks for. Every public answer must be the same, byte for byte.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from prioritizer.cli import main, progress
from prioritizer.exports.opendata import prepare as open_data
from tests.conftest import ROOT, SAMPLE
from tests.stories.restricted import unpacked
from tests.stories.test_restricted_commands import NOW, forms

pytestmark = pytest.mark.slow

VETO, POINT, STATUS, SIZE = range(4)
MARKS = {
    VETO: "gate",
    POINT: "latitude",
    STATUS: "site_status;site_activity",
    SIZE: "tonnage_t",
}
GATED: tuple[dict[int, dict[str, str]], ...] = (
    {
        VETO: {"gate": "protected", "gate_reason": "Heronry", "gate_source": ""},
        POINT: {
            "gate": "prohibited", "gate_reason": "In reserve R", "gate_source": "",
            "computed": "gate=prohibited", "computed_on": "2026-05-04",
        },
        STATUS: {"site_status": "in operation", "site_activity": "operating"},
        SIZE: {"tonnage_t": "54321"},
    },
    {
        VETO: {"gate": "", "gate_reason": "", "gate_source": ""},
        POINT: {
            "gate": "", "gate_reason": "", "gate_source": "", "computed": "",
            "computed_on": "2026-05-04",
        },
        STATUS: {"site_status": "abandoned", "site_activity": "closed"},
        SIZE: {"tonnage_t": "7654321"},
    },
)  # fmt: skip
GATES = """
gates:
  - {measure: tonnage, below: 100000, reason: Too small for a plant.}
"""
OWN = ("--criteria", "own.yaml")
CALLS = (
    *(("rank", "sites.csv", *form, *OWN) for form in forms(("rank",))),
    ("rank", "sites.csv", "--status", "all", "--format", "json", "--record", "r.json", *OWN),
    *(("export", "sites.csv", *form, "--output", "open") for form in forms(("export",))),
    ("validate", "sites.csv", "--json"),
    *(("classify", "sites.csv", *form) for form in forms(("classify",))),
    ("appraise", "sites.csv", "--draws", "50", "--format", "json"),
    ("shortlist", "sites.csv", "--top", "8", "--draws", "50", "--format", "json", *OWN),
    ("report", "sites.csv", "--top", "3", "--draws", "50", "--output", "report.docx", *OWN),
)


def write(folder: Path, twin: int) -> list[str]:
    """Write a twin; return the ids of its restricted sites."""
    folder.mkdir()
    with SAMPLE.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if not row["gate"] and row["tonnage_t"]]
    few: list[dict[str, Any]] = rows[:24:2]
    blank = dict.fromkeys(("computed", "computed_on", "site_activity", "site_status"), "")
    few = [blank | row for row in few]
    for number, mark in MARKS.items():
        few[number] |= {"restricted_fields": mark} | GATED[twin][number]
        if number == SIZE:
            few[number] |= {"tonnage_low_t": "", "tonnage_high_t": "", "volume_m3": ""}
    with (folder / "sites.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(dict.fromkeys(n for row in few for n in row)))
        writer.writeheader()
        writer.writerows(few)
    for name in ("grades.csv", "sources.csv"):
        (folder / name).write_bytes(SAMPLE.with_name(name).read_bytes())
    criteria = (ROOT / "criteria" / "default.yaml").read_text(encoding="utf-8")
    (folder / "own.yaml").write_text(criteria + GATES, encoding="utf-8")
    return [few[number]["site_id"] for number in MARKS]


@pytest.fixture(scope="module")
def twins(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, list[str]]:
    """Return two inventories that differ behind the marks alone, and the ids of these sites."""
    folder = tmp_path_factory.mktemp("gates")
    ids = write(folder / "one", 0)
    assert write(folder / "two", 1) == ids
    return folder / "one", folder / "two", ids


@pytest.fixture(autouse=True)
def _same_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(open_data.prepare_open.__kwdefaults__, "clock", lambda: NOW)
    monkeypatch.setattr(progress, "QUIET_SECONDS", float("inf"))


def ask(folder: Path, monkeypatch: pytest.MonkeyPatch, *words: str) -> tuple[bytes, Any]:
    """Return what a command put out, and the members of each file that it wrote."""
    monkeypatch.chdir(folder)
    before = set(folder.iterdir())
    result = CliRunner().invoke(main, list(words))
    assert result.exit_code == 0, result.output
    new = sorted(set(folder.iterdir()) - before)
    written = {path.name: unpacked(path.read_bytes()) for path in new}
    for path in new:
        path.unlink()
    return result.stdout_bytes, written


@pytest.mark.parametrize("call", CALLS, ids=" ".join)
def test_a_public_answer_does_not_tell_what_a_withheld_gate_decides(
    call: tuple[str, ...],
    twins: tuple[Path, Path, list[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one, other = (ask(folder, monkeypatch, *call) for folder in twins[:2])

    assert one == other
    assert one[0] or one[1]
    assert not [word for word in (b"Heronry", b"reserve R") if word in repr(one).encode()]


def test_the_owner_sees_each_of_these_gates_at_work(
    twins: tuple[Path, Path, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = (
        set(_ranked(ask(folder, monkeypatch, *words)[0]))
        for folder in twins[:2]
        for words in [("rank", "sites.csv", "--format", "csv", "--audience", "internal", *OWN)]
    )

    assert other - one == set(twins[2])


def _ranked(content: bytes) -> list[str]:
    rows = csv.DictReader(content.decode("utf-8-sig").splitlines())
    return [row["site_id"] for row in rows if row["status"] == "ranked"]
