"""``inventory`` and ``export``: a store worked on from the command line alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from prioritizer.cli import main
from prioritizer.cli.inventory import command as inventory_command
from prioritizer.exports.formats import OPEN_FORMATS
from tests.conftest import SAMPLE

WHY = ("--who", "Ada", "--why", "test")


def call(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def inventory(*arguments: str) -> Result:
    return call("inventory", *arguments)


OWN = """site_id,name,waste_type,dust_low,dust,dust_source,wall,tonnage_t
A,Pond,tailings,1,2,Q1,poor,5
B,Heap,slag,,7,,good,6
"""
DECLARED = """column,kind,unit,classes
dust,number,mg/m3,
wall,classes,,poor;good
"""


@pytest.fixture
def own(tmp_path: Path) -> str:
    """Return an inventory with own columns, saved by the command line."""
    (tmp_path / "own.csv").write_text(OWN, encoding="utf-8")
    (tmp_path / "own_columns.csv").write_text(DECLARED, encoding="utf-8")
    spec = f"{tmp_path / 'own.db'}#own"
    assert inventory("save", str(tmp_path / "own.csv"), spec, *WHY).exit_code == 0
    return spec


def test_an_own_column_is_set_by_its_name_within_its_declaration(own: str) -> None:
    refused = inventory("set", own, "A", "wall", "broken", *WHY)
    strange = inventory("set", own, "A", "dusst", "3", *WHY)
    changed = inventory("set", own, "A", "dust", "3", "--low", "2.5", "--unit", "mg/m3", *WHY)
    history = inventory("history", own, "A", "dust").stdout

    assert "Expected one of: poor, good" in refused.stderr
    assert "found 'dusst'" in strange.stderr
    assert changed.exit_code == 0
    assert "→ '3 (2.5 to ?) mg/m3'" in history


def test_a_restricted_own_column_is_in_no_export(own: str, tmp_path: Path) -> None:
    restricted = inventory("restrict", own, "A", "dust", *WHY)
    unknown = inventory("restrict", own, "A", "noise", *WHY)
    out = tmp_path / "out.geojson"
    call("export", own, "--output", str(out))

    assert restricted.exit_code == 0
    assert "one of your own" in unknown.stderr
    sites = [feature["properties"] for feature in json.loads(out.read_text())["features"]]
    assert sites[0]["dust"] is None
    assert sites[0]["wall"] == "poor"
    assert sites[1]["dust"] == 7


@pytest.fixture
def spec(tmp_path: Path) -> str:
    """Return the sample inventory, saved by the command line."""
    spec = f"{tmp_path / 'sites.db'}#world"
    result = inventory("save", str(SAMPLE), spec, *WHY)
    assert result.exit_code == 0
    assert result.stderr.endswith(f"sources.csv: 306 sources.\n{spec}: 181 sites, change 1\n")
    return spec


def test_a_value_is_set_shown_and_undone(spec: str) -> None:
    options = ("--low", "2e6", "--source", "S001", "--method", "measured")
    changed = inventory("set", spec, "SE-001", "tonnage_t", "3.4e6", *options, *WHY)
    shown = inventory("show", spec, "SE-001")
    data = json.loads(inventory("show", spec, "SE-001", "--json").stdout)
    undone = inventory("undo", spec, *WHY)
    history = inventory("history", spec, "SE-001", "tonnage_t").stdout.splitlines()

    assert changed.stderr == "world: change 2 (set, 1 value)\n"
    assert "tonnage_t: 3400000 (2000000 to ?) t dry  [measured; S001]" in shown.stdout
    assert data["tonnage_t"]["best"] == 3.4e6
    assert undone.stderr == "world: change 3 (undo, 1 value)\n"
    assert [line.split()[0] for line in history] == ["1", "2", "3"]
    assert history[2].endswith("→ '3460000 (2800000 to 5000000) t dry'  “test”")


def test_two_branches_are_compared_and_merged(spec: str) -> None:
    inventory("copy", spec, "field", *WHY)
    field = spec.replace("#world", "#field")
    inventory("set", field, "SE-001", "area_ha", "7", *WHY)
    inventory("set", spec, "SE-001", "area_ha", "9", *WHY)
    inventory("remove", field, "SE-002", *WHY)

    compared = inventory("diff", spec, "field").stdout.splitlines()
    planned = inventory("merge", spec, "field", "--dry-run", *WHY)
    refused = inventory("merge", spec, "field", *WHY)
    merged = inventory("merge", spec, "field", "--choose", "SE-001/area_ha=theirs", *WHY)

    assert compared == ["only in world: SE-002", "SE-001, area_ha: '9 ha' → '7 ha'"]
    assert planned.stdout.startswith("common past: world@1\ntake SE-002, ")
    assert "conflict SE-001, area_ha: ours '9 ha', theirs '7 ha'" in planned.stdout
    assert refused.exit_code == 1
    assert "found 1 conflicts. Expected each settled" in refused.stderr
    assert merged.exit_code == 0
    assert inventory("diff", spec, "field").stdout == "no difference\n"


def test_versions_are_listed_and_read(spec: str) -> None:
    inventory("tag", spec, "as imported")
    inventory("remove", spec, "SE-001", *WHY)

    listed = inventory("list", spec.partition("#")[0]).stdout
    sites = json.loads(inventory("show", f"{spec}@as imported", "--json").stdout)

    assert listed.startswith("world: 180 sites, change 2 of ")
    assert listed.endswith("; versions: as imported = 1\n")
    assert sites[0]["site_id"] == "SE-001"


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (("list", "none.db"), 1, "found no such file"),
        (("list", "sites.csv"), 1, "found no store in it"),
        (("set", "{spec}", "SE-001", "latitude", "95", *WHY), 1, "from -90 to 90"),
        (("set", "{spec}", "XX", "area_ha", "9", *WHY), 1, "found no site 'XX'"),
        (("undo", "{spec}", "77", *WHY), 1, "found no change 77"),
        (("show", "{spec}@nope"), 1, "found no version of that name"),
        (("remove", "{spec}", "SE-001"), 2, "Missing option '--why'"),
        (("merge", "{spec}", "world", "--choose", "x=y", *WHY), 2, "SITE/FIELD=theirs"),
    ],
)
def test_faults_are_told_without_a_traceback(
    spec: str, arguments: tuple[str, ...], status: int, words: str
) -> None:
    result = inventory(*(argument.replace("{spec}", spec) for argument in arguments))

    assert result.exit_code == status
    assert words in result.stderr
    assert "Traceback" not in result.output


def test_restricting_keeps_a_site_out_of_an_export(spec: str, tmp_path: Path) -> None:
    inventory("restrict", spec, "SE-001", *WHY)
    inventory("restrict", spec, "SE-002", "owner", "assays", *WHY)
    target = tmp_path / "open.geojson"

    result = call("export", spec, "--output", str(target))

    features = json.loads(target.read_text(encoding="utf-8"))["features"]
    assert result.exit_code == 0
    assert "180 sites published; withheld as restricted: 1 site and" in result.stderr
    assert features[0]["id"] == "SE-002"
    assert features[0]["properties"]["assays"] == []


@pytest.mark.parametrize("name", list(OPEN_FORMATS))
def test_every_open_format_is_written(name: str, tmp_path: Path) -> None:
    target = tmp_path / f"sites{OPEN_FORMATS[name].extension}"

    result = call("export", str(SAMPLE), "--format", name, "--output", str(target))

    assert result.exit_code == 0
    assert target.stat().st_size > 10_000


def test_export_names_the_inventory_or_takes_the_option(spec: str) -> None:
    store = spec.partition("#")[0]

    named = call("export", store, "--inventory", "world@1", "--format", "crma")
    unnamed = call("export", str(SAMPLE), "--inventory", "world", "--format", "crma")
    shapeless = call("export", str(SAMPLE))

    assert named.exit_code == 0
    assert named.stdout_bytes.count(b"\r\n") > 181
    assert (unnamed.exit_code, shapeless.exit_code) == (2, 2)
    assert "--inventory: found it where it has no effect. Expected a store" in unnamed.stderr


def test_every_command_shows_an_example() -> None:
    commands = inventory_command.commands  # type: ignore[attr-defined]

    for name, entry in {**commands, "inventory": inventory_command}.items():
        assert entry.help, name
        assert "Example: python -m prioritizer inventory" in entry.epilog, name
