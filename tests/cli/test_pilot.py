"""The commands shortlist, portfolio and pilot: formats, locks, faults, light start."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from prioritizer.cli import main
from prioritizer.domain.words import percent
from prioritizer.readers.criteria import FOLDER
from tests.conftest import ROOT

SAMPLE = str(ROOT / "sample_data" / "sites.csv")


def call(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def test_shortlist_lists_the_first_places_with_locks() -> None:
    result = call(
        "shortlist", SAMPLE, "--top", "4", "--must", "SE-002=county asks", "--format", "json",
        "--must-not", "CZ-001=abroad", "--scenario", "risk-first/topsis",
    )  # fmt: skip

    data = json.loads(result.stdout)
    assert result.exit_code == 0
    assert len(data["listed"]) == 4
    assert "SE-002" in data["listed"]
    assert "CZ-001" not in data["listed"]
    assert {s["id"]: s["reason"] for s in data["sites"]}["CZ-001"] == "abroad"
    assert len(data["scenarios"]) == 3


def test_shortlist_as_csv_holds_every_ranked_site() -> None:
    result = call("shortlist", SAMPLE, "--format", "csv")

    rows = list(csv.DictReader(io.StringIO(result.stdout.removeprefix("\ufeff"))))
    ranked = json.loads(call("rank", SAMPLE, "--format", "json").stdout)
    assert [row["site"] for row in rows] == ranked["alternatives"]
    assert sum(row["listed"] == "yes" for row in rows) == 10


def test_shortlist_without_draws_calls_no_place_sure() -> None:
    result = call("shortlist", SAMPLE, "--threshold", "0.6", "--draws", "0")

    assert "a score of at least 0.6" in result.stdout
    assert "not drawn" in result.stdout
    assert not {"secure", "likely", "open", "out"} & set(result.stdout.split())


def test_shortlist_with_draws_explains_its_sections() -> None:
    result = call("shortlist", SAMPLE, "--top", "5", "--draws", "100")

    assert "secure: on the list in at least 90 % of the draws" in result.stdout


def test_a_lock_without_reason_is_refused() -> None:
    result = call("shortlist", SAMPLE, "--must", "SE-002")

    assert result.exit_code == 1
    assert "Add the reason" in result.stderr


def test_shortlist_says_how_often_a_site_is_listed_and_by_whom(tmp_path: Path) -> None:
    record = tmp_path / "room.json"
    store = str(tmp_path / "room.db")
    assert call("workshop", "demo", "--store", store, "--participants", "7").exit_code == 0
    assert call("workshop", "export", "--store", store, "--output", str(record)).exit_code == 0

    result = call(
        "shortlist", SAMPLE, "--top", "5", "--draws", "200", "--scenario", "policy",
        "--workshop", str(record), "--format", "json",
    )  # fmt: skip

    data = json.loads(result.stdout)
    sums = sum(site["chance"] for site in data["sites"] if site["rank"] is not None)
    assert sums == pytest.approx(5.0, abs=0.05)
    assert all(name.startswith("policy/") for name in data["scenarios"])
    assert data["workshop"]["people"] == 7
    assert data["workshop"]["simulated"] is True
    assert set(data["workshop"]["agreed"]) <= set(data["workshop"]["shares"])


def test_a_must_of_which_too_little_is_known_is_said_to_rest_on_its_lock_alone() -> None:
    listed = json.loads(call("shortlist", SAMPLE, "--format", "json").stdout)
    apart = next(s for s in listed["sites"] if s["band"] == "too little known")
    lock = ("--must", f"{apart['id']}=county asks")

    told = call("shortlist", SAMPLE, *lock).stdout
    refused = call("portfolio", SAMPLE, "--budget", "3000000", "--must", apart["id"])

    assert f"{apart['name']} is on the list by your lock alone: it is too little known" in told
    assert refused.exit_code == 1
    assert f"portfolio, {apart['id']}: found a site that is too little known" in refused.stderr


def test_shortlist_refuses_a_changed_workshop_record(tmp_path: Path) -> None:
    record = tmp_path / "room.json"
    record.write_text('{"schema": "prioritizer-workshop/1"}', encoding="utf-8")

    result = call("shortlist", SAMPLE, "--draws", "0", "--workshop", str(record))

    assert result.exit_code == 1
    assert "Expected" in result.stderr


def test_a_workshop_record_that_is_not_there_is_said(tmp_path: Path) -> None:
    result = call("shortlist", SAMPLE, "--draws", "0", "--workshop", str(tmp_path / "no.json"))

    assert result.exit_code == 1
    assert "workshop export" in result.stderr


def test_portfolio_as_json_keeps_the_budget_and_counts_draws() -> None:
    result = call(
        "portfolio", SAMPLE, "--budget", "2000000", "--at-most", "4", "--draws", "20", "--seed",
        "3", "--format", "json",
    )  # fmt: skip

    data = json.loads(result.stdout)
    assert result.exit_code == 0
    assert 0 < len(data["chosen"]) <= 4
    assert data["total_cost_eur"][1] <= 2e6
    assert data["draws"]["done"] == 20
    assert {s["band"] for s in data["sites"]} <= {"secure", "likely", "open", "out"}
    shares = np.array([s["share"] for s in data["sites"]])
    assert np.allclose(shares * 20, np.rint(shares * 20))
    assert any(s["chance"] != s["share"] for s in data["sites"])
    values = [point["value"] for point in data["frontier"]]
    assert values == sorted(values)


def test_portfolio_gives_every_listed_site_left_out_its_reason() -> None:
    asked = ("portfolio", SAMPLE, "--budget", "3000000")
    text = call(*asked).stdout
    data = json.loads(call(*asked, "--format", "json").stdout)

    assured = data["assured"]
    assert data["confidence"] == 0.8
    assert assured["chance"] >= 0.8 > assured["best_estimate"]["chance"]
    assert assured["costs_all_default"]
    assert assured["left_out"]
    assert {one["id"] for one in assured["kept"]} == set(data["chosen"])
    assert {one["id"] for one in assured["left_out"]}.isdisjoint(data["chosen"])
    for one in (*assured["left_out"], *assured["kept"]):
        assert one["reason"][1:] in text
    assert "All costs are defaults" in text
    assert "known to be ranked: " in text
    assert data["total_value"] <= assured["best_estimate"]["total_value"]


def test_portfolio_without_a_confidence_is_that_of_best_estimates() -> None:
    asked = ("portfolio", SAMPLE, "--budget", "3000000", "--format", "json")
    sure = json.loads(call(*asked).stdout)
    best = json.loads(call(*asked, "--confidence", "0").stdout)

    assert best["assured"] is None
    assert best["chosen"] == sure["assured"]["best_estimate"]["chosen"]


def test_portfolio_names_the_rules_that_contradict() -> None:
    result = call("portfolio", SAMPLE, "--budget", "500000", "--at-least", "30")

    assert result.exit_code == 1
    assert "  at least 30 sites" in result.stdout
    assert "  budget of 500 000" in result.stdout


def test_portfolio_takes_own_costs(tmp_path: Path) -> None:
    costs = tmp_path / "costs.csv"
    costs.write_text("site_id,low_eur,best_eur,high_eur\nCZ-001,1,2,3\n", encoding="utf-8")

    result = call(
        "portfolio", SAMPLE, "--budget", "100", "--costs", str(costs), "--format", "json"
    )

    assert json.loads(result.stdout)["chosen"] == ["CZ-001"]


@pytest.mark.parametrize(
    "extra",
    [
        ("--cover", "mood:2"),
        ("--stages", "4-1"),
        ("--requires", "SE-001"),
        ("--must", "XX-1"),
        ("--exclusive", "SE-001"),
    ],
)
def test_portfolio_refuses_what_it_cannot_read(extra: tuple[str, str]) -> None:
    result = call("portfolio", SAMPLE, "--budget", "1000000", *extra)

    assert result.exit_code == 1
    assert "Expected" in result.stderr


def test_pilot_as_page_and_as_data_agree() -> None:
    page = call("pilot", "PE-001", "--sites", SAMPLE, "--draws", "200")
    data = json.loads(
        call("pilot", "PE-001", "--sites", SAMPLE, "--draws", "200", "--format", "json").stdout
    )

    assert page.exit_code == 0
    assert data["pilot"]["question"]["value"] in page.stdout
    assert f"{data['derived']['bulk_t']:.0f} t" in page.stdout
    assert "Sites are never ranked by net present value" in page.stdout
    assert data["viability"]["value"].keys() == {"in_situ", "recoverable"}


def test_pilot_of_a_vetoed_site_says_so_before_all_else() -> None:
    veto = "being reprocessed: The tailings have been hydraulically re-mined since 2015"
    arguments = ("pilot", "CL-001", "--sites", SAMPLE, "--draws", "100")

    page, data = call(*arguments), call(*arguments, "--format", "json")

    assert page.exit_code == data.exit_code == 0
    assert "warning: CL-001: A veto holds this site back" in page.stderr
    assert veto in page.stdout.split("## Question")[0]
    first, second = list(json.loads(data.stdout).items())[:2]
    assert first[0] == "veto"
    assert first[1].startswith(veto)
    assert second[0] == "warning"
    assert "veto" not in call("pilot", "PE-001", "--sites", SAMPLE, "--draws", "100").output


def test_pilot_of_a_working_facility_says_that_it_stands_aside() -> None:
    arguments = ("pilot", "BR-004", "--sites", SAMPLE, "--draws", "100")

    page, data = call(*arguments), call(*arguments, "--format", "json")
    every = call(*arguments, "--status", "all")

    assert page.exit_code == data.exit_code == every.exit_code == 0
    assert "warning: BR-004: This site stands aside as a working facility" in page.stderr
    assert "stands aside as a working facility" in page.stdout.split("## Question")[0]
    assert "stands aside as a working facility" in json.loads(data.stdout)["warning"]
    assert "stands aside" not in every.output


def test_pilot_of_a_site_that_is_too_little_known_says_what_the_ranking_says() -> None:
    ranked = json.loads(call("rank", SAMPLE, "--format", "json").stdout)
    row = ranked["ranks"].index(None)
    arguments = ("pilot", ranked["alternatives"][row], "--sites", SAMPLE, "--draws", "100")

    data = json.loads(call(*arguments, "--format", "json").stdout)

    assert data["warning"].startswith("Not ranked. Too little is known: ")
    assert f" {percent(ranked['chance'][row])} of the draws" in data["warning"]
    assert data["warning"] in call(*arguments).stdout.split("## Question")[0]


def test_a_gate_of_the_criteria_holds_a_pilot_back_like_a_veto(tmp_path: Path) -> None:
    gate = "gates: [{measure: tonnage, above: 1, reason: Too much for us.}]\n"
    criteria = tmp_path / "mine.yaml"
    shipped = (FOLDER / "default.yaml").read_text(encoding="utf-8")
    criteria.write_text(shipped + gate, encoding="utf-8")

    arguments = ("pilot", "PE-001", "--sites", SAMPLE, "--draws", "100")
    page = call(*arguments, "--criteria", str(criteria))

    assert page.exit_code == 0
    assert "tonnage above 1 t: Too much for us" in page.stdout.split("## Question")[0]
    assert "warning: PE-001: A veto holds this site back" in page.stderr


def test_pilot_takes_edits_from_the_line_and_from_a_file(tmp_path: Path) -> None:
    edits = tmp_path / "edits.json"
    edits.write_text('{"bulk.runs": 8, "question": "Will it pay?"}', encoding="utf-8")

    result = call(
        "pilot", "PE-001", "--sites", SAMPLE, "--edits", str(edits), "--edit",
        "partners=county; survey", "--format", "json", "--draws", "100",
    )  # fmt: skip

    pilot = json.loads(result.stdout)["pilot"]
    assert pilot["question"]["value"] == "Will it pay?"
    assert pilot["partners"]["value"] == ["county", "survey"]
    assert pilot["bulk"]["runs"]["standing"] == "edited"


def test_pilot_of_a_site_without_mass_says_why_it_is_not_screened() -> None:
    result = call("pilot", "RS-001", "--sites", SAMPLE)

    assert result.exit_code == 0
    assert "Not screened." in result.stdout
    assert "found no mass" in result.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("XX-1", "--sites", SAMPLE),
        ("PE-001", "--sites", SAMPLE, "--edit", "nonsense"),
        ("PE-001", "--sites", SAMPLE, "--support", "gift=1"),
        ("PE-001", "--sites", SAMPLE, "--edits", "absent.json"),
    ],
)
def test_pilot_refuses_what_it_cannot_read(arguments: tuple[str, ...]) -> None:
    result = call("pilot", *arguments)

    assert result.exit_code == 1
    assert "Expected" in result.stderr


def test_commands_start_without_the_solver_and_other_heavy_libraries() -> None:
    code = (
        "import sys; from prioritizer.cli import main; "
        "names = ('shortlist', 'portfolio', 'pilot'); "
        "assert all(main.get_command(None, name) for name in names); "
        "print([m for m in ('scipy', 'pandas', 'streamlit', 'plotly') if m in sys.modules])"
    )

    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )

    assert found.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            ["shortlist", "--threshold", "nan", "--draws", "0"],
            "shortlist, threshold: found nan",
        ),
        (
            ["next-data", "--costs", "nowhere.csv", "--draws", "64"],
            "nowhere.csv: found no read",
        ),
        (
            ["report", "--support", "capex-grant=25", "--output", "x.pdf"],
            "Write 0.25 for 25 %.",
        ),
    ],
)
def test_a_number_or_file_that_cannot_be_meant_is_refused_in_words(
    words: list[str], told: str
) -> None:
    result = CliRunner().invoke(main, [words[0], str(SAMPLE), *words[1:]])

    assert result.exit_code == 1
    assert told in result.stderr
    assert "internal error" not in result.stderr
