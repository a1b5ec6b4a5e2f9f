"""Criteria and gates on own columns give nothing away: two twins, one answer."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from prioritizer.cli import main, progress
from prioritizer.domain.site import GateCode
from tests.stories.restricted import FIELDS, HELD, SECRETS, found_in, unpacked, write_inventory
from tests.stories.test_docs_of_criteria import FILES

pytestmark = pytest.mark.slow

OWN = ("community_support", "dust", "dust_high", "fenced", "protected", "slope")
CLASSES = ("none", "some", "strong")
# Restricted cells of the two twins; each would decide a gate, or the first place.
HIDDEN = (
    ("strong", "0.731", "0.947", "yes", "yes", "44.875"),
    ("none", "9.318", "9.871", "no", "no", "2.125"),
)
DECLARED = """column,kind,unit,classes
community_support,classes,,none;some;strong
dust,number,mg/m3,
fenced,yesno,,
protected,yesno,,
slope,number,deg,
"""
CALLS = (
    ("rank", "sites.csv", "--format", "json", "--record", "record.json"),
    ("rank", "sites.csv", "--format", "csv"),
    ("rank", "sites.csv", "--format", "table"),
    ("rank", "sites.csv", "--format", "xlsx", "--output", "ranking.xlsx"),
    ("criteria", "check", "sites.csv", "--top", "3"),
    ("calibrate", "sites.csv"),
    ("appraise", "sites.csv", "--draws", "50", "--format", "json", "--explain"),
    ("compare", "sites.csv", "--top", "3"),
    ("robustness", "sites.csv", "--draws", "50"),
    ("next-data", "sites.csv", "--draws", "64", "--top", "3"),
    ("shortlist", "sites.csv", "--top", "5", "--draws", "50"),
    ("report", "sites.csv", "--top", "3", "--draws", "50", "--output", "report.docx"),
)


def write(folder: Path, twin: int, *, declared: bool = True, everywhere: bool = False) -> Path:
    """Write a twin; with ``everywhere`` every own cell is restricted."""
    table = write_inventory(folder, SECRETS[twin])
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for number, row in enumerate(rows):
        is_secret = row["site_id"] in (HELD, SECRETS[twin]["id"]) or everywhere
        open_cells = (
            CLASSES[number % 3],
            str(number % 9 + 0.5),
            str(number % 9 + 1.5),
            "yes" if number % 2 else "no",
            "no",
            str(number % 25),
        )
        cells = HIDDEN[twin] if is_secret else open_cells
        row |= dict(zip(OWN, cells, strict=True))
        if row["site_id"] == HELD or everywhere:
            row["restricted_fields"] = ";".join((FIELDS, *OWN))
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    if declared:
        (folder / "own_columns.csv").write_text(DECLARED, encoding="utf-8")
    (folder / "own.yaml").write_text(FILES[1], encoding="utf-8")
    return folder


@pytest.fixture(autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "QUIET_SECONDS", float("inf"))


def ask(folder: Path, monkeypatch: pytest.MonkeyPatch, *words: str) -> tuple[Result, bytes]:
    """Call a command in a folder; return what it said, and the files it wrote."""
    monkeypatch.chdir(folder)
    before = {path.name for path in folder.iterdir()}
    result = CliRunner().invoke(main, [*words, "--criteria", "own.yaml"])
    new = [path for path in sorted(folder.iterdir()) if path.name not in before]
    written = b"".join(repr(unpacked(path.read_bytes())).encode() for path in new)
    for path in new:
        path.unlink()
    return result, written


@pytest.mark.parametrize("declared", [True, False], ids=["declared", "proposed"])
def test_a_public_answer_by_own_columns_does_not_depend_on_restricted_cells(
    declared: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = []
    for twin in (0, 1):
        folder = tmp_path / f"twin{twin}" / "place"
        folder.mkdir(parents=True)
        folders.append(write(folder, twin, declared=declared))

    for call in CALLS if declared else CALLS[:2]:
        (one, wrote), (other, also) = (ask(folder, monkeypatch, *call) for folder in folders)

        assert one.exit_code == 0, one.output
        assert one.output_bytes == other.output_bytes, call
        assert wrote == also, call
        for secret in SECRETS:
            assert not found_in(one.output_bytes + wrote, secret)
        for cells in HIDDEN:
            for number in cells[1:3]:
                assert number.encode() not in one.output_bytes + wrote, call


def test_the_owner_sees_the_gates_that_restricted_cells_decide(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gated = []
    for twin in (0, 1):
        folder = tmp_path / str(twin)
        folder.mkdir()
        result, _ = ask(
            write(folder, twin),
            monkeypatch,
            *("rank", "sites.csv", "--format", "csv", "--audience", "internal"),
        )
        assert result.exit_code == 0, result.output
        rows = csv.DictReader(result.stdout.removeprefix("\ufeff").splitlines())
        gated.append(
            {row["site_id"]: row["reason"] for row in rows if row["status"] != "ranked"}
        )

    assert gated[0][HELD].startswith("protected is yes")
    assert gated[0][SECRETS[0]["id"]].startswith("protected is yes")
    assert not gated[1].get(HELD, "").startswith("protected is yes")


def test_a_column_that_is_withheld_is_told_like_one_that_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = []
    for name in ("held", "absent"):
        folder = tmp_path / name
        folder.mkdir()
        write(folder, 0, everywhere=True)
        if name == "absent":
            _drop(folder / "sites.csv")
            (folder / "own_columns.csv").unlink()
        result, wrote = ask(folder, monkeypatch, "rank", "sites.csv")
        assert result.exit_code == 1
        assert not wrote
        told.append([line for line in result.stderr.splitlines() if "found no value" in line])

    assert len(told[0]) == 5
    assert told[0] == told[1]
    assert not re.search(r"0\.731|44\.875", "".join(told[0]))
    assert not set(GateCode) & set(told[0])


def _drop(table: Path) -> None:
    with table.open(encoding="utf-8", newline="") as file:
        rows = [
            {name: cell for name, cell in row.items() if name not in OWN}
            | {"restricted_fields": FIELDS if row["site_id"] == HELD else ""}
            for row in csv.DictReader(file)
        ]
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
