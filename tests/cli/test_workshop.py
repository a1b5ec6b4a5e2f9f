"""A finished workshop without a browser, from rehearsal to verification."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from prioritizer.cli import main
from prioritizer.domain.proposal import ProposedSite, Verdict
from prioritizer.domain.site import WasteType
from prioritizer.domain.workshop import Mode
from prioritizer.ui.phone.qr import join_link
from prioritizer.workflow.workshop import proposals
from prioritizer.workflow.workshop.record import public_verifier
from prioritizer.workflow.workshop.service import WorkshopService
from tests.rooms import facilitator
from tests.workflow.workshop.budgets import weighed
from tests.workflow.workshop.steps import come_in, opened


def run(*arguments: object) -> Result:
    """Run the command line."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store with one rehearsal."""
    path = tmp_path_factory.mktemp("cli") / "rehearsal.db"
    played = run("workshop", "demo", "--participants", 9, "--store", path)
    assert played.exit_code == 0, played.output
    return path


def test_a_rehearsal_is_listed_as_simulated(store: Path) -> None:
    listed = run("workshop", "list", "--store", store).output

    assert "closed, round 2 of 2, simulated" in listed


def test_the_result_gives_weights_agreement_camps_and_rankings(store: Path) -> None:
    found = json.loads(run("workshop", "result", "--store", store, "--format", "json").stdout)

    first = found["rounds"][0]
    assert found["workshop"]["simulated"] is True
    # Nine people in five groups: the mean of groups would tell the answers of the small ones.
    assert set(first["weights"]) == {"arithmetic-mean", "geometric-mean", "median"}
    # Nor do the places under it stand in a table: many places give weights back.
    assert set(first["ranks"]) - set(first["weights"]) == {
        "mean-rank",
        "borda",
        "copeland",
    }
    assert 0 < first["agreement"]["kendall_w_sites"] < 1
    assert sum(camp["people"] for camp in first["camps"]) == first["people"] == 9
    assert len(found["movement"]) == 1


def test_the_text_says_that_nobody_real_was_asked(store: Path) -> None:
    assert "SIMULATED" in run("workshop", "result", "--store", store).output


def test_the_text_says_who_was_not_judged_and_whom_the_rooms_weights_would_rank(
    store: Path,
) -> None:
    data = json.loads(run("workshop", "result", "--store", store, "--format", "json").stdout)
    text = run("workshop", "result", "--store", store).stdout
    working = [
        site
        for site, told in data["set_aside"].items()
        if told["reason"].startswith("Working facility")
    ]

    assert f"  Working facility ({len(working)}): {', '.join(working)}\n" in text
    assert text.count("At the room's weights") == len(data["rounds"])


def test_a_record_verifies_and_a_changed_one_does_not(store: Path, tmp_path: Path) -> None:
    record = tmp_path / "workshop.json"
    assert run("workshop", "export", "--store", store, "--output", record).exit_code == 0
    head = json.loads(record.read_text(encoding="utf-8"))["head"]

    good = run("verify", record, "--head", head[:12])
    other = run("verify", record, "--head", "0" * 12)
    record.write_text(record.read_text(encoding="utf-8").replace('"people":9', '"people":8', 1))
    bad = run("verify", record)

    assert (good.exit_code, other.exit_code, bad.exit_code) == (0, 1, 1)
    assert "The record holds" in good.output
    assert "different: head" in other.output
    assert "different: result, rounds, 1" in bad.output


def test_an_export_comes_with_the_program_that_checks_it_if_asked_for(
    store: Path, tmp_path: Path
) -> None:
    record, program = tmp_path / "w.json", tmp_path / "verify_workshop.py"
    words = ("workshop", "export", "--store", store, "--output", record)

    assert run(*words).exit_code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["w.json"]
    again = run(*words[:-1], tmp_path / "again.json", "--verifier", program)

    assert again.exit_code == 0, again.output
    assert program.read_bytes() == public_verifier()


def test_the_head_is_known_as_the_page_shows_it(store: Path, tmp_path: Path) -> None:
    record = tmp_path / "workshop.json"
    assert run("workshop", "export", "--store", store, "--output", record).exit_code == 0
    data = json.loads(record.read_text(encoding="utf-8"))
    head, earlier = data["head"], data["log"][-2]["hash"]
    shown = f"{head[:8]}…{head[-8:]}"
    grouped = " ".join(head[k : k + 4].upper() for k in range(0, 64, 4))

    for written, digits in ((shown, 16), (shown.upper(), 16), (grouped, 64), (head[:9], 9)):
        good = run("verify", record, "--head", written)
        assert good.exit_code == 0, good.output
        assert f"checked: head: {digits} of 64 digits compared" in good.output
    for written in (head[:7], f"{head[:3]}…{head[-3:]}", "on the slide"):
        refused = run("verify", record, "--head", written)
        assert refused.exit_code == 1
        assert refused.output.startswith(("Error: head: found", "head: found"))
        assert "not hold" not in refused.output
    before = run("verify", record, "--head", earlier)
    assert before.exit_code == 1
    assert f"was the head after log entry {len(data['log']) - 1}; the record goes on" in (
        before.output
    )
    assert "agrees with itself" in before.output


def test_a_backup_is_restored_elsewhere_and_never_over_anything(
    store: Path, tmp_path: Path
) -> None:
    copy, new = tmp_path / "copy.db", tmp_path / "new.db"

    assert "sound" in run("workshop", "backup", "--store", store, "--output", copy).output
    assert "sound" in run("workshop", "restore", copy, "--store", new).output
    assert run("workshop", "restore", copy, "--store", new).exit_code == 2
    assert run("workshop", "backup", "--store", store, "--output", copy).exit_code == 2

    whole = run("workshop", "result", "--store", store, "--format", "json").stdout
    assert run("workshop", "result", "--store", new, "--format", "json").stdout == whole


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("workshop", "list", "--store", "missing.db"), "found no such file"),
        (("verify", "missing.json"), "could not be read"),
        (("workshop", "restore", "missing.db", "--store", "x.db"), "found no such file"),
    ],
)
def test_faults_are_said_in_a_sentence(arguments: tuple[str, ...], words: str) -> None:
    found = run(*arguments)

    assert found.exit_code == 1
    assert words in found.output
    assert "Traceback" not in found.output


def test_a_join_link_leads_to_the_phone_pages() -> None:
    assert join_link("http://10.0.0.2:8501/", "abc") == "http://10.0.0.2:8501/w/j/abc"


def test_a_rehearsal_with_a_budget_is_shown_recorded_and_verified(tmp_path: Path) -> None:
    store, record, program = (tmp_path / name for name in ("b.db", "b.json", "v.py"))
    options = ("--participants", 9, "--rounds", 1, "--store", store)
    played = run("workshop", "demo", "--budget", 3_000_000, *options)
    text = run("workshop", "result", "--store", store).output.replace("\u202f", " ")
    told = json.loads(run("workshop", "result", "--store", store, "--format", "json").stdout)
    run("workshop", "export", "--store", store, "--output", record, "--verifier", program)

    assert played.exit_code == 0, played.output
    assert "Budget round: 9 people shared out 3 000 000 EUR." in text
    assert "Keep it unspent: -; median rule" in text
    assert sum(told["budget"]["median_amounts"].values()) == 3_000_000
    assert told["budget"]["projects_cost"]["best"] <= 3_000_000
    assert told["proposed_by_the_room"] == []
    assert run("verify", record).exit_code == 0


def shown_room(store: Path, problem: str, mode: Mode = Mode.PSEUDONYMOUS) -> None:
    """Make a store with one room whose weights are shown, and a proposal in it."""
    desk = WorkshopService.open(str(store))
    workshop, _, people = weighed(desk, problem, 6, mode)
    desk.close()
    assert workshop.round == 1
    assert len(people) == 6


def test_a_budget_round_is_set_up_from_the_command_line(tmp_path: Path, problem: str) -> None:
    store, costs = tmp_path / "w.db", tmp_path / "costs.csv"
    shown_room(store, problem)
    options = ("--store", store, "--amount", 900_000, "--currency", "SEK", "--rate", 11.5)
    made = run("workshop", "budget", *options)
    first = made.output.splitlines()[-1].split()[0]
    costs.write_text(f"site_id,low_eur,best_eur,high_eur\n{first},100000,200000,333333\n")
    again = run("workshop", "budget", *options, "--costs", costs)
    listed = run("workshop", "list", "--store", store).output

    assert made.exit_code == 0, made.output
    assert "set up: 900 000 SEK over" in made.output.replace("\u202f", " ")
    assert ", default" in made.output
    assert "2 300 000 (1 150 000 to 3 833 330), own" in again.output.replace("\u202f", " ")
    assert "revealed, round 1 of 2" in listed


def test_a_budget_round_without_a_shown_shortlist_is_refused(store: Path) -> None:
    refused = run("workshop", "budget", "--store", store, "--amount", 5)

    assert refused.exit_code != 0
    assert "found no shortlist that is shown" in refused.output


def test_accepted_proposals_are_written_as_a_site_table(tmp_path: Path, problem: str) -> None:
    store, table = tmp_path / "w.db", tmp_path / "room.csv"
    desk = WorkshopService.open(str(store))
    leader = facilitator(desk)
    workshop = opened(desk, leader, problem)
    person = come_in(desk, workshop)
    for name in ("Heap", "Pond"):
        site = ProposedSite(name, "There", "Why", WasteType.SLAG, (60.0, 15.0))
        proposals.propose(desk, person, round_number=1, site=site)
    heap = next(
        one
        for one in proposals.listed_proposals(desk, leader, workshop.id)
        if one.site.name == "Heap"
    )
    proposals.decide(desk, leader, workshop.id, heap.digest, verdict=Verdict.ACCEPTED)
    desk.close()

    written = run("workshop", "proposals", "--store", store, "--output", table)
    checked = run("validate", table)

    assert "1 site accepted of 2 proposals" in written.output
    assert "Pond" not in table.read_text(encoding="utf-8-sig")
    assert checked.exit_code == 0, checked.output
