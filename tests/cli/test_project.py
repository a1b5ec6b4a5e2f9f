"""``project``: files that the app opens, ranked and compared without it."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from prioritizer.cli import main
from prioritizer.readers.reference import read_reference
from prioritizer.workflow.projects.opening_files import read_file
from tests.conftest import SAMPLE
from tests.stories.restricted import SECRETS, needles, texts_of, write_inventory

WEIGHTS = "grade=3,volume=2,environmental_risk=1,access=1,crm_relevance=1"


def call(*words: str) -> Result:
    return CliRunner().invoke(main, ["project", *words])


REFERENCE = read_reference()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with two projects of the sample, and the file of one cut short."""
    folder = tmp_path_factory.mktemp("projects")
    weighed = ("--weights", WEIGHTS, "--name", "Ponds\x1b[2J")
    assert (
        call("new", str(SAMPLE), *weighed, "--output", f"{folder}/a.pilot.zip").exit_code == 0
    )
    assert call("new", str(SAMPLE), "--output", f"{folder}/b.pilot.zip").exit_code == 0
    return folder


def test_a_project_says_what_is_in_it_and_ranks_to_the_same_bit(folder: Path) -> None:
    found = call("open", f"{folder}/a.pilot.zip")

    assert found.exit_code == 0, found.output
    assert "Ponds [2J, saved" in found.stdout
    assert "weights: grade 3, volume 2" in found.stdout
    assert "181 sites" in found.stdout
    assert found.stdout.endswith("Same: the answer comes out the same to the last bit.\n")


def test_its_ranking_is_that_of_rank(folder: Path) -> None:
    exported = call("export", f"{folder}/a.pilot.zip", "--format", "csv")
    ranked = CliRunner().invoke(
        main, ["rank", str(SAMPLE), "--weights", WEIGHTS, "--format", "csv"]
    )

    assert exported.exit_code == 0, exported.output
    assert exported.stdout == ranked.stdout


def test_two_projects_are_compared_in_words(folder: Path) -> None:
    found = call("diff", f"{folder}/a.pilot.zip", f"{folder}/b.pilot.zip", "--top", "5")

    assert found.exit_code == 0, found.output
    assert "grade: weight of grade: 37.5 % → 20 %" in found.stdout
    assert "entered the first 5" in found.stdout
    for which, letter in (("first", "a"), ("second", "b")):
        opened = call("open", f"{folder}/{letter}.pilot.zip").stdout
        name = opened.partition(": ")[2].partition(", saved")[0]
        fingerprint = re.search("fingerprint ([0-9a-f]{16})", opened)
        assert fingerprint
        line = f"{which + ':':7} {name} ({fingerprint[1]})"
        assert line in found.stdout.splitlines()
    same = call("diff", f"{folder}/a.pilot.zip", f"{folder}/a.pilot.zip")
    assert "do not differ" in same.stdout or "Same" in same.stdout


def test_a_changed_digit_is_named(folder: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(folder / "a.pilot.zip") as opened:
        files = {name: opened.read(name) for name in opened.namelist()}
    data = json.loads(files["project.json"])
    data["settings"]["weights"]["points"][0] = 4.0
    files["project.json"] = json.dumps(data).encode()
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as target:
        for name, content in files.items():
            target.writestr(name, content)
    (tmp_path / "c.pilot.zip").write_bytes(made.getvalue())

    found = call("open", f"{tmp_path}/c.pilot.zip")

    assert found.exit_code != 0
    assert "c.pilot.zip" in found.stderr
    assert "settings, weights, points, 0" in found.stderr


@pytest.mark.parametrize("command", [("open",), ("export",), ("diff", "{good}")])
def test_what_is_no_project_is_refused_in_words(
    folder: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    (tmp_path / "x.pilot.zip").write_text("site_id\n")
    words = [word.format(good=folder / "a.pilot.zip") for word in command]

    for name in ("x.pilot.zip", "none.pilot.zip"):
        found = call(*words, f"{tmp_path}/{name}")
        assert found.exit_code != 0
        assert isinstance(found.exception, SystemExit)
        assert name in found.stderr
        assert "Expected" in found.stderr


def test_nothing_restricted_is_in_what_everybody_gets(tmp_path: Path) -> None:
    table = write_inventory(tmp_path, SECRETS[0])
    public, whole = tmp_path / "public.pilot.zip", tmp_path / "whole.pilot.zip"
    answers = [
        call("new", str(table), "--output", str(public)),
        call("new", str(table), "--audience", "internal", "--output", str(whole)),
        call("open", str(public)),
        call("open", str(whole)),
        call("export", str(whole), "--format", "csv"),
        call("export", str(whole), "--format", "json"),
        call("diff", str(public), str(whole)),
    ]
    assert [found.exit_code for found in answers] == [0] * len(answers), answers

    said = texts_of(public.read_bytes()) + "".join(found.output for found in answers)

    assert [word for word in needles(SECRETS[0]) if word in said] == []
    assert SECRETS[0]["name"] in texts_of(whole.read_bytes())
    assert (
        len(read_file(whole, REFERENCE).table.register)
        == len(read_file(public, REFERENCE).table.register) + 1
    )
    internal = call("export", str(whole), "--format", "csv", "--audience", "internal")
    assert SECRETS[0]["name"] in internal.stdout
