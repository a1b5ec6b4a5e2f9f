"""Whatever a person gives a command, its public answer names no withheld site.

Every option that takes words, ids or a file of somebody's own is given them, each naming the
site, and so are the names of the files. A new command or option has to find its place here.
"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from prioritizer.cli import main, progress
from prioritizer.exports.tables.criteria_file import criteria_yaml
from prioritizer.readers.criteria import read_criteria
from prioritizer.readers.sites import read_sites
from prioritizer.ui.shell import cache
from tests.conftest import ROOT
from tests.stories.restricted import HELD, texts_of, write_inventory
from tests.stories.test_restricted_commands import CALLS, COMMANDS, TABLE, Path_, forms
from tests.stories.test_typed_names import ID, SECRET, TALE, criteria_of, named

pytestmark = pytest.mark.slow

SITE = "SE-001"
# What is typed for an option. A name of a file that begins so is written by `write_files`.
TYPED: dict[str, tuple[str, ...]] = {
    "criteria_name": (f"{ID}.yaml",),
    "weights": (f"{ID}=2,grade=1,volume=1",),
    "policies": (f"{ID}.csv", "EU-CRM-2024"),
    "switch_on": (ID,),
    "assume": (f"assumed_{ID}.csv",),
    "must": (f"{SITE}=Kept, {TALE}",),
    "must_not": (f"{HELD}=Left out, {TALE}",),
    "title": (f"Report {TALE}",),
    "date": (f"2026, {TALE}",),
    "prices": (f"prices_{ID}.csv",),
    "trade": (f"trade_{ID}.csv",),
    "costs": (f"costs_{ID}.csv",),
    "edits": (f"question={TALE}",),
    "edits_file": (f"edits_{ID}.json",),
    "weight_order": (f"{ID}>grade>volume>access>crm_relevance",),
    "weight_bounds": (f"{ID}=0.1..0.9",),
    "weight_statements": (f"{ID} >= 2 access",),
    "evidence": (f"{ID},grade",),
    "layers": (f"{ID}=layer_{ID}.geojson:distance",),
    "confirmed_codes": (f"codes_{ID}.csv",),
    "name": (f"Ours, {TALE}",),
    "licence": (f"CC-BY-4.0, {TALE}",),
}
# Options with the same name that mean something else in a command.
OTHERWISE: dict[tuple[Path_, str], tuple[str, ...]] = {
    (("portfolio",), "must"): (SITE,),
    (("portfolio",), "must_not"): (SITE,),
    (("portfolio",), "costs"): (f"euro_{ID}.csv",),
    (("enrich",), "date"): ("2026-05-04",),
}
# What takes no words of a person's own, or has a test of its own.
WORDLESS = {
    "sites": "the table itself, whose name stands in no answer",
    "grades": "lies beside the table, and holds numbers",
    "output": "where the answer goes",
    "record": "where the record goes",
    "out": "where the tables go",
    "site_ids": "ids of sites: one that is withheld is as unknown as any other",
    "site_id": "see site_ids",
    "site": "see site_ids",
    "other": "see site_ids",
    "exclusive": "ids of sites",
    "requires": "ids of sites",
    "without": "names of columns",
    "scenarios": "words of the tool",
    "methods": "words of the tool",
    "stages": "numbers",
    "cover": "words of the tool and numbers",
    "supports": "words of the tool and numbers",
    "workshop": "test_the_record_of_a_room_that_knew_more_tells_no_more",
    "format_name": "words of the tool",
}
# Options that only work beside others, or instead of them.
BESIDE: dict[str, tuple[str, ...]] = {
    "weight_order": ("--vary-weights", "order"),
    "weight_bounds": ("--vary-weights", "bounds"),
    "weight_statements": ("--vary-weights", "bounds"),
}
# Options that name criteria of one's own.
BY_ID = {
    *("weights", "switch_on", "assume", "evidence"),
    *("weight_order", "weight_bounds", "weight_statements"),
}
NEW = (("project", "new"), ("--output", "ours.pilot.zip"))


def typed_options(path: Path_) -> list[click.Parameter]:
    """Return what of a command takes words, ids or files, and is no list of fixed words."""
    fixed = (click.Choice, click.IntRange, click.FloatRange, type(click.INT), type(click.FLOAT))
    return [
        one
        for one in COMMANDS[path].params
        if not getattr(one, "is_flag", False) and not isinstance(one.type, fixed)
    ]


PATHS = [*CALLS, NEW[0]]
CASES = [
    (path, form, one.name)
    for path in PATHS
    for form in (forms(path) if path in CALLS else [()])
    for one in typed_options(path)
    if one.name in TYPED
]


def test_every_option_that_takes_words_is_typed_here() -> None:
    unknown = {
        (path, one.name)
        for path in PATHS
        for one in typed_options(path)
        if one.name not in TYPED and one.name not in WORDLESS
    }

    assert not unknown, "an option that takes words belongs into TYPED, another into WORDLESS"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a table and a file for every option, each naming the site."""
    made = tmp_path_factory.mktemp("typed")
    register = read_sites(write_inventory(made, SECRET), cache.reference()).register
    assert SITE in register.by_id()
    own = criteria_of(read_criteria("default"))
    (made / f"{ID}.yaml").write_bytes(criteria_yaml(own))
    spot = next(site for site in register.sites if site.site_id == SITE)
    point = {"type": "Point", "coordinates": [spot.longitude, spot.latitude]}
    feature = {"type": "Feature", "geometry": point, "properties": {"name": TALE, ID: TALE}}
    layer = {"type": "FeatureCollection", "name": ID, "features": [feature]}
    (made / f"layer_{ID}.geojson").write_text(json.dumps(layer), "utf-8")
    (made / f"edits_{ID}.json").write_text(json.dumps({"question": TALE}), "utf-8")
    measured = rows_of(ROOT / "criteria" / "reference" / "measurement_costs.csv")
    write(made / f"codes_{ID}.csv", confirmed(made))
    write(made / f"costs_{ID}.csv", [{**row, "name": TALE, "source": TALE} for row in measured])
    for name, rows in {
        ID: [{"symbol": "Cu", "class": "critical", "qualifier": TALE}],
        f"assumed_{ID}": [
            {"site_id": SITE, "criterion": ID, "low": 1, "best": "", "high": 2, "reason": TALE},
        ],
        f"prices_{ID}": [
            {"symbol": "Cu", "price_usd_per_kg": 9, "date": TALE, "source": TALE}
        ],
        f"trade_{ID}": [
            {"symbol": "Cu", "net_imports_t": 5, "production_t": 9, "source": TALE}
        ],
        f"euro_{ID}": [
            {"site_id": SITE, "low_eur": 1, "best_eur": 2, "high_eur": 3, "note": TALE},
        ],
    }.items():  # fmt: skip
        write(made / f"{name}.csv", rows)
    return made


def confirmed(folder: Path) -> list[dict[str, object]]:
    """Return the proposals of a table, one of them confirmed by somebody named so."""
    words = ["classify", str(folder / TABLE), "--propose", "--format", "csv"]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 0, done.output
    rows: list[dict[str, object]] = list(
        csv.DictReader(done.stdout.removeprefix("\ufeff").splitlines())
    )
    # The words and the sentence have to stand in the table.
    rows[0] |= {"confirm": "yes", "confirmed_by": TALE, "confirmed_on": "2026-05-04"}
    return rows


def rows_of(path: Path) -> list[dict[str, object]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, rows: list[dict[str, object]]) -> None:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(text.getvalue(), "utf-8")


def ask(words: tuple[str, ...], into: Path) -> tuple[Result, dict[str, bytes]]:
    before = {path.name for path in into.iterdir()}
    done = CliRunner().invoke(main, list(words))
    new = [path for path in sorted(into.iterdir()) if path.name not in before]
    files = {path.name: path.read_bytes() for path in new}
    for path in new:
        path.unlink()
    return done, files


@pytest.mark.parametrize(("path", "form", "option"), CASES, ids=lambda case: str(case))
def test_no_command_passes_on_what_was_typed(
    path: Path_, form: tuple[str, ...], option: str, folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(folder)
    monkeypatch.setattr(progress, "QUIET_SECONDS", float("inf"))
    words = (*path, *(CALLS[path] if path in CALLS else (TABLE, *NEW[1])), *form)
    words += ("--output", "answer") if path in {("report",), ("export",)} else ()
    given = OTHERWISE.get((path, option), TYPED[option])
    asked = next(one for one in typed_options(path) if one.name == option)
    for value in given:
        words += (asked.opts[0], value)
    words += BESIDE.get(option, ())
    if option in BY_ID:
        words += ("--criteria", f"{ID}.yaml")

    done, files = ask(words, folder)

    if done.exit_code == 2:  # an option that this form of the answer has no use for
        assert "found it where it has no effect" in done.output
        return
    assert done.exit_code == 0, done.output
    assert named(done.output) == []
    assert [name for name, made in files.items() if named(name + texts_of(made))] == []


# Each command that reads projects, whose files hold all that the owner typed.
OF_PROJECTS: dict[Path_, tuple[str, ...]] = {
    ("project", "open"): ("whole.pilot.zip",),
    ("project", "export"): ("whole.pilot.zip",),
    ("project", "diff"): ("whole.pilot.zip", "other.pilot.zip"),
}


def test_every_command_of_projects_is_asked_here() -> None:
    assert OF_PROJECTS.keys() | {NEW[0]} == {path for path in COMMANDS if path[0] == "project"}


@pytest.mark.parametrize(
    ("path", "form"),
    [(path, form) for path in OF_PROJECTS for form in forms(path) if form != ("--json",)],
    ids=lambda case: " ".join(case),
)
def test_no_command_passes_on_what_a_project_of_the_owner_holds(
    path: Path_, form: tuple[str, ...], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    monkeypatch.setattr(progress, "QUIET_SECONDS", float("inf"))
    for name, weight in (("whole", 2), ("other", 3)):
        words = ("project", "new", TABLE, "--criteria", f"{ID}.yaml", "--audience", "internal")
        words += ("--weights", f"{ID}={weight},grade=1", "--name", f"Ours {name}, {TALE}")
        made = CliRunner().invoke(main, [*words, "--output", f"{name}.pilot.zip"])
        assert made.exit_code == 0 or "exists" in made.output, made.output
    assert named(texts_of(Path("whole.pilot.zip").read_bytes()))

    done, files = ask((*path, *OF_PROJECTS[path], *form), folder)

    assert done.exit_code == 0, done.output
    assert named(done.output) == []
    assert not [name for name, one in files.items() if named(name + texts_of(one))]
    own, files = ask((*path, *OF_PROJECTS[path], *form, "--audience", "internal"), folder)
    assert own.exit_code == 0
    assert named(texts_of(own.stdout_bytes)) != []
