"""What does not exist is refused, by whatever door it comes, with what there is instead."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from prioritizer.cli import main
from tests.conftest import SAMPLE

WHY = ("--who", "Ada", "--why", "test")
SITES = str(SAMPLE)
FAST = ("--draws", "0")


def call(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store with the sample inventory."""
    path = tmp_path_factory.mktemp("kept") / "s.db"
    assert call("inventory", "save", SITES, f"{path}#n", *WHY).exit_code == 0
    return path


def test_a_value_from_a_source_nobody_knows_is_refused_until_it_is_cited(
    store: Path, tmp_path: Path
) -> None:
    shutil.copy(store, tmp_path / "s.db")
    spec = f"{tmp_path / 's.db'}#n"
    new = ("inventory", "set", spec, "SE-001", "tonnage_t", "3e6", "--source", "S999", *WHY)

    refused = call(*new)
    taken = call(*new, "--citation", "Drilling of 2021")

    assert refused.exit_code == 1
    assert "found the source 'S999'" in refused.stderr
    assert "for example: S" in refused.stderr
    assert (taken.exit_code, taken.stderr) == (0, "n: change 2 (set, 2 values)\n")


KEPT = [
    (
        ("inventory", "set", "{}", "SE-001", "assays/Qq", "5", "--unit", "ppm", *WHY),
        "analyte 'Qq'",
    ),
    (("inventory", "set", "{}", "SE-001", "tonnage_source", "S0", *WHY), "source 'S0'"),
    (("inventory", "set", "{}", "SE-001", "tonage_t", "5", *WHY), "found 'tonage_t'"),
    (("inventory", "set", "{}", "SE-00x", "tonnage_t", "5", *WHY), "found no site 'SE-00x'"),
    (("inventory", "restrict", "{}", "SE-001", "assays/Zz", *WHY), "found 'assays/Zz'"),
    (("inventory", "restrict", "{}", "SE-001", "ownr", *WHY), "found 'ownr'"),
    (("inventory", "history", "{}", "SE-00x"), "found no site 'SE-00x'"),
    (("inventory", "history", "{}", "SE-001", "tonage_t"), "for example: tonnage_t"),
    (("inventory", "merge", "{}", "n", "--choose", "X/y=ours", *WHY), "which is no conflict"),
    (("inventory", "diff", "{}", "m"), "found none of that name"),
]
ASKED = [
    (("shortlist", SITES, "--must", "X=why", *FAST), "found no site 'X'"),
    (("shortlist", SITES, "--must-not", "X=why", *FAST), "found no site 'X'"),
    (("shortlist", SITES, "--scenario", "nope", *FAST), "found 'nope'"),
    (("portfolio", SITES, "--budget", "1e6", "--must", "X"), "found site 'X'"),
    (("portfolio", SITES, "--budget", "1e6", "--exclusive", "X,SE-001"), "found site 'X'"),
    (("portfolio", SITES, "--budget", "1e6", "--requires", "X:SE-001"), "found site 'X'"),
    (("portfolio", SITES, "--budget", "1e6", "--cover", "crm=Qq:1"), "found 'Qq'"),
    (("portfolio", SITES, "--budget", "1e6", "--cover", "country=XX:1"), "found 'XX'"),
    (("portfolio", SITES, "--budget", "1e6", "--cover", "region=Nowhere:1"), "found 'Nowhere'"),
    (("portfolio", SITES, "--budget", "1e6", "--cover", "waste-type=tailing:1"), "tailings"),
    (("rank", SITES, "--weights", "nope=3"), "found 'nope'"),
    (("rank", SITES, "--policy-list", "nope"), "found 'nope'"),
    (("rank", SITES, "--criteria", "nope"), "found 'nope'"),
    (("robustness", SITES, "--evidence", "nope", "--draws", "9"), "found 'nope'"),
    (("appraise", SITES, "--site", "X"), "found 'X'"),
    (("classify", SITES, "--site", "X"), "found 'X'"),
    (("pilot", "X", "--sites", SITES), "found no site 'X'"),
    (("pilot", "RS-001", "--sites", SITES, "--edit", "nope=1"), "found no field of this name"),
    (("pilot", "RS-001", "--sites", SITES, "--support", "per-kg=2:Qq"), "product 'Qq'"),
    (("export", SITES, "--format", "crma", "--without", "nope"), "found 'nope'"),
]


@pytest.mark.parametrize(("words", "said"), [*KEPT, *ASKED], ids=lambda part: str(part)[:60])
def test_what_does_not_exist_is_refused(
    store: Path, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    shutil.copy(store, tmp_path / "s.db")
    spec = f"{tmp_path / 's.db'}#n"

    found = call(*(word.replace("{}", spec) for word in words))

    assert found.exit_code == 1
    assert said in found.stderr
    assert found.stdout == ""
    assert (tmp_path / "s.db").read_bytes() == store.read_bytes()


@pytest.mark.parametrize(
    ("option", "table"),
    [
        ("--prices", "symbol,price_usd_per_kg,date,source\nQq,3,2024,x\n"),
        ("--trade", "symbol,net_imports_t,production_t,source\nQq,3,2024,x\n"),
    ],
    ids=["prices", "trade"],
)
def test_a_table_of_unknown_commodities_is_refused(
    tmp_path: Path, option: str, table: str
) -> None:
    path = tmp_path / "own.csv"
    path.write_text(table)

    found = call("pilot", "RS-001", "--sites", SITES, option, str(path))

    assert found.exit_code == 1
    assert "own.csv, row 2, column symbol: found 'Qq'" in found.stderr


def test_a_table_without_its_sources_never_replaces_one_with_them(
    store: Path, tmp_path: Path
) -> None:
    shutil.copy(store, tmp_path / "s.db")
    for name in ("sites.csv", "grades.csv"):
        shutil.copy(SAMPLE.with_name(name), tmp_path)

    found = call("inventory", "save", str(tmp_path / "sites.csv"), f"{tmp_path}/s.db#n", *WHY)

    assert found.exit_code == 1
    assert "Put sources.csv beside the table" in found.stderr
    assert (tmp_path / "s.db").read_bytes() == store.read_bytes()


def test_ids_that_the_table_of_sources_lacks_are_named_once(tmp_path: Path) -> None:
    for name in ("sites.csv", "grades.csv", "sources.csv"):
        shutil.copy(SAMPLE.with_name(name), tmp_path)
    sources = (tmp_path / "sources.csv").read_text(encoding="utf-8")
    (tmp_path / "sources.csv").write_text(
        sources.replace("\nS001,", "\nS001x,"), encoding="utf-8"
    )

    found = call("rank", str(tmp_path / "sites.csv"), "--format", "csv")

    assert found.exit_code == 0
    assert found.stderr.count("that are cited and not in it") == 1
    assert "1 ids that are cited and not in it (S001)" in found.stderr
    assert "Did you mean 'S001x'?" in found.stderr
