"""The report and diff commands write what was asked for and speak when they cannot."""

from __future__ import annotations

import json
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner, Result

from prioritizer.cli import main
from prioritizer.readers.reference import read_reference
from prioritizer.storage.inventory.opening import open_store
from prioritizer.ui.shell import saving
from prioritizer.workflow.projects.opening_files import read_file
from tests.conftest import SAMPLE


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the first rows of the sample, with its grades."""
    folder = tmp_path_factory.mktemp("few")
    path = folder / "sites.csv"
    path.write_bytes(b"\n".join(SAMPLE.read_bytes().splitlines()[:14]) + b"\n")
    for name in ("grades.csv", "sources.csv"):
        (folder / name).write_bytes((SAMPLE.parent / name).read_bytes())
    return path


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def test_the_project_in_the_pdf_opens_with_the_same_answer_and_locks(
    table: Path, tmp_path: Path
) -> None:
    output = tmp_path / "report.pdf"
    first = table.read_text(encoding="utf-8").splitlines()[1].split(",")[0]
    asked = ("--top", "3", "--draws", "0", "--must", f"{first}=near the road")

    written = run("report", table, *asked, "--with-project", "--output", output)
    assert written.exit_code == 0, written.output

    found = run("project", "open", output)
    assert found.exit_code == 0, found.output
    assert "Same: the answer comes out the same to the last bit." in found.output
    choices = read_file(output, read_reference()).choices
    (edits,) = choices["pilots_edits"].values()
    assert [(one["site_id"], one["why"]) for one in edits] == [(first, "near the road")]
    assert choices["shortlist"] == 3


def test_the_project_in_the_pdf_holds_programme_prices_support_and_own_lists(
    table: Path, tmp_path: Path
) -> None:
    output, prices, mine = (tmp_path / n for n in ("report.pdf", "prices.csv", "mine.csv"))
    prices.write_text(
        "symbol,price_usd_per_kg,date,source\nCu,9.5,2026-01-02,my table\n", encoding="utf-8"
    )
    mine.write_text("symbol,class\nCu,critical\n", encoding="utf-8")
    asked = (
        *("--top", "3", "--draws", "500", "--title", "Ponds", "--date", "2026-03-01"),
        *("--budget", "2500000", "--stages", "1-3", "--confidence", "70"),
        *("--cover", "country:1", "--cover", "crm=Co:1", "--prices", prices),
        *("--support", "capex-grant=0.5", "--language", "sv", "--policy", mine),
    )

    written = run("report", table, *asked, "--with-project", "--output", output)

    assert written.exit_code == 0, written.output
    assert "Not in the project" not in written.output
    project = read_file(output, read_reference())
    expected = {
        "portfolio_budget": 2500,
        "portfolio_stages": [1, 3],
        "portfolio_confidence": 70,
        "portfolio_countries": 1,
        "portfolio_elements": ["Co"],
        "portfolio_with_locks": False,
        "viability_kinds": ["capex-grant"],
        "viability_amount_capex-grant": 0.5,
        "viability_prices_name": "prices.csv",
        "report_title": "Ponds",
        "report_date": "2026-03-01",
        "report_draws": 500,
        "report_language": "sv",
        "report_portfolio": True,
        "policy_lists": ["mine"],
    }
    assert {name: project.choices[name] for name in expected} == expected
    assert project.choices["viability_prices"]["Cu"]["usd_per_t"] == 9500
    # Each value is one that a page takes.
    restored = saving.restored(dict(project.choices))
    assert restored["policy_own"][0][1][0].symbol == "Cu"
    found = run("project", "open", output)
    assert "Same: the answer comes out the same to the last bit." in found.output


def test_what_has_no_place_in_the_project_is_said(table: Path, tmp_path: Path) -> None:
    output = tmp_path / "report.pdf"
    asked = (
        *("--top", "3", "--draws", "300", "--seed", "7", "--budget", "2500500"),
        *("--stages", "2-4", "--cover", "country=SE:2", "--support", "per-kg=2:Co"),
    )

    written = run("report", table, *asked, "--with-project", "--output", output)

    assert written.exit_code == 0, written.output
    for words in (
        "300 draws of the report",
        "the budget of 2 500 500 EUR, no whole thousands",
        "stages 2–4 of the programme",
        "the cover country=SE:2",
        "the support per-kg=2:Co",
        "seed 7 of the draws: the page draws with 1",
    ):
        assert words in " ".join(written.output.split()), words
        assert words in " ".join(run("project", "open", output).output.split()), words


def test_edits_of_a_kept_inventory_go_into_the_pdf_but_not_those_that_no_report_shows(
    table: Path, tmp_path: Path
) -> None:
    output, store = tmp_path / "report.pdf", f"{tmp_path / 'kept.db'}#all"
    assert run("inventory", "save", table, store, "--why", "a test").exit_code == 0
    site = table.read_text(encoding="utf-8").splitlines()[1].split(",")[0]
    kept = open_store(tmp_path / "kept.db")
    kept.edit_pilot("all", site, "question", "Does it float?", who="Ada", why="asked")
    kept.edit_pilot("all", site, "partners", ("A mill",), who="Ada", why="asked")

    asked = ("--top", "3", "--draws", "0", "--must", f"{site}=near the road")
    written = run("report", store, *asked, "--with-project", "--output", output)

    assert written.exit_code == 0, written.output
    project = read_file(output, read_reference())
    (edits,) = project.choices["pilots_edits"].values()
    assert [(one["number"], one["path"], one["who"]) for one in edits] == [
        (1, "question", "withheld"),
        (2, "lock", "command line"),
    ]
    assert saving.restored({"pilots_edits": project.choices["pilots_edits"]})


@pytest.mark.parametrize(
    ("ending", "magic"),
    [
        ("pdf", b"%PDF"),
        ("docx", b"PK"),
        ("xlsx", b"PK"),
        ("gpkg", b"SQLite"),
        ("geojson", b"{"),
    ],
)
def test_the_ending_chooses_the_format(
    table: Path, tmp_path: Path, ending: str, magic: bytes
) -> None:
    output = tmp_path / f"report.{ending}"

    result = run("report", table, "--top", "3", "--draws", "100", "--output", output)

    assert result.exit_code == 0, result.output
    assert output.read_bytes().startswith(magic)


def test_a_report_takes_budget_support_prices_and_a_store(table: Path, tmp_path: Path) -> None:
    prices, output = tmp_path / "prices.csv", tmp_path / "report.docx"
    prices.write_text(
        "symbol,price_usd_per_kg,date,source\nCu,9.5,2026-01-02,my table\n", encoding="utf-8"
    )
    store = f"{tmp_path / 'kept.db'}#all"
    assert run("inventory", "save", table, store, "--why", "a test").exit_code == 0

    result = run(
        "report", store, "--top", "3", "--draws", "0", "--budget", "2000000", "--cover",
        "country:1", "--support", "per-tonne=2", "--prices", prices, "--output", output,
    )  # fmt: skip

    assert result.exit_code == 0, result.output
    document = docx.Document(str(output))
    words = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "Programme under a budget" in words
    assert "Could it pay?" in words


def test_cover_without_a_budget_is_refused(table: Path, tmp_path: Path) -> None:
    result = run("report", table, "--cover", "crm:2", "--output", tmp_path / "report.pdf")

    assert result.exit_code == 2
    assert "Expected --budget" in result.output


def test_an_unknown_ending_is_a_fault_with_the_known_ones(table: Path, tmp_path: Path) -> None:
    result = run("report", table, "--output", tmp_path / "report.odt")

    assert result.exit_code == 1
    assert ".pdf, .docx" in result.output


def test_diff_tells_apart_and_sets_the_status_only_when_asked(
    table: Path, tmp_path: Path
) -> None:
    first, second = tmp_path / "a.json", tmp_path / "b.json"
    run("rank", table, "--record", first, "--output", tmp_path / "a.txt")
    run("rank", table, "--weights", "grade=3,access=1", "--record", second,
        "--output", tmp_path / "b.txt")  # fmt: skip

    same = run("diff", first, first, "--exit-code")
    text = run("diff", first, second)
    strict = run("diff", first, second, "--format", "json", "--exit-code")

    assert (same.exit_code, text.exit_code, strict.exit_code) == (0, 0, 1)
    assert "weight of grade: 20 % → 75 %" in text.output
    assert json.loads(strict.stdout)["groups"] == ["weights"]


def test_diff_names_a_record_that_is_not_there(tmp_path: Path) -> None:
    result = run("diff", tmp_path / "none.json", tmp_path / "none.json")

    assert result.exit_code == 1
    assert "could not be read" in result.output
