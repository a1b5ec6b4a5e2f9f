"""No command writes onto what it reads, onto a store, or half a file: all commands."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from prioritizer.cli import main
from prioritizer.cli.places import OutputFile, OutputFolder
from prioritizer.files import writing
from tests import unprivileged
from tests.cli.commands import Words, called_with, commands, inputs, outputs
from tests.conftest import ROOT, SAMPLE
from tests.sweeps import sweep

# Options and arguments that hold words, and so never the place of a file. A new one that is
# neither here nor of a type of cli/places.py fails the first test: say what it is.
WORDS = {
    "address", "audience", "change", "choose", "citation", "columns", "constants", "cover",
    "crs", "currency", "date", "decimal", "delimiter", "edits", "encoding", "evidence",
    "exclusive", "field", "fields",
    "fingerprint", "head", "high", "layer", "licence", "low", "methods", "must", "must_not",
    "n_samples", "name", "new_name", "note", "objectives", "other", "requires", "scenarios",
    "sheet", "site", "site_id", "site_ids", "source",
    "stages", "status", "supports", "theirs", "title",
    "unit", "units", "value", "values", "version", "weight_bounds", "weight_order",
    "weight_statements", "weights", "who", "why", "without", "workshop", "switch_on",
}  # fmt: skip
WRITING = [(words, command) for words, command in commands() if outputs(command)]
PAIRS = [
    pytest.param(
        words, command, reads, writes, id=f"{'-'.join(words)}-{reads.name}-{writes.name}"
    )
    for words, command in WRITING
    for reads in inputs(command)
    for writes in outputs(command)
]
OUTPUTS = [
    pytest.param(words, command, writes, id=f"{'-'.join(words)}-{writes.name}")
    for words, command in WRITING
    for writes in outputs(command)
]
Name = Callable[[Path], str]


def call(words: Words, arguments: list[str]) -> Result:
    return CliRunner().invoke(main, [*words, *arguments])


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def contents(folder: Path) -> dict[str, str]:
    return {p.name: digest(p) for p in folder.iterdir() if p.is_file()}


def test_every_option_says_whether_it_names_a_file() -> None:
    unknown = [
        f"{' '.join(words)} {param.name}"
        for words, command in commands()
        for param in command.params
        if isinstance(param.type, click.Path | click.File)
        or (isinstance(param.type, type(click.STRING)) and param.name not in WORDS)
    ]

    assert unknown == []


def test_there_are_writing_commands_to_test() -> None:
    assert len(WRITING) > 25
    assert len(PAIRS) > len(OUTPUTS) > 30


def the_same(path: Path) -> str:
    return str(path)


def through_the_parent(path: Path) -> str:
    folder = path.parent / "deeper"
    folder.mkdir()
    return f"{folder}/../{path.name}"


def by_a_link(path: Path) -> str:
    link = path.with_name("link.csv")
    link.symlink_to(path)
    return str(link)


def by_a_hard_link(path: Path) -> str:
    link = path.with_name("hard.csv")
    os.link(path, link)
    return str(link)


def through_a_linked_folder(path: Path) -> str:
    link = path.parent.parent / f"{path.parent.name}-link"
    link.symlink_to(path.parent, target_is_directory=True)
    return str(link / path.name)


def in_other_letters(path: Path) -> str:
    return str(path.with_name(path.name.upper()))


NAMES = (
    the_same,
    through_the_parent,
    by_a_link,
    by_a_hard_link,
    through_a_linked_folder,
    in_other_letters,
)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("words", "command", "reads", "writes"), PAIRS)
def test_no_command_writes_onto_what_it_reads(
    tmp_path: Path,
    words: Words,
    command: click.Command,
    reads: click.Parameter,
    writes: click.Parameter,
    name: Name,
) -> None:
    source = tmp_path / "sites.csv"
    source.write_text("site_id,name\n")
    output = name(source)
    if isinstance(writes.type, OutputFolder):
        if name is not the_same:
            pytest.skip("a folder takes tables of fixed names")
        output = str(tmp_path)
    before = contents(tmp_path)
    filler = tmp_path / "filler.csv"

    found = call(
        words,
        called_with(command, {str(reads.name): str(source), str(writes.name): output}, filler),
    )

    assert (found.exit_code, found.stdout) == (2, "")
    assert "found the place of an input" in found.stderr
    assert len(found.stderr.splitlines()) == 1
    assert contents(tmp_path) == before


@pytest.mark.parametrize("name", [the_same, by_a_link])
@pytest.mark.parametrize(
    "address", ["{}#n", "{}#n@v1", "sqlite:///{}", "sqlite:///{}#n"], ids=lambda text: text[-9:]
)
@pytest.mark.parametrize(
    ("words", "sites"), [(("export",), "sites"), (("rank",), "sites")], ids=["export", "rank"]
)
def test_no_command_writes_onto_the_store_it_reads_by_an_address(
    tmp_path: Path, words: Words, sites: str, address: str, name: Name
) -> None:
    store = tmp_path / "kept.db"
    store.write_bytes(b"any bytes at all")
    output = name(store)

    found = call(words, [address.format(store), "--output", output])

    assert found.exit_code == 2
    assert "found the place of an input" in found.stderr
    assert store.read_bytes() == b"any bytes at all"


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a store of each kind and databases of others."""
    folder = tmp_path_factory.mktemp("stores")
    why = ("--who", "Ada", "--why", "test")
    assert call(("inventory", "save"), [str(SAMPLE), f"{folder}/i.db#n", *why]).exit_code == 0
    play = ["--store", f"{folder}/w.db", "--participants", "3", "--rounds", "1"]
    assert call(("workshop", "demo"), play).exit_code == 0
    for name, number in (("foreign.db", 0), ("map.gpkg", 0x47504B47)):
        connection = sqlite3.connect(folder / name)
        connection.execute(f"PRAGMA application_id = {number}")
        connection.execute("CREATE TABLE theirs (x)")
        connection.close()
    return folder


@pytest.mark.parametrize("name", ["i.db", "w.db", "foreign.db", "i.db-wal", "w.db-journal"])
@pytest.mark.parametrize(("words", "command", "writes"), OUTPUTS)
def test_no_command_writes_onto_a_database(
    tmp_path: Path,
    stores: Path,
    words: Words,
    command: click.Command,
    writes: click.Parameter,
    name: str,
) -> None:
    if isinstance(writes.type, OutputFolder):
        target = tmp_path / "sites.csv"
        shutil.copy(stores / name.partition("-")[0], target)
        output = tmp_path
        if "-" in name:
            pytest.skip("a folder takes tables of fixed names")
    else:
        shutil.copy(stores / name.partition("-")[0], tmp_path)
        output = tmp_path / name
    before = contents(tmp_path)
    filler = tmp_path / "filler.csv"

    found = call(words, called_with(command, {str(writes.name): str(output)}, filler))

    assert (found.exit_code, found.stdout) == (2, "")
    assert "database" in found.stderr or "store of this tool" in found.stderr
    assert contents(tmp_path) == before


@pytest.mark.parametrize(("words", "command", "writes"), OUTPUTS)
def test_a_folder_or_none_is_told_before_anything_is_read(
    tmp_path: Path, words: Words, command: click.Command, writes: click.Parameter
) -> None:
    if not isinstance(writes.type, OutputFile):
        pytest.skip("it takes a folder")
    filler = tmp_path / "filler.csv"
    (tmp_path / "folder").mkdir()
    wanted = [("folder", "found a folder")]
    wanted += [] if writes.type.makes_folder else [("none/x.json", "found no folder")]

    for name, said in wanted:
        given = {str(writes.name): str(tmp_path / name)}
        found = call(words, called_with(command, given, filler))

        assert (found.exit_code, len(found.stderr.splitlines())) == (2, 1)
        assert said in found.stderr


def test_two_outputs_never_share_a_file(tmp_path: Path) -> None:
    one, other = tmp_path / "a.json", tmp_path / "deeper" / ".." / "a.json"
    (tmp_path / "deeper").mkdir()

    found = call(("rank",), [str(SAMPLE), "--output", str(one), "--record", str(other)])

    assert found.exit_code == 2
    assert "as --output and as --record" in found.stderr
    assert not one.exists()


@pytest.mark.parametrize("name", ["grades.csv", "sources.csv"])
def test_a_table_that_is_read_along_is_no_place_for_an_output(
    tmp_path: Path, name: str
) -> None:
    for table in ("sites.csv", "grades.csv", "sources.csv"):
        shutil.copy(SAMPLE.with_name(table), tmp_path)
    before = contents(tmp_path)

    found = call(("rank",), [str(tmp_path / "sites.csv"), "--output", str(tmp_path / name)])

    assert found.exit_code == 2
    assert contents(tmp_path) == before


@pytest.mark.parametrize("name", ["grades.csv", "sources.csv", "own_columns.csv"])
def test_a_table_that_would_be_read_along_the_next_time_is_no_place_either(
    tmp_path: Path, name: str
) -> None:
    shutil.copy(SAMPLE, tmp_path)

    found = call(("rank",), [str(tmp_path / "sites.csv"), "--output", str(tmp_path / name)])

    assert found.exit_code == 2
    assert list(contents(tmp_path)) == ["sites.csv"]


def test_import_keeps_the_tables_beside_its_file(tmp_path: Path) -> None:
    for table in ("sites.csv", "grades.csv"):
        shutil.copy(SAMPLE.with_name(table), tmp_path)
    before = contents(tmp_path)
    options = ["--annotated", str(tmp_path / "grades.csv"), "--overwrite"]

    found = call(("import",), [str(tmp_path / "sites.csv"), *options])

    assert found.exit_code == 2
    assert contents(tmp_path) == before


def test_the_tables_of_a_data_package_are_no_place_for_an_output(tmp_path: Path) -> None:
    for name in ("datapackage.json", "sites.csv"):
        (tmp_path / name).write_text("{}")

    found = call(
        ("rank",),
        [str(tmp_path / "datapackage.json"), "--output", str(tmp_path / "sites.csv")],
    )

    assert found.exit_code == 2
    assert "found the place of an input" in found.stderr


def test_the_programs_own_tables_are_no_place_for_an_output() -> None:
    table = ROOT / "criteria" / "reference" / "commodities.csv"
    before = digest(table)

    found = call(("rank",), [str(SAMPLE), "--output", str(table)])

    assert found.exit_code == 2
    assert "the program itself reads" in found.stderr
    assert digest(table) == before


@pytest.mark.parametrize(
    "call_before",
    [("rank", str(SAMPLE), "--record"), ("import", str(SAMPLE), "--report")],
    ids=["rank", "import"],
)
def test_a_geopackage_gives_way_to_a_geopackage_only(
    tmp_path: Path, stores: Path, call_before: tuple[str, str, str]
) -> None:
    target = tmp_path / "map"
    shutil.copy(stores / "map.gpkg", target)
    before = digest(target)

    refused = call(call_before[:1], [*call_before[1:], str(target)])
    kept = digest(target)
    taken = call(("export",), [str(SAMPLE), "--format", "gpkg", "--output", str(target)])

    assert (refused.exit_code, kept) == (2, before)
    assert "found a GeoPackage" in refused.stderr
    assert taken.exit_code == 0
    assert digest(target) != before


def test_a_geopackage_that_is_open_elsewhere_is_left_alone(
    tmp_path: Path, stores: Path
) -> None:
    target = tmp_path / "map.gpkg"
    shutil.copy(stores / "map.gpkg", target)
    other = sqlite3.connect(target)
    other.execute("PRAGMA journal_mode = WAL")
    other.execute("INSERT INTO theirs VALUES (1)")
    other.commit()
    before = contents(tmp_path)

    found = call(("export",), [str(SAMPLE), "--output", str(target)])

    after = contents(tmp_path)
    other.close()
    # The memory that its readers share is no content.
    assert before.pop("map.gpkg-shm")
    assert after.pop("map.gpkg-shm")
    assert after == before
    assert found.exit_code == 2
    assert "another program has the file open" in found.stderr


ANSWERS = {
    "roc": "order.txt", "rank-sum": "order.txt", "rank-reciprocal": "order.txt",
    "rank-exponent": "order.txt", "entropy": "decision_matrix.csv",
    "critic": "decision_matrix.csv", "merec": "decision_matrix.csv",
    "std": "decision_matrix.csv", "region": "region.txt",
}  # fmt: skip


def working(words: Words, folder: Path) -> list[str]:
    """Return arguments with which a command that writes comes to its end quickly."""
    sites, data = str(SAMPLE), ROOT / "sample_data"
    if words[0] == "weights":
        name = words[1]
        table = ANSWERS.get(name, f"{name}.csv")
        objectives = ["--objectives", "max,max,min,min"] if name in ("critic", "merec") else []
        return [str(data / "weights" / table), *objectives]
    if words[0] == "workshop":
        store = str(folder / "w.db")
        return [store, "--store"] if words[1] == "restore" else ["--store", store]
    if words[0] == "project":
        file = str(folder / "p.pilot.zip")
        return {"new": [sites], "export": [file], "diff": [file, file]}[words[1]]
    return {
        "rank": [sites],
        "matrix": [str(data / "matrix.csv"), "--objectives", "max,max,max"],
        "appraise": [sites, "--site", "SE-001"],
        "classify": [sites, "--site", "SE-001"],
        "import": [str(data / "import_examples" / "halden.csv"), "--overwrite"],
        "shortlist": [sites, "--draws", "0"],
        "report": [sites, "--draws", "0", "--format", "geojson"],
        "compare": [sites, "--methods", "weighted-sum,topsis"],
        "hindcast": ["sample", "--draws", "20"],
        "robustness": [sites, "--draws", "20"],
        "next-data": [sites, "--draws", "64"],
        "portfolio": [sites, "--budget", "1e6"],
        "pilot": ["RS-001", "--sites", sites, "--draws", "100"],
        "diff": [str(folder / "r.json"), str(folder / "r.json")],
        "export": [sites, "--format", "crma"],
        "enrich": [sites, "--site", "SE-001", "--overwrite", "--out", str(folder / "en")],
    }[words[0]]


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let no file grow beyond 64 bytes, from the moment that a draft gets its name."""
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    named = writing._draft_name

    def full(target: Path) -> Path:
        resource.setrlimit(resource.RLIMIT_FSIZE, (64, hard))
        return named(target)

    monkeypatch.setattr(writing, "_draft_name", full)
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture(scope="module")
def prepared(stores: Path) -> Path:
    """Return the folder of stores with a decision record in it."""
    record = ["--format", "json", "--record", str(stores / "r.json")]
    assert call(("rank",), [str(SAMPLE), *record]).exit_code == 0
    project = ["--output", str(stores / "p.pilot.zip")]
    assert call(("project", "new"), [str(SAMPLE), *project]).exit_code == 0
    return stores


@pytest.mark.usefixtures("full_disk")
@pytest.mark.parametrize(("words", "command", "writes"), sweep(OUTPUTS, every=4))
def test_where_there_is_no_room_the_old_file_stands(
    tmp_path: Path,
    prepared: Path,
    words: Words,
    command: click.Command,
    writes: click.Parameter,
) -> None:
    is_new = words[:2] in (("workshop", "backup"), ("workshop", "restore"))
    is_folder = isinstance(writes.type, OutputFolder)
    target = tmp_path / ("sites.csv" if is_folder else "without-an-ending")
    if not is_new:
        target.write_text("old")
    output = str(tmp_path if is_folder else target)
    arguments = working(words, prepared)
    if arguments[-1] == "--store":
        arguments.append(output)
    else:
        arguments += [writes.opts[0], output]
    if words == ("rank",) and writes.name == "record":
        arguments += ["--format", "json"]
    if words == ("project", "export"):
        arguments += ["--format", "csv"]
    if words[0] == "export" or (writes.name == "output" and words == ("rank",)):
        arguments += ["--format", "crma" if words[0] == "export" else "csv"]

    found = call(words, arguments)

    assert found.exit_code == 1, found.stderr
    assert "could not be written" in found.stderr
    assert isinstance(found.exception, SystemExit)
    left = {path.name: path.read_text() for path in tmp_path.iterdir()}
    assert left == ({} if is_new else {target.name: "old"})


@pytest.mark.skipif(sys.platform == "win32", reason="rights of a POSIX file system")
@pytest.mark.parametrize("is_there", [False, True], ids=["folder", "file"])
def test_what_is_read_only_is_told_and_stays(tmp_path: Path, is_there: bool) -> None:
    target = tmp_path / "x.csv"
    if is_there:
        target.write_text("old")
        target.chmod(0o444)
    else:
        tmp_path.chmod(0o555)
    command = [sys.executable, "-m", "prioritizer", "rank", SAMPLE, "--output", target]

    found = subprocess.run(
        [*unprivileged.prefix(), *command],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    tmp_path.chmod(0o755)
    assert found.returncode == 1
    assert "could not be written (Permission denied)" in found.stderr
    assert [path.read_text() for path in tmp_path.iterdir()] == ["old"] * is_there


def test_a_reader_who_goes_away_takes_no_file_along(tmp_path: Path) -> None:
    record = tmp_path / "r.json"
    command = f"{sys.executable} -m prioritizer rank {SAMPLE} --record {record} | true"

    found = subprocess.run(
        ["/bin/sh", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert found.stderr.splitlines()[2:] == [f"written: {record}"]
    assert json.loads(record.read_bytes())["schema"].startswith("prioritizer-record/")


def test_an_output_may_be_a_stream() -> None:
    command = f"{sys.executable} -m prioritizer rank {SAMPLE} --format csv --output /dev/stdout"

    found = subprocess.run(
        ["/bin/sh", "-c", f"{command} | head -1"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert found.stdout.startswith("\ufeffrank,")
    assert Path("/dev/stdout").is_symlink()


@pytest.mark.parametrize(
    "words",
    [
        ("rank", "sample", "--top", "1"),
        ("validate", "sample"),
        ("classify", "sample"),
        ("export", "sample", "--format", "geojson"),
        ("inventory", "save", "sample", "s.db#n", "--why", "first"),
        ("pilot", "CL-001", "--sites", "sample", "--draws", "100"),
    ],
    ids=lambda words: words[0],
)
def test_every_command_over_sites_knows_the_sample_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)

    found = CliRunner().invoke(main, list(words))

    assert found.exit_code == 0, found.output
