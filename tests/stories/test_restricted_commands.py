"""Whoever reads a public answer learns nothing restricted: no command's, in no format.

The proof is that nothing can be told apart: two inventories that differ only in what is
restricted give the same bytes. So neither a score nor a formula can be turned round.
"""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from prioritizer.cli import main, progress
from prioritizer.exports.opendata import prepare as open_data
from tests.conftest import ROOT
from tests.stories.restricted import (
    FIELDS,
    HELD,
    SECRETS,
    found_in,
    texts_of,
    unpacked,
    write_inventory,
)

pytestmark = pytest.mark.slow

Path_ = tuple[str, ...]
NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
TABLE = "sites.csv"
MARK = "do not pass on"

# Each command that answers from sites, with what makes it short or complete.
CALLS: dict[Path_, tuple[str, ...]] = {
    ("rank",): (TABLE, "--record", "record.json"),
    ("criteria", "check"): (TABLE, "--top", "3"),
    ("validate",): (TABLE,),
    ("appraise",): (TABLE, "--draws", "50"),
    ("classify",): (TABLE,),
    ("shortlist",): (TABLE, "--top", "12", "--draws", "50", "--scenario", "policy"),
    ("report",): (TABLE, "--top", "3", "--draws", "50"),
    ("compare",): (TABLE, "--top", "3"),
    ("calibrate",): (TABLE,),
    ("enrich",): (TABLE, "--date", "2026-05-04"),
    ("why",): ("SE-001", "--above", HELD, TABLE),
    ("robustness",): (TABLE, "--draws", "50"),
    ("next-data",): (TABLE, "--draws", "64", "--top", "3"),
    ("portfolio",): (TABLE, "--budget", "3000000", "--draws", "20"),
    ("pilot",): (HELD, "--sites", TABLE, "--draws", "100"),
    ("export",): (TABLE,),
}
# What has an effect in some formats only, and is refused in the others.
MORE: dict[Path_, tuple[tuple[str, ...], tuple[str, ...]]] = {
    ("appraise",): (("table", "json"), ("--explain",)),
    ("report",): (("pdf", "docx"), ("--budget", "3000000")),
    ("robustness",): (("table", "json"), ("--sensitivity",)),
}
# It has no choice of readers: it is for everybody.
ALWAYS_PUBLIC = {("export",)}
# What restricted evidence moves, without a word of it.
SAYS_NOTHING_OF_IT = {
    *(("validate",), ("criteria", "check"), ("compare",), ("portfolio",)),
    *(("calibrate",), ("why",)),
}
REST = {
    "doctor": "looks at this computer; of a store it counts workshops and log entries",
    "matrix": "reads numbers, no sites",
    "hindcast": "reads a table of outcomes, no sites",
    "weights": "reads answers about criteria, no sites",
    "criteria": "reads a criteria set; 'check' alone reads sites",
    "import": "writes the owner's own table, with its column of what is restricted",
    "inventory": "is the owner's way into the own store",
    "replay": "reads a record that another command wrote",
    "verify": "reads a record that another command wrote",
    "diff": "reads records that another command wrote",
    "workshop": "has a test of its own below",
    "project": "tests/cli/test_project.py asks each of its commands",
    "app": "starts the pages; test_restricted_pages.py walks them",
}


def commands(group: click.Group, path: Path_ = ()) -> Iterator[tuple[Path_, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name), command


COMMANDS = dict(commands(main))


def choices(path: Path_, name: str) -> list[str]:
    return [
        str(choice)
        for parameter in COMMANDS[path].params
        if parameter.name == name and isinstance(parameter.type, click.Choice)
        for choice in parameter.type.choices
    ]


def forms(path: Path_) -> list[tuple[str, ...]]:
    """Return the ways to ask for each format of a command."""
    found = [("--format", name) for name in choices(path, "format_name")]
    return found or [(), ("--json",)]


CASES = [(path, form) for path in CALLS for form in forms(path)]


@dataclass
class Answer:
    """What a command said, and every file it wrote."""

    result: Result
    files: dict[str, bytes]

    @property
    def everything(self) -> bytes:
        return self.result.output_bytes + b"\n".join(self.files.values())


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    """Return a folder per inventory, the second differing in restricted things alone."""
    made = []
    for secret in SECRETS:
        folder = tmp_path_factory.mktemp("inventory")
        write_inventory(folder, secret)
        made.append(folder)
    return tuple(made)


@pytest.fixture(autouse=True)
def _same_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(open_data.prepare_open.__kwdefaults__, "clock", lambda: NOW)
    # How long a run takes is no part of what it says.
    monkeypatch.setattr(progress, "QUIET_SECONDS", float("inf"))


def ask(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *arguments: str
) -> Answer:
    """Call a command in a copy of a folder; names of files are the same in each."""
    place = tmp_path / "place"
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(folder, place)
    monkeypatch.chdir(place)
    before = {path.name for path in place.iterdir()}
    result = CliRunner().invoke(main, list(arguments))
    written = {p.name: p.read_bytes() for p in place.iterdir() if p.name not in before}
    return Answer(result, written)


def arguments(path: Path_, form: tuple[str, ...]) -> tuple[str, ...]:
    to_file = ("--output", "answer") if path in {("report",), ("export",)} else ()
    formats, more = MORE.get(path, ((), ()))
    extra = more if form[-1:] and form[-1] in formats else ()
    return (*path, *CALLS[path], *extra, *form, *to_file)


def test_every_command_is_known_here() -> None:
    # Projects are files that another command wrote: tests/cli/test_project.py.
    asked = {
        path
        for path, command in COMMANDS.items()
        if has_audience(command) and path[0] != "project"
    }

    assert asked == CALLS.keys() - ALWAYS_PUBLIC
    unknown = {path for path in COMMANDS.keys() - CALLS.keys() if path[0] not in REST}
    assert not unknown, "a command that reads sites belongs into CALLS, another into REST"


def test_commands_take_sites_from_one_door_only() -> None:
    folder = ROOT / "prioritizer" / "cli"
    opening = re.compile(r"\b(?:open_register|read_sites|read_whole)\(")

    found = {
        path.name for path in folder.glob("*.py") if opening.search(path.read_text("utf-8"))
    }

    assert found == {"site_input.py", "ranked_input.py"}


def has_audience(command: click.Command) -> bool:
    return any(parameter.name == "audience" for parameter in command.params)


@pytest.mark.parametrize(("path", "form"), CASES, ids=lambda case: " ".join(case))
def test_a_public_answer_does_not_depend_on_what_is_restricted(
    path: Path_,
    form: tuple[str, ...],
    folders: tuple[Path, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = arguments(path, form)

    one, other = (ask(folder, tmp_path, monkeypatch, *asked) for folder in folders)

    assert one.result.exit_code == 0, one.result.output
    assert one.result.output_bytes == other.result.output_bytes
    for name, content in (one.files | other.files).items():
        assert unpacked(one.files[name]) == unpacked(other.files[name])
        assert content
    assert len(one.everything) > 100 or path == ("validate",)
    for secret in SECRETS:
        assert not found_in(one.result.output_bytes, secret)
        assert not [hit for file in one.files.values() for hit in found_in(file, secret)]
    if path != ("validate",):
        assert "1 site and " in one.result.stderr


@pytest.mark.parametrize(
    ("path", "form"),
    [case for case in CASES if case[0] not in ALWAYS_PUBLIC],
    ids=lambda case: " ".join(case),
)
def test_an_internal_answer_holds_it_and_says_not_to_pass_it_on(
    path: Path_,
    form: tuple[str, ...],
    folders: tuple[Path, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = (*arguments(path, form), "--audience", "internal")

    answer = ask(folders[0], tmp_path, monkeypatch, *asked)

    assert answer.result.exit_code == 0, answer.result.output
    papers = [*answer.files.values()] if answer.files else []
    if "--output" not in asked:
        papers.append(answer.result.stdout_bytes)
    for content in papers:
        text = " ".join(texts_of(content).split()).casefold()
        # A list of issues is blank where there are none.
        assert MARK in text or text == "[]"
    if path not in SAYS_NOTHING_OF_IT:
        assert [hit for content in papers for hit in found_in(content, SECRETS[0])]


def test_partners_see_sites_that_are_for_partners_and_a_mark(
    folders: tuple[Path, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "partners"
    shutil.copytree(folders[0], folder)
    table = folder / TABLE
    text = table.read_text(encoding="utf-8")
    table.write_text(text.replace("restricted,", "partners,"), encoding="utf-8")
    assert text != table.read_text(encoding="utf-8")

    public = ask(folder, tmp_path, monkeypatch, "rank", TABLE, "--format", "json")
    shared = ask(
        folder,
        tmp_path,
        monkeypatch,
        "rank",
        TABLE,
        "--format",
        "json",
        "--audience",
        "partners",
    )

    assert "Canary Hollow" not in public.result.output
    assert "Canary Hollow" in shared.result.stdout
    assert "For partners only" in shared.result.stdout
    assert "Nightjar" not in shared.result.stdout


def test_a_public_record_replays_and_tells_nothing_when_compared(
    folders: tuple[Path, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    [public] = ask(
        folders[0], tmp_path, monkeypatch, "rank", TABLE, "--record", "public.json"
    ).files.values()
    folder = tmp_path / "records"
    shutil.copytree(folders[1], folder)
    (folder / "public.json").write_bytes(public)

    for command in (["replay"], ["verify"], ["diff", "public.json"]):
        answer = ask(folder, tmp_path, monkeypatch, *command, "public.json")
        assert answer.result.exit_code == 0, answer.result.output
        assert not found_in(answer.result.output_bytes, SECRETS[0])


def test_validate_tells_the_place_of_a_fault_in_a_restricted_row_and_not_the_cell(
    folders: tuple[Path, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "faulty"
    shutil.copytree(folders[0], folder)
    table = folder / TABLE
    text = table.read_text(encoding="utf-8")
    # The restricted site has a mass that cannot be read, and so is no site at all.
    faulty = text.replace("7654321", "7654321 secret")
    table.write_text(faulty, encoding="utf-8")

    for form in ((), ("--json",)):
        answer = ask(folder, tmp_path, monkeypatch, "validate", TABLE, *form)
        own = ask(
            folder, tmp_path, monkeypatch, "validate", TABLE, *form, "--audience", "internal"
        )

        assert answer.result.exit_code == own.result.exit_code == 1
        assert "7654321" not in answer.result.output
        assert "row 5" in answer.result.output or '"row": 5' in answer.result.output
        assert "tonnage_t" in answer.result.output
        assert "7654321 secret" in own.result.output


def test_a_past_state_is_as_restricted_as_the_present_one(
    folders: tuple[Path, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "kept"
    shutil.copytree(folders[0], folder)
    monkeypatch.chdir(folder)

    def call(*words: str) -> Result:
        result = CliRunner().invoke(main, list(words))
        assert result.exit_code == 0, result.output
        return result

    call("inventory", "save", TABLE, "s.db#n", "--why", "start")
    lines = call("rank", "s.db#n@1", "--format", "csv").stdout
    site = next(line.split(",")[3] for line in lines.splitlines()[1:] if ",ranked," in line)
    other = next(
        line.split(",")[3]
        for line in lines.splitlines()[1:]
        if ",ranked," in line and site not in line and HELD not in line
    )
    call("inventory", "restrict", "s.db#n", site, "--why", "asked to")
    call("inventory", "restrict", "s.db#n", other, "--why", "asked to")
    call("inventory", "remove", "s.db#n", other, "--why", "gone")

    for spec in ("s.db#n", "s.db#n@1"):
        for words in (("rank", spec, "--format", "csv"), ("export", spec, "--format", "crma")):
            public = call(*words).stdout
            assert site not in public
            assert other not in public
    assert site in call("rank", "s.db#n@1", "--format", "csv", "--audience", "internal").stdout


def test_a_workshop_is_made_of_what_the_room_may_see(
    folders: tuple[Path, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Any] = []
    for folder in folders:
        place = tmp_path / folder.name
        shutil.copytree(folder, place)
        monkeypatch.chdir(place)
        for words in (
            ("demo", "--store", "w.db", "--participants", "8", "--sites", TABLE),
            ("result", "--store", "w.db", "--output", "result.txt"),
            ("export", "--store", "w.db", "--output", "w.json"),
        ):
            result = CliRunner().invoke(main, ["workshop", *words])
            assert result.exit_code == 0, result.output
        # The last line is the head of the log, in which there are times and keys.
        told.append((place / "result.txt").read_text(encoding="utf-8").splitlines()[:-1])
        for path in place.glob("w*"):
            for secret in SECRETS:
                assert not found_in(path.read_bytes(), secret), path.name
    assert told[0] == told[1]


def test_the_record_of_a_room_that_knew_more_tells_no_more(
    folders: tuple[Path, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A workshop was held before the site was restricted; its record names the site."""
    folder = tmp_path / "before"
    shutil.copytree(folders[0], folder)
    monkeypatch.chdir(folder)
    table = Path(TABLE)
    text = table.read_text(encoding="utf-8")
    table.write_text(text.replace("restricted,", "public,").replace(FIELDS, ""), "utf-8")
    for words in (
        ("demo", "--store", "w.db", "--participants", "8", "--sites", TABLE),
        ("export", "--store", "w.db", "--output", "w.json"),
    ):
        assert CliRunner().invoke(main, ["workshop", *words]).exit_code == 0
    record = Path("w.json").read_bytes()
    assert b"QX-907" in record
    table.write_text(text, "utf-8")

    for form in forms(("shortlist",)):
        result = CliRunner().invoke(
            main,
            ["shortlist", TABLE, "--draws", "0", "--top", "12", "--workshop", "w.json", *form],
        )
        assert result.exit_code == 0, result.output
        assert not found_in(result.output_bytes, SECRETS[0])


@pytest.mark.parametrize("form", forms(("classify",)), ids=" ".join)
def test_restricted_text_is_proposed_to_nobody_who_may_not_read_it(
    form: tuple[str, ...],
    folders: tuple[Path, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What stands in a text is withheld with its site, its group of columns, or its source."""
    told: list[Answer] = []
    asked = ("classify", TABLE, "--propose", *form)
    for place, folder in enumerate(folders):
        copy = tmp_path / f"texts-{place}"
        shutil.copytree(folder, copy)
        with (copy / TABLE).open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for row in rows:
            row["permit_status"] = "permit granted" if row["site_id"] == HELD else ""
            if row["access"] or row["site_id"] == HELD:
                # The basis of a mass goes with the mass, which is restricted.
                row["tonnage_basis"] = f"Indicated resource {SECRETS[place]['tonnage']}."
                row["maturity_source"] = "X1"
        with (copy / TABLE).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(rows)
        sources = (copy / "sources.csv").read_text(encoding="utf-8")
        letter = f"Scoping study. {SECRETS[place]['citation']}"
        (copy / "sources.csv").write_text(
            sources.replace(SECRETS[place]["citation"], letter), encoding="utf-8"
        )
        told.append(ask(copy, tmp_path, monkeypatch, *asked))
        own = ask(copy, tmp_path, monkeypatch, *asked, "--audience", "internal")
        assert "Indicated resource" in own.result.stdout
        assert "coping study" in own.result.stdout
        assert MARK in own.result.stdout

    assert told[0].result.exit_code == 0, told[0].result.output
    assert told[0].result.output_bytes == told[1].result.output_bytes
    assert "permit granted" in told[0].result.stdout
    for answer, secret in zip(told, SECRETS, strict=True):
        assert "ndicated resource" not in answer.result.output
        assert "coping study" not in answer.result.output.replace("scoping study 2021", "")
        assert not found_in(answer.result.output_bytes, secret)


def test_what_was_computed_from_hidden_points_is_in_no_public_answer(
    folders: tuple[Path, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Distances to known places would lead back to the point: three of them meet there."""
    told: list[list[bytes]] = []
    for folder, secret in zip(folders, SECRETS, strict=True):
        place = tmp_path / secret["id"]
        shutil.copytree(folder, place)
        monkeypatch.chdir(place)
        words = [
            "enrich",
            TABLE,
            "--date",
            "2026-05-04",
            "--out",
            "own",
            "--output",
            "list.csv",
        ]
        made = CliRunner().invoke(main, [*words, "--audience", "internal", "--format", "csv"])
        assert made.exit_code == 0, made.output
        assert MARK in (place / "list.csv").read_text("utf-8-sig").casefold()
        rows = (place / "own" / TABLE).read_text("utf-8")
        assert rows.count("climate_class=") > 15
        answers = []
        for call in (
            ["rank", "own/sites.csv", "--format", "json"],
            ["export", "own/sites.csv", "--format", "crma"],
            ["export", "own/sites.csv", "--format", "geojson"],
            ["enrich", "own/sites.csv", "--date", "2026-05-04", "--format", "csv"],
        ):
            result = CliRunner().invoke(main, call)
            assert result.exit_code == 0, result.output
            assert not found_in(result.stdout_bytes, secret)
            answers.append(result.stdout_bytes)
        told.append(answers)

    assert told[0] == told[1]


def test_validate_counts_the_sites_that_its_readers_may_see(
    folders: tuple[Path, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = {
        audience: ask(
            folders[0], tmp_path, monkeypatch, "validate", TABLE, "--audience", audience
        ).result.output.splitlines()[-1]
        for audience in ("public", "internal")
    }
    n_seen, n_all = (
        int(said[name].partition(": ")[2].split()[0]) for name in ("public", "internal")
    )

    assert n_seen == n_all - 1
