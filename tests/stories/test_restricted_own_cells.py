"""Whether a withheld own cell is blank or filled, and with what, shows in nothing public.

Each set of twins differs in the cells of one restricted own column alone: blank, a number, a
word, a number out of order. Everything that a reader gets is compared byte by byte.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner, Result

from prioritizer.cli import main, progress
from prioritizer.exports.opendata import prepare as open_data
from tests.conftest import SAMPLE
from tests.stories.restricted import unpacked

pytestmark = pytest.mark.slow

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
SECRETS = ("", "7.8125", "Nightjar", "0.0009765625", "yes")
CITED = ("S001", "S002")
KINDS = """column,kind,unit,classes
dust,number,mg/m3,
wall,classes,,poor;fair;good
fenced,yesno,,
guard,text,,
"""
CALLS = (
    ("rank", "PLACE", "--format", "json"),
    ("rank", "PLACE", "--format", "csv"),
    ("rank", "PLACE", "--format", "xlsx", "--output", "ranking.xlsx"),
    ("rank", "PLACE", "--record", "record.json"),
    ("export", "PLACE", "--format", "geojson"),
    ("export", "PLACE", "--format", "datapackage", "--output", "sites.zip"),
    ("export", "PLACE", "--format", "gpkg", "--output", "sites.gpkg"),
    ("validate", "PLACE"),
    ("report", "PLACE", "--top", "3", "--draws", "20", "--output", "report.docx"),
    ("appraise", "PLACE", "--draws", "20", "--format", "json", "--explain"),
    ("next-data", "PLACE", "--draws", "64", "--top", "3"),
    ("criteria", "check", "PLACE", "--top", "3"),
    ("shortlist", "PLACE", "--top", "3", "--draws", "20"),
)
FEW = CALLS[0], CALLS[3], CALLS[4], CALLS[5], CALLS[7]


class Twins(NamedTuple):
    """How the twins of a case are made.

    ``name`` is the column of the secret cell; ``opened`` gives the cell of a public row in
    each own column, by the number of the row. ``is_faulty`` where a secret cannot be read:
    `validate` tells the place of each fault to everybody.
    """

    name: str
    opened: dict[str, tuple[str, ...]]
    declared: str = ""
    is_site: bool = False
    secrets: tuple[str, ...] = SECRETS
    is_faulty: bool = False


NUMBERS = ("1.5", "3", "2.25", "7", "0.5")
CASES = {
    "nobody else has a value": Twins("dust", {"dust": ()}),
    "declared, nobody else has a value": Twins(
        "dust", {"dust": ()}, KINDS, secrets=("", "7.8125", "9")
    ),
    "declared classes": Twins("wall", {"wall": ()}, KINDS, secrets=("", "poor", "good")),
    "declared yes or no": Twins("fenced", {"fenced": ()}, KINDS, secrets=("", "yes", "no")),
    "declared text": Twins("guard", {"guard": ()}, KINDS),
    "others have numbers": Twins("dust", {"dust": NUMBERS}),
    "others have words": Twins("wall", {"wall": ("poor", "good")}),
    "others have yes and no": Twins("fenced", {"fenced": ("yes", "No", "TRUE")}),
    "others have text with digits": Twins("guard", {"guard": ("1 man", "2", "none", "a", "b")}),
    "the best of a range": Twins(
        "dust",
        {"dust_low": NUMBERS, "wall": ("poor", "good"), "dust": (), "dust_high": NUMBERS},
    ),
    "the low end of a range": Twins("dust_low", {"dust": NUMBERS, "x": ("7",), "dust_low": ()}),
    "the sources of a column": Twins(
        "dust_source", {"dust": NUMBERS, "dust_source": ()}, secrets=("", *CITED)
    ),
    "the sources of nothing": Twins("care_source", {"care_source": ()}, secrets=("", *CITED)),
    "others have doubtful decimal marks": Twins(
        "dust",
        {"dust": ("1,500", "2,125", "3")},
        KINDS,
        secrets=("", "7,8125", "9.25", "1,5"),
        is_faulty=True,
    ),
    "a whole site of doubtful decimal marks": Twins(
        "dust",
        {"dust": ("1,500", "2,125", "3")},
        KINDS,
        is_site=True,
        secrets=("", "7,8125"),
        is_faulty=True,
    ),
    "a whole site": Twins("dust", {"dust": ()}, is_site=True),
    "a whole site beside numbers": Twins("dust", {"dust": NUMBERS}, is_site=True),
    "a whole site, declared": Twins(
        "wall", {"wall": ()}, KINDS, is_site=True, secrets=("", "poor", "good")
    ),
}


def write(folder: Path, twins: Twins, secret: str) -> None:
    with SAMPLE.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))[::20]
    for number, row in enumerate(rows):
        row["restricted_fields"] = ""
        for name, cells in twins.opened.items():
            row[name] = cells[number % len(cells)] if cells else ""
    rows[1]["access" if twins.is_site else "restricted_fields"] = (
        "restricted" if twins.is_site else twins.name
    )
    rows[1][twins.name] = secret
    # What is prose depends on the kind of a column, and goes where something is restricted.
    rows[2]["restricted_fields"] = "owner"
    with (folder / "sites.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(dict.fromkeys(n for row in rows for n in row)))
        writer.writeheader()
        writer.writerows(rows)
    ids = {row["site_id"] for row in rows}
    text = "\n".join(CITED) + "\n".join(cell for row in rows for cell in row.values())
    copied = _copied("grades.csv", folder, lambda row: row["site_id"] in ids)
    text += "\n".join(cell for row in copied for cell in row.values())
    _copied("sources.csv", folder, lambda row: row["source_id"] in text)
    if twins.declared:
        (folder / "own_columns.csv").write_text(twins.declared, encoding="utf-8")


def _copied(
    name: str, folder: Path, is_wanted: Callable[[dict[str, str]], bool]
) -> list[dict[str, str]]:
    """Write the wanted rows of a table of the sample; return them."""
    with SAMPLE.with_name(name).open(encoding="utf-8-sig", newline="") as file:
        wanted = [row for row in csv.DictReader(file) if is_wanted(row)]
    with (folder / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(wanted[0]))
        writer.writeheader()
        writer.writerows(wanted)
    return wanted


@pytest.fixture(autouse=True)
def _same_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(open_data.prepare_open.__kwdefaults__, "clock", lambda: NOW)
    monkeypatch.setattr(progress, "QUIET_SECONDS", float("inf"))


def folders(tmp_path: Path, twins: Twins) -> list[Path]:
    made = []
    for number, secret in enumerate(twins.secrets):
        folder = tmp_path / str(number) / "place"
        folder.mkdir(parents=True)
        write(folder, twins, secret)
        made.append(folder)
    return made


def told(folder: Path, monkeypatch: pytest.MonkeyPatch, *words: str) -> tuple[bytes, bytes]:
    """Return what a command told everybody: its answer and each file that it wrote."""
    monkeypatch.chdir(folder)
    before = {path.name for path in folder.iterdir()}
    result = call(*words)
    new = [path for path in sorted(folder.iterdir()) if path.name not in before]
    written = b"".join(repr(unpacked(path.read_bytes())).encode() for path in new)
    for path in new:
        path.unlink()
    return result.stdout_bytes, written


def call(*words: str) -> Result:
    result = CliRunner().invoke(main, list(words))
    assert result.exit_code == 0, result.output
    return result


@pytest.mark.parametrize("case", CASES)
def test_twins_that_differ_in_a_withheld_own_cell_are_the_same_to_everybody(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    twins = CASES[case]
    places = folders(tmp_path, twins)

    for words in CALLS if case == "nobody else has a value" else FEW:
        if twins.is_faulty and words[0] == "validate":
            continue
        asked = [("sites.csv" if word == "PLACE" else word) for word in words]
        answers = [told(place, monkeypatch, *asked) for place in places]

        assert len(answers[0][0]) + len(answers[0][1]) > 100 or words[0] == "validate"
        for secret, answer in zip(twins.secrets[1:], answers[1:], strict=True):
            assert answer == answers[0], (words, secret)


@pytest.mark.parametrize("case", CASES)
def test_twins_that_were_kept_in_a_store_are_the_same_to_everybody(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    twins = CASES[case]
    answers = []
    for place in folders(tmp_path, twins):
        monkeypatch.chdir(place)
        call("inventory", "save", "sites.csv", "s.db#n", "--why", "start")
        answers.append(
            [
                told(
                    place,
                    monkeypatch,
                    *("s.db#n" if word == "PLACE" else word for word in words),
                )
                for words in (CALLS[0], CALLS[4])
            ]
        )

    assert all(answer == answers[0] for answer in answers)


def test_the_site_of_a_withheld_cell_stays_in_the_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To withhold a column that no site fills is no slip of the pen."""
    twins = CASES["nobody else has a value"]
    for place in folders(tmp_path, twins)[:2]:
        monkeypatch.chdir(place)
        with (place / "sites.csv").open(encoding="utf-8", newline="") as file:
            ids = [row["site_id"] for row in csv.DictReader(file)]

        call("export", "sites.csv", "--format", "datapackage", "--output", "o.zip")
        content = unpacked((place / "o.zip").read_bytes())["sites.csv"].decode("utf-8-sig")

        assert [row["site_id"] for row in csv.DictReader(io.StringIO(content))] == ids
